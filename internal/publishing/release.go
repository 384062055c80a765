package publishing

import (
	"context"
	"errors"
	"fmt"
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
	return e.insertRevision(ctx, r)
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

// ReleaseAgain makes public again what readers last got of the page before it
// was withdrawn or taken away. A draft stays.
func (e *Edit) ReleaseAgain(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	line, err := e.may(ctx, cms.ActionRelease, page)
	if err != nil {
		return cms.Release{}, err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return cms.Release{}, err
	}
	at := orAt(plan.From, e.at)
	if now, live := timeline.At(at); live && now.Outcome == cms.OutcomePage {
		return cms.Release{}, cms.Conflictf("the page is public at that time as it is")
	}
	begun := slices.DeleteFunc(slices.Clone(timeline), func(r cms.Release) bool { return !r.Begun(at) }) // what is planned for later stays secret
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
	told, err := e.letGo(ctx, line, cms.Draft{}, plan) // what comes past the draft was reviewed by nobody
	if err != nil {
		return cms.Release{}, err
	}
	if !s.Outcome.Shows() {
		return e.placeEmpty(ctx, placing{actions[r.Outcome], line, nil, plan, told}, s.Title, r)
	}
	if err := ofKind(line[len(line)-1], s.Value); err != nil {
		return cms.Release{}, err
	}
	if r.Revision, err = e.cutState(ctx, page, s); err != nil {
		return cms.Release{}, err
	}
	return e.place(ctx, placing{actions[s.Outcome], line, s.Value, plan, told}, r)
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
func (e *Edit) placeEmpty(ctx context.Context, p placing, title string, r cms.Release) (cms.Release, error) {
	if strings.TrimSpace(title) == "" {
		return r, cms.Invalidf("title", "say what the page was called; fill in the title")
	}
	if r.Outcome == cms.OutcomeRedirect && !cms.ValidTarget(r.RedirectTo) {
		return r, cms.Invalidf("redirect_to", "%s", cms.BadTarget(r.RedirectTo))
	}
	return e.placeCard(ctx, p, cms.Card{Title: title}, r)
}

// Announce makes public what the kind of the page lets be known of its draft
// before the release. The draft stays.
func (e *Edit) Announce(ctx context.Context, page cms.ID, plan Plan) (cms.Release, error) {
	c, err := e.releasable(ctx, page, plan)
	if err != nil {
		return cms.Release{}, err
	}
	whole, err := e.withInherited(ctx, c.line, c.value, e.at)
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
	public, err := e.insertRevision(ctx, cms.Revision{Page: page, Kind: c.revision.Kind, Body: body, Redacted: true, CreatedBy: e.user.ID})
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
		c.revision, err = e.cut(ctx, draft)
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
	findings, err := e.Findings(ctx, c.value)
	if err != nil {
		return c, err
	}
	return c, cms.InvalidUnlessNone(findings.Blocks)
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

// Reschedule moves a release that has not begun to another time. What it will
// show, and what was said of it, stay as they are.
func (e *Edit) Reschedule(ctx context.Context, release cms.ID, from, until time.Time) (cms.Release, error) {
	r, err := e.retract(ctx, release)
	if err != nil {
		return r, err
	}
	plan := Plan{From: from, Until: until}
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
		Base: revision.ID, Editor: revision.CreatedBy, UpdatedAt: time.Now(), // they wrote it, whoever cancels
	}, 0)
	return err
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
