package publishing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Plan says when something is to be live. The zero Plan is: from now on.
type Plan struct {
	From  time.Time // zero: now
	Until time.Time // zero: open

	// For content that brings its own history, such as content files.
	FirstPublishedAt time.Time // zero: the first release
	LastEditedAt     time.Time // zero: now
}

// Release makes the page's draft public. It cuts the revision, checks it in
// full, and takes the place of whatever was live before; the draft is used up.
// Without a draft, what was last released is released again.
func (e *Edit) Release(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	line, revision, value, err := e.releasable(ctx, page)
	if err != nil {
		return cms.Release{}, err
	}
	if _, err := e.tx.DeleteDraft(ctx, page); err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, "release", line, value, plan, cms.Release{Revision: revision.ID, Outcome: cms.OutcomePage})
}

// State is what the public gets of a page, when it comes from outside the
// editors' drafts, such as from a content file.
type State struct {
	Outcome     cms.Outcome // empty: the page
	Announced   bool        // what is withdrawn was no more than an announcement
	Value       schema.Kind // of an outcome that shows content; of an announcement what the kind lets be known
	ChangeNotes []cms.ChangeNote
	Title       string // of an outcome that shows no content
	Notice      string // of a page that is withdrawn or gone
	RedirectTo  string
}

// ReleaseContent makes a state public. It cuts the revision; the draft stays.
func (e *Edit) ReleaseContent(ctx context.Context, page cms.ID, s State, plan Plan) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionRelease, page)
	if err != nil {
		return cms.Release{}, err
	}
	if s.Outcome == "" {
		s.Outcome = cms.OutcomePage
	}
	r := cms.Release{Outcome: s.Outcome, Notice: s.Notice, RedirectTo: s.RedirectTo}
	if !s.Outcome.Shows() {
		return e.placeEmpty(ctx, line, s.Title, plan, r)
	}
	if err := ofKind(line[len(line)-1], s.Value); err != nil {
		return cms.Release{}, err
	}
	if r.Revision, err = e.cutState(ctx, page, s); err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, actions[s.Outcome], line, s.Value, plan, r)
}

// actions names what leads to an outcome, for the audit.
var actions = map[cms.Outcome]string{
	cms.OutcomePage: "release", cms.OutcomeAnnounced: "announce", cms.OutcomeWithdrawn: "withdraw",
	cms.OutcomeGone: "gone", cms.OutcomeRedirect: "redirect",
}

// cutState makes a revision of the content of a state. An announcement is no
// whole page, and must be no more than its kind lets be known.
func (e *Edit) cutState(ctx context.Context, page cms.ID, s State) (cms.ID, error) {
	announced := s.Outcome == cms.OutcomeAnnounced || s.Announced
	e.registry.Normalise(s.Value)
	if announced {
		if err := e.onlyAnnounced(s); err != nil {
			return "", err
		}
	} else if err := cms.InvalidUnlessNone(e.registry.Validate(s.Value)); err != nil {
		return "", err
	}
	body, err := e.registry.Encode(s.Value)
	if err != nil {
		return "", err
	}
	revision, err := e.insertRevision(ctx, cms.Revision{
		Page: page, Kind: s.Value.Kind().Name, Body: body, ChangeNotes: s.ChangeNotes, Redacted: announced, CreatedBy: e.user.ID,
	})
	return revision.ID, err
}

// onlyAnnounced fails when content holds more than may be known before the
// release of the page.
func (e *Edit) onlyAnnounced(s State) error {
	return cms.InvalidUnlessNone(NotAnnounceable(e.registry, s.Value, s.ChangeNotes))
}

// NotAnnounceable returns what keeps content from being announced: all that may
// not be known before the release of the page.
func NotAnnounceable(registry *schema.Registry, value schema.Kind, notes []cms.ChangeNote) []cms.Problem {
	redacter, can := value.(schema.Redacter)
	if !can {
		return []cms.Problem{{Field: "kind", Message: notAnnounceable}}
	}
	if value.Card().Title == "" {
		return []cms.Problem{{Field: "title", Message: "an announcement needs a title; fill it in"}}
	}
	var problems []cms.Problem
	if len(notes) > 0 {
		problems = append(problems, cms.Problem{
			Field: "change_notes", Message: "change notes are not to be known before the release; write them into the draft",
		})
	}
	for _, change := range registry.Compare(redacter.Redact(), value) {
		problems = append(problems, cms.Problem{
			Field: change.Path, Message: fmt.Sprintf("%s is not to be known before the release; take it away here, and write it into the draft", change.Label),
		})
	}
	return problems
}

const notAnnounceable = "a page of this kind cannot be announced before its release"

// placeEmpty writes a release that shows no content.
func (e *Edit) placeEmpty(ctx context.Context, line []cms.Page, title string, plan Plan, r cms.Release) (cms.Release, error) {
	if strings.TrimSpace(title) == "" {
		return r, cms.Invalidf("title", "say what the page was called; fill in the title")
	}
	if r.Outcome == cms.OutcomeRedirect && !cms.ValidTarget(r.RedirectTo) {
		return r, cms.Invalidf("redirect_to", "%s", cms.BadTarget(r.RedirectTo))
	}
	return e.placeCard(ctx, actions[r.Outcome], line, cms.Card{Title: title}, nil, plan, r)
}

// Announce makes public what the kind of the page lets be known of its draft
// before the release. The draft stays.
func (e *Edit) Announce(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	line, revision, value, err := e.releasable(ctx, page)
	if err != nil {
		return cms.Release{}, err
	}
	whole, err := e.withInherited(ctx, line, value, e.at)
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
	public, err := e.insertRevision(ctx, cms.Revision{Page: page, Kind: revision.Kind, Body: body, Redacted: true, CreatedBy: e.user.ID})
	if err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, "announce", line, redacted, plan, cms.Release{Revision: public.ID, Outcome: cms.OutcomeAnnounced})
}

// releasable returns a page's newest content, cut as a revision and right in
// every field, if the user may release it.
func (e *Edit) releasable(ctx context.Context, page cms.ID) (line []cms.Page, r cms.Revision, value schema.Kind, err error) {
	if line, err = e.may(ctx, cms.ActionRelease, page); err != nil {
		return nil, r, nil, err
	}
	if r, err = e.newest(ctx, page); err != nil {
		return nil, r, nil, err
	}
	value, err = e.checked(r)
	return line, r, value, err
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

// replace puts another outcome in the place of the page that is live when the
// plan begins.
func (e *Edit) replace(ctx context.Context, action string, page cms.ID, plan Plan, r cms.Release) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionWithdraw, page)
	if err != nil {
		return cms.Release{}, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return cms.Release{}, err
	}
	if plan.From, err = e.begin(plan.From, timeline); err != nil {
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
	return e.place(ctx, action, line, value, plan, r)
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

// Cancel takes back a release that has not begun. Whatever it would have ended
// goes on as it would have without it, and its text is the draft again unless
// there is another.
func (e *Edit) Cancel(ctx context.Context, release cms.ID) error {
	r, err := e.retract(ctx, release)
	if err != nil {
		return err
	}
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
		Base: revision.ID, Editor: e.user.ID, UpdatedAt: time.Now(),
	}, 0)
	return err
}

// place completes a release from its page and writes it, with everything that
// belongs to it.
func (e *Edit) place(ctx context.Context, action string, line []cms.Page, value schema.Kind, plan Plan, r cms.Release) (cms.Release, error) {
	return e.placeCard(ctx, action, line, value.Card(), value, plan, r)
}

// placeCard is place for a release whose card is given. The value is nil when
// the release shows no content.
func (e *Edit) placeCard(ctx context.Context, action string, line []cms.Page, c cms.Card, value schema.Kind, plan Plan, r cms.Release) (cms.Release, error) {
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
	r.LastEditedAt = orNow(plan.LastEditedAt, e.at)
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
	if err := e.insertRelease(ctx, placed, value, line); err != nil {
		return r, err
	}
	e.retitleReleased(page.ID, placed.Card.Title)
	detail := map[string]any{"from": placed.LiveFrom, "path": placed.Path}
	return placed, e.audit(ctx, action, page.ID, placed.Revision, placed.ID, detail)
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
	e.bumpLine(line) // what was known of the next change is out of date
	if !at.After(e.at) {
		return nil
	}
	return e.queueTell(ctx, r.ID, at)
}

func (e *Edit) bumpLine(line []cms.Page) {
	page := line[len(line)-1]
	kind, known := e.registry.Kind(page.Kind)
	if known {
		e.bump(kind.Kind, page.ID, above(line))
	}
}

// newest returns the revision of the page's draft, cutting it if need be.
// Without a draft it is what was last released, or is planned to be, in full.
func (e *Edit) newest(ctx context.Context, page cms.ID) (cms.Revision, error) {
	draft, err := e.tx.LockDraft(ctx, page)
	if err == nil {
		return e.cut(ctx, draft)
	}
	if !errors.Is(err, cms.ErrNotFound) {
		return cms.Revision{}, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return cms.Revision{}, err
	}
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

func orNow(at, now time.Time) time.Time {
	if at.IsZero() {
		return now
	}
	return at
}
