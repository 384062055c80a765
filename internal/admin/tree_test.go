package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// drafted writes a draft in somebody's name.
func (o *office) drafted(u cms.User, page cms.ID, title string) {
	o.t.Helper()
	err := o.publisher.Edit(o.t.Context(), u, func(e *publishing.Edit) error {
		row, err := e.PageRow(o.t.Context(), page)
		if err != nil {
			return err
		}
		version := 0
		if row.Draft != nil {
			version = row.Draft.Version
		}
		_, err = e.Save(o.t.Context(), publishing.Save{Page: page, Value: content(title), Version: version, Automatic: true})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func content(title string) *kinds.ContentPage {
	return &kinds.ContentPage{Title: title, Summary: "What it is about."}
}

func (o *office) page(parent cms.ID, slug, title string) cms.ID {
	o.t.Helper()
	return o.publish("page", parent, slug, content(title))
}

// begun makes a page with a draft and nothing else.
func (o *office) begun(u cms.User, parent cms.ID, slug, title string) (page cms.ID) {
	o.t.Helper()
	err := o.publisher.Edit(o.t.Context(), u, func(e *publishing.Edit) error {
		made, err := e.Begin(o.t.Context(), publishing.NewPage{Kind: "page", Parent: parent, Slug: slug}, title)
		page = made.ID
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return page
}

// goesOn fails the test unless an answer leads on, and returns where to.
func (a answer) goesOn(t testing.TB) string {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("it is answered %s: %.2000s", a.Status, a.body)
	}
	return a.Header.Get("Location")
}

func (a answer) status(t testing.TB, status int) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("it is answered %s, want %d", a.Status, status)
	}
	return a
}

func edit(page cms.ID) string { return "/admin/pages/" + string(page) }

func below(page cms.ID) string { return "/admin/pages?below=" + string(page) }

// TestTheTreeShowsNobodyWhatTheyMayNotSee asks for every list of pages in the
// name of somebody who works elsewhere.
func TestTheTreeShowsNobodyWhatTheyMayNotSee(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	chief := o.user(cms.Administrator, "")
	theirs, mine := o.page(o.home, "theirs", "Theirs"), o.page(o.home, "mine", "Mine")
	hidden := o.begun(chief, theirs, "zebra", "Zebra plans")
	o.drafted(chief, theirs, "Zebra changes")
	deep := o.begun(chief, hidden, "zebra", "Zebra details")
	me := o.user(cms.Administrator, mine)
	for _, path := range []string{
		"/admin", "/admin/pages", below(theirs), below(o.home), "/admin/pages?q=zebra", "/admin/pages?q=/theirs", "/admin/pages?q=" + string(hidden),
		"/admin/pages?state=draft", "/admin/pages?state=never", "/admin/pages?sort=title", "/admin/pages?since=2020-01-01", "/admin/pages?owner=" + string(chief.ID),
		edit(mine) + "/move?q=zebra", edit(mine) + "/copy?q=zebra", edit(mine) + "/move?parent=" + string(hidden), below(mine),
	} {
		page := o.get(me, path).status(t, http.StatusOK).page(t)
		if strings.Contains(strings.ToLower(page.Find("main").Find("ul.tree, ul.places, table").Text()), "zebra") || page.Says("Zebra") {
			t.Errorf("%s tells of what is not live", path)
		}
	}
	for _, path := range []string{below(hidden), below(deep), edit(hidden) + "/delete", edit(hidden) + "/new", edit(hidden) + "/order", edit(hidden) + "/discard"} {
		if a := o.get(me, path); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusForbidden || strings.Contains(string(a.body), "Zebra") {
			t.Errorf("%s is answered %s", path, a.Status)
		}
	}
	all := o.get(chief, below(theirs)).page(t)
	all.Heading(1, "Zebra changes")
	all.Link("Zebra plans").Leads(edit(hidden))
	all.Link("Pages below Zebra plans").Leads(below(hidden))
}

func TestABranchIsAPageWithoutJavaScript(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	chief := o.user(cms.Administrator, "")
	services := o.page(o.home, "services", "Services")
	spine := o.page(services, "spine", "Spine")
	page := o.get(chief, "/admin/pages").status(t, http.StatusOK).page(t)
	page.Link("Services").Leads(edit(services))
	page.Link("Pages below Services").Leads(below(services))
	page = o.get(chief, below(services)).status(t, http.StatusOK).page(t)
	page.Heading(1, "Services")
	page.Landmark("navigation", "Breadcrumb").Link("Home").Leads(below(o.home))
	page.Link("Make a page here").Leads(edit(services) + "/new")
	page.Link("Spine").Leads(edit(spine))
	page.Wants("1 page below", "Content page", "/spine", "Live")
	if page.Find("#branch > li").Length() != 1 {
		t.Error("there is no list that a branch could be opened with")
	}
	mine := o.get(o.user(cms.Author, spine), "/admin/pages").page(t)
	mine.Section("Where you work").Link("Spine").Leads(edit(spine))
	mine.Link("Services").Leads("/services") // what they cannot edit they see as visitors do
	o.get(chief, "/admin/pages?below=nonsense").status(t, http.StatusNotFound)
}

func TestFiltersAreInTheAddressAndCanBeTakenAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	chief := o.user(cms.Administrator, "")
	o.page(o.home, "one", "Data one")
	o.drafted(chief, o.page(o.home, "two", "Data two"), "Data two, changed")
	page := o.get(chief, "/admin/pages?q=data&kind=page&state=draft&since=2020-05-01&owner=&term=&sort=").status(t, http.StatusOK).page(t)
	page.Wants("1 page found", "Data two, changed", "Changes not published")
	page.Lacks("Data one")
	page.Link("Without Kind: Content page").Leads("/admin/pages?q=data&since=2020-05-01&state=draft")
	page.Link("Without “data”").Leads("/admin/pages?kind=page&since=2020-05-01&state=draft")
	page.Link("Clear all").Leads("/admin/pages")
	if got := page.Field("Find pages").AttrOr("value", ""); got != "data" {
		t.Errorf("the field holds %q", got)
	}
	wrong := o.get(chief, "/admin/pages?q=data&since=May").status(t, http.StatusUnprocessableEntity).page(t)
	wrong.Wants("There is a problem", "Data one")
	if got := wrong.Field("Changed since").AttrOr("value", ""); got != "May" {
		t.Errorf("what was typed is %q", got)
	}
	o.get(chief, "/admin/pages?q=%00%ff&page=-7&kind=no&state=no&sort=no&term=no&owner=no").status(t, http.StatusOK)
	o.get(chief, "/admin/pages?q=nothing+at+all").page(t).Wants("0 pages found", "No page that you may see is like that")
	mine := o.get(chief, "/admin/pages?state=mine").page(t)
	mine.Wants("1 page found")
}

func TestAPageIsMadeBelowAnother(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	services := o.page(o.home, "services", "Services")
	author := o.user(cms.Author, services)
	page := o.get(author, edit(services)+"/new").status(t, http.StatusOK).page(t)
	page.Field("Content page")
	page.Lacks("Home page", "Menu", "Job posting") // that has a place of its own
	at := edit(services) + "/new"
	wrong := o.post(author, at, url.Values{"title": {""}, "slug": {"Kept As Typed"}}).status(t, http.StatusUnprocessableEntity).page(t)
	wrong.Link("Give the page a title").Leads("#title")
	wrong.Link("Choose what kind of page it is").Leads("#kind")
	if got := wrong.Field("Last part of the address").AttrOr("value", ""); got != "Kept As Typed" {
		t.Errorf("what was typed is %q", got)
	}
	to := o.post(author, at, url.Values{"title": {"Spine & more"}, "kind": {"page"}}).goesOn(t)
	id, _, _ := strings.Cut(strings.TrimPrefix(to, "/admin/pages/"), "?")
	made := o.get(author, below(cms.ID(id))).status(t, http.StatusOK).page(t)
	made.Heading(1, "Spine & more")
	made.Wants("Never published", "Draft")
	o.get(author, "/admin/pages?q=/services/spine-and-more").page(t).Wants("1 page found")
	o.post(author, at, url.Values{"title": {"Spine & more"}, "kind": {"page"}}).goesOn(t) // it gets a free address
	taken := o.post(author, at, url.Values{"title": {"Another"}, "kind": {"page"}, "slug": {"spine-and-more"}}).status(t, http.StatusUnprocessableEntity).page(t)
	taken.Wants("spine-and-more-3 is free")
	for _, form := range []url.Values{
		{"title": {"x"}, "kind": {"job"}}, {"title": {"x"}, "kind": {"menu"}}, {"title": {"x"}, "kind": {"home"}}, {"title": {"x"}, "kind": {"nonsense"}},
		{"title": {"x"}, "kind": {"page"}, "slug": {"Not a slug"}}, {"title": {"–"}, "kind": {"page"}},
	} {
		o.post(author, at, form).status(t, http.StatusUnprocessableEntity)
	}
	o.post(author, edit(o.home)+"/new", url.Values{"title": {"x"}, "kind": {"page"}}).status(t, http.StatusForbidden)
	o.get(author, edit(o.home)+"/new").status(t, http.StatusForbidden)
}

func TestAMoveIsShownBeforeItIsMade(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	publisher := o.user(cms.Publisher, "")
	a, b := o.page(o.home, "a", "Section A"), o.page(o.home, "b", "Section B")
	o.page(a, "x", "Page X")
	o.begun(publisher, a, "draft", "Only a draft")
	at := edit(a) + "/move"
	chosen := o.get(publisher, at+"?q=section&parent="+string(b)).status(t, http.StatusOK).page(t)
	chosen.Wants("Below Section B")
	chosen.Button("Choose Section B")
	form := url.Values{"parent": {string(b)}, "slug": {"c"}, "action": {"look"}}
	look := o.post(publisher, at, form).status(t, http.StatusOK).page(t)
	look.Heading(3, "3 addresses will change")
	look.Wants("2 of them have been public")
	look.Table("").Row("Page X").Wants("/a/x", "/b/c/x", "Yes")
	look.Table("").Row("Only a draft").Wants("/b/c/draft", "No")
	o.get(publisher, below(a)).page(t).Wants("/x")
	if row := o.row(a); row.Path != "/a" {
		t.Errorf("looking has moved it to %s", row.Path)
	}
	form.Set("action", "csv")
	file := o.post(publisher, at, form).status(t, http.StatusOK)
	if !strings.Contains(string(file.body), "Page X,/a/x,/b/c/x,yes\n") || !strings.Contains(file.Header.Get("Content-Disposition"), "addresses.csv") {
		t.Errorf("the file holds %q", file.body)
	}
	form.Set("action", "do")
	o.post(publisher, at, form).goesOn(t)
	if row := o.row(a); row.Path != "/b/c" {
		t.Errorf("it has moved to %s", row.Path)
	}
	for form, want := range map[string]int{
		"parent=" + string(b) + "&slug=c&action=look":    http.StatusUnprocessableEntity, // it is there
		"parent=" + string(a) + "&slug=c&action=look":    http.StatusUnprocessableEntity, // below itself
		"parent=" + string(b) + "&slug=C+C&action=do":    http.StatusUnprocessableEntity,
		"parent=" + string(o.home) + "&slug=b&action=do": http.StatusUnprocessableEntity, // taken
		"slug=c&action=do": http.StatusUnprocessableEntity, // nothing is chosen
	} {
		values, _ := url.ParseQuery(form)
		o.post(publisher, at, values).status(t, want)
	}
	author := o.user(cms.Author, "")
	o.post(author, at, url.Values{"parent": {string(o.home)}, "slug": {"z"}, "action": {"do"}}).status(t, http.StatusForbidden)
	o.post(author, at, url.Values{"parent": {string(o.home)}, "slug": {"z"}, "action": {"look"}}).status(t, http.StatusForbidden)
	o.get(publisher, edit(o.home)+"/move").status(t, http.StatusConflict)
}

// row is what an administrator sees of a page.
func (o *office) row(page cms.ID) (row cms.PageRow) {
	o.t.Helper()
	err := o.publisher.Read(o.t.Context(), cms.System, func(e *publishing.Edit) (err error) {
		row, err = e.PageRow(o.t.Context(), page)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return row
}

func TestACopyIsShownBeforeItIsMade(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	a := o.page(o.home, "a", "Section A")
	o.page(a, "x", "=Page X")
	at := edit(a) + "/copy"
	if got := o.get(author, at).status(t, http.StatusOK).page(t).Field("Last part of the address").AttrOr("value", ""); got != "a-2" {
		t.Errorf("the address that is suggested ends with %q", got)
	}
	form := url.Values{"parent": {string(o.home)}, "slug": {"a-2"}, "title": {"Section A again"}, "below": {"yes"}, "action": {"look"}}
	look := o.post(author, at, form).status(t, http.StatusOK).page(t)
	look.Heading(3, "2 pages will be made")
	look.Table("").Row("=Page X").Wants("/a-2/x")
	form.Set("action", "csv")
	if file := o.post(author, at, form); !strings.Contains(string(file.body), "'=Page X") {
		t.Errorf("a title could be taken for a formula: %q", file.body)
	}
	form.Set("action", "do")
	to := o.post(author, at, form).goesOn(t)
	id, _, _ := strings.Cut(strings.TrimPrefix(to, "/admin/pages/"), "?")
	if row := o.row(cms.ID(id)); row.Title != "Section A again" || row.Last != nil || row.Children != 1 || row.Owner.ID != author.ID {
		t.Errorf("the copy is %+v", row)
	}
	o.post(author, at, form).status(t, http.StatusUnprocessableEntity).page(t).Wants("a-2-2 is free")
}

func TestPagesArePutInOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	top := o.page(o.home, "top", "Top")
	a, b, c := o.page(top, "a", "A"), o.page(top, "b", "B"), o.page(top, "c", "C")
	at := edit(top) + "/order"
	form := func(action string, places ...string) url.Values {
		return url.Values{"child": {string(a), string(b), string(c)}, "place": places, "action": {action}}
	}
	order := func(page answer) string {
		var names []string
		for _, one := range page.page(t).Find(".order-name strong, #branch .tree-name > a").EachIter() {
			names = append(names, one.Text())
		}
		return strings.Join(names, "")
	}
	if got := order(o.get(author, at).status(t, http.StatusOK)); got != "ABC" {
		t.Errorf("they begin as %s", got)
	}
	if got := order(o.post(author, at, form("down:"+string(a), "1", "2", "3")).status(t, http.StatusOK)); got != "BAC" {
		t.Errorf("with A down they are %s", got)
	}
	if got := order(o.get(author, at)); got != "ABC" {
		t.Errorf("not saved, they are %s", got)
	}
	wrong := o.post(author, at, form("save", "1", "two", "3")).status(t, http.StatusUnprocessableEntity).page(t)
	wrong.Wants(`"two" is not a place`)
	if got := wrong.Field("Place of B").AttrOr("value", ""); got != "two" {
		t.Errorf("what was typed is %q", got)
	}
	to := o.post(author, at, form("save", "3", "1", "2")).goesOn(t)
	if got := order(o.get(author, to)); got != "BCA" {
		t.Errorf("saved, they are %s", got)
	}
	if got := order(o.get(author, o.post(author, at, form("alphabet", "1", "2", "3")).goesOn(t))); got != "ABC" {
		t.Errorf("from A to Z they are %s", got)
	}
	elsewhere := o.user(cms.Administrator, a)
	o.get(elsewhere, at).status(t, http.StatusForbidden)
	o.post(elsewhere, at, form("save", "3", "1", "2")).status(t, http.StatusForbidden)
}

func TestADraftIsThrownAwayUnlessItHasChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	page := o.page(o.home, "a", "As it is live")
	at := edit(page) + "/discard"
	o.get(author, at).page(t).Wants("There is no draft")
	o.drafted(author, page, "Changed")
	version := o.get(author, at).page(t).Find("[name=version]").AttrOr("value", "")
	o.drafted(author, page, "Changed again")
	o.post(author, at, url.Values{"version": {version}}).status(t, http.StatusConflict)
	version = o.get(author, at).page(t).Find("[name=version]").AttrOr("value", "")
	o.post(author, at, url.Values{"version": {version}}).goesOn(t)
	if row := o.row(page); row.Draft != nil || row.Title != "As it is live" {
		t.Errorf("the page is %+v", row)
	}
}

func TestHomeShowsWhatThereIsToDo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	services := o.page(o.home, "services", "Services")
	author, reviewer := o.user(cms.Author, services), o.user(cms.Reviewer, services)
	publisher, stranger := o.user(cms.Publisher, services), o.user(0, "")
	fresh := o.get(author, "/admin").status(t, http.StatusOK).page(t)
	fresh.Section("Where to begin").Link("Services").Leads(below(services))
	o.get(stranger, "/admin").page(t).Wants("You have no role yet", "Nothing waits for you")
	draft := o.begun(author, services, "new", "A new page")
	home := func(u cms.User) string { return o.get(u, "/admin").page(t).Find("main").Text() }
	o.get(author, "/admin").page(t).Section("Your drafts").Link("A new page").Leads(edit(draft))
	review := func(u cms.User, f func(e *publishing.Edit, version int) error) {
		t.Helper()
		err := o.publisher.Edit(t.Context(), u, func(e *publishing.Edit) error {
			d, err := e.Draft(t.Context(), draft)
			if err != nil {
				return err
			}
			return f(e, d.Version)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	submit := func(e *publishing.Edit, version int) error {
		_, err := e.Submit(t.Context(), draft, version, "Please look at the table.")
		return err
	}
	review(author, submit)
	o.get(reviewer, "/admin").page(t).Section("To review").Wants("A new page", "In review", "Please look at the table.", "Sent for review by User 1")
	if strings.Contains(home(author), "To review") {
		t.Error("the author is asked to review their own draft")
	}
	if strings.Contains(home(stranger), "A new page") {
		t.Error("a stranger is told of a draft")
	}
	review(reviewer, func(e *publishing.Edit, version int) error {
		_, err := e.Return(t.Context(), draft, version, "The table needs a caption.")
		return err
	})
	o.get(author, "/admin").page(t).Section("Given back to you").Wants("A new page", "Returned", "The table needs a caption.")
	review(author, submit)
	review(reviewer, func(e *publishing.Edit, version int) error {
		_, err := e.Approve(t.Context(), draft, version, "")
		return err
	})
	o.get(publisher, "/admin").page(t).Section("Approved, to be released").Wants("A new page", "Approved", "approved by User 2")
	o.get(stranger, "/admin").page(t).Section("Recently published").Link("Services").Leads("/services")
}
