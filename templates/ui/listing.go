package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/search"
)

// Listing is a page of what a search found, and what it can be narrowed by. It
// stands at an address of its own, which answers every state of it.
type Listing struct {
	search.Query
	search.Results

	Action string  // the address without a state
	Facets []Facet // that it can be narrowed by, in their order
	Terms  Terms
}

// Facet is a group of values that a listing is narrowed by.
type Facet struct {
	search.Facet
	Name string
	Open bool // its values are seen without asking

	values []facetValue // first what is chosen; each before those below it
}

// SearchListing is the listing of the whole site, before anything is found.
func SearchListing(q search.Query) Listing {
	return Listing{Query: q, Action: "/search", Facets: searchFacets}
}

// Href is the address of another state.
func (l Listing) Href(q search.Query) string { return l.Action + q.Address() }

// Order is what the results are sorted by.
func (l Listing) Order() search.Sort {
	if l.Sort == search.Date {
		return search.Date
	}
	return search.Relevance
}

// Asked reports whether there is anything to answer: a text, or a choice.
func (l Listing) Asked() bool { return l.Text != "" || len(l.Chosen) > 0 }

// Pages says which page of the results is shown, for Pagination.
func (l Listing) Pages() Pages {
	size := cmp.Or(l.Size, search.PageSize)
	return Pages{Number: l.Page, Last: (l.Total + size - 1) / size, Href: func(n int) string { return l.Href(l.On(n)) }}
}

// other is the order that they are not in.
func (l Listing) other() search.Sort {
	if l.Sort == search.Date {
		return search.Relevance
	}
	return search.Date
}

// found says how much was found of what, and in which order.
func (l Listing) found() string {
	sorted := "sorted by " + string(l.Order()) + "."
	results := Plural(l.Total, "result", "results")
	switch {
	case l.Total == 0 && l.Text != "":
		return "No results for: " + l.Text
	case l.Total == 0 && l.Asked():
		return "No results for these filters"
	case l.Total == 0:
		return "No results"
	case l.Text == "":
		return results + " " + sorted
	case l.Loose:
		return results + " close to '" + l.Text + "', " + sorted
	}
	return results + " containing '" + l.Text + "', " + sorted
}

// Choice says in words what is chosen of a facet: `2023 or 2024`.
type Choice struct{ Facet, Values string }

// Choices are what is chosen, in the order of the facets.
func (l Listing) Choices() []Choice {
	var list []Choice
	for _, f := range l.Facets {
		var names []string
		for _, value := range l.Narrowest(f.Facet, l.Terms.above(f.Facet)) {
			name, _ := l.label(f.Facet, value)
			names = append(names, name)
		}
		if len(names) > 0 {
			list = append(list, Choice{f.Name, strings.Join(names, " or ")})
		}
	}
	return list
}

// Terms are those that live pages carry, and those above them, by their facets
// and slugs.
type Terms map[search.Facet]map[string]Term

// Term is what a value of a facet is called, and which one it stands below.
type Term struct {
	Name  string
	Above string // a slug; empty: none
}

func (t Terms) above(facet search.Facet) func(slug string) string {
	return func(slug string) string { return t[facet][slug].Above }
}

// facetValue is a value, and how many results it would leave.
type facetValue struct {
	Value, Label string
	Count        int
	Chosen       bool
	Depth        int // how many chosen values it stands below
}

// searchFacets are the facets of the whole site, in the order of the page.
// Readers narrow by the first ones most.
var searchFacets = []Facet{
	{Facet: search.Type, Name: "Document type", Open: true},
	{Facet: search.Year, Name: "Publication year", Open: true},
	{Facet: search.Month, Name: "Publication month"},
	{Facet: search.Status, Name: "Publication status"},
	{Facet: search.Topic, Name: "Topic"},
	{Facet: search.InformationType, Name: "Information type"},
	{Facet: search.Coverage, Name: "Geographical coverage"},
	{Facet: search.Granularity, Name: "Geographical granularity"},
}

// mostShort is how many values of a facet are shown at once, and mostLong how
// many there are in all. What is chosen comes before either ends.
const (
	mostShort = 10
	mostLong  = 100
)

// Narrowing are the facets that have anything to choose.
func (l Listing) Narrowing() []Facet {
	var list []Facet
	for _, f := range l.Facets {
		f.values = l.values(f.Facet)
		f.values = f.values[:min(len(f.values), mostLong)]
		if len(f.values) > 0 {
			list = append(list, f)
		}
	}
	return list
}

// short and long are the values that are shown at once, and those behind them.
func (f Facet) short() []facetValue { return f.values[:min(len(f.values), mostShort)] }
func (f Facet) long() []facetValue  { return f.values[min(len(f.values), mostShort):] }

// chosen is how many values of the facet are.
func (f Facet) chosen() int {
	n := 0
	for _, v := range f.values {
		if v.Chosen {
			n++
		}
	}
	return n
}

// open reports whether the values are seen: those that are in use always are.
func (f Facet) open() bool { return f.Open || f.chosen() > 0 }

// values are those of a facet that leave something, and those that are chosen.
// Of what stands below another one, only the chosen is shown and what is below
// the chosen.
func (l Listing) values(f search.Facet) []facetValue {
	below := map[string][]facetValue{}
	add := func(value string) {
		name, known := l.label(f, value)
		above, shown := l.placed(f, value)
		if shown && (known || l.Has(f, value)) {
			below[above] = append(below[above], facetValue{Value: value, Label: name, Count: l.Counts[f][value], Chosen: l.Has(f, value)})
		}
	}
	for value := range l.Counts[f] {
		add(value)
	}
	for _, value := range l.Chosen[f] {
		if l.Counts[f][value] == 0 {
			add(value)
		}
	}
	return flat(f, below, "", 0)
}

// flat lists what stands below a value, each with what stands below itself.
func flat(f search.Facet, below map[string][]facetValue, above string, depth int) []facetValue {
	level := below[above]
	slices.SortFunc(level, func(a, b facetValue) int { return compare(f, a, b) })
	var list []facetValue
	for _, v := range level {
		v.Depth = depth
		list = append(list, v)
		list = append(list, flat(f, below, v.Value, depth+1)...)
	}
	return list
}

// compare orders the values of a facet: what is chosen, and then by how much
// there is. Years and months are in the order of time, the newest first.
func compare(f search.Facet, a, b facetValue) int {
	switch {
	case a.Chosen && !b.Chosen:
		return -1
	case b.Chosen && !a.Chosen:
		return 1
	case f == search.Year || f == search.Month:
		return cmp.Or(cmp.Compare(len(b.Value), len(a.Value)), cmp.Compare(b.Value, a.Value))
	}
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)), cmp.Compare(a.Value, b.Value))
}

// placed returns the chosen value that a value is shown below; empty: it stands
// by itself. It is not shown at all when what is above it is not chosen.
func (l Listing) placed(f search.Facet, value string) (above string, shown bool) {
	parent := l.Terms.above(f)
	for at, steps := parent(value), 0; at != "" && steps < mostLong; at, steps = parent(at), steps+1 {
		if l.Has(f, at) {
			return at, steps == 0 || l.Has(f, value)
		}
	}
	return "", parent(value) == "" || l.Has(f, value)
}

// label is what a value is called; false: it has no name, but a spelling.
func (l Listing) label(f search.Facet, value string) (name string, known bool) {
	switch f {
	case search.Type:
		name = KindName(value)
	case search.Year:
		name = value
	case search.Month:
		n, _ := strconv.Atoi(value) // which the query has made sure of
		name = time.Month(n).String()
	case search.Status:
		name = statusNames[value]
	default:
		name = l.Terms[f][value].Name
	}
	if name != "" {
		return name, true
	}
	spelt := strings.ReplaceAll(value, "-", " ")
	return strings.ToUpper(spelt[:1]) + spelt[1:], false // a slug is ASCII
}

var statusNames = map[string]string{search.Published: "Published", search.Upcoming: "Upcoming"}

// chip is a filter that is in use, and where to go without it.
type chip struct{ Label, Href string }

func (l Listing) chips() []chip {
	var list []chip
	for _, f := range l.Facets {
		for _, value := range l.Chosen[f.Facet] {
			name, _ := l.label(f.Facet, value)
			list = append(list, chip{name, l.Href(l.Without(f.Facet, value, l.Terms.above(f.Facet)))})
		}
	}
	return list
}

// inUse says how many filters there are; empty: none.
func (l Listing) inUse() string {
	n := 0
	for _, values := range l.Chosen {
		n += len(values)
	}
	if n == 0 {
		return ""
	}
	return Count(n) + " in use"
}

// KindName is what readers call a kind of pages; empty: pages that only lead to
// others, or that are no more than a page, are not called anything.
func KindName(kind string) string { return kindNames[kind] }

var kindNames = map[string]string{
	"api": "API", "blog-post": "Blog", "case-study": "Case study", "cyber-alert": "Cyber alert", "data-set": "Data set",
	"event": "Event", "feature": "Feature", "form": "Form", "job": "Job", "news-article": "News", "person": "Person",
	"publication": "Publication", "publication-page": "Publication chapter", "published-work": "Report",
	"published-work-chapter": "Report chapter", "series": "Series", "service": "Service",
}
