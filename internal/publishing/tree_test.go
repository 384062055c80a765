package publishing_test

import (
	"errors"
	"slices"
	"strings"
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
	wants(t, "who writes", row.Draft.Editor.ID, ann.ID)
	wants(t, "who changed it", row.ChangedBy.ID, ann.ID)
	d.release(p, "first words", publishing.Plan{})
	row = d.mustRow(admin, p)
	wants(t, "what is live", row.Live().Title, "first words")
	if row.Draft != nil || !row.Public() {
		t.Errorf("released, it is %+v", row)
	}
	d.mustType(ann, p, "second words", 0, true)
	wants(t, "the title of changed content", d.mustRow(admin, p).Title, "second words")
	d.edit(func(e *publishing.Edit) error { return e.DeleteDraft(t.Context(), p, 0) })
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

// found are the titles of what somebody finds.
func (d *desk) found(u cms.User, q cms.PageQuery) (titles []string) {
	d.t.Helper()
	q.Size = 100
	err := d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) error {
		list, err := e.FindPages(d.t.Context(), q)
		for _, row := range list.Rows {
			titles = append(titles, row.Title)
		}
		if list.Total != len(list.Rows) {
			d.t.Errorf("%d are counted, and there are %d", list.Total, len(list.Rows))
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return titles
}

func TestPagesAreFoundByWhatIsTypedOrPasted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.create("landing", d.home, "care-records")
	d.release(a, "Care records", publishing.Plan{})
	b := d.create("page", a, "how-to-join")
	d.save(b, "How to join 100%")
	c := d.page(d.home, "other")
	d.save(a, "Health records")
	d.edit(func(e *publishing.Edit) error { _, err := e.Move(t.Context(), c, a, "moved"); return err })
	for text, want := range map[string][]string{
		"health":                    {"Health records"},
		"HEALTH  rec":               {"Health records"},
		"care":                      {"Health records", "How to join 100%", "other"}, // by its address, and by what is live
		"care join":                 {"How to join 100%"},
		"100%":                      {"How to join 100%"},
		"0_0":                       nil,
		string(b):                   {"How to join 100%"},
		"/care-records/how-to-join": {"How to join 100%"},
		"/care-records":             {"Health records", "How to join 100%", "other"},
		"https://site.example/Care-records/how-to-join/?x=1#y": {"How to join 100%"},
		"http://site.example/other":                            {"other"}, // where it once was
		"nothing of that kind":                                 nil,
	} {
		got := d.found(admin, cms.PageQuery{Text: text, Sort: cms.ByAddress})
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

func TestPagesAreFoundByHowFarTheyAre(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	live, draft, changed, planned, withdrawn, gone := d.page(d.home, "live"), d.create("page", d.home, "draft"), d.page(d.home, "changed"),
		d.create("page", d.home, "planned"), d.page(d.home, "withdrawn"), d.page(d.home, "gone")
	d.save(draft, "draft")
	d.save(changed, "changed")
	d.release(planned, "planned", publishing.Plan{From: tomorrow})
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), withdrawn, "No longer so.", publishing.Plan{})
		return err
	})
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), gone, "", publishing.Plan{}); return err })
	expired := d.page(d.home, "expired")
	d.edit(func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), expired, time.Time{}); return err })
	other := user(43, cms.Author, live)
	soon := cms.DateOf(time.Now().UTC().AddDate(0, 0, 9))
	for _, page := range []cms.ID{changed, draft, gone, withdrawn} { // readers have only the first
		d.edit(func(e *publishing.Edit) error { return e.SetReviewBy(t.Context(), page, soon) })
	}
	d.edit(func(e *publishing.Edit) error {
		return e.SetReviewBy(t.Context(), d.home, cms.DateOf(time.Now().UTC().AddDate(0, 0, 10)))
	})
	today := cms.DateOf(time.Now().UTC().AddDate(0, 0, 10))
	for state, want := range map[cms.PageFilter][2][]string{
		cms.FindLive:      {{"Home", "changed", "live"}, {"Home", "changed", "live"}},
		cms.FindDraft:     {{"changed", "draft"}},
		cms.FindChanged:   {{"changed"}},
		cms.FindScheduled: {{"planned"}},
		cms.FindWithdrawn: {{"withdrawn"}, {"withdrawn"}},
		cms.FindGone:      {{"gone"}},
		cms.FindExpired:   {{"expired"}},
		cms.FindNever:     {{"draft", "planned"}},
		cms.FindOverdue:   {{"changed"}},
	} {
		wantsAll(t, string(state)+" pages", d.found(admin, cms.PageQuery{State: state, Today: today, Sort: cms.ByAddress}), want[0]...)
		wantsAll(t, string(state)+" pages elsewhere", d.found(other, cms.PageQuery{State: state, Today: today, Sort: cms.ByAddress}), want[1]...)
	}
	wantsAll(t, "pages of a kind", d.found(admin, cms.PageQuery{Kinds: []string{"home"}}), "Home")
	wantsAll(t, "pages of somebody", d.found(admin, cms.PageQuery{Owner: ann.ID}))
	wantsAll(t, "pages below", d.found(admin, cms.PageQuery{Below: live}))
	wants(t, "how many have changed", len(d.found(admin, cms.PageQuery{Since: time.Now().Add(-time.Hour)})), 8)
	wants(t, "how many of them elsewhere", len(d.found(other, cms.PageQuery{Since: time.Now().Add(-time.Hour)})), 1)
}

// TestNoSearchTellsOfWhatIsNotLive tries every question on somebody of another
// branch, who must not learn a word of what is not public.
func TestNoSearchTellsOfWhatIsNotLive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	theirs, mine := d.page(d.home, "theirs"), d.page(d.home, "mine")
	hidden := d.create("page", theirs, "xylophone")
	d.save(hidden, "xylophone plans")
	d.save(theirs, "xylophone ahead")
	planned := d.create("page", theirs, "xylophone-2")
	d.release(planned, "xylophone soon", publishing.Plan{From: tomorrow})
	moved := d.page(d.home, "was-public")
	d.release(moved, "public words", publishing.Plan{})
	d.release(moved, "xylophone words", publishing.Plan{From: tomorrow})
	me := user(44, cms.Administrator, mine)
	for _, q := range []cms.PageQuery{
		{Text: "xylophone"}, {Text: "x"}, {Text: "soon"}, {Text: "/theirs"}, {Text: "/theirs/xylophone"}, {Text: string(hidden)}, {Text: string(planned)},
		{Kinds: []string{"page"}}, {State: cms.FindDraft}, {State: cms.FindScheduled}, {State: cms.FindNever}, {State: cms.FindChanged}, {Below: theirs},
		{Owner: admin.ID}, {Since: time.Now().Add(-time.Hour)}, {Sort: cms.FromAToZ}, {},
	} {
		for _, title := range d.found(me, q) {
			if strings.Contains(title, "xylophone") {
				t.Errorf("%+v tells of %q", q, title)
			}
		}
	}
	wantsAll(t, "what has xylophones in it", d.found(me, cms.PageQuery{Text: "xylophone"}))
	wantsAll(t, "what is live is found by its own words", d.found(me, cms.PageQuery{Text: "public words"}), "public words")
}
