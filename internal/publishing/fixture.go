package publishing

import (
	"context"

	"lectern/internal/cms"
)

// Fixtures returns the rows of every page of a kind without an address, for
// those who may change what belongs to the whole site.
func (e *Edit) Fixtures(ctx context.Context, kind string) ([]cms.PageRow, error) {
	if err := e.configures(); err != nil {
		return nil, err
	}
	if e.addressed(kind) {
		return nil, cms.ErrNotFound
	}
	pages, err := e.tx.PagesOfKind(ctx, kind)
	if err != nil {
		return nil, err
	}
	return e.PageRows(ctx, pages)
}

// SiteCounts says how much there is of what belongs to the whole site, for
// those who may change it.
func (e *Edit) SiteCounts(ctx context.Context) (cms.SiteCounts, error) {
	if err := e.configures(); err != nil {
		return cms.SiteCounts{}, err
	}
	return e.tx.SiteCounts(ctx)
}

// Shows returns what a page shows in public now; nil: nothing.
func (e *Edit) Shows(ctx context.Context, page cms.ID) (*TimedState, error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return nil, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return nil, err
	}
	r, live := timeline.At(e.at)
	if !live || !r.Outcome.Shows() {
		return nil, nil
	}
	value, err := e.value(ctx, r.Revision)
	return &TimedState{Release: r, Value: value}, err
}
