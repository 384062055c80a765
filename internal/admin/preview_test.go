package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/site"
	"lectern/internal/web"
	"lectern/templates/block"
	"lectern/templates/kind"
)

// newVisitors returns what renders pages for visitors.
func (o *office) newVisitors(assets *web.Assets) *site.Site {
	return site.New(site.Config{
		Registry: o.registry, Kinds: kind.All(), Blocks: block.All(), Assets: assets, BaseURL: "http://site.example", Zone: london, Logger: quiet,
	})
}

// preview stands for what the program hands the admin: the visitors' own code.
func (o *office) preview(ctx context.Context, user cms.User, look publishing.Look, path string, query url.Values) (p admin.Previewed, err error) {
	err = o.publisher.Preview(ctx, user, look, func(snap *postgres.Snapshot, seen publishing.Seen) error {
		p.Seen = seen
		if path == "" {
			path = seen.Path
		}
		if path == "" {
			path = "/"
		}
		page, err := o.visitors().Render(ctx, snap, path, query)
		p.Status, p.HTML, p.Location = page.Status, page.HTML, page.Location
		return err
	})
	return p, err
}

func TestADraftIsPreviewed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	page := o.publish("page", o.home, "about", &kinds.ContentPage{Title: "About", Summary: "What we do"})
	author := o.user(cms.Author, "")
	o.saveAs(author, page, &kinds.ContentPage{Title: "About us", Summary: "What we do now"})
	base := "/admin/pages/" + string(page) + "/preview"

	shown := o.get(author, base+"?width=768")
	p := shown.page(t)
	p.Heading(1, "About us")
	p.Field("As of")
	p.Wants("London time")
	if shown.StatusCode != http.StatusOK || !strings.Contains(string(shown.body), `src="`+base+`/frame?axe=yes"`) {
		t.Errorf("the frame is not there: %s", shown.Status)
	}

	frame := o.get(author, base+"/frame?axe=yes")
	frame.page(t).Heading(1, "About us")
	policy := frame.Header.Get("Content-Security-Policy")
	nonce := frame.page(t).Find("script[type=module]").AttrOr("nonce", "")
	for _, want := range []string{"frame-ancestors 'self'", "script-src 'nonce-" + nonce + "'", "form-action 'none'", "trusted-types 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy of the frame lacks %q: %s", want, policy)
		}
	}
	if frame.Header.Get("X-Frame-Options") != "SAMEORIGIN" || frame.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the frame is sent with %v", frame.Header)
	}
	if scripts := frame.page(t).Find("script[type=module]").Length(); scripts != 1 || nonce == "" || strings.Contains(policy, "'self' 'nonce") {
		t.Errorf("there are %d scripts, and the nonce is %q", scripts, nonce)
	}
	if again := o.get(author, base+"/frame?axe=yes").page(t).Find("script[type=module]").AttrOr("nonce", ""); again == nonce {
		t.Error("a nonce is used twice")
	}
	frame.page(t).Landmark("navigation", "Breadcrumb").Link("Home").Leads(base + "/frame?path=%2F&axe=yes")
	if plain := o.get(author, base+"/frame").page(t); plain.Find("script[type=module]").Length() > 0 {
		t.Error("beside the form, where somebody types, scripts run")
	}
	if live := o.get(author, base+"/frame?show=live"); !live.page(t).HasHeading("About") {
		t.Error("what is live is not shown")
	}
	if other := o.get(author, base+"/frame?path=%2F"); !other.page(t).HasHeading("Home") {
		t.Error("another page is not shown")
	}
	if none := o.get(author, base+"/frame?path=%2Fnothing"); none.StatusCode != http.StatusNotFound {
		t.Errorf("a page that is not there is answered %s", none.Status)
	}
	o.get(author, base+"/frame?away=https%3A%2F%2Fexample.org").page(t).Wants("https://example.org")
	o.get(author, base+"/frame?at=2001-01-01T00:00:00Z").page(t).Wants("cannot have been public then")
	if asked := o.get(author, base+"?at=2026-03-29T01:30"); asked.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an hour that does not exist is answered %s", asked.Status)
	}
	o.get(author, base+"?at=2026-10-25T01:30").page(t).Wants("Which of the two?")
}

func TestARedirectInAPreviewStaysInIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	page := o.publish("page", o.home, "old", &kinds.ContentPage{Title: "Old", Summary: "S"})
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Redirect(t.Context(), page, "/?a=b#c", publishing.Plan{})
		return err
	})
	base := "/admin/pages/" + string(page) + "/preview/frame"
	a := o.get(o.user(cms.Author, ""), base+"?show=live")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != base+"?path=%2F&query=a%3Db&show=live#c" {
		t.Errorf("answered %s to %s", a.Status, a.Header.Get("Location"))
	}
}

func TestAMenuIsPreviewedOnTheHomePage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	menu := o.publish("menu", "", "main", &kinds.Menu{Title: "Main", Place: "main", Entries: []kinds.MenuEntry{{Link: cms.Link{Text: "Home", Page: cms.Ref(o.home)}}}})
	boss := o.user(cms.Administrator, "")
	o.saveAs(boss, menu, &kinds.Menu{Title: "Main", Place: "main", Entries: []kinds.MenuEntry{{Link: cms.Link{Text: "Beginning", Page: cms.Ref(o.home)}}}})
	o.get(boss, "/admin/pages/"+string(menu)+"/preview/frame").page(t).Link("Beginning")
}

func TestOnlyWhoMayReadADraftPreviewsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "S"})
	other := o.publish("page", o.home, "b", &kinds.ContentPage{Title: "B", Summary: "S"})
	outsider := o.user(cms.Administrator, other)
	for _, path := range []string{"/preview", "/preview/frame", "/preview/frame?show=live", "/publish", "/history"} {
		if a := o.get(outsider, "/admin/pages/"+string(page)+path); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s is answered %s", path, a.Status)
		}
	}
}
