package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
)

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
	Name string `names:"feed" help:"As in its address, such as tech-talk" rule:"required max=60 pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
}

func (*Feeds) Kind() cms.Kind {
	return cms.Kind{Name: "feeds", Label: "Feeds page", Help: "Names the feeds of the site and says how to follow them", Addressed: true}
}

func (f *Feeds) Card() cms.Card {
	return cms.Card{Title: f.Title, ShortTitle: f.ShortTitle, Summary: f.Summary}
}

// Names reports whether the page names a feed.
func (f *Feeds) Names(feed *Feed) bool {
	for _, group := range f.Groups {
		if slices.Contains(group.Feeds, ListedFeed{Name: feed.Address}) {
			return true
		}
	}
	return false
}

// mostOwnFeeds is how many series, and how many hubs, the page names.
const mostOwnFeeds = 500

// Lists declares the pages that have a feed of their own: the topics that
// something is filed under, the series and the hubs, all from A to Z.
func (*Feeds) Lists(time.Time) []cms.ListQuery {
	own := func(prefix string) cms.ListQuery {
		return cms.ListQuery{Kinds: FollowableKinds(prefix), State: cms.Current, Sort: cms.ByTitle, Size: mostOwnFeeds}
	}
	return []cms.ListQuery{
		{Kinds: FollowedKinds(), State: cms.Current, Sort: cms.Latest, FiledIn: "topic"},
		own(SeriesFeed), own(HubFeed),
	}
}
