package main

import (
	"context"

	"lectern/internal/app"
)

type healthCommand struct {
	Addr string `name:"addr" env:"LECTERN_ADDR" default:"127.0.0.1:8080" help:"Address that the server listens on."`
}

func (c healthCommand) Run(ctx context.Context) error { return app.Alive(ctx, c.Addr) }
