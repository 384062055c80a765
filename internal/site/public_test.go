package site_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
)

// The year in which the random sites live: far enough ahead that nothing of them
// has begun.
const publicYear = 2090

// TestListsFeedsAndSitemapsAgree makes up sites whose pages come and go, and
// asks at random instants what is public: by address, in the lists of pages, in
// feeds and in the sitemap.
func TestListsFeedsAndSitemapsAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 6))
			w := newWebsite(t, options{baseURL: "https://site.example"})
			files := publicSite(random)
			w.load(files)
			shown := 0
			for range 25 {
				at := publicDay(random.IntN(365)).Add(time.Duration(random.IntN(24)) * time.Hour)
				w.at(at, func(snap *postgres.Snapshot) { shown += w.agreesAt(t, snap, at, files) })
				if t.Failed() {
					return
				}
			}
			if shown < 200 {
				t.Errorf("only %d pages were public at all the instants together", shown)
			}
		})
	}
}

func publicDay(n int) time.Time {
	return time.Date(publicYear, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
}

// at looks at the site as it will be.
func (w *website) at(at time.Time, look func(*postgres.Snapshot)) {
	w.t.Helper()
	err := w.publisher.Preview(context.Background(), cms.System, publishing.Look{Page: w.pageAt("/"), At: at, Live: true},
		func(snap *postgres.Snapshot, _ publishing.Seen) error {
			look(snap)
			return nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
}

// publicSite is content whose pages have up to four states, one after the other.
func publicSite(random *rand.Rand) map[string]string {
	files := map[string]string{
		"pages/index.yaml": home, "site.yaml": feedSite,
		"pages/news/index.yaml": "kind: news-hub\ntitle: News\nsummary: S\n", "pages/data/index.yaml": "kind: publications-hub\ntitle: Data\n",
		"terms/topic.yaml":    "- {slug: care, name: Care, children: [{slug: hospital, name: Hospital}]}\n- {slug: else, name: Else}\n",
		"feeds/news.yaml":     feedFile("news", "news-article", "count: 4\n"),
		"feeds/pages.yaml":    feedFile("pages", "page", "count: 4\n"),
		"feeds/upcoming.yaml": feedFile("upcoming", "publication", "state: upcoming\ncount: 3\n"),
		"feeds/data.yaml":     feedFile("data", "publication", "below: /data\ncount: 3\n"),
	}
	for n := range 12 {
		files[fmt.Sprintf("pages/news/n%d.yaml", n)] = publicStates(random, "news-article", "summary: S\npublished_at: 2090-01-01 09:00\n")
		files[fmt.Sprintf("pages/p%d.yaml", n)] = publicStates(random, "page", []string{"", "no_index: true\n"}[random.IntN(2)])
		files[fmt.Sprintf("pages/data/d%d.yaml", n)] = publicStates(random, "publication", "summary: S\npublished: 2090-06-01\n")
	}
	return files
}

// publicStates are the states of a page: released, announced, withdrawn or gone,
// each from a day on, and some for a time only.
func publicStates(random *rand.Rand, kind, content string) string {
	var states []string
	day := random.IntN(120)
	for n := range 1 + random.IntN(4) {
		head := "kind: " + kind + "\nlive_from: " + publicDay(day).Format(time.RFC3339) + "\n"
		day += 1 + random.IntN(100)
		if random.IntN(4) == 0 {
			head += "live_until: " + publicDay(day-1).Add(time.Hour).Format(time.RFC3339) + "\n"
		}
		body := fmt.Sprintf("title: T%d\n", random.IntN(1000)) + content
		if topic := []string{"", "care", "hospital", "else"}[random.IntN(4)]; topic != "" {
			body += "topics: [" + topic + "]\n"
		}
		switch what := random.IntN(6); {
		case n == 0 && kind == "publication" && what < 4:
			head, body = head+"announced: true\n", "title: Announced\npublished: 2090-06-01\n"
		case n > 0 && what == 0:
			head += "withdrawn: Out of date.\n"
		case n > 0 && what == 1:
			body = "gone: Not here any more.\ntitle: G\n"
		}
		states = append(states, head+body)
	}
	return strings.Join(states, "---\n")
}

// agreesAt compares what can be found at an instant with what the addresses
// show. It returns how many pages those are.
func (w *website) agreesAt(t *testing.T, snap *postgres.Snapshot, at time.Time, files map[string]string) int {
	t.Helper()
	live := w.liveAddresses(t, snap, files)
	which := func(is func(cms.Release) bool) []string {
		var paths []string
		for path, r := range live {
			if is(r) {
				paths = append(paths, path)
			}
		}
		slices.Sort(paths)
		return paths
	}
	compare := func(where string, got []string, is func(cms.Release) bool) {
		t.Helper()
		slices.Sort(got)
		if want := which(is); !slices.Equal(got, want) {
			t.Errorf("at %s %s holds %v, and by their addresses there are %v", at, where, got, want)
		}
	}
	isA := func(kind string, outcomes ...cms.Outcome) func(cms.Release) bool {
		return func(r cms.Release) bool { return r.Kind == kind && slices.Contains(outcomes, r.Outcome) }
	}
	for _, kind := range []string{"news-article", "page", "publication"} {
		loaded, err := snap.Load(context.Background(), postgres.Wanted{Lists: []cms.ListQuery{{Kinds: []string{kind}, Size: 1000}}})
		if err != nil {
			t.Fatal(err)
		}
		var listed []string
		for _, item := range loaded.Lists[0].Items {
			listed = append(listed, item.Path)
		}
		compare("the list of "+kind, listed, isA(kind, cms.OutcomePage, cms.OutcomeAnnounced, cms.OutcomeWithdrawn))
	}
	compare("the feed of news", w.wholeFeed(t, snap, "news"), isA("news-article", cms.OutcomePage))
	compare("the feed of the news hub", w.wholeFeed(t, snap, "hub-news"), isA("news-article", cms.OutcomePage))
	compare("the feed of pages", w.wholeFeed(t, snap, "pages"), isA("page", cms.OutcomePage))
	compare("the feed of data", w.wholeFeed(t, snap, "data"), isA("publication", cms.OutcomePage))
	compare("the feed of what is upcoming", w.wholeFeed(t, snap, "upcoming"), isA("publication", cms.OutcomeAnnounced))
	for topic, filed := range w.filed(t, snap, live) {
		compare("the feed of the topic "+topic, w.wholeFeed(t, snap, "topic-"+topic), func(r cms.Release) bool {
			return r.Outcome == cms.OutcomePage && filed[r.Page]
		})
	}
	var mapped []string
	for _, kinds := range w.site.SitemapKinds() {
		err := snap.Sitemap(context.Background(), kinds, 1000, 0, func(p postgres.SitemapPage) error {
			mapped = append(mapped, p.Path)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	compare("the sitemap", mapped, func(r cms.Release) bool {
		return (r.Outcome == cms.OutcomePage || r.Outcome == cms.OutcomeAnnounced) && !r.Card.Unindexed
	})
	return len(live)
}

// liveAddresses asks for every address that there may be.
func (w *website) liveAddresses(t *testing.T, snap *postgres.Snapshot, files map[string]string) map[string]cms.Release {
	t.Helper()
	live := map[string]cms.Release{}
	for file := range files {
		name, isPage := strings.CutPrefix(strings.TrimSuffix(file, ".yaml"), "pages")
		if !isPage {
			continue
		}
		path := strings.TrimSuffix(name, "/index")
		if path == "" {
			path = "/"
		}
		address, err := snap.Address(context.Background(), path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if address.Release != nil {
			live[path] = *address.Release
		}
	}
	return live
}

// wholeFeed returns the paths of all items of a feed, page by page, and wants
// them in the order in which they came out, each once.
func (w *website) wholeFeed(t *testing.T, snap *postgres.Snapshot, name string) (paths []string) {
	t.Helper()
	var last feeds.Item
	seen := map[string]bool{}
	for page, pages := 1, 1; page <= pages; page++ {
		feed, err := w.site.Feed(context.Background(), snap, name, page)
		if err != nil {
			t.Fatalf("%s, page %d: %v", name, page, err)
		}
		pages = feed.Pages
		for _, item := range feed.Items {
			if last.ID != "" && item.Published.After(last.Published) || seen[item.ID] {
				t.Errorf("%s: %s comes after %s, or twice", name, item.URL, last.URL)
			}
			last, seen[item.ID] = item, true
			paths = append(paths, strings.TrimPrefix(item.URL, "https://site.example"))
		}
	}
	return paths
}

// filed returns which live pages are filed under each topic or one below it.
func (w *website) filed(t *testing.T, snap *postgres.Snapshot, live map[string]cms.Release) map[string]map[cms.ID]bool {
	t.Helper()
	var releases []cms.ID
	pages := map[cms.ID]cms.ID{}
	for r := range maps.Values(live) {
		releases = append(releases, r.ID)
		pages[r.ID] = r.Page
	}
	terms, err := snap.TermsOf(context.Background(), releases)
	if err != nil {
		t.Fatal(err)
	}
	filed := map[string]map[cms.ID]bool{"care": {}, "hospital": {}, "else": {}}
	for release, carried := range terms {
		for _, term := range carried {
			filed[term.Slug][pages[release]] = true
			if term.Slug == "hospital" {
				filed["care"][pages[release]] = true
			}
		}
	}
	return filed
}
