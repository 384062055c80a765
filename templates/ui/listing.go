package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/search"
)

// Listing is a page of what a search found, and what it can be narrowed by. It
// stands at an address of its own, which answers every state of it.
type Listing struct {
	search.Query
	search.Results

	Action   string     // the address without a state
	Fragment string     // of the address; empty: none
	What     kinds.Noun // what there is
	Shown    kinds.Noun // what is shown of it
	Facets   []Facet    // that it can be narrowed by, in their order
	Letters  bool       // and the first letters of titles, which stand above it
	Terms    Terms
	Tags     map[cms.ID][]Tagged // of entries that show them, by their pages
}

// Facet is a group of values that a listing is narrowed by.
type Facet struct {
	search.Group
	Name string
	Help string
	Open bool     // its values are seen without asking
	Idle bool     // choosing would leave nothing out, and so is not offered
	Only []string // these alone and what is below them, in this order; nil: all

	values []facetValue // each before those below it
}

// Tagged is a value that an entry of a listing has, and where all entries are
// that have it.
type Tagged struct {
	Name string
	Href string // empty: these are all
}

// SearchListing is the listing of the whole site, before anything is found.
func SearchListing(q search.Query) Listing {
	results := kinds.Noun{One: "result", Many: "results"}
	return Listing{Query: q, Action: "/search", What: results, Shown: results, Facets: searchFacets}
}

// Href is the address of another state.
func (l Listing) Href(q search.Query) string {
	if l.Fragment == "" {
		return l.Action + q.Address()
	}
	return l.Action + q.Address() + "#" + l.Fragment
}

// Asked reports whether there is anything to answer: a text, or a choice.
func (l Listing) Asked() bool { return l.Text != "" || len(l.Chosen) > 0 }

// Narrowed reports whether the page shows something else than before anything
// was asked, but for another page of it.
func (l Listing) Narrowed() bool { return l.Asked() || l.Sort != "" }

// Pages says which page of the results is shown, for Pagination.
func (l Listing) Pages() Pages {
	size := cmp.Or(l.Size, search.PageSize)
	return Pages{Number: l.Page, Last: (l.Total + size - 1) / size, Href: func(n int) string { return l.Href(l.On(n)) }}
}

// sortNames are what the orders are called.
var sortNames = map[search.Sort]string{
	search.Relevance: "relevance", search.Date: "date", search.Coming: "date", search.Title: "title",
}

// wish is what the form says of an order. The usual one is no wish: it is another
// one as soon as somebody types something, or nothing more.
func (l Listing) wish(s search.Sort) string { return string(l.SortedBy(s).Sort) }

// other is the order that they are not in, of two; empty: there are more to
// choose from.
func (l Listing) other() search.Sort {
	others := slices.DeleteFunc(l.Offered(), func(s search.Sort) bool { return s == l.Order() })
	if len(others) != 1 {
		return ""
	}
	return others[0]
}

// found says how much was found of what, and in which order.
func (l Listing) found() string {
	sorted := "sorted by " + sortNames[l.Order()] + "."
	results := Plural(l.Total, l.Shown.One, l.Shown.Many)
	switch {
	case l.Total == 0 && l.Text != "":
		return "No results for: " + l.Text
	case l.Total == 0 && l.Asked():
		return "No results for these filters"
	case l.Total == 0:
		return "No " + l.Shown.Many
	case l.Text == "":
		return results + " " + sorted
	case l.Loose:
		return results + " close to '" + l.Text + "', " + sorted
	}
	return results + " containing '" + l.Text + "', " + sorted
}

// Narrowable reports whether there is anything to look through: more than can be
// seen at once, or what is chosen from.
func (l Listing) Narrowable() bool {
	return l.Narrowed() || l.Pages().Last > 1 || len(l.Narrowing()) > 0
}

// Parts reports whether choosing a value of a facet may leave something out.
func (l Listing) Parts(f Facet) bool {
	for _, n := range l.Counts[f.Facet] {
		if n < l.Total {
			return true
		}
	}
	return len(l.Chosen[f.Facet]) > 0
}

// Choice says in words what is chosen of a facet: `2023 or 2024`.
type Choice struct{ Facet, Values string }

// Choices are what is chosen, in the order of the facets.
func (l Listing) Choices() []Choice {
	var list []Choice
	for _, f := range l.Facets {
		var names []string
		for _, value := range l.Narrowest(f.Facet, l.Terms.Above(l.Of(f.Facet))) {
			name, _ := l.label(f, value)
			names = append(names, name)
		}
		if len(names) > 0 {
			list = append(list, Choice{f.Name, strings.Join(names, " or ")})
		}
	}
	return list
}

// Terms are what the values of facets are called: the terms that live pages
// carry and those above them by their slugs, and what kinds declare.
type Terms map[search.Facet]map[string]Term

// Term is what a value of a facet is called, and which one it stands below.
type Term struct {
	ID    cms.ID // empty: a kind declares it
	Name  string
	Above string // a slug; empty: none
	Place int    // among the values of its facet, from 1; 0: by how much there is
}

// Above returns what the value is that another one of a facet stands below.
func (t Terms) Above(facet search.Facet) func(slug string) string {
	return func(slug string) string { return t[facet][slug].Above }
}

// facetValue is a value, and how many results it would leave.
type facetValue struct {
	Value, Label string
	Count        int
	Chosen       bool
	Depth        int // how many chosen values it stands below

	place int // among the others, from 1; 0: by how much there is
}

// searchFacets are the facets of the whole site, in the order of the page.
// Readers narrow by the first ones most.
var searchFacets = []Facet{
	{Group: search.Group{Facet: search.Type}, Name: "Document type", Open: true},
	{Group: search.Group{Facet: search.Year}, Name: "Publication year", Open: true},
	{Group: search.Group{Facet: search.Month}, Name: "Publication month"},
	{Group: search.Group{Facet: search.Status}, Name: "Publication status"},
	{Group: search.Group{Facet: search.Topic}, Name: "Topic"},
	{Group: search.Group{Facet: search.InformationType}, Name: "Information type"},
	{Group: search.Group{Facet: search.Coverage}, Name: "Geographical coverage"},
	{Group: search.Group{Facet: search.Granularity}, Name: "Geographical granularity"},
}

// mostShort is how many values of a facet are shown at once, and mostLong how
// many there are in all. What is chosen comes before either ends, but for values
// that have places.
const (
	mostShort = 10
	mostLong  = 100
)

// Narrowing are the facets that have anything to choose.
func (l Listing) Narrowing() []Facet {
	var list []Facet
	for _, f := range l.Facets {
		if f.Idle {
			continue
		}
		f.values = l.values(f)
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

func hasChosen(values []facetValue) bool {
	return slices.ContainsFunc(values, func(v facetValue) bool { return v.Chosen })
}

// capital begins a text with a capital.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

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
func (l Listing) values(f Facet) []facetValue {
	below := map[string][]facetValue{}
	add := func(value string) {
		name, known := l.label(f, value)
		above, shown := l.placed(f, value)
		if shown && (known || l.Has(f.Facet, value)) {
			below[above] = append(below[above], facetValue{
				Value: value, Label: name, Count: l.Counts[f.Facet][value], Chosen: l.Has(f.Facet, value), place: l.place(f, value),
			})
		}
	}
	for value := range l.Counts[f.Facet] {
		add(value)
	}
	for _, value := range l.Chosen[f.Facet] {
		if l.Counts[f.Facet][value] == 0 {
			add(value)
		}
	}
	return flat(l.Of(f.Facet), below, "", 0)
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
// there is. Years and months are in the order of time, the newest first. Values
// that have places keep them.
func compare(f search.Facet, a, b facetValue) int {
	switch {
	case a.place > 0 && b.place > 0:
		return cmp.Compare(a.place, b.place)
	case a.Chosen && !b.Chosen:
		return -1
	case b.Chosen && !a.Chosen:
		return 1
	case f == search.Year || f == search.Month:
		return cmp.Or(cmp.Compare(len(b.Value), len(a.Value)), cmp.Compare(b.Value, a.Value))
	}
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)), cmp.Compare(a.Value, b.Value))
}

// place is where a value stands among those of its facet, from 1; 0: anywhere.
func (l Listing) place(f Facet, value string) int {
	if f.Only != nil {
		return slices.Index(f.Only, value) + 1
	}
	return l.Terms[l.Of(f.Facet)][value].Place
}

// placed returns the chosen value that a value is shown below; empty: it stands
// by itself. It is not shown at all when what is above it is not chosen.
func (l Listing) placed(f Facet, value string) (above string, shown bool) {
	parent := l.Terms.Above(l.Of(f.Facet))
	for at, steps := parent(value), 0; at != "" && steps < mostLong; at, steps = parent(at), steps+1 {
		if l.Has(f.Facet, at) {
			return at, steps == 0 || l.Has(f.Facet, value)
		}
	}
	if f.Only != nil {
		return "", slices.Contains(f.Only, value) || l.Has(f.Facet, value)
	}
	return "", parent(value) == "" || l.Has(f.Facet, value)
}

// label is what a value is called; false: it has no name, but a spelling.
func (l Listing) label(f Facet, value string) (name string, known bool) {
	of := l.Of(f.Facet)
	switch of {
	case search.Type:
		name = KindName(value)
	case search.Year:
		name = value
	case search.Month:
		n, _ := strconv.Atoi(value) // which the query has made sure of
		name = time.Month(n).String()
	case search.Status:
		name = statusNames[value]
	case search.Letter:
		name = letterName(value)
	default:
		name = l.Terms[of][value].Name
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
	for _, value := range l.Chosen[search.Letter] {
		list = append(list, chip{"Letter " + letterName(value), l.Href(l.Without(search.Letter, value, nil))})
	}
	for _, f := range l.Facets {
		for _, value := range l.Chosen[f.Facet] {
			name, _ := l.label(f, value)
			list = append(list, chip{name, l.Href(l.Without(f.Facet, value, l.Terms.Above(l.Of(f.Facet))))})
		}
	}
	return list
}

// letter is a letter that titles may begin with.
type letter struct {
	Value, Name, Href string
	Count             int
	Chosen            bool
}

// letters are those from A to Z, and what else titles begin with.
func (l Listing) letters() []letter {
	var list []letter
	add := func(value string, always bool) {
		one := letter{Value: value, Name: letterName(value), Count: l.Counts[search.Letter][value], Chosen: l.Has(search.Letter, value)}
		q := l.Query
		for _, chosen := range l.Chosen[search.Letter] {
			q = q.Without(search.Letter, chosen, nil)
		}
		if !one.Chosen {
			q = q.With(search.Letter, value)
		}
		if one.Href = l.Href(q); always || one.Count > 0 || one.Chosen {
			list = append(list, one)
		}
	}
	add(search.Digits, false)
	for first := 'a'; first <= 'z'; first++ {
		add(string(first), true)
	}
	add(search.OtherLetters, false)
	return list
}

func letterName(value string) string {
	switch value {
	case search.Digits:
		return "0 to 9"
	case search.OtherLetters:
		return "Other"
	}
	return strings.ToUpper(value)
}

// Labelled is the label of an entry, and where all entries are that have it.
func (l Listing) Labelled(label string) Tagged {
	for _, f := range l.Facets {
		for value, term := range l.Terms[l.Of(f.Facet)] {
			if term.ID == "" && term.Name == label {
				return l.Tag(f.Facet, value)
			}
		}
	}
	return Tagged{Name: label}
}

// Tag is a value of a facet, and where all entries are that have it besides what
// is chosen now.
func (l Listing) Tag(facet search.Facet, value string) Tagged {
	t := Tagged{Name: l.Terms[l.Of(facet)][value].Name}
	if !l.Has(facet, value) {
		t.Href = l.Href(l.With(facet, value))
	}
	return t
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
