package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"lectern/internal/app"
	"lectern/internal/config"
)

type serveCommand struct {
	config.Serve
	Seed string `name:"seed" env:"LECTERN_SEED" placeholder:"DIR" type:"existingdir" help:"Content files to load first if the database has no page yet."`
}

func (c serveCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.Seed != "" {
		if err := seed(ctx, a, c.Seed); err != nil {
			return err
		}
	}
	server, err := a.Listen(ctx, c.Serve)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	link, err := a.FirstLink(ctx, server.Origin)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "\n  Lectern is ready: %s/\n\n", server.URL)
	if link != "" {
		fmt.Fprintf(os.Stderr, "  Nobody can sign in yet. Make the first account within a day, by this link that works once:\n  %s\n\n", link)
	}
	if server.MetricsURL != "" {
		fmt.Fprintf(os.Stderr, "  Metrics: %s\n\n", server.MetricsURL)
	}
	return server.Run(ctx)
}

// seed loads content into a database without any page.
func seed(ctx context.Context, a *app.App, dir string) error {
	empty, err := a.Store.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	_, err = a.Files(progressBar()).Import(ctx, dir)
	return err
}
