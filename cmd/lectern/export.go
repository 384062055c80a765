package main

import (
	"context"
	"errors"
	"fmt"

	"lectern/internal/app"
	"lectern/internal/config"
)

type exportCommand struct {
	Dir     string `arg:"" name:"dir" type:"path" help:"Folder to write into; it is made if it is not there."`
	Replace bool   `name:"replace" help:"Replace the content that the folder holds: pages, notices, terms and media as a whole. Other files and folders at its top stay."`
}

func (c exportCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	written, err := a.Files(progressBar()).Export(ctx, c.Dir, c.Replace)
	if err != nil {
		return err
	}
	fmt.Println(written)
	return nil
}
