package publishing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/schema"
)

// Revision is a revision of a page with what became of it.
type Revision struct {
	cms.RevisionRow
	Entries []Entry // of the audit, the oldest first
	Live    bool    // readers get it now
	Planned bool    // they will get it
}

// Revisions is a part of the revisions of a page, the newest first.
type Revisions struct {
	List   []Revision
	Older  int                  // where the next part begins; 0: this is the last
	Live   cms.ID               // the revision that readers get now; empty: none
	Begins map[cms.ID]time.Time // when releases of the page begin or have begun: those that were not cancelled
	Draft  *cms.Draft           // nil: there is none
	People map[cms.ID]string    // names
	user   cms.User
}

// Name is what somebody is called.
func (r Revisions) Name(id cms.ID) string { return nameIn(r.People, id, r.user) }

// Revisions returns the revisions of a page before a number, for those who may
// read its draft; before 0: from the newest on.
func (e *Edit) Revisions(ctx context.Context, page cms.ID, before, size int) (r Revisions, err error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return r, err
	}
	r.user = e.user
	rows, err := e.tx.RevisionRows(ctx, page, before, size+1)
	if err != nil {
		return r, err
	}
	if len(rows) > size {
		rows = rows[:size]
		r.Older = rows[size-1].Number
	}
	if err := e.becameOf(ctx, &r, page, rows); err != nil {
		return r, err
	}
	draft, err := e.tx.Draft(ctx, page)
	if err == nil {
		r.Draft = &draft
	} else if ignoreNotFound(err) != nil {
		return r, err
	}
	var people []cms.ID
	for _, one := range r.List {
		people = append(people, one.By)
		for _, entry := range one.Entries {
			people = append(append(people, entry.Actor), MergedIn(entry)...)
		}
	}
	if r.Draft != nil {
		people = append(people, r.Draft.Editor)
	}
	r.People, err = e.tx.People(ctx, people)
	return r, err
}

// becameOf tells of each revision what was done with it, and whether readers get
// it.
func (e *Edit) becameOf(ctx context.Context, r *Revisions, page cms.ID, rows []cms.RevisionRow) error {
	ids := make([]cms.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	entries, err := e.tx.EntriesOf(ctx, page, ids)
	if err != nil {
		return err
	}
	of := map[cms.ID][]Entry{}
	for _, entry := range entries {
		of[entry.Revision] = append(of[entry.Revision], entry)
	}
	at, err := e.now(ctx)
	if err != nil {
		return err
	}
	timeline, err := e.timeline(ctx, page)
	if err != nil {
		return err
	}
	live, _ := timeline.At(at)
	planned := map[cms.ID]bool{} // revisions
	r.Begins = map[cms.ID]time.Time{}
	for _, release := range timeline {
		r.Begins[release.ID] = release.LiveFrom
		if !release.Begun(at) {
			planned[release.Revision] = true
		}
	}
	if r.Live = live.Revision; !live.Outcome.Shows() {
		r.Live = ""
	}
	for _, row := range rows {
		r.List = append(r.List, Revision{row, of[row.ID], row.ID == r.Live, planned[row.ID]})
	}
	return nil
}

// shownNow returns the release that is live.
func (e *Edit) shownNow(ctx context.Context, page cms.ID) (live cms.Release, err error) {
	at, err := e.now(ctx)
	if err != nil {
		return live, err
	}
	timeline, err := e.timeline(ctx, page)
	live, _ = timeline.At(at)
	return live, err
}

// Text is one of the texts of a page.
type Text struct {
	Value    schema.Kind
	Revision *cms.RevisionRow // nil: it is the draft as it stands
	Draft    *cms.Draft       // nil: it is not the draft
	Who      string           // wrote it
}

// The texts of a page that are called otherwise than by the id of a revision.
const (
	TheDraft = "draft"
	TheLive  = "live" // what readers get now
)

// Text returns the draft of a page, what is live or, by its id, a revision, for
// those who may read the draft; cms.ErrNotFound when there is no such text.
func (e *Edit) Text(ctx context.Context, page cms.ID, which string) (t Text, err error) {
	line, err := e.mayNow(ctx, cms.ActionRead, page)
	if err != nil {
		return t, err
	}
	if which == TheDraft {
		draft, err := e.tx.Draft(ctx, page)
		if err != nil {
			return t, err
		}
		if t.Value, err = e.registry.Decode(line[len(line)-1].Kind, draft.Body); err != nil {
			return t, err
		}
		t.Draft = &draft
		t.Who, err = e.whoIs(ctx, draft.Editor)
		return t, err
	}
	id := cms.ID(which)
	if which == TheLive {
		live, err := e.shownNow(ctx, page)
		if err != nil {
			return t, err
		}
		if id = live.Revision; !live.Outcome.Shows() {
			return t, cms.ErrNotFound
		}
	}
	if t.Value, err = e.RevisionContent(ctx, page, id); err != nil {
		return t, err
	}
	row, err := e.tx.RevisionRow(ctx, page, id)
	if err != nil {
		return t, err
	}
	t.Revision = &row
	t.Who, err = e.whoIs(ctx, row.By)
	return t, err
}

func (e *Edit) whoIs(ctx context.Context, id cms.ID) (string, error) {
	people, err := e.tx.People(ctx, []cms.ID{id})
	return nameIn(people, id, e.user), err
}

// Choice is what two texts of a page can be chosen from.
type Choice struct {
	Draft, Live bool
	Named       []cms.RevisionRow // those with a name, the newest first
	Newest      []cms.RevisionRow
	People      map[cms.ID]string
	user        cms.User
}

// Name is what somebody is called.
func (c Choice) Name(id cms.ID) string { return nameIn(c.People, id, c.user) }

// Choice returns what can be compared of a page, for those who may read its
// draft. Of revisions it is the newest, and those with a name.
func (e *Edit) Choice(ctx context.Context, page cms.ID, size int) (c Choice, err error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return c, err
	}
	c.user = e.user
	_, err = e.tx.Draft(ctx, page)
	if c.Draft = err == nil; ignoreNotFound(err) != nil {
		return c, err
	}
	live, err := e.shownNow(ctx, page)
	if err != nil {
		return c, err
	}
	c.Live = live.Outcome.Shows()
	if c.Named, err = e.tx.NamedRevisions(ctx, page, size); err != nil {
		return c, err
	}
	if c.Newest, err = e.tx.RevisionRows(ctx, page, 0, size); err != nil {
		return c, err
	}
	var people []cms.ID
	for _, row := range slices.Concat(c.Named, c.Newest) {
		people = append(people, row.By)
	}
	c.People, err = e.tx.People(ctx, people)
	return c, err
}

// NameRevision gives a revision of a page a name; an empty one takes its name
// away.
func (e *Edit) NameRevision(ctx context.Context, page, revision cms.ID, name string) error {
	if _, err := e.may(ctx, cms.ActionSave, page); err != nil {
		return err
	}
	if !revision.Valid() {
		return cms.ErrNotFound
	}
	row, err := e.tx.RevisionRow(ctx, page, revision)
	if err != nil {
		return err
	}
	return e.name(ctx, page, row, name)
}

// NameDraft gives the draft that somebody has read a name as it stands: it cuts
// a revision of it.
func (e *Edit) NameDraft(ctx context.Context, page cms.ID, version int, name string) error {
	if _, err := e.may(ctx, cms.ActionSave, page); err != nil {
		return err
	}
	draft, err := e.tx.LockDraft(ctx, page)
	if errors.Is(err, cms.ErrNotFound) {
		return cms.Conflictf("this page has no draft; it was released or thrown away in the meantime")
	}
	if err != nil {
		return err
	}
	if err := sameVersion(draft, version); err != nil {
		return err
	}
	if err := cms.CheckRevisionName(oneLine(name)); err != nil {
		return err
	}
	revision, err := e.cut(ctx, draft, asked)
	if err != nil {
		return err
	}
	row, err := e.tx.RevisionRow(ctx, page, revision.ID)
	if err != nil {
		return err
	}
	return e.name(ctx, page, row, name)
}

func (e *Edit) name(ctx context.Context, page cms.ID, r cms.RevisionRow, name string) error {
	if name = oneLine(name); name == r.Name {
		return nil
	}
	if name != "" {
		if err := cms.CheckRevisionName(name); err != nil {
			return err
		}
	}
	if err := e.tx.NameRevision(ctx, r.ID, name); err != nil {
		return err
	}
	detail := map[string]any{"number": r.Number, "name": name}
	if r.Name != "" {
		detail["before"] = r.Name
	}
	return e.audit(ctx, "name", page, r.ID, "", detail)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Restoring says what is to be put back into the draft of a page.
type Restoring struct {
	Page     cms.ID
	Revision cms.ID // that holds it
	Place    string // of a field or a block in it: see compare.Restore; empty: all of it
	Version  int    // of the draft that was read; 0: there was none
}

// Restore puts a revision, or one field or block of it, back into the draft. The
// draft as it was is kept as a revision first, and so is what comes of it. What
// readers were told has changed stays what they were told. It fails with
// cms.ErrConflict when the draft has changed meanwhile.
func (e *Edit) Restore(ctx context.Context, r Restoring) error {
	if _, err := e.may(ctx, cms.ActionSave, r.Page); err != nil {
		return err
	}
	text, err := e.Text(ctx, r.Page, string(r.Revision))
	if err != nil {
		return err
	}
	if text.Revision == nil {
		return cms.ErrNotFound // it is the draft itself
	}
	if text.Revision.Redacted {
		return cms.Conflictf("revision %d is an announcement, and holds only what may be known before the release; restore another", text.Revision.Number)
	}
	content, err := e.draftToWriteOn(ctx, r)
	if err != nil {
		return err
	}
	value, detail := text.Value, map[string]any{"number": text.Revision.Number, "from": text.Revision.ID}
	if r.Place != "" {
		value = content.Value
		what, done, err := compare.Restore(e.registry, value, text.Value, r.Place)
		if err != nil {
			return err
		}
		if !done {
			return cms.Conflictf("there is no longer such a place in the draft; restore the block or the page that holds it")
		}
		detail["what"], detail["block"] = what.Label, what.Block
	}
	save := Save{Page: r.Page, Value: value, ChangeNotes: content.ChangeNotes, Version: r.Version}
	draft, err := e.Save(ctx, save)
	if err != nil {
		return err
	}
	if content.Body != nil && e.same(cms.Revision{Kind: content.Page.Kind, Body: content.Body, ChangeNotes: content.ChangeNotes}, draft) {
		return cms.Conflictf("the page says the same already")
	}
	latest, err := e.tx.LatestRevision(ctx, r.Page)
	if err != nil {
		return err
	}
	return e.audit(ctx, "restore", r.Page, latest.ID, "", detail)
}

// draftToWriteOn returns the content that something is put back into, and keeps
// the draft as it is.
func (e *Edit) draftToWriteOn(ctx context.Context, r Restoring) (c Content, err error) {
	draft, err := e.tx.LockDraft(ctx, r.Page)
	switch {
	case errors.Is(err, cms.ErrNotFound) && r.Version != 0:
		return c, cms.Conflictf("the draft was released or thrown away in the meantime; look at the page again first")
	case err == nil:
		if err := sameVersion(draft, r.Version); err != nil {
			return c, err
		}
		if _, err := e.cut(ctx, draft, restoring); err != nil {
			return c, err
		}
	case !errors.Is(err, cms.ErrNotFound):
		return c, err
	}
	return e.Content(ctx, r.Page)
}
