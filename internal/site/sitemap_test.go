package site_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/site"
)

// sitemapEntry is a page, or a part of the sitemap, as a search engine reads it.
type sitemapEntry struct {
	Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
	News    *struct {
		Publication struct {
			Name     string `xml:"http://www.google.com/schemas/sitemap-news/0.9 name"`
			Language string `xml:"http://www.google.com/schemas/sitemap-news/0.9 language"`
		} `xml:"http://www.google.com/schemas/sitemap-news/0.9 publication"`
		PublicationDate string `xml:"http://www.google.com/schemas/sitemap-news/0.9 publication_date"`
		Title           string `xml:"http://www.google.com/schemas/sitemap-news/0.9 title"`
	} `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
	Images []struct {
		Loc string `xml:"http://www.google.com/schemas/sitemap-image/1.1 loc"`
	} `xml:"http://www.google.com/schemas/sitemap-image/1.1 image"`
}

// sitemapAt reads a sitemap, or the list of them, and fails the test where it
// breaks a rule of the protocol.
func (w *website) sitemapAt(path string) (root string, entries []sitemapEntry) {
	w.t.Helper()
	r := w.get(path)
	r.wants(w.t, 200)
	if got := r.Header.Get("Content-Type"); got != "application/xml; charset=utf-8" {
		w.t.Errorf("%s is sent as %s", path, got)
	}
	var read struct {
		XMLName xml.Name
		Entries []sitemapEntry `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(r.body), &read); err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	for _, problem := range sitemapProblems(w.site.BaseURL, r.body) {
		w.t.Errorf("%s: %s", path, problem)
	}
	return read.XMLName.Local, read.Entries
}

// sitemapProblems says which rules of the protocol a text breaks.
func sitemapProblems(origin, text string) (problems []string) {
	const space = "http://www.sitemaps.org/schemas/sitemap/0.9"
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if len(text) > 50_000_000 {
		problem("%d bytes", len(text))
	}
	var path []xml.Name
	entries, last := 0, 0 // last: the place that the child before had in an entry
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			problem("%v", err)
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name)
			switch depth := len(path); {
			case depth == 1 && (token.Name.Space != space || token.Name.Local != "urlset" && token.Name.Local != "sitemapindex"):
				problem("begins with %v", token.Name)
			case depth == 2:
				entries, last = entries+1, 0
				if want := map[string]string{"urlset": "url", "sitemapindex": "sitemap"}[path[0].Local]; token.Name.Space != space || token.Name.Local != want {
					problem("%v is not %s", token.Name, want)
				}
			case depth == 3:
				place := slices.Index([]string{"", space + " loc", space + " lastmod",
					"http://www.google.com/schemas/sitemap-news/0.9 news", "http://www.google.com/schemas/sitemap-image/1.1 image"}, token.Name.Space+" "+token.Name.Local)
				if place < last || place < 1 || place < 4 && place == last || last == 0 && place != 1 {
					problem("%v is not where it may be", token.Name)
				}
				last = place
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			text := string(token)
			switch name := path[max(len(path)-1, 0):]; {
			case len(name) == 0 || strings.TrimSpace(text) == "":
			case name[0].Local == "loc":
				if u, err := url.Parse(text); err != nil || !u.IsAbs() || u.Scheme+"://"+u.Host != origin || len(text) >= 2048 || u.String() != text {
					problem("%q is no address of this site", text)
				}
			case name[0].Local == "lastmod" || name[0].Local == "publication_date":
				if at, err := time.Parse(time.RFC3339, text); err != nil || at.After(time.Now()) {
					problem("%q is no instant that has been", text)
				}
			}
		}
	}
	if entries > 50_000 {
		problem("%d entries", entries)
	}
	return problems
}

func TestSitemapProblemsAreFound(t *testing.T) {
	t.Parallel()
	const begins = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>`
	for text, want := range map[string]int{
		begins + `<loc>https://site.example/a</loc><lastmod>2024-01-01T00:00:00Z</lastmod></url></urlset>`: 0,
		begins + `<lastmod>2024-01-01T00:00:00Z</lastmod><loc>https://site.example/a</loc></url></urlset>`: 2,
		begins + `<loc>/a</loc></url></urlset>`:                                                  1,
		begins + `<loc>https://other.example/a</loc></url></urlset>`:                             1,
		begins + `<loc>https://site.example/a</loc><lastmod>2124-01-01</lastmod></url></urlset>`: 1,
		begins + `<loc>https://site.example/a</loc><priority>1</priority></url></urlset>`:        1,
		begins + `<loc>https://site.example/a</loc>`:                                             1,
		`<urlset><url><loc>https://site.example/a</loc></url></urlset>`:                          3,
	} {
		if got := sitemapProblems("https://site.example", text); len(got) != want {
			t.Errorf("%s: %q, want %d", text, got, want)
		}
	}
}

// sitemapPath is an address without the origin.
func (w *website) sitemapPath(address string) string {
	return strings.TrimPrefix(address, w.site.BaseURL)
}

// sitemapParts returns the addresses of the parts that the list of sitemaps
// names, without the origin.
func (w *website) sitemapParts() (paths []string) {
	w.t.Helper()
	root, parts := w.sitemapAt("/sitemap.xml")
	if root != "sitemapindex" {
		w.t.Fatalf("/sitemap.xml is a %s", root)
	}
	for _, part := range parts {
		paths = append(paths, w.sitemapPath(part.Loc))
	}
	return paths
}

// sitemapAll returns the address of every page that the list of sitemaps and its
// parts name, in order and without the origin. It fails the test if two parts
// name the same one, but for those of pictures, which name what another has
// named before.
func (w *website) sitemapAll() (paths []string) {
	w.t.Helper()
	named := map[string]string{}
	for _, part := range w.sitemapParts() {
		root, entries := w.sitemapAt(part)
		if root != "urlset" || len(entries) == 0 {
			w.t.Errorf("%s is a %s of %d", part, root, len(entries))
		}
		for _, e := range entries {
			path := w.sitemapPath(e.Loc)
			if pictures := strings.HasPrefix(part, "/sitemap-images"); pictures != (named[path] != "") {
				w.t.Errorf("%s names %s, which has been named by %q", part, path, named[path])
			} else if !pictures {
				named[path] = part
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// sitemapNames returns the addresses that one sitemap names, in order and without
// the origin.
func (w *website) sitemapNames(path string) (paths []string) {
	w.t.Helper()
	_, entries := w.sitemapAt(path)
	for _, e := range entries {
		paths = append(paths, w.sitemapPath(e.Loc))
	}
	slices.Sort(paths)
	return paths
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
	if diff := cmp.Diff([]string{"/", "/a", "/a/b", "/data", "/data/waits"}, w.sitemapAll()); diff != "" {
		t.Errorf("the sitemaps name (- want, + got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/sitemap-pages.xml", "/sitemap-publications.xml"}, w.sitemapParts()); diff != "" {
		t.Errorf("the list names (- want, + got):\n%s", diff)
	}
	w.get("/quiet").wants(t, 200, `<meta name="robots" content="noindex"`)
}

func TestEveryPageIsInTheSitemapOfItsKind(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	named := map[string]int{}
	for name, list := range w.site.SitemapKinds() {
		if len(list) == 0 {
			t.Errorf("no kind of page is in the sitemap of %s", name)
		}
		for _, kind := range list {
			named[kind]++
		}
	}
	for _, kind := range w.registry.Kinds() {
		if want := map[bool]int{true: 1}[kind.Addressed]; named[kind.Name] != want {
			t.Errorf("pages of kind %s are in %d sitemaps, want %d", kind.Name, named[kind.Name], want)
		}
	}
	for _, kind := range site.SortedByKind() {
		if k, known := w.registry.Kind(kind); !known || !k.Addressed {
			t.Errorf("there are no pages of kind %s", kind)
		}
	}

	w.load(map[string]string{
		"pages/index.yaml":       home,
		"pages/news.yaml":        "kind: news-hub\ntitle: News\nsummary: What is new.\n",
		"pages/news/a.yaml":      "kind: news-article\ntitle: A\nsummary: What is new.\npublished_at: 2024-07-01 09:30\n",
		"pages/blogs.yaml":       "kind: blog-hub\ntitle: Blogs\nsummary: What we think.\n",
		"pages/data.yaml":        "kind: publications-hub\ntitle: D\n",
		"pages/data/series.yaml": "kind: series\ntitle: S\nsummary: Figures.\n",
	})
	for path, want := range map[string][]string{
		"/sitemap-pages.xml": {"/", "/data", "/news"}, "/sitemap-news.xml": {"/news/a"},
		"/sitemap-blogs.xml": {"/blogs"}, "/sitemap-publications.xml": {"/data/series"}, "/sitemap-images.xml": nil,
	} {
		if diff := cmp.Diff(want, w.sitemapNames(path)); diff != "" {
			t.Errorf("%s names (- want, + got):\n%s", path, diff)
		}
	}
}

func TestSitemapOfALargeSiteIsInParts(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	files := map[string]string{"pages/index.yaml": home}
	want := []string{"/"}
	for n := range 6 {
		files[fmt.Sprintf("pages/p%d.yaml", n)] = fmt.Sprintf("kind: page\ntitle: P\nlast_edited: 2024-07-0%d\n", n+1)
		want = append(want, fmt.Sprintf("/p%d", n))
	}
	w.load(files)
	w.site.SplitSitemap(3)
	if diff := cmp.Diff(want, w.sitemapAll()); diff != "" {
		t.Errorf("the parts name (- want, + got):\n%s", diff)
	}
	_, parts := w.sitemapAt("/sitemap.xml")
	if len(parts) != 3 {
		t.Fatalf("the list names %v, want 3 parts", parts)
	}
	before := w.get("/sitemap-pages.xml").body
	for i, part := range parts {
		path := w.sitemapPath(part.Loc)
		if want := []string{"/sitemap-pages.xml", "/sitemap-pages-2.xml", "/sitemap-pages-3.xml"}[i]; path != want {
			t.Errorf("part %d is called %s", i, path)
		}
		_, entries := w.sitemapAt(path)
		newest := ""
		for _, e := range entries {
			newest = max(newest, e.Lastmod)
		}
		if len(entries) != []int{3, 3, 1}[i] || part.Lastmod != newest {
			t.Errorf("%s names %d pages, the newest of %s; the list says %s", path, len(entries), newest, part.Lastmod)
		}
	}
	for _, part := range []string{"pages-4", "pages-0", "pages-1", "pages-02", "pages-x", "pages-", "pages-2-2", "1", "x", "pages-2x",
		"news-2", "images-4", "pages-99999999999999999999", "pages-4611686018427387905", "pages-50000"} {
		w.get("/sitemap-"+part+".xml").wants(t, 404)
	}

	root := w.pageAt("/")
	w.edit(func(e *publishing.Edit) error { // a page of an id that was made now
		page, err := e.Create(context.Background(), publishing.NewPage{Kind: "page", Parent: root, Slug: "new"})
		if err != nil {
			return err
		}
		if _, err := e.Save(context.Background(), publishing.Save{Page: page.ID, Value: &kinds.ContentPage{Title: "New"}}); err != nil {
			return err
		}
		_, err = e.Release(context.Background(), page.ID, publishing.Plan{})
		return err
	})
	if !slices.Contains(w.sitemapAll(), "/new") {
		t.Error("no part names the new page")
	}
	if w.get("/sitemap-pages.xml").body != before {
		t.Error("a new page has changed the first part")
	}
}

func TestSitemapTellsWhenReadersLastGotSomethingElse(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	page := func(head string) string { return "kind: page\ntitle: P\nlast_edited: 2024-07-01 09:30\n" + head }
	w.load(map[string]string{
		"pages/index.yaml":      home,
		"pages/came.yaml":       page(""),
		"pages/since.yaml":      page("live_from: 2025-02-03 10:00\n"),
		"pages/edited.yaml":     "kind: page\ntitle: P\nlast_edited: 2024-07-01 09:30\nlive_from: 2023-02-03 10:00\n",
		"pages/minor.yaml":      page(""),
		"pages/back.yaml":       page(""),
		"pages/moves.yaml":      page(""),
		"pages/moves/also.yaml": page(""),
	})
	began := time.Now().Add(-time.Second)
	ctx := context.Background()
	back, minor, moves, root := w.pageAt("/back"), w.pageAt("/minor"), w.pageAt("/moves"), w.pageAt("/")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(ctx, back, "Out of date.", publishing.Plan{})
		return err
	})
	if slices.Contains(w.sitemapAll(), "/back") {
		t.Error("a withdrawn page is named")
	}
	w.edit(func(e *publishing.Edit) error {
		if _, err := e.ReleaseAgain(ctx, back, publishing.Plan{}); err != nil {
			return err
		}
		if _, err := e.Release(ctx, minor, publishing.Plan{Minor: true}); err != nil {
			return err
		}
		_, err := e.Move(ctx, moves, root, "moved")
		return err
	})
	told := map[string]string{}
	_, entries := w.sitemapAt("/sitemap-pages.xml")
	for _, e := range entries {
		told[w.sitemapPath(e.Loc)] = e.Lastmod
	}
	for path, want := range map[string]string{
		"/came":   "2024-07-01T08:30:00Z", // its history came with it
		"/since":  "2025-02-03T10:00:00Z",
		"/edited": "2024-07-01T08:30:00Z",
	} {
		if told[path] != want {
			t.Errorf("%s has changed at %s, want %s", path, told[path], want)
		}
	}
	for _, path := range []string{"/back", "/minor", "/moved", "/moved/also"} {
		if at, err := time.Parse(time.RFC3339, told[path]); err != nil || at.Before(began.Truncate(time.Second)) {
			t.Errorf("%s has changed at %q, want just now", path, told[path])
		}
	}
}

func TestNewsIsNewForTwoDays(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	at := func(ago time.Duration) string { return time.Now().UTC().Add(-ago).Format(time.RFC3339) }
	article := func(kind, title, at string) string {
		field := map[string]string{"news-article": "published_at: " + at, "feature": "published: " + at[:len("2024-07-01")]}[kind]
		return fmt.Sprintf("kind: %s\ntitle: %s\nsummary: It has happened.\n%s\nfirst_published: %s\nlive_from: %s\n", kind, title, field, at, at)
	}
	recent := at(47 * time.Hour)
	w.load(map[string]string{
		"pages/index.yaml":          home,
		"pages/news.yaml":           "kind: news-hub\ntitle: News\nsummary: What is new.\n",
		"pages/news/new.yaml":       article("news-article", `"Trust & care <now>"`, recent),
		"pages/news/old.yaml":       article("news-article", "Old", at(49*time.Hour)),
		"pages/news/rewritten.yaml": article("news-article", "Rewritten", at(900*time.Hour)) + "last_edited: " + at(time.Hour) + "\n",
		"pages/news/feature.yaml":   article("feature", "Feature", at(time.Minute)),
		"pages/news/later.yaml":     "kind: news-article\ntitle: Canary\nsummary: Canary.\npublished_at: 2024-07-01 09:30\nlive_from: 2090-01-01\n",
		"pages/news/brought.yaml":   "kind: news-article\ntitle: Brought\nsummary: From elsewhere.\npublished_at: 2024-07-01 09:30\n",
		"pages/fresh.yaml":          "kind: page\ntitle: No news\n",
		"site.yaml":                 "title: Test Office\n",
	})
	news := map[string]sitemapEntry{}
	_, entries := w.sitemapAt("/sitemap-news.xml")
	for _, e := range entries {
		news[w.sitemapPath(e.Loc)] = e
	}
	for path, isNew := range map[string]bool{"/news/new": true, "/news/feature": true, "/news/old": false, "/news/rewritten": false, "/news/brought": false} {
		if e, named := news[path]; !named || (e.News != nil) != isNew {
			t.Errorf("%s is named %t, and told of as news %t, want %t", path, named, e.News != nil, isNew)
		}
	}
	told := news["/news/new"].News
	if told.Title != "Trust & care <now>" || told.PublicationDate != recent || told.Publication.Name != "Test Office" || told.Publication.Language != "en" {
		t.Errorf("the news is %+v", told)
	}
	if len(news) != 5 {
		t.Errorf("it names %d pages, want 5", len(news))
	}
	w.get("/sitemap-news.xml").lacks(t, "Canary", "later")
	w.get("/sitemap-pages.xml").lacks(t, "<news:news>")
}

// The clock of the database ends the two days, to the microsecond.
func TestNewsIsNewByTheClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: news-article\ntitle: A\nsummary: It has happened.\npublished_at: 2024-07-01T08:30:00Z\nlive_from: 2024-07-01T08:30:00Z\nfirst_published: 2024-07-01T08:30:00Z\n",
	})
	first := time.Date(2024, 7, 1, 8, 30, 0, 0, time.UTC)
	for after, want := range map[time.Duration]bool{0: true, 48*time.Hour - time.Microsecond: true, 48 * time.Hour: false} {
		look := publishing.Look{Page: w.pageAt("/a"), At: first.Add(after), Live: true}
		err := w.publisher.Preview(t.Context(), cms.System, look, func(snap *postgres.Snapshot, _ publishing.Seen) error {
			named := 0
			err := snap.Sitemap(t.Context(), []string{"news-article"}, 10, 0, func(p postgres.SitemapPage) error {
				if named++; p.New != want {
					t.Errorf("after %v it is new: %t", after, p.New)
				}
				return nil
			})
			if named != 1 {
				t.Errorf("after %v %d pages are named", after, named)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPicturesInTheSitemapAreThoseThatReadersSee(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	showing := func(head, file string) string {
		return "kind: page\ntitle: P\n" + head + "body:\n- {type: image, image: {file: " + file + ", alt: A square}}\n"
	}
	w.load(map[string]string{
		"pages/index.yaml":     home,
		"pages/a.yaml":         showing("", "seen.png") + "- {type: image, image: {file: large.jpg, alt: A square}}\n",
		"pages/b.yaml":         showing("", "seen.png"),
		"pages/plain.yaml":     "kind: page\ntitle: P\nbody:\n- {type: downloads, items: [{file: {file: words.txt, title: Words}}]}\n",
		"pages/later.yaml":     showing("live_from: 2090-01-01\n", "canary-later.png"),
		"pages/draft.yaml":     showing("draft: true\n", "canary-draft.png"),
		"pages/quiet.yaml":     showing("no_index: true\n", "canary-quiet.png"),
		"pages/withdrawn.yaml": showing("", "canary-withdrawn.png"),
		// Only its next release has another picture.
		"pages/soon.yaml":            showing("", "seen.png") + "---\n" + showing("live_from: 2090-01-01\n", "canary-soon.png"),
		"media/seen.png":             picture(t),
		"media/large.jpg":            photograph(t, 1600, 800),
		"media/words.txt":            "words",
		"media/canary-later.png":     photograph(t, 20, 20),
		"media/canary-draft.png":     photograph(t, 20, 21),
		"media/canary-quiet.png":     photograph(t, 20, 22),
		"media/canary-withdrawn.png": photograph(t, 20, 23),
		"media/canary-soon.png":      photograph(t, 20, 24),
	})
	withdrawn := w.pageAt("/withdrawn")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(context.Background(), withdrawn, "Out of date.", publishing.Plan{})
		return err
	})
	if parts := w.sitemapParts(); !slices.Contains(parts, "/sitemap-images.xml") {
		t.Fatalf("the list names %v", parts)
	}
	_, entries := w.sitemapAt("/sitemap-images.xml")
	shown := map[string][]string{}
	for _, e := range entries {
		for _, image := range e.Images {
			path := w.sitemapPath(image.Loc)
			w.get(path).wants(t, 200)
			shown[w.sitemapPath(e.Loc)] = append(shown[w.sitemapPath(e.Loc)], path)
		}
		slices.Sort(shown[w.sitemapPath(e.Loc)])
	}
	seen, large := w.mediaURL("seen.png"), w.mediaURL("large.jpg")
	both := []string{seen, large}
	slices.Sort(both)
	if diff := cmp.Diff(map[string][]string{"/a": both, "/b": {seen}, "/soon": {seen}}, shown); diff != "" {
		t.Errorf("pages show (- want, + got):\n%s", diff)
	}
	for _, path := range append(w.sitemapParts(), "/sitemap.xml") {
		w.get(path).lacks(t, "canary", "words.txt")
	}

	w.site.SplitSitemap(1)
	named := 0
	for _, part := range w.sitemapParts() {
		if strings.HasPrefix(part, "/sitemap-images") {
			named += len(w.sitemapNames(part))
		}
	}
	if named != 3 {
		t.Errorf("in parts of one page, %d pages show pictures, want 3", named)
	}
}

// TestSitemapsWaitForEachOther asks for more while as many are sent as may be:
// the database is not asked. Whoever asks has no time to wait.
func TestSitemapsWaitForEachOther(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home})
	routes := w.site.Routes()
	gone, leave := context.WithCancel(t.Context())
	leave()
	done := w.site.MapSite()
	before := w.site.DB.Pool.Stat().CanceledAcquireCount()
	for _, path := range []string{"/sitemap.xml", "/sitemap-pages.xml"} {
		routes.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodGet, path, nil))
		if w.site.DB.Pool.Stat().CanceledAcquireCount() != before {
			t.Errorf("%s does not wait for its turn", path)
		}
	}
	done()
	for _, path := range []string{"/sitemap.xml", "/sitemap-pages.xml"} {
		w.get(path).wants(t, http.StatusOK)
	}
}

func TestSitemapsAreSentAsEverythingElse(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	files := map[string]string{"pages/index.yaml": home}
	for n := range 20 {
		files[fmt.Sprintf("pages/p%d.yaml", n)] = "kind: page\ntitle: P\nlast_edited: 2024-07-01\n"
	}
	w.load(files)
	for _, path := range []string{"/sitemap.xml", "/sitemap-pages.xml"} {
		whole := w.get(path, "Accept-Encoding", "identity")
		if got := whole.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
		w.get(path, "Accept-Encoding", "identity", "If-None-Match", whole.Header.Get("ETag")).wants(t, http.StatusNotModified)
		head := w.do(http.MethodHead, path, "Accept-Encoding", "identity")
		if head.body != "" || head.Header.Get("ETag") != whole.Header.Get("ETag") || head.ContentLength != int64(len(whole.body)) {
			t.Errorf("HEAD of %s: %v", path, head.Header)
		}
	}
	for _, encoding := range []string{"br", "gzip"} {
		if got := w.get("/sitemap-pages.xml", "Accept-Encoding", encoding).Header.Get("Content-Encoding"); got != encoding {
			t.Errorf("Content-Encoding is %q, want %q", got, encoding)
		}
	}
	before := w.get("/sitemap-pages.xml").Header.Get("ETag")
	page := w.pageAt("/p3")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(context.Background(), page, time.Time{})
		return err
	})
	w.get("/sitemap-pages.xml", "If-None-Match", before).wants(t, 200)
}
