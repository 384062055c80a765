package publishing_test

import (
	"fmt"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// wantsLeads fails the test unless every old address leads to its new one.
func wantsLeads(t *testing.T, site *postgres.Site, want map[string]string) {
	t.Helper()
	for path, to := range want {
		wants(t, path+" leads to", leads(t, site, path), to)
	}
}

func TestOldAddressesOfABranchLeadOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	child := d.page(a, "child")
	d.page(child, "grandchild")
	never := d.create("page", a, "never-public")

	wantsAll(t, "redirects made", d.move(a, b, "moved"), "/a", "/a/child", "/a/child/grandchild")
	wantsLeads(t, site, map[string]string{
		"/a": "/b/moved", "/a/child": "/b/moved/child", "/a/child/grandchild": "/b/moved/child/grandchild",
		"/a/never-public": "", "/b/moved": "", "/b/moved/child": "",
	})
	d.move(child, d.home, "c") // a second move: the first addresses follow, without a detour
	wantsLeads(t, site, map[string]string{
		"/a": "/b/moved", "/a/child": "/c", "/b/moved/child": "/c",
		"/a/child/grandchild": "/c/grandchild", "/b/moved/child/grandchild": "/c/grandchild",
	})
	wantsAll(t, "redirects made back", d.move(child, a, "child"), "/c", "/c/grandchild")
	d.move(a, d.home, "a") // and all is where it was
	wantsLeads(t, site, map[string]string{
		"/a": "", "/a/child": "", "/a/child/grandchild": "",
		"/b/moved": "/a", "/b/moved/child": "/a/child", "/c": "/a/child", "/c/grandchild": "/a/child/grandchild",
	})
	wants(t, "a redirect from a live address", one[int](d, `
		select count(*) from redirect join release on path = from_path where live_until = 'infinity'`), 0)

	d.release(never, "now public", publishing.Plan{})
	wants(t, "a page that was moved unpublished", d.live("/a/never-public", d.now()), "now public")
}

func TestHistoryKeepsTheOldAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.page(d.home, "a")
	d.page(a, "child")
	before := d.now()
	d.move(a, d.home, "b")
	after := d.now()
	d.move(a, d.home, "c")
	for path, live := range map[string][3]bool{"/a": {true}, "/a/child": {true}, "/b": {1: true}, "/b/child": {1: true}, "/c": {2: true}, "/c/child": {2: true}} {
		for i, at := range []time.Time{before, after, d.now()} {
			wants(t, fmt.Sprintf("%s is live after %d moves", path, i), d.live(path, at) != "", live[i])
		}
	}
	wants(t, "what a list of then is below", one[int](d, `
		select count(*) from release_section s join release r on r.id = s.release_id where r.path = '/a/child' and s.section_id = $1`, a), 1)
}

func TestScheduledReleasesMoveToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.page(d.home, "a")
	child := d.create("page", a, "child")
	d.release(child, "now", until(later(4)))
	soon := d.release(child, "soon", from(later(2)))
	d.move(a, d.home, "b")
	for at, want := range map[time.Time]string{d.now(): "now", later(2): "soon"} {
		wants(t, "at the new address", d.live("/b/child", at), want)
		wants(t, "at the old address", d.live("/a/child", at), "")
	}
	d.cancel(soon.ID) // what goes on at the new address still has its end
	line := d.timeline(child)
	if last := line[len(line)-1]; last.Path != "/b/child" || !last.LiveUntil.Equal(later(4)) || !last.EndsAt.Equal(later(4)) {
		t.Errorf("live at %s until %v, want /b/child until %v", last.Path, last.LiveUntil, later(4))
	}
	newWatch(d) // the rules hold
}

func TestWhatShowsNothingMovesToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	a, gone := d.page(d.home, "a"), cms.ID("")
	gone = d.page(a, "gone")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), gone, "sold", publishing.Plan{})
		return err
	})
	over := d.page(a, "over")
	d.expire(over, time.Time{})
	d.move(a, d.home, "b")
	wants(t, "at the new address", d.live("/b/gone", d.now()), "gone")
	wants(t, "what is over does not begin again", d.live("/b/over", d.now()), "")
	wantsLeads(t, site, map[string]string{"/a/gone": "/b/gone", "/a/over": ""})
	d.release(over, "again", publishing.Plan{})
	wantsLeads(t, site, map[string]string{"/a/over": "/b/over"}) // it was public there once
}

func TestAnAddressIsTakenOneAfterTheOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	const taken = "there is already a page with this name below the same page"
	for _, leave := range []struct {
		how string
		do  func(p cms.ID)
	}{
		{"live", func(cms.ID) {}},
		{"expired", func(p cms.ID) { d.expire(p, time.Time{}) }},
		{"gone", func(p cms.ID) {
			d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), p, "", publishing.Plan{}); return err })
		}},
	} {
		slug := leave.how
		p := d.page(d.home, slug)
		leave.do(p)
		err := d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
			_, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: d.home, Slug: slug})
			return err
		})
		wants(t, "the refusal", err.Error(), taken)
		other := d.page(d.home, slug+"-other")
		err = d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
			_, err := e.Move(t.Context(), other, d.home, slug)
			return err
		})
		wants(t, "the refusal", err.Error(), taken)

		before := d.now()
		d.move(p, d.home, slug+"-old")
		d.move(other, d.home, slug)
		wants(t, "live at the address taken", d.live("/"+slug, d.now()), slug+"-other")
		wants(t, "live there before", d.live("/"+slug, before) != slug+"-other", true)
		wantsLeads(t, site, map[string]string{"/" + slug: ""})
	}

	// A page whose history is told later was not there while another was.
	late := d.create("page", d.home, "late")
	d.move(d.page(d.home, "early"), d.home, "early-moved")
	d.move(late, d.home, "early")
	err := d.refusedTo(cms.System, cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), late, publishing.State{Value: value("page", "late")}, from(d.now().Add(-time.Hour)))
		return err
	})
	wants(t, "the refusal", err.Error(), "another page has this address at that time")
}

func TestAnAddressFollowsThePageThatHadItLast(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	section := d.page(d.home, "a")
	first := d.page(section, "x")
	d.move(first, section, "z")
	second := d.page(section, "x")
	d.move(second, section, "y")
	wantsLeads(t, site, map[string]string{"/a/x": "/a/y"})
	wantsAll(t, "redirects made", d.move(section, d.home, "b"), "/a", "/a/y", "/a/z")
	wantsLeads(t, site, map[string]string{"/a/x": "/b/y", "/a/y": "/b/y", "/a/z": "/b/z"})
}

func TestAnOldAddressLeadsOnUntilANewPageBeginsThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	d.move(d.page(d.home, "a"), d.home, "b")
	next := d.create("page", d.home, "a")
	d.release(next, "later", from(later(1)))
	wantsLeads(t, site, map[string]string{"/a": "/b"})
	d.release(next, "now", publishing.Plan{})
	wantsLeads(t, site, map[string]string{"/a": ""})
	d.expire(next, time.Time{})
	wantsLeads(t, site, map[string]string{"/a": ""}) // its last page was another
}

func TestWhereAPageCannotStand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	child := d.page(a, "child")
	menu := d.create("menu", "", "main")
	chapter := d.create("chapter", d.create("upcoming", d.home, "u"), "one")
	for _, test := range []struct {
		what         string
		page, parent cms.ID
		slug         string
	}{
		{"below itself", a, a, "a"},
		{"below its own child", a, child, "a"},
		{"below what has no address", a, menu, "a"},
		{"the home page", d.home, a, "home"},
		{"a kind without an address", menu, a, "menu"},
		{"with a bad name", a, b, "No Slug"},
		{"without a name", a, b, ""},
		{"below another kind than its own declares", chapter, a, "one"},
	} {
		t.Log(test.what)
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			_, err := e.Move(t.Context(), test.page, test.parent, test.slug)
			return err
		})
	}
	for _, test := range []struct {
		what string
		publishing.NewPage
	}{
		{"an unknown kind", publishing.NewPage{Kind: "novel", Parent: a, Slug: "x"}},
		{"a page at the top", publishing.NewPage{Kind: "page", Slug: "x"}},
		{"a bad name", publishing.NewPage{Kind: "page", Parent: a, Slug: "a/b"}},
		{"no name", publishing.NewPage{Kind: "page", Parent: a}},
		{"below what has no address", publishing.NewPage{Kind: "page", Parent: menu, Slug: "x"}},
		{"no address below a page", publishing.NewPage{Kind: "menu", Parent: a, Slug: "x"}},
		{"no address and a bad name", publishing.NewPage{Kind: "menu", Slug: "X"}},
		{"below another kind than its own declares", publishing.NewPage{Kind: "chapter", Parent: a, Slug: "x"}},
	} {
		t.Log(test.what)
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			_, err := e.Create(t.Context(), test.NewPage)
			return err
		})
	}
	for _, test := range []struct {
		what string
		kind error
		publishing.NewPage
	}{
		{"a second home page", cms.ErrConflict, publishing.NewPage{Kind: "home"}},
		{"a second menu of that name", cms.ErrConflict, publishing.NewPage{Kind: "menu", Slug: "main"}},
		{"an id that is taken", cms.ErrConflict, publishing.NewPage{ID: a, Kind: "page", Parent: b, Slug: "x"}},
		{"below a page that is not there", cms.ErrNotFound, publishing.NewPage{Kind: "page", Parent: publishing.NewID(), Slug: "x"}},
	} {
		t.Log(test.what)
		d.refused(test.kind, func(e *publishing.Edit) error {
			_, err := e.Create(t.Context(), test.NewPage)
			return err
		})
	}
}

func TestMovingAPageToWhereItIsDoesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.page(d.home, "a")
	before := d.dump()
	wantsAll(t, "redirects made", d.move(a, d.home, "a"))
	wantsAll(t, "tables changed", changedTables(before, d.dump()))
}
