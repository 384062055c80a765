package meili

import (
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
	at    time.Time // of which dates are past or ahead
	age   time.Time // from which ages count: the same for all documents of an index
	zone  *time.Location
	terms search.Terms
	means meanings
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
		Terms: stemmed(m.words(t.Terms)), Summary: stems(summary), Body: stems(body),
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
		for facet, slug := range m.terms.Values(id) {
			if !slices.Contains(values[facet], slug) {
				values[facet] = append(values[facet], slug)
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

// weightUnit and rankUnit are 1 as whole numbers, for the server compares only those
// as exactly.
const (
	weightUnit = 1000
	rankUnit   = 10_000
)

// order sets what orders the document among others. How many pages are below it is
// that of when it was last sent: it counts for little how many exactly.
func (d *document) order(t postgres.EntryText, m maker) {
	length := utf8.RuneCountInString(search.Canonical(t.Title))
	fills := 0.5 + 0.5*min(1, goodTitle/float64(max(1, length)))
	weight := search.Weight(t.Kind) * search.Leads(t.Below) * search.Near(len(t.Sections))
	worth := weight * search.Recency(t.DatedAt, m.age)
	d.Weight, d.Rank = int(math.Round(weight*weightUnit)), int(math.Round(worth*fills*rankUnit))
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

// words are what pages that carry the terms are found by, canonical.
func (m maker) words(terms []cms.ID) []string {
	var list []string
	for _, id := range terms {
		for _, t := range m.terms.Line(id) {
			for _, name := range append([]string{t.Name}, t.Synonyms...) {
				if name = search.Canonical(name); !slices.Contains(list, name) {
					list = append(list, name)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}
