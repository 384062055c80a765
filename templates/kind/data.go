package kind

import (
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"

	"github.com/a-h/templ"
)

// An opening is a summary in its parts: what stands in the head of the page,
// and what is too long for it.
type opening struct {
	lead templ.Component // the first paragraph; nil: none
	more richtext.Doc    // what follows it in the head
	rest richtext.Doc    // what is a section of its own
}

// openingOf parts a summary. Its head has room for a short one whole.
func openingOf(v *ui.View, summary richtext.Doc) opening {
	if len(summary) == 0 || summary[0].List != nil {
		return opening{rest: summary}
	}
	o := opening{lead: ui.RichLine(v, summary[:1]), more: summary[1:]}
	if len(o.more) > 1 {
		o.more, o.rest = nil, o.more
	}
	return o
}

// plainLead is a lead that is words alone.
func plainLead(text string) templ.Component {
	if text == "" {
		return nil
	}
	return word(text)
}

// dataSets is a section with the data sets of a publication.
func dataSets(list cms.List) block.Section {
	s := block.Part("Data sets", DataSetList(list.Items))
	s.ID = ui.DataID
	return s
}

// downloadable are the files and links of a data set.
func downloadable(v *ui.View, p *kinds.DataSet) block.Section {
	s := resourceSection(v, p.Files, p.Links, true)
	s.ID = ui.DataID
	return s
}

// fetch leads to the only file of a page, or to where they all are.
func fetch(v *ui.View, files []kinds.Attachment) cms.Link {
	switch all := filesOf(v, files, true); {
	case len(all) == 0 || v.Bare: // where they stand right below
		return cms.Link{}
	case len(all) == 1:
		return cms.Link{Text: "Download the data", URL: all[0].Asset.URL()}
	default:
		return cms.Link{Text: "Get the data", URL: "#" + ui.DataID}
	}
}

// getData leads to the data on the page: its data sets, or else its files.
func getData(v *ui.View, list cms.List, files []kinds.Attachment) cms.Link {
	if len(list.Items) == 0 && len(filesOf(v, files, false)) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "Get the data", URL: "#" + ui.DataID}
}

var _ = describe(describeDataSet)

// describeDataSet tells of data with its files, under the publication that it is
// part of.
func describeDataSet(v *ui.View, p *kinds.DataSet) schemaorg.Thing {
	return work(v, "Dataset").With(outOn(v, p.Published)).With(coverageOf(v, p.CoverageStart, p.CoverageEnd, p.Coverage)).With(schemaorg.Thing{
		"creator": publisher(v), "isAccessibleForFree": true, "keywords": v.TermNames(p.Topics...),
		"isPartOf": partOfNearest(v, "publication", "Report"), "distribution": downloads(v, "DataDownload", p.Files),
	})
}
