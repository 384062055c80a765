package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// DataSet is data to download, part of a publication. What it leaves empty it
// takes from the publication and its series.
type DataSet struct {
	Title           string        `rule:"required max=250"`
	ShortTitle      string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=80"`
	Summary         richtext.Doc  `rule:"required"`
	Published       cms.Date      `label:"Publication date" rule:"required"`
	NextPublication cms.Date      `label:"Next publication date"`
	CoverageStart   cms.Date      `label:"First day that the data is about"`
	CoverageEnd     cms.Date      `label:"Last day that the data is about"`
	Topics          []cms.TermRef `vocabulary:"topic"`
	Coverage        []cms.TermRef `vocabulary:"coverage" label:"Geographical coverage"`
	Granularity     []cms.TermRef `vocabulary:"granularity" label:"Geographical granularity"`
	Files           []Attachment  `label:"Resources: files"`
	Links           []FurtherLink `label:"Resources: links"`
}

func (*DataSet) Kind() cms.Kind {
	return cms.Kind{
		Name: "data-set", Label: "Data set", Help: "Data to download, part of a publication", Addressed: true,
		Below: []string{"publication"},
	}
}

func (d *DataSet) Card() cms.Card {
	return cms.Card{Title: d.Title, ShortTitle: d.ShortTitle, Summary: brief(d.Summary), SortAt: noon(d.Published)}
}

func (d *DataSet) FeedEntry() FeedEntry { return FeedEntry{Files: d.Files} }

// InheritsFrom names the kinds of pages that say what the data set does not,
// the nearest first.
func (*DataSet) InheritsFrom() []string { return []string{"publication", "series"} }

// Inherit takes over what the publication or the series says and the data set
// does not.
func (d *DataSet) Inherit(from schema.Kind) {
	switch from := from.(type) {
	case *Publication:
		inherit(&d.Topics, from.Topics)
		inherit(&d.Coverage, from.Coverage)
		inherit(&d.Granularity, from.Granularity)
	case *Series:
		inherit(&d.Topics, from.Topics)
		inherit(&d.Coverage, from.Coverage)
		inherit(&d.Granularity, from.Granularity)
	}
}

// Check refuses a period that cannot be.
func (d *DataSet) Check() []cms.Problem {
	return checkPeriod(d.CoverageStart, d.CoverageEnd, d.Published)
}
