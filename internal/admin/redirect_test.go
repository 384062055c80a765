package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

const redirects = "/admin/lists/redirects"

func TestRedirectsAreAddedAsTheyAreCopiedFromABrowser(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	page := o.publish("page", o.home, "new", &kinds.ContentPage{Title: hostile, Summary: "New"})
	o.post(admin, redirects+"/new", url.Values{"from": {" http://site.example/Old/Name/ "}, "to": {"http://site.example/new"}}).wantsAway(t, redirects+"?done=redirect-added")
	list := o.get(admin, redirects)
	list.wantsText(t)
	row := list.page(t).Table("Redirects").Row("/old/name")
	row.Wants("/new", "Not in 90 days")
	row.Link(hostile).Leads("/admin/pages/" + string(page)) // it follows the page
	row.Link("Change the redirect from /old/name").Leads(redirects + "/change?from=%2Fold%2Fname")

	o.post(admin, redirects+"/new", url.Values{"from": {"/Information%20Type/Two words"}, "to": {"/new"}}).wantsAway(t, redirects+"?done=redirect-added")
	o.get(admin, redirects).page(t).Table("Redirects").Row("/information-type/two-words")

	wrong := o.post(admin, redirects+"/new", url.Values{"from": {"/new"}, "to": {"javascript:alert(1)"}})
	wrong.wantsStatus(t, http.StatusUnprocessableEntity)
	wrong.page(t).Wants(`"javascript:alert(1)" is not an address`)
	taken := o.post(admin, redirects+"/new", url.Values{"from": {"/new"}, "to": {"https://example.org/"}})
	taken.wantsStatus(t, http.StatusUnprocessableEntity)
	taken.page(t).Wants("/new is the address of the page")
	chain := o.post(admin, redirects+"/new", url.Values{"from": {"/older"}, "to": {"/old/name"}})
	chain.wantsStatus(t, http.StatusUnprocessableEntity)
	chain.page(t).Wants("/older → /old/name → /new; lead straight to /new")
	if got := chain.page(t).Field("Leads to").AttrOr("value", ""); got != "/old/name" {
		t.Errorf("what was typed came back as %q", got)
	}
	o.post(admin, redirects+"/new", url.Values{"from": {"/x"}}).wantsStatus(t, http.StatusUnprocessableEntity)
}

func TestTheTargetOfARedirectIsFoundByItsTitle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	page := o.publish("page", o.home, "new", &kinds.ContentPage{Title: "Waiting times", Summary: "New"})
	found := o.post(admin, redirects+"/new", url.Values{"from": {"/old"}, "find": {"waiting"}, "action": {"find"}})
	found.wantsStatus(t, http.StatusOK)
	form := found.page(t)
	if got := form.Field("Old address").AttrOr("value", ""); got != "/old" {
		t.Errorf("what was typed came back as %q", got)
	}
	choice := form.Field("Waiting times /new")
	if got := choice.AttrOr("value", ""); got != string(page) {
		t.Errorf("the choice is %q", got)
	}
	o.post(admin, redirects+"/new", url.Values{"from": {"/old"}, "find": {"nothing of the kind"}, "action": {"find"}}).page(t).Wants("No page is called so")
	o.post(admin, redirects+"/new", url.Values{"from": {"/old"}, "page": {string(page)}, "action": {"save"}}).wantsAway(t, redirects+"?done=redirect-added")
	o.get(admin, redirects).page(t).Table("Redirects").Row("/old").Link("Waiting times")
}

func TestARedirectIsChangedAndDeleted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.redirect("/a", "/x")
	form := o.get(admin, redirects+"/change?from=%2Fa").page(t)
	form.Heading(1, "Redirect from /a")
	if got := form.Field("Leads to").AttrOr("value", ""); got != "/x" {
		t.Errorf("it leads to %q", got)
	}
	o.post(admin, redirects+"/change?from=%2Fa", url.Values{"from": {"/b"}, "to": {"/y"}}).wantsAway(t, redirects+"?done=redirect-changed")
	o.get(admin, redirects+"/change?from=%2Fa").wantsStatus(t, http.StatusNotFound)
	o.get(admin, redirects+"/delete?from=%2Fb").page(t).Button("Delete it")
	o.post(admin, redirects+"/delete?from=%2Fb", url.Values{}).wantsAway(t, redirects+"?done=redirect-deleted")
	o.post(admin, redirects+"/delete?from=%2Fb", url.Values{}).wantsStatus(t, http.StatusNotFound)
	o.get(admin, redirects+"/change").wantsStatus(t, http.StatusNotFound)
}

func TestManyRedirectsAreAddedOrNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	lines := "/a,/x\r\n\r\n/b\r\n/C/ , https://example.org/?q=1,2\r\n/d\t/a\r\n" + `"/e","/x"` + "\r\n" + hostile + ",/x\r\n"
	wrong := o.post(admin, redirects+"/import", url.Values{"lines": {lines}})
	wrong.wantsStatus(t, http.StatusUnprocessableEntity)
	page := wrong.page(t)
	page.Wants("Line 3: A line holds the old address, a comma, and where it leads", "Line 7: ")
	page.Lacks("Line 1:", "Line 4:", "Line 6:")
	if n := page.Find("main script, main b").Length(); n > 0 {
		t.Errorf("a line has become %d elements", n)
	}
	page.Field("Redirects").Wants("/C/ , https://example.org/?q=1,2")
	o.get(admin, redirects).page(t).Wants("0 redirects")

	chain := o.post(admin, redirects+"/import", url.Values{"lines": {"/a,/x\n\n/d\t/a"}})
	chain.wantsStatus(t, http.StatusUnprocessableEntity)
	chain.page(t).Wants("Line 3: /a leads on itself: /d → /a → /x; lead straight to /x")

	o.post(admin, redirects+"/import", url.Values{"lines": {" \n"}}).wantsStatus(t, http.StatusUnprocessableEntity)
	var many strings.Builder
	for n := range 5001 {
		fmt.Fprintf(&many, "/n%d,/x\n", n)
	}
	o.post(admin, redirects+"/import", url.Values{"lines": {many.String()}}).page(t).Wants("There are more than 5000 lines")
	o.post(admin, redirects+"/import", url.Values{"lines": {"\ufeff/a,/x\r\n/C/ , https://example.org/?q=1,2\r\n"}}).wantsAway(t, redirects+"?done=redirects-added")
	table := o.get(admin, redirects).page(t).Table("Redirects")
	table.Row("/a").Wants("/x")
	table.Row("/c").Wants("https://example.org/?q=1,2")
}

func TestTheListOfRedirectsIsSearchedPagedAndDownloaded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	var list []cms.Redirect
	for n := range 205 {
		list = append(list, cms.Redirect{From: fmt.Sprintf("/old/%03d", n), To: "https://example.org/"})
	}
	o.edit(func(e *publishing.Edit) error { return e.AddRedirects(t.Context(), list) })
	first := o.get(admin, redirects).page(t)
	first.Wants("205 redirects", "/old/099")
	first.Lacks("/old/100", "Previous")
	first.Link("Page 3").Leads(redirects + "?page=3")
	o.get(admin, redirects+"?page=3").page(t).Wants("/old/204")
	found := o.get(admin, redirects+"?q=OLD%2F20").page(t)
	found.Wants("5 redirects with “OLD/20”")
	found.Lacks("Next", "/old/100")
	found.Link("Download as CSV").Leads(redirects + ".csv?q=OLD%2F20")
	if got := strings.Count(string(o.get(admin, redirects+".csv").body), "\n"); got != 206 {
		t.Errorf("%d lines", got)
	}
	if got := strings.Count(string(o.get(admin, redirects+".csv?q=old%2F20").body), "\n"); got != 6 {
		t.Errorf("%d lines of those found", got)
	}
	o.get(admin, redirects+"?q="+url.QueryEscape(hostile)).page(t).Wants("0 redirects with “" + hostile + "”")
}

func TestRulesAreAddedAndTheirUsesTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.publish("page", o.home, "news", &kinds.ContentPage{Title: "News", Summary: "All"})
	o.get(admin, redirects+"/new").page(t).Wants("One redirect for many addresses", "/press-office/* to /news/$1")
	o.post(admin, redirects+"/new", url.Values{"from": {"http://site.example/Year/*"}, "to": {"http://site.example/search?year=$1"}}).wantsAway(t, redirects+"?done=redirect-added")
	o.post(admin, redirects+"/import", url.Values{"lines": {"/press/**,/news\n/out/*,https://example.org/$1"}}).wantsAway(t, redirects+"?done=redirects-added")
	for from, says := range map[string]string{"/a/*-*": "holds one star", "/year/*/*": "asks for $3", "/press/x/**": "lead into itself"} {
		wrong := o.post(admin, redirects+"/new", url.Values{"from": {from}, "to": {"/press/x/y/$" + map[bool]string{true: "3", false: "1"}[from == "/year/*/*"]}})
		wrong.wantsStatus(t, http.StatusUnprocessableEntity)
		wrong.page(t).Wants(says)
	}
	if _, err := o.store.Pool.Exec(t.Context(), `insert into redirect_hit (from_path) values ('/year/*'), ('/year/*')`); err != nil {
		t.Fatal(err)
	}
	row := o.get(admin, redirects).page(t).Table("Redirects").Row("/year/*")
	row.Wants("/search?year=$1", "2")
	row.Link("Change the redirect from /year/*").Leads(redirects + "/change?from=%2Fyear%2F%2A")
	form := o.get(admin, redirects+"/change?from=%2Fyear%2F%2A").page(t)
	if got := form.Field("Leads to").AttrOr("value", ""); got != "/search?year=$1" {
		t.Errorf("it leads to %q", got)
	}
}

func TestAnAddressIsTried(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.publish("page", o.home, "news", &kinds.ContentPage{Title: hostile, Summary: "All"})
	o.redirect("/press/**", "/news")
	o.redirect("/to/*", "/year/$1/all")
	o.redirect("/year/2024/*", "/search?year=2024")
	o.redirect("/old", "https://example.org/")
	o.redirect("/lost/*", "/nowhere/$1")
	for try, says := range map[string][]string{
		"http://site.example/Press/A?b=c": {"/press/a leads on by the rule /press/**", "/news", "Readers get the page “" + hostile + "”."},
		"/to/2024":                        {"leads on by the rule /to/*", "leads on by the rule /year/2024/*", "/search?year=2024", "The program itself answers there."},
		"/old":                            {"leads on by its redirect", "Readers are sent to that other website."},
		"/lost/x":                         {"/nowhere/x", "No page is live there, so readers are told that nothing is at the old address."},
		"/news":                           {"Readers get the page “" + hostile + "”."},
		"/nothing":                        {"nothing leads on"},
		"https://example.org/x":           {`"https://example.org/x" is no address of this site`},
	} {
		o.get(admin, redirects+"?try="+url.QueryEscape(try)).page(t).Section("Where does an address lead?").Wants(says...)
	}
}
