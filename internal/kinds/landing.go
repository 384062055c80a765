package kinds

import "lectern/internal/cms"

// Landing is a hub: it leads to the pages below it.
type Landing struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"required max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Search     bool          `label:"Show a search field in the hero"`
	Action     cms.Link      `label:"Button below the lead"`
	Body       cms.Blocks    `label:"Content"`
}

func (*Landing) Kind() cms.Kind {
	return cms.Kind{Name: "landing", Label: "Landing page", Help: "A hub that leads to the pages below it", Addressed: true}
}

func (l *Landing) Card() cms.Card {
	return cms.Card{Title: l.Title, ShortTitle: l.ShortTitle, Summary: l.Summary}
}

// Follows declares the feed of all pages below this one.
func (*Landing) Follows() Following { return Following{Prefix: HubFeed} }
