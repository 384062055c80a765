package publishing

import (
	"context"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Intake takes what visitors hand in. It works as the public login, which may
// insert and never read.
type Intake struct{ site *postgres.Site }

// NewIntake returns an Intake.
func NewIntake(site *postgres.Site) *Intake { return &Intake{site: site} }

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
	if err := e.mayReadSent(); err != nil {
		return err
	}
	return e.tx.EachSubmission(ctx, page, f)
}

// DeleteSubmission deletes a form that a visitor sent. The audit keeps that it
// was there, and nothing of what it said.
func (e *Edit) DeleteSubmission(ctx context.Context, token cms.ID) error {
	if err := e.mayErase(ctx); err != nil {
		return err
	}
	page, err := e.tx.DeleteSubmission(ctx, token)
	if err != nil {
		return err
	}
	return e.audit(ctx, "delete-submission", page, "", "", map[string]any{"submission": token})
}

// DeleteSubmissions deletes what was sent from a page before an instant, which
// is not to come. It returns how many there were; the audit keeps no more.
func (e *Edit) DeleteSubmissions(ctx context.Context, page cms.ID, before time.Time) (int, error) {
	if err := e.mayErase(ctx); err != nil {
		return 0, err
	}
	if before.IsZero() || before.After(e.at) {
		return 0, cms.Invalidf("before", "that day is still to come; choose today or an earlier one")
	}
	count, err := e.tx.DeleteSubmissions(ctx, page, before)
	if err != nil || count == 0 {
		return 0, err
	}
	return count, e.audit(ctx, "delete-submissions", page, "", "", map[string]any{"before": before, "count": count})
}

// FormBoxes returns the pages of the kind that asks visitors for something, and
// every other page that something was sent from.
func (e *Edit) FormBoxes(ctx context.Context, kind string) ([]cms.FormBox, error) {
	if err := e.mayReadSent(); err != nil {
		return nil, err
	}
	return e.tx.FormBoxes(ctx, kind, e.at)
}

// Submissions returns a page of the list of what was sent from a form, the
// newest first, and how many there are in all.
func (e *Edit) Submissions(ctx context.Context, q cms.SubmissionQuery) ([]cms.Submission, int, error) {
	if err := e.mayReadSent(); err != nil {
		return nil, 0, err
	}
	return e.tx.Submissions(ctx, q)
}

// Submission returns a form that a visitor sent.
func (e *Edit) Submission(ctx context.Context, token cms.ID) (cms.Submission, error) {
	if err := e.mayReadSent(); err != nil {
		return cms.Submission{}, err
	}
	return e.tx.Submission(ctx, token)
}

// Shown returns what a page has shown in public so far, the earliest first, for
// whoever reads what was sent from it.
func (e *Edit) Shown(ctx context.Context, page cms.ID) (states []TimedState, err error) {
	if err := e.mayReadSent(); err != nil {
		return nil, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return nil, err
	}
	for _, r := range timeline {
		if r.Outcome != cms.OutcomePage || !r.Begun(e.at) {
			continue
		}
		value, err := e.value(ctx, r.Revision)
		if err != nil {
			return nil, err
		}
		states = append(states, TimedState{Release: r, Value: value})
	}
	return states, nil
}

func (e *Edit) mayReadSent() error {
	if !cms.Can(e.user, cms.ActionConfigure, nil) {
		return cms.Forbiddenf("you may not read what visitors sent")
	}
	return nil
}
