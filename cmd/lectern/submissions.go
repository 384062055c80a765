package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/publishing"
)

type submissionsCommand struct {
	Path   string `arg:"" name:"path" optional:"" help:"Address of the form's page, such as /feedback. Without it, what came by any form."`
	CSV    bool   `name:"csv" help:"Write a table for a spreadsheet, rather than one JSON object a line."`
	Delete cms.ID `name:"delete" placeholder:"ID" help:"Delete the one with that id, and write nothing."`
}

func (c submissionsCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	if c.Delete != "" && (c.Path != "" || c.CSV) {
		return errors.New("--delete takes nothing but an id")
	}
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.Delete == "" {
		return a.WriteSubmissions(ctx, os.Stdout, c.Path, c.CSV)
	}
	if !c.Delete.Valid() {
		return fmt.Errorf("%q is not the id of a form that was sent", c.Delete)
	}
	err = a.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error { return e.DeleteSubmission(ctx, c.Delete) })
	if errors.Is(err, cms.ErrNotFound) {
		return fmt.Errorf("no form that was sent has the id %s", c.Delete)
	}
	return err
}
