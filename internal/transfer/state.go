package transfer

import (
	"context"
	"errors"
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
	keep, err := i.cancelOthers(ctx, page, timeline, scheduled)
	if err != nil {
		return false, err
	}
	written = keep.cancelled
	if live != nil {
		done, err := i.writeLive(ctx, page, live, timeline)
		if err != nil {
			return false, err
		}
		written = written || done
	}
	for _, d := range scheduled {
		if keep.documents[d] {
			continue
		}
		if _, err := i.ReleaseContent(ctx, page.id, page.values[d], d.head.changeNotes, d.plan()); err != nil {
			return false, err
		}
		written = true
	}
	if draft == nil {
		return written, nil
	}
	saved, err := i.writeDraft(ctx, page, draft)
	return written || saved, err
}

// states sorts a page's documents: what is live now, what is still to come, and
// the draft.
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
	return live, scheduled, draft
}

func (d *document) plan() publishing.Plan {
	return publishing.Plan{
		From: d.head.liveFrom, Until: d.head.liveUntil,
		FirstPublishedAt: d.head.firstPublishedAt, LastEditedAt: d.head.lastEditedAt,
	}
}

// kept says which scheduled documents the site holds already.
type kept struct {
	documents map[*document]bool
	cancelled bool // something else was scheduled
}

// cancelOthers cancels what is scheduled on the site and not in the file.
func (i *importing) cancelOthers(ctx context.Context, page *filePage, timeline cms.Timeline, scheduled []*document) (kept, error) {
	k := kept{documents: map[*document]bool{}}
	for _, r := range timeline {
		if r.Begun(i.At()) || r.Outcome != cms.OutcomePage {
			continue
		}
		same, err := i.scheduledAs(ctx, page, r, scheduled)
		if err != nil {
			return k, err
		}
		if same != nil {
			k.documents[same] = true
			continue
		}
		if err := i.Cancel(ctx, r.ID); err != nil {
			return k, err
		}
		k.cancelled = true
	}
	return k, nil
}

func (i *importing) scheduledAs(ctx context.Context, page *filePage, r cms.Release, scheduled []*document) (*document, error) {
	for _, d := range scheduled {
		if !d.head.liveFrom.Equal(r.LiveFrom) {
			continue
		}
		same, err := i.same(ctx, page, d, r)
		if err != nil || same {
			return d, err
		}
	}
	return nil, nil
}

// writeLive makes live what the file says is live. What editors have taken away
// on the site since stays away: the result tells.
func (i *importing) writeLive(ctx context.Context, page *filePage, d *document, timeline cms.Timeline) (bool, error) {
	ended := !d.head.liveUntil.IsZero() && !d.head.liveUntil.After(i.At())
	r, live := timeline.At(i.At())
	switch {
	case live && r.Outcome != cms.OutcomePage:
		i.keepAway(d, "is "+string(r.Outcome))
		return false, nil
	case live && ended:
		_, err := i.Expire(ctx, page.id, time.Time{})
		return true, err
	case ended && len(timeline) > 0:
		return false, nil // over before this import
	case live:
		if same, err := i.same(ctx, page, d, r); err != nil || same {
			return false, err
		}
	case !live:
		if over, err := i.over(ctx, page, d, timeline); err != nil || over {
			i.keepAway(d, "has ended")
			return false, err
		}
	}
	_, err := i.ReleaseContent(ctx, page.id, page.values[d], d.head.changeNotes, d.plan())
	return true, err
}

func (i *importing) keepAway(d *document, state string) {
	i.kept = append(i.kept, d.file+": the page "+state+" on the site, and stays so")
}

// over reports whether the page has already been what the document says, and
// was ended on the site.
func (i *importing) over(ctx context.Context, page *filePage, d *document, timeline cms.Timeline) (bool, error) {
	var last *cms.Release
	for n, r := range timeline {
		if r.Begun(i.At()) {
			last = &timeline[n]
		}
	}
	if last == nil {
		return false, nil
	}
	return i.RevisionSays(ctx, last.Revision, page.values[d], d.head.changeNotes)
}

// same reports whether a release is what the document asks for. When it began
// does not count: a file says since when it should be live at the latest.
func (i *importing) same(ctx context.Context, page *filePage, d *document, r cms.Release) (bool, error) {
	agrees := func(wanted, is time.Time) bool { return wanted.IsZero() || wanted.Equal(is) }
	if r.Outcome != cms.OutcomePage || !d.head.liveUntil.Equal(r.EndsAt) ||
		!agrees(d.head.firstPublishedAt, r.FirstPublishedAt) || !agrees(d.head.lastEditedAt, r.LastEditedAt) {
		return false, nil
	}
	return i.RevisionSays(ctx, r.Revision, page.values[d], d.head.changeNotes)
}

func (i *importing) writeDraft(ctx context.Context, page *filePage, d *document) (bool, error) {
	old, err := i.Draft(ctx, page.id)
	if err == nil {
		if same, err := i.DraftSays(old, page.values[d], d.head.changeNotes); err != nil || same {
			return false, err
		}
	}
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return false, err
	}
	_, err = i.Save(ctx, publishing.Save{
		Page: page.id, Value: page.values[d], ChangeNotes: d.head.changeNotes, Version: old.Version,
	})
	return true, err
}
