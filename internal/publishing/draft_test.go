package publishing_test

import (
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

var (
	ann = user(11, cms.Author, "")
	bob = user(12, cms.Author, "")
)

// typing is one save by somebody over a version.
func (d *desk) typing(u cms.User, page cms.ID, text string, version int, automatic bool) (draft cms.Draft, err error) {
	err = d.as(u, func(e *publishing.Edit) error {
		draft, err = e.Save(d.t.Context(), publishing.Save{Page: page, Value: value("page", text), Version: version, Automatic: automatic})
		return err
	})
	return draft, err
}

func (d *desk) mustType(u cms.User, page cms.ID, text string, version int, automatic bool) cms.Draft {
	d.t.Helper()
	draft, err := d.typing(u, page, text, version, automatic)
	if err != nil {
		d.t.Fatal(err)
	}
	return draft
}

func (d *desk) draftSays(page cms.ID) string {
	d.t.Helper()
	return one[string](d, `select body->>'title' from draft where page_id = $1`, page)
}

func TestADraftMayBeIncomplete(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: &kinds.ContentPage{}})
		return err
	})
	wants(t, "the draft's version", d.draftVersion(p), 1)
}

func TestAnAutomaticSaveWritesTheDraftAndWhatTheTreeShows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	before := d.dump()
	for version := range 3 {
		draft := d.mustType(ann, p, "text", version, true)
		wants(t, "the version", draft.Version, version+1)
	}
	wantsAll(t, "tables changed", changedTables(before, d.dump()), "every_page", "draft")
}

func TestASaveByHandCutsARevision(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(ann, p, "one", 0, false)
	d.mustType(ann, p, "two", 1, true)
	d.mustType(ann, p, "three", 2, false)
	wantsAll(t, "the revisions", d.revisions(p), "one", "three")
	wants(t, "who wrote it", one[string](d, `select created_by::text from revision where page_id = $1 and number = 2`, p), string(ann.ID))
}

func TestASaveByHandWithoutAChangeCutsNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(ann, p, "one", 0, false)
	d.mustType(ann, p, "one", 1, false)
	d.mustType(ann, p, " one\t", 2, false) // what is written is normalised
	d.mustType(ann, p, "two", 3, true)
	d.mustType(ann, p, "one", 4, false)
	wantsAll(t, "the revisions", d.revisions(p), "one")
	d.mustType(bob, p, "one", 5, false)
	wantsAll(t, "the revisions, saved by somebody else", d.revisions(p), "one")
	d.release(p, "one", publishing.Plan{})
	wantsAll(t, "the revisions, released", d.revisions(p), "one")
}

func TestChangeNotesArePartOfWhatARevisionSays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	notes := []cms.ChangeNote{{At: later(1), Note: "figures corrected"}}
	for version, notes := range [][]cms.ChangeNote{nil, notes, notes, append(notes, cms.ChangeNote{At: later(2), Note: "again"})} {
		d.edit(func(e *publishing.Edit) error {
			_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", "a"), ChangeNotes: notes, Version: version})
			return err
		})
	}
	wantsAll(t, "notes of the revisions", all[int](d, `select jsonb_array_length(change_notes) from revision where page_id = $1 order by number`, p), 0, 1, 2)
}

func TestNobodySavesOverANewerVersion(t *testing.T) {
	t.Parallel()
	for name, automatic := range map[string]bool{"automatically": true, "by hand": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			p := d.create("page", d.home, "a")
			d.mustType(ann, p, "ann", 0, true)
			d.mustType(bob, p, "bob", 1, true) // bob has read what ann wrote
			for _, stale := range []int{0, 1, 3} {
				d.refusedTo(ann, cms.ErrConflict, func(e *publishing.Edit) error {
					_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", "ann again"), Version: stale, Automatic: automatic})
					return err
				})
			}
			wants(t, "the draft", d.draftSays(p), "bob")
			wantsAll(t, "the revisions", d.revisions(p), "ann")
		})
	}
}

func TestNobodySavesOverADraftThatIsNoLongerThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	stale := func() {
		t.Helper()
		d.refusedTo(ann, cms.ErrConflict, func(e *publishing.Edit) error {
			_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", "ann"), Version: 1, Automatic: true})
			return err
		})
	}
	d.mustType(bob, p, "bob", 0, true)
	d.edit(func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, urgent); return err })
	stale()
	d.mustType(bob, p, "bob", 0, true)
	stale() // bob's new draft is another one, though it was saved as often
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
	stale()
	d.mustType(bob, p, "bob", 0, true)
	stale()
	wants(t, "the draft", d.draftSays(p), "bob")
}

func TestSomebodyElsesDraftIsKeptBeforeItIsOverwritten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(ann, p, "ann 1", 0, true)
	d.mustType(ann, p, "ann 2", 1, true)
	draft := d.mustType(bob, p, "bob 1", 2, true)
	d.mustType(bob, p, "bob 2", 3, true)
	d.mustType(ann, p, "ann 3", 4, false)
	wantsAll(t, "the revisions", d.revisions(p), "ann 2", "bob 2", "ann 3")
	wantsAll(t, "who wrote them", all[string](d, `select created_by::text from revision where page_id = $1 order by number`, p), string(ann.ID), string(bob.ID), string(ann.ID))
	wants(t, "what bob's draft is based on", draft.Base, cms.ID(one[string](d, `select id::text from revision where page_id = $1 and number = 1`, p)))
}

func TestAThrownAwayDraftLeavesItsRevisions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
	d.mustType(ann, p, "one", 0, false)
	d.mustType(ann, p, "two", 1, true)
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
	wants(t, "the draft's version", d.draftVersion(p), 0)
	wantsAll(t, "the revisions", d.revisions(p), "one")
	wants(t, "the next draft's version", d.mustType(bob, p, "three", 0, true).Version, 3)
}

func TestWhatADraftAndARevisionSayCanBeAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	draft := d.mustType(ann, p, "one", 0, false)
	d.edit(func(e *publishing.Edit) error {
		for text, want := range map[string]bool{"one": true, " one": true, "two": false} {
			says, err := e.DraftSays(draft, value("page", text), nil)
			if err != nil {
				return err
			}
			wants(t, "the draft says "+text, says, want)
			revision := cms.ID(one[string](d, `select id::text from revision where page_id = $1`, p))
			if says, err = e.RevisionSays(t.Context(), revision, value("page", text), nil); err != nil {
				return err
			}
			wants(t, "the revision says "+text, says, want)
		}
		says, err := e.RevisionSays(t.Context(), publishing.NewID(), value("page", "one"), nil)
		wants(t, "a revision that is not there says", says, false)
		return err
	})
}

// TestADraftThatChangedSinceIsNotThrownAway throws away a draft that somebody
// has written on since it was looked at.
func TestADraftThatChangedSinceIsNotThrownAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	read := d.mustType(ann, p, "first", d.draftVersion(p), true)
	d.mustType(bob, p, "second", read.Version, true)
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, read.Version) })
	wants(t, "the draft", d.draftSays(p), "second")
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, d.draftVersion(p)) })
}
