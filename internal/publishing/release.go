package publishing

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Plan says when something is to be live, and what is told of it. The zero Plan
// is: from now on.
type Plan struct {
	From  time.Time // zero: now
	Until time.Time // zero: open

	Version int    // of the draft that is to be released; 0: whichever there is
	Reason  string // why an administrator releases what nobody has approved
	Note    string // what has changed, for readers; it is kept and shown
	Minor   bool   // nothing that readers need to know: neither note nor last edited change

	// For content that brings its own history, such as content files.
	FirstPublishedAt time.Time // zero: the first release
	LastEditedAt     time.Time // zero: when the release begins
}

// Release makes the page's draft public. It cuts the revision, checks it in
// full, and takes the place of whatever was live before; the draft is used up.
// Without a draft, what was last released is released again.
func (e *Edit) Release(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	c, err := e.releasable(ctx, page, plan)
	if err != nil {
		return cms.Release{}, err
	}
	if plan.Note = strings.TrimSpace(plan.Note); plan.Note != "" {
		if plan.Minor {
			return cms.Release{}, cms.Invalidf("note", "readers are not told of a minor change; leave the note empty, or call the change major")
		}
		if c.revision, err = e.noted(ctx, c.revision, plan); err != nil {
			return cms.Release{}, err
		}
	}
	if plan.Minor {
		if plan.LastEditedAt, err = e.lastEdited(ctx, page, plan.From); err != nil {
			return cms.Release{}, err
		}
	}
	if _, err := e.tx.DeleteDraft(ctx, page); err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, placing{"release", c.line, c.value, plan, c.told}, cms.Release{Revision: c.revision.ID, Outcome: cms.OutcomePage})
}

// noted returns the revision with one more note of what has changed, dated at
// the instant from which readers can see it.
func (e *Edit) noted(ctx context.Context, r cms.Revision, plan Plan) (cms.Revision, error) {
	at, err := e.instant(plan.From)
	if err != nil {
		return r, err
	}
	r.ChangeNotes = append(slices.Clone(r.ChangeNotes), cms.ChangeNote{At: at, Note: plan.Note})
	return e.insertRevision(ctx, r, asked)
}

// lastEdited returns when readers were last told that the page had changed;
// zero: it was not public before.
func (e *Edit) lastEdited(ctx context.Context, page cms.ID, before time.Time) (time.Time, error) {
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return time.Time{}, err
	}
	if before.IsZero() {
		before = e.at
	}
	for _, r := range slices.Backward(timeline) {
		if r.LiveFrom.Before(before) && (r.Outcome == cms.OutcomePage || r.Outcome == cms.OutcomeWithdrawn) {
			return r.LastEditedAt, nil
		}
	}
	return time.Time{}, nil
}

// Announce makes public what the kind of the page lets be known of its draft
// before the release. The draft stays.
func (e *Edit) Announce(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	c, err := e.releasable(ctx, page, plan)
	if err != nil {
		return cms.Release{}, err
	}
	whole, err := e.withInherited(ctx, c.line, c.value, e.at, e.nearest)
	if err != nil {
		return cms.Release{}, err
	}
	redacter, can := whole.(schema.Redacter)
	if !can {
		return cms.Release{}, cms.Invalidf("kind", notAnnounceable)
	}
	redacted := redacter.Redact()
	body, err := e.registry.Encode(redacted)
	if err != nil {
		return cms.Release{}, err
	}
	public, err := e.insertRevision(ctx, cms.Revision{Page: page, Kind: c.revision.Kind, Body: body, Redacted: true, CreatedBy: e.user.ID}, asked)
	if err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, placing{"announce", c.line, redacted, plan, c.told}, cms.Release{Revision: public.ID, Outcome: cms.OutcomeAnnounced})
}

// candidate is a page's newest content, which may be released.
type candidate struct {
	line     []cms.Page
	revision cms.Revision
	value    schema.Kind
	told     map[string]any // to the audit: who has approved it, or why it is released without
}

// releasable returns a page's newest content, cut as a revision, approved and
// right in every field, if the user may release it.
func (e *Edit) releasable(ctx context.Context, page cms.ID, plan Plan) (c candidate, err error) {
	if c.line, err = e.may(ctx, cms.ActionRelease, page); err != nil {
		return c, err
	}
	draft, err := e.tx.LockDraft(ctx, page)
	switch {
	case err == nil:
		if c.told, err = e.letGo(ctx, c.line, draft, plan); err != nil {
			return c, err
		}
		c.revision, err = e.cut(ctx, draft, asked)
	case errors.Is(err, cms.ErrNotFound) && plan.Version != 0:
		return c, cms.Conflictf("the draft was released or thrown away in the meantime")
	case errors.Is(err, cms.ErrNotFound):
		c.revision, err = e.lastShown(ctx, page)
	}
	if err != nil {
		return c, err
	}
	if c.value, err = e.checked(c.revision); err != nil || e.user.ID == cms.System.ID {
		return c, err
	}
	findings, err := e.Findings(ctx, page, c.value, plan.From)
	if err != nil {
		return c, err
	}
	return c, cms.InvalidUnlessNone(findings.Blocks)
}

// placing is a release that is to be written, as a command of the user.
type placing struct {
	action string // for the audit
	line   []cms.Page
	value  schema.Kind // nil: it shows no content
	plan   Plan
	told   map[string]any // to the audit, besides what is always told
}

// place completes a release from its page and writes it, with everything that
// belongs to it.
func (e *Edit) place(ctx context.Context, p placing, r cms.Release) (cms.Release, error) {
	if err := e.refuseTaken(ctx, p.line[len(p.line)-1].ID, p.value); err != nil {
		return r, err
	}
	return e.placeCard(ctx, p, p.value.Card(), r)
}

// placeCard is place for a release whose card is given.
func (e *Edit) placeCard(ctx context.Context, p placing, c cms.Card, r cms.Release) (cms.Release, error) {
	line, plan := p.line, p.plan
	page := line[len(line)-1]
	timeline, err := e.timeline(ctx, page.ID)
	if err != nil {
		return r, err
	}
	if r.LiveFrom, err = e.begin(plan.From, timeline); err != nil {
		return r, err
	}
	r.FirstPublishedAt = firstPublished(timeline, plan, r.LiveFrom)
	if timeline, err = e.takeBack(ctx, timeline, r.LiveFrom); err != nil {
		return r, err
	}
	r.ID, r.Page, r.Kind = NewID(), page.ID, page.Kind
	r.Path = e.pathOf(line)
	r.EndsAt = plan.Until.Truncate(time.Microsecond) // as Postgres keeps it
	r.LastEditedAt = orAt(plan.LastEditedAt, r.LiveFrom)
	r.Card = dated(c, r.FirstPublishedAt)
	placed, shortened, err := timeline.Place(r)
	if err != nil {
		return r, err
	}
	if shortened != nil {
		if err := e.tx.EndRelease(ctx, *shortened); err != nil {
			return r, err
		}
	}
	if err := e.insertRelease(ctx, placed, p.value, line); err != nil {
		return r, err
	}
	e.retitleReleased(page.ID, placed.Card.Title)
	e.tellOfBegin(placed.LiveFrom)
	return placed, e.audit(ctx, p.action, page.ID, placed.Revision, placed.ID, p.detail(placed))
}

// detail is what the audit tells of a release.
func (p placing) detail(r cms.Release) map[string]any {
	detail := map[string]any{"from": r.LiveFrom, "path": r.Path}
	maps.Copy(detail, p.told)
	if !r.EndsAt.IsZero() {
		detail["until"] = r.EndsAt
	}
	for name, text := range map[string]string{"note": p.plan.Note, "notice": r.Notice, "to": r.RedirectTo} {
		if text != "" {
			detail[name] = text
		}
	}
	if p.plan.Minor {
		detail["minor"] = true
	}
	return detail
}

// takeBack deletes what this very edit has released from now on, if the next
// release begins now as well: all of an edit happens at one instant, and nobody
// has seen it. It returns the timeline without it.
func (e *Edit) takeBack(ctx context.Context, timeline cms.Timeline, from time.Time) (cms.Timeline, error) {
	last := slices.IndexFunc(timeline, func(r cms.Release) bool { return r.LiveFrom.Equal(from) })
	if last < 0 || !from.Equal(e.at) {
		return timeline, nil
	}
	err := e.tx.DeleteRelease(ctx, timeline[last].ID)
	return slices.Delete(timeline, last, last+1), err
}

// insertRelease writes a release that fits, its projections, its changes and
// the jobs that tell of them.
func (e *Edit) insertRelease(ctx context.Context, r cms.Release, value schema.Kind, line []cms.Page) error {
	if err := leadsOn(r); err != nil {
		return err
	}
	if err := e.displace(ctx, r.Path, r.LiveFrom); err != nil {
		return err
	}
	takes := r.Path != "" && !r.LiveFrom.After(e.at) // until it begins, an old address leads on
	if err := e.tx.InsertRelease(ctx, r, TitleKey(r.Card.Title), above(line), takes); err != nil {
		return err
	}
	delete(e.fresh, r.Page)
	if err := e.projectRelease(ctx, r, value, line); err != nil {
		return err
	}
	if err := e.announceChange(ctx, r, r.LiveFrom, line); err != nil {
		return err
	}
	if !r.EndsAt.IsZero() {
		if err := e.announceChange(ctx, r, r.EndsAt, line); err != nil {
			return err
		}
	}
	return e.reprojectHeirs(ctx, line[len(line)-1])
}

// leadsOn refuses a redirect to its own address.
func leadsOn(r cms.Release) error {
	if r.Outcome == cms.OutcomeRedirect && r.RedirectTo == r.Path {
		return cms.Invalidf("redirect_to", "%s would lead to itself; choose another address", r.Path)
	}
	return nil
}

// announceChange tells the nodes now of a change that happens now, and queues
// a job to tell them of one that comes. The page itself needs neither: it is
// live by the clock.
func (e *Edit) announceChange(ctx context.Context, r cms.Release, at time.Time, line []cms.Page) error {
	if !at.After(e.at) {
		e.changeNow(line)
		return nil
	}
	e.bumpLine(line) // what was known of the next change is out of date
	return e.queueTell(ctx, r.ID, at)
}

// changeNow is bumpLine for a page of which readers get something else from now
// on, and not only some day.
func (e *Edit) changeNow(line []cms.Page) {
	e.bumpLine(line)
	e.changed[line[len(line)-1].ID] = true
}

func (e *Edit) bumpLine(line []cms.Page) {
	page := line[len(line)-1]
	kind, known := e.registry.Kind(page.Kind)
	if known {
		e.bump(kind.Kind, page.ID, above(line))
	}
}

// checked decodes a revision and refuses one that must not go out.
func (e *Edit) checked(r cms.Revision) (schema.Kind, error) {
	value, err := e.registry.Decode(r.Kind, r.Body)
	if err != nil {
		return nil, err
	}
	return value, cms.InvalidUnlessNone(e.registry.Validate(value))
}

func (e *Edit) value(ctx context.Context, revision cms.ID) (schema.Kind, error) {
	r, err := e.tx.Revision(ctx, revision)
	if err != nil {
		return nil, err
	}
	return e.registry.Decode(r.Kind, r.Body)
}

func (e *Edit) timeline(ctx context.Context, page cms.ID) (cms.Timeline, error) {
	if e.fresh[page] {
		return nil, nil
	}
	list, err := e.tx.Releases(ctx, page)
	return cms.Timeline(list), err
}

// begin returns when a release begins. Only content that brings its own
// history may begin in the past, and only where the page has no other: after
// that, it begins now.
func (e *Edit) begin(from time.Time, timeline cms.Timeline) (time.Time, error) {
	if e.user.ID != cms.System.ID || !from.Before(e.at) {
		return e.instant(from)
	}
	if from.IsZero() || len(timeline) > 0 {
		return e.at, nil
	}
	return from, nil
}

// instant refuses a time in the past; zero is now.
func (e *Edit) instant(at time.Time) (time.Time, error) {
	if at.IsZero() {
		return e.at, nil
	}
	if at.Before(e.at) {
		return at, cms.Invalidf("live_from", "that time is past; choose one that is to come, or now")
	}
	return at.Truncate(time.Microsecond), nil // as Postgres keeps it
}

func firstPublished(timeline cms.Timeline, plan Plan, from time.Time) time.Time {
	if !plan.FirstPublishedAt.IsZero() {
		return plan.FirstPublishedAt
	}
	for _, r := range timeline {
		if !r.LiveFrom.After(from) && (r.Outcome == cms.OutcomePage || r.Outcome == cms.OutcomeWithdrawn) {
			return r.FirstPublishedAt
		}
	}
	return from
}

// dated gives a card without a date of its own that of the first publication.
func dated(c cms.Card, firstPublished time.Time) cms.Card {
	if c.SortAt.IsZero() {
		c.SortAt = firstPublished
	}
	return c
}

// orAt returns the first of two instants that is one.
func orAt(at, otherwise time.Time) time.Time {
	if at.IsZero() {
		return otherwise
	}
	return at
}
