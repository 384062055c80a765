package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/admin"
	"lectern/internal/blocks"
	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// hostile is a name that would be more than text where it is not escaped.
const hostile = `<script>alert(1)</script> "onmouseover='x' & <b>`

// wantsStatus fails the test unless something was answered so.
func (a answer) wantsStatus(t testing.TB, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("answered %s, want %d\n%s", a.Status, status, a.body)
	}
}

// wantsAway fails the test unless the answer leads on to there.
func (a answer) wantsAway(t testing.TB, to string) {
	t.Helper()
	a.wantsStatus(t, http.StatusSeeOther)
	if got := a.Header.Get("Location"); got != to {
		t.Fatalf("leads on to %q, want %q", got, to)
	}
}

// wantsText fails the test unless the page holds the hostile name as text only.
func (a answer) wantsText(t testing.TB) {
	t.Helper()
	page := a.page(t)
	page.Wants(hostile)
	if n := page.Find("main script, main b, [onmouseover]").Length(); n > 0 {
		t.Errorf("a name has become %d elements", n)
	}
}

// eraser is an administrator who may also delete.
func (o *office) eraser() cms.User {
	u := o.user(cms.Administrator, "")
	u.Grants[0].Delete = true
	o.users[u.ID] = u
	return u
}

func TestTheListsOfTheSiteAreThoseOfItsKinds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.publish("menu", "", "main", &kinds.Menu{Title: "Main", Place: "main"})
	page := o.get(admin, "/admin/lists").page(t)
	page.Heading(1, "Lists")
	for _, kind := range o.registry.Kinds() {
		if kind.Addressed || kind.Tag == cms.SiteTag {
			continue
		}
		page.Wants(kind.Help + ".")
	}
	page.Link("Menus").Leads("/admin/lists/kind/menu")
	page.Link("Terms").Leads("/admin/lists/terms")
	page.Link("Redirects").Leads("/admin/lists/redirects")
	o.get(admin, "/admin/lists/kind/page").wantsStatus(t, http.StatusNotFound) // it has an address
	o.get(admin, "/admin/lists/kind/none").wantsStatus(t, http.StatusNotFound)
}

func TestTheListsSayHowSearchesAreAnswered(t *testing.T) {
	t.Parallel()
	var health cms.SearchHealth
	o := newOffice(t, func(c *admin.Config) { c.SearchHealth = func() cms.SearchHealth { return health } })
	administrator := o.user(cms.Administrator, "")
	since := time.Date(2026, 7, 1, 8, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		health cms.SearchHealth
		want   string
	}{
		{cms.SearchHealth{}, "answered by the engine on Postgres. There is no Meilisearch server."},
		{cms.SearchHealth{Server: cms.ServerAnswers, Pages: 1412}, "answered by Meilisearch, whose index holds 1,412 pages."},
		{cms.SearchHealth{Server: cms.ServerBehind, Since: since}, "because the index of Meilisearch is behind what is live. It has been so since 1 July 2026 at 9:30 am."},
		{cms.SearchHealth{Server: cms.ServerBehind, Since: since, Made: true}, "because the index of Meilisearch is being made."},
		{cms.SearchHealth{Server: cms.ServerAway, Since: since}, "because Meilisearch does not answer. The server’s log says why. It has been so since 1 July 2026 at 9:30 am."},
		{cms.SearchHealth{Server: cms.ServerAway}, "because Meilisearch does not answer. The server’s log says why."},
	} {
		health = c.health
		o.get(administrator, "/admin/lists").page(t).Wants(c.want)
	}
}

func TestAMenuIsMadeListedAndDeleted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	o.post(admin, "/admin/lists/kind/menu", url.Values{"name": {" ! "}}).wantsStatus(t, http.StatusUnprocessableEntity)
	made := o.post(admin, "/admin/lists/kind/menu", url.Values{"name": {hostile}})
	made.wantsStatus(t, http.StatusSeeOther)
	id := cms.ID(strings.TrimPrefix(made.Header.Get("Location"), "/admin/pages/"))
	list := o.get(admin, "/admin/lists/kind/menu")
	list.wantsText(t)
	row := list.page(t).Table("Menus").Row(hostile)
	row.Wants("Never published", "Draft")
	row.Link(hostile).Leads("/admin/pages/" + string(id))
	row.Lacks("Let it end", "Delete")
	o.get(o.eraser(), "/admin/lists/kind/menu").page(t).Table("Menus").Row(hostile).
		Link("Delete " + hostile).Leads("/admin/pages/" + string(id) + "/delete")
	again := o.post(admin, "/admin/lists/kind/menu", url.Values{"name": {hostile}})
	again.wantsStatus(t, http.StatusUnprocessableEntity)
	if got := again.page(t).Field("Name").AttrOr("value", ""); got != hostile {
		t.Errorf("what was typed came back as %q", got)
	}
	again.page(t).Wants("There is already one of this kind with this name; choose another")

	live := o.publish("menu", "", "legal", &kinds.Menu{Title: "Legal", Place: "legal"})
	row = o.get(admin, "/admin/lists/kind/menu").page(t).Table("Menus").Row("Legal")
	row.Wants("Live")
	row.Link("Let it end Legal").Leads("/admin/pages/" + string(live) + "/publish/expire")
	o.post(admin, "/admin/pages/"+string(id)+"/delete", url.Values{}).wantsStatus(t, http.StatusForbidden)
	o.post(o.eraser(), "/admin/pages/"+string(id)+"/delete", url.Values{}).wantsAway(t, "/admin/lists/kind/menu?done=page-deleted")
	o.get(admin, "/admin/lists/kind/menu").page(t).Lacks(hostile)
}

func TestSettingsSayWhatReadersGet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	page := o.get(admin, "/admin/settings").page(t)
	page.Wants("There is none yet", "http://site.example", "Europe/London")
	page.Button("Add and write it")
	id := o.publish("site", "", "site", &kinds.Site{
		Title: hostile, Colours: kinds.Colours{Ink: "#171f4a"}, StripLink: cms.Link{Page: cms.Ref(o.home)},
		Feedback: cms.Link{Text: "Tell us", URL: "https://example.org/"},
	})
	page = o.get(admin, "/admin/settings").page(t)
	shown := page.Section("What readers get now")
	shown.Wants(hostile, "Ink", "#171f4a")
	shown.Lacks("Copyright") // it is empty
	shown.Link("Home").Leads("/admin/pages/" + string(o.home))
	shown.Link("Tell us").Leads("https://example.org/")
	page.Table("Site settings").Link(hostile).Leads("/admin/pages/" + string(id))
	page.Lacks("Add site settings")
}

// TestListsAreForThoseWhoMayChangeThem asks for every list, and tries every
// change, as people who may do less.
func TestListsAreForThoseWhoMayChangeThem(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	form := o.publish("form", o.home, "feedback", aForm("Why?"))
	term := o.term("topic", "Health", "")
	sent := o.submit(form, cms.Answers{"why": {"secret words"}})
	o.publish("menu", "", "main", &kinds.Menu{Title: "Main", Place: "main"})
	o.redirect("/old", "/elsewhere")
	gets := []string{
		"/lists", "/lists/kind/menu", "/settings", "/lists/terms", "/lists/terms/topic", "/lists/terms/topic/new",
		"/lists/terms/topic/" + string(term.ID), "/lists/terms/topic/" + string(term.ID) + "/delete",
		"/lists/redirects", "/lists/redirects?try=/old", "/lists/redirects.csv", "/lists/redirects/new", "/lists/redirects/change?from=/old", "/lists/redirects/delete?from=/old", "/lists/redirects/import",
		"/lists/search", "/lists/search?only=nothing", "/lists/search/searches.csv", "/lists/search/try?q=a", "/lists/search/bets", "/lists/search/bets/new",
		"/lists/search/suggested", "/lists/search/suggested/new", "/lists/search/synonyms", "/lists/search/synonyms/new", "/lists/search/synonyms/import",
		"/forms", "/forms/" + string(form), "/forms/" + string(form) + "/csv", "/forms/" + string(form) + "/" + string(sent),
	}
	erase := []string{"/forms/" + string(form) + "/delete?before=2020-01-01", "/forms/" + string(form) + "/" + string(sent) + "/delete"}
	posts := map[string]url.Values{
		"/lists/kind/menu":       {"name": {"New"}},
		"/lists/terms/topic/new": {"name": {"New"}}, "/lists/terms/topic/order": {"up": {string(term.ID)}},
		"/lists/terms/topic/" + string(term.ID): {"name": {"New"}, "slug": {"new"}}, "/lists/terms/topic/" + string(term.ID) + "/delete": {},
		"/lists/redirects/new": {"from": {"/a"}, "to": {"/b"}}, "/lists/redirects/change?from=/old": {"from": {"/old"}, "to": {"/b"}},
		"/lists/redirects/delete?from=/old": {}, "/lists/redirects/import": {"lines": {"/a,/b"}},
		"/lists/search/forbid": {"query": {"a"}}, "/lists/search/allow": {"query": {"a"}}, "/lists/search/bets/new": {"texts": {"a"}, "pages": {string(o.home)}},
		"/lists/search/suggested/new": {"text": {"a"}, "typing": {"yes"}},
		"/lists/search/synonyms/new":  {"words": {"a\nb"}}, "/lists/search/synonyms/import": {"lines": {"a, b"}},
		"/forms/" + string(form) + "/delete": {"before": {"2020-01-01"}}, "/forms/" + string(form) + "/" + string(sent) + "/delete": {},
	}
	for _, u := range []cms.User{o.user(0, ""), o.user(cms.Author, ""), o.user(cms.Reviewer, ""), o.user(cms.Publisher, ""), o.user(cms.Administrator, o.home)} {
		for _, path := range append(gets, erase...) {
			a := o.get(u, "/admin"+path)
			if a.StatusCode != http.StatusForbidden {
				t.Errorf("%v: GET %s is answered %s", u.Grants, path, a.Status)
			}
			if strings.Contains(string(a.body), "secret words") {
				t.Errorf("%v: GET %s tells what was sent", u.Grants, path)
			}
		}
		for path, form := range posts {
			if a := o.post(u, "/admin"+path, form); a.StatusCode != http.StatusForbidden {
				t.Errorf("%v: POST %s is answered %s", u.Grants, path, a.Status)
			}
		}
	}
	admin := o.user(cms.Administrator, "")
	for _, path := range gets {
		o.get(admin, "/admin"+path).wantsStatus(t, http.StatusOK)
	}
	for _, path := range erase { // it needs the right to delete, too
		o.get(admin, "/admin"+path).wantsStatus(t, http.StatusForbidden)
		o.post(admin, "/admin"+strings.Split(path, "?")[0], url.Values{"before": {"2020-01-01"}}).wantsStatus(t, http.StatusForbidden)
	}
}

// term adds a term.
func (o *office) term(vocabulary, name string, parent cms.ID) (t cms.Term) {
	o.t.Helper()
	o.edit(func(e *publishing.Edit) (err error) {
		t, err = e.AddTerm(o.t.Context(), cms.Term{Vocabulary: vocabulary, Name: name, Slug: strings.ToLower(name), Parent: parent})
		return err
	})
	return t
}

// redirect adds a redirect.
func (o *office) redirect(from, to string) {
	o.t.Helper()
	o.edit(func(e *publishing.Edit) error {
		return e.AddRedirects(o.t.Context(), []cms.Redirect{{From: from, To: to}})
	})
}

func (o *office) edit(f func(*publishing.Edit) error) {
	o.t.Helper()
	if err := o.publisher.Edit(o.t.Context(), cms.System, f); err != nil {
		o.t.Fatal(err)
	}
}

// TestAdministratorsChooseWhatIsChecked switches a rule off, and has another one
// block, with nothing but a form.
func TestAdministratorsChooseWhatIsChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	root, author := o.user(cms.Administrator, ""), o.user(cms.Author, "")
	page := o.draft("page", o.home, "a", &kinds.ContentPage{Title: "A title", Body: cms.Blocks{{ID: "x", Type: "text", Value: &blocks.Text{Heading: "Empty", Level: "main"}}}})
	const at = "/admin/lists/checks"
	findings := func() string {
		return o.get(author, edited(page)+"?checks=1").page(t).Landmark("region", "Checks").Text()
	}
	if says := findings(); !strings.Contains(says, "What would make it better") || strings.Contains(says, "Before this can be published") {
		t.Errorf("by themselves the rules say %q", says)
	}
	p := o.get(root, at).page(t)
	p.Wants("Without one of them it becomes likelier that a page shuts somebody out")
	p.Landmark("region", "Headings").Wants("Heading with nothing below it", "Advise (as delivered)")
	form := url.Values{}
	p.Find("main input[type=radio][checked]").Each(func(_ int, s *goquery.Selection) { form.Add(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	for _, rule := range check.Rules() {
		if got := form.Get("level-" + rule.Name); got != string(rule.Level) {
			t.Errorf("the form says that %s is %q, want %s", rule.Name, got, rule.Level)
		}
	}
	form.Set("level-summary", "off")
	form.Set("level-empty-section", "block")
	if a := o.post(author, at, form); a.StatusCode != http.StatusForbidden {
		t.Errorf("an author is answered %s", a.Status)
	}
	a := o.post(root, at, form)
	o.get(root, a.Header.Get("Location")).page(t).Wants("The checks were changed.")
	if says := findings(); strings.Contains(says, "What would make it better") || !strings.Contains(says, "Before this can be published") {
		t.Errorf("as they were chosen the rules say %q", says)
	}
	form.Set("level-summary", "loud")
	if a := o.post(root, at, form); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a level that there is not is answered %s", a.Status)
	}
}
