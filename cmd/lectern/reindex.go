package main

import (
	"context"
	"errors"
	"fmt"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
)

type reindexCommand struct{}

func (reindexCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	releases, err := a.Publisher.Reindex(ctx, cms.System)
	if err == nil {
		fmt.Printf("Derived anew from %d releases.\n", releases)
	}
	return err
}
