package worker

import (
	"context"

	"github.com/riverqueue/river"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/websub"
)

// Hub is who tells the followers of feeds at once what is new.
type Hub struct {
	URL   string // empty: nobody
	Feeds func(ctx context.Context, pages []cms.ID) (addresses []string, err error)
}

// pinger tells the hub which feeds have changed.
type pinger struct {
	river.WorkerDefaults[publishing.PingArgs]
	hub Hub
}

func (p *pinger) Work(ctx context.Context, job *river.Job[publishing.PingArgs]) error {
	if p.hub.URL == "" {
		return nil
	}
	addresses, err := p.hub.Feeds(ctx, job.Args.Pages)
	if err != nil {
		return err
	}
	return websub.Publish(ctx, p.hub.URL, addresses)
}
