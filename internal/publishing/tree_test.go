package publishing_test

import (
	"errors"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// row reads a page row in somebody's name.
func (d *desk) row(u cms.User, page cms.ID) (r cms.PageRow, err error) {
	err = d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) error {
		r, err = e.PageRow(d.t.Context(), page)
		return err
	})
	return r, err
}

func (d *desk) mustRow(u cms.User, page cms.ID) cms.PageRow {
	d.t.Helper()
	r, err := d.row(u, page)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) children(u cms.User, page cms.ID) (titles []string) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) error {
		list, err := e.Children(d.t.Context(), page, cms.Paging{Size: 100})
		for _, row := range list.Rows {
			titles = append(titles, row.Title)
		}
		if list.Total != len(list.Rows) {
			d.t.Errorf("%d children are counted, and there are %d", list.Total, len(list.Rows))
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return titles
}

func TestARowSaysWhatEditorsKnowOfAPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	wants(t, "the title of a page without content", d.mustRow(admin, p).Title, "")
	d.mustType(ann, p, "first words", 0, true)
	row := d.mustRow(admin, p)
	wants(t, "the title", row.Title, "first words")
	wants(t, "the path", row.Path, "/a")
	wants(t, "who writes", row.Draft.Editor, ann.ID)
	wants(t, "who changed it", row.ChangedBy, ann.ID)
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, urgent)
		return err
	})
	row = d.mustRow(admin, p)
	wants(t, "what is live", row.Live().Title, "first words")
	if row.Draft != nil || !row.Public() {
		t.Errorf("released, it is %+v", row)
	}
	d.mustType(ann, p, "second words", 0, true)
	wants(t, "the title of changed content", d.mustRow(admin, p).Title, "second words")
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p) })
	wants(t, "the title without the draft", d.mustRow(admin, p).Title, "first words")
	wants(t, "the children of the home page", d.mustRow(admin, d.home).Children, 1)
}

func TestAPlannedEndIsToldToThoseOfTheBranch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), p, "Out of date.", publishing.Plan{From: time.Now().Add(time.Hour)})
		return err
	})
	if row := d.mustRow(admin, p); row.Next == nil || row.Next.Outcome != cms.OutcomeWithdrawn || row.Last.LiveUntil.IsZero() {
		t.Errorf("an administrator sees %+v", row)
	}
	if row := d.mustRow(user(40, cms.Author, d.page(d.home, "b")), p); row.Next != nil || !row.Last.LiveUntil.IsZero() || row.Readable {
		t.Errorf("an author of elsewhere sees %+v", row)
	}
}

func TestWhatIsNotLiveIsSeenInOnesOwnBranchOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	hidden, below := d.create("page", a, "hidden"), d.create("page", b, "below")
	d.save(hidden, "secret of a")
	d.save(below, "secret of b")
	d.save(a, "secret change of a")
	ofB := user(41, cms.Author, b)
	if _, err := d.row(ofB, hidden); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a hidden page of elsewhere: error %v", err)
	}
	row := d.mustRow(ofB, a)
	if row.Title == "secret change of a" || row.Draft != nil || row.Children != 0 || !row.ChangedAt.IsZero() {
		t.Errorf("of a live page elsewhere it says %+v", row)
	}
	wantsAll(t, "the pages below a", d.children(ofB, a))
	wantsAll(t, "the pages below b", d.children(ofB, b), "secret of b")
	wantsAll(t, "the pages below a for an administrator", d.children(admin, a), "secret of a")
	if nobody := user(42, 0, ""); len(d.children(nobody, b)) != 0 {
		t.Error("somebody without a role sees what is not live")
	}
}

func TestAPlaceInTheTreeIsTheSameByMoves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	d.page(d.page(a, "x"), "y")
	d.page(d.home, "a-b")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), a, b, "c")
		return err
	})
	var wrong []string
	rows, err := d.store.Pool.Query(t.Context(), `
		with recursive tree as (
			select id, '/' collate "C" as path from page where parent_id is null and has_address
			union all
			select page.id, case tree.path when '/' then '' else tree.path end || '/' || page.slug from tree join page on page.parent_id = tree.id
		)
		select page.path from page join tree using (id) where page.path is distinct from tree.path`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			t.Fatal(err)
		}
		wrong = append(wrong, path)
	}
	wantsAll(t, "addresses that are not those of the tree", wrong)
	wants(t, "the path of what moved", d.mustRow(admin, a).Path, "/b/c")
}
