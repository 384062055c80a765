package publishing

import (
	"context"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
)

// ReleaseAgain makes public again what readers last got of the page before it
// was withdrawn or taken away. A draft stays.
func (e *Edit) ReleaseAgain(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	line, timeline, err := e.planning(ctx, cms.ActionRelease, page, &plan)
	if err != nil {
		return cms.Release{}, err
	}
	if now, live := timeline.At(plan.From); live && now.Outcome == cms.OutcomePage {
		return cms.Release{}, cms.Conflictf("the page is public at that time as it is")
	}
	begun := slices.DeleteFunc(slices.Clone(timeline), func(r cms.Release) bool { return !r.Begun(plan.From) }) // what is planned for later stays secret
	r, err := e.lastShownOf(ctx, begun)
	if err != nil {
		return cms.Release{}, err
	}
	value, err := e.checked(r)
	if err != nil {
		return cms.Release{}, err
	}
	if plan.LastEditedAt, err = e.lastEdited(ctx, page, plan.From); err != nil { // it says what it said
		return cms.Release{}, err
	}
	return e.place(ctx, placing{"release-again", line, value, plan, nil}, cms.Release{Revision: r.ID, Outcome: cms.OutcomePage})
}

// Withdraw keeps the page readable below a notice that says why it no longer
// holds.
func (e *Edit) Withdraw(ctx context.Context, page cms.ID, notice string, plan Plan) (cms.Release, error) {
	if strings.TrimSpace(notice) == "" {
		return cms.Release{}, cms.Invalidf("notice", "say why the page is withdrawn; readers will see it")
	}
	return e.replace(ctx, "withdraw", page, plan, cms.Release{Outcome: cms.OutcomeWithdrawn, Notice: notice})
}

// Gone takes the page away for good. The notice may be empty.
func (e *Edit) Gone(ctx context.Context, page cms.ID, notice string, plan Plan) (cms.Release, error) {
	return e.replace(ctx, "gone", page, plan, cms.Release{Outcome: cms.OutcomeGone, Notice: notice})
}

// Redirect takes the page away and sends its readers to another address: a
// path of this site or an https URL.
func (e *Edit) Redirect(ctx context.Context, page cms.ID, to string, plan Plan) (cms.Release, error) {
	if !cms.ValidTarget(to) {
		return cms.Release{}, cms.Invalidf("redirect_to", "%s", cms.BadTarget(to))
	}
	return e.replace(ctx, "redirect", page, plan, cms.Release{Outcome: cms.OutcomeRedirect, RedirectTo: to})
}

// planning returns the page with those above it, and its releases, if the user
// may do that to it, and sets the instant at which the plan begins.
func (e *Edit) planning(ctx context.Context, action cms.Action, page cms.ID, plan *Plan) (line []cms.Page, timeline cms.Timeline, err error) {
	if line, err = e.may(ctx, action, page); err != nil {
		return nil, nil, err
	}
	if timeline, err = e.timeline(ctx, page); err != nil {
		return nil, nil, err
	}
	plan.From, err = e.begin(plan.From, timeline)
	return line, timeline, err
}

// replace puts another outcome in the place of the page that is live when the
// plan begins.
func (e *Edit) replace(ctx context.Context, action string, page cms.ID, plan Plan, r cms.Release) (cms.Release, error) {
	line, timeline, err := e.planning(ctx, cms.ActionWithdraw, page, &plan)
	if err != nil {
		return cms.Release{}, err
	}
	before, live := timeline.At(plan.From)
	if !live || !before.Outcome.Shows() {
		return cms.Release{}, cms.Conflictf("the page is not public at that time")
	}
	if r.Outcome.Shows() {
		r.Revision = before.Revision
	}
	plan.LastEditedAt = before.LastEditedAt
	value, err := e.value(ctx, before.Revision)
	if err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, placing{action, line, value, plan, nil}, r)
}

// Expire ends what is live at that instant then. The zero time means now.
func (e *Edit) Expire(ctx context.Context, page cms.ID, at time.Time) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionRelease, page)
	if err != nil {
		return cms.Release{}, err
	}
	if at, err = e.instant(at); err != nil {
		return cms.Release{}, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return cms.Release{}, err
	}
	ended, err := timeline.Expire(at)
	if err != nil {
		return cms.Release{}, err
	}
	if err := e.tx.EndRelease(ctx, ended); err != nil {
		return cms.Release{}, err
	}
	if err := e.announceChange(ctx, ended, at, line); err != nil {
		return cms.Release{}, err
	}
	if err := e.reprojectHeirs(ctx, line[len(line)-1]); err != nil {
		return cms.Release{}, err
	}
	return ended, e.audit(ctx, "expire", page, ended.Revision, ended.ID, map[string]any{"at": at})
}

// EndAt gives a release that has not ended another end; zero: none.
func (e *Edit) EndAt(ctx context.Context, release cms.ID, end time.Time) (cms.Release, error) {
	if err := e.lock(ctx); err != nil {
		return cms.Release{}, err
	}
	r, err := e.tx.Release(ctx, release)
	if err != nil {
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
	ended, err := timeline.EndAt(release, end.Truncate(time.Microsecond), e.at)
	if err != nil {
		return r, err
	}
	if err := e.tx.EndRelease(ctx, ended); err != nil {
		return r, err
	}
	if err := e.announceChange(ctx, ended, orAt(end, e.at), line); err != nil {
		return r, err
	}
	if err := e.reprojectHeirs(ctx, line[len(line)-1]); err != nil {
		return r, err
	}
	detail := map[string]any{"was": r.EndsAt}
	if !end.IsZero() {
		detail["at"] = end
	}
	return ended, e.audit(ctx, "end", r.Page, r.Revision, r.ID, detail)
}

// lastShown returns what was last released of the page, or is planned to be, in
// full.
func (e *Edit) lastShown(ctx context.Context, page cms.ID) (cms.Revision, error) {
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return cms.Revision{}, err
	}
	return e.lastShownOf(ctx, timeline)
}

// lastShownOf returns what the last of those releases shows in full.
func (e *Edit) lastShownOf(ctx context.Context, timeline cms.Timeline) (cms.Revision, error) {
	for _, r := range slices.Backward(timeline) {
		if r.Outcome != cms.OutcomePage && r.Outcome != cms.OutcomeWithdrawn {
			continue
		}
		revision, err := e.tx.Revision(ctx, r.Revision)
		if err != nil || !revision.Redacted { // an announcement may have been withdrawn
			return revision, err
		}
	}
	return cms.Revision{}, cms.Conflictf("there is nothing to release; write and save something first")
}
