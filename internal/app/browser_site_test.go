package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/internal/app"
	"lectern/internal/config"
	"lectern/internal/testkit"
)

// TestPublicSite looks at every page of the demonstration site as its readers
// and their programs do: over HTTP, with an HTML checker, and in Chromium.
func TestPublicSite(t *testing.T) {
	w := serve(t, filepath.Join(testkit.Root(t), "content"))
	pages := w.pages(t)

	t.Run("Links", func(t *testing.T) { checkLinks(t, w, pages) })
	t.Run("Sitemap", func(t *testing.T) { checkSitemap(t, w, pages) })
	t.Run("LinkedData", func(t *testing.T) { checkLinked(t, w, pages) })
	t.Run("HTML", func(t *testing.T) {
		t.Parallel() // with the browser: one waits while the other works
		checkHTML(t, pages)
	})
	t.Run("Browser", func(t *testing.T) {
		t.Parallel()
		checkInBrowser(t, w, pages)
	})
}

// checkHTML checks every document by our own rules and by those of the Nu HTML
// checker.
func checkHTML(t *testing.T, pages []*page) {
	documents := map[string][]byte{}
	for _, p := range pages {
		documents[p.path] = p.body
		for _, problem := range testkit.Page(t, p.body).Problems() {
			t.Errorf("%s: %s", p.path, problem)
		}
	}
	report(t, testkit.CheckHTML(t, documents))
}

// otherContexts are those that one page of each kind is visited in, besides the
// phone. The statement on accessibility names them.
var otherContexts = []string{
	testkit.Desktop, testkit.NoJavaScript, testkit.Dark, testkit.ForcedColours,
	testkit.LargeText, testkit.TextSpacing, testkit.Keyboard, testkit.LateAssets, testkit.SlowLine,
}

// checkInBrowser visits every page on a phone, and one page of each kind in
// every other context, which is also weighed.
func checkInBrowser(t *testing.T, w *website, pages []*page) {
	look := testkit.Look{Origin: w.url, Menus: []string{"/", "/search"}} // every page has the same menu
	seen := map[string]bool{}
	for _, p := range pages {
		look.Visits = append(look.Visits, testkit.Visit{Path: p.path, Context: testkit.Phone, Status: p.status})
		if seen[p.kind] {
			continue
		}
		seen[p.kind] = true
		if p.kind != galleryKind {
			look.Weigh = append(look.Weigh, p.path)
		}
		for _, other := range append(otherContexts, testkit.SlowDesktop) {
			look.Visits = append(look.Visits, testkit.Visit{Path: p.path, Context: other, Status: p.status})
		}
	}
	found := look.Run(t)
	report(t, found.Findings)
	checkWeights(t, pages, found.Weights)
}

func report(t *testing.T, findings []testkit.Finding) {
	t.Helper()
	for _, f := range findings {
		t.Errorf("%s (%s): %s", f.Path, f.Context, f.Finding)
	}
}

// website is a site that is served.
type website struct {
	*app.App
	url     string
	answers map[string]*answer // by path
}

// serve opens the real application on a database of the test's own, with the
// content of that folder, and serves it until the test ends.
func serve(t testing.TB, content string) *website {
	t.Helper()
	return serveFilled(t, func(a *app.App) error {
		_, err := a.Files(nil).Import(t.Context(), content)
		return err
	})
}

// serveFilled is serve for content that fill writes.
func serveFilled(t testing.TB, fill func(*app.App) error) *website {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	settings := config.Settings{
		DatabaseURL: config.Secret(testkit.DatabaseURL(t)), DataDir: t.TempDir(), TimeZone: "Europe/London", LogFormat: "text",
	}
	a, err := app.Open(t.Context(), settings)
	must(err)
	a.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	must(fill(a))
	server, err := a.Listen(t.Context(), config.Serve{Addr: "127.0.0.1:0", Dev: true})
	must(err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for _, err := range []error{<-ended, server.Close(), a.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return &website{App: a, url: server.URL, answers: map[string]*answer{}}
}

// page is one document of the site.
type page struct {
	path   string
	kind   string // of the page, or what it is when it is not in the tree
	status int
	body   []byte
}

const galleryKind = "gallery"

// pages returns every page there is: those that the sitemap names, those that
// the database holds, those that links lead to, and those that are not in the
// tree.
func (w *website) pages(t *testing.T) []*page {
	t.Helper()
	kinds := map[string]string{
		"/search":         "search",
		"/search?q=nhs":   "search results",
		"/search?q=xqzzt": "search without results",
		"/search?q=data&sort=date&type=blog-post&type=publication&year=2025&year=2026": "search narrowed",
		"/services/catalogue?letter=s&care-setting=hospital":                           "catalogue narrowed",
		"/services/catalogue?q=records":                                                "catalogue searched",
		"/cyber-and-data-security/alerts?severity=high&threat-type=malware&year=2026":  "hub narrowed",
		"/data/publications?q=statistics&status=upcoming":                              "publications hub narrowed",
		"/events?type=webinar":                                                         "events hub narrowed",
		"/news?q=xqzzt&type=statement":                                                 "hub without results",
		"/not/a/page":                                                                  "not found",
		"/dev/gallery":                                                                 galleryKind,
	}
	rows, err := w.Store.Pool.Query(t.Context(), `
		select path, kind from release
		where path is not null and outcome in ('page', 'announced', 'withdrawn') and live_from <= now() and live_until > now()`)
	if err != nil {
		t.Fatal(err)
	}
	var path, kind string
	for rows.Next() {
		if err := rows.Scan(&path, &kind); err != nil {
			t.Fatal(err)
		}
		kinds[path] = kind
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var list []*page
	known := map[string]bool{}
	waiting := append([]string{"/"}, w.sitemap(t)...)
	for path := range kinds {
		waiting = append(waiting, path)
	}
	for len(waiting) > 0 {
		path, waiting = waiting[0], waiting[1:]
		if known[path] {
			continue
		}
		known[path] = true
		a := w.get(t, path)
		if !strings.HasPrefix(a.contentType, "text/html") || a.path != path {
			continue
		}
		address, _, _ := strings.Cut(path, "?page=")
		kind := kinds[address]
		if kind == "" {
			kind = fmt.Sprintf("other %s", path)
		}
		if kind != "not found" && a.status != 200 {
			continue // checkLinks tells
		}
		p := &page{path: path, kind: kind, status: a.status, body: a.body}
		list = append(list, p)
		if kind == galleryKind {
			continue // its links are samples
		}
		for _, l := range w.links(t, p) {
			if l.internal && l.crawl {
				waiting = append(waiting, l.path)
			}
		}
	}
	slices.SortFunc(list, func(a, b *page) int { return strings.Compare(a.path, b.path) })
	return list
}
