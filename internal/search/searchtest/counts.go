package searchtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/search"
)

const (
	countedPages  = 90
	countedStates = 1000
)

// counted is what a page has, known without the engine.
type counted struct {
	words  []string
	values map[search.Facet][]string
	below  bool // in the section
	bet    bool // a best bet for one of the words
}

// countedSite is a random site.
type countedSite struct {
	*site
	random  *rand.Rand
	terms   map[search.Facet][]cms.TermRef
	above   map[search.Facet]map[string]string
	slugs   map[cms.TermRef]string
	section cms.ID
	pages   []counted
}

var countedWords = []string{"alpha", "bravo", "charlie", "delta"}

// countedBet is the word that has best bets, most of which do not have it.
const countedBet = "alpha"

// testCounts compares the counts of random states with those of a walk through
// all pages, and follows some of them.
func testCounts(s *site) {
	c := countSite(s)
	for n := range countedStates {
		q := c.state()
		r := s.search(q)
		if r.Loose { // nothing has all the words: what comes near is not the walk's
			if c.total(q) > 0 && c.total(q.Cleared()) > 0 {
				s.t.Fatalf("%s: nothing is found of %d", q.Address(), c.total(q))
			}
			continue
		}
		c.compare(q, r)
		c.follow(q, r)
		if s.t.Failed() {
			s.t.Fatalf("after %d states", n)
		}
	}
	s.t.Logf("%d random states: no count differs", countedStates)
}

func countSite(s *site) *countedSite {
	c := &countedSite{
		site: s, random: rand.New(rand.NewPCG(7, 7)),
		terms: map[search.Facet][]cms.TermRef{}, above: map[search.Facet]map[string]string{}, slugs: map[cms.TermRef]string{},
	}
	for _, facet := range search.TermFacets {
		c.above[facet] = map[string]string{}
		for n := range 6 {
			slug, parent := fmt.Sprintf("t%d", n), cms.TermRef("")
			if n >= 3 {
				parent = c.terms[facet][n-3]
				c.above[facet][slug] = c.slugs[parent]
			}
			ref := s.term(string(facet), slug, cms.ID(parent), "T")
			c.terms[facet], c.slugs[ref] = append(c.terms[facet], ref), slug
		}
	}
	c.section = s.page(s.home, "data", &kinds.PublicationsHub{Title: "Hub"})
	c.pages = []counted{
		{values: map[search.Facet][]string{search.Type: {"home"}}},
		{values: map[search.Facet][]string{search.Type: {"publications-hub"}}},
	}
	var bets []cms.ID
	for n := range countedPages {
		if id := c.add(n); n%20 == 0 {
			bets, c.pages[len(c.pages)-1].bet = append(bets, id), true
		}
	}
	s.bet(countedBet, bets...)
	return c
}

// add publishes a random page.
func (c *countedSite) add(n int) cms.ID {
	p := counted{values: map[search.Facet][]string{}}
	for _, word := range countedWords {
		if c.random.IntN(2) == 0 {
			p.words = append(p.words, word)
		}
	}
	title := fmt.Sprintf("n%dn %s", n, strings.Join(p.words, " "))
	if c.random.IntN(3) == 0 {
		p.values[search.Type] = []string{"page"}
		id := c.page(c.home, fmt.Sprint("p", n), &kinds.ContentPage{Title: title, Topics: c.some(&p, search.Topic)})
		c.pages = append(c.pages, p)
		return id
	}
	p.below = true
	date := cms.Date{Year: 2021 + c.random.IntN(4), Month: time.Month(1 + c.random.IntN(12)), Day: 1 + c.random.IntN(28)}
	p.values[search.Type], p.values[search.Status] = []string{"publication"}, []string{search.Published}
	p.values[search.Year], p.values[search.Month] = []string{strconv.Itoa(date.Year)}, []string{strconv.Itoa(int(date.Month))}
	value := &kinds.Publication{Title: title, Published: date, Summary: prose("S"), InformationTypes: c.some(&p, search.InformationType)}
	state := publishing.State{Value: value}
	if c.random.IntN(4) == 0 {
		p.values[search.Status] = []string{search.Upcoming}
		state = publishing.State{Outcome: cms.OutcomeAnnounced, Value: value.Redact()}
	} else {
		value.Topics, value.Coverage, value.Granularity = c.some(&p, search.Topic), c.some(&p, search.Coverage), c.some(&p, search.Granularity)
	}
	id := c.place(c.section, fmt.Sprint("p", n), "publication")
	c.release(id, state, publishing.Plan{})
	c.pages = append(c.pages, p)
	return id
}

// some are random terms, which the page then has with those above them.
func (c *countedSite) some(p *counted, facet search.Facet) []cms.TermRef {
	var refs []cms.TermRef
	for _, ref := range c.terms[facet] {
		if c.random.IntN(4) > 0 {
			continue
		}
		refs = append(refs, ref)
		for slug := c.slugs[ref]; slug != ""; slug = c.above[facet][slug] {
			if !slices.Contains(p.values[facet], slug) {
				p.values[facet] = append(p.values[facet], slug)
			}
		}
	}
	return refs
}

// state is a random state of the search.
func (c *countedSite) state() search.Query {
	q := search.Query{Size: 1000}
	for range c.random.IntN(3) {
		q.Text = strings.TrimSpace(q.Text + " " + countedWords[c.random.IntN(len(countedWords))])
	}
	if c.random.IntN(2) == 0 {
		q.Sort = search.Date
	}
	if c.random.IntN(4) == 0 {
		q.Below = c.section
	}
	for range c.random.IntN(5) {
		facet := search.Facets[c.random.IntN(len(search.Facets))]
		var value string
		switch facet {
		case search.Type:
			value = []string{"page", "publication", "home", "nothing"}[c.random.IntN(4)]
		case search.Year:
			value = strconv.Itoa(2021 + c.random.IntN(5))
		case search.Month:
			value = strconv.Itoa(1 + c.random.IntN(12))
		case search.Status:
			value = []string{search.Published, search.Upcoming}[c.random.IntN(2)]
		default:
			value = fmt.Sprintf("t%d", c.random.IntN(7))
		}
		q = q.With(facet, value)
	}
	return q
}

// has reports whether a page is in a state, but for the choices of one facet.
func (c *countedSite) has(p counted, q search.Query, but search.Facet) bool {
	for _, word := range strings.Fields(q.Text) {
		if !slices.Contains(p.words, word) && !(p.bet && q.Text == countedBet) {
			return false
		}
	}
	for facet := range q.Chosen {
		wanted := q.Narrowest(facet, func(slug string) string { return c.above[facet][slug] })
		if facet != but && !slices.ContainsFunc(wanted, func(v string) bool { return slices.Contains(p.values[facet], v) }) {
			return false
		}
	}
	return q.Below == "" || p.below
}

func (c *countedSite) total(q search.Query) (n int) {
	for _, p := range c.pages {
		if c.has(p, q, "") {
			n++
		}
	}
	return n
}

func (c *countedSite) compare(q search.Query, r search.Results) {
	c.t.Helper()
	if want := c.total(q); r.Total != want || len(r.Hits) != want {
		c.t.Errorf("%s: %d results and %d hits, want %d", q.Address(), r.Total, len(r.Hits), want)
	}
	for _, facet := range search.Facets {
		if facet == search.Month && len(q.Chosen[search.Year]) == 0 {
			continue
		}
		want := map[string]int{}
		for _, p := range c.pages {
			if c.has(p, q, facet) {
				for _, value := range p.values[facet] {
					want[value]++
				}
			}
		}
		if got := r.Counts[facet]; !maps.Equal(got, want) {
			c.t.Errorf("%s: of %s there are %v, want %v", q.Address(), facet, got, want)
		}
	}
}

// follow chooses one of the values that are shown, alone of its facet: there
// are as many results as were told.
func (c *countedSite) follow(q search.Query, r search.Results) {
	c.t.Helper()
	facet := search.Facets[c.random.IntN(len(search.Facets))]
	values := slices.Sorted(maps.Keys(r.Counts[facet]))
	if len(values) == 0 || facet == search.Year && len(q.Chosen[search.Month]) > 0 {
		return
	}
	value := values[c.random.IntN(len(values))]
	for _, chosen := range q.Chosen[facet] {
		q = q.Without(facet, chosen, nil)
	}
	if got := c.search(q.With(facet, value)).Total; got != r.Counts[facet][value] {
		c.t.Errorf("%s with %s %s has %d results, and %d were told", q.Address(), facet, value, got, r.Counts[facet][value])
	}
}
