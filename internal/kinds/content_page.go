package kinds

import "lectern/internal/cms"

// ContentPage is a page of text and blocks.
type ContentPage struct {
	Title      string        `rule:"required max=150"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Body       cms.Blocks    `label:"Content"`
}

func (*ContentPage) Kind() cms.Kind {
	return cms.Kind{Name: "page", Label: "Content page", Help: "A page of text, tables, images and files", Addressed: true}
}

func (p *ContentPage) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: p.Summary}
}
