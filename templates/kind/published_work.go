package kind

import (
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// workFacts say what a work is about, and since when it is out.
func workFacts(v *ui.View, p *kinds.PublishedWork) []ui.Fact {
	facts := []ui.Fact{ui.Said("Information types", v.TermNames(p.InformationTypes...)...)}
	if !p.Published.IsZero() {
		facts = append(facts, statisticsDate("Publication date", cms.DateOf(v.In(p.Published))))
	}
	facts = append(facts, coverageFacts(v, p.Coverage, p.Granularity)...)
	return append(facts,
		ui.Said("Date range", ui.Period(p.CoverageStart, p.CoverageEnd)),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
	)
}

func highlightsTitle(p *kinds.PublishedWork) string {
	if p.HighlightsTitle != "" {
		return p.HighlightsTitle
	}
	return "Highlights"
}
