// Package search holds what every search engine is asked and answers, and how
// what visitors type is understood. It knows no engine: package pgsearch is
// one.
package search

import (
	"context"
	"errors"

	"lectern/internal/cms"
)

// Engine finds live pages. There is one on Postgres, and there may be others:
// which one answered makes no difference to a visitor but in the order of what
// is about as good. Package fallback makes one of two.
type Engine interface {
	// Name is what operators know the engine by, such as "postgres".
	Name() string

	// Search answers a state of the search. Hits and counts are of the same
	// instant, and of nothing that is not live at it.
	Search(context.Context, Query) (Results, error)
}

// ErrBehind says that an engine does not know yet what is live, so that another one
// must answer. It is no failure of the engine.
var ErrBehind = errors.New("the search engine is not in step with what is live")

// ErrOther says that an engine leaves a search to another one, which can answer it. It
// is no failure either.
var ErrOther = errors.New("another search engine answers that")

// Results is one page of what was found.
type Results struct {
	Engine string // the name of the one that answered
	Total  int    // on all pages
	Hits   []Hit
	Counts Counts

	// Loose says that nothing has all the words, and that this is what comes near.
	Loose bool
	// Instead is what editors offer to who has typed that, whether or not it finds
	// anything; empty: they offer nothing.
	Instead string
	// Suggestion is a text that finds more, or that editors offer instead and that
	// finds something; empty: there is none.
	Suggestion string
}

// Counts says how many of the results have each value of a facet, whichever of
// the same facet is chosen now: as many as choosing that value alone leaves.
// Values that none has are not in it.
type Counts map[Facet]map[string]int

// Hit is a page that was found, as a visitor may see it.
type Hit struct {
	cms.Item
	Title   Marked
	Excerpt Marked
	Best    bool // editors want it first for what was typed, whether or not it has the words
	Why     *Why // nil: the query does not ask
}

// Hits marks what was typed in the pages that were found.
func Hits(items []cms.Item, typed Typed) []Hit {
	hits := make([]Hit, len(items))
	for i, item := range items {
		hits[i] = Hit{Item: item, Title: Mark(item.Card.Title, typed), Excerpt: Mark(item.Card.Summary, typed)}
	}
	return hits
}
