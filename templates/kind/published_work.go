package kind

import (
	"slices"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// workFacts say what a work is about, and since when it is out.
func workFacts(v *ui.View, p *kinds.PublishedWork) []ui.Fact {
	var facts []ui.Fact
	if !p.Published.IsZero() {
		facts = append(facts, statisticsDate("Publication date", cms.DateOf(v.In(p.Published))))
	}
	facts = append(facts, ui.Said("Date range", ui.Period(p.CoverageStart, p.CoverageEnd)))
	facts = append(facts, coverageFacts(v, p.Coverage, p.Granularity)...)
	return append(facts, ui.Said("Topics", v.TermNames(p.Topics...)...))
}

// workSections are what a work says, its chapters among them.
func workSections(v *ui.View, p *kinds.PublishedWork, blocks block.Renderers) []block.Section {
	resources := resourceSection(v, p.Files, nil, false)
	resources.ID = ui.DataID
	return slices.Concat(
		[]block.Section{
			block.Part("", ui.Figure(v, p.Banner, true)),
			block.Prose(v, highlightsTitle(p), p.Highlights),
			block.Body(p.Body),
		},
		chapterSections(v, p.Chapters, blocks),
		[]block.Section{
			resources,
			block.Part("Identifiers", ui.Facts(ui.Said("ISBN", p.ISBN), ui.Said("ISSN", p.ISSN))),
		},
	)
}

func highlightsTitle(p *kinds.PublishedWork) string {
	if p.HighlightsTitle != "" {
		return p.HighlightsTitle
	}
	return "Highlights"
}

var _ = describe(describeWork)

func describeWork(v *ui.View, p *kinds.PublishedWork) schemaorg.Thing {
	return work(v, "Report").With(outAt(v, p.Published)).With(coverageOf(v, p.CoverageStart, p.CoverageEnd, p.Coverage)).With(schemaorg.Thing{
		"name": p.Title, "author": publisher(v), "genre": v.TermNames(p.InformationTypes...), "keywords": v.TermNames(p.Topics...),
		"identifier": []schemaorg.Thing{identifier("ISBN", p.ISBN), identifier("ISSN", p.ISSN)},
		"encoding":   downloads(v, "MediaObject", p.Files),
	})
}
