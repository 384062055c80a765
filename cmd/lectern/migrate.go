package main

import (
	"context"
	"errors"
	"fmt"

	"lectern/internal/app"
	"lectern/internal/config"
)

type migrateCommand struct{}

// Run needs only to open: that brings the schema up to date.
func (migrateCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	fmt.Println("The database is up to date.")
	return nil
}
