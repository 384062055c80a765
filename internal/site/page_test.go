package site_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/site"
)

func TestPageShowsWhatIsLive(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":          home,
		"pages/help/index.yaml":     "kind: landing\ntitle: Help\nsummary: Where to turn.\nshort_title: Aid\n",
		"pages/help/contact.yaml":   "kind: page\ntitle: How to reach us\nsummary: By post.\nlast_edited: 2024-07-05 16:14\nbody:\n- {type: text, heading: By post, body: Write.}\n",
		"pages/help/tomorrow.yaml":  "kind: page\ntitle: Not yet\nlive_from: 2090-01-01\n",
		"pages/help/yesterday.yaml": "kind: page\ntitle: No more\nlive_from: 2020-01-01\nlive_until: 2020-01-02\n",
		"site.yaml":                 "title: Test Office\n",
	})
	w.get("/help/contact").wants(t, 200,
		"<title>How to reach us - Test Office</title>", "By post", "Last edited", "5 July 2024 4:14 pm",
		`href="/help"`, ">Aid<", `<link rel="canonical" href="http://site.example/help/contact"`)
	w.get("/help/tomorrow").wants(t, 404)
	w.get("/help/yesterday").wants(t, 404)
	w.get("/help").lacks(t, "Not yet", "No more")
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: page\ntitle: First\n",
		"pages/b.yaml":     "kind: page\ntitle: Second\n",
		"pages/c.yaml":     "kind: page\ntitle: Third\n",
		"pages/d.yaml":     "kind: page\ntitle: Fourth\n",
		"redirects.yaml":   "- {from: /old, to: /d}\n- {from: /elsewhere, to: https://example.org/x}\n",
	})
	page := func(path string) cms.ID { return w.pageAt(path) }
	ctx := context.Background()
	a, b, c, d, top := page("/a"), page("/b"), page("/c"), page("/d"), page("/")
	w.edit(func(e *publishing.Edit) error {
		if _, err := e.Withdraw(ctx, a, "This has been replaced.", publishing.Plan{}); err != nil {
			return err
		}
		if _, err := e.Gone(ctx, b, "It was wrong.", publishing.Plan{}); err != nil {
			return err
		}
		_, err := e.Redirect(ctx, c, "/a", publishing.Plan{})
		return err
	})
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Move(ctx, d, top, "moved")
		return err
	})
	w.get("/a").wants(t, 200, "First", "This has been replaced.")
	w.get("/b").wants(t, 410, "It was wrong.")
	for from, to := range map[string]string{
		"/c": "/a", "/d": "/moved", "/old": "/moved", "/elsewhere": "https://example.org/x", "/Moved/": "/moved", "//moved": "/moved",
	} {
		r := w.get(from)
		if r.StatusCode != http.StatusMovedPermanently || r.Header.Get("Location") != to {
			t.Errorf("%s: %d to %q, want 301 to %q", from, r.StatusCode, r.Header.Get("Location"), to)
		}
	}
	w.get("/moved").wants(t, 200, "Fourth")
	var hits int
	if err := w.store.Pool.QueryRow(ctx, `select count(*) from redirect_hit where from_path in ('/c', '/d', '/old', '/elsewhere')`).Scan(&hits); err != nil || hits != 4 {
		t.Errorf("%d uses of redirects were counted (%v), want 4", hits, err)
	}
}

func TestScheduledReleaseAppearsOnItsInstant(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{}) // nothing runs but the site
	w.load(map[string]string{"pages/index.yaml": home})
	now, err := w.store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := now.Add(1500 * time.Millisecond).Truncate(time.Millisecond)
	w.load(map[string]string{"pages/news.yaml": fmt.Sprintf(
		"kind: page\ntitle: It happened\nlive_from: %s\n", at.Format(time.RFC3339Nano))})

	early, late := 0, 0
	for late == 0 {
		before, _ := w.store.Now(t.Context())
		status := w.get("/news").StatusCode
		after, _ := w.store.Now(t.Context())
		switch {
		case after.Before(at) && status != http.StatusNotFound:
			t.Fatalf("status %d at %s, before the release at %s", status, after, at)
		case after.Before(at):
			early++
		case !before.Before(at):
			late++
			if status != http.StatusOK {
				t.Fatalf("status %d at %s, after the release at %s", status, before, at)
			}
		}
	}
	if early == 0 {
		t.Error("the page was never asked for before its release")
	}
}

func TestListsFillThemselves(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":   home + "body:\n- {type: latest, heading: Newest help, below: /help, kinds: [page], size: 2}\n- {type: latest, heading: By letter, kinds: [legal], order: by_title}\n",
		"pages/help.yaml":    "kind: landing\ntitle: Help\nsummary: Where to turn.\nbody:\n- {type: latest, heading: About this page, mentions: true, kinds: [legal]}\n",
		"menus.yaml":         "- {name: legal, title: Law, place: legal, entries: [/legal-b]}\n",
		"pages/legal-b.yaml": "kind: legal\ntitle: beta\nlive_from: 2090-01-01\n",
	})
	w.get("/").lacks(t, "Newest help", "By letter", ">Law<")
	w.get("/help").lacks(t, "About this page")
	w.load(map[string]string{
		"pages/help/one.yaml":   "kind: page\ntitle: One\nfirst_published: 2024-01-01\n",
		"pages/help/two.yaml":   "kind: page\ntitle: Two\nfirst_published: 2024-03-01\n",
		"pages/help/three.yaml": "kind: page\ntitle: Three\nfirst_published: 2024-02-01\n",
		"pages/legal-b.yaml":    "kind: legal\ntitle: beta\n",
		"pages/legal-a.yaml":    "kind: legal\ntitle: Alpha\nbody:\n- {type: text, body: \"See [help](/help).\"}\n",
	})
	front := w.get("/")
	front.wants(t, 200, "Newest help", "By letter", ">Law<")
	front.lacks(t, ">One<")
	if !inOrder(front.body, ">Two<", ">Three<") || !inOrder(front.body, ">Alpha<", ">beta<") {
		t.Error("the lists are not in their order")
	}
	w.get("/help").wants(t, 200, "About this page", ">Alpha<")
}

func inOrder(body string, texts ...string) bool {
	at := 0
	for _, text := range texts {
		i := strings.Index(body[at:], text)
		if i < 0 {
			return false
		}
		at += i + len(text)
	}
	return true
}

func TestTagsAndChangesAtAreCollected(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":      home,
		"pages/help/index.yaml": "kind: landing\ntitle: Help\nsummary: Where to turn.\nbody:\n- {type: latest, heading: All, here: true, kinds: [page, legal]}\n- {type: card-grid, cards: [{link: /help/one}]}\n",
		"pages/help/one.yaml":   "kind: page\ntitle: One\ntopics: [care]\n",
		"pages/other.yaml":      "kind: page\ntitle: Other\nlive_until: 2070-01-01\n",
		"terms/topic.yaml":      "- {slug: care, name: Care}\n",
	})
	help, one := w.pageAt("/help"), w.pageAt("/help/one")
	page := w.render("/help")
	for _, tag := range []string{
		cms.PageTag(help), cms.RefTag(one), cms.RefTag(w.pageAt("/")), cms.ListTag("page", help), cms.ListTag("legal", help), cms.MenuTag, cms.SiteTag,
	} {
		if !slices.Contains(page.Tags, tag) {
			t.Errorf("tag %s is missing in %v", tag, page.Tags)
		}
	}
	if !page.ChangesAt.IsZero() {
		t.Errorf("changes at %s, and nothing is planned", page.ChangesAt)
	}
	// A page that comes below it changes the hub, and so does one that it links to.
	for _, c := range []struct{ file, path, instant string }{
		{"pages/help/two.yaml", "/help", "2080-05-05T10:00:00Z"},
		{"pages/help/one.yaml", "/help", "2075-05-05T10:00:00Z"},
		{"pages/help/index.yaml", "/help", "2072-05-05T10:00:00Z"},
	} {
		name := strings.TrimSuffix(strings.TrimPrefix(c.file, "pages"), ".yaml")
		kind := "page"
		if strings.HasSuffix(name, "/index") {
			kind = "landing"
		}
		w.load(map[string]string{c.file: fmt.Sprintf("kind: %s\ntitle: New\nsummary: New.\nlive_from: %s\n", kind, c.instant)})
		if at := w.render(c.path).ChangesAt.UTC().Format(time.RFC3339); at != c.instant {
			t.Errorf("with %s to come: changes at %s, want %s", c.file, at, c.instant)
		}
	}
	if at := w.render("/other").ChangesAt.UTC().Format("2006"); at != "2070" {
		t.Errorf("a page that ends in 2070 changes at %s", at)
	}
	var bumped []string
	if err := w.store.Pool.QueryRow(t.Context(), `select tags from change order by number desc limit 1`).Scan(&bumped); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(bumped, cms.PageTag(help)) {
		t.Errorf("scheduling a release of the hub bumps %v", bumped)
	}
}

func TestDraftIsSeenByNobody(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: Public words\n"})
	a := w.pageAt("/a")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Save(context.Background(), publishing.Save{Page: a, Value: &kinds.ContentPage{Title: "Secret words"}})
		return err
	})
	w.get("/a").wants(t, 200, "Public words")
	w.get("/a").lacks(t, "Secret words")
	w.get("/search?q=secret").lacks(t, `href="/a"`)
}

// pageAt returns the page that is live at an address.
func (w *website) pageAt(path string) cms.ID {
	w.t.Helper()
	var id cms.ID
	if err := w.store.Pool.QueryRow(context.Background(), `select page_id from release where path = $1 and live_until > now() order by live_from limit 1`, path).Scan(&id); err != nil {
		w.t.Fatalf("no page at %s: %v", path, err)
	}
	return id
}

func (w *website) render(path string) (page site.Rendered) {
	w.t.Helper()
	err := w.db.Snapshot(context.Background(), func(snap *postgres.Snapshot) (err error) {
		page, err = w.site.Render(context.Background(), snap, path, nil)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}
