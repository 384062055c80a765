package publishing

import (
	"context"
	"errors"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
)

// Look says what a preview shows.
type Look struct {
	Page     cms.ID
	At       time.Time   // as of when; zero: now
	Live     bool        // what visitors get at that instant as things are planned; else the draft
	Value    schema.Kind // in the place of the draft; nil: the draft or, if there is none, what was released last
	Revision cms.ID      // in the place of the draft; empty: as Value says
}

// Seen is what was looked at.
type Seen struct {
	At   time.Time
	Path string // of the page, in the editors' tree; empty: it has no address
	Kind string
}

// Preview runs f on the site as visitors would get it at an instant if the draft
// were released by then. It is published for f alone, and taken back: nothing is
// written, nobody else sees it, and nobody waits for it but whoever changes that
// very page in the same moment.
func (p *Publisher) Preview(ctx context.Context, user cms.User, look Look, f func(*postgres.Snapshot, Seen) error) error {
	return p.store.Preview(ctx, func(tx *postgres.Tx) error {
		e := p.begin(tx, user)
		line, err := e.mayNow(ctx, cms.ActionRead, look.Page)
		if err != nil {
			return err
		}
		e.pretending = true
		if e.at, err = tx.Now(ctx); err != nil { // without waiting for a turn
			return err
		}
		seen := Seen{At: orAt(look.At.Truncate(time.Microsecond), e.at), Path: e.pathOf(line), Kind: line[len(line)-1].Kind}
		if err := e.hidePlanned(ctx, seen.At); err != nil {
			return err
		}
		if !look.Live {
			if err := e.pretend(ctx, line, look, seen.At); err != nil {
				return err
			}
		}
		return tx.AsVisitor(ctx, seen.At, func(s *postgres.Snapshot) error { return f(s, seen) })
	})
}

// hidePlanned takes away what will have begun by an instant of pages that the
// user may not read before the public does: neither a list nor an address shows
// it to them, and they see those pages as they are now.
func (e *Edit) hidePlanned(ctx context.Context, at time.Time) error {
	if !at.After(e.at) {
		return nil
	}
	sight, err := e.sight(ctx)
	if err != nil || sight.Everywhere {
		return err
	}
	return e.tx.HidePlanned(ctx, sight, at)
}

// pretend places a release of the draft at an instant. Unlike one that is meant
// it may be incomplete, be of what nobody has approved, and stand in the way of
// what is planned.
func (e *Edit) pretend(ctx context.Context, line []cms.Page, look Look, at time.Time) error {
	if at.Before(e.at) {
		return cms.Invalidf("at", "the draft cannot have been public then; choose a time to come, or look at what was live")
	}
	page := line[len(line)-1]
	value, notes, err := e.unreleased(ctx, page, look)
	if err != nil {
		return err
	}
	timeline, err := e.timeline(ctx, page.ID)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(timeline, func(r cms.Release) bool { return r.LiveFrom.Equal(at) && !r.Begun(e.at) }); i >= 0 {
		if err := e.tx.DeleteRelease(ctx, timeline[i].ID); err != nil {
			return err
		}
	}
	body, err := e.registry.Encode(value)
	if err != nil {
		return err
	}
	revision, err := e.insertRevision(ctx, cms.Revision{Page: page.ID, Kind: page.Kind, Body: body, ChangeNotes: notes, CreatedBy: e.user.ID}, asked)
	if err != nil {
		return err
	}
	plan := Plan{From: at, Until: at.Add(time.Microsecond)} // it need not fit in front of what is planned
	_, err = e.place(ctx, placing{action: "preview", line: line, value: value, plan: plan}, cms.Release{Revision: revision.ID, Outcome: cms.OutcomePage})
	return err
}

// unreleased returns what a preview shows of a page.
func (e *Edit) unreleased(ctx context.Context, page cms.Page, look Look) (schema.Kind, []cms.ChangeNote, error) {
	if look.Revision != "" {
		r, err := e.revisionOf(ctx, page.ID, look.Revision)
		if err != nil {
			return nil, nil, err
		}
		value, err := e.registry.Decode(r.Kind, r.Body)
		return value, r.ChangeNotes, err
	}
	draft, err := e.tx.Draft(ctx, page.ID)
	switch {
	case look.Value != nil:
		if err := ofKind(page, look.Value); err != nil {
			return nil, nil, err
		}
		e.registry.Normalise(look.Value)
		return look.Value, draft.ChangeNotes, ignoreNotFound(err)
	case err == nil:
		value, err := e.registry.Decode(page.Kind, draft.Body)
		return value, draft.ChangeNotes, err
	case !errors.Is(err, cms.ErrNotFound):
		return nil, nil, err
	}
	last, err := e.lastShown(ctx, page.ID)
	if errors.Is(err, cms.ErrConflict) { // it was never public
		last, err = e.tx.LatestRevision(ctx, page.ID)
	}
	if errors.Is(err, cms.ErrNotFound) {
		return nil, nil, cms.Conflictf("nothing has been written on this page yet; save something first")
	}
	if err != nil {
		return nil, nil, err
	}
	value, err := e.registry.Decode(last.Kind, last.Body)
	return value, last.ChangeNotes, err
}
