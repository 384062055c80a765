package main

import (
	"context"
	"errors"
	"fmt"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/publishing"
)

type reindexCommand struct{}

func (reindexCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var releases int
	err = a.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) (err error) {
		releases, err = e.Reindex(ctx)
		return err
	})
	if err == nil {
		fmt.Printf("Derived anew from %d releases.\n", releases)
	}
	return err
}
