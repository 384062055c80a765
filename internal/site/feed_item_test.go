package site_test

import (
	"cmp"
	"context"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	gocmp "github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
)

func TestFeedItemsOfTheDemonstration(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.loadDemonstration()
	w.feedItemsAreSound(t)
}

func (w *website) loadDemonstration() {
	w.t.Helper()
	from := transfer.Site{Publisher: w.publisher, Registry: w.registry, Blobs: w.blobs}
	if _, err := from.Import(context.Background(), filepath.Join(testkit.Root(w.t), "content")); err != nil {
		w.t.Fatal(err)
	}
}

func TestFeedItemsOfEveryKind(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	testkit.Fill(t, w.store, w.blobs, corpus.Corpus{Documents: 500, Seed: 1})
	told := w.feedItemsAreSound(t)
	for _, kind := range w.feedItemKinds() {
		if told[kind] == 0 {
			t.Errorf("no page of kind %s is told", kind)
		}
	}
}

// feedItemsAreSound looks at every page that is out or announced as an item, and
// returns how many there are of each kind.
func (w *website) feedItemsAreSound(t *testing.T) map[string]int {
	t.Helper()
	told, ids := map[string]int{}, map[string]bool{}
	for _, state := range []cms.ListState{cms.Current, cms.Upcoming} {
		items, releases := w.feedItems(cms.ListQuery{Kinds: w.feedItemKinds(), State: state})
		if len(items) == 0 || len(items) != len(releases) {
			t.Fatalf("%d releases are %d items", len(releases), len(items))
		}
		for i, item := range items {
			told[releases[i].Kind]++
			if ids[item.ID] {
				t.Errorf("%s has the ID of another item", item.URL)
			}
			ids[item.ID] = true
			feedItemIsSound(t, item)
		}
	}
	return told
}

// feedItemFurniture is what pages say about themselves, and items must not.
var feedItemFurniture = []string{
	"Page contents", "Back to the page contents", "Last edited", "What has changed on this page", "Share by email", "Skip to main content",
	"Help us to improve this page", "Search this website", "Latest news", "Related pages", "Related subjects", "More blog posts", "This page has been withdrawn",
}

func feedItemIsSound(t *testing.T, item feeds.Item) {
	t.Helper()
	if !strings.HasPrefix(item.ID, "urn:uuid:") || item.Title == "" || !strings.HasPrefix(item.URL, "http://site.example/") {
		t.Errorf("an item is called %q, %q and is at %q", item.ID, item.Title, item.URL)
	}
	if item.Published.IsZero() || item.Updated.Before(item.Published) {
		t.Errorf("%s is published %v and updated %v", item.URL, item.Published, item.Updated)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(item.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if n := document.Find("body").Find("h1, script, style, svg, form, input, button, nav, video, details, [class], [id], [style], [hidden], [srcset]").Length(); n > 0 {
		t.Errorf("%d elements of %s are not for feed readers", n, item.URL)
	}
	document.Find("body [href], body [src]").Each(func(_ int, s *goquery.Selection) {
		address := s.AttrOr("href", s.AttrOr("src", ""))
		if u, err := url.Parse(address); err != nil || !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) {
			t.Errorf("%s leads to %q", item.URL, address)
		}
	})
	text := document.Text()
	for _, words := range feedItemFurniture {
		if strings.Contains(text, words) {
			t.Errorf("%s says %q", item.URL, words)
		}
	}
	for _, file := range item.Enclosures {
		if !strings.HasPrefix(file.URL, "http://site.example/media/") || file.MediaType == "" || file.Length == 0 {
			t.Errorf("%s has the file %+v", item.URL, file)
		}
	}
}

// feedItemPages is a blog post, a publication and an alert with what they need.
func feedItemPages(t *testing.T) map[string]string {
	files := map[string]string{
		"pages/index.yaml":           home,
		"pages/people/index.yaml":    "kind: landing\ntitle: People\nsummary: Who we are.\n",
		"pages/people/mo.yaml":       "kind: person\nfirst_name: Mo\nlast_name: Ali\npreferred_name: Mo Ali\nsummary: Writes programs.\nroles: [{title: Developer}]\n",
		"pages/people/planned.yaml":  "kind: person\nlive_from: 2089-01-01\nfirst_name: EMBARGOED\nlast_name: EMBARGOED\nsummary: EMBARGOED\n",
		"pages/blogs/index.yaml":     "kind: blog-hub\ntitle: Blogs\nsummary: What we think.\n",
		"pages/news/planned.yaml":    "kind: news-article\nlive_from: 2089-01-01\ntitle: EMBARGOED\nsummary: EMBARGOED\npublished_at: 2089-01-01 09:00\n",
		"pages/news/index.yaml":      "kind: news-hub\ntitle: News\nsummary: What is new.\n",
		"pages/alerts/index.yaml":    "kind: alert-hub\ntitle: Alerts\nsummary: What to mind.\n",
		"terms/blog-category.yaml":   "- {slug: tech-talk, name: Tech Talk}\n",
		"terms/threat-category.yaml": "- {slug: worm, name: Worm}\n",
		"media/data/areas.csv":       "Area,Share\nNorth,4\nSouth,5\n",
		"media/drawings/a.svg":       `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>`,
		"site.yaml":                  "title: Test Office\nfeedback: {text: Tell us, to: https://example.org/feedback}\n",
	}
	for name, path := range map[string]string{
		"blog-post": "pages/blogs/a-post.yaml", "publication": "pages/data/waits/spring/index.yaml", "cyber-alert": "pages/alerts/cc-1234.yaml",
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "feed_item", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		files[path] = string(text)
	}
	return statistics(files)
}

func TestFeedItemsStay(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedItemPages(t))
	for _, kind := range []string{"blog-post", "publication", "cyber-alert"} {
		items, _ := w.feedItems(cms.ListQuery{Kinds: []string{kind}, State: cms.Current})
		if len(items) != 1 {
			t.Fatalf("there are %d items of kind %s", len(items), kind)
		}
		got := strings.ReplaceAll(items[0].HTML, "><", ">\n<") + "\n" // for people
		wantsGolden(t, filepath.Join("feed_item", kind+".html"), got)
	}
}

func TestWhatKindsSayOfTheirItems(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedItemPages(t))
	one := func(kind string) (feeds.Item, cms.Release) {
		items, releases := w.feedItems(cms.ListQuery{Kinds: []string{kind}, State: cms.Current})
		if len(items) != 1 {
			t.Fatalf("there are %d items of kind %s", len(items), kind)
		}
		items[0].HTML = ""
		return items[0], releases[0]
	}
	compare := func(got, want feeds.Item) {
		t.Helper()
		if difference := gocmp.Diff(want, got); difference != "" {
			t.Errorf("the item of %s differs:\n%s", want.URL, difference)
		}
	}
	day := func(day, hour int) time.Time { return time.Date(2020, time.May, day, hour, 0, 0, 0, time.UTC) }
	category := func(vocabulary, term, label string) feeds.Category {
		return feeds.Category{Scheme: "http://site.example/feeds#" + vocabulary, Term: term, Label: label}
	}

	post, release := one("blog-post")
	compare(post, feeds.Item{
		ID: "urn:uuid:" + string(release.Page), Title: "What we <learned> & kept", Summary: "A post.", URL: "http://site.example/blogs/a-post",
		Published: day(3, 8), Updated: day(7, 9), Image: "http://site.example" + w.feedItemMedia("a.svg").URL(),
		Authors:    []feeds.Author{{Name: "Mo Ali", URL: "http://site.example/people/mo"}, {Name: "Jo Bell"}},
		Categories: []feeds.Category{category("blog-category", "tech-talk", "Tech Talk")},
	})
	alert, release := one("cyber-alert")
	compare(alert, feeds.Item{
		ID: "urn:uuid:" + string(release.Page), Title: "CC-1234 - A worm", Summary: "Severity: High. It spreads.", URL: "http://site.example/alerts/cc-1234",
		Published: day(3, 8), Updated: day(3, 8),
		Categories: []feeds.Category{
			category("threat-category", "worm", "Worm"), category("severity", "high", "High"), category("threat-type", "malware", "Malware"),
			category("cve", "CVE-2020-12345", "CVE-2020-12345"), category("cve", "CVE-2020-12346", "CVE-2020-12346"),
		},
	})
	file := w.feedItemMedia("areas.csv")
	publication, release := one("publication")
	compare(publication, feeds.Item{
		ID: "urn:uuid:" + string(release.Page), Title: "Waits in spring", Summary: "Shorter than in winter.", URL: "http://site.example/data/waits/spring",
		Published: day(1, 8), Updated: day(1, 8),
		Categories: []feeds.Category{
			category("coverage", "england", "England"), category("granularity", "trusts", "Hospital trusts"), category("information-type", "official", "Official statistics"),
		},
		Enclosures: []feeds.Enclosure{{URL: "http://site.example" + file.URL(), MediaType: "text/csv; charset=utf-8", Length: file.Size}},
	})
}

func TestAnAnnouncementIsAnItemOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedItemPages(t))
	items, releases := w.feedItems(cms.ListQuery{Kinds: []string{"publication"}, State: cms.Upcoming})
	if len(items) != 1 {
		t.Fatalf("there are %d announcements", len(items))
	}
	item := items[0]
	if item.ID == "urn:uuid:"+string(releases[0].Page) || item.ID != w.feedItemsAgain()[0].ID {
		t.Errorf("the announcement has the ID %s", item.ID)
	}
	if item.Title != "Waits in summer" || item.Summary != "Upcoming, not yet published. It will be published in Aug 2089." {
		t.Errorf("the announcement of %q says %q", item.Title, item.Summary)
	}
	if len(item.Authors)+len(item.Categories)+len(item.Enclosures) > 0 || item.Image != "" {
		t.Errorf("the announcement tells more than may be known: %+v", item)
	}
	content := testkit.Page(t, []byte(item.HTML))
	content.Wants("It will be published in Aug 2089.", "Official statistics")
	content.Lacks("MARKER", "Hospital trusts", "2089-08-01", "1 Aug")
}

// TestItemsOfAFeedSayUntilWhenTheyHold goes through what changes by the clock:
// the page itself, a page that it leads to, and what may be told of it.
func TestItemsOfAFeedSayUntilWhenTheyHold(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := feedItemPages(t)
	files["pages/events/index.yaml"] = "kind: events-hub\ntitle: Events\n"
	files["pages/events/one.yaml"] = "kind: event\ntitle: One\nsummary: Come.\nlocation: Here\nsessions: [{starts: 2090-03-01 09:00, ends: 2090-03-01 12:00}]\n"
	w.load(files)
	for kind, want := range map[string]time.Time{
		"event":       time.Date(2090, time.March, 1, 12, 0, 0, 0, time.UTC),
		"blog-post":   time.Date(2089, time.January, 1, 0, 0, 0, 0, time.UTC),
		"blog-hub":    {},
		"publication": time.Date(2089, time.June, 6, 12, 0, 0, 0, time.UTC),
	} {
		q := cms.ListQuery{Kinds: []string{kind}, State: cms.Current}
		if kind == "publication" {
			q.State = cms.Upcoming
		}
		if _, _, got := w.feedItemsUntil(q); !got.Equal(want) {
			t.Errorf("items of kind %s hold until %v, want %v", kind, got, want)
		}
	}
}

func (w *website) feedItemsAgain() []feeds.Item {
	items, _ := w.feedItems(cms.ListQuery{Kinds: []string{"publication"}, State: cms.Upcoming})
	return items
}

// TestAFeedItemTellsNothingOfWhatIsNotLive refers to pages that are planned in
// every way that there is.
func TestAFeedItemTellsNothingOfWhatIsNotLive(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(feedItemPages(t))
	items, _ := w.feedItems(cms.ListQuery{Kinds: w.feedItemKinds(), State: cms.Current})
	for _, item := range items {
		if text := item.Title + item.Summary + item.HTML; strings.Contains(text, "EMBARGOED") || strings.Contains(text, "planned") {
			t.Errorf("%s tells of a page that is not live: %s", item.URL, item.HTML)
		}
	}
	posts, _ := w.feedItems(cms.ListQuery{Kinds: []string{"blog-post"}, State: cms.Current})
	if !strings.Contains(posts[0].HTML, "a page that is to come") || strings.Contains(posts[0].HTML, "a page that is to come</a>") {
		t.Errorf("words that lead to a page which is not live are not told as words: %s", posts[0].HTML)
	}
}

func TestItemsOfAFeedCostTwoRoundTrips(t *testing.T) {
	t.Parallel()
	database := testkit.DatabaseURL(t)
	counted := newCounter(t, database)
	w := newWebsite(t, options{database: database, publicURL: counted.publicURL(t, database)})
	w.load(feedItemPages(t))
	q := cms.ListQuery{Kinds: w.feedItemKinds(), State: cms.Current, Size: 100}
	w.feedItems(q) // fills the pool and its statement cache
	trips := int64(math.MaxInt64)
	for range 5 { // on a busy machine one write may arrive as two
		before := counted.trips.Load()
		w.feedItems(q)
		trips = min(trips, counted.trips.Load()-before)
	}
	// One begins and one ends the transaction; the list and its terms are two.
	if trips > 6 {
		t.Errorf("all items cost %d round trips to the database, want 6", trips)
	}
}

// feedItemKinds are all that have an address.
func (w *website) feedItemKinds() (names []string) {
	for _, k := range w.registry.Kinds() {
		if k.Addressed {
			names = append(names, k.Name)
		}
	}
	return names
}

// feedItems are what feeds would tell of a list.
func (w *website) feedItems(q cms.ListQuery) ([]feeds.Item, []cms.Release) {
	w.t.Helper()
	items, releases, _ := w.feedItemsUntil(q)
	return items, releases
}

// feedItemsUntil also says when some of it changes by the clock.
func (w *website) feedItemsUntil(q cms.ListQuery) (items []feeds.Item, releases []cms.Release, changesAt time.Time) {
	w.t.Helper()
	q.Sort, q.Size = cms.Latest, cmp.Or(q.Size, 1000)
	ctx := context.Background()
	err := w.db.Snapshot(ctx, func(snap *postgres.Snapshot) error {
		entries, err := snap.Entries(ctx, q)
		if err != nil {
			return err
		}
		releases = entries.Releases
		items, changesAt, err = w.site.FeedItems(ctx, snap, releases)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return items, releases, changesAt
}

// feedItemMedia is the file of that name.
func (w *website) feedItemMedia(name string) (a cms.Asset) {
	w.t.Helper()
	err := w.store.Pool.QueryRow(context.Background(), `select id, filename, size from asset where filename = $1`, name).Scan(&a.ID, &a.Filename, &a.Size)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// BenchmarkFeedItems makes a hundred items, as many as a feed has at the most.
// The aim is 1 ms for each.
func BenchmarkFeedItems(b *testing.B) {
	_, url := testkit.Corpus(b, 18_412)
	w := newWebsite(b, options{database: url})
	for _, kind := range []string{"blog-post", "news-article", "publication", "cyber-alert"} {
		b.Run(kind, func(b *testing.B) {
			q := cms.ListQuery{Kinds: []string{kind}, State: cms.Current, Size: 100}
			var items int
			for b.Loop() {
				told, _ := w.feedItems(q)
				items = len(told)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*items), "µs/item")
			b.ReportMetric(float64(items), "items")
		})
	}
}
