package app

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/localmeili"
	"lectern/internal/metrics"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/fallback"
	"lectern/internal/search/meili"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/spelling"
	"lectern/internal/search/suggest"
)

// searching is how searches are answered: by the engine on Postgres, which is always
// there, or by Meilisearch for as long as that does well.
type searching struct {
	index     *postgres.Index // what all are made from
	builtIn   *pgsearch.Engine
	suggester *suggest.Suggester
	server    *meili.Engine      // nil: there is no Meilisearch
	either    *fallback.Engine   // of the two; nil: there is one
	private   *localmeili.Server // nil: Meilisearch is somebody else's
}

// openSearch makes the engines. A Meilisearch that is away, or that cannot be
// started, keeps nothing from starting.
func (a *App) openSearch(ctx context.Context, settings config.Serve) (_ *searching, err error) {
	s := &searching{}
	if s.index, err = postgres.OpenIndex(ctx, a.Store); err != nil {
		return nil, err
	}
	s.builtIn = pgsearch.New(s.index, a.Zone, a.Logger)
	s.suggester = suggest.New(s.index, s.builtIn, a.Logger)
	url, key := settings.MeilisearchURL, string(settings.MeilisearchKey)
	if url == "" && a.private != nil {
		url, key = s.start(a)
	}
	if url == "" || url == config.NoMeilisearch {
		return s, nil
	}
	s.server, err = meili.New(meili.Config{URL: url, Key: key, Index: "lectern-" + s.index.Database, Zone: a.Zone, Logger: a.Logger}, s.index)
	if err != nil {
		s.close()
		return nil, err
	}
	s.either = fallback.New(s.server, s.builtIn, a.Logger)
	return s, nil
}

// start starts a Meilisearch beside the private Postgres if the program is installed,
// and returns its address and its key; empty: there is none.
func (s *searching) start(a *App) (url, key string) {
	program := localmeili.Find()
	if program == "" {
		return "", ""
	}
	private, err := localmeili.Start(localmeili.Config{DataDir: a.Settings.DataDir, Program: program, Logger: a.Logger})
	if err != nil {
		a.Logger.Warn("no private Meilisearch can be kept: searches are answered without it", "error", err)
		return "", ""
	}
	s.private = private
	return private.URL(), private.Key()
}

// engine is the one that visitors ask. It offers what editors suggest
// instead, or another spelling of what finds too little.
func (s *searching) engine() search.Engine {
	if s.either != nil {
		return spelling.Over(s.either, s.suggester.Vocabulary, s.index.Offered)
	}
	return spelling.Over(s.builtIn, s.suggester.Vocabulary, s.index.Offered)
}

// keep keeps the engines in step with what is live, until ctx ends.
func (s *searching) keep(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.builtIn.Keep(ctx) })
	group.Go(func() error { return s.suggester.Keep(ctx) })
	if s.server != nil {
		group.Go(func() error {
			if s.private != nil {
				s.private.Wait(ctx) // so that nobody reads in the log that it is not there yet
			}
			return s.server.Keep(ctx)
		})
	}
	return group.Wait()
}

// health tells how searches are answered.
func (s *searching) health() cms.SearchHealth {
	if s.server == nil {
		return cms.SearchHealth{}
	}
	status := s.server.Status()
	h := cms.SearchHealth{Server: cms.ServerAnswers, Since: status.Behind, Made: status.Building, Pages: status.Documents}
	switch {
	case !status.Reachable || s.either.State() == fallback.Away:
		h.Server = cms.ServerAway
	case !status.InStep || s.either.State() == fallback.Behind:
		h.Server = cms.ServerBehind
	}
	return h
}

// measure tells of the server, if there is one.
func (s *searching) measure(m *metrics.Metrics) {
	if s.server == nil {
		return
	}
	var states []string
	for _, state := range cms.ServerStates {
		states = append(states, string(state))
	}
	m.SearchServer(s.server.Name(), states, func() metrics.SearchServer {
		h := s.health()
		stat := metrics.SearchServer{State: string(h.Server), Pages: h.Pages}
		if !h.Since.IsZero() {
			stat.Behind = time.Since(h.Since)
		}
		return stat
	})
}

func (s *searching) close() {
	if s.private != nil {
		s.private.Close()
	}
	s.index.Close()
}
