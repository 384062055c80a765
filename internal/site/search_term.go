package site

import (
	"context"
	"sync"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// keptTerms holds what the values of facets are called, for as long as the site
// stays as it is.
type keptTerms struct {
	kinds   []string // of pages that carry terms
	mu      sync.Mutex
	version postgres.Version // of what is kept
	terms   ui.Terms         // nil: none are kept
}

// named returns the terms that live pages carry, and those above them.
func (k *keptTerms) named(ctx context.Context, snap *postgres.Snapshot) (ui.Terms, error) {
	version, _, err := snap.Version(ctx)
	if err != nil {
		return nil, err
	}
	if terms, known := k.find(version); known {
		return terms, nil
	}
	terms, err := k.read(ctx, snap)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.version, k.terms = version, terms
	return terms, nil
}

func (k *keptTerms) find(version postgres.Version) (ui.Terms, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.terms, k.terms != nil && version == k.version
}

func (k *keptTerms) read(ctx context.Context, snap *postgres.Snapshot) (ui.Terms, error) {
	var wanted postgres.Wanted
	for _, facet := range search.TermFacets {
		wanted.Lists = append(wanted.Lists, cms.ListQuery{Kinds: k.kinds, Size: 1, FiledIn: string(facet)})
	}
	loaded, err := snap.Load(ctx, wanted)
	if err != nil {
		return nil, err
	}
	terms := ui.Terms{}
	for i, facet := range search.TermFacets {
		list := loaded.Lists[i].Terms
		slugs := map[cms.ID]string{}
		for _, t := range list {
			slugs[t.ID] = t.Slug
		}
		terms[facet] = map[string]ui.Term{}
		for _, t := range list {
			terms[facet][t.Slug] = ui.Term{Name: t.Name, Above: slugs[t.Parent]}
		}
	}
	return terms, nil
}
