package site_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/testkit"
)

// searchPages is a site with something in every facet, and with what is not
// live in none.
func searchPages() map[string]string {
	files := statistics(map[string]string{
		"pages/index.yaml":       home,
		"pages/blogs/index.yaml": "kind: blog-hub\ntitle: Blogs\n",
		"pages/secret.yaml":      "kind: page\ntitle: Hush\nsummary: S\ntopics: [quokka]\nlive_from: 2090-01-01\n",
		"pages/blogs/later.yaml": "kind: blog-post\ntitle: Hush\nsummary: S\npublished: 2087-03-01\ntopics: [quokka]\nlive_from: 2087-03-01\n",
		"terms/topic.yaml": "- {slug: marker, name: MARKER}\n- {slug: quokka, name: Quokkas}\n" +
			"- slug: care\n  name: Care\n  children:\n    - slug: wards\n      name: Wards\n      children: [{slug: beds, name: Beds}]\n    - {slug: homes, name: Homes}\n",
	})
	topics := []string{"care", "wards", "beds", "homes"}
	for n := range 12 {
		files[fmt.Sprintf("pages/blogs/p%d.yaml", n)] = fmt.Sprintf(
			"kind: blog-post\ntitle: Zebra %d\nsummary: Of winter\npublished: %d-%02d-01\ntopics: [%s]\n", n, 2021+n%3, 1+n%5, topics[n%4])
	}
	return files
}

// searched is a page of results.
type searched struct {
	*testkit.Part
	w             *website
	path, address string
}

func (w *website) search(address string) searched { return w.browse("/search", address) }

// browse asks something of a page that readers look through others on.
func (w *website) browse(path, address string) searched {
	w.t.Helper()
	r := w.get(path + address)
	r.wants(w.t, 200)
	return searched{testkit.Page(w.t, []byte(r.body)), w, path, address}
}

// total is how many results the page says there are.
func (s searched) total() int {
	s.w.t.Helper()
	first, _, _ := strings.Cut(s.found(), " ")
	n, err := strconv.Atoi(strings.ReplaceAll(first, ",", ""))
	if err != nil && first != "No" {
		s.w.t.Fatalf("%s: the results begin with %q", s.address, s.found())
	}
	return n
}

// found is what the page says of the results.
func (s searched) found() string {
	return s.Selection.Find("#results .found").Children().First().Text()
}

// facets are the names of the facets, in order.
func (s searched) facets() []string {
	return s.Selection.Find("fieldset > legend").Map(func(_ int, l *goquery.Selection) string {
		name, _, _ := strings.Cut(l.Text(), ",")
		return name
	})
}

// values are those of a facet, in order, as a reader sees them.
func (s searched) values(facet string) (list []string) {
	s.each(func(name, _, label string, _ int, chosen bool) {
		if name == facet {
			if chosen {
				label = "[" + label + "]"
			}
			list = append(list, label)
		}
	})
	return list
}

func (s searched) each(f func(name, value, label string, count int, chosen bool)) {
	s.Selection.Find("input[type=checkbox]").Each(func(_ int, box *goquery.Selection) {
		parts := box.Parent().Find("span")
		count, err := strconv.Atoi(strings.ReplaceAll(parts.Last().Text(), ",", ""))
		if err != nil {
			s.w.t.Errorf("%s: %q has no count", s.address, box.Parent().Text())
		}
		_, chosen := box.Attr("checked")
		f(box.AttrOr("name", ""), box.AttrOr("value", ""), parts.First().Text(), count, chosen)
	})
}

// sent is what the form sends as it stands.
func (s searched) sent() url.Values {
	sent := url.Values{}
	s.Selection.Find("form.search-page [name]").Each(func(_ int, field *goquery.Selection) {
		_, checked := field.Attr("checked")
		switch {
		case field.Is("select"):
			sent.Add(field.AttrOr("name", ""), field.Find("option[selected]").AttrOr("value", ""))
		case field.Is("input[type=search], input[type=hidden]") || checked:
			sent.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
		}
	})
	return sent
}

// without is where the chip of a filter leads.
func (s searched) without(label string) searched {
	s.w.t.Helper()
	chip := s.Selection.Find("ul[aria-label='Filters in use'] a").FilterFunction(func(_ int, a *goquery.Selection) bool {
		return a.Text() == label || a.Text() == "Remove filter "+label
	})
	if chip.Length() != 1 {
		s.w.t.Fatalf("%s: there are %d chips %q", s.address, chip.Length(), label)
	}
	href, _, _ := strings.Cut(chip.AttrOr("href", ""), "#")
	return s.w.browse(s.path, strings.TrimPrefix(href, s.path))
}

func TestEveryCountIsWhatChoosingItGives(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	compared := 0
	for _, state := range []string{
		"", "?q=zebra", "?type=blog-post", "?year=2021", "?year=2021&month=1", "?topic=care", "?topic=care&topic=wards&year=2022",
		"?q=winter&sort=date&type=blog-post&topic=homes", "?coverage=england", "?status=upcoming",
	} {
		page := w.search(state)
		asked, _ := url.ParseQuery(strings.TrimPrefix(state, "?"))
		page.each(func(name, value, label string, count int, _ bool) {
			next := url.Values(maps.Clone(asked))
			next[name] = []string{value}
			if got := w.search("?" + next.Encode()).total(); got != count {
				t.Errorf("%s: %s says %d, and choosing it alone leaves %d", state, label, count, got)
			}
			compared++
		})
	}
	if compared < 80 {
		t.Errorf("%d counts were compared", compared)
	}
}

func TestFacetsAreInOrder(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	all := w.search("")
	if got := strings.Join(all.facets(), ", "); got != "Document type, Publication year, Publication status, Topic, Information type, Geographical coverage, Geographical granularity" {
		t.Errorf("the facets are %s", got)
	}
	if got := w.search("?year=2021").facets(); !slices.Contains(got, "Publication month") {
		t.Errorf("the facets of a year are %s", got)
	}
	for address, want := range map[string]map[string]string{
		"":                       {"type": "Blog Data set Publication Publication chapter Series", "year": "2089 2023 2022 2021 2020", "topic": "Care", "status": "Published Upcoming"},
		"?type=series&year=2022": {"year": "[2022]"},
		"?year=2022":             {"year": "[2022] 2089 2023 2021 2020", "month": "May March February January"},
		"?topic=care":            {"topic": "[Care] Wards Homes"},
		"?topic=wards":           {"topic": "[Wards] Beds Care"},
		"?topic=care&topic=beds": {"topic": "[Care] [Beds] Wards Homes"},
		"?topic=nonsense":        {"topic": "[Nonsense] Care"},
		"?type=page":             {"type": "[Page] Blog Data set Publication Publication chapter Series"},
	} {
		page := w.search(address)
		for facet, want := range want {
			if got := strings.Join(page.values(facet), " "); got != want {
				t.Errorf("%s: the values of %s are %s, want %s", address, facet, got, want)
			}
		}
	}
}

func TestChipsTakeFiltersAway(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	page := w.search("?q=zebra&sort=date&type=blog-post&year=2021&year=2022&month=1&topic=care&topic=beds&topic=wards")
	for label, want := range map[string]string{
		"Blog":              "?q=zebra&sort=date&year=2021&year=2022&month=1&topic=beds&topic=care&topic=wards",
		"2021":              "?q=zebra&sort=date&type=blog-post&year=2022&month=1&topic=beds&topic=care&topic=wards",
		"Wards":             "?q=zebra&sort=date&type=blog-post&year=2021&year=2022&month=1&topic=care",
		"Care":              "?q=zebra&sort=date&type=blog-post&year=2021&year=2022&month=1",
		"Clear all filters": "?q=zebra&sort=date",
	} {
		if got := page.without(label).address; got != want {
			t.Errorf("without %s one is at %s, want %s", label, got, want)
		}
	}
	if got := w.search("?year=2021&month=1").without("2021").address; got != "" {
		t.Errorf("without its year a month leads to %s", got)
	}
	if got := w.search("?page=1x&colour=red"); len(got.values("type")) == 0 || strings.Contains(got.Text(), "Clear all") {
		t.Error("what is no filter is one")
	}
}

func TestTheFormOfASearchKeepsEverything(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	if got := w.search("?q=zebra&sort=date&year=2021&topic=care").sent().Encode(); got != "q=zebra&sort=date&topic=care&year=2021" {
		t.Errorf("the form sends %s", got)
	}
	if got := w.search("?q=zebra").sent().Encode(); got != "q=zebra&sort=" {
		t.Errorf("in the usual order the form sends %s", got)
	}
	for sent, want := range map[string]string{
		"?q=&sort=": "/search", "?q=&sort=relevance": "/search", "?q=zebra&sort=relevance&year=2021": "/search?q=zebra&year=2021",
		"?page=1&q=a": "/search?q=a", "?q=a&topic=": "/search?q=a",
	} {
		if r := w.get("/search" + sent); r.StatusCode != 303 || r.Header.Get("Location") != want {
			t.Errorf("%s leads with %d to %q, want %q", sent, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
}

func TestSearchSaysHowMuchItFound(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	for address, want := range map[string]string{
		"":                       "22 results sorted by relevance.",
		"?sort=date":             "22 results sorted by date.",
		"?q=zebra&sort=date":     "12 results containing 'zebra', sorted by date.",
		"?q=summer":              "1 result containing 'summer', sorted by relevance.",
		"?q=zyzzyva":             "No results for: zyzzyva",
		"?q=zebra&type=series":   "No results for: zebra",
		"?type=series&year=2021": "No results for these filters",
		`?q=%22winter%22+%3C%26`: `12 results containing '"winter" <&', sorted by relevance.`,
	} {
		if got := w.search(address).found(); got != want {
			t.Errorf("%s: the page says %s, want %s", address, got, want)
		}
	}
	first := w.search("?q=zebra")
	if got := first.Selection.Find("a[rel=next]").AttrOr("href", ""); got != "/search?q=zebra&page=2" {
		t.Errorf("the next page is %s", got)
	}
	first.Link("Sort by date").Leads("/search?q=zebra&sort=date")
	first.Link("Skip to results").Leads("#results")
	w.search("?q=zebra&type=series").Link("search without the filters").Leads("/search?q=zebra")
	w.get("/search").wants(t, 200, `<meta name="robots" content="noindex">`)
}

func TestWhatIsNotLiveIsInNoFacet(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	for _, address := range []string{"", "?q=hush", "?sort=date", "?year=2089", "?status=upcoming", "?type=page", "?topic=care", "?year=2087&year=2090&topic=quokka&topic=marker"} {
		w.get("/search"+address).lacks(t, "Quokkas", "MARKER", "Hush", "1 Aug", "2089-08-01")
	}
	page := w.search("")
	for _, hidden := range []string{"2087", "2090"} {
		if slices.Contains(page.values("year"), hidden) {
			t.Errorf("the year %s is shown", hidden)
		}
	}
	for _, address := range []string{"?year=2087", "?topic=quokka", "?topic=marker"} {
		if got := w.search(address).total(); got != 0 {
			t.Errorf("%s finds %d", address, got)
		}
	}
}

func TestAnyAddressIsASearch(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	for _, address := range []string{
		`?type=%22%3E%3Cscript%3Ealert(1)%3C/script%3E`, "?topic=<b>&year=20x1&month=13&status=maybe&page=-4&sort=up", "?year=2021&year=2021&year=%00",
		"?topic=" + strings.Repeat("a", 5000), "?" + strings.Repeat("topic=x&", 300) + "q=zebra", "?month=1", "?%zz", "?type=a;b", "?q=%F0%9F%98%80&topic=-",
		"?topic=" + strings.Repeat("&topic=t", 200), "?type[]=blog-post", "?Q=zebra",
	} {
		r := w.get("/search" + address)
		if r.StatusCode == 303 {
			r = w.get(r.Header.Get("Location"))
		}
		r.wants(t, 200, "<h1>Search</h1>")
		r.lacks(t, "<script>alert", "<b>&")
		for _, problem := range testkit.Page(t, []byte(r.body)).Problems() {
			t.Errorf("%.80s: %s", address, problem)
		}
	}
}

func TestResultsSayWhatTheyArePartOf(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	w.search("?q=first+chapter").Link("Waits in spring").Leads("/data/waits/spring")
	w.search("?type=series").Link("Waits in spring").Leads("/data/waits/spring")
	w.search("?q=table+10").Wants("Part of Waits in spring")
	upcoming := w.search("?status=upcoming")
	upcoming.Wants("Upcoming", "Aug 2089")
	upcoming.Lacks("Part of")
}
