package site_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

const feedSite = "title: Test Office\ncopyright: © Test Office\nlicence: Under the [licence](https://licence.example/).\n"

// feedFile is a feed of pages of a kind in content files.
func feedFile(address, kind, more string) string {
	return fmt.Sprintf("kind: feed\ntitle: Feed %s\naddress: %s\nsummary: What is new.\npage: /news\nkinds: [%s]\n%s", address, address, kind, more)
}

// newsFile is a news article that came out on a day.
func newsFile(title, firstPublished string) string {
	return "kind: news-article\ntitle: " + title + "\nsummary: In short.\npublished_at: 2024-01-01 09:00\nfirst_published: " + firstPublished + "\nlast_edited: " + firstPublished + "\n"
}

// feedOf reads a feed in one format, with two programs.
func (w *website) feedOf(name string, format feeds.Format) testkit.Feed {
	w.t.Helper()
	r := w.get("/feeds/" + name + "." + string(format))
	r.wants(w.t, http.StatusOK)
	return testkit.ReadFeed(w.t, format, []byte(r.body))
}

func feedTitles(f testkit.Feed) (titles []string) {
	for _, item := range f.Items {
		titles = append(titles, item.Title)
	}
	return titles
}

func wantsTitles(t *testing.T, f testkit.Feed, want ...string) {
	t.Helper()
	if got := feedTitles(f); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the feed holds %q, want %q", got, want)
	}
}

func newsSite(t *testing.T, more map[string]string) *website {
	t.Helper()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	files := map[string]string{
		"pages/index.yaml": home, "site.yaml": feedSite,
		"pages/news/index.yaml": "kind: news-hub\ntitle: News\nsummary: New.\n",
		"feeds/news.yaml":       feedFile("news", "news-article", "count: 2\n"),
	}
	for name, text := range more {
		files[name] = text
	}
	w.load(files)
	return w
}

func TestAFeedSaysTheSameInEveryFormat(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{
		"pages/news/a.yaml": newsFile("Old", "2023-05-01 10:00"),
		"pages/news/b.yaml": newsFile("'New: ]]> <b> & “quotes” 🎈 שלום'", "2024-06-01 10:00"),
	})
	var first testkit.Feed
	for _, format := range feeds.Formats {
		got := w.feedOf("news", format)
		wantsTitles(t, got, "New: ]]> <b> & “quotes” 🎈 שלום", "Old")
		if got.Title != "Feed news" || got.Description != "What is new." || got.Language != "en-gb" {
			t.Errorf("%s: the feed is called %q, %q, in %s", format, got.Title, got.Description, got.Language)
		}
		if self := got.Links["self"]; self != "https://site.example/feeds/news."+string(format) {
			t.Errorf("%s: it says that it is at %s", format, self)
		}
		if page := got.Links["alternate"]; page != "https://site.example/news" {
			t.Errorf("%s: it belongs to %s", format, page)
		}
		for i, item := range got.Items {
			if item.URL == "" || item.ID != "urn:uuid:"+string(w.pageAt(strings.TrimPrefix(item.URL, "https://site.example"))) {
				t.Errorf("%s: item %d is %s at %s", format, i, item.ID, item.URL)
			}
		}
		if at := time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC); !got.Items[0].Published.Equal(at) {
			t.Errorf("%s: it came out at %s, want %s", format, got.Items[0].Published, at)
		}
		if format == feeds.RSS {
			first = got
		} else if got.Items[0].HTML != first.Items[0].HTML || got.Items[1].Summary != first.Items[1].Summary {
			t.Errorf("%s tells other content than RSS", format)
		}
	}
}

func TestAFeedSaysUnderWhichLicenceItIs(t *testing.T) {
	t.Parallel()
	w := newsSite(t, nil)
	for _, format := range feeds.Formats {
		body := w.get("/feeds/news." + string(format)).body
		for _, want := range []string{"© Test Office. Under the licence.", `"https://licence.example/"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: it does not say %s", format, want)
			}
		}
	}
}

func TestHowAFeedIsSent(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{"pages/news/a.yaml": newsFile("Old", "2023-05-01 10:00")})
	for format, mediaType := range map[feeds.Format]string{
		feeds.RSS: "application/rss+xml; charset=utf-8", feeds.Atom: "application/atom+xml; charset=utf-8", feeds.JSON: "application/feed+json; charset=utf-8",
	} {
		address := "/feeds/news." + string(format)
		r := w.get(address, "Accept-Encoding", "identity")
		r.wants(t, 200)
		for name, want := range map[string]string{
			"Content-Type": mediaType, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
			"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Vary": "Accept",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
		if tag := r.Header.Get("ETag"); !strings.HasPrefix(tag, `"`) {
			t.Errorf("%s: the tag %s is not strong", address, tag)
		}
		for _, encoding := range []string{"br", "gzip"} {
			packed := w.get(address, "Accept-Encoding", encoding)
			if packed.Header.Get("Content-Encoding") != encoding || packed.Header.Get("ETag") == r.Header.Get("ETag") {
				t.Errorf("%s: asked for %s, it is sent as %q with the tag of what is not", address, encoding, packed.Header.Get("Content-Encoding"))
			}
			w.get(address, "Accept-Encoding", encoding, "If-None-Match", packed.Header.Get("ETag")).wants(t, http.StatusNotModified)
		}
		head := w.do(http.MethodHead, address, "Accept-Encoding", "identity")
		head.wants(t, 200)
		if head.body != "" || head.Header.Get("ETag") != r.Header.Get("ETag") || head.ContentLength != int64(len(r.body)) {
			t.Errorf("%s: HEAD answers with %d bytes, of %d, and tag %s", address, len(head.body), head.ContentLength, head.Header.Get("ETag"))
		}
		seen := w.get(address, "Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8").Header.Get("Content-Type")
		if seen != format.BrowserMediaType() || w.get(address, "Accept", "*/*").Header.Get("Content-Type") != mediaType {
			t.Errorf("%s: a browser gets it as %s", address, seen)
		}
		bare, _, _ := strings.Cut(mediaType, ";")
		if got := w.get(address, "Accept", bare+", text/html;q=0.5").Header.Get("Content-Type"); got != mediaType {
			t.Errorf("%s: a program that knows the format gets it as %s", address, got)
		}
		asked := w.do(http.MethodOptions, address)
		asked.wants(t, http.StatusNoContent)
		if !strings.Contains(asked.Header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
			t.Errorf("%s: scripts may not ask whether it has changed", address)
		}
	}
	for _, path := range []string{
		"/feeds/none.rss", "/feeds/news.xml", "/feeds/news", "/feeds/.rss", "/feeds/news.rss?page=2", "/feeds/news.rss?page=0", "/feeds/news.rss?page=x",
		"/feeds/topic-none.rss", "/feeds/series-none.rss", "/feeds/hub-.rss", "/feeds/hub---0123.rss", "/feeds/other-news.rss",
	} {
		w.get(path).wants(t, 404)
	}
	w.do(http.MethodPost, "/feeds/news.rss").wants(t, 405)
}

// TestWhoHasAFeedIsNotSentItAgain asks by tag and by date, of two nodes, and
// after each change.
func TestWhoHasAFeedIsNotSentItAgain(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{"pages/news/a.yaml": newsFile("Old", "2023-05-01 10:00")})
	other := httptest.NewServer(w.again().Routes()) // another node, or this one after a restart
	t.Cleanup(other.Close)
	dated := func() response { // a change of this very second has no date yet
		var r response
		until(t, "the feed has a date", func() bool {
			r = w.get("/feeds/news.rss")
			return r.Header.Get("Last-Modified") != ""
		})
		return r
	}
	before := dated()
	w.get("/feeds/news.rss", "If-None-Match", before.Header.Get("ETag")).wants(t, http.StatusNotModified)
	w.get("/feeds/news.rss", "If-Modified-Since", before.Header.Get("Last-Modified")).wants(t, http.StatusNotModified)
	there, err := http.Get(other.URL + "/feeds/news.rss")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(there.Body)
	there.Body.Close()
	if string(body) != before.body {
		t.Error("another node sends another feed")
	}

	w.load(map[string]string{"pages/news/a.yaml": newsFile("Mended", "2023-05-01 10:00")})
	w.get("/feeds/news.rss", "If-None-Match", before.Header.Get("ETag")).wants(t, 200, "<title>Mended</title>")
	after := dated()
	w.get("/feeds/news.rss", "If-Modified-Since", before.Header.Get("Last-Modified")).wants(t, 200, "<title>Mended</title>")
	w.get("/feeds/news.rss", "If-Modified-Since", after.Header.Get("Last-Modified")).wants(t, http.StatusNotModified)
	w.get("/feeds/news.rss", "If-None-Match", `"other"`, "If-Modified-Since", after.Header.Get("Last-Modified")).wants(t, 200)

	w.load(map[string]string{"pages/news/b.yaml": newsFile("Found", "2022-05-01 10:00") + "live_from: 2022-05-01 10:00\n"}) // it began long ago
	w.get("/feeds/news.rss", "If-Modified-Since", after.Header.Get("Last-Modified")).wants(t, 200, "<title>Found</title>")

	w.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(context.Background(), w.pageAt("/news/a"), "Wrong.", publishing.Plan{})
		return err
	})
	gone := w.get("/feeds/news.rss", "If-None-Match", after.Header.Get("ETag"))
	gone.wants(t, 200)
	gone.lacks(t, "Mended")
}

// until waits for something to become so; a minute is for a machine that does
// much else.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never happened: %s", what)
		}
	}
}

// TestAnItemIsThereWhenItsPageIs asks without a pause while a release begins,
// and another ends: feed and page change at the same instant, with no job.
func TestAnItemIsThereWhenItsPageIs(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{"pages/news/a.yaml": newsFile("Old", "2023-05-01 10:00")})
	w.get("/feeds/news.atom").wants(t, 200) // it is kept from here on
	soon := time.Now().Add(1500 * time.Millisecond).Truncate(time.Millisecond)
	w.schedule("/news/a", soon)
	until(t, "the release begins", func() bool {
		page := strings.Contains(w.get("/news/a").body, "Replaced")
		feed := strings.Contains(w.get("/feeds/news.atom").body, "Replaced")
		if page && !feed {
			t.Error("the page is there and the feed does not know it")
		}
		return page
	})
	wantsTitles(t, w.feedOf("news", feeds.Atom), "Replaced")
}

// schedule plans a new text of a news article.
func (w *website) schedule(path string, at time.Time) {
	w.t.Helper()
	page := w.pageAt(path)
	w.edit(func(e *publishing.Edit) error {
		value := &kinds.NewsArticle{Title: "Replaced", Summary: "In short.", PublishedAt: time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC)}
		_, err := e.ReleaseContent(context.Background(), page, publishing.State{Value: value}, publishing.Plan{From: at})
		return err
	})
}

func TestOlderItemsAreOnFurtherPages(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for n := range 5 {
		files[fmt.Sprintf("pages/news/n%d.yaml", n)] = newsFile(fmt.Sprint("N", n), fmt.Sprintf("2024-0%d-01 10:00", n+1))
	}
	w := newsSite(t, files)
	for _, format := range feeds.Formats {
		address, seen := "/feeds/news."+string(format), []string{}
		for address != "" {
			r := w.get(address)
			r.wants(t, 200)
			page := testkit.ReadFeed(t, format, []byte(r.body))
			seen = append(seen, feedTitles(page)...)
			address = strings.TrimPrefix(page.Links["next"], "https://site.example")
		}
		if strings.Join(seen, " ") != "N4 N3 N2 N1 N0" {
			t.Errorf("%s: the pages hold %v", format, seen)
		}
	}
}

// TestEveryHubAndTopicHasAFeed asks for feeds that nobody has made.
func TestEveryHubAndTopicHasAFeed(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{
		"terms/topic.yaml":     "- {slug: care, name: Care, children: [{slug: hospital, name: Hospital}]}\n",
		"pages/news/a.yaml":    newsFile("Old", "2023-05-01 10:00") + "topics: [hospital]\n",
		"pages/catalogue.yaml": "kind: service-catalogue\ntitle: Catalogue\n", "pages/spine.yaml": "kind: service\ntitle: Spine\nsummary: S\n",
		"pages/one/index.yaml": "kind: landing\ntitle: One\nsummary: S\n", "pages/one/hub/index.yaml": "kind: events-hub\ntitle: First hub\n",
		"pages/two/index.yaml": "kind: landing\ntitle: Two\nsummary: S\n", "pages/two/hub/index.yaml": "kind: blog-hub\ntitle: Second hub\nfirst_published: 2020-01-01\n",
	})
	wantsTitles(t, w.feedOf("hub-news", feeds.RSS), "Old")
	wantsTitles(t, w.feedOf("topic-hospital", feeds.RSS), "Old")
	wantsTitles(t, w.feedOf("topic-care", feeds.RSS), "Old")      // with what is below it
	wantsTitles(t, w.feedOf("hub-catalogue", feeds.RSS), "Spine") // wherever services stand
	if got := w.feedOf("hub-hub", feeds.RSS).Title; got != "Second hub" {
		t.Errorf("the plain name is that of %q, want the hub that came out first", got)
	}
	long := kinds.LongFeedName(kinds.HubFeed, "/one/hub", w.pageAt("/one/hub"))
	if got := w.feedOf(long, feeds.RSS).Title; got != "First hub" {
		t.Errorf("%s is the feed of %q", long, got)
	}
	first := kinds.LongFeedName(kinds.HubFeed, "/two/hub", w.pageAt("/two/hub"))
	plain := w.get("/feeds/" + first + ".rss")
	plain.wants(t, http.StatusFound) // for as long as it has it
	if got := plain.Header.Get("Location"); got != "/feeds/hub-hub.rss" {
		t.Errorf("%s leads to %s", first, got)
	}

	w.moves("/two/hub", "/two", "second")
	w.moves("/one/hub", "/one", "first")
	w.movesTo("/feeds/"+first+".rss", "/feeds/hub-second.rss")
	w.movesTo("/feeds/"+long+".rss", "/feeds/hub-first.rss")
	w.movesTo("/feeds/hub-hub.rss", "/feeds/hub-second.rss")
	w.get("/feeds/hub-hub--01234567.rss").wants(t, http.StatusNotFound)

	w.moves("/news", "/", "press")
	w.movesTo("/feeds/hub-news.atom", "/feeds/hub-press.atom")
	wantsTitles(t, w.feedOf("hub-press", feeds.JSON), "Old")
}

// moves gives a page another place.
func (w *website) moves(path, below, slug string) {
	w.t.Helper()
	page, parent := w.pageAt(path), w.pageAt(below)
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Move(context.Background(), page, parent, slug)
		return err
	})
}

func (w *website) movesTo(from, to string) {
	w.t.Helper()
	r := w.get(from)
	r.wants(w.t, http.StatusMovedPermanently)
	if got := r.Header.Get("Location"); got != to {
		w.t.Errorf("%s leads to %s, want %s", from, got, to)
	}
}

// TestFeedsTellNothingBeforeItsTime looks for what is scheduled, in draft and
// taken away in every feed that could hold it.
func TestFeedsTellNothingBeforeItsTime(t *testing.T) {
	t.Parallel()
	secret := func(title, more string) string {
		return newsFile(title, "2024-06-01 10:00") + more
	}
	w := newsSite(t, map[string]string{
		"terms/topic.yaml":      "- {slug: care, name: Care}\n",
		"pages/news/a.yaml":     newsFile("Old", "2023-05-01 10:00") + "topics: [care]\nbody:\n  - {type: text, heading: H, body: 'See [zyzzyva](/news/later).'}\n",
		"pages/news/later.yaml": secret("Quokka one", "live_from: 2090-01-01\ntopics: [care]\n"),
		"pages/news/draft.yaml": secret("Quokka two", "draft: true\ntopics: [care]\n"),
		"pages/news/past.yaml":  secret("Quokka three", "live_from: 2020-01-01\nlive_until: 2021-01-01\ntopics: [care]\n"),
		"pages/news/off.yaml":   secret("Quokka four", "withdrawn: Wrong.\ntopics: [care]\n"),
		"feeds/all.yaml":        feedFile("all", "news-article, feature", "count: 100\n"),
	})
	for _, name := range []string{"news", "all", "hub-news", "topic-care"} {
		for _, format := range feeds.Formats {
			r := w.get("/feeds/" + name + "." + string(format))
			r.wants(t, 200, "Old")
			r.lacks(t, "Quokka", "/news/later")
		}
	}
}

// TestWhatIsPlannedChangesNothingOfAFeed compares answers before and after
// something is planned: its instant cannot be told from any header either.
func TestWhatIsPlannedChangesNothingOfAFeed(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{"pages/news/a.yaml": newsFile("Old", "2023-05-01 10:00")})
	answer := func() string {
		r := w.get("/feeds/news.rss")
		r.Header.Del("Date")
		r.Header.Del("X-Request-Id")
		return fmt.Sprint(r.StatusCode, r.Header, r.body)
	}
	until(t, "the feed has a date", func() bool { return w.get("/feeds/news.rss").Header.Get("Last-Modified") != "" })
	before := answer()
	w.schedule("/news/a", time.Now().Add(2*time.Minute))
	if after := answer(); after != before {
		t.Errorf("before: %.900s\nafter: %.900s", before, after)
	}
}

// TestWhichFeedsHoldAPage names the feeds that a hub is told of when a page
// changes.
func TestWhichFeedsHoldAPage(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{
		"terms/topic.yaml":     "- {slug: care, name: Care, children: [{slug: hospital, name: Hospital}]}\n- {slug: else, name: Else}\n",
		"pages/news/a.yaml":    newsFile("Old", "2023-05-01 10:00") + "topics: [hospital]\n",
		"feeds/hospital.yaml":  feedFile("hospital", "news-article", "terms: [topic/hospital]\n"),
		"feeds/else.yaml":      feedFile("else", "news-article", "terms: [topic/else]\n"),
		"feeds/blogs.yaml":     feedFile("blogs", "blog-post", ""),
		"pages/catalogue.yaml": "kind: service-catalogue\ntitle: Catalogue\n", "pages/spine.yaml": "kind: service\ntitle: Spine\nsummary: S\n",
		"feeds/below.yaml": feedFile("below", "news-article", "below: /news\n"),
	})
	got, err := w.site.FeedsOf(t.Context(), []cms.ID{w.pageAt("/news/a"), w.pageAt("/news")})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range []string{"below", "hospital", "hub-news", "news", "topic-care", "topic-hospital"} {
		for _, format := range feeds.Formats {
			want = append(want, "https://site.example/feeds/"+name+"."+string(format))
		}
	}
	if of, err := w.site.FeedsOf(t.Context(), []cms.ID{w.pageAt("/spine")}); err != nil || len(of) != 3 || !strings.HasSuffix(of[0], "/hub-catalogue.rss") {
		t.Errorf("of a service the hub is told of %v (%v)", of, err)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the hub is told of\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTheImageOfAFeedIsShown gives a feed a picture that is larger than RSS
// allows: it is named with the size to show it in, and can be fetched.
func TestTheImageOfAFeedIsShown(t *testing.T) {
	t.Parallel()
	drawing := func(width, height int) string {
		return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="1" height="1"/></svg>`, width, height)
	}
	w := newsSite(t, map[string]string{
		"media/wide.svg": drawing(576, 288), "media/tall.svg": drawing(100, 800), "media/small.svg": drawing(40, 20),
		"feeds/wide.yaml":  feedFile("wide", "news-article", "image: {file: wide.svg, alt: W}\n"),
		"feeds/tall.yaml":  feedFile("tall", "news-article", "image: {file: tall.svg, alt: T}\n"),
		"feeds/small.yaml": feedFile("small", "news-article", "image: {file: small.svg, alt: S}\n"),
	})
	for name, size := range map[string]string{
		"wide": "<width>144</width>\n      <height>72</height>", "tall": "<width>50</width>\n      <height>400</height>", "small": "<width>40</width>\n      <height>20</height>",
	} {
		address := w.mediaURL(name + ".svg")
		w.get("/feeds/"+name+".rss").wants(t, 200, "<url>https://site.example"+address+"</url>", size)
		w.get("/feeds/"+name+".atom").wants(t, 200, "<logo>https://site.example"+address+"</logo>")
		w.get(address).wants(t, 200)
	}
}
