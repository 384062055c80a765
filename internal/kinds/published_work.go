package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// PublishedWork is a report, a guide or a plan, with or without chapters.
type PublishedWork struct {
	Title            string        `rule:"required max=250"`
	ShortTitle       string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=80"`
	Summary          string        `type:"longtext" label:"Lead" rule:"required max=400"`
	Published        time.Time     `label:"Date of publication" rule:"required"`
	InformationTypes []cms.TermRef `vocabulary:"information-type"`
	Topics           []cms.TermRef `vocabulary:"topic"`
	CoverageStart    cms.Date      `label:"First day that it is about"`
	CoverageEnd      cms.Date      `label:"Last day that it is about"`
	Coverage         []cms.TermRef `vocabulary:"coverage" label:"Geographical coverage"`
	Granularity      []cms.TermRef `vocabulary:"granularity" label:"Geographical granularity"`
	Banner           cms.Image     `label:"Picture in the heading"`
	Jump             bool          `label:"Show a button that leads to the content"`
	HighlightsTitle  string        `label:"Heading of the highlights" rule:"max=150"`
	Highlights       richtext.Doc
	Chapters         []cms.Ref    `kinds:"published-work-chapter" help:"Pages below this one, in their order"`
	Body             cms.Blocks   `label:"Content"`
	Files            []Attachment `label:"Resources"`
	ISBN             string       `label:"ISBN" help:"Such as 978-1-78655-071-4" rule:"max=20 pattern=^[0-9][0-9-]{8,15}[0-9X]$"`
	ISSN             string       `label:"ISSN" help:"Such as 1234-5679" rule:"pattern=^[0-9]{4}-[0-9]{3}[0-9X]$"`
	NoIndex          bool         `label:"Keep out of search engines"`
}

func (*PublishedWork) Kind() cms.Kind {
	return cms.Kind{Name: "published-work", Label: "Published work", Help: "A report, a guide or a plan, with or without chapters", Addressed: true}
}

func (p *PublishedWork) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: p.Summary, SortAt: p.Published, Unindexed: p.NoIndex}
}

func (p *PublishedWork) FeedEntry() FeedEntry { return FeedEntry{Picture: p.Banner, Files: p.Files} }

// Check refuses a period that cannot be.
func (p *PublishedWork) Check() []cms.Problem {
	return checkPeriod(p.CoverageStart, p.CoverageEnd, cms.Date{})
}
