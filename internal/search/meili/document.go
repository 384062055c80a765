package meili

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// document is a page in the index. Its words are stems in the spelling of package
// search: the server cuts them at the spaces, and nowhere else.
type document struct {
	Key     string `json:"id"`
	Release cms.ID `json:"release"`
	Changed int64  `json:"changed"`
	Page    bool   `json:"page"` // unlike the mark

	Title    string   `json:"title"`
	Names    []string `json:"names"` // its reference and the like, acronyms of its title, years of ranges
	Meant    []string `json:"meant"` // our words for what the title means: see meanings
	Terms    []string `json:"terms"` // what its terms are called
	Summary  string   `json:"summary"`
	Begun    string   `json:"begun"` // beginnings of words
	Body     string   `json:"body"`
	Near     []string `json:"near"`   // title and names, as they are: for words that are nearly right
	Called   []string `json:"called"` // what it is called, whole
	Sections []cms.ID `json:"sections"`

	Facets map[search.Facet][]string `json:"facets"`

	Ord    uint32 `json:"ord"`
	Weight int    `json:"weight"`
	Rank   int    `json:"rank"`            // more is better, of what has the words as well
	Dated  *int64 `json:"dated,omitempty"` // in seconds
	When   *int64 `json:"when,omitempty"`  // its place by date: see place
	Coming *int64 `json:"coming,omitempty"`
	AtoZ   string `json:"atoz"`
}

// mostBody is how much of a text is kept, in bytes, as the engine on Postgres does.
const mostBody = 400_000

// mostCalled is how long a name may be that is looked up whole, in bytes: the
// server cuts values at 468.
const mostCalled = 400

// maker makes documents at an instant.
type maker struct {
	at      time.Time // of which dates are past or ahead
	age     time.Time // from which ages count: the same for all documents of an index
	zone    *time.Location
	carried carried
	means   meanings
}

func (m maker) document(key string, t postgres.EntryText) document {
	title, body := search.Canonical(t.Title), t.Body
	if len(body) > mostBody {
		body = strings.ToValidUTF8(body[:mostBody], "")
	}
	summary, body := search.Canonical(t.Summary), search.Canonical(body)
	acronyms := slices.Concat(search.Acronyms(t.Title), slices.DeleteFunc(search.Acronyms(t.Summary), func(a string) bool { return !idleWords[a] }))
	years := search.Further(strings.Join([]string{title, summary, body}, " "))
	d := document{
		Key: key, Release: t.Release, Changed: t.Changed, Page: true,
		Title: stems(title), Names: stemmed(slices.Concat(t.Names, acronyms, years)),
		Terms: stemmed(m.carried.words(t.Terms)), Summary: stems(summary), Body: stems(body),
		Begun: beginnings(slices.Concat([]string{title, summary}, t.Names)),
		Near:  append([]string{title}, t.Names...), Called: calledBy(title, t.Names),
		Sections: t.Sections, Facets: m.facets(t), Ord: t.Ord,
	}
	d.express(m.means)
	d.order(t, m)
	return d
}

// calledBy is what somebody types who means just this page: what is typed is cut
// after some words, and so are names.
func calledBy(title string, names []string) []string {
	var list []string
	for _, name := range append([]string{title}, names...) {
		if whole := search.Understand(name, search.Lexicon{}).Whole; len(name) <= mostCalled && !slices.Contains(list, whole) {
			list = append(list, whole)
		}
	}
	return list
}

// facets are the values that a page is narrowed by.
func (m maker) facets(t postgres.EntryText) map[search.Facet][]string {
	values := map[search.Facet][]string{search.Type: {t.Kind}}
	if t.Status != "" {
		values[search.Status] = []string{t.Status}
	}
	if !t.DatedAt.IsZero() {
		local := t.DatedAt.In(m.zone)
		values[search.Year] = []string{strconv.Itoa(local.Year())}
		values[search.Month] = []string{strconv.Itoa(int(local.Month()))}
	}
	for _, id := range t.Terms {
		for term := range m.carried.line(id) {
			facet := search.Facet(term.Vocabulary)
			if !search.Reserved(facet) && !slices.Contains(values[facet], term.Slug) {
				values[facet] = append(values[facet], term.Slug)
			}
		}
	}
	for facet, more := range t.Facets {
		values[facet] = append(values[facet], more...)
	}
	return values
}

// goodTitle is how long a title is, in letters, that says little else than what
// was typed.
const goodTitle = 15

// order sets what orders the document among others. How many pages are below it is
// that of when it was last sent: it counts for little how many exactly.
func (d *document) order(t postgres.EntryText, m maker) {
	length := utf8.RuneCountInString(search.Canonical(t.Title))
	fills := 0.5 + 0.5*min(1, goodTitle/float64(max(1, length)))
	weight := search.Weight(t.Kind) * search.Leads(t.Below) * search.Near(len(t.Sections))
	worth := weight * search.Recency(t.DatedAt, m.age)
	d.Weight, d.Rank = int(math.Round(weight*1000)), int(math.Round(worth*fills*10_000))
	if !t.DatedAt.IsZero() {
		seconds := t.DatedAt.Unix()
		place, coming := place(t.DatedAt, m.at), place(t.DatedAt, m.at)
		if t.DatedAt.After(m.at) {
			coming += -4 * before // what is ahead comes before all that is past
		}
		d.Dated, d.When, d.Coming = &seconds, &place, &coming
	}
	d.AtoZ = t.TitleKey[:min(len(t.TitleKey), mostCalled)]
}

// before is so long ago that all that is dated comes after it, in seconds.
const before = -1 << 40

// place is where a date comes by date, the greatest first: the newest, and after
// all that is past what is ahead, the next first. Whoever has no date comes last.
// When a date is reached its place changes: see mark.Turns.
func place(dated, at time.Time) int64 {
	if dated.After(at) {
		return -dated.Unix()
	}
	return dated.Unix() - before
}

// carried is what carrying terms means.
type carried struct {
	byID    map[cms.ID]cms.Term
	parents map[search.Facet]map[string]string
}

func carriedBy(terms []cms.Term) carried {
	c := carried{byID: map[cms.ID]cms.Term{}, parents: map[search.Facet]map[string]string{}}
	for _, t := range terms {
		c.byID[t.ID] = t
	}
	for _, t := range terms {
		facet := search.Facet(t.Vocabulary)
		if c.parents[facet] == nil {
			c.parents[facet] = map[string]string{}
		}
		if above, has := c.byID[t.Parent]; has {
			c.parents[facet][t.Slug] = above.Slug
		}
	}
	return c
}

// line is a term and those above it.
func (c carried) line(id cms.ID) func(yield func(cms.Term) bool) {
	return func(yield func(cms.Term) bool) {
		seen := map[cms.ID]bool{}
		for t, has := c.byID[id]; has && !seen[t.ID]; t, has = c.byID[t.Parent] {
			seen[t.ID] = true
			if !yield(t) {
				return
			}
		}
	}
}

// words are what pages that carry the terms are found by, canonical.
func (c carried) words(ids []cms.ID) []string {
	var list []string
	for _, id := range ids {
		for t := range c.line(id) {
			for _, name := range append([]string{t.Name}, t.Synonyms...) {
				if name = search.Canonical(name); !slices.Contains(list, name) {
					list = append(list, name)
				}
			}
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return list
}
