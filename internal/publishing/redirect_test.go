package publishing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

func (d *desk) addRedirects(list ...cms.Redirect) error {
	d.t.Helper()
	return d.as(admin, func(e *publishing.Edit) error { return e.AddRedirects(d.t.Context(), list) })
}

// signposts returns what the list of redirects says: "/a to Page /page".
func (d *desk) signposts(q cms.SignpostQuery) (list []cms.Signpost, total int) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), admin, func(e *publishing.Edit) (err error) {
		list, total, err = e.Signposts(d.t.Context(), q)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list, total
}

func TestWhatReadersWouldBeSentThroughTwiceIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.page(d.home, "page")
	moved := d.page(d.home, "moved")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Redirect(t.Context(), moved, "/page", publishing.Plan{})
		return err
	})
	gone := d.page(d.home, "gone")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), gone, "", publishing.Plan{})
		return err
	})
	if err := d.addRedirects(cms.Redirect{From: "/one", To: "/two"}, cms.Redirect{From: "/out", To: "https://example.org/"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to, field, want string
	}{
		{"/x", "/one", "to", "/one leads on itself: /x → /one → /two; lead straight to /two"},
		{"/x", "/one?a#b", "to", "/x → /one?a#b → /two"},
		{"/x", "/out", "to", "lead straight to https://example.org/"},
		{"/x", "/moved", "to", "/x → /moved → /page"},
		{"/two", "/one", "to", "round in a circle: /two → /one → /two"},
		{"/two", "/three", "from", "/one leads here already, and readers would be sent on twice: /one → /two → /three; change /one first"},
		{"/page", "/three", "from", `the address of the page "page" now`},
		{"/moved", "/three", "from", `what the unpublished page "moved" answers at`},
		{"/gone", "/three", "from", `what the unpublished page "gone" answers at`},
		{"/one", "/three", "from", "/one leads to /two already"},
		{"/media/x", "/three", "from", "/media/x is an address of the program's own"},
		{"/search", "/three", "from", "/search is an address of the program's own"},
		{"/Old", "/three", "from", "lower case"},
		{"/x", "http://example.org/", "to", "is not an address"},
		{"/x", "//example.org/", "to", "is not an address"},
		{"/x", "javascript:alert(1)", "to", "is not an address"},
		{"/x", "/x#y", "to", "would lead to itself"},
	} {
		err := d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			return e.AddRedirects(t.Context(), []cms.Redirect{{From: c.from, To: c.to}})
		})
		var invalid *cms.Invalid
		if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Field != c.field || !strings.Contains(invalid.Problems[0].Message, c.want) {
			t.Errorf("%s to %s: %v, want %s: %s", c.from, c.to, err, c.field, c.want)
		}
	}
}

func TestRulesThatLeadOnTwiceAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.page(d.home, "page")
	section := d.page(d.home, "section")
	d.page(section, "live")
	err := d.addRedirects(
		cms.Redirect{From: "/a/*", To: "/search?x=$1"}, cms.Redirect{From: "/b/**", To: "/c"}, cms.Redirect{From: "/d", To: "/e/x"}, cms.Redirect{From: "/f", To: "/section/live#part"},
		cms.Redirect{From: "/**/content", To: "/$1"}, cms.Redirect{From: "/old/**", To: "/section/$1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, field, want string }{
		{"/a/*", "/page", "from", "/a/* leads to /search?x=$1 already"},
		{"/x/*", "/a/$1", "to", "/a/* leads on itself: /x/* → /a/* → /search?x=*; lead straight to /search?x=*"},
		{"/x", "/a/b", "to", "/x → /a/b → /search?x=b"},
		{"/c", "/page", "from", "/b/** leads here already, and readers would be sent on twice: /b/** → /c → /page; change /b/** first"},
		{"/c", "/b/x", "to", "round in a circle: /c → /b/x → /c"},
		{"/e/*", "/page", "from", "/d leads here already, and readers would be sent on twice: /d → /e/* → /page"},
		{"/x/*", "/x/y", "to", "round in a circle"},
		{"/x/*-*", "/page", "from", "one star"},
		{"/x/*", "/page/$2", "to", "asks for $2"},
		{"/x/*", "/x/$1", "to", "lead into itself"},
		{"/media/*", "/page", "from", "the program's own"},
	} {
		err := d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
			return e.AddRedirects(t.Context(), []cms.Redirect{{From: c.from, To: c.to}})
		})
		var invalid *cms.Invalid
		if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Field != c.field || !strings.Contains(invalid.Problems[0].Message, c.want) {
			t.Errorf("%s to %s: %v, want %s: %s", c.from, c.to, err, c.field, c.want)
		}
	}
	good := []cms.Redirect{
		{From: "/section/*", To: "/page#part"}, // what is live below wins
		{From: "/search/x/*", To: "/search?x=$1"}, {From: "/page/**", To: "https://example.org/$1"}, {From: "/g/*", To: "/page"},
	}
	if err := d.addRedirects(good...); err != nil {
		t.Fatal(err)
	}
	page := one[string](d, `select page_id::text from redirect where from_path = '/g/*'`)
	d.move(cms.ID(page), d.home, "moved")
	wantsLeads(t, testkit.Site(t, d.store), map[string]string{
		"/g/x": "/moved", "/g": "", "/page": "/moved", "/page/a b": "https://example.org/a%20b", "/section/x": "/page#part", "/section/live": "",
		"/a/*": "/search?x=%2A", "/a/x/content": "/a/x", "/old/y/content": "/section/y/content", "/d": "/e/x",
	})
	d.edit(func(e *publishing.Edit) error { return e.DeleteRedirect(t.Context(), "/g/*") })
	wantsLeads(t, testkit.Site(t, d.store), map[string]string{"/g/x": ""})
}

func TestRedirectsAreAddedAllOrNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.page(d.home, "page")
	err := d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		return e.AddRedirects(t.Context(), []cms.Redirect{
			{From: "/a", To: "/page"}, {From: "/a", To: "/b"}, {From: "B", To: "/page"}, {From: "/c", To: "nowhere"}, {From: "/d", To: "/a"},
		})
	})
	var invalid *cms.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("%v", err)
	}
	var lines []string
	for _, p := range invalid.Problems {
		lines = append(lines, fmt.Sprintf("%d %s", p.Line, p.Field))
	}
	wantsAll(t, "problems", lines, "2 from", "3 from", "4 to", "5 to")
	err = d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { // chains within the list
		return e.AddRedirects(t.Context(), []cms.Redirect{{From: "/a", To: "/b"}, {From: "/b", To: "/page"}, {From: "/c", To: "/d"}, {From: "/d", To: "/c"}})
	})
	if !errors.As(err, &invalid) {
		t.Fatalf("%v", err)
	}
	lines = nil
	for _, p := range invalid.Problems {
		lines = append(lines, fmt.Sprintf("%d %s %s", p.Line, p.Field, p.Message))
	}
	wantsAll(t, "problems", lines,
		"1 to /b leads on itself: /a → /b → /page; lead straight to /page",
		"3 to readers would go round in a circle: /c → /d → /c; choose another address",
		"4 to readers would go round in a circle: /d → /c → /d; choose another address")

	good := []cms.Redirect{{From: "/a", To: "/page"}, {From: "/b", To: "/page#part"}, {From: "/c", Page: page}, {From: "/d", To: "/nothing-yet"}}
	if err := d.addRedirects(good...); err != nil {
		t.Fatal(err)
	}
	before := d.dump()
	if err := d.addRedirects(good...); err != nil { // the same again
		t.Fatal(err)
	}
	wantsAll(t, "tables changed", changedTables(before, d.dump()))
	d.move(page, d.home, "elsewhere")
	wantsLeads(t, testkit.Site(t, d.store), map[string]string{
		"/a": "/elsewhere", // the address of a page follows the page
		"/b": "/page#part", "/c": "/elsewhere", "/d": "/nothing-yet",
	})
}

func TestRedirectsAreChangedAndDeleted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.page(d.home, "page")
	if err := d.addRedirects(cms.Redirect{From: "/a", To: "/x"}, cms.Redirect{From: "/c", To: "/z"}); err != nil {
		t.Fatal(err)
	}
	change := func(from string, to cms.Redirect) func(*publishing.Edit) error {
		return func(e *publishing.Edit) error { return e.ChangeRedirect(t.Context(), from, to) }
	}
	d.edit(change("/a", cms.Redirect{From: "/a", To: "/y"}))
	d.edit(change("/a", cms.Redirect{From: "/b", To: "/page"}))
	d.edit(change("/c", cms.Redirect{From: "/z", To: "/c"})) // what would be a circle with the old one
	d.refused(cms.ErrInvalid, change("/b", cms.Redirect{From: "/z", To: "/page"}))
	d.refused(cms.ErrNotFound, change("/none", cms.Redirect{From: "/none-2", To: "/page"}))
	wantsLeads(t, testkit.Site(t, d.store), map[string]string{"/a": "", "/b": "/page", "/c": "", "/z": "/c"})
	d.edit(func(e *publishing.Edit) error { return e.DeleteRedirect(t.Context(), "/b") })
	wants(t, "audit", one[string](d, `select action || ' ' || (detail ->> 'from') from audit order by id desc limit 1`), "delete-redirect /b")
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteRedirect(t.Context(), "/b") })
}

func TestTheListOfRedirectsTellsWhereEachLeadsAndHowOftenItIsUsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page, hidden := d.page(d.home, "page"), d.create("page", d.home, "hidden")
	d.save(hidden, "Not yet")
	if err := d.addRedirects(cms.Redirect{From: "/a", Page: page}, cms.Redirect{From: "/b", Page: hidden}, cms.Redirect{From: "/c", To: "/Some?where"}); err != nil {
		t.Fatal(err)
	}
	intake := publishing.NewIntake(testkit.Site(t, d.store))
	for _, from := range []string{"/a", "/a", "/c"} {
		if err := intake.CountRedirect(t.Context(), from); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.store.Pool.Exec(t.Context(), `insert into redirect_hit (at, from_path) values (now() - interval '100 days', '/a')`); err != nil {
		t.Fatal(err)
	}
	since := d.now().Add(-90 * 24 * time.Hour)
	list, total := d.signposts(cms.SignpostQuery{Since: since, Paging: cms.Paging{Size: 10, Number: 1}})
	wants(t, "total", total, 3)
	var got []string
	for _, s := range list {
		got = append(got, fmt.Sprintf("%s to %s: %s %s, %d, used %v, made %v", s.From, s.To, s.Title, s.Path, s.Uses, !s.LastUsed.IsZero(), !s.MadeAt.IsZero()))
	}
	wantsAll(t, "list", got,
		"/a to : page /page, 2, used true, made true",
		"/b to : Not yet , 0, used false, made true",
		"/c to /Some?where:  , 1, used true, made true")
	for text, want := range map[string]string{"": "/a /b /c", "SOME": "/c", "PAGE": "/a", "/b": "/b", "%": "", "_": ""} {
		var froms []string
		list, total := d.signposts(cms.SignpostQuery{Text: text, Since: since})
		for _, s := range list {
			froms = append(froms, s.From)
		}
		if strings.Join(froms, " ") != want || total != len(froms) {
			t.Errorf("%q: %v of %d, want %s", text, froms, total, want)
		}
	}
	list, total = d.signposts(cms.SignpostQuery{Since: since, Paging: cms.Paging{Size: 2, Number: 2}})
	if total != 3 || len(list) != 1 || list[0].From != "/c" {
		t.Errorf("the second page: %d, %v", total, list)
	}
}
