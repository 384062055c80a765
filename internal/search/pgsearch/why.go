package pgsearch

import (
	"context"
	"slices"
	"unicode/utf8"

	"lectern/internal/search"
)

// merit is what a score is made of.
type merit struct {
	title   search.TitleMatch
	share   float64 // of the title that was typed, at most 1; 1 where the title has not the words
	rank    float64 // how well the page has the words, between 0 and 1; 1 where they were not asked about
	weight  float64 // of the kind
	leads   float64 // for how much stands below it
	near    float64 // for how near to the home page it is
	recency float64
}

// fills is how much it counts how much of the title was typed.
func (m merit) fills() float64 { return 0.5 + 0.5*m.share }

// score is what the order is by, where nothing comes before it.
func (m merit) score() float64 {
	return m.title.Counts() * m.fills() * m.rank * m.weight * m.leads * m.near * m.recency
}

// criterion tells what the score is made of.
func (m merit) criterion() search.Criterion {
	return search.Criterion{Factor: search.Factor{Name: "Score", Value: m.score()}, Of: []search.Factor{
		{Name: "Title", Says: "how well it matches", Value: m.title.Counts()},
		{Name: "Share of the title", Says: "how much of it was typed", Value: m.fills()},
		{Name: "Words", Says: "how well the page has them", Value: m.rank},
		{Name: "Kind", Says: "how often such pages are looked for", Value: m.weight},
		{Name: "Below it", Says: "how much it leads to", Value: m.leads},
		{Name: "Place", Says: "how near to the home page", Value: m.near},
		{Name: "Date", Says: "how new it is", Value: m.recency},
	}}
}

// merit is what the score of a candidate is made of.
func (f finding) merit(c candidate) merit {
	e := f.entry(c.ord)
	m := merit{
		title: c.title, share: 1, rank: float64(c.rank), weight: float64(e.weight),
		leads: search.Leads(int(some(f.sections[e.page]).GetCardinality())), near: search.Near(int(e.depth)),
		recency: search.Recency(e.time(), f.glance.At),
	}
	if c.length > 0 {
		m.share = min(1, float64(utf8.RuneCountInString(f.typed.Whole))/float64(c.length))
	}
	return m
}

// explain says of each hit why it stands where it does.
func (f finding) explain(ctx context.Context, hits []search.Hit, list []candidate, found match) error {
	ords := make([]uint32, len(list))
	for i, c := range list {
		why := search.Why{Best: slices.Index(f.best, c.ord) + 1, Title: c.title, Then: []search.Criterion{f.merit(c).criterion()}}
		if found.alike && c.length > 0 {
			why.Title, why.Alike = search.TitleLike, int(found.Tiers[slices.Index(found.Titled, c.ord)])
		}
		hits[i].Why, ords[i] = &why, c.ord
	}
	words := search.WordMatches(found.sought.Needs)
	if len(words) == 0 {
		return nil
	}
	has, err := f.glance.Has(ctx, words, ords)
	if err != nil {
		return err
	}
	for i := range hits {
		hits[i].Why.Words = slices.Clone(words)
		for n := range words {
			hits[i].Why.Words[n].Has = has[i*len(words)+n]
		}
	}
	return nil
}
