package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// statistics is a series with publications, and what they need.
func statistics(more map[string]string) map[string]string {
	files := map[string]string{
		"pages/index.yaml":                      home,
		"pages/data/index.yaml":                 "kind: publications-hub\ntitle: Publications\n",
		"pages/data/waits/index.yaml":           "kind: series\ntitle: Waits\nsummary: How long people wait.\ninformation_types: [official]\ncoverage: [england]\ngranularity: [trusts]\nadministrative_sources: The referral register\n",
		"pages/data/waits/spring/index.yaml":    "kind: publication\ntitle: Waits in spring\nsummary: Shorter.\npublished: 2020-05-01\nchapters: [/data/waits/spring/two, /data/waits/spring/one]\n",
		"pages/data/waits/spring/one.yaml":      "kind: publication-page\ntitle: First chapter\n",
		"pages/data/waits/spring/two.yaml":      "kind: publication-page\ntitle: Second chapter\n",
		"pages/data/waits/spring/table-2.yaml":  "kind: data-set\ntitle: Table 2\nsummary: All.\npublished: 2020-05-01\n",
		"pages/data/waits/spring/table-10.yaml": "kind: data-set\ntitle: Table 10\nsummary: All.\npublished: 2020-05-01\ncoverage: [wales]\n",
		"pages/data/waits/summer.yaml": "kind: publication\nannounced: true\nlive_from: 2020-01-01\ntitle: Waits in summer\npublished: 2089-08-01\ninformation_types: [official]\n---\n" +
			"kind: publication\nlive_from: 2089-08-01 09:30\ntitle: Waits in summer\nsummary: MARKER\npublished: 2089-08-01\nhighlights: [{type: text, body: MARKER}]\ntopics: [marker]\n",
		"terms/information-type.yaml": "- {slug: official, name: Official statistics}\n",
		"terms/coverage.yaml":         "- {slug: england, name: England}\n- {slug: wales, name: Wales}\n",
		"terms/granularity.yaml":      "- {slug: trusts, name: Hospital trusts}\n",
		"terms/topic.yaml":            "- {slug: marker, name: MARKER}\n",
	}
	for name, text := range more {
		files[name] = text
	}
	return files
}

func TestWhatAPageInheritsIsShown(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(statistics(nil))
	w.get("/data/waits/spring").wants(t, 200, "Official statistics", "England", "Hospital trusts", "The referral register", "Table 2", "Table 10")
	w.get("/data/waits/spring/table-2").wants(t, 200, "England", "Hospital trusts")
	w.get("/data/waits/spring/table-10").wants(t, 200, "Wales", "Hospital trusts")
	w.get("/data/waits/spring/table-10").lacks(t, "England")
	w.get("/data/waits/spring/one").wants(t, 200, "Second chapter", `aria-current="page"`)

	tags := w.render("/data/waits/spring/table-2").Tags
	for _, page := range []string{"/data/waits/spring", "/data/waits"} {
		if !slices.Contains(tags, cms.PageTag(w.pageAt(page))) {
			t.Errorf("a data set does not depend on %s, from which it inherits", page)
		}
	}
}

func TestWhatIsUpcomingShowsNoMoreThanMayBeKnown(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(statistics(map[string]string{
		"pages/index.yaml": home + "body: [{type: latest, kinds: [publication], dates: true}]\n",
	}))
	page := w.get("/data/waits/summer")
	page.wants(t, 200, "Waits in summer", "Aug 2089", "Official statistics", "Upcoming, not yet published")
	page.lacks(t, "England", "Hospital trusts", "The referral register", "1 Aug")
	for _, path := range []string{"/", "/data", "/data/waits", "/data/waits/summer", "/data/waits/spring", "/search?q=waits", "/search?q=marker"} {
		w.get(path).lacks(t, "MARKER", "1 Aug", "2089-08-01")
	}
	if at := w.render("/data/waits/summer").ChangesAt; at.Format("2006-01-02") != "2089-06-06" {
		t.Errorf("the page changes by itself at %v, and not when its day may be told, eight weeks before", at)
	}
	series := w.get("/data/waits")
	series.wants(t, 200, "Upcoming publications", "Waits in spring")
}

func TestUpcomingAndReleasedAreListsOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(statistics(map[string]string{
		// Its day is to come, and it is out: it is no upcoming one.
		"pages/data/waits/early.yaml": "kind: publication\ntitle: Out early\nsummary: S.\npublished: 2089-09-01\n",
	}))
	lists := w.lists("/data/waits")
	if got := fmt.Sprint(lists); got != "[[/data/waits/early /data/waits/spring] [/data/waits/summer]]" {
		t.Errorf("the series lists %s", got)
	}
}

func TestListsBesideAPage(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := map[string]string{
		"pages/index.yaml":       home,
		"pages/blogs/index.yaml": "kind: blog-hub\ntitle: Blogs\n",
		"pages/other/index.yaml": "kind: blog-hub\ntitle: Other blogs\n",
		"pages/other/p.yaml":     "kind: blog-post\ntitle: Elsewhere\nsummary: S\npublished: 2026-01-01\n",
	}
	for n := range 6 {
		files[fmt.Sprintf("pages/blogs/p%d.yaml", n)] = fmt.Sprintf("kind: blog-post\ntitle: Post %d\nsummary: S\npublished: 2020-01-0%d\n", n, n+1)
	}
	w.load(files)
	if got := fmt.Sprint(w.lists("/blogs/p5")); got != "[[/blogs/p5 /blogs/p4 /blogs/p3 /blogs/p2]]" {
		t.Errorf("beside a post come %s", got)
	}
	page := w.get("/blogs/p5")
	page.wants(t, 200, "Post 4", "Post 2")
	page.lacks(t, "Post 1", "Elsewhere")
}

func TestListsOfWhatIsToComeChangeByThemselves(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	event := func(title, from, to string) string {
		return fmt.Sprintf("kind: event\ntitle: %s\nsummary: S\nlocation: Leeds\nsessions: [{starts: %s, ends: %s}]\n", title, from, to)
	}
	w.load(map[string]string{
		"pages/index.yaml":         home,
		"pages/events/index.yaml":  "kind: events-hub\ntitle: Events\n",
		"pages/events/past.yaml":   event("Past", "2020-03-01 10:00", "2020-03-01 12:00"),
		"pages/events/next.yaml":   event("Next", "2088-03-01 10:00", "2088-03-01 12:00"),
		"pages/events/after.yaml":  event("After", "2088-04-01 10:00", "2088-05-01 12:00"),
		"pages/careers/index.yaml": "kind: careers\ntitle: Careers\nsummary: S\n",
		"pages/careers/open.yaml":  "kind: job\ntitle: Open post\nsummary: S\nlocation: Leeds\nsalary: £1\ncloses: 2088-01-01 17:00\napply: https://example.org\n",
		"pages/careers/shut.yaml":  "kind: job\ntitle: Closed post\nsummary: S\nlocation: Leeds\nsalary: £1\ncloses: 2020-01-01 17:00\napply: https://example.org\n",
	})
	if got := fmt.Sprint(w.lists("/events")); got != "[[/events/next /events/after] [/events/past]]" {
		t.Errorf("the hub lists %s", got)
	}
	for path, at := range map[string]string{"/events": "2088-03-01T12:00:00Z", "/careers": "2088-01-01T17:00:00Z", "/events/next": "2088-03-01T12:00:00Z"} {
		if got := w.render(path).ChangesAt.Format(time.RFC3339); got != at {
			t.Errorf("%s changes by itself at %s, want %s", path, got, at)
		}
	}
	careers := w.get("/careers")
	careers.wants(t, 200, "Open post")
	careers.lacks(t, "Closed post")
}

func TestNotices(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":     home,
		"pages/a/index.yaml":   "kind: page\ntitle: A\n",
		"pages/a/b.yaml":       "kind: page\ntitle: B\n",
		"pages/c.yaml":         "kind: page\ntitle: C\nno_index: true\n",
		"notices/storm.yaml":   "kind: banner\ntitle: Storm\ntext: Stay indoors.\npaths: [/a/**]\n",
		"notices/planned.yaml": "kind: banner\ntitle: Planned\ntext: Not yet.\nlive_from: 2088-02-01\n",
		"notices/over.yaml":    "kind: banner\ntitle: Over\ntext: No longer.\nlive_from: 2020-01-01\nlive_until: 2021-01-01\n",
		"notices/leads.yaml":   "kind: banner\ntitle: Leads\ntext: Read on.\nlink: {text: More, to: /c}\npaths: [/a, /c]\n",
		"notices/change.yaml":  "kind: update-notice\ntitle: A change\ntext: Something is new.\nseverity: important\npages: [/c]\nexpires: 2088-01-01 10:00\n",
		"notices/worse.yaml":   "kind: update-notice\ntitle: Worse\ntext: Something is wrong.\nseverity: critical\npages: [/c, /a]\n",
		"notices/stale.yaml":   "kind: update-notice\ntitle: Stale\ntext: Something was new.\npages: [/c]\nexpires: 2020-01-01 10:00\n",
	})
	for path, want := range map[string][2][]string{
		"/":    {nil, {"Stay indoors", "Something is"}},
		"/a":   {{"Stay indoors", "Read on", "Something is wrong"}, {"Something is new"}},
		"/a/b": {{"Stay indoors"}, {"Something is"}},
		"/c":   {{"Critical update", "Something is wrong", "Important update", "Something is new"}, {"Read on", "Stay indoors", "Something was new"}},
	} {
		page := w.get(path)
		page.wants(t, 200, want[0]...)
		page.lacks(t, append(want[1], "Not yet", "No longer")...)
	}
	w.get("/not/there").lacks(t, "Stay indoors")
	w.get("/c").wants(t, 200, `content="noindex"`)
	page := w.render("/c")
	if got := page.ChangesAt.Format(time.RFC3339); got != "2088-01-01T10:00:00Z" {
		t.Errorf("a page with a notice changes by itself at %s, and not when it expires", got)
	}
	if !slices.Contains(page.Tags, cms.NoticeTag) {
		t.Errorf("a page does not depend on notices: %v", page.Tags)
	}
}

// lists returns the addresses in each list that the page itself declares.
func (w *website) lists(path string) (found [][]string) {
	w.t.Helper()
	err := w.db.Snapshot(context.Background(), func(snap *postgres.Snapshot) error {
		lists, err := w.site.Lists(context.Background(), snap, path)
		for _, list := range lists {
			var paths []string
			for _, item := range list.Items {
				paths = append(paths, item.Path)
			}
			found = append(found, paths)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestFlaggedNewsComesFirstForAMonth(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	news := func(title string, daysAgo int, more string) string {
		return fmt.Sprintf("kind: news-article\ntitle: %s\nsummary: S\npublished_at: %s\n%s", title, time.Now().AddDate(0, 0, -daysAgo).Format("2006-01-02 15:04"), more)
	}
	w.load(map[string]string{
		"pages/index.yaml":       home,
		"pages/news/index.yaml":  "kind: news-hub\ntitle: News\nsummary: S\n",
		"pages/news/new.yaml":    news("Newest", 1, ""),
		"pages/news/flag.yaml":   news("Flagged", 20, "priority: true\n"),
		"pages/news/old.yaml":    news("Flagged long ago", 40, "priority: true\n"),
		"pages/news/hidden.yaml": news("Hidden", 2, "not_in_news_lists: true\n"),
	})
	page := testkit.Page(t, []byte(w.get("/news").body))
	got := page.Section("Latest news").Find(".card-title").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
	if fmt.Sprint(got) != "[Flagged Newest Flagged long ago]" {
		t.Errorf("the news come as %q", got)
	}
	in := time.Until(w.render("/news").ChangesAt).Hours() / 24
	if in < 9 || in > 11 {
		t.Errorf("the hub changes by itself in %.1f days, and not when the flag ends", in)
	}
	w.get("/news/hidden").wants(t, 200, "Hidden")
}
