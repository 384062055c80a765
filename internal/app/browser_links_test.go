package app_test

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// link is an address that a page names.
type link struct {
	text     string // as the page has it
	path     string // with the query, without the fragment
	fragment string
	internal bool
	crawl    bool // may lead to another page of the tree
}

// furtherPage is the query of the second page of a list, or of a later one.
var furtherPage = regexp.MustCompile(`^page=\d+$`)

// links returns every address that a page names, those of files included.
func (w *website) links(t *testing.T, p *page) []link {
	t.Helper()
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(w.url + p.path)
	if err != nil {
		t.Fatal(err)
	}
	var list []link
	add := func(text string, crawl bool) {
		target, err := base.Parse(strings.TrimSpace(text))
		if err != nil {
			t.Errorf("%s: %q is not an address: %v", p.path, text, err)
			return
		}
		l := link{text: text, path: target.RequestURI(), fragment: target.Fragment}
		l.internal = target.Scheme == base.Scheme && target.Host == base.Host
		further := furtherPage.MatchString(target.RawQuery) && target.Path != "/search"
		l.crawl = crawl && (target.RawQuery == "" || further) // other choices of a list show the same pages, as does the search
		list = append(list, l)
	}
	document.Find("[href]").Each(func(_ int, s *goquery.Selection) { add(s.AttrOr("href", ""), s.Is("a")) })
	document.Find("[src]").Each(func(_ int, s *goquery.Selection) { add(s.AttrOr("src", ""), false) })
	document.Find("[srcset]").Each(func(_ int, s *goquery.Selection) {
		for candidate := range strings.SplitSeq(s.AttrOr("srcset", ""), ",") {
			address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
			add(address, false)
		}
	})
	document.Find("meta[property='og:image']").Each(func(_ int, s *goquery.Selection) { add(s.AttrOr("content", ""), false) })
	document.Find("form[action]").Each(func(_ int, s *goquery.Selection) { add(s.AttrOr("action", ""), false) })
	return list
}

// checkLinks checks that every address of this site that a page names answers,
// and that the place on the page exists. Other sites are not asked.
func checkLinks(t *testing.T, w *website, pages []*page) {
	for _, p := range pages {
		if p.kind == galleryKind {
			continue
		}
		for _, l := range w.links(t, p) {
			if !l.internal {
				continue
			}
			if l.path == p.path && l.fragment == "" {
				continue // itself, such as a page that is not found
			}
			a := w.get(t, l.path)
			if a.status != http.StatusOK && l.path != p.path {
				t.Errorf("%s: the link to %q answers %d", p.path, l.text, a.status)
				continue
			}
			if a.path != l.path && a.status == http.StatusOK {
				t.Errorf("%s: the link to %q leads there by a redirect to %s", p.path, l.text, a.path)
			}
			if l.fragment != "" && !a.has(t, l.fragment) {
				t.Errorf("%s: the link to %q leads to no place on that page", p.path, l.text)
			}
		}
	}
}

// checkSitemap checks that the sitemap names what search engines may know: each
// page of the tree that does not ask to be left out, and nothing else.
func checkSitemap(t *testing.T, w *website, pages []*page) {
	named := map[string]bool{}
	for _, path := range w.sitemap(t) {
		if a := w.get(t, path); a.status != http.StatusOK || a.path != path {
			t.Errorf("the sitemap names %s, which answers %d at %s", path, a.status, a.path)
		}
		named[path] = true
	}
	for _, p := range pages {
		hidden := bytes.Contains(p.body, []byte(`name="robots" content="noindex"`))
		if list, _, further := strings.Cut(p.path, "?"); further && named[list] {
			continue
		}
		if named[p.path] == hidden {
			t.Errorf("%s: named by the sitemap %t, want %t", p.path, named[p.path], !hidden)
		}
	}
}

// sitemap returns the addresses of the pages that the sitemaps name.
func (w *website) sitemap(t *testing.T) (paths []string) {
	t.Helper()
	named := map[string]bool{}
	for _, part := range w.locations(t, "/sitemap.xml") {
		for _, path := range w.locations(t, part) {
			if !named[path] { // one with pictures is named twice
				named[path] = true
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// locations returns the addresses that one sitemap names, or the list of them.
func (w *website) locations(t *testing.T, sitemap string) (paths []string) {
	t.Helper()
	for _, found := range locations.FindAllSubmatch(w.get(t, sitemap).body, -1) {
		paths = append(paths, cmp.Or(strings.TrimPrefix(string(found[1]), w.url), "/"))
	}
	return paths
}

var locations = regexp.MustCompile(`<loc>([^<]+)</loc>`)

// answer is what the site says at an address, after redirects.
type answer struct {
	path        string // where redirects led to
	status      int
	contentType string
	header      http.Header
	body        []byte
	ids         map[string]bool // of the elements; nil until has is called
}

func (a *answer) has(t *testing.T, id string) bool {
	t.Helper()
	if a.ids == nil {
		document, err := goquery.NewDocumentFromReader(bytes.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		a.ids = map[string]bool{}
		document.Find("[id]").Each(func(_ int, s *goquery.Selection) { a.ids[s.AttrOr("id", "")] = true })
	}
	return a.ids[id]
}

// get asks once for each address.
func (w *website) get(t *testing.T, path string) *answer {
	t.Helper()
	if known := w.answers[path]; known != nil {
		return known
	}
	response, err := http.Get(w.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := &answer{
		path: response.Request.URL.RequestURI(), status: response.StatusCode,
		contentType: response.Header.Get("Content-Type"), header: response.Header, body: body,
	}
	w.answers[path] = a
	return a
}
