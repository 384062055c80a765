package publishing

import (
	"context"
	"errors"
	"time"

	"lectern/internal/cms"
)

// Presence is what somebody who writes on a page is told of others.
type Presence struct {
	Others    []cms.User // who have the page open: names and ids alone
	Elsewhere bool       // the same person, in another tab or browser
	Editor    cms.ID     // who saved the draft last; empty: there is none
	SavedAt   time.Time
}

// Attend notes that the user has a page open, and tells who else has.
func (e *Edit) Attend(ctx context.Context, page cms.ID, tab string) (p Presence, err error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return p, err
	}
	all, err := e.tx.Attend(ctx, page, e.user.ID, tab)
	if err != nil {
		return p, err
	}
	for _, u := range all {
		if u.ID == e.user.ID {
			p.Elsewhere = true
		} else {
			p.Others = append(p.Others, u)
		}
	}
	draft, err := e.tx.Draft(ctx, page)
	if errors.Is(err, cms.ErrNotFound) {
		return p, nil
	}
	p.Editor, p.SavedAt = draft.Editor, draft.UpdatedAt
	return p, err
}

// Leave notes that the user has closed a page.
func (e *Edit) Leave(ctx context.Context, page cms.ID, tab string) error {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return err
	}
	return e.tx.Leave(ctx, page, e.user.ID, tab)
}

// KeptKey is the key with which the user's browser encrypts what it keeps of
// text that is not saved. Nobody else's is told.
func (e *Edit) KeptKey(ctx context.Context) ([]byte, error) { return e.tx.KeptKey(ctx, e.user.ID) }

// MaySave fails with cms.ErrForbidden unless the user may write the page.
func (e *Edit) MaySave(ctx context.Context, page cms.ID) error {
	_, err := e.mayNow(ctx, cms.ActionSave, page)
	return err
}
