package main

import (
	"context"
	"errors"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/corpus"
)

type generateCommand struct {
	Documents int    `name:"documents" required:"" placeholder:"N" help:"How many pages to make, the home page included. From 400 on they hold every kind and block."`
	Seed      uint64 `name:"seed" default:"1" help:"The same seed makes the same site."`
}

func (c generateCommand) Run(ctx context.Context, settings config.Settings) (err error) {
	a, err := app.Open(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	wanted := corpus.Corpus{Documents: c.Documents, Seed: c.Seed}
	progress := progressBar()
	into := corpus.Target{Publisher: a.Publisher, Registry: a.Registry, Blobs: a.Blobs, User: cms.System}
	return corpus.Generate(ctx, into, wanted, func(pages int) { progress("Generating", pages, c.Documents) })
}
