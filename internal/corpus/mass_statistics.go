package corpus

import (
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

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

func (m *mass) publicationValue(start, end time.Time) func(planned) schema.Kind {
	g := m.generator
	return func(p planned) schema.Kind {
		a := p.author
		v := &kinds.Publication{
			Title: p.title, Published: cms.DateOf(p.from), Summary: append(plain(a.fill(choose(a.prose, publicationLeads))), a.paragraphs(1)...),
			CoverageStart: cms.DateOf(start), CoverageEnd: cms.DateOf(end), Highlights: a.body(g, g.length(2)),
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

func (m *mass) dataSetValue(start, end time.Time) func(planned) schema.Kind {
	return func(p planned) schema.Kind {
		return &kinds.DataSet{
			Title: p.title, Published: cms.DateOf(p.from), CoverageStart: cms.DateOf(start), CoverageEnd: cms.DateOf(end),
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
