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

func TestAListIsNarrowedAndTurnedByTheAddress(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := map[string]string{
		"pages/index.yaml":        home,
		"pages/alerts/index.yaml": "kind: alert-hub\ntitle: Alerts\n",
		"pages/blogs/index.yaml":  "kind: blog-hub\ntitle: Blogs\n",
	}
	for n := range 45 {
		severity := map[bool]string{true: "high", false: "low"}[n%3 == 0]
		files[fmt.Sprintf("pages/alerts/a%02d.yaml", n)] = fmt.Sprintf(
			"kind: cyber-alert\ntitle: Alert %02d\nsummary: S\nthreat_id: CC-%d\nseverities: [{date: 2024-01-01, severity: %s}]\npublished: 20%d-%02d-15 23:30\nthreat_type: malware\n",
			n, n+1, severity, 24+n%2, 1+n%12)
	}
	w.load(files)
	count := func(query string) int {
		t.Helper()
		page := testkit.Page(t, []byte(w.get("/alerts"+query).body))
		return page.Find(".card-title").Length()
	}
	for query, want := range map[string]int{
		"": 20, "?page=1": 20, "?page=2": 20, "?page=3": 5, "?severity=high": 15, "?severity=low&page=2": 10,
		"?year=2024": 20, "?year=2024&page=2": 3, "?year=2025&month=6": 4, "?severity=critical": 0, "?year=2001": 0, "?utm_source=x": 20, "?severity=&year=": 20,
		"?year=&month=3": 20, "?month=3": 20,
	} {
		if got := count(query); got != want {
			t.Errorf("/alerts%s shows %d alerts, want %d", query, got, want)
		}
	}
	for _, query := range []string{"?page=4", "?page=0", "?page=x", "?year=24", "?year=2024&month=13", "?severity=dire"} {
		w.get("/alerts"+query).wants(t, 404)
	}
	w.get("/alerts?page=2").wants(t, 200, `href="http://site.example/alerts?page=2"`, "Alerts (page 2 of 3)", `href="/alerts?page=3#list"`, `id="list"`)
	w.get("/alerts?severity=high&year=2024").wants(t, 200, "noindex", `<option value="2024" selected>2024 (`, "Show all", "High (8)", "Low (15)")
	w.get("/alerts").wants(t, 200, "High (15)", "Low (30)")
	w.get("/alerts").lacks(t, "Medium")
	w.get("/alerts?severity=critical").wants(t, 200, "There are no alerts that match all of your choices", "Show all")
	w.get("/blogs?page=2").wants(t, 404)
	w.get("/blogs").lacks(t, "Narrow the list")
}

func TestACatalogueIsNarrowedByTerms(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	service := func(title, terms string) string {
		return fmt.Sprintf("kind: service\ntitle: %s\nsummary: S\nstatus: beta\ncatalogue: [%s]\n", title, terms)
	}
	w.load(map[string]string{
		"pages/index.yaml":      home,
		"pages/s/index.yaml":    "kind: service-catalogue\ntitle: Catalogue\nfilters: [{heading: Care setting, terms: [catalogue/hospital, catalogue/dentist]}, {heading: Made with, terms: [catalogue/fhir, catalogue/mesh, catalogue/unused]}]\n",
		"pages/s/app.yaml":      service("App", "hospital, fhir"),
		"pages/s/bookings.yaml": service("Bookings", "hospital, mesh"),
		"pages/s/codes.yaml":    service("Codes", "dentist, mesh"),
		"terms/catalogue.yaml":  "- {slug: hospital, name: Hospital}\n- {slug: dentist, name: Dentist}\n- {slug: fhir, name: FHIR}\n- {slug: mesh, name: MESH}\n- {slug: unused, name: Unused}\n",
	})
	for query, want := range map[string]string{
		"": "[App Bookings Codes]", "?care-setting=hospital": "[App Bookings]", "?care-setting=hospital&made-with=mesh": "[Bookings]",
		"?care-setting=dentist&made-with=fhir": "[]", "?care-setting=&made-with=": "[App Bookings Codes]", "?year=2001": "[App Bookings Codes]",
	} {
		page := testkit.Page(t, []byte(w.get("/s"+query).body))
		got := page.Section("All services").Find("li > a").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if fmt.Sprint(got) != want {
			t.Errorf("/s%s shows %v, want %s", query, got, want)
		}
	}
	// A group counts what the choices in the others leave.
	w.get("/s?made-with=mesh").wants(t, 200, "Hospital (1)", "Dentist (1)", "FHIR (1)", `<option value="mesh" selected>MESH (2)`, "Show all", "noindex")
	w.get("/s").wants(t, 200, "Hospital (2)", "MESH (2)", "Beta")
	w.get("/s").lacks(t, "Unused", "Show all", "noindex")
	w.get("/s?care-setting=dentist&made-with=fhir").wants(t, 200, "There are no services that match all of your choices")
	for _, query := range []string{"?care-setting=mesh", "?care-setting=moon", "?page=2"} {
		w.get("/s"+query).wants(t, 404)
	}
}

func TestPostsAreNarrowedByCategoryAndYear(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	post := func(title, published, categories string) string {
		return fmt.Sprintf("kind: blog-post\ntitle: %s\nsummary: S\npublished: %s\ncategories: [%s]\n", title, published, categories)
	}
	w.load(map[string]string{
		"pages/index.yaml":         home,
		"pages/blogs/index.yaml":   "kind: blog-hub\ntitle: Blogs\ncategories: [design, tech]\n",
		"pages/blogs/a.yaml":       post("Ada", "2025-05-01", "design"),
		"pages/blogs/b.yaml":       post("Bob", "2024-05-01", "design, tech"),
		"pages/blogs/c.yaml":       post("Cyd", "2024-03-01", "tech"),
		"pages/blogs/d.yaml":       post("Dan", "2023-03-01", ""),
		"terms/blog-category.yaml": "- {slug: design, name: Design}\n- {slug: tech, name: Tech}\n- {slug: other, name: Other}\n",
	})
	for query, want := range map[string]string{
		"": "[Ada Bob Cyd Dan]", "?category=design": "[Ada Bob]", "?category=tech&year=2024": "[Bob Cyd]",
		"?category=tech&year=2024&month=3": "[Cyd]", "?category=&year=2024": "[Bob Cyd]", "?category=design&year=2023": "[]",
	} {
		page := testkit.Page(t, []byte(w.get("/blogs"+query).body))
		got := page.Section("Latest posts").Find(".card-title").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
		if fmt.Sprint(got) != want {
			t.Errorf("/blogs%s shows %v, want %s", query, got, want)
		}
	}
	w.get("/blogs?year=2024").wants(t, 200, "Design (1)", "Tech (2)", "2025 (1)", "Show all")
	w.get("/blogs?category=other").wants(t, 404)
	for _, param := range []string{"category", "year", "month", "page", "label", "view"} {
		for _, value := range []string{"%00", "%ff", "%22%3E", "a%0Ab"} {
			if r := w.get("/blogs?" + param + "=" + value); r.StatusCode != 404 && r.StatusCode != 200 {
				t.Errorf("%s=%s is answered with %d", param, value, r.StatusCode)
			}
		}
	}
	w.get("/blogs?category=%00").wants(t, 404)
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
