package kinds

import (
	"time"

	"lectern/internal/cms"
)

// ContentPage is a page of text and blocks.
type ContentPage struct {
	Title      string        `rule:"required max=150"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Types      []cms.TermRef `vocabulary:"page-type" help:"Such as guidance or clinical audit"`
	Catalogue  []cms.TermRef `vocabulary:"catalogue" label:"Place in the catalogues" help:"Leave empty to keep it out of the catalogues' filters"`
	Image      cms.Image     `label:"Picture in the heading"`
	ShareImage cms.Image     `label:"Picture for social networks" help:"Leave empty to have one drawn"`
	Body       cms.Blocks    `label:"Content"`
	Further    []cms.Ref     `label:"Further information" help:"Pages that belong to this one, in their order"`
	NoIndex    bool          `label:"Keep out of search engines"`
}

func (*ContentPage) Kind() cms.Kind {
	return cms.Kind{Name: "page", Label: "Content page", Help: "A page of text, tables, images and files", Addressed: true}
}

func (p *ContentPage) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: p.Summary, Unindexed: p.NoIndex}
}

func (p *ContentPage) FeedEntry() FeedEntry { return FeedEntry{Picture: p.Image} }

// Lists declares the news and the events that mention the page.
func (p *ContentPage) Lists(at time.Time) []cms.ListQuery { return aboutIt(at) }
