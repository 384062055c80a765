package publishing

import (
	"context"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// mostRank is the last place of a result that somebody may have chosen: nobody
// turns more pages than that.
const mostRank = 10_000

// RecordSearch keeps what was searched for, without who searched.
func (i *Intake) RecordSearch(ctx context.Context, s cms.Search) error {
	return i.site.InsertSearch(ctx, s)
}

// RecordChoice keeps at which place the result stood that was chosen, from 1,
// without who chose it.
func (i *Intake) RecordChoice(ctx context.Context, query string, rank int) error {
	if query = search.Tidy(query); query == "" {
		return cms.Invalidf("q", "a choice needs what was searched for")
	}
	if rank < 1 || rank > mostRank {
		return cms.Invalidf("rank", "a place among the results is a number from 1 to %d", mostRank)
	}
	return i.site.InsertChoice(ctx, query, rank)
}

// Searches returns a page of what the log tells of the texts that were searched
// for, and how many there are in all.
func (e *Edit) Searches(ctx context.Context, q cms.SearchLogQuery) ([]cms.Searched, int, error) {
	if err := e.mayReadSent(); err != nil {
		return nil, 0, err
	}
	switch q.Only {
	case cms.AnyOutcome, cms.FoundNothing, cms.ChoseNothing:
	default:
		return nil, 0, cms.Invalidf("only", "%q is no outcome of a search", q.Only)
	}
	total, err := e.tx.CountSearches(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	list, err := e.tx.Searches(ctx, q)
	return list, total, err
}

// SearchTotals returns what the log tells of all searches from an instant on.
// Zero means the first that is kept.
func (e *Edit) SearchTotals(ctx context.Context, from time.Time) (cms.SearchTotals, error) {
	if err := e.mayReadSent(); err != nil {
		return cms.SearchTotals{}, err
	}
	return e.tx.SearchTotals(ctx, from)
}

// ForbidSearch keeps a text, and every longer one with these words in it, from
// being offered to anybody, be it while they type or instead of what they have
// typed. Who searches for just that is asked about no other spelling of it.
func (e *Edit) ForbidSearch(ctx context.Context, text string) error {
	return e.changeForbidden(ctx, text, "forbid-search", e.tx.ForbidSearch)
}

// AllowSearch takes that back.
func (e *Edit) AllowSearch(ctx context.Context, text string) error {
	return e.changeForbidden(ctx, text, "allow-search", e.tx.AllowSearch)
}

func (e *Edit) changeForbidden(ctx context.Context, text, action string, change func(context.Context, string) (bool, error)) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if text = strings.ToLower(search.Tidy(text)); search.Canonical(text) == "" {
		return cms.Invalidf("query", "write the words that shall not be offered")
	}
	changed, err := change(ctx, text)
	if err != nil || !changed {
		return err
	}
	return e.taught(ctx, action, map[string]any{"query": text})
}

// ForbiddenSearches returns what is not offered to anybody, A to Z.
func (e *Edit) ForbiddenSearches(ctx context.Context) ([]string, error) {
	if err := e.mayReadSent(); err != nil {
		return nil, err
	}
	return e.tx.ForbiddenSearches(ctx)
}
