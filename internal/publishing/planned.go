package publishing

import (
	"context"
	"errors"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Reschedule moves a release that has not begun to another time. What it will
// show, and what was said of it, stay as they are.
func (e *Edit) Reschedule(ctx context.Context, release cms.ID, from, until time.Time) (cms.Release, error) {
	r, err := e.retract(ctx, release)
	if err != nil {
		return r, err
	}
	moved, err := e.placeAnew(ctx, r, Plan{From: from, Until: until})
	if err == nil && !moved.LiveFrom.Equal(r.LiveFrom) {
		e.tellPeople(Item{What: ReleaseMoved, Page: r.Page, Release: r.ID, From: r.LiveFrom, To: moved.LiveFrom})
	}
	return moved, err
}

func (e *Edit) placeAnew(ctx context.Context, r cms.Release, plan Plan) (cms.Release, error) {
	switch r.Outcome {
	case cms.OutcomeWithdrawn: // anew of what is public then
		return e.Withdraw(ctx, r.Page, r.Notice, plan)
	case cms.OutcomeGone:
		return e.Gone(ctx, r.Page, r.Notice, plan)
	case cms.OutcomeRedirect:
		return e.Redirect(ctx, r.Page, r.RedirectTo, plan)
	}
	return e.placeLater(ctx, r, plan)
}

// toldOf is what goes on being true of a release that is moved to another time.
func (e *Edit) toldOf(ctx context.Context, r cms.Release) (map[string]any, error) {
	entries, err := e.tx.Entries(ctx, r.Page, releasing, nil, 0, mostEntries)
	if err != nil {
		return nil, err
	}
	told := map[string]any{"was": r.LiveFrom}
	for _, entry := range entries {
		if entry.Release != r.ID {
			continue
		}
		for _, name := range []string{"approved_by", "reason", "minor"} {
			if said, is := entry.Detail[name]; is {
				told[name] = said
			}
		}
		break
	}
	return told, nil
}

// placeLater writes a release of the same content at another time.
func (e *Edit) placeLater(ctx context.Context, r cms.Release, plan Plan) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionRelease, r.Page)
	if err != nil {
		return r, err
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	if err != nil {
		return r, err
	}
	if n := len(revision.ChangeNotes); n > 0 && revision.ChangeNotes[n-1].At.Equal(r.LiveFrom) { // it is dated as readers get it
		plan.Note, revision.ChangeNotes = revision.ChangeNotes[n-1].Note, revision.ChangeNotes[:n-1]
		if revision, err = e.noted(ctx, revision, plan); err != nil {
			return r, err
		}
	}
	if !r.LastEditedAt.Equal(r.LiveFrom) {
		plan.LastEditedAt = r.LastEditedAt
	}
	value, err := e.registry.Decode(revision.Kind, revision.Body)
	if err != nil {
		return r, err
	}
	if err := e.fitThen(ctx, r, value, plan.From); err != nil {
		return r, err
	}
	told, err := e.toldOf(ctx, r)
	if err != nil {
		return r, err
	}
	return e.place(ctx, placing{"reschedule", line, value, plan, told}, cms.Release{Revision: revision.ID, Outcome: r.Outcome})
}

// Cancel takes back a release that has not begun. Whatever it would have ended
// goes on as it would have without it, and its text is the draft again unless
// there is another.
func (e *Edit) Cancel(ctx context.Context, release cms.ID) error {
	r, err := e.retract(ctx, release)
	if err != nil {
		return err
	}
	e.tellPeople(Item{What: ReleaseCancelled, Page: r.Page, Release: r.ID, From: r.LiveFrom})
	return e.draftAgain(ctx, r)
}

// Retract is Cancel for what is to be planned anew: its text is not kept as
// the draft.
func (e *Edit) Retract(ctx context.Context, release cms.ID) error {
	_, err := e.retract(ctx, release)
	return err
}

func (e *Edit) retract(ctx context.Context, release cms.ID) (r cms.Release, err error) {
	if err := e.lock(ctx); err != nil {
		return r, err
	}
	if r, err = e.tx.Release(ctx, release); err != nil {
		return r, err
	}
	line, err := e.may(ctx, cms.ActionRelease, r.Page)
	if err != nil {
		return r, err
	}
	timeline, err := e.timeline(ctx, r.Page)
	if err != nil {
		return r, err
	}
	lengthened, err := timeline.Cancel(release, e.at)
	if err != nil {
		return r, err
	}
	if err := e.tx.DeleteRelease(ctx, release); err != nil {
		return r, err
	}
	if lengthened != nil {
		if err := e.tx.EndRelease(ctx, *lengthened); err != nil {
			return r, err
		}
	}
	if err := e.giveBack(ctx, r.Path); err != nil {
		return r, err
	}
	e.bumpLine(line)
	if err := e.reprojectHeirs(ctx, line[len(line)-1]); err != nil {
		return r, err
	}
	return r, e.audit(ctx, "cancel", r.Page, r.Revision, r.ID, map[string]any{"from": r.LiveFrom, "outcome": r.Outcome})
}

// draftAgain makes a cancelled release's text the draft, if there is none.
func (e *Edit) draftAgain(ctx context.Context, r cms.Release) error {
	if r.Outcome != cms.OutcomePage {
		return nil
	}
	if _, err := e.tx.LockDraft(ctx, r.Page); !errors.Is(err, cms.ErrNotFound) {
		return err
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	if err != nil {
		return err
	}
	e.retitleDraft(r.Page, r.Card.Title)
	_, err = e.tx.WriteDraft(ctx, cms.Draft{
		Page: r.Page, Body: revision.Body, ChangeNotes: revision.ChangeNotes,
		Base: revision.ID, Editor: revision.CreatedBy, UpdatedAt: time.Now(), // they wrote it, whoever cancels
	}, 0)
	return err
}

// fitThen refuses to move a release to an instant at which what it leads to keeps
// it from being public. What else there is to say of it was said when it was
// planned.
func (e *Edit) fitThen(ctx context.Context, r cms.Release, value schema.Kind, from time.Time) error {
	if r.Outcome != cms.OutcomePage || e.user.ID == cms.System.ID {
		return nil
	}
	found, err := e.Findings(ctx, r.Page, value, from)
	if err != nil {
		return err
	}
	var problems []cms.Problem
	for _, p := range found.Blocks {
		if timely(p) {
			problems = append(problems, cms.Problem{Field: "from", Message: p.Message})
		}
	}
	return cms.InvalidUnlessNone(problems)
}
