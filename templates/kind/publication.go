package kind

import (
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// publicationFacts say what a publication is about, and since when it is out.
func publicationFacts(v *ui.View, p *kinds.Publication) []ui.Fact {
	facts := []ui.Fact{
		ui.Said("Information types", v.TermNames(p.InformationTypes...)...),
		statisticsDate("Publication date", p.Published),
	}
	facts = append(facts, coverageFacts(v, p.Coverage, p.Granularity)...)
	return append(facts,
		ui.Said("Date range", ui.Period(p.CoverageStart, p.CoverageEnd)),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
	)
}

// toolLink is what the link to a tool is called: what its editors wrote, or
// the title.
func toolLink(tool kinds.InteractiveTool) string {
	if tool.Link.Text != "" {
		return tool.Link.Text
	}
	return "Open " + tool.Title
}

// alternativeName is what the accessible version of a tool is called.
func alternativeName(v *ui.View, tool kinds.InteractiveTool) string {
	if tool.Alternative.Title != "" {
		return tool.Alternative.Title
	}
	return v.LinkText(tool.Alternative.Link)
}
