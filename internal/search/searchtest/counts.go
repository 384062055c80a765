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
	c := countSite(s, search.TermFacets)
	var bets []cms.ID
	for n := range countedPages {
		if id := c.add(n); n%20 == 0 {
			bets, c.pages[len(c.pages)-1].bet = append(bets, id), true
		}
	}
	s.bet(countedBet, bets...)
	c.random1000(search.Query{Size: 1000})
}

// testFacets does the same with facets that kinds and vocabularies make, under
// names that a page gives them: a vocabulary under two.
func testFacets(s *site) {
	c := countSite(s, []search.Facet{search.Topic, "threat-category"})
	for n := range countedPages {
		c.addAlert(n)
	}
	c.random1000(search.Query{Size: 1000, Kinds: []string{"cyber-alert"}, Groups: []search.Group{
		{Facet: "grade", Of: "severity"}, {Facet: "threat-type"}, {Facet: "first", Of: "threat-category"}, {Facet: "second", Of: "threat-category"},
		{Facet: "in", Of: search.Year}, {Facet: search.Month}, {Facet: search.Letter}, {Facet: search.Topic}, {Facet: "nothing"},
	}})
	everything := s.search(search.Query{})
	if got := len(everything.Counts); got != len(search.Facets)-1 { // months wait for a year
		s.t.Errorf("the whole site is counted by %d facets", got)
	}
	counted := s.search(search.Query{Counted: true, Groups: []search.Group{{Facet: "severity"}}})
	if counted.Total != everything.Total || len(counted.Hits) > 0 || len(counted.Counts["severity"]) != 3 {
		s.t.Errorf("counted alone: %v", counted)
	}
}

func (c *countedSite) random1000(offered search.Query) {
	s := c.site
	for n := range countedStates {
		q := c.state(offered)
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

func countSite(s *site, vocabularies []search.Facet) *countedSite {
	c := &countedSite{
		site: s, random: rand.New(rand.NewPCG(7, 7)),
		terms: map[search.Facet][]cms.TermRef{}, above: map[search.Facet]map[string]string{}, slugs: map[cms.TermRef]string{},
	}
	for _, facet := range vocabularies {
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
	return c
}

// addAlert publishes a random alert. Of several severities the last one holds.
func (c *countedSite) addAlert(n int) {
	p := counted{values: map[search.Facet][]string{search.Type: {"cyber-alert"}}, below: true}
	pick := func(values ...string) string { return values[c.random.IntN(len(values))] }
	date := cms.Date{Year: 2021 + c.random.IntN(3), Month: time.Month(1 + c.random.IntN(12)), Day: 1 + c.random.IntN(28)}
	alert := &kinds.CyberAlert{
		Title: pick("alpha", "bravo", "Élan", "4 doors") + fmt.Sprintf(" n%dn", n), Summary: "S", ThreatID: fmt.Sprint("CC-", n),
		ThreatType: pick("malware", "vulnerability"), Published: date.In(time.UTC).Add(12 * time.Hour),
		Categories: c.some(&p, "threat-category"), Topics: c.some(&p, search.Topic),
	}
	for range 1 + c.random.IntN(3) {
		alert.Severities = append(alert.Severities, kinds.SeverityChange{Date: date, Severity: pick("low", "high", "critical")})
	}
	p.words = strings.Fields(alert.Title)[:1]
	p.values["severity"], p.values["threat-type"] = []string{alert.Severity()}, []string{alert.ThreatType}
	p.values[search.Letter] = []string{map[string]string{"alpha": "a", "bravo": "b", "Élan": "e", "4": "0-9"}[p.words[0]]}
	p.values[search.Year], p.values[search.Month] = []string{strconv.Itoa(date.Year)}, []string{strconv.Itoa(int(date.Month))}
	c.page(c.section, fmt.Sprint("a", n), alert)
	c.pages = append(c.pages, p)
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

// state is a random state of what is offered.
func (c *countedSite) state(q search.Query) search.Query {
	groups := q.Grouped()
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
		group := groups[c.random.IntN(len(groups))]
		var value string
		switch group.Of {
		case search.Type:
			value = []string{"page", "publication", "home", "nothing"}[c.random.IntN(4)]
		case search.Year:
			value = strconv.Itoa(2021 + c.random.IntN(5))
		case search.Month:
			value = strconv.Itoa(1 + c.random.IntN(12))
		case search.Status:
			value = []string{search.Published, search.Upcoming}[c.random.IntN(2)]
		case "severity":
			value = []string{"low", "high", "critical", "medium"}[c.random.IntN(4)]
		case "threat-type":
			value = []string{"malware", "vulnerability"}[c.random.IntN(2)]
		case search.Letter:
			value = []string{"a", "b", "e", "0-9", "other"}[c.random.IntN(5)]
		default:
			value = fmt.Sprintf("t%d", c.random.IntN(7))
		}
		q = q.With(group.Facet, value)
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
		of := q.Of(facet)
		wanted := q.Narrowest(facet, func(slug string) string { return c.above[of][slug] })
		if facet != but && !slices.ContainsFunc(wanted, func(v string) bool { return slices.Contains(p.values[of], v) }) {
			return false
		}
	}
	if len(q.Kinds) > 0 && !slices.Contains(q.Kinds, p.values[search.Type][0]) {
		return false
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
	for _, group := range q.Grouped() {
		if group.Of == search.Month && !q.Chooses(search.Year) {
			continue
		}
		want := map[string]int{}
		for _, p := range c.pages {
			if c.has(p, q, group.Facet) {
				for _, value := range p.values[group.Of] {
					want[value]++
				}
			}
		}
		if got := r.Counts[group.Facet]; !maps.Equal(got, want) {
			c.t.Errorf("%s: of %s there are %v, want %v", q.Address(), group.Facet, got, want)
		}
	}
}

// follow chooses one of the values that are shown, alone of its facet: there
// are as many results as were told.
func (c *countedSite) follow(q search.Query, r search.Results) {
	c.t.Helper()
	groups := q.Grouped()
	group := groups[c.random.IntN(len(groups))]
	facet, values := group.Facet, slices.Sorted(maps.Keys(r.Counts[group.Facet]))
	if len(values) == 0 || group.Of == search.Year && q.Chooses(search.Month) {
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
