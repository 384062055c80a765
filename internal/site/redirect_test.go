package site_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// redirected is a site with old addresses of every sort.
func redirected(t *testing.T) *website {
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":  home,
		"pages/news.yaml":   "kind: page\ntitle: News\n",
		"pages/news/a.yaml": "kind: page\ntitle: A story\n",
		"pages/feeds.yaml":  "kind: page\ntitle: Feeds\n",
		"pages/later.yaml":  "kind: page\ntitle: Later\nlive_from: 2090-01-01\n",
		"pages/away.yaml":   "kind: page\ntitle: Away\nredirect: /old/exact\n",
		"pages/round.yaml":  "kind: page\ntitle: Round\nredirect: /around\n",
		"pages/form.yaml":   "kind: form\ntitle: Form\nsummary: S\ndone: Thank you.\nfields:\n- {name: a, label: A, type: text}\n",
	})
	_, err := w.store.Pool.Exec(context.Background(), `insert into redirect (from_path, to_path) values
		('/old/**', '/news/$1'), ('/old/exact', '/news'), ('/old/*.xml', '/feeds/$1.rss'), ('/**/content', '/$1'), ('/year/*', '/search?year=$1&a=b'),
		('/hop/*', '/hop2/$1'), ('/hop2/*', '/old/$1'), ('/to-exact/*', '/old/exact'),
		('/one/*', '/two/$1'), ('/two/*', '/one/$1'), ('/grow/**', '/grown/x/$1'), ('/grown/**', '/grow/x/$1'),
		('/lost/*', '/nowhere/$1'), ('/lost', '/nowhere'), ('/soon/*', '/later'), ('/out/**', 'https://example.org/x/$1?q=$1'), ('/root/**', '/$1'),
		('/around', '/round'), ('/news/*', '/feeds'), ('/sitemap-old.xml', '/sitemap.xml'), ('/search/topic/*', '/search?topic=$1')`)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOldAddressesLeadToTheirEndAtOnce(t *testing.T) {
	t.Parallel()
	w := redirected(t)
	for _, c := range []struct {
		from, to string // to: empty, nothing is there
	}{
		{"/old/a", "/news/a"}, {"/old/exact", "/news"}, {"/old/blogs.xml", "/feeds/blogs.rss"}, {"/old", ""},
		{"/news/a/content", "/news/a"}, {"/news/a/content/content", "/news/a"}, {"/old/a/content", "/news/a"}, {"/content", ""},
		{"/year/2024", "/search?year=2024&a=b"}, {"/year/a&b=c", "/search?year=a%26b%3Dc&a=b"},
		{"/old/a?x=1", "/news/a?x=1"}, {"/year/2024?q=a%26b", "/search?q=a%26b&year=2024&a=b"}, {"/out/a?secret=1", "https://example.org/x/a?q=a"},
		{"/hop/a", "/news/a"}, {"/to-exact/x", "/news"}, {"/away", "/news"},
		{"/one/x", ""}, {"/grow/x", ""}, {"/round", ""}, {"/around", ""},
		{"/lost/x", ""}, {"/lost", ""}, {"/soon/x", ""}, {"/news/b", "/feeds"}, {"/sitemap-old.xml", "/sitemap.xml"}, {"/sitemap-99.xml", ""},
		{"/search/topic/Social%20Care", "/search/topic/social-care"}, {"/search/topic/social-care", "/search?topic=social-care"},
		{"/out/a/b", "https://example.org/x/a/b?q=a%2Fb"}, {"/old/*", "/feeds"},
		{"/root/%252f%252fevil.example", ""}, {"/root/%5Cevil.example", "/root/evil.example"}, {"/root/evil.example", ""},
	} {
		r := w.get(c.from)
		if r.Header.Get("Location") != c.to || r.StatusCode != http.StatusMovedPermanently && c.to != "" || r.StatusCode != http.StatusNotFound && c.to == "" {
			t.Errorf("%s: %d to %q, want %q", c.from, r.StatusCode, r.Header.Get("Location"), c.to)
		}
	}
	if r := w.do(http.MethodHead, "/old/a"); r.StatusCode != http.StatusMovedPermanently || r.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("HEAD: %d, %q", r.StatusCode, r.Header.Get("Cache-Control"))
	}
	w.get("/news/a").wants(t, 200, "A story") // a live page wins over a rule
}

// TestARedirectTellsOfNoPageThatIsPlanned compares the answer at an address that
// leads to one with that at an address of which nothing is known.
func TestARedirectTellsOfNoPageThatIsPlanned(t *testing.T) {
	t.Parallel()
	w := redirected(t)
	_, err := w.store.Pool.Exec(context.Background(), `insert into redirect (from_path, page_id) select '/plan', page_id from release where path = '/later'`)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(path string) string {
		r := w.get(path)
		r.Header.Del("Date")
		r.Header.Del("X-Request-Id")
		return strings.ReplaceAll(fmt.Sprint(r.StatusCode, r.Header, r.body), path, "/PATH")
	}
	want := answer("/none/x")
	for _, path := range []string{"/soon/x", "/plan", "/later", "/lost/x"} {
		if got := answer(path); got != want {
			t.Errorf("%s: %.1500s\nwant %.1500s", path, got, want)
		}
	}
}

func TestAUseIsCountedByTheRuleThatWasFollowed(t *testing.T) {
	t.Parallel()
	w := redirected(t)
	for _, path := range []string{"/old/a", "/old/exact", "/hop/a", "/lost/x", "/one/x", "/away"} {
		w.get(path)
	}
	var counted string
	err := w.store.Pool.QueryRow(t.Context(), `select string_agg(from_path, ' ' order by id) from redirect_hit`).Scan(&counted)
	if want := "/old/** /old/exact /hop/* /away"; err != nil || counted != want {
		t.Errorf("counted are %q (%v), want %q", counted, err, want)
	}
}

func TestARuleIsFollowedWhereAPageIsNotLive(t *testing.T) {
	t.Parallel()
	w := redirected(t)
	w.get("/news/a").wants(t, 200)
	page := w.pageAt("/news/a")
	w.edit(func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), page, time.Time{}); return err })
	if r := w.get("/news/a"); r.Header.Get("Location") != "/feeds" {
		t.Errorf("a page that has ended: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	hidden := w.pageAt("/later")
	w.edit(func(e *publishing.Edit) error {
		return e.SetRedirect(t.Context(), cms.Redirect{From: "/hidden/*", Page: hidden})
	})
	w.get("/hidden/x").wants(t, 404)
}

func TestAFormIsSentOnByARuleToThisSiteAlone(t *testing.T) {
	t.Parallel()
	w := redirected(t)
	send := func(path string) response {
		return w.doWith(http.MethodPost, path, strings.NewReader(url.Values{"a": {"secret"}}.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	}
	if r := send("/form/content"); r.StatusCode != http.StatusPermanentRedirect || r.Header.Get("Location") != "/form" {
		t.Errorf("to a form: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	if r := send("/out/x"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("to another site: %d", r.StatusCode)
	}
}
