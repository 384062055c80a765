package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/search"
	"lectern/templates/ui"
)

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

// facet is a group of values that results are narrowed by.
type facet struct {
	search.Facet
	Name   string
	Values []facetValue // first what is chosen; each before those below it
}

// facetValue is a value, and how many results it would leave.
type facetValue struct {
	Value, Label string
	Count        int
	Chosen       bool
	Depth        int // how many chosen values it stands below
}

// shownFacets are the facets, in the order of the page.
var shownFacets = []facet{
	{Facet: search.Type, Name: "Document type"},
	{Facet: search.Year, Name: "Publication year"},
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

// facets are those that have anything to choose.
func (r SearchResults) facets() []facet {
	var list []facet
	for _, f := range shownFacets {
		f.Values = r.values(f.Facet)
		f.Values = f.Values[:min(len(f.Values), mostLong)]
		if len(f.Values) > 0 {
			list = append(list, f)
		}
	}
	return list
}

// short and long are the values that are shown at once, and those behind them.
func (f facet) short() []facetValue { return f.Values[:min(len(f.Values), mostShort)] }
func (f facet) long() []facetValue  { return f.Values[min(len(f.Values), mostShort):] }

// chosen is how many values of the facet are.
func (f facet) chosen() int {
	n := 0
	for _, v := range f.Values {
		if v.Chosen {
			n++
		}
	}
	return n
}

// open reports whether the values are seen without asking: those that readers
// narrow by most, and those that are in use.
func (f facet) open() bool {
	return f.Facet == search.Type || f.Facet == search.Year || f.chosen() > 0
}

// values are those of a facet that leave something, and those that are chosen.
// Of what stands below another one, only the chosen is shown and what is below
// the chosen.
func (r SearchResults) values(f search.Facet) []facetValue {
	below := map[string][]facetValue{}
	add := func(value string) {
		name, known := r.label(f, value)
		above, shown := r.placed(f, value)
		if shown && (known || r.Has(f, value)) {
			below[above] = append(below[above], facetValue{Value: value, Label: name, Count: r.Counts[f][value], Chosen: r.Has(f, value)})
		}
	}
	for value := range r.Counts[f] {
		add(value)
	}
	for _, value := range r.Chosen[f] {
		if r.Counts[f][value] == 0 {
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
func (r SearchResults) placed(f search.Facet, value string) (above string, shown bool) {
	parent := r.Terms.above(f)
	for at, steps := parent(value), 0; at != "" && steps < mostLong; at, steps = parent(at), steps+1 {
		if r.Has(f, at) {
			return at, steps == 0 || r.Has(f, value)
		}
	}
	return "", parent(value) == "" || r.Has(f, value)
}

// label is what a value is called; false: it has no name, but a spelling.
func (r SearchResults) label(f search.Facet, value string) (name string, known bool) {
	switch f {
	case search.Type:
		name = kindNames[value]
	case search.Year:
		name = value
	case search.Month:
		n, _ := strconv.Atoi(value) // which the query has made sure of
		name = time.Month(n).String()
	case search.Status:
		name = statusNames[value]
	default:
		name = r.Terms[f][value].Name
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

func (r SearchResults) chips() []chip {
	var list []chip
	for _, f := range shownFacets {
		for _, value := range r.Chosen[f.Facet] {
			name, _ := r.label(f.Facet, value)
			list = append(list, chip{name, href(r.Without(f.Facet, value, r.Terms.above(f.Facet)))})
		}
	}
	return list
}

// inUse says how many filters there are; empty: none.
func (r SearchResults) inUse() string {
	n := 0
	for _, values := range r.Chosen {
		n += len(values)
	}
	if n == 0 {
		return ""
	}
	return ui.Count(n) + " in use"
}
