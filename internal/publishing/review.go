package publishing

import (
	"context"
	"errors"
	"strings"

	"lectern/internal/cms"
)

// Submit asks for a review of the draft that the user has read. The note is for
// the reviewer, and may be empty.
func (e *Edit) Submit(ctx context.Context, page cms.ID, version int, note string) (cms.Review, error) {
	return e.review(ctx, "submit", cms.ActionSubmit, page, version, func(d cms.Draft) (cms.Review, error) {
		return d.Review.Submitted(e.user.ID, e.at, note)
	})
}

// Approve lets the draft that the user has read be released. Whoever wrote its
// last change cannot.
func (e *Edit) Approve(ctx context.Context, page cms.ID, version int, note string) (cms.Review, error) {
	return e.review(ctx, "approve", cms.ActionReview, page, version, func(d cms.Draft) (cms.Review, error) {
		return d.ApprovedBy(e.user.ID, e.at, note)
	})
}

// Return gives the draft back to its writer, with a comment that says what is
// to be done.
func (e *Edit) Return(ctx context.Context, page cms.ID, version int, comment string) (cms.Review, error) {
	return e.review(ctx, "return", cms.ActionReview, page, version, func(d cms.Draft) (cms.Review, error) {
		return d.Review.ReturnedBy(e.user.ID, e.at, comment)
	})
}

// review says something of the draft, and keeps the text that it was said of.
func (e *Edit) review(ctx context.Context, name string, action cms.Action, page cms.ID, version int, say func(cms.Draft) (cms.Review, error)) (cms.Review, error) {
	if _, err := e.may(ctx, action, page); err != nil {
		return cms.Review{}, err
	}
	draft, err := e.tx.LockDraft(ctx, page)
	if errors.Is(err, cms.ErrNotFound) {
		return cms.Review{}, cms.Conflictf("this page has no draft; it was released or thrown away in the meantime")
	}
	if err != nil {
		return cms.Review{}, err
	}
	if err := sameVersion(draft, version); err != nil {
		return cms.Review{}, err
	}
	review, err := say(draft)
	if err != nil {
		return cms.Review{}, err
	}
	revision, err := e.cut(ctx, draft, asked)
	if err != nil {
		return cms.Review{}, err
	}
	if err := e.tx.SetReview(ctx, page, review); err != nil {
		return cms.Review{}, err
	}
	e.tellPeople(Item{What: heard[name], Page: page})
	return review, e.audit(ctx, name, page, revision.ID, "", map[string]any{"note": review.Note, "revision": revision.Number})
}

// heard is what people are told who are concerned by what is said of a draft.
var heard = map[string]string{"submit": DraftSubmitted, "approve": DraftApproved, "return": DraftReturned}

// sameVersion fails unless the draft is the one that somebody has read.
func sameVersion(d cms.Draft, read int) error {
	if d.Version != read {
		return cms.Conflictf("the draft has changed since you read it; read it again first")
	}
	return nil
}

// letGo fails unless the draft may become public: what has an address is
// released only after somebody else has approved it. An administrator may do
// without, for a reason that is kept. It returns what the audit is to tell.
func (e *Edit) letGo(ctx context.Context, line []cms.Page, d cms.Draft, plan Plan) (map[string]any, error) {
	if plan.Version != 0 {
		if err := sameVersion(d, plan.Version); err != nil {
			return nil, err
		}
	}
	page := line[len(line)-1]
	switch {
	case e.user.ID == cms.System.ID || !e.addressed(page.Kind):
		return nil, nil
	case d.Review.State == cms.Approved:
		return map[string]any{"approved_by": d.Review.By}, nil
	}
	return e.override(ctx, line, plan)
}

// override lets an administrator do without a second pair of eyes.
func (e *Edit) override(ctx context.Context, line []cms.Page, plan Plan) (map[string]any, error) {
	reason := strings.TrimSpace(plan.Reason)
	if reason == "" {
		return nil, cms.Conflictf("nobody has approved this draft; send it for review, and have somebody approve it who did not write its last change")
	}
	if !cms.Can(e.user, cms.ActionOverride, pageIDs(line)) {
		return nil, cms.Forbiddenf("only an administrator may release what nobody has approved")
	}
	return map[string]any{"reason": reason}, nil
}
