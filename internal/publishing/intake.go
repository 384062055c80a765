package publishing

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Intake takes what visitors hand in. It works as the public login, which may
// insert and never read.
type Intake struct{ site *postgres.Site }

// NewIntake returns an Intake.
func NewIntake(site *postgres.Site) *Intake { return &Intake{site: site} }

// RecordSearch keeps what was searched for, without who searched.
func (i *Intake) RecordSearch(ctx context.Context, query string, results int) error {
	return i.site.InsertSearchQuery(ctx, query, results)
}

// CountRedirect keeps that an old address was used.
func (i *Intake) CountRedirect(ctx context.Context, from string) error {
	return i.site.InsertRedirectHit(ctx, from)
}

// SubmitForm keeps a form that a visitor sent. Sent again, it stays as it was
// first.
func (i *Intake) SubmitForm(ctx context.Context, sent cms.Submission) (first bool, err error) {
	if !sent.Token.Valid() || !sent.Page.Valid() {
		return false, cms.Invalidf("", "a form needs its token and its page")
	}
	return i.site.InsertSubmission(ctx, sent)
}

// EachSubmission calls f with every form that was sent from that page, or with
// an empty id from any, the oldest first.
func (e *Edit) EachSubmission(ctx context.Context, page cms.ID, f func(cms.Submission) error) error {
	if !cms.Can(e.user, cms.ActionConfigure, nil) {
		return cms.Forbiddenf("you may not read what visitors sent")
	}
	return e.tx.EachSubmission(ctx, page, f)
}

// DeleteSubmission deletes a form that a visitor sent. The audit keeps that it
// was there, and nothing of what it said.
func (e *Edit) DeleteSubmission(ctx context.Context, token cms.ID) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	page, err := e.tx.DeleteSubmission(ctx, token)
	if err != nil {
		return err
	}
	return e.audit(ctx, "delete-submission", page, "", "", map[string]any{"submission": token})
}
