package search

import (
	"iter"
	"slices"

	"lectern/internal/cms"
)

// Terms is all terms, each with those above it: who has a term has these as well.
type Terms struct {
	lines map[cms.ID][]cms.Term
	above map[Facet]map[string]string // slugs by slug
}

// NewTerms reads a list of all terms.
func NewTerms(list []cms.Term) Terms {
	byID := make(map[cms.ID]cms.Term, len(list))
	for _, t := range list {
		byID[t.ID] = t
	}
	terms := Terms{lines: make(map[cms.ID][]cms.Term, len(list)), above: map[Facet]map[string]string{}}
	for _, t := range list {
		line := lineOf(t, byID)
		terms.lines[t.ID] = line
		facet := Facet(t.Vocabulary)
		if len(line) < 2 || Reserved(facet) {
			continue
		}
		if terms.above[facet] == nil {
			terms.above[facet] = map[string]string{}
		}
		terms.above[facet][t.Slug] = line[1].Slug
	}
	return terms
}

// lineOf is a term and those above it. A circle, which the rules for terms forbid,
// ends where it began.
func lineOf(t cms.Term, byID map[cms.ID]cms.Term) (line []cms.Term) {
	for known := true; known; t, known = byID[t.Parent] {
		if slices.ContainsFunc(line, func(below cms.Term) bool { return below.ID == t.ID }) {
			break
		}
		line = append(line, t)
	}
	return line
}

// Line is a term and those above it, the nearest first. It is not to be changed.
func (t Terms) Line(id cms.ID) []cms.Term { return t.lines[id] }

// Values are what a page can be narrowed by that carries a term: facets, and the
// slugs of the term and of those above it. No vocabulary takes the place of one of
// our own facets.
func (t Terms) Values(id cms.ID) iter.Seq2[Facet, string] {
	return func(yield func(Facet, string) bool) {
		for _, term := range t.lines[id] {
			if facet := Facet(term.Vocabulary); !Reserved(facet) && !yield(facet, term.Slug) {
				return
			}
		}
	}
}

// Parent returns a function that says which slug stands above another of a facet;
// empty: none does.
func (t Terms) Parent(facet Facet) func(slug string) string {
	return func(slug string) string { return t.above[facet][slug] }
}
