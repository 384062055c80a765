package publishing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// age makes a page and its revisions that much older.
func (d *desk) age(page cms.ID, by time.Duration) {
	d.t.Helper()
	for _, sql := range []string{
		`alter table revision disable trigger revision_is_final`,
		`update revision set created_at = created_at - make_interval(secs => $2) where page_id = $1`,
		`update page set created_at = created_at - make_interval(secs => $2) where id = $1`,
		`alter table revision enable trigger revision_is_final`,
	} {
		var args []any
		if strings.HasPrefix(sql, "update") {
			args = []any{page, by.Seconds()}
		}
		if _, err := d.store.Pool.Exec(d.t.Context(), sql, args...); err != nil {
			d.t.Fatal(err)
		}
	}
}

// kept is what the revisions of a page say, with a star at automatic ones.
func (d *desk) kept(page cms.ID) []string {
	return all[string](d, `select body->>'title' || case when automatic then '*' else '' end from revision where page_id = $1 order by number`, page)
}

func (d *desk) revision(page cms.ID, number int) cms.ID {
	d.t.Helper()
	return one[cms.ID](d, `select id::text from revision where page_id = $1 and number = $2`, page, number)
}

// TestLongSessionsCanBeLookedBackInto saves automatically over and over: what an
// editor saves over is kept when the newest revision is ten minutes old.
func TestLongSessionsCanBeLookedBackInto(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	type save struct {
		u         cms.User
		text      string
		automatic bool
		older     time.Duration // than before, the revisions and the page are
		want      string
	}
	for version, s := range []save{
		{ann, "1", true, 0, ""},
		{ann, "2", true, 9 * time.Minute, ""},                       // the page is new
		{ann, "3", true, 2 * time.Minute, "2*"},                     // it is not
		{ann, "4", true, 9 * time.Minute, "2*"},                     // the newest is from lately
		{ann, "5", true, 2 * time.Minute, "2* 4*"},                  // it is not
		{ann, "5", true, 11 * time.Minute, "2* 4*"},                 // nothing is overwritten
		{ann, "6", true, 0, "2* 4* 5*"},                             // but it is now
		{ann, "7", false, 11 * time.Minute, "2* 4* 5* 7"},           // by hand only what is saved
		{ann, "8", true, 11 * time.Minute, "2* 4* 5* 7"},            // what was saved by hand is kept already
		{bob, "9", true, 0, "2* 4* 5* 7 8"},                         // of somebody else it is kept at any time
		{bob, "10", true, 11 * time.Minute, "2* 4* 5* 7 8 9*"},      //
		{bob, "11", false, 11 * time.Minute, "2* 4* 5* 7 8 9* 11"},  //
		{ann, "12", true, 11 * time.Minute, "2* 4* 5* 7 8 9* 11"},   //
		{ann, "13", false, time.Minute, "2* 4* 5* 7 8 9* 11 13"},    //
		{ann, " 13 ", true, time.Hour, "2* 4* 5* 7 8 9* 11 13"},     // normalised it is the same
		{ann, "14", true, time.Hour, "2* 4* 5* 7 8 9* 11 13"},       //
		{ann, "15", true, time.Minute, "2* 4* 5* 7 8 9* 11 13 14*"}, //
	} {
		d.age(p, s.older)
		d.mustType(s.u, p, s.text, version, s.automatic)
		if got := strings.Join(d.kept(p), " "); got != s.want {
			t.Fatalf("save %d, of %s: %q is kept, want %q", version+1, s.text, got, s.want)
		}
	}
	wantsAll(t, "who wrote what was kept", all[string](d, `select created_by::text from revision where page_id = $1 and automatic order by number`, p),
		string(ann.ID), string(ann.ID), string(ann.ID), string(bob.ID), string(ann.ID))
}

// TestARevisionTellsWhoseWordsItHolds has two people save automatically by turns, each
// with what the other has saved.
func TestARevisionTellsWhoseWordsItHolds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	version := 0
	save := func(u cms.User, text string, automatic, merged bool) {
		t.Helper()
		err := d.as(u, func(e *publishing.Edit) error {
			draft, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", text), Version: version, Automatic: automatic, Merged: merged})
			version = draft.Version
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	merged := func() []string {
		return all[string](d, `
			select number || coalesce(': ' || (select string_agg(who, ', ' order by who) from jsonb_array_elements_text(detail->'merged') as who), '')
			from audit join revision on revision.id = revision_id where action = 'revise' and audit.page_id = $1 order by number`, p)
	}
	save(ann, "1", true, false)
	for n, text := range []string{"1b", "1c", "1d", "1e"} { // of the same two it is told once
		save([]cms.User{bob, ann}[n%2], text, true, true)
	}
	wants(t, "entries of merges", one[int](d, `select count(*) from audit where action = 'merge'`), 2)
	save(ann, "2", false, false)
	save(ann, "3", false, false)
	save(bob, "4", false, true) // what ann wrote is a revision of its own
	save(ann, "5", true, true)
	save(ann, "6", false, false)
	wantsAll(t, "whose words the revisions hold", merged(), "1: "+string(bob.ID), "2", "3", "4: "+string(bob.ID))
}

func TestWhetherARevisionIsAutomaticIsNeverChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(ann, p, "one", 0, false)
	if err := d.try(`update revision set automatic = true`); err == nil {
		t.Error("it was")
	}
}

func TestRevisionsTellWhatBecameOfThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("upcoming", d.home, "a")
	d.save(p, "one")
	d.ready(p)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err })
	d.edit(func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, publishing.Plan{}); return err })
	d.release(p, "two", publishing.Plan{From: later(1)})
	d.save(p, "three")
	var parts []publishing.Revisions
	for before, more := 0, true; more; {
		d.edit(func(e *publishing.Edit) error {
			r, err := e.Revisions(t.Context(), p, before, 2)
			parts, before, more = append(parts, r), r.Older, r.Older > 0
			return err
		})
	}
	var said []string
	for _, part := range parts {
		if len(part.List) > 2 {
			t.Errorf("a part holds %d revisions", len(part.List))
		}
		for _, r := range part.List {
			var words []string
			for _, entry := range r.Entries {
				words = append(words, entry.Action)
			}
			for what, is := range map[string]bool{"LIVE": r.Live, "PLANNED": r.Planned, "REDACTED": r.Redacted} {
				if is {
					words = append(words, what)
				}
			}
			said = append(said, strings.Join(words, " "))
		}
	}
	wantsAll(t, "what is told, the newest first", said, "revise submit approve release PLANNED", "revise announce REDACTED", "revise submit approve release LIVE")
}

func TestNamesOfRevisions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p, other := d.create("page", d.home, "a"), d.create("page", d.home, "b")
	d.mustType(ann, p, "one", 0, false)
	d.mustType(ann, p, "two", 1, true)
	d.mustType(ann, other, "other", 0, false)
	first, foreign := d.revision(p, 1), d.revision(other, 1)
	name := func(page, revision cms.ID, text string) error {
		return d.as(ann, func(e *publishing.Edit) error { return e.NameRevision(t.Context(), page, revision, text) })
	}
	called := func() []string {
		return all[string](d, `select number || ' ' || name from revision_name join revision on id = revision_id where page_id = $1 order by number`, p)
	}
	for _, step := range []struct {
		text string
		want error
		all  []string
	}{
		{"  Before \n the reform ", nil, []string{"1 Before the reform"}},
		{"Before the reform", nil, []string{"1 Before the reform"}},
		{strings.Repeat("é", 80), nil, []string{"1 " + strings.Repeat("é", 80)}},
		{strings.Repeat("é", 81), cms.ErrInvalid, []string{"1 " + strings.Repeat("é", 80)}},
		{"a\x00b", cms.ErrInvalid, []string{"1 " + strings.Repeat("é", 80)}},
		{"a\xffb", cms.ErrInvalid, []string{"1 " + strings.Repeat("é", 80)}},
		{"<b>", nil, []string{"1 <b>"}},
		{" ", nil, nil},
		{"", nil, nil},
	} {
		if err := name(p, first, step.text); !errors.Is(err, step.want) {
			t.Errorf("%q: %v, want %v", step.text, err, step.want)
		}
		wantsAll(t, "the names after "+step.text, called(), step.all...)
	}
	for what, err := range map[string]error{
		"a revision of another page": name(p, foreign, "x"), "none": name(p, publishing.NewID(), "x"), "no id": name(p, "x", "x"),
	} {
		if !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("naming %s: %v, want it not to be found", what, err)
		}
	}
	draft := func(version int, text string) error {
		return d.as(bob, func(e *publishing.Edit) error { return e.NameDraft(t.Context(), p, version, text) })
	}
	if err := draft(1, "x"); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("naming a draft that has changed: %v", err)
	}
	if err := draft(2, " "); !errors.Is(err, cms.ErrInvalid) {
		t.Errorf("naming a draft without a name: %v", err)
	}
	wantsAll(t, "the revisions", d.kept(p), "one")
	if err := draft(2, "Two"); err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "the revisions", d.kept(p), "one", "two")
	wantsAll(t, "the names", called(), "2 Two")
	wantsAll(t, "what the audit tells", all[string](d, `select concat(detail->>'number', ' ', detail->>'name', '/', detail->>'before') from audit where action = 'name' and page_id = $1 order by id`, p),
		"1 Before the reform/", "1 "+strings.Repeat("é", 80)+"/Before the reform", "1 <b>/"+strings.Repeat("é", 80), "1 /<b>", "2 Two/")
	d.delete(p)
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Erase(t.Context(), p, publishing.Sure{}) }); err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "the names, when the page is deleted for good", called())
}

func TestTextsOfAPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p, other := d.create("page", d.home, "a"), d.create("page", d.home, "b")
	text := func(which string) string {
		title := "none"
		err := d.as(ann, func(e *publishing.Edit) error {
			text, err := e.Text(t.Context(), p, which)
			if errors.Is(err, cms.ErrNotFound) {
				return nil
			}
			if err == nil {
				title = text.Value.Card().Title
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return title
	}
	for what, title := range map[string]string{publishing.TheDraft: "none", publishing.TheLive: "none", "": "none", "\x00": "none"} {
		wants(t, what+" of an empty page", text(what), title)
	}
	d.release(p, "one", publishing.Plan{})
	d.release(p, "later", publishing.Plan{From: later(1)})
	d.save(p, "two")
	d.mustType(ann, other, "other", 0, false)
	wants(t, "the draft", text(publishing.TheDraft), "two")
	wants(t, "what is live", text(publishing.TheLive), "one")
	wants(t, "a revision", text(string(d.revision(p, 2))), "later")
	wants(t, "a revision of another page", text(string(d.revision(other, 1))), "none")
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), p, "", publishing.Plan{}); return err })
	wants(t, "what is live of a page that is gone", text(publishing.TheLive), "none")
}

// blocksSaying returns a page with blocks, each as its ID and what it says.
func blocksSaying(title, summary string, texts ...string) *kinds.ContentPage {
	p := &kinds.ContentPage{Title: title, Summary: summary}
	for _, text := range texts {
		id, says, _ := strings.Cut(text, "=")
		p.Body = append(p.Body, cms.Block{ID: id, Type: "text", Value: &blocks.Text{Level: "main", Body: prose(says)}})
	}
	return p
}

func TestRestore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old, now *kinds.ContentPage
		place    string
		want     *kinds.ContentPage
		told     string
	}{
		"all of it":           {blocksSaying("Old", "S.", "a=A", "b=B"), blocksSaying("New", "T.", "b=B", "c=C"), "", blocksSaying("Old", "S.", "a=A", "b=B"), ""},
		"a field":             {blocksSaying("Old", "S.", "a=A"), blocksSaying("New", "T.", "a=X"), "summary", blocksSaying("New", "S.", "a=X"), "Lead"},
		"a field of a block":  {blocksSaying("Old", "S.", "a=A", "b=B"), blocksSaying("New", "T.", "b=X", "a=Y"), "body/a/body", blocksSaying("New", "T.", "b=X", "a=A"), "Content › Text section › Text"},
		"a block":             {blocksSaying("Old", "S.", "a=A", "b=B"), blocksSaying("New", "T.", "a=X", "b=Y"), "body/b", blocksSaying("New", "T.", "a=X", "b=B"), "Content › Text section"},
		"one that is gone":    {blocksSaying("Old", "S.", "a=A", "b=B", "c=C"), blocksSaying("New", "T.", "a=A", "d=D", "c=C"), "body/b", blocksSaying("New", "T.", "a=A", "b=B", "d=D", "c=C"), "Content › Text section"},
		"the first":           {blocksSaying("Old", "S.", "a=A", "b=B"), blocksSaying("New", "T.", "b=B"), "body/a", blocksSaying("New", "T.", "a=A", "b=B"), "Content › Text section"},
		"one that was added":  {blocksSaying("Old", "S.", "a=A"), blocksSaying("New", "T.", "x=X", "a=A"), "body/x", blocksSaying("New", "T.", "a=A"), "Content › Text section"},
		"one that has moved":  {blocksSaying("Old", "S.", "a=A", "b=B", "c=C"), blocksSaying("New", "T.", "c=C", "a=A", "b=B"), "body/c", blocksSaying("New", "T.", "a=A", "b=B", "c=C"), "Content › Text section"},
		"a field of one gone": {blocksSaying("Old", "S.", "a=A"), blocksSaying("New", "T."), "body/a/body", nil, ""},
		"no such field":       {blocksSaying("Old", "S."), blocksSaying("New", "T."), "nothing", nil, ""},
		"no such place":       {blocksSaying("Old", "S."), blocksSaying("New", "T."), "body/\x00/..", nil, ""},
		"the list of blocks":  {blocksSaying("Old", "S.", "a=A"), blocksSaying("New", "T."), "body", nil, ""},
		"what is the same":    {blocksSaying("Old", "S."), blocksSaying("New", "S."), "summary", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			p := d.create("page", d.home, "a")
			d.edit(func(e *publishing.Edit) error {
				_, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: blocksSaying("Public", "P.")}, urgent)
				return err
			})
			write := func(value *kinds.ContentPage, version int, automatic bool) {
				d.edit(func(e *publishing.Edit) error {
					_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value, Version: version, Automatic: automatic})
					return err
				})
			}
			write(c.old, 0, false)
			write(c.now, 1, true) // no revision holds it
			before := d.dump()
			restore := func(version int) error {
				return d.as(ann, func(e *publishing.Edit) error {
					return e.Restore(t.Context(), publishing.Restoring{Page: p, Revision: d.revision(p, 2), Place: c.place, Version: version})
				})
			}
			for _, stale := range []int{0, 1, 3} {
				if err := restore(stale); !errors.Is(err, cms.ErrConflict) {
					t.Errorf("over version %d: %v, want a conflict", stale, err)
				}
			}
			err := restore(2)
			if c.want == nil {
				if !errors.Is(err, cms.ErrConflict) {
					t.Errorf("%v, want a conflict", err)
				}
				wantsAll(t, "tables changed", changedTables(before, d.dump()))
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			d.edit(func(e *publishing.Edit) error {
				content, err := e.Content(t.Context(), p)
				if err != nil {
					return err
				}
				if is, err := e.DraftSays(*content.Draft, c.want, nil); err != nil || !is {
					t.Errorf("the draft is %s: %v", content.Body, err)
				}
				wants(t, "who wrote it", content.Draft.Editor, ann.ID)
				old, err := e.RevisionContent(t.Context(), p, d.revision(p, 3))
				if err != nil {
					return err
				}
				wants(t, "what is kept", old.Card().Title+old.Card().Summary, c.now.Title+c.now.Summary)
				return nil
			})
			wants(t, "what the public gets", d.live("/a", d.now()), "Public")
			wants(t, "what the audit tells", one[string](d, `select concat(detail->>'number', ': ', detail->>'what') from audit where action = 'restore'`), "2: "+c.told)
			wantsAll(t, "why the revisions were cut", all[string](d, `select coalesce(detail->>'why', '') from audit where action = 'revise' and page_id = $1 order by id`, p),
				"", "", "restoring", "")
		})
	}
}

func TestWhatIsRestoredWithoutADraftGoesIntoANewOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.release(p, "one", publishing.Plan{})
	notes := []cms.ChangeNote{{At: later(-48), Note: "corrected"}}
	d.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: value("page", "two"), ChangeNotes: notes}, urgent)
		return err
	})
	restore := func(number, version int) error {
		return d.as(ann, func(e *publishing.Edit) error {
			return e.Restore(t.Context(), publishing.Restoring{Page: p, Revision: d.revision(p, number), Version: version})
		})
	}
	if err := restore(1, 1); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("over a draft that is gone: %v, want a conflict", err)
	}
	if err := restore(2, 0); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("what is public already: %v, want a conflict", err)
	}
	if err := restore(1, 0); err != nil {
		t.Fatal(err)
	}
	wants(t, "the draft", d.draftSays(p), "one")
	wants(t, "what readers were told", one[string](d, `select change_notes->0->>'note' from draft where page_id = $1`, p), "corrected")
	wants(t, "what the public gets", d.live("/a", d.now()), "two")
	if err := restore(1, 0); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("over a draft that there is now: %v, want a conflict", err)
	}
}

func TestAnAnnouncementIsNotRestored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("upcoming", d.home, "a")
	draft := d.save(p, "one")
	d.ready(p)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err })
	redacted := one[cms.ID](d, `select id::text from revision where page_id = $1 and redacted`, p)
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		return e.Restore(t.Context(), publishing.Restoring{Page: p, Revision: redacted, Version: draft.Version})
	})
}

// TestWhatIsNoLongerDeclaredIsRestored restores what an older program stored: a
// block whose type is not known comes back as it was.
func TestWhatIsNoLongerDeclaredIsRestored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.save(p, "new")
	revision := publishing.NewID()
	_, err := d.store.Pool.Exec(t.Context(), `insert into revision (id, page_id, number, body, created_by) values ($1, $2, 2, $3, $1)`, revision, p,
		`{"title": "old", "dropped": "x", "body": [{"id": "a", "type": "of-another-day", "value": {"words": ["kept", 1]}}]}`)
	if err != nil {
		t.Fatal(err)
	}
	for version, place := range []string{"body/a", ""} {
		err := d.as(ann, func(e *publishing.Edit) error {
			return e.Restore(t.Context(), publishing.Restoring{Page: p, Revision: revision, Place: place, Version: version + 1})
		})
		if err != nil {
			t.Fatalf("%q: %v", place, err)
		}
		wants(t, "the block", one[string](d, `select body->'body'->0->>'value' from draft where page_id = $1`, p), `{"words": ["kept", 1]}`)
	}
	wants(t, "the title", d.draftSays(p), "old")
}
