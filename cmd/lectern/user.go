package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
)

type userCommand struct {
	Create userCreateCommand `cmd:"" help:"Make an account. Prints a link, good once and for a week, by which a password is chosen."`
}

type userCreateCommand struct {
	Name     string   `name:"name" required:"" help:"Name, as colleagues see it."`
	Email    string   `name:"email" required:"" help:"Email address, to sign in with."`
	Role     cms.Role `name:"role" required:"" placeholder:"ROLE" help:"What they may do: author, reviewer, publisher or administrator."`
	Branch   string   `name:"branch" placeholder:"PATH" help:"Where they may, such as /news and all below it. Unset: on the whole site."`
	Delete   bool     `name:"delete" help:"They may also delete there what has never been public."`
	Password bool     `name:"password-stdin" help:"Read the password from standard input, rather than print a link."`
	BaseURL  string   `name:"base-url" env:"LECTERN_BASE_URL" placeholder:"URL" help:"Origin of the site, for the link."`
	Addr     string   `name:"addr" env:"LECTERN_ADDR" default:"127.0.0.1:8080" hidden:""`
}

func (c userCreateCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	account := app.NewAccount{Name: c.Name, Email: c.Email, Role: c.Role, Branch: c.Branch, Delete: c.Delete}
	if c.Password {
		text, err := io.ReadAll(io.LimitReader(os.Stdin, 4096))
		if err != nil {
			return err
		}
		account.Password = strings.TrimRight(string(text), "\r\n")
	}
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	link, err := a.CreateAccount(ctx, account)
	if err != nil {
		return err
	}
	fmt.Println("The account is made.")
	if link != "" {
		origin := strings.TrimRight(c.BaseURL, "/")
		if origin == "" {
			origin = "http://" + c.Addr
		}
		fmt.Println(origin + link)
	}
	return nil
}
