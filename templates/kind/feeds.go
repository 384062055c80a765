package kind

import (
	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// feedSections are the groups of feeds, those that Lectern makes by itself, and
// what is said below them.
func feedSections(v *ui.View, p *kinds.Feeds) []block.Section {
	var all []block.Section
	for _, group := range p.Groups {
		var listed []*kinds.Feed
		for _, l := range group.Feeds {
			if f := v.Feed(l.Name); f != nil {
				listed = append(listed, f)
			}
		}
		all = append(all, block.Section{Heading: group.Heading, Show: func(at *block.Place) templ.Component {
			return feedGroup(v, listed, at)
		}})
	}
	own := block.Part("Feeds of topics, series and sections", ownFeeds(ownFeedLists(v, p)))
	return append(all, own, block.Body(p.Body))
}

// An ownFeedList is feeds of one sort that Lectern makes by itself.
type ownFeedList struct {
	name  string
	feeds []ui.FeedLink
}

// ownFeedLists are those of topics, series and hubs, each from A to Z.
func ownFeedLists(v *ui.View, p *kinds.Feeds) []ownFeedList {
	var topics []ui.FeedLink
	for _, t := range v.List(p, 0).Terms {
		topics = append(topics, ui.FeedLink{Title: t.Name, Name: kinds.FeedName(kinds.TopicFeed, t.Slug)})
	}
	return []ownFeedList{
		{"Topics", topics},
		{"Series of publications", pageFeeds(kinds.SeriesFeed, v.List(p, 1).Items)},
		{"Sections of this website", pageFeeds(kinds.HubFeed, v.List(p, 2).Items)},
	}
}

func pageFeeds(prefix string, pages []cms.Item) []ui.FeedLink {
	names := kinds.FeedNames(prefix, pages)
	var feeds []ui.FeedLink
	for _, page := range pages {
		feeds = append(feeds, ui.FeedLink{Title: page.Card.Title, Name: names[page.Page]})
	}
	return feeds
}
