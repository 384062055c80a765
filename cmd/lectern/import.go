package main

import (
	"context"
	"errors"
	"fmt"

	"lectern/internal/app"
	"lectern/internal/config"
)

type importCommand struct {
	Dir string `arg:"" name:"dir" type:"existingdir" help:"Folder of content files, such as content."`
}

func (c importCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	files := a.Files(progressBar())
	files.Look = true
	result, err := files.Import(ctx, c.Dir)
	if err != nil {
		return err
	}
	fmt.Println(result)
	return nil
}
