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
	list, err := snap.CarriedTerms(ctx, vocabularies())
	if err != nil {
		return nil, err
	}
	slugs := map[cms.ID]string{}
	for _, t := range list {
		slugs[t.ID] = t.Slug
	}
	terms := ui.Terms{}
	for _, facet := range search.TermFacets {
		terms[facet] = map[string]ui.Term{}
	}
	for _, t := range list {
		terms[search.Facet(t.Vocabulary)][t.Slug] = ui.Term{Name: t.Name, Above: slugs[t.Parent]}
	}
	return terms, nil
}

// vocabularies are those of the facets.
func vocabularies() (names []string) {
	for _, facet := range search.TermFacets {
		names = append(names, string(facet))
	}
	return names
}
