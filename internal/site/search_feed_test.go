package site_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// searchFeed reads the feed of a state of the search, with two programs.
func (w *website) searchFeed(state string, format feeds.Format) testkit.Feed {
	w.t.Helper()
	r := w.get("/search." + string(format) + state)
	r.wants(w.t, http.StatusOK)
	return testkit.ReadFeed(w.t, format, []byte(r.body))
}

// winterNews are articles of which the newest by its own date came out first, with
// what is not live among them.
func winterNews() map[string]string {
	files := map[string]string{
		"terms/topic.yaml":       "- {slug: care, name: Care, children: [{slug: wards, name: Wards}]}\n- {slug: quokka, name: Quokkas}\n",
		"pages/news/late.yaml":   "kind: news-article\ntitle: Winter came\nsummary: In short.\npublished_at: 2020-01-01 09:00\nfirst_published: 2024-05-01\ntopics: [wards]\n",
		"pages/news/early.yaml":  "kind: news-article\ntitle: Winter is near\nsummary: In short.\npublished_at: 2024-03-01 09:00\nfirst_published: 2022-05-01\ntopics: [care]\n",
		"pages/news/summer.yaml": newsFile("Summer", "2023-05-01 10:00"),
		"pages/help.yaml":        "kind: service\ntitle: Winter help\nsummary: In short.\nfirst_published: 2023-02-01\n", // which has no date
	}
	for name, more := range map[string]string{
		"later": "live_from: 2090-01-01\n", "draft": "draft: true\n", "past": "live_from: 2020-01-01\nlive_until: 2021-01-01\n", "off": "withdrawn: Wrong.\n",
	} {
		files["pages/news/"+name+".yaml"] = newsFile("Winter quokka", "2024-06-01 10:00") + "topics: [care]\n" + more
	}
	return files
}

func TestASearchCanBeFollowed(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	for state, want := range map[string][]string{
		"?q=winter":                      {"Winter came", "Winter help", "Winter is near"},
		"?q=wint":                        {"Winter came", "Winter help", "Winter is near"},
		"?q=winter&type=news-article":    {"Winter came", "Winter is near"},
		"?q=winter&year=2024":            {"Winter is near"},
		"?topic=care":                    {"Winter came", "Winter is near"},
		"?topic=care&topic=wards":        {"Winter came"},
		"?type=news-article&year=2024":   {"Summer", "Winter is near"},
		"?type=service":                  {"Winter help"},
		"?q=winter+wolves":               nil, // the page shows what comes near
		"?q=wintre":                      nil,
		"?q=winter&topic=quokka":         nil,
		"?q=" + strings.Repeat("a", 200): nil,
	} {
		for _, format := range feeds.Formats {
			wantsTitles(t, w.searchFeed(state, format), want...)
		}
	}
	for _, state := range []string{"?q=quokka", "?q=winter", "?topic=quokka", "?topic=care", "", "?year=2090"} {
		for _, format := range feeds.Formats {
			w.get("/search."+string(format)+state).lacks(t, "Winter quokka", "/news/later", "Quokkas")
		}
	}
}

func TestAFeedOfASearchSaysTheSameInEveryFormat(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	var first testkit.Feed
	for _, format := range feeds.Formats {
		got := w.searchFeed("?q=winter", format)
		if self := got.Links["self"]; self != "https://site.example/search."+string(format)+"?q=winter" {
			t.Errorf("%s: it says that it is at %s", format, self)
		}
		if page := got.Links["alternate"]; page != "https://site.example/search?q=winter" {
			t.Errorf("%s: it belongs to %s", format, page)
		}
		for _, item := range got.Items {
			if item.ID != "urn:uuid:"+string(w.pageAt(strings.TrimPrefix(item.URL, "https://site.example"))) || item.HTML == "" {
				t.Errorf("%s: %q is %s and says %q", format, item.Title, item.ID, item.HTML)
			}
		}
		for i := range got.Items {
			got.Items[i].Categories = nil // told by their names in some, by their terms in others
		}
		if format == feeds.RSS {
			first = got
		} else if difference := gocmp.Diff(first.Items, got.Items, cmpopts.EquateEmpty()); difference != "" {
			t.Errorf("RSS (-) and %s (+) tell other items:\n%s", format, difference)
		}
	}
}

// TestAFeedSaysWhichSearchItIsOf reads the titles that readers' programs list.
func TestAFeedSaysWhichSearchItIsOf(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	told := map[string]bool{}
	for state, want := range map[string][2]string{
		"":            {"Search: everything", "What is new on this website."},
		"?q=winter":   {"Search: “winter”", "What is new of what a search for “winter” finds."},
		"?year=2024":  {"Search: 2024", "What is new on this website. Publication year: 2024."},
		"?topic=else": {"Search: Else", "What is new on this website. Topic: Else."},
		"?q=%3Cb%3E+%26+]]%3E&type=news-article&year=2023&year=2024&month=3&topic=care&topic=wards": {
			"Search: “<b> & ]]>”, News, 2023 or 2024, March, Wards",
			"What is new of what a search for “<b> & ]]>” finds. Document type: News. Publication year: 2023 or 2024. Publication month: March. Topic: Wards.",
		},
	} {
		for _, format := range feeds.Formats {
			got := w.searchFeed(w.oneSpelling("/search.rss", state), format)
			if got.Title != want[0] || got.Description != want[1] {
				t.Errorf("%s, %s: it is called %q: %q", state, format, got.Title, got.Description)
			}
		}
		id := strings.SplitN(w.get("/search.atom"+w.oneSpelling("/search.atom", state)).body, "</id>", 2)[0]
		if told[id] {
			t.Errorf("%s has the identifier of another feed", state)
		}
		told[id] = true
	}
}

// oneSpelling is the state that a feed's address leads to.
func (w *website) oneSpelling(path, state string) string {
	if r := w.get(path + state); r.StatusCode == http.StatusMovedPermanently {
		return strings.TrimPrefix(r.Header.Get("Location"), path)
	}
	return state
}

func TestAFeedOfASearchHasOneAddress(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	for given, want := range map[string]string{
		"?q=":                           "",
		"?q=winter&sort=relevance":      "?q=winter",
		"?q=winter&sort=date":           "?q=winter",
		"?q=+winter%20":                 "?q=winter",
		"?query=winter":                 "?q=winter",
		"?q=winter&page=1&utm_source=x": "?q=winter",
		"?q=winter&page=x":              "?q=winter",
		"?topic=wards&topic=care":       "?topic=care&topic=wards",
		"?month=3&month=03":             "",
		"?status=secret":                "",
		"?page=2&sort=date":             "?page=2",
	} {
		r := w.get("/search.atom" + given)
		r.wants(t, http.StatusMovedPermanently)
		if got := r.Header.Get("Location"); got != "/search.atom"+want {
			t.Errorf("%s leads to %s, want %s", given, got, want)
		}
	}
	for _, state := range []string{"", "?q=winter", "?q=winter%20came", "?topic=wards&q=winter", "?topic=care&topic=wards", "?%zz"} {
		w.get("/search.atom"+state).wants(t, http.StatusOK)
	}
	for _, address := range []string{"/search.xml", "/search.", "/search.rss/x", "/search.rss?page=2", "/search.rss?q=winter&page=2", "/search.rss?q=zyzzyva&page=2"} {
		w.get(address).wants(t, http.StatusNotFound)
	}
	w.do(http.MethodPost, "/search.rss").wants(t, http.StatusMethodNotAllowed)
}

func TestHowAFeedOfASearchIsSent(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	for _, format := range feeds.Formats {
		address := "/search." + string(format) + "?q=winter"
		r := w.get(address, "Accept-Encoding", "identity")
		r.wants(t, http.StatusOK)
		for name, want := range map[string]string{
			"Content-Type": format.MediaType(), "X-Robots-Tag": "noindex", "Cache-Control": "no-cache",
			"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept",
			"Link": `<https://site.example` + address + `>; rel="self"`,
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
		tag := r.Header.Get("ETag")
		if !strings.HasPrefix(tag, `"`) {
			t.Errorf("%s: the tag %s is not strong", address, tag)
		}
		w.get(address, "Accept-Encoding", "identity", "If-None-Match", tag).wants(t, http.StatusNotModified)
		seen := w.get(address, "Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
		if got := seen.Header.Get("Content-Type"); got != format.BrowserMediaType() {
			t.Errorf("%s: a browser gets it as %s", address, got)
		}
		w.do(http.MethodOptions, address).wants(t, http.StatusNoContent)
		empty := w.get("/search." + string(format) + "?q=zyzzyva")
		empty.wants(t, http.StatusOK)
		w.load(map[string]string{"pages/news/new.yaml": newsFile("Zyzzyva "+string(format), "2021-01-01 10:00")})
		w.get("/search."+string(format)+"?q=zyzzyva", "If-None-Match", empty.Header.Get("ETag")).wants(t, http.StatusOK, "Zyzzyva "+string(format))
	}
}

// TestNothingIsKeptOfWhoFollowsASearch asks for feeds of searches: nobody has
// typed anything.
func TestNothingIsKeptOfWhoFollowsASearch(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	w.get("/search.rss?q=winter").wants(t, http.StatusOK)
	w.get("/search?q=summer").wants(t, http.StatusOK)
	var typed []string
	rows, err := w.store.Pool.Query(t.Context(), `select query from search_query`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		typed = append(typed, text)
	}
	if !slices.Equal(typed, []string{"summer"}) {
		t.Errorf("kept of searches is %q", typed)
	}
}

func TestOlderResultsAreOnFurtherPagesOfAFeed(t *testing.T) {
	t.Parallel()
	files, want := map[string]string{}, []string{}
	for n := range 45 {
		title := fmt.Sprintf("Winter %d", n)
		day := time.Date(2024, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		files[fmt.Sprintf("pages/news/n%d.yaml", n)] = newsFile(title, day.Format("2006-01-02 15:04"))
		want = append([]string{title}, want...)
	}
	w := newsSite(t, files)
	w.edit(func(e *publishing.Edit) error { // which leaves a gap on the second page
		_, err := e.Withdraw(context.Background(), w.pageAt("/news/n20"), "Wrong.", publishing.Plan{})
		return err
	})
	want = slices.DeleteFunc(want, func(title string) bool { return title == "Winter 20" })
	for _, format := range feeds.Formats {
		state, seen, pages := "?q=winter", []string{}, 0
		for state != "" {
			page := w.searchFeed(state, format)
			seen = append(seen, feedTitles(page)...)
			_, state, _ = strings.Cut(page.Links["next"], "/search."+string(format))
			pages++
		}
		if pages != 3 || !slices.Equal(seen, want) {
			t.Errorf("%s: the %d pages hold %v", format, pages, seen)
		}
	}
}

// TestAnnouncementsAreFollowed follows publications that are still to come: each is
// told once it is announced, and again, as another item, when it is out.
func TestAnnouncementsAreFollowed(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(searchPages())
	page := w.search("?status=upcoming")
	feed := w.searchFeed("?status=upcoming", feeds.Atom)
	if len(feed.Items) == 0 || len(feed.Items) != page.total() {
		t.Fatalf("%d are announced, and %d told", page.total(), len(feed.Items))
	}
	for _, item := range feed.Items {
		if item.ID == "urn:uuid:"+string(w.pageAt(strings.TrimPrefix(item.URL, "https://site.example"))) {
			t.Errorf("%q will not be told when it is out", item.Title)
		}
		if !strings.Contains(item.Summary, "2089") {
			t.Errorf("%q does not say when it is out: %q", item.Title, item.Summary)
		}
	}
	w.get("/search.atom?status=upcoming").lacks(t, "Hush", "MARKER", "1 Aug", "2089-08-01")
}

func TestTheSearchPageOffersItsFeed(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	for state, want := range map[string]string{
		"":                                  "",
		"?q=winter&sort=date":               "?q=winter",
		"?q=winter&type=news-article":       "?q=winter&type=news-article",
		"?q=zyzzyva":                        "?q=zyzzyva",
		"?q=%22%3E%3Cb%3E&topic=care":       "?q=%22%3E%3Cb%3E&topic=care",
		"?topic=care&topic=wards&sort=date": "?topic=care&topic=wards",
	} {
		page := w.search(state)
		for name, ending := range map[string]string{"RSS": "rss", "Atom": "atom", "JSON Feed": "json"} {
			link := page.Selection.Find(`.follow a[type="` + map[string]string{"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}[ending] + `"]`)
			if got := link.AttrOr("href", ""); got != "/search."+ending+want || !strings.HasPrefix(link.Text(), name) {
				t.Errorf("%s: %s is at %q", state, name, got)
			}
		}
		found := map[string]string{}
		for _, link := range page.Selection.Find(`link[rel=alternate]`).EachIter() {
			found[link.AttrOr("type", "")] = link.AttrOr("href", "")
		}
		if !maps.Equal(found, map[string]string{"application/rss+xml": "/search.rss" + want, "application/atom+xml": "/search.atom" + want}) {
			t.Errorf("%s: programs find %v", state, found)
		}
	}
}

// TestManySearchesLeaveRoomForFeeds fills what is kept of searches that are
// followed: the feeds of the site are not made again.
func TestManySearchesLeaveRoomForFeeds(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	w.get("/feeds/news.rss").wants(t, http.StatusOK)
	for n := range 30 {
		w.get(fmt.Sprintf("/search.rss?q=winter%d", n)).wants(t, http.StatusOK)
	}
	site, searches := w.site.KeptFeeds()
	if site != 1 || searches != 30 {
		t.Errorf("%d feeds and %d of searches are kept", site, searches)
	}
	w.site.KeepFeedsOfSearches(1)
	w.get("/search.rss?q=more").wants(t, http.StatusOK)
	if site, searches = w.site.KeptFeeds(); site != 1 || searches != 1 {
		t.Errorf("with no room left, %d feeds and %d of searches are kept", site, searches)
	}
}

func TestASiteWithoutPagesCanBeFollowed(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	for _, format := range feeds.Formats {
		wantsTitles(t, w.searchFeed("", format))
	}
}

// TestAFeedKnowsWhatMeansTheSame changes what a search finds, and no page.
func TestAFeedKnowsWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	w := newsSite(t, winterNews())
	var before response
	until(t, "the feed has a date", func() bool { // a change of this very second has none yet
		before = w.get("/search.rss?q=frost")
		return before.Header.Get("Last-Modified") != ""
	})
	before.lacks(t, "Winter came")
	w.edit(func(e *publishing.Edit) error {
		return e.SetSynonyms(context.Background(), cms.Synonyms{ID: publishing.NewID(), Words: []string{"frost", "winter"}})
	})
	w.get("/search.rss?q=frost", "If-None-Match", before.Header.Get("ETag")).wants(t, http.StatusOK, "Winter came")
	until(t, "the feed has another date", func() bool {
		dated := w.get("/search.rss?q=frost").Header.Get("Last-Modified")
		return dated != "" && dated != before.Header.Get("Last-Modified")
	})
	w.get("/search.rss?q=frost", "If-Modified-Since", before.Header.Get("Last-Modified")).wants(t, http.StatusOK, "Winter came")
}
