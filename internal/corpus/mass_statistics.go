package corpus

import (
	"strings"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// planStatistics plans series with their publications, and data sets in these.
func (m *mass) planStatistics(p prose) {
	for n := 0; m.statistics > 0 && !m.done(); n++ {
		m.planSeries(p, n)
	}
}

// seriesTitle is that of the n-th series, with what it is short for. First come
// those that subjects name, the first of each subject before the second; then come
// variants of them.
func seriesTitle(p prose, n int) (s *subject, title, short string) {
	var places []int // of a series in its subject, and the subject
	for place := range mostSeries {
		for i := range subjects {
			if place < len(subjects[i].series) {
				places = append(places, place, i)
			}
		}
	}
	round, at := n/(len(places)/2), 2*(n%(len(places)/2))
	s = &subjects[places[at+1]]
	title, short, _ = strings.Cut(s.series[places[at]], "=")
	switch {
	case round == 0:
		return s, title, short
	case round <= len(breakdowns):
		return s, title + " " + breakdowns[round-1], ""
	default:
		return s, title + " in " + vocabulary.place.choose(p), ""
	}
}

// mostSeries is how many series a subject names at most.
const mostSeries = 10

// run is a series with what its publications have in common.
type run struct {
	planned
	rhythm
	style int
}

// issue is what tells one publication of a series from another.
type issue struct {
	title, period         string
	start, end, published time.Time
}

func (m *mass) planSeries(p prose, n int) {
	about, name, short := seriesTitle(p, n)
	name = m.unlike(p, 150, func() string { return name })
	s := run{rhythm: p.rhythm(), style: p.random.IntN(12)}
	count := s.least + p.skewed(s.most-s.least)
	until := corpusEnds
	if p.chance(4) { // it was given up
		until = p.between(corpusBegins.AddDate(3, 0, 0), corpusEnds)
	}
	start := s.first(until, count)
	s.planned = planned{
		Page: cms.Page{Kind: "series"}, title: name, short: short, from: s.issue(start).published,
		author: m.by(about, map[string]string{"series": name, "short": short, "name": about.name}),
		value:  m.seriesValue(s.rhythm, m.facetsOf(p, about)),
	}
	if short != "" && s.style%2 == 0 {
		s.title += " (" + short + ")"
	}
	s.planned = m.add(s.planned, m.hubs["series"], m.freeSlug(m.hubs["series"], slugOf(name)))
	for range count {
		if m.statistics <= 0 || m.done() {
			return
		}
		m.planPublication(p, s, s.issue(start))
		start = s.next(start)
	}
	if until == corpusEnds && p.chance(3) && !m.done() {
		next := m.publication(s, s.issue(start))
		next.fate = isAnnounced
		m.add(next, s.section(), slugOf(s.issue(start).period))
	}
}

// issue is the publication for the period that begins then.
func (s run) issue(start time.Time) issue {
	end := s.next(start).AddDate(0, 0, -1)
	i := issue{period: s.called(start, end, s.style), start: start, end: end, published: s.published(end)}
	joint := []string{", ", ", ", ", England, ", " "}[s.style%4]
	name := s.author.names["series"]
	if strings.Contains(name, "England") {
		joint = ", "
	}
	i.title = name + joint + i.period
	return i
}

func (m *mass) publication(s run, i issue) planned {
	names := map[string]string{"series": s.author.names["series"], "period": i.period, "name": s.author.subject.name}
	return planned{
		Page: cms.Page{Kind: "publication"}, title: i.title, from: i.published,
		author: m.by(s.author.subject, names), value: m.publicationValue(i),
	}
}

// planPublication plans a publication with one to three data sets.
func (m *mass) planPublication(p prose, s run, i issue) {
	sets := 1
	if p.chance(3) {
		sets = 2 + p.random.IntN(2)
	}
	if m.statistics == sets+2 { // one would be left, and no publication is without data
		sets = sets%3 + 1
	}
	first := p.random.IntN(len(tables))
	publication := m.add(m.publication(s, i), s.section(), slugOf(i.period))
	for n := range sets {
		if m.statistics <= 0 {
			return
		}
		table := tables[(first+n)%len(tables)]
		set := m.publication(s, i)
		set.Kind, set.title, set.value = "data-set", i.title+": "+table, m.dataSetValue(i)
		m.add(set, publication.section(), slugOf(table))
	}
}

var seriesLeads = patterns(
	"{Series} presents figures on {name} in England: how many {nouns} were {past}, by {level} and over time.",
	"These statistics tell how {nouns} in {name} are {past}. They come from {level} and are {past} by us.",
	"{Series} is a {adjective} collection of figures on {nouns} and {nouns} for {level}.",
)

var publicationLeads = patterns(
	"This publication of {series} holds the figures for {period}.",
	"{Number} {nouns} were {past} in {period}, {per cent} more than in the period before.",
	"Figures on {name} for {period}, with {nouns} for {level}.",
)

var setLeads = patterns(
	"The figures of {series} for {period} as a file, by {level}.",
	"{Nouns} and {nouns} for {period}, for {level} in England.",
)

func (m *mass) seriesValue(r rhythm, f facets) func(planned) schema.Kind {
	g := m.generator
	return func(p planned) schema.Kind {
		a := p.author
		summary := plain(a.fill(choose(a.prose, seriesLeads)))
		if p.short != "" {
			summary = append(summary, richtext.Block{Paragraph: []richtext.Span{
				{Text: "It is known as "}, {Text: p.short, Abbr: a.names["series"]}, {Text: ". " + a.statement()},
			}})
		}
		return &kinds.Series{
			Title: p.title, Summary: summary, ShowLatest: g.chance(2), About: a.paragraphs(g.length(2)), Methodology: a.paragraphs(g.length(2)),
			DateNaming: r.naming, Frequency: r.frequency, Tier: choose(a.prose, []string{"1", "2", "2", "2", "3"}),
			InformationTypes: g.refs("information-type", f.types...), Topics: g.refs("topic", f.topics...),
			Coverage: g.refs("coverage", f.coverage...), Granularity: g.refs("granularity", f.granularity...),
		}
	}
}

func (m *mass) publicationValue(i issue) func(planned) schema.Kind {
	g := m.generator
	return func(p planned) schema.Kind {
		a := p.author
		v := &kinds.Publication{
			Title: p.title, Published: cms.DateOf(p.from), Summary: append(plain(a.fill(choose(a.prose, publicationLeads))), a.paragraphs(1)...),
			CoverageStart: cms.DateOf(i.start), CoverageEnd: cms.DateOf(i.end), Highlights: a.body(g, g.length(2)),
		}
		if g.chance(2) {
			v.KeyFacts = cms.Blocks{g.block("statistics", &blocks.Statistics{Heading: a.fill(choose(a.prose, headings)), Items: g.figures(a)})}
		}
		if g.chance(10) { // it differs from its series
			v.Granularity = g.some("granularity", 3)
		}
		return v
	}
}

// figures are two numbers with what they count.
func (g *generator) figures(a author) []blocks.Statistic {
	list := make([]blocks.Statistic, 2)
	for i := range list {
		list[i] = blocks.Statistic{Value: a.slot("number"), Unit: a.slot("nouns"), Text: a.statement()}
	}
	return list
}

func (m *mass) dataSetValue(i issue) func(planned) schema.Kind {
	return func(p planned) schema.Kind {
		return &kinds.DataSet{
			Title: p.title, Published: cms.DateOf(p.from), CoverageStart: cms.DateOf(i.start), CoverageEnd: cms.DateOf(i.end),
			Summary: append(plain(p.author.fill(choose(p.author.prose, setLeads))), plain(p.author.statements(2))...),
			Links:   []kinds.FurtherLink{{Link: cms.Link{Text: "Data as CSV", URL: "https://files.example.org" + p.path + ".csv"}}},
		}
	}
}

// length is how much of a text there is: a part of it where very many are made.
func (g *generator) length(usual int) int {
	if g.Documents >= lightFrom {
		return (usual + 1) / 2
	}
	return usual
}
