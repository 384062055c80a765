package transfer

import (
	"context"
	"errors"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// writeStates makes the page's releases and draft what its documents say. It
// reports whether anything was written.
func (i *importing) writeStates(ctx context.Context, page *filePage) (written bool, err error) {
	timeline, err := i.Timeline(ctx, page.id)
	if err != nil {
		return false, err
	}
	live, scheduled, draft := page.states(i.At())
	writeLive, err := i.mustWriteLive(ctx, live, timeline)
	if err != nil {
		return false, err
	}
	if !writeLive {
		if scheduled, err = i.notYet(ctx, scheduled, timeline); err != nil {
			return false, err
		}
	}
	cancelled, err := i.cancelOthers(ctx, page, timeline, scheduled)
	if err != nil {
		return false, err
	}
	if writeLive {
		if err := i.writeLive(ctx, page, live, timeline); err != nil {
			return false, err
		}
	}
	for _, d := range scheduled {
		if err := i.release(ctx, page, d); err != nil {
			return false, err
		}
	}
	written = writeLive || cancelled || len(scheduled) > 0
	if draft == nil {
		return written, nil
	}
	saved, err := i.writeDraft(ctx, page, draft)
	return written || saved, err
}

// states sorts a page's documents: what is live now, what is still to come in
// its order, and the draft.
func (p *filePage) states(now time.Time) (live *document, scheduled []*document, draft *document) {
	for _, d := range p.documents {
		switch {
		case d.head.draft:
			draft = d
		case d.head.liveFrom.After(now):
			scheduled = append(scheduled, d)
		case live == nil || d.head.liveFrom.After(live.head.liveFrom):
			live = d
		}
	}
	slices.SortFunc(scheduled, func(a, b *document) int { return a.head.liveFrom.Compare(b.head.liveFrom) })
	return live, scheduled, draft
}

func (d *document) plan() publishing.Plan {
	return publishing.Plan{
		From: d.head.liveFrom, Until: d.head.liveUntil,
		FirstPublishedAt: d.head.firstPublishedAt, LastEditedAt: d.head.lastEditedAt,
	}
}

// state is what the public gets by the document.
func (i *importing) state(d *document) (publishing.State, error) {
	s := publishing.State{
		Outcome: d.head.outcome, Announced: d.head.announced, ChangeNotes: d.head.changeNotes,
		Title: d.head.title, Notice: d.head.notice, RedirectTo: d.head.redirectTo,
	}
	if d.body == nil {
		return s, nil
	}
	value, err := i.registry.Decode(d.head.kind, d.body)
	s.Value = value
	return s, err
}

func (i *importing) release(ctx context.Context, page *filePage, d *document) error {
	s, err := i.state(d)
	if err == nil {
		_, err = i.ReleaseContent(ctx, page.id, s, d.plan())
	}
	return err
}

// notYet returns the scheduled documents that the site does not hold already. It
// is all of them if one is missing: what is planned later may build on it.
func (i *importing) notYet(ctx context.Context, scheduled []*document, timeline cms.Timeline) ([]*document, error) {
	planned := i.planned(timeline, scheduled)
	if len(planned) != len(scheduled) {
		return scheduled, nil
	}
	for n, d := range scheduled {
		if !d.head.liveFrom.Equal(planned[n].LiveFrom) {
			return scheduled, nil
		}
		if same, err := i.same(ctx, d, planned[n]); err != nil || !same {
			return scheduled, err
		}
	}
	return nil, nil
}

// planned returns what is scheduled on the site and is the file's to say. That
// editors mean to take a page away stays, unless the file says so itself.
func (i *importing) planned(timeline cms.Timeline, scheduled []*document) []cms.Release {
	var planned []cms.Release
	for _, r := range timeline {
		if !r.Begun(i.At()) && (!takenAway(r.Outcome) || slices.ContainsFunc(scheduled, func(d *document) bool {
			return takenAway(d.head.outcome) && d.head.liveFrom.Equal(r.LiveFrom)
		})) {
			planned = append(planned, r)
		}
	}
	return planned
}

// cancelOthers makes room for what is to be scheduled, and cancels what is
// scheduled on the site and not in the file. A text that the file does not hold
// is kept as the draft.
func (i *importing) cancelOthers(ctx context.Context, page *filePage, timeline cms.Timeline, scheduled []*document) (cancelled bool, err error) {
	if len(scheduled) == 0 && page.schedules(i.At()) {
		return false, nil // they are there
	}
	for _, r := range slices.Backward(i.planned(timeline, scheduled)) { // what was planned later builds on what is before
		retract := i.Retract
		if !slices.ContainsFunc(scheduled, func(d *document) bool { return d.head.liveFrom.Equal(r.LiveFrom) }) {
			retract = i.Cancel
		}
		if err := retract(ctx, r.ID); err != nil {
			return false, err
		}
		cancelled = true
	}
	return cancelled, nil
}

func (p *filePage) schedules(now time.Time) bool {
	_, scheduled, _ := p.states(now)
	return len(scheduled) > 0
}

// mustWriteLive reports whether what the file says is live must still be made
// so. What editors have taken away on the site since stays away: the result
// tells.
func (i *importing) mustWriteLive(ctx context.Context, d *document, timeline cms.Timeline) (bool, error) {
	if d == nil {
		return false, nil
	}
	ended := !d.head.liveUntil.IsZero() && !d.head.liveUntil.After(i.At())
	r, live := timeline.At(i.At())
	switch {
	case live && takenAway(r.Outcome) && !takenAway(d.head.outcome):
		i.keepAway(d, "is "+string(r.Outcome))
		return false, nil
	case ended:
		return live || len(timeline) == 0, nil
	case live:
		same, err := i.same(ctx, d, r)
		return !same, err
	}
	over, err := i.over(ctx, d, timeline)
	if over {
		i.keepAway(d, "has ended")
	}
	return !over, err
}

func takenAway(o cms.Outcome) bool {
	return o == cms.OutcomeWithdrawn || o == cms.OutcomeGone || o == cms.OutcomeRedirect
}

// writeLive makes live what the file says is live, or ends it.
func (i *importing) writeLive(ctx context.Context, page *filePage, d *document, timeline cms.Timeline) error {
	if until := d.head.liveUntil; len(timeline) > 0 && !until.IsZero() && !until.After(i.At()) {
		_, err := i.Expire(ctx, page.id, time.Time{})
		return err
	}
	return i.release(ctx, page, d)
}

func (i *importing) keepAway(d *document, state string) {
	i.kept = append(i.kept, d.file.name+": the page "+state+" on the site, and stays so")
}

// over reports whether the page has already been what the document says, and
// was ended on the site.
func (i *importing) over(ctx context.Context, d *document, timeline cms.Timeline) (bool, error) {
	var last *cms.Release
	for n, r := range timeline {
		if r.Begun(i.At()) {
			last = &timeline[n]
		}
	}
	if last == nil {
		return false, nil
	}
	return i.says(ctx, d, *last)
}

// says reports whether a release shows just what the document does.
func (i *importing) says(ctx context.Context, d *document, r cms.Release) (bool, error) {
	h := d.head
	if h.outcome != r.Outcome || h.notice != r.Notice || h.redirectTo != r.RedirectTo {
		return false, nil
	}
	if d.body == nil {
		return h.title == r.Card.Title, nil
	}
	value, err := i.registry.Decode(h.kind, d.body)
	if err != nil {
		return false, err
	}
	return i.RevisionSays(ctx, r.Revision, value, h.changeNotes)
}

// same reports whether a release is what the document asks for. When it began
// does not count: a file says since when it should be live at the latest.
func (i *importing) same(ctx context.Context, d *document, r cms.Release) (bool, error) {
	agrees := func(wanted, is time.Time) bool { return wanted.IsZero() || wanted.Equal(is) }
	if !d.head.liveUntil.Equal(r.EndsAt) ||
		!agrees(d.head.firstPublishedAt, r.FirstPublishedAt) || !agrees(d.head.lastEditedAt, r.LastEditedAt) {
		return false, nil
	}
	return i.says(ctx, d, r)
}

func (i *importing) writeDraft(ctx context.Context, page *filePage, d *document) (bool, error) {
	value, err := i.registry.Decode(d.head.kind, d.body)
	if err != nil {
		return false, err
	}
	old, err := i.Draft(ctx, page.id)
	if err == nil {
		if same, err := i.DraftSays(old, value, d.head.changeNotes); err != nil || same {
			return false, err
		}
	}
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return false, err
	}
	_, err = i.Save(ctx, publishing.Save{
		Page: page.id, Value: value, ChangeNotes: d.head.changeNotes, Version: old.Version,
	})
	return true, err
}
