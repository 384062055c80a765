package site

import (
	"context"
	"maps"
	"sync"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// keptTerms holds what the values of facets are called, for as long as the site
// stays as it is.
type keptTerms struct {
	vocabularies []string
	declared     *named // what the kinds of pages say by themselves

	mu      sync.Mutex
	version postgres.Version // of what is kept
	kept    *named           // nil: none are kept
}

// named is what the values of facets are called.
type named struct {
	ui.Terms
	places map[cms.ID]place        // of the terms among them
	order  map[cms.ID]int          // of the terms below the same one
	labels map[search.Facet]string // what facets are called that kinds declare
}

// place is where a term is among the values of facets.
type place struct {
	facet search.Facet
	slug  string
}

func newKeptTerms(registry *schema.Registry) *keptTerms {
	k := &keptTerms{declared: &named{Terms: ui.Terms{}, labels: map[search.Facet]string{}}}
	for _, name := range registry.Vocabularies() {
		if !search.Reserved(search.Facet(name)) {
			k.vocabularies = append(k.vocabularies, name)
		}
	}
	for _, f := range registry.Facets() {
		facet := search.Facet(f.Name)
		k.declared.labels[facet], k.declared.Terms[facet] = f.Label, map[string]ui.Term{}
		for i, o := range f.Options {
			k.declared.Terms[facet][o.Value] = ui.Term{Name: o.Label, Place: i + 1}
		}
	}
	return k
}

// named returns the terms that live pages carry, and those above them.
func (k *keptTerms) named(ctx context.Context, snap *postgres.Snapshot) (*named, error) {
	version, _, err := snap.Version(ctx)
	if err != nil {
		return nil, err
	}
	if kept := k.find(version); kept != nil {
		return kept, nil
	}
	read, err := k.read(ctx, snap)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.version, k.kept = version, read
	return read, nil
}

func (k *keptTerms) find(version postgres.Version) *named {
	k.mu.Lock()
	defer k.mu.Unlock()
	if version != k.version {
		return nil
	}
	return k.kept
}

func (k *keptTerms) read(ctx context.Context, snap *postgres.Snapshot) (*named, error) {
	list, err := snap.CarriedTerms(ctx, k.vocabularies)
	if err != nil {
		return nil, err
	}
	n := &named{Terms: maps.Clone(k.declared.Terms), places: map[cms.ID]place{}, order: map[cms.ID]int{}, labels: k.declared.labels}
	for _, vocabulary := range k.vocabularies {
		n.Terms[search.Facet(vocabulary)] = map[string]ui.Term{}
	}
	for _, t := range list {
		n.places[t.ID], n.order[t.ID] = place{search.Facet(t.Vocabulary), t.Slug}, t.Position
	}
	for _, t := range list {
		n.Terms[search.Facet(t.Vocabulary)][t.Slug] = ui.Term{ID: t.ID, Name: t.Name, Above: n.places[t.Parent].slug}
	}
	return n, nil
}
