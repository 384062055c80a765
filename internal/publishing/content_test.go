package publishing_test

import (
	"errors"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// written is the title of what somebody is given to write on, and its version.
func (d *desk) written(u cms.User, page cms.ID) (title string, version int, err error) {
	err = d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) error {
		c, err := e.Content(d.t.Context(), page)
		if err == nil {
			title, version = c.Value.Card().Title, c.Version()
		}
		return err
	})
	return title, version, err
}

// mustWrite saves a text by hand.
func (d *desk) mustWrite(page cms.ID, value schema.Kind) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(d.t.Context(), publishing.Save{Page: page, Value: value, Version: d.draftVersion(page)})
		return err
	})
}

// TestContent gives an editor the draft, else what the public will get in the
// end, else what was written last.
func TestContent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("page", d.home, "page")
	wants := func(title string, drafted bool) {
		t.Helper()
		if got, version, err := d.written(admin, page); err != nil || got != title || version > 0 != drafted {
			t.Errorf("given is %q in version %d, %v; want %q", got, version, err, title)
		}
	}
	wants("", false)
	d.mustWrite(page, value("page", "Thrown away"))
	wants("Thrown away", true)
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), page, 0) })
	wants("Thrown away", false)
	d.release(page, "Live", publishing.Plan{})
	wants("Live", false)
	d.soon(page, "Planned", time.Hour, func(at time.Time) publishing.Plan { return publishing.Plan{From: at} })
	wants("Planned", false)
	d.save(page, "Draft")
	wants("Draft", true)

	if _, _, err := d.written(user(9, cms.Author, d.page(d.home, "other")), page); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("somebody from another branch is told %v", err)
	}
}

// TestContentOfAnAnnouncement is not what was announced but what was written.
func TestContentOfAnAnnouncement(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("upcoming", d.home, "upcoming")
	d.mustWrite(page, &upcoming{Title: "Whole", Summary: "Whole"})
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), page, urgent); return err })
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), page, 0) })
	err := d.publisher.Read(t.Context(), admin, func(e *publishing.Edit) error {
		c, err := e.Content(t.Context(), page)
		if err == nil && c.Value.Card().Summary != "Whole" {
			t.Errorf("given is %+v", c.Value)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestRevisionContent reads revisions of the page and of no other.
func TestRevisionContent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page, other := d.page(d.home, "page"), d.page(d.home, "other")
	read := func(u cms.User, page, of cms.ID) (title string, err error) {
		err = d.publisher.Read(t.Context(), admin, func(e *publishing.Edit) error {
			of, err = e.LatestRevision(t.Context(), of)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.publisher.Read(t.Context(), u, func(e *publishing.Edit) error {
			value, err := e.RevisionContent(t.Context(), page, of)
			if err == nil {
				title = value.Card().Title
			}
			return err
		})
		return title, err
	}
	if title, err := read(admin, page, page); err != nil || title != "page" {
		t.Errorf("the revision says %q, %v", title, err)
	}
	if _, err := read(admin, page, other); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a revision of another page is answered %v", err)
	}
	if _, err := read(user(9, cms.Author, other), page, page); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("somebody from another branch is told %v", err)
	}
}

// TestNames tells what is chosen, and of other branches no more than is live.
func TestNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	own, hidden := d.page(d.home, "own"), d.create("page", d.home, "hidden")
	d.save(own, "Own")
	d.save(hidden, "Hidden")
	err := d.publisher.Read(t.Context(), user(9, cms.Author, own), func(e *publishing.Edit) error {
		names, err := e.Names(t.Context(), []cms.ID{d.home, own, hidden}, nil, true)
		if err == nil && (len(names.Pages) != 2 || names.Pages[own].Title != "Own" || names.Pages[d.home].Title != "Home") {
			t.Errorf("told are %v", names.Pages)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	err = d.publisher.Read(t.Context(), user(10, 0, ""), func(e *publishing.Edit) error {
		_, err := e.Names(t.Context(), []cms.ID{own}, nil, false)
		return err
	})
	if !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("somebody without a role is told %v", err)
	}
}
