package site_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/search"
	"lectern/internal/testkit"
)

// entries are the titles of what is listed, in order.
func (s searched) entries() string {
	titles := s.Selection.Find(".browse .card-title, .browse .alphabet > div > ul > li > a:first-child, .browse .alphabet-plain > ul > li > a:first-child").Map(func(_ int, title *goquery.Selection) string {
		return strings.TrimSpace(title.Text())
	})
	return strings.Join(titles, " ")
}

// alerts is a site with 45 alerts, every third of which is severe.
func alerts(w *website) {
	files := map[string]string{
		"pages/index.yaml":           home,
		"pages/alerts/index.yaml":    "kind: alert-hub\ntitle: Alerts\n",
		"pages/blogs/index.yaml":     "kind: blog-hub\ntitle: Blogs\n",
		"terms/threat-category.yaml": "- {slug: worm, name: Worm}\n- {slug: trojan, name: Trojan}\n- {slug: unused, name: Unused}\n",
	}
	for n := range 45 {
		severity := map[bool]string{true: "high", false: "low"}[n%3 == 0]
		kind := map[bool]string{true: "malware", false: "vulnerability"}[n%5 == 0]
		files[fmt.Sprintf("pages/alerts/a%02d.yaml", n)] = fmt.Sprintf(
			"kind: cyber-alert\ntitle: Alert %02d\nsummary: S\nthreat_id: CC-%d\nseverities: [{date: 2024-01-01, severity: critical}, {date: 2024-01-01, severity: %s}]\npublished: 20%d-%02d-15 23:30\nthreat_type: %s\ncategories: [%s]\n",
			n, n+1, severity, 24+n%2, 1+n%12, kind, map[bool]string{true: "worm", false: "trojan"}[n%2 == 0])
	}
	w.load(files)
}

func TestAHubIsNarrowedAndTurnedByTheAddress(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	alerts(w)
	for address, want := range map[string]int{
		"": 20, "?page=2": 20, "?page=3": 5, "?severity=high": 15, "?severity=low&page=2": 10, "?severity=high&severity=low&page=3": 5,
		"?year=2024": 20, "?year=2024&page=2": 3, "?year=2025&month=6": 4, "?severity=critical": 0, "?year=2001": 0, "?utm_source=x": 20, "?month=3": 20,
		"?threat-type=malware": 9, "?threat-type=malware&severity=high": 3, "?threat-category=worm&year=2024": 20, "?q=alert": 20, "?q=cc-7": 1, "?q=zyzzyva": 0,
		"?year=24": 20, "?severity=dire": 0, "?page=x": 20,
	} {
		if got := len(strings.Fields(w.browse("/alerts", address).entries())) / 2; got != want {
			t.Errorf("/alerts%s shows %d alerts, want %d", address, got, want)
		}
	}
	for sent, want := range map[string]string{ // as forms send it, and did before
		"?severity=&year=": "", "?page=1": "", "?year=&month=3": "", "?q=&severity=high&year=&sort=date": "?severity=high", "?q=worm&sort=": "?q=worm",
		"?q=worm&sort=relevance": "?q=worm", "?q=&sort=relevance": "",
	} {
		if r := w.get("/alerts" + sent); r.StatusCode != 303 || r.Header.Get("Location") != "/alerts"+want {
			t.Errorf("%s leads with %d to %q, want %q", sent, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
	w.get("/alerts?page=4").wants(t, 404)
	w.get("/alerts?severity=high&page=2").wants(t, 404)
	w.get("/alerts?page=2").wants(t, 200, `href="http://site.example/alerts?page=2"`, "Alerts (page 2 of 3)", `href="/alerts?page=3#results"`, `id="results"`)
	w.get("/alerts").lacks(t, "noindex", "Unused", "Medium", "Critical")
	w.get("/blogs?page=2").wants(t, 404)
	w.get("/blogs").lacks(t, "Filter and sort")
}

func TestAHubSaysWhatItShows(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	alerts(w)
	first := w.browse("/alerts", "")
	for facet, want := range map[string]string{
		"severity": "High Low", "threat-type": "Malware Vulnerability", "year": "2025 2024", "threat-category": "Worm Trojan", "topic": "", "month": "",
	} {
		if got := strings.Join(first.values(facet), " "); got != want {
			t.Errorf("the values of %s are %q, want %q", facet, got, want)
		}
	}
	if got := strings.Join(first.facets(), ", "); got != "Severity, Threat type, Year, Threat category" {
		t.Errorf("the facets are %s", got)
	}
	for address, want := range map[string]string{
		"":                       "45 alerts sorted by date.",
		"?sort=title":            "45 alerts sorted by title.",
		"?severity=high":         "15 alerts sorted by date.",
		"?q=alert&severity=high": "15 alerts containing 'alert', sorted by relevance.",
		"?q=cc-7&sort=date":      "1 alert containing 'cc-7', sorted by date.",
		"?q=zyzzyva":             "No results for: zyzzyva",
		"?severity=critical":     "No results for these filters",
	} {
		if got := w.browse("/alerts", address).found(); got != want {
			t.Errorf("%s: the hub says %s, want %s", address, got, want)
		}
	}
	narrowed := w.browse("/alerts", "?q=alert&severity=high&year=2024&month=1")
	for label, want := range map[string]string{
		"High": "?q=alert&year=2024&month=1", "2024": "?q=alert&severity=high", "January": "?q=alert&severity=high&year=2024", "Clear all filters": "?q=alert",
	} {
		if got := narrowed.without(label).address; got != want {
			t.Errorf("without %s one is at %s, want %s", label, got, want)
		}
	}
	if got := narrowed.Selection.Find("form.browse").AttrOr("action", ""); got != "/alerts#results" {
		t.Errorf("the form asks %s", got)
	}
	w.browse("/alerts", "?q=zyzzyva&severity=high").Link("search without the filters").Leads("/alerts?q=zyzzyva#results")
	w.get("/alerts?severity=high").wants(t, 200, "noindex")
}

// hubs is a site with every hub and catalogue, and something on each.
func hubs(w *website) {
	files := statistics(map[string]string{
		"pages/index.yaml":         home,
		"pages/news/index.yaml":    "kind: news-hub\ntitle: News\nsummary: S\n",
		"pages/news/flood.yaml":    "kind: news-article\ntitle: Flood\nsummary: S\npublished_at: 2024-03-01 09:00\ntype: statement\ntheme: [water]\n",
		"pages/news/storm.yaml":    "kind: news-article\ntitle: Storm\nsummary: S\npublished_at: 2025-03-01 09:00\ntheme: [wind]\n",
		"pages/news/hidden.yaml":   "kind: news-article\ntitle: Hidden\nsummary: S\npublished_at: 2025-03-01 09:00\nnot_in_news_lists: true\n",
		"pages/blogs/index.yaml":   "kind: blog-hub\ntitle: Blogs\ncategories: [tech, design]\n",
		"pages/blogs/a.yaml":       "kind: blog-post\ntitle: Ada\nsummary: S\npublished: 2025-05-01\ncategories: [design]\n",
		"pages/blogs/b.yaml":       "kind: blog-post\ntitle: Bob\nsummary: S\npublished: 2024-05-01\ncategories: [design, tech]\n",
		"pages/blogs/c.yaml":       "kind: blog-post\ntitle: Cyd\nsummary: S\npublished: 2024-03-01\ncategories: [tech]\n",
		"pages/blogs/d.yaml":       "kind: blog-post\ntitle: Dan\nsummary: S\npublished: 2023-03-01\ncategories: [other]\n",
		"pages/events/index.yaml":  "kind: events-hub\ntitle: Events\n",
		"pages/events/past.yaml":   event("Past", "2020-05-01", "webinar"),
		"pages/events/older.yaml":  event("Older", "2019-05-01", "training"),
		"pages/events/soon.yaml":   event("Soon", "2088-05-01", "webinar"),
		"pages/events/later.yaml":  event("Later", "2089-05-01", "training"),
		"pages/s/index.yaml":       "kind: service-catalogue\ntitle: Catalogue\nfilters: [{heading: Care setting, terms: [catalogue/hospital, catalogue/dentist]}, {heading: Made with, help: What it is built on, branch: [catalogue/technology]}]\n",
		"pages/s/app.yaml":         service("App", "hospital, fhir", "beta"),
		"pages/s/bookings.yaml":    service("Bookings", "hospital, mesh", "live"),
		"pages/s/codes.yaml":       service("Codes", "dentist, mesh", "beta"),
		"pages/s/ecole.yaml":       service("École", "rest", "live"),
		"pages/apis/index.yaml":    "kind: api-catalogue\ntitle: APIs\n",
		"pages/apis/lookup.yaml":   "kind: api\ntitle: Lookup\nsummary: S\nstatus: beta\ncatalogue: [fhir]\n",
		"pages/apis/send.yaml":     "kind: api\ntitle: Send\nsummary: S\nstatus: retired\ncatalogue: [mesh, hospital]\n",
		"terms/catalogue.yaml":     "- {slug: hospital, name: Hospital}\n- {slug: dentist, name: Dentist}\n- slug: technology\n  name: Technology\n  children:\n    - {slug: mesh, name: MESH}\n    - slug: apis\n      name: APIs\n      children: [{slug: fhir, name: FHIR}, {slug: rest, name: REST}]\n- {slug: unused, name: Unused}\n",
		"terms/blog-category.yaml": "- {slug: design, name: Design}\n- {slug: tech, name: Tech}\n- {slug: other, name: Other}\n",
		"terms/event-type.yaml":    "- {slug: webinar, name: Webinar}\n- {slug: training, name: Training}\n",
		"terms/news-theme.yaml":    "- {slug: water, name: Water}\n- {slug: wind, name: Wind}\n",
	})
	w.load(files)
}

func event(title, day, kind string) string {
	return fmt.Sprintf("kind: event\ntitle: %s\nsummary: S\nlocation: L\ntypes: [%s]\nsessions: [{starts: %s 10:00, ends: %s 12:00}]\n", title, kind, day, day)
}

func service(title, terms, status string) string {
	return fmt.Sprintf("kind: service\ntitle: %s\nsummary: S\nstatus: %s\ncatalogue: [%s]\n", title, status, terms)
}

func TestEveryHubFindsItsOwn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	for path, asked := range map[string]map[string]string{
		"/news": {
			"": "Storm Flood", "?type=statement": "Flood", "?type=press-release": "", "?year=2025": "Storm", "?theme=wind&theme=water": "Storm Flood",
			"?q=flood": "Flood", "?q=hidden": "", "?sort=title": "Flood Storm",
		},
		"/blogs": {
			"": "Ada Bob Cyd Dan", "?category=design": "Ada Bob", "?category=tech&year=2024": "Bob Cyd", "?category=tech&year=2024&month=3": "Cyd",
			"?category=design&year=2023": "", "?category=other": "Dan",
		},
		"/events": {
			"": "Past Older", "?type=webinar": "Soon Past", "?type=webinar&type=training": "Soon Later Past Older", "?year=2088": "Soon",
			"?q=training": "Later Older", "?q=training&sort=coming": "Later Older", "?sort=title": "Later Older Past Soon",
		},
		"/s": {
			"": "App Bookings Codes École", "?care-setting=hospital": "App Bookings", "?care-setting=hospital&made-with=mesh": "Bookings",
			"?care-setting=dentist&made-with=fhir": "", "?made-with=apis": "App École", "?made-with=apis&made-with=fhir": "App", "?status=beta": "App Codes",
			"?letter=b": "Bookings", "?letter=e": "École", "?letter=b&care-setting=dentist": "", "?q=hospital": "Bookings App", "?q=hospital&sort=title": "App Bookings",
		},
		"/apis": {"": "Lookup Send", "?technology=mesh": "Send", "?catalogue=hospital": "Send", "?status=retired": "Send", "?letter=l": "Lookup"},
	} {
		for address, want := range asked {
			if got := w.browse(path, address).entries(); got != want {
				t.Errorf("%s%s shows %q, want %q", path, address, got, want)
			}
		}
	}
	publications := w.browse("/data", "?status=upcoming")
	publications.Wants("Aug 2089", "(Upcoming, not yet published)")
	publications.Lacks("1 Aug")
}

func TestEveryCountOfAHubIsWhatChoosingItGives(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	compared := 0
	for _, state := range []string{
		"/news", "/news?type=news", "/news?year=2025", "/blogs", "/blogs?category=tech", "/blogs?year=2024&category=design", "/events", "/events?type=training",
		"/s", "/s?made-with=apis", "/s?care-setting=hospital&status=beta", "/s?letter=b", "/apis", "/apis?technology=apis", "/data", "/data?status=published", "/data?q=waits",
	} {
		path, query, _ := strings.Cut(state, "?")
		asked, _ := url.ParseQuery(query)
		w.browse(path, strings.TrimPrefix(state, path)).each(func(name, value, label string, count int, _ bool) {
			next := url.Values(maps.Clone(asked))
			next[name] = []string{value}
			if got := w.browse(path, "?"+next.Encode()).total(); got != count {
				t.Errorf("%s: %s says %d, and choosing it alone leaves %d", state, label, count, got)
			}
			compared++
		})
	}
	if compared < 60 {
		t.Errorf("%d counts were compared", compared)
	}
}

func TestAnEditorDecidesWhatACatalogueIsNarrowedBy(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	chosen := w.browse("/s", "")
	chosen.Wants("What it is built on")
	for facet, want := range map[string]string{"care-setting": "Hospital Dentist", "made-with": "MESH APIs", "status": "Beta Live"} {
		if got := strings.Join(chosen.values(facet), " "); got != want {
			t.Errorf("of %s there are %q, want %q", facet, got, want)
		}
	}
	if got := strings.Join(w.browse("/s", "?made-with=apis").values("made-with"), " "); got != "MESH [APIs] FHIR REST" {
		t.Errorf("below a chosen term there are %q", got)
	}
	derived := w.browse("/apis", "") // which says nothing: the tree of the vocabulary
	for facet, want := range map[string]string{"technology": "MESH APIs", "catalogue": "Hospital"} {
		if got := strings.Join(derived.values(facet), " "); got != want {
			t.Errorf("of %s there are %q, want %q", facet, got, want)
		}
	}
	if got := strings.Join(derived.facets(), ", "); got != "Technology, Category, Status" {
		t.Errorf("the facets are %s", got)
	}
	for _, path := range []string{"/s", "/apis"} {
		w.get(path).lacks(t, "Unused")
	}
}

func TestACatalogueIsNarrowedByTermsOfAnyName(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	var terms strings.Builder
	for n, slug := range []string{"status", "level", "page", "sort", "q", "catalogue", "catalogue-status", "action"} {
		fmt.Fprintf(&terms, "- {slug: %s, name: Group %d, children: [{slug: in-%d, name: In %d}, {slug: off-%d, name: Off %d}]}\n", slug, n, n, n, n, n)
	}
	w.load(map[string]string{
		"terms/catalogue.yaml": terms.String(),
		"pages/apis/yes.yaml":  "kind: api\ntitle: Yes\nsummary: S\nstatus: beta\ncatalogue: [in-0, in-1, in-2, in-3, in-4, in-5, in-6, in-7]\n",
		"pages/apis/no.yaml":   "kind: api\ntitle: No\nsummary: S\nstatus: retired\ncatalogue: [off-0, off-1, off-2, off-3, off-4, off-5, off-6, off-7]\n",
	})
	groups := map[string]bool{}
	w.browse("/apis", "").each(func(name, value, label string, count int, _ bool) {
		groups[name] = true
		if count == 0 || !strings.HasPrefix(label, "In ") {
			return
		}
		if got := w.browse("/apis", "?"+name+"="+value).entries(); got != "Yes" {
			t.Errorf("%s of %s finds %q", label, name, got)
		}
	})
	want := "action catalogue catalogue-catalogue catalogue-catalogue-status catalogue-level catalogue-page catalogue-q catalogue-sort catalogue-status status technology"
	if got := strings.Join(slices.Sorted(maps.Keys(groups)), " "); got != want {
		t.Errorf("the groups are %s, want %s", got, want)
	}
}

func TestEntriesOfACatalogueLeadToWhatIsLikeThem(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	links := func(address, title string) map[string]string {
		list := map[string]string{}
		w.browse("/s", address).Selection.Find(".alphabet > div > ul > li").Each(func(_ int, entry *goquery.Selection) {
			if entry.Children().First().Text() == title {
				entry.Find(".tag").Each(func(_ int, tag *goquery.Selection) { list[tag.Text()] = tag.Closest("a").AttrOr("href", "") })
			}
		})
		return list
	}
	if got, want := links("", "App"), (map[string]string{
		"Beta": "/s?status=beta#results", "Hospital": "/s?care-setting=hospital#results", "FHIR": "/s?made-with=fhir#results",
	}); !maps.Equal(got, want) {
		t.Errorf("the entry leads to %v, want %v", got, want)
	}
	if got, want := links("?care-setting=hospital&letter=a", "App"), (map[string]string{
		"Beta": "/s?letter=a&care-setting=hospital&status=beta#results", "Hospital": "", "FHIR": "/s?letter=a&care-setting=hospital&made-with=fhir#results",
	}); !maps.Equal(got, want) {
		t.Errorf("narrowed, the entry leads to %v, want %v", got, want)
	}
}

func TestTheFormOfAHubKeepsEverything(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	alerts(w)
	hubs(w)
	for state, want := range map[string]string{
		"/s?q=hospital&sort=title&letter=a&care-setting=hospital&made-with=apis": "care-setting=hospital&letter=a&made-with=apis&q=hospital&sort=title",
		"/s?q=hospital": "q=hospital&sort=", "/s": "q=", "/alerts?sort=title&severity=high": "q=&severity=high&sort=title",
	} {
		path, query, _ := strings.Cut(state, "?")
		if got := w.browse(path, "?"+query).sent().Encode(); got != want {
			t.Errorf("%s: the form sends %s, want %s", state, got, want)
		}
	}
	for _, c := range []struct{ path, from, typed, want string }{
		{"/alerts", "", "alert 07", "/alerts?q=alert+07"}, // the best first, and no longer the newest
		{"/alerts", "?sort=title", "alert 07", "/alerts?q=alert+07&sort=title"},
		{"/alerts", "?q=alert&sort=date", "alert 08", "/alerts?q=alert+08&sort=date"},
		{"/events", "?type=webinar", "soon", "/events?q=soon&type=webinar"},
		{"/s", "?q=hospital", "", "/s"}, // from A to Z again
		{"/s", "?q=hospital&sort=title&letter=b", "", "/s?letter=b"},
	} {
		sent := w.browse(c.path, c.from).sent()
		sent.Set("q", c.typed)
		address := c.path + "?" + sent.Encode()
		if r := w.get(address); r.StatusCode == 303 {
			address = r.Header.Get("Location")
		}
		if address != c.want {
			t.Errorf("%s%s: typing %q leads to %q, want %q", c.path, c.from, c.typed, address, c.want)
		}
	}
	if got := w.browse("/alerts", "?q=alert+07").entries(); !strings.HasPrefix(got, "Alert 07") {
		t.Errorf("first come %.40s", got)
	}
}

func TestLettersCombineWithFilters(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	letters := func(address string) string {
		return strings.Join(w.browse("/s", address).Selection.Find(".letters a").Map(func(_ int, a *goquery.Selection) string {
			return a.Text() + " " + a.AttrOr("href", "") + a.AttrOr("aria-current", "")
		}), "; ")
	}
	if got := letters("?care-setting=hospital&letter=a"); got != "A, 1 service /s?care-setting=hospital#resultstrue; B, 1 service /s?letter=b&care-setting=hospital#results" {
		t.Errorf("the letters lead to %s", got)
	}
	page := w.browse("/s", "?care-setting=hospital&letter=a")
	if got := page.Selection.Find("input[type=hidden][name=letter]").AttrOr("value", ""); got != "a" {
		t.Errorf("the form keeps the letter %q", got)
	}
	if got := page.without("Letter A").address; got != "?care-setting=hospital" {
		t.Errorf("without the letter one is at %s", got)
	}
}

func TestAHubTellsNothingOfWhatIsNotLive(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	alert := func(title, severity string) *kinds.CyberAlert {
		return &kinds.CyberAlert{
			Title: title, Summary: "S", ThreatID: "CC-1", ThreatType: "intelligence", Published: time.Date(2087, 3, 1, 9, 0, 0, 0, time.UTC),
			Severities: []kinds.SeverityChange{{Date: cms.DateOf(time.Now()), Severity: severity}},
		}
	}
	w.load(map[string]string{
		"pages/alerts/index.yaml":  "kind: alert-hub\ntitle: Alerts\n",
		"pages/alerts/known.yaml":  "kind: cyber-alert\ntitle: Known\nsummary: S\nthreat_id: CC-1\nseverities: [{date: 2024-01-01, severity: low}]\npublished: 2024-01-01 09:00\nthreat_type: malware\n",
		"pages/alerts/other.yaml":  "kind: cyber-alert\ntitle: Other\nsummary: S\nthreat_id: CC-2\nseverities: [{date: 2024-01-01, severity: high}]\npublished: 2025-01-01 09:00\nthreat_type: malware\n",
		"pages/s/zebra.yaml":       "kind: service\ntitle: Zebra\nsummary: S\nstatus: retiring\ncatalogue: [unused]\nlive_from: 2090-01-01\n",
		"pages/alerts/secret.yaml": "kind: cyber-alert\ntitle: Hush\nsummary: S\nthreat_id: CC-9\nseverities: [{date: 2024-01-01, severity: critical}]\npublished: 2087-01-01 09:00\nthreat_type: intelligence\nlive_from: 2087-01-01\n",
	})
	w.edit(func(e *publishing.Edit) error { // a draft of what is live says more than may be known
		known, err := e.PageAt(context.Background(), "/alerts/known")
		if err != nil {
			return err
		}
		_, err = e.Save(context.Background(), publishing.Save{Page: known, Value: alert("Known", "critical")})
		return err
	})
	for _, address := range []string{"", "?severity=critical", "?year=2087", "?q=hush", "?threat-type=intelligence", "?sort=title"} {
		r := w.get("/alerts" + address)
		r.lacks(t, "Hush", "CC-9")
		page := testkit.Page(t, []byte(r.body))
		for _, value := range []string{"critical", "2087", "intelligence"} {
			box := page.Selection.Find("input[value='" + value + "']")
			if box.Length() > 0 && (!strings.Contains(address, value) || box.Parent().Find("span").Last().Text() != "0") {
				t.Errorf("/alerts%s offers %s", address, value)
			}
		}
	}
	for _, address := range []string{"", "?letter=z", "?status=retiring"} {
		r := w.get("/s" + address)
		r.lacks(t, "Zebra", "Unused", "Z, 1")
		if got := w.browse("/s", address).total(); address != "" && got != 0 {
			t.Errorf("/s%s finds %d", address, got)
		}
	}
}

func TestAnyAddressOfAHubIsAState(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	for _, path := range []string{"/news", "/blogs", "/events", "/data", "/s", "/apis"} {
		for _, address := range []string{
			`?type=%22%3E%3Cscript%3Ealert(1)%3C/script%3E`, "?topic=<b>&year=20x1&month=13&status=maybe&page=-4&sort=up", "?category=%00&letter=%ff&q=%22%3E",
			"?letter=zz&letter=<&care-setting=moon", "?%zz", "?year=1900&month=12", "?q=" + strings.Repeat("a", 5000), "?sort=title&sort=date", "?letter=b&letter=c",
		} {
			r := w.get(path + address)
			if r.StatusCode == 303 {
				r = w.get(r.Header.Get("Location"))
			}
			r.wants(t, 200)
			r.lacks(t, "<script>alert", "<b>&")
			for _, problem := range testkit.Page(t, []byte(r.body)).Problems() {
				t.Errorf("%s%.80s: %s", path, address, problem)
			}
		}
	}
}

// brokenEngine is away, or so slow that nobody waits for it.
type brokenEngine struct{ slow bool }

func (brokenEngine) Name() string { return "broken" }

func (b brokenEngine) Search(ctx context.Context, _ search.Query) (search.Results, error) {
	if b.slow {
		<-ctx.Done()
		return search.Results{}, ctx.Err()
	}
	return search.Results{}, errors.New("away")
}

func TestAHubIsThereWithoutTheSearchEngine(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	for _, engine := range []brokenEngine{{}, {slow: true}} {
		w.site.Search = engine
		for path, want := range map[string]string{"/news": "Storm", "/events": "Older", "/s": "Bookings", "/data": "Waits"} {
			r := w.get(path)
			r.wants(t, 200, want)
			r.lacks(t, "Filter and sort")
		}
	}
	w.site.Search = brokenEngine{}
	w.get("/news?type=statement").wants(t, 500, "The fault is ours")
}

func TestAHubDependsOnWhatItTells(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	hubs(w)
	var hospital cms.ID
	if err := w.store.Pool.QueryRow(t.Context(), `select id::text from term where slug = 'hospital'`).Scan(&hospital); err != nil {
		t.Fatal(err)
	}
	tags := w.render("/s").Tags
	for _, tag := range []string{cms.TermTag(hospital), cms.ListTag("service", "")} {
		if !slices.Contains(tags, tag) {
			t.Errorf("the catalogue does not depend on %s: %v", tag, tags)
		}
	}
}
