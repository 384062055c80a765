package publishing

import (
	"context"
	"errors"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Tree returns every page, parents before children.
func (e *Edit) Tree(ctx context.Context) ([]cms.Page, error) {
	if !cms.Can(e.user, cms.ActionSave, nil) {
		return nil, cms.Forbiddenf("you may not read the whole tree")
	}
	return e.tx.Pages(ctx)
}

// Terms returns every term, in the order of its vocabulary.
func (e *Edit) Terms(ctx context.Context) ([]cms.Term, error) { return e.tx.Terms(ctx) }

// Timeline returns all releases of a page, and locks them: nobody else changes
// releases until the edit is over. Begun is judged at the edit's At.
func (e *Edit) Timeline(ctx context.Context, page cms.ID) (cms.Timeline, error) {
	if _, err := e.may(ctx, cms.ActionSave, page); err != nil {
		return nil, err
	}
	return e.timeline(ctx, page)
}

// Draft returns a page's draft; cms.ErrNotFound when there is none.
func (e *Edit) Draft(ctx context.Context, page cms.ID) (cms.Draft, error) {
	if _, err := e.mayNow(ctx, cms.ActionSave, page); err != nil {
		return cms.Draft{}, err
	}
	return e.tx.Draft(ctx, page)
}

// RevisionSays reports whether a revision holds just that content.
func (e *Edit) RevisionSays(ctx context.Context, revision cms.ID, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	r, err := e.tx.Revision(ctx, revision)
	if errors.Is(err, cms.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := e.may(ctx, cms.ActionSave, r.Page); err != nil {
		return false, err
	}
	return e.says(r.Kind, r.Body, r.ChangeNotes, value, notes)
}

// DraftSays reports whether a draft holds just that content.
func (e *Edit) DraftSays(d cms.Draft, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	return e.says(value.Kind().Name, d.Body, d.ChangeNotes, value, notes)
}

func (e *Edit) says(kind string, body []byte, had []cms.ChangeNote, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	e.registry.Normalise(value)
	wanted, err := e.registry.Encode(value)
	if err != nil || kind != value.Kind().Name {
		return false, err
	}
	return e.same(cms.Revision{Kind: kind, Body: body, ChangeNotes: had}, cms.Draft{Body: wanted, ChangeNotes: notes}), nil
}
