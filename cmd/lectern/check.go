package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"lectern/internal/app"
	"lectern/internal/check"
	"lectern/internal/config"
	"lectern/internal/kinds"
	"lectern/internal/transfer"
)

// errFound is told by what a command has printed already.
var errFound = errors.New("something was found")

type checkCommand struct {
	Dir     string `arg:"" name:"dir" optional:"" type:"existingdir" help:"Folder of content files; it needs no database, and rules have the levels that they are delivered with. Without it, what is public or planned on the site, each at the instant from which readers get it, at the levels that administrators have chosen."`
	JSON    bool   `name:"json" help:"Print for programs, as JSON."`
	BaseURL string `name:"base-url" env:"LECTERN_BASE_URL" placeholder:"URL" help:"Origin of the site as readers know it, to find links that lead to it by its full address."`
}

func (c checkCommand) Run(ctx context.Context, settings config.Settings) error {
	looked, err := c.look(ctx, settings)
	if err != nil {
		return err
	}
	write := looked.WriteText
	if c.JSON {
		write = looked.WriteJSON
	}
	if err := write(os.Stdout); err != nil {
		return err
	}
	if !looked.Clean() {
		return errFound
	}
	return nil
}

func (c checkCommand) look(ctx context.Context, settings config.Settings) (check.Report, error) {
	if c.Dir == "" {
		return c.lookAtSite(ctx, settings)
	}
	zone, err := settings.Zone()
	if err != nil {
		return check.Report{}, err
	}
	registry, err := kinds.Registry()
	if err != nil {
		return check.Report{}, err
	}
	files, problems, err := transfer.CheckFolder(ctx, registry.In(zone), c.Dir, c.BaseURL, progressBar())
	return check.Report{Looked: fmt.Sprintf("%d files", files), Problems: problems}, err
}

func (c checkCommand) lookAtSite(ctx context.Context, settings config.Settings) (_ check.Report, err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return check.Report{}, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Check(ctx, c.BaseURL)
}
