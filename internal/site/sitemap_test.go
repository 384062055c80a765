package site_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lectern/internal/publishing"
)

// sitemapOf reads a sitemap, or a list of them: addresses and when each was
// last edited.
func (w *website) sitemapOf(path string) (root string, addresses, edited []string) {
	w.t.Helper()
	r := w.get(path)
	r.wants(w.t, 200)
	if got := r.Header.Get("Content-Type"); got != "application/xml; charset=utf-8" {
		w.t.Errorf("%s is sent as %s", path, got)
	}
	var read struct {
		XMLName xml.Name
		Entries []struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(r.body), &read); err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	if read.XMLName.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
		w.t.Errorf("%s is in the namespace %q", path, read.XMLName.Space)
	}
	for _, e := range read.Entries {
		addresses, edited = append(addresses, e.Loc), append(edited, e.Lastmod)
	}
	return read.XMLName.Local, addresses, edited
}

func TestSitemapNamesWhatSearchEnginesMayKnow(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{
		"pages/index.yaml":      home,
		"pages/a.yaml":          "kind: page\ntitle: A\nlast_edited: 2024-07-01 09:30\n",
		"pages/a/b.yaml":        "kind: page\ntitle: B\n",
		"pages/later.yaml":      "kind: page\ntitle: Later\nlive_from: 2090-01-01\n",
		"pages/draft.yaml":      "kind: page\ntitle: Draft\ndraft: true\n",
		"pages/quiet.yaml":      "kind: page\ntitle: Quiet\nno_index: true\n",
		"pages/gone.yaml":       "kind: page\ntitle: Gone\n",
		"pages/withdrawn.yaml":  "kind: page\ntitle: Withdrawn\n",
		"pages/data.yaml":       "kind: publications-hub\ntitle: D\n",
		"pages/data/waits.yaml": "kind: publication\nannounced: true\nlive_from: 2020-01-01\ntitle: Waits\npublished: 2089-08-01\n",
		"redirects.yaml":        "- {from: /old, to: /a}\n",
		"menus.yaml":            "- {name: main, title: Main, place: main}\n",
		"site.yaml":             "title: Test Office\n",
	})
	gone, withdrawn := w.pageAt("/gone"), w.pageAt("/withdrawn")
	w.edit(func(e *publishing.Edit) error {
		if _, err := e.Withdraw(context.Background(), withdrawn, "Out of date.", publishing.Plan{}); err != nil {
			return err
		}
		_, err := e.Gone(context.Background(), gone, "", publishing.Plan{})
		return err
	})
	root, addresses, edited := w.sitemapOf("/sitemap.xml")
	if a := slices.Index(addresses, "https://site.example/a"); a < 0 || edited[a] != "2024-07-01T08:30:00Z" {
		t.Errorf("/a was last edited at %v", edited)
	}
	slices.Sort(addresses)
	want := []string{"https://site.example/", "https://site.example/a", "https://site.example/a/b", "https://site.example/data", "https://site.example/data/waits"}
	if root != "urlset" || !slices.Equal(addresses, want) {
		t.Errorf("%s names %v, want %v", root, addresses, want)
	}
	w.get("/quiet").wants(t, 200, `<meta name="robots" content="noindex"`)
	w.get("/robots.txt").wants(t, 200, "User-agent: *\nAllow: /\n", "Sitemap: https://site.example/sitemap.xml\n")

	first := w.get("/sitemap.xml")
	w.get("/sitemap.xml", "If-None-Match", first.Header.Get("ETag")).wants(t, http.StatusNotModified)
	if got := w.get("/sitemap.xml", "Accept-Encoding", "br").Header.Get("Content-Encoding"); got != "br" {
		t.Errorf("Content-Encoding is %q", got)
	}
}

func TestSitemapOfALargeSiteIsInParts(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := map[string]string{"pages/index.yaml": home}
	want := []string{"http://site.example/"}
	for n := range 6 {
		files[fmt.Sprintf("pages/p%d.yaml", n)] = "kind: page\ntitle: P\n"
		want = append(want, fmt.Sprintf("http://site.example/p%d", n))
	}
	w.load(files)
	w.site.SplitSitemap(3)
	root, parts, _ := w.sitemapOf("/sitemap.xml")
	if root != "sitemapindex" || len(parts) != 3 {
		t.Fatalf("%s names %v, want 3 parts", root, parts)
	}
	var all []string
	for i, part := range parts {
		root, addresses, _ := w.sitemapOf(strings.TrimPrefix(part, "http://site.example"))
		if root != "urlset" || len(addresses) != []int{3, 3, 1}[i] {
			t.Errorf("part %s is a %s of %v", part, root, addresses)
		}
		all = append(all, addresses...)
	}
	slices.Sort(all)
	if !slices.Equal(all, want) {
		t.Errorf("the parts name %v, want %v", all, want)
	}
	w.get("/sitemap-4.xml").wants(t, 404)
	w.get("/sitemap-0.xml").wants(t, 404)
	w.get("/sitemap-x.xml").wants(t, 404)
	w.get("/sitemap-99999999999999999999.xml").wants(t, 404)
	w.get("/sitemap-4611686018427387905.xml").wants(t, 404) // too far to count to
}
