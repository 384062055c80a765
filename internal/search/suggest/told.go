package suggest

import (
	"context"
	"sync"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// told is what editors have told at one version of the site. It is small, and so it
// is read anew as soon as somebody types after a change.
type told struct {
	version postgres.IndexVersion
	lexicon search.Lexicon
	live    map[cms.ID]cms.ID // the live releases of the pages of best bets

	mutex sync.Mutex
	finds map[string]bool // whether a search finds anything, once it was tried
}

// listen reads what editors have told.
func (s *Suggester) listen(ctx context.Context) (t *told, err error) {
	err = s.index.Look(ctx, func(g *postgres.Glance) (err error) {
		t = &told{version: g.Version, finds: map[string]bool{}}
		t.lexicon, t.live, err = g.Lexicon(ctx)
		return err
	})
	if err == nil {
		s.told.Store(t)
	}
	return t, err
}

// finds reports whether a search that editors suggest finds anything that has its
// words: what does not is offered to nobody.
func (s *Suggester) finds(ctx context.Context, t *told, text string) (bool, error) {
	t.mutex.Lock()
	finds, tried := t.finds[text]
	t.mutex.Unlock()
	if tried {
		return finds, nil
	}
	results, err := s.engine.Search(ctx, search.Query{Text: text, Counted: true})
	if err != nil {
		return false, err
	}
	finds = results.Total > 0 && !results.Loose
	t.mutex.Lock()
	t.finds[text] = finds
	t.mutex.Unlock()
	return finds, nil
}
