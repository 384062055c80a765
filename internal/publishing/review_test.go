package publishing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

var (
	author    = user(40, cms.Author, "")
	reviewer  = user(41, cms.Reviewer, "")
	publisher = user(42, cms.Publisher, "")
)

// says does one thing that is said of a draft.
func (d *desk) says(u cms.User, what string, page cms.ID, version int, note string) error {
	return d.as(u, func(e *publishing.Edit) (err error) {
		switch what {
		case "submit":
			_, err = e.Submit(d.t.Context(), page, version, note)
		case "approve":
			_, err = e.Approve(d.t.Context(), page, version, note)
		case "return":
			_, err = e.Return(d.t.Context(), page, version, note)
		}
		return err
	})
}

func (d *desk) mustSay(u cms.User, what string, page cms.ID, note string) {
	d.t.Helper()
	if err := d.says(u, what, page, d.draftVersion(page), note); err != nil {
		d.t.Fatalf("%s cannot %s: %v", u.Name, what, err)
	}
}

func (d *desk) review(page cms.ID) (r cms.Review) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		draft, err := e.Draft(d.t.Context(), page)
		r = draft.Review
		return err
	})
	return r
}

func (d *desk) overview(u cms.User, page cms.ID) (o publishing.Overview) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) (err error) {
		o, err = e.Overview(d.t.Context(), page, time.Time{})
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

func TestADraftGoesFromHandToHand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	release := func(u cms.User) error {
		return d.as(u, func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, publishing.Plan{}); return err })
	}
	d.mustType(author, p, "one", 0, true)
	if err := release(publisher); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("a draft was released: %v", err)
	}
	d.mustSay(author, "submit", p, "please look")
	if r := d.review(p); r.State != cms.InReview || r.By != author.ID || r.Note != "please look" {
		t.Errorf("submitted, it is %+v", r)
	}
	wantsAll(t, "the revisions", d.revisions(p), "one") // what was submitted is kept
	if err := release(publisher); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("a draft in review was released: %v", err)
	}
	d.mustSay(reviewer, "return", p, "say more")
	if r := d.review(p); !r.Returned() || r.Note != "say more" {
		t.Errorf("returned, it is %+v", r)
	}
	d.mustType(author, p, "two", 1, true)
	if r := d.review(p); !r.Returned() {
		t.Errorf("while it is mended it is %+v", r)
	}
	d.mustSay(author, "submit", p, "")
	d.mustSay(reviewer, "approve", p, "good")
	if err := release(publisher); err != nil {
		t.Fatal(err)
	}
	wants(t, "live", d.live("/a", d.now()), "two")
	wantsAll(t, "the audit", all[string](d, `select action || coalesce(': ' || (detail->>'note'), '') from audit
		where page_id = $1 and action in ('submit', 'approve', 'return', 'release') order by id`, p),
		"submit: please look", "return: say more", "submit: ", "approve: good", "release")
	wants(t, "who approved", d.overview(publisher, p).Live.ApprovedBy, reviewer.ID)
}

// TestNobodyApprovesTheirOwnLastChange tries it with every role, and in the ways
// around it.
func TestNobodyApprovesTheirOwnLastChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	own := func(u cms.User) {
		t.Helper()
		d.refusedTo(u, cms.ErrForbidden, func(e *publishing.Edit) error {
			_, err := e.Approve(t.Context(), p, d.draftVersion(p), "")
			return err
		})
	}
	text := "one"
	for _, u := range []cms.User{reviewer, publisher, admin} {
		text += " more"
		d.mustType(u, p, text, d.draftVersion(p), true)
		if d.review(p).State == cms.Drafting {
			d.mustSay(author, "submit", p, "")
		}
		own(u)
	}
	d.mustType(author, p, text, d.draftVersion(p), true) // saved again as it is: still the admin's text
	own(admin)
	d.mustType(reviewer, p, "corrected", d.draftVersion(p), true) // while in review: it stays there
	wants(t, "the review", d.review(p).State, cms.InReview)
	own(reviewer)
	d.mustSay(publisher, "approve", p, "")

	// A release that is cancelled is again the text of who wrote it.
	r := d.releaseAs(publisher, p, publishing.Plan{From: later(1)})
	if err := d.as(publisher, func(e *publishing.Edit) error { return e.Cancel(t.Context(), r.ID) }); err != nil {
		t.Fatal(err)
	}
	wants(t, "the review of a cancelled release", d.review(p).State, cms.Drafting)
	d.mustSay(author, "submit", p, "")
	own(reviewer)
	if err := d.try(`update draft set review_state = 'approved', reviewed_by = editor_id, reviewed_at = now()`); err == nil {
		t.Error("the database lets somebody approve their own")
	}
}

func (d *desk) releaseAs(u cms.User, page cms.ID, plan publishing.Plan) (r cms.Release) {
	d.t.Helper()
	err := d.as(u, func(e *publishing.Edit) (err error) {
		r, err = e.Release(d.t.Context(), page, plan)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// TestWhatWasReviewedIsWhatIsReleased changes the draft between two steps.
func TestWhatWasReviewedIsWhatIsReleased(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(author, p, "one", 0, true)
	d.mustSay(author, "submit", p, "")
	read := d.draftVersion(p)
	d.mustType(author, p, "two", read, true)
	for _, what := range []string{"approve", "return"} {
		if err := d.says(reviewer, what, p, read, "note"); !errors.Is(err, cms.ErrConflict) {
			t.Errorf("%s what has changed since: %v", what, err)
		}
	}
	d.mustSay(reviewer, "approve", p, "")
	read = d.draftVersion(p)
	d.mustType(author, p, "three", read, true)
	wants(t, "the review after a change", d.review(p), cms.Review{State: cms.Drafting})
	for _, version := range []int{0, read, read + 1} {
		d.refusedTo(publisher, cms.ErrConflict, func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), p, publishing.Plan{Version: version})
			return err
		})
	}
	d.mustSay(author, "submit", p, "")
	d.mustSay(reviewer, "approve", p, "")
	d.mustType(author, p, "three", d.draftVersion(p), false) // nothing changed
	wants(t, "the review after a save without a change", d.review(p).State, cms.Approved)
	d.releaseAs(publisher, p, publishing.Plan{Version: d.draftVersion(p)})
	wants(t, "live", d.live("/a", d.now()), "three")
	d.refusedTo(publisher, cms.ErrConflict, func(e *publishing.Edit) error { // the draft is used up
		_, err := e.Release(t.Context(), p, publishing.Plan{Version: read + 2})
		return err
	})
}

// TestOnlyAnAdministratorReleasesUnseenAndSaysWhy looks for the reason wherever
// the release goes.
func TestOnlyAnAdministratorReleasesUnseenAndSaysWhy(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.save(p, "one")
	for u, want := range map[*cms.User]error{&publisher: cms.ErrForbidden, &reviewer: cms.ErrForbidden, &admin: cms.ErrConflict} {
		reason := "it cannot wait"
		if u == &admin {
			reason = "  "
		}
		d.refusedTo(*u, want, func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), p, publishing.Plan{Reason: reason})
			return err
		})
	}
	r := d.releaseAs(admin, p, publishing.Plan{Reason: " it cannot wait ", From: later(1)})
	wants(t, "the reason", d.overview(author, p).Planned[0].Reason, "it cannot wait")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Reschedule(t.Context(), r.ID, later(2), time.Time{})
		return err
	})
	planned := d.overview(author, p).Planned[0]
	wants(t, "the reason at another time", planned.Reason, "it cannot wait")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Reschedule(t.Context(), planned.ID, time.Time{}, time.Time{})
		return err
	})
	wants(t, "the reason when it is live", d.overview(author, p).Live.Reason, "it cannot wait")
	d.move(p, d.home, "b")
	wants(t, "the reason after a move", d.overview(author, p).Live.Reason, "it cannot wait")
	d.release(p, "two", publishing.Plan{})
	wants(t, "the reason of what was approved", d.overview(author, p).Live.Reason, "")
}

func TestTheSystemAndWhatHasNoAddressNeedNoReview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.mustType(author, p, "one", 0, true)
	d.releaseAs(cms.System, p, publishing.Plan{})
	menu := d.create("menu", "", "main")
	d.save(menu, "Main")
	d.releaseAs(admin, menu, publishing.Plan{})
	d.save(menu, "Other")
	d.refusedTo(publisher, cms.ErrForbidden, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), menu, publishing.Plan{})
		return err
	})
}

func TestReadersAreToldOfMajorChangesOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	notes := func(r cms.Release) string {
		return strings.Join(all[string](d, `select n->>'note' from revision, jsonb_array_elements(change_notes) as n where id = $1`, r.Revision), ", ")
	}
	change := func(text string, plan publishing.Plan) cms.Release {
		t.Helper()
		var draft cms.Draft
		version := d.draftVersion(p)
		d.edit(func(e *publishing.Edit) (err error) {
			had := []cms.ChangeNote{}
			if err := readNotes(d, p, &had); err != nil {
				return err
			}
			draft, err = e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", text), ChangeNotes: had, Version: version, Automatic: true})
			return err
		})
		wants(t, "the version", draft.Version > 0, true)
		d.ready(p)
		return d.releaseAs(publisher, p, plan)
	}
	first := d.timeline(p)[0]
	minor := change("two", publishing.Plan{Minor: true})
	wants(t, "last edited after a minor change", minor.LastEditedAt.Equal(first.LastEditedAt), true)
	wants(t, "notes of a minor change", notes(minor), "")
	major := change("three", publishing.Plan{Note: " Figures corrected "})
	wants(t, "last edited after a major change", major.LastEditedAt.Equal(major.LiveFrom), true)
	wants(t, "notes of a major change", notes(major), "Figures corrected")
	again := change("four", publishing.Plan{Minor: true})
	wants(t, "notes are kept", notes(again), "Figures corrected")
	wants(t, "last edited", again.LastEditedAt.Equal(major.LiveFrom), true)
	ahead := change("five", publishing.Plan{Note: "More figures", From: later(1)})
	wants(t, "notes", notes(ahead), "Figures corrected, More figures")
	wants(t, "last edited of what is to come", ahead.LastEditedAt.Equal(later(1)), true)
	var moved cms.Release
	d.edit(func(e *publishing.Edit) (err error) {
		moved, err = e.Reschedule(t.Context(), ahead.ID, later(3), later(5))
		return err
	})
	wants(t, "notes at another time", notes(moved), "Figures corrected, More figures")
	wants(t, "its date", one[string](d, `select change_notes->1->>'at' from revision where id = $1`, moved.Revision), later(3).Format(time.RFC3339))
	wants(t, "last edited at another time", moved.LastEditedAt.Equal(later(3)), true)
	wants(t, "its end", moved.EndsAt.Equal(later(5)), true)
	d.save(p, "six")
	d.ready(p)
	d.refusedTo(publisher, cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, publishing.Plan{Minor: true, Note: "told after all"})
		return err
	})
}

// readNotes reads the notes of what was last released.
func readNotes(d *desk, page cms.ID, into *[]cms.ChangeNote) error {
	return d.store.Pool.QueryRow(context.Background(), `
		select revision.change_notes from release join revision on revision.id = revision_id
		where release.page_id = $1 order by live_from desc limit 1`, page).Scan(into)
}

func TestWhatWasTakenAwayIsReleasedAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	again := func(u cms.User) (r cms.Release, err error) {
		err = d.as(u, func(e *publishing.Edit) error { r, err = e.ReleaseAgain(t.Context(), p, publishing.Plan{}); return err })
		return r, err
	}
	if _, err := again(publisher); !errors.Is(err, cms.ErrConflict) {
		t.Errorf("what is public was released again: %v", err)
	}
	first := d.timeline(p)[0]
	for _, away := range []func(e *publishing.Edit) error{
		func(e *publishing.Edit) error {
			_, err := e.Withdraw(t.Context(), p, "wrong", publishing.Plan{})
			return err
		},
		func(e *publishing.Edit) error {
			_, err := e.Gone(t.Context(), p, "sold", publishing.Plan{})
			return err
		},
		func(e *publishing.Edit) error {
			_, err := e.Redirect(t.Context(), p, "/", publishing.Plan{})
			return err
		},
		func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), p, time.Time{}); return err },
	} {
		d.edit(away)
		version := d.draftVersion(p)
		d.mustType(author, p, "a draft that nobody has approved", version, true)
		if _, err := again(author); !errors.Is(err, cms.ErrForbidden) {
			t.Errorf("an author may: %v", err)
		}
		r, err := again(publisher)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, "the title", r.Card.Title, "a")
		wants(t, "last edited", r.LastEditedAt.Equal(first.LastEditedAt), true)
		wants(t, "the draft stays", d.draftVersion(p) > version, true)
	}
}

// TestReleasedAgainIsWhatReadersHad plans other text for a page, and then takes
// back that it was taken away: what is planned must not come out early.
func TestReleasedAgainIsWhatReadersHad(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), p, "wrong", publishing.Plan{})
		return err
	})
	d.release(p, "planned", from(later(2)))
	d.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseAgain(t.Context(), p, publishing.Plan{})
		return err
	})
	wants(t, "what is public now", d.live("/a", d.now()), "a")
	wants(t, "what is public then", d.live("/a", later(3)), "planned")
}

func TestContentRulesBlockARelease(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	missing := &kinds.ContentPage{Title: "a", Summary: "a", Further: []cms.Ref{cms.Ref(publishing.NewID())}}
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: missing})
		return err
	})
	d.ready(p)
	err := d.refusedTo(publisher, cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, publishing.Plan{})
		return err
	})
	if !strings.Contains(err.Error(), "is not there") {
		t.Errorf("the refusal is %v", err)
	}
	o := d.overview(author, p)
	if len(o.Findings.Blocks) != 1 || o.Findings.Blocks[0].Rule != "page-missing" {
		t.Errorf("what blocks is %v", o.Findings.Blocks)
	}
}
