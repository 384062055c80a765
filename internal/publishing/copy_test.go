package publishing_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// linking is a page whose text leads to others.
func linking(title string, pages ...cms.ID) *kinds.ContentPage {
	grid := &blocks.CardGrid{Heading: "See also", Rank: "plain"}
	for _, page := range pages {
		grid.Cards = append(grid.Cards, blocks.Card{Link: cms.Link{Page: cms.Ref(page)}})
	}
	return &kinds.ContentPage{Title: title, Summary: "x", Body: cms.Blocks{{ID: "b1", Type: "card-grid", Value: grid}}}
}

func (d *desk) write(page cms.ID, value *kinds.ContentPage) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(d.t.Context(), publishing.Save{Page: page, Value: value, Version: d.draftVersion(page)})
		return err
	})
}

func (d *desk) copy(c publishing.Copying) (done []publishing.Copied) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) (err error) {
		done, err = e.Copy(d.t.Context(), c)
		return err
	})
	return done
}

func TestACopyIsADraftAndRefersToItsOwnBranch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	outside := d.page(d.home, "outside")
	top := d.page(d.home, "top")
	part := d.page(top, "part")
	d.write(top, linking("Top", part, outside))
	d.write(part, linking("Part", top))
	done := d.copy(publishing.Copying{Page: top, Parent: d.home, Slug: "top-2", Title: "Top again", Below: true})
	var paths []string
	for _, c := range done {
		paths = append(paths, c.Path)
	}
	wantsAll(t, "the addresses of the copies", paths, "/top-2", "/top-2/part")
	row := d.mustRow(admin, done[0].To)
	wants(t, "the title of the copy", row.Title, "Top again")
	if row.Last != nil || row.Next != nil || row.Draft == nil {
		t.Errorf("a copy is more than a draft: %+v", row)
	}
	text := func(page cms.ID) string {
		return one[string](d, `select body::text from draft where page_id = $1`, page)
	}
	if body := text(done[0].To); !strings.Contains(body, string(done[1].To)) || !strings.Contains(body, string(outside)) || strings.Contains(body, string(part)) {
		t.Errorf("the copy refers to others than its own part and the page outside: %s", body)
	}
	if body := text(done[1].To); !strings.Contains(body, string(done[0].To)) {
		t.Errorf("the copied part does not lead to the copied top: %s", body)
	}
	if body := text(top); !strings.Contains(body, string(part)) {
		t.Errorf("the original has changed: %s", body)
	}
	wantsAll(t, "what is live", []string{d.live("/top-2", d.now())}, d.live("/nothing", d.now()))
}

func TestACopyOfWhatIsLiveHasItsText(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	done := d.copy(publishing.Copying{Page: p, Parent: p, Slug: "a"})
	wants(t, "how many are copied", len(done), 1)
	wants(t, "its title", d.mustRow(admin, done[0].To).Title, "a")
	empty := d.create("page", d.home, "empty")
	wants(t, "the title of a copy of nothing", d.copy(publishing.Copying{Page: empty, Parent: d.home, Slug: "empty-2"})[0].Title, "")
}

func TestNobodyCopiesWhatTheyMayNotRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	mine, theirs := d.page(d.home, "mine"), d.page(d.home, "theirs")
	me := user(50, cms.Administrator, mine)
	for _, c := range []publishing.Copying{
		{Page: theirs, Parent: mine, Slug: "x"}, {Page: mine, Parent: theirs, Slug: "x"}, {Page: mine, Parent: d.home, Slug: "x"},
	} {
		_ = d.refusedTo(me, cms.ErrForbidden, func(e *publishing.Edit) error { _, err := e.Copy(t.Context(), c); return err })
	}
	_ = d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.Copy(t.Context(), publishing.Copying{Page: mine, Parent: d.home, Slug: "theirs"})
		return err
	})
	_ = d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Copy(t.Context(), publishing.Copying{Page: d.home, Parent: mine, Slug: "x"})
		return err
	})
}

func TestPagesKeepTheOrderTheyAreGiven(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	top := d.page(d.home, "top")
	a, b, c := d.page(top, "a"), d.page(top, "b"), d.page(top, "c")
	wantsAll(t, "from A to Z", d.children(admin, top), "a", "b", "c")
	order := func(pages ...cms.ID) {
		d.edit(func(e *publishing.Edit) error { return e.Order(t.Context(), top, pages) })
	}
	order(c, a)
	wantsAll(t, "in their order, the others last", d.children(admin, top), "c", "a", "b")
	order(b, c, a, d.home) // a page of elsewhere is left alone
	wantsAll(t, "in another order", d.children(admin, top), "b", "c", "a")
	wants(t, "the place of the home page", d.mustRow(admin, d.home).Position, 0)
	d.move(b, d.home, "b")
	wantsAll(t, "without what has moved", d.children(admin, top), "c", "a")
	order()
	wantsAll(t, "from A to Z again", d.children(admin, top), "a", "c")
	_ = d.refusedTo(user(51, cms.Administrator, a), cms.ErrForbidden, func(e *publishing.Edit) error { return e.Order(t.Context(), top, nil) })
}

func TestANewPageHasAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"How to join": "how-to-join", "A & B": "a-and-b", "Über_uns – 2026": "uber-uns-2026", "  ": "", "日本": "ri-ben",
		strings.Repeat("long words ", 20): "long-words-long-words-long-words-long-words-long-words-long", "--": "",
	} {
		wants(t, "the slug of "+title, publishing.SlugOf(title), want)
	}
	d := newDesk(t)
	d.page(d.home, "data")
	d.page(d.home, "data-2")
	free := func(parent cms.ID, wanted string) (slug string) {
		d.edit(func(e *publishing.Edit) (err error) { slug, err = e.FreeSlug(t.Context(), parent, wanted); return err })
		return slug
	}
	wants(t, "beside data and data-2", free(d.home, "data"), "data-3")
	wants(t, "where the program itself answers", free(d.home, "admin"), "admin-2")
	wants(t, "where nothing is", free(d.home, "free"), "free")
}

func TestAPageBeginsWithItsTitle(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	work := d.page(d.home, "a")
	var used, others []string
	d.edit(func(e *publishing.Edit) error {
		d.t.Helper()
		page, err := e.Begin(t.Context(), publishing.NewPage{Kind: "person", Parent: work, Slug: "ina"}, "Ina Maria Word")
		if err != nil {
			return err
		}
		wants(t, "its kind", page.Kind, "person")
		first, second, err := e.KindsFor(t.Context(), work)
		for _, kind := range first {
			used = append(used, kind.Name)
		}
		for _, kind := range second {
			others = append(others, kind.Name)
		}
		return err
	})
	wantsAll(t, "the pages below", d.children(admin, work), "Ina Maria Word")
	wantsAll(t, "kinds that are there", used, "person")
	if !slices.Contains(others, "page") || slices.Contains(others, "home") || slices.Contains(others, "menu") || slices.Contains(others, "chapter") {
		t.Errorf("the other kinds are %v", others)
	}
	_ = d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.Begin(t.Context(), publishing.NewPage{Kind: "page", Parent: work, Slug: "x"}, " ")
		return err
	})
}

func TestAMovedBranchTellsOfEveryAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	d.page(a, "x")
	d.create("page", a, "draft")
	var told []publishing.Moved
	before := d.dump()
	err := d.publisher.TryEdit(t.Context(), admin, func(e *publishing.Edit) (err error) {
		told, err = e.MoveBranch(t.Context(), a, b, "c")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, m := range told {
		mark := ""
		if m.Leads {
			mark = " leads on"
		}
		said = append(said, m.From+" to "+m.To+mark)
	}
	wantsAll(t, "what would become of the addresses", said, "/a to /b/c leads on", "/a/draft to /b/c/draft", "/a/x to /b/c/x leads on")
	wantsAll(t, "tables that a dry run changed", changedTables(before, d.dump()))
}

// TestAFreeSlugTellsNothingOfOtherBranches asks for one where the person may
// make no page: it would tell which drafts there are.
func TestAFreeSlugTellsNothingOfOtherBranches(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	own, other := d.page(d.home, "own"), d.page(d.home, "other")
	d.create("page", other, "secret")
	d.create("page", own, "secret")
	for parent, want := range map[cms.ID]string{own: "secret-2", other: "secret"} {
		var slug string
		err := d.as(user(50, cms.Author, own), func(e *publishing.Edit) (err error) {
			slug, err = e.FreeSlug(t.Context(), parent, "secret")
			return err
		})
		if err != nil || slug != want {
			t.Errorf("free is %q, %v; want %q", slug, err, want)
		}
	}
}
