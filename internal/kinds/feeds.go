package kinds

import "lectern/internal/cms"

// Feeds names the feeds of the site and explains how to follow them.
type Feeds struct {
	Title      string      `rule:"required max=100"`
	ShortTitle string      `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string      `type:"longtext" label:"Lead" rule:"max=300"`
	Groups     []FeedGroup `label:"Feeds, in groups"`
	Body       cms.Blocks  `label:"Content below the feeds"`
}

// FeedGroup is a heading with feeds below it.
type FeedGroup struct {
	Heading string       `rule:"required max=150"`
	Feeds   []ListedFeed `rule:"required"`
}

// ListedFeed is a feed that the page explains and gives a look into.
type ListedFeed struct {
	Name string `help:"As in its address, such as tech-talk" rule:"required max=60 pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
}

func (*Feeds) Kind() cms.Kind {
	return cms.Kind{Name: "feeds", Label: "Feeds page", Help: "Names the feeds of the site and says how to follow them", Addressed: true}
}

func (f *Feeds) Card() cms.Card {
	return cms.Card{Title: f.Title, ShortTitle: f.ShortTitle, Summary: f.Summary}
}
