package kind

import (
	"slices"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// publicationFacts say what a publication is about, and since when it is out.
func publicationFacts(v *ui.View, p *kinds.Publication) []ui.Fact {
	facts := []ui.Fact{
		statisticsDate("Publication date", p.Published),
		ui.Said("Date range", ui.Period(p.CoverageStart, p.CoverageEnd)),
	}
	facts = append(facts, coverageFacts(v, p.Coverage, p.Granularity)...)
	return append(facts, ui.Said("Topics", v.TermNames(p.Topics...)...))
}

// earlier leads to what has been published in the series above, if there is one.
func earlier(v *ui.View) cms.Link {
	if above, ok := nearest(v, "series"); ok {
		return cms.Link{Text: "See what is published in this series", URL: above.Path}
	}
	return cms.Link{}
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

// publicationSections are what a publication says, its chapters among them.
func publicationSections(v *ui.View, p *kinds.Publication, rest richtext.Doc, blocks block.Renderers) []block.Section {
	resources := resourceSection(v, p.Files, p.Links, false)
	if len(v.List(p, 0).Items) == 0 {
		resources.ID = ui.DataID
	}
	return slices.Concat(
		[]block.Section{
			{Heading: "Change notices", Body: p.Notices},
			block.Prose(v, "Summary", rest),
			{Heading: "Key facts", Body: p.KeyFacts},
			{Heading: "Highlights", Body: p.Highlights},
			{Heading: "Interactive tools", Show: func(at *block.Place) templ.Component { return tools(v, at, p.Tools) }},
		},
		chapterSections(v, p.Chapters, blocks),
		[]block.Section{
			dataSets(v.List(p, 0)),
			resources,
			block.Part("Administrative sources", lines(p.AdministrativeSources)),
			block.Part("Tell us what you think", survey(v, p.Survey)),
			block.Part("Related links", links(v, p.Related)),
		},
	)
}

var _ = describe(describePublication)

// describePublication tells of a report, which is data, too, if it has files. Of
// one that is announced it tells what its page does, but for when it is to come:
// there are no words for that.
func describePublication(v *ui.View, p *kinds.Publication) schemaorg.Thing {
	said := schemaorg.Thing{
		"name": p.Title, "genre": v.TermNames(p.InformationTypes...), "isPartOf": partOfNearest(v, "series", "CreativeWorkSeries"),
	}
	if v.Announced() {
		return work(v, "Report").With(said).With(schemaorg.Thing{
			"creativeWorkStatus": "Upcoming", "datePublished": nil, "dateModified": nil,
		})
	}
	report := work(v, "Report").With(said).With(outOn(v, p.Published)).With(coverageOf(v, p.CoverageStart, p.CoverageEnd, p.Coverage)).With(schemaorg.Thing{
		"author": publisher(v), "keywords": v.TermNames(p.Topics...),
	})
	files := downloads(v, "DataDownload", p.Files)
	if len(files) == 0 {
		return report
	}
	return report.With(schemaorg.Thing{
		"@type": []string{"Dataset", "Report"}, "creator": publisher(v), "isAccessibleForFree": true, "distribution": files,
	})
}
