package suggest

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/spelling"
)

// Suggester offers what can be found. It is read from an index, and keeps up
// with it.
type Suggester struct {
	index  *postgres.Index
	engine search.Engine // that tries what editors suggest
	logger *slog.Logger
	known  atomic.Pointer[known]
	told   atomic.Pointer[told]
}

// known is what can be offered at one version of the site.
type known struct {
	version postgres.IndexVersion
	at      time.Time // when the searches were read
	titles  *titles
	words   *spelling.Vocabulary
	terms   []string // names and synonyms of what live pages carry
	popular []popular
}

// popular is a search that many have made, of which every word is one of a page or
// a term.
type popular struct{ query, canon string }

// canonical spells searches once, and not anew with every letter that is typed.
func canonical(searches []string) []popular {
	list := make([]popular, len(searches))
	for i, query := range searches {
		list[i] = popular{query, search.Canonical(query)}
	}
	return list
}

// New returns a Suggester, which offers nothing until it is renewed.
func New(index *postgres.Index, engine search.Engine, logger *slog.Logger) *Suggester {
	return &Suggester{index: index, engine: engine, logger: logger}
}

// Vocabulary is the words of all that can be found; nil: they are not known yet.
func (s *Suggester) Vocabulary() *spelling.Vocabulary {
	if k := s.known.Load(); k != nil {
		return k.words
	}
	return nil
}

// How often Keep looks whether something has changed, and how much of the time
// it may spend on reading all of it: one part in so many.
const (
	looksEvery = 2 * time.Second
	share      = 20
	popularFor = time.Minute // what is popular changes without a change of the site
)

// Keep brings what is offered up to date until ctx ends. A site of a million
// pages takes seconds to read, and so is read every few minutes at most; what is
// not live any more is offered by nobody even so.
func (s *Suggester) Keep(ctx context.Context) error {
	for {
		begun := time.Now()
		if err := s.Renew(ctx); err != nil && ctx.Err() == nil {
			s.logger.Warn("what is suggested to those who type could not be brought up to date", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(max(looksEvery, share*time.Since(begun))):
		}
	}
}

// Renew brings what is offered up to date.
func (s *Suggester) Renew(ctx context.Context) error {
	return s.index.Look(ctx, func(g *postgres.Glance) error {
		last := s.known.Load()
		if last != nil && last.version == g.Version && g.At.Sub(last.at) < popularFor {
			return nil
		}
		next := &known{version: g.Version, at: g.At}
		if last != nil && last.version == g.Version {
			next.titles, next.words, next.terms = last.titles, last.words, last.terms
		} else if err := next.read(ctx, g); err != nil {
			return err
		}
		searches, err := g.PopularSearches(ctx)
		if err != nil {
			return err
		}
		next.popular = slices.DeleteFunc(canonical(searches), func(s popular) bool { return !next.tells(s.canon) })
		s.known.Store(next)
		return nil
	})
}

// read takes in what live pages and their terms are called.
func (k *known) read(ctx context.Context, g *postgres.Glance) error {
	b := newBuilder(g.At)
	if err := g.Titles(ctx, b.add); err != nil {
		return err
	}
	k.titles = b.titles()
	counts := map[string]int{}
	err := g.TermWords(ctx, func(words string, pages int) {
		k.terms = append(k.terms, words)
		for word := range strings.FieldsSeq(words) {
			counts[word] += pages
		}
	})
	k.words = spelling.New(func(yield func(string, int) bool) {
		for word, count := range k.titles.counts() {
			if !yield(word, count+counts[word]) {
				return
			}
			delete(counts, word)
		}
		for word, count := range counts {
			if !yield(word, count) {
				return
			}
		}
	})
	return err
}

// tells reports whether a search, in its canonical spelling, says no more than a
// page's own title or a term does: then it is about the site, and about nobody who
// searched.
func (k *known) tells(canon string) bool {
	words := slices.DeleteFunc(strings.Fields(canon), search.SaysNothing)
	if len(words) == 0 {
		return false
	}
	return k.titles.call(words) || slices.ContainsFunc(k.terms, func(term string) bool {
		of := strings.Fields(term)
		return !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(of, word) })
	})
}
