package search

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
)

// Facet is something that results are narrowed by. Its name is that of the
// parameter of the address.
type Facet string

// The facets of the whole site. Those of terms are called as their vocabularies
// are, and so is every other vocabulary a facet, and whatever kinds declare.
const (
	Type            Facet = "type" // a kind of page
	Year            Facet = "year"
	Month           Facet = "month" // 1 to 12, of the years that are chosen
	Status          Facet = "status"
	Topic           Facet = "topic"
	InformationType Facet = "information-type"
	Coverage        Facet = "coverage"
	Granularity     Facet = "granularity"
)

// Facets are all of them, in the order of the address.
var Facets = []Facet{Type, Year, Month, Status, Topic, InformationType, Coverage, Granularity}

// TermFacets are those whose values are the slugs of terms. Who has a term has
// those above it as well.
var TermFacets = []Facet{Topic, InformationType, Coverage, Granularity}

// Values of the facet Status: that of what can be announced before it is
// published.
const (
	Published = "published"
	Upcoming  = "upcoming"
)

// Sort is the order of results.
type Sort string

// The orders. By date, the newest comes first; what is still to come follows,
// the next first, and then what has no date. What is coming stands before the
// rest where readers look for that.
const (
	Relevance Sort = "relevance"
	Date      Sort = "date"
	Coming    Sort = "coming" // what is to come first, and then as by date
	Title     Sort = "title"  // from A to Z
)

// sorts are the orders that a page offers if it does not say which.
var sorts = []Sort{Relevance, Date}

// PageSize is how many results there are on a page, unless a query says
// otherwise.
const PageSize = 10

const (
	mostPages  = 200_000
	mostValues = 50 // chosen of one facet
)

// Query is a state of the search. Its zero value asks for everything.
type Query struct {
	// What the address says.
	Text   string // as typed, tidied
	Sort   Sort   // empty: the usual one
	Page   int    // from 1; 0 means 1
	Chosen Chosen

	// What the page that asks says.
	Groups  []Group  // that it offers, in the order of the address; nil: those of Facets
	Sorts   []Sort   // that it offers, the usual one first; nil: Relevance and Date
	Size    int      // of a page; 0 means PageSize
	Kinds   []string // only these; empty: all
	Below   cms.ID   // only what is below this page; empty: the whole site
	Listed  bool     // only what the lists of its kind show
	Counted bool     // no hits: how many there are will do

	Explain bool // say of each hit why it stands where it does: see Explains
}

// Chosen is the values that are chosen by facet, sorted. Of one facet, each is
// as good as the others.
type Chosen map[Facet][]string

// ParseQuery reads a state of the search from an address. What it does not
// know, or what makes no sense, it leaves out: any address is some state.
func ParseQuery(v url.Values) Query { return Query{}.Parse(v) }

// Parse reads a state of the search that a page offers.
func (q Query) Parse(v url.Values) Query {
	q.Text = Tidy(cmp.Or(v.Get("q"), v.Get("query"))) // as it was called on the website that this one is modelled on
	q.Page, q.Sort, q.Chosen = 1, "", nil
	if sort := Sort(v.Get("sort")); slices.Contains(q.Offered(), sort) {
		q = q.SortedBy(sort)
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 && n <= mostPages {
		q.Page = n
	}
	for _, group := range q.Grouped() {
		for _, value := range v[string(group.Facet)] {
			q = q.choose(group.Facet, value)
		}
	}
	return q.sound()
}

// Address returns the one spelling of the query behind the address of its page;
// empty: it asks for everything.
func (q Query) Address() string {
	var parts []string
	add := func(name, value string) { parts = append(parts, name+"="+url.QueryEscape(value)) }
	if q.Text != "" {
		add("q", q.Text)
	}
	if q.Sort != "" && q.Sort != q.usual() {
		add("sort", string(q.Sort))
	}
	if q.Page > 1 {
		add("page", strconv.Itoa(q.Page))
	}
	for _, group := range q.Grouped() {
		for _, value := range q.Chosen[group.Facet] {
			add(string(group.Facet), value)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// Values returns what the address says, as a form sends it.
func (q Query) Values() url.Values {
	v, _ := url.ParseQuery(strings.TrimPrefix(q.Address(), "?")) // which Address has written
	return v
}

// Explains reports whether hits say why they stand where they do, as far as words
// make the order.
func (q Query) Explains() bool { return q.Explain && q.Text != "" && q.Order() == Relevance }

// Has reports whether a value is chosen.
func (q Query) Has(facet Facet, value string) bool { return slices.Contains(q.Chosen[facet], value) }

// With returns the first page of the query with a value chosen besides.
func (q Query) With(facet Facet, value string) Query {
	q.Page = 1
	return q.choose(facet, value).sound()
}

// Without returns the first page of the query without a value, and without what
// depends on it: the months when no year is left, and the terms below a term.
// parent returns the slug of the term above one of the facet; empty: it has none.
func (q Query) Without(facet Facet, value string, parent func(slug string) string) Query {
	q.Page = 1
	q.Chosen = maps.Clone(q.Chosen)
	left := slices.DeleteFunc(slices.Clone(q.Chosen[facet]), func(chosen string) bool {
		return chosen == value || below(chosen, value, parent)
	})
	q.set(facet, left)
	return q.sound()
}

// Cleared returns the first page of the query with nothing chosen.
func (q Query) Cleared() Query {
	q.Page, q.Chosen = 1, nil
	return q
}

// Saying returns the first page of the query with another text.
func (q Query) Saying(text string) Query {
	q.Page, q.Text = 1, text
	return q
}

// On returns another page of the query.
func (q Query) On(page int) Query {
	q.Page = page
	return q
}

// SortedBy returns the first page of the query in another order.
func (q Query) SortedBy(s Sort) Query {
	q.Page, q.Sort = 1, s
	if s == q.usual() {
		q.Sort = ""
	}
	return q
}

// Narrowest returns the chosen values of a facet but for those above another
// chosen one: who chooses a topic below a chosen one wants fewer results.
func (q Query) Narrowest(facet Facet, parent func(slug string) string) []string {
	var list []string
	for _, value := range q.Chosen[facet] {
		if !slices.ContainsFunc(q.Chosen[facet], func(o string) bool { return below(o, value, parent) }) {
			list = append(list, value)
		}
	}
	return list
}

// deepest is how many terms may stand above each other: a circle, which the
// rules for terms forbid, does no harm.
const deepest = 50

// below reports whether a term stands somewhere below another.
func below(slug, above string, parent func(string) string) bool {
	if parent == nil {
		return false
	}
	for range deepest {
		if slug = parent(slug); slug == "" {
			return false
		}
		if slug == above {
			return true
		}
	}
	return false
}

// choose adds a value if it is one that the facet may have.
func (q Query) choose(facet Facet, value string) Query {
	value, ok := sense(q.Of(facet), value)
	if !ok || q.Has(facet, value) || len(q.Chosen[facet]) >= mostValues {
		return q
	}
	q.Chosen = maps.Clone(q.Chosen)
	list := append(slices.Clone(q.Chosen[facet]), value)
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) }) // 9 before 10
	q.set(facet, list)
	return q
}

// set must be called on a query with choices of its own.
func (q *Query) set(facet Facet, list []string) {
	if q.Chosen == nil {
		q.Chosen = Chosen{}
	}
	q.Chosen[facet] = list
	if len(list) == 0 {
		delete(q.Chosen, facet)
	}
	if len(q.Chosen) == 0 {
		q.Chosen = nil
	}
}

// sound leaves out months without a year.
func (q Query) sound() Query {
	for _, group := range q.Grouped() {
		if group.Of == Month && len(q.Chosen[group.Facet]) > 0 && !q.Chooses(Year) {
			q.Chosen = maps.Clone(q.Chosen)
			q.set(group.Facet, nil)
		}
	}
	return q
}

var fourDigits = regexp.MustCompile(`^[1-9][0-9]{3}$`)

// sense returns the one spelling of a value; false: the facet has none such.
func sense(facet Facet, value string) (string, bool) {
	switch facet {
	case Year:
		return value, fourDigits.MatchString(value)
	case Letter:
		value = strings.ToLower(value)
	case Month:
		n, err := strconv.Atoi(value)
		return strconv.Itoa(n), err == nil && len(value) <= 2 && 1 <= n && n <= 12
	case Status:
		return value, value == Published || value == Upcoming
	}
	return value, cms.ValidSlug(value)
}
