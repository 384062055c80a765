package site_test

import (
	"net/http"
	"testing"
)

func TestRobotsAreContent(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{"pages/index.yaml": home})
	const sitemap = "\n\nSitemap: https://site.example/sitemap.xml\n"
	wants := func(rules string) {
		t.Helper()
		r := w.get("/robots.txt")
		if r.StatusCode != http.StatusOK || r.body != rules+sitemap || r.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%d %v: %q, want %q and the sitemap", r.StatusCode, r.Header, r.body, rules)
		}
		w.get("/robots.txt", "If-None-Match", r.Header.Get("ETag")).wants(t, http.StatusNotModified)
	}
	wants("User-agent: *\nAllow: /")
	w.load(map[string]string{"site.yaml": "title: Office\n"})
	wants("User-agent: *\nAllow: /")
	w.load(map[string]string{"site.yaml": "title: Office\nrobots: |\n  # Nothing to find there.\n  User-agent: *\n  Disallow: /search\n"})
	wants("# Nothing to find there.\nUser-agent: *\nDisallow: /search")
	w.load(map[string]string{"site.yaml": "title: Office\nrobots: |\n  User-agent: *\n  Disallow: /search\n---\ntitle: Office\nlive_from: 2090-01-01\nrobots: |\n  User-agent: *\n  Disallow: /canary\n"})
	wants("User-agent: *\nDisallow: /search")
	if _, err := w.importFiles(map[string]string{"site.yaml": "title: Office\nrobots: |\n  User-agent: *\n  Hide: /search\n"}); err == nil {
		t.Error("a line that robots do not know is taken")
	}
}
