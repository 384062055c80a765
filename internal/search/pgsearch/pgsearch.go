// Package pgsearch is the search engine on Postgres, which is always there.
// What has which words and values of facets is in bitmaps that are kept in memory, in
// step with what is live; Postgres ranks what is found.
package pgsearch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Name is what operators know the engine by.
const Name = "postgres"

// Engine is a search.Engine.
type Engine struct {
	index  *postgres.Index
	zone   *time.Location // of years and months
	logger *slog.Logger

	state    atomic.Pointer[state]
	renewing sync.Mutex              // held by who makes the next state
	numbers  map[postgres.Key]uint32 // of live entries
}

// New returns an engine that reads an index. Until Keep runs, searches
// themselves bring it up to date.
func New(index *postgres.Index, zone *time.Location, logger *slog.Logger) *Engine {
	return &Engine{index: index, zone: zone, logger: logger}
}

// Name is that of the engine.
func (*Engine) Name() string { return Name }

// How long Keep waits: before it looks anyway, and after a failure.
const (
	looksEvery = 5 * time.Second
	pauses     = 2 * time.Second
)

// Keep brings the engine up to date whenever the site changes, so that searches
// find it so, until ctx ends.
func (e *Engine) Keep(ctx context.Context) error {
	var words sync.WaitGroup
	words.Go(func() { e.keepWords(ctx) })
	defer words.Wait()
	for {
		err := e.index.Listen(ctx, looksEvery, func(ctx context.Context) {
			if err := e.Renew(ctx); err != nil && ctx.Err() == nil {
				e.logger.Warn("the search index could not be brought up to date", "error", err)
			}
		})
		if ctx.Err() != nil {
			return nil
		}
		e.logger.Warn("the search index hears of no changes for now", "error", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pauses):
		}
	}
}

// Renew brings the engine up to date.
func (e *Engine) Renew(ctx context.Context) error {
	err := e.index.Look(ctx, func(g *postgres.Glance) error {
		_, err := e.stateAt(ctx, g)
		return err
	})
	if errors.Is(err, errOutrun) {
		return nil
	}
	return err
}

// errOutrun says that the engine knows a later state than the glance sees.
var errOutrun = errors.New("pgsearch: the site has changed in the meantime")

// tries is how often a search looks again when the site changes meanwhile.
const tries = 8

// makes is how long a search may take to make a state. It goes on with that when
// whoever searches has left: all who come after would have to begin anew.
const makes = 2 * time.Minute

// Search answers a state of the search: hits and counts of one instant.
func (e *Engine) Search(ctx context.Context, q search.Query) (results search.Results, err error) {
	err = e.find(ctx, q, func(f finding) (err error) {
		results, err = f.run(ctx)
		return err
	})
	return results, err
}

// Latest returns the releases on a page of what a query finds, and how many it
// finds in all, whatever its sort: of what was first published last comes first.
// What only comes near is not among it.
func (e *Engine) Latest(ctx context.Context, q search.Query) (releases []cms.ID, total int, err error) {
	err = e.find(ctx, q, func(f finding) (err error) {
		releases, total, err = f.latest(ctx)
		return err
	})
	return releases, total, err
}

// find runs f on what can be found now.
func (e *Engine) find(ctx context.Context, q search.Query, f func(finding) error) (err error) {
	for range tries {
		err = e.index.Look(ctx, func(g *postgres.Glance) error {
			making, cancel := context.WithTimeout(context.WithoutCancel(ctx), makes)
			defer cancel()
			s, err := e.stateAt(making, g)
			if err != nil {
				return err
			}
			return f(finding{state: s, glance: g, query: q, typed: search.Understand(q.Text, s.lexicon)})
		})
		if !errors.Is(err, errOutrun) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", cms.ErrUnavailable, err)
}

// stateAt returns the state that a glance sees, and makes it if need be.
func (e *Engine) stateAt(ctx context.Context, g *postgres.Glance) (*state, error) {
	if s := e.state.Load(); s != nil && s.version == g.Version {
		return s, nil
	}
	e.renewing.Lock()
	defer e.renewing.Unlock()
	last := e.state.Load()
	switch {
	case last != nil && last.version == g.Version:
		return last, nil
	case last != nil && last.at.After(g.At):
		return nil, errOutrun
	}
	next, err := e.next(ctx, g, last)
	if err != nil {
		return nil, err
	}
	e.state.Store(next)
	return next, nil
}

// next makes the state that a glance sees from the last one: of what has
// changed, or, when that is much or terms are among it, of everything.
func (e *Engine) next(ctx context.Context, g *postgres.Glance, last *state) (*state, error) {
	terms, err := g.Terms(ctx)
	if err != nil {
		return nil, err
	}
	before := last
	if last != nil && (!slices.EqualFunc(last.terms, terms, sameTerm) || last.worn()) {
		last = nil
	}
	b, numbers := build(last, e.zone, terms), e.numbers
	if last == nil {
		numbers = map[postgres.Key]uint32{}
		if err := g.Live(ctx, func(entry postgres.IndexEntry) { b.take(entry, numbers) }); err != nil {
			return nil, err
		}
	}
	keepsWords := before != nil && before.words != nil && !before.worn()
	var changed []postgres.IndexEntry
	if last != nil || keepsWords {
		if changed, err = entriesSince(ctx, g, before); err != nil {
			return nil, err
		}
	}
	if keepsWords {
		if b.words, err = e.wordsAfter(ctx, g, before, changed); err != nil {
			return nil, err
		}
	}
	lexicon, bets, err := g.Lexicon(ctx)
	if err != nil {
		return nil, err
	}
	// Nothing fails from here on: the numbers are those of the state that is kept.
	if last != nil {
		for _, entry := range changed {
			b.take(entry, numbers)
		}
	}
	e.numbers = numbers
	b.teach(lexicon, bets, e.numbers)
	return b.finish(g.Version, g.At), nil
}

// wordsAfter returns the words of a state in step with what has changed since. Without
// them searches are slower, and nothing else: when they cannot be read they are
// forgotten, and the look begins again.
func (e *Engine) wordsAfter(ctx context.Context, g *postgres.Glance, s *state, changed []postgres.IndexEntry) (*words, error) {
	w, err := s.words.follow(ctx, g, changed)
	if err != nil && ctx.Err() == nil {
		e.logger.Warn("the words of the search index are forgotten: what has changed could not be read", "error", err)
		forgetful := *s
		forgetful.words = nil
		e.state.Store(&forgetful)
		return nil, errOutrun
	}
	return w, err
}

// entriesSince reads the entries that have changed since a state.
func entriesSince(ctx context.Context, g *postgres.Glance, s *state) (entries []postgres.IndexEntry, err error) {
	err = g.Entries(ctx, s.version.Changed, s.at, func(entry postgres.IndexEntry) { entries = append(entries, entry) })
	return entries, err
}

func sameTerm(a, b cms.Term) bool {
	return a.ID == b.ID && a.Vocabulary == b.Vocabulary && a.Slug == b.Slug && a.Parent == b.Parent
}

// worn reports whether most of what the state holds has ended.
func (s *state) worn() bool { return s.placed > 1000 && s.placed > 3*s.live.GetCardinality() }
