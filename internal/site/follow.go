package site

import (
	"path"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// follow is what can be followed from a page: feeds that are content, and the
// one that the page, or the nearest above it with a feed, has of its own.
type follow struct {
	feeds []*kinds.Feed
	own   *cms.Item // whose own feed it is; nil: none
	here  bool      // all this is of the page itself
	lists int       // where its lists begin: the page of all feeds, and those that may have the same name
}

// wantFollow finds what can be followed, and asks for what the links need.
func (l *loading) wantFollow() {
	l.follow = l.followed()
	l.follow.lists = len(l.wanted.Lists)
	if l.follow.here {
		l.wantList(cms.ListQuery{Kinds: []string{"feeds"}, State: cms.Current, Sort: cms.Oldest, Size: 1})
	}
	if own := l.follow.own; own != nil {
		follows, _ := kinds.FollowsOf(own.Kind)
		l.wantList(namesakes(follows.Prefix, path.Base(own.Path)))
	}
}

// followed looks at the page and then at those above it, the nearest first. The
// home page and the page of feeds offer every feed that is content.
func (l *loading) followed() follow {
	switch l.value.(type) {
	case *kinds.Home, *kinds.Feeds:
		return follow{feeds: l.contentFeeds()}
	}
	line := append(slices.Clone(l.address.Trail), itemOf(*l.address.Release))
	for i, item := range slices.Backward(line) {
		f := follow{here: i == len(line)-1}
		for _, feed := range l.contentFeeds() {
			if cms.ID(feed.Page) == item.Page {
				f.feeds = append(f.feeds, feed)
			}
		}
		if hasOwnFeed(item, f.feeds) {
			f.own = &item
		}
		if len(f.feeds) > 0 || f.own != nil {
			return f
		}
	}
	return follow{}
}

// hasOwnFeed reports whether a page has a feed of its own that would tell more
// than those which an editor has made for it.
func hasOwnFeed(item cms.Item, made []*kinds.Feed) bool {
	own, ok := kinds.FollowsOf(item.Kind)
	return ok && item.Outcome == cms.OutcomePage && !slices.ContainsFunc(made, func(f *kinds.Feed) bool {
		return f.Covers(item.Page, own)
	})
}

func (l *loading) contentFeeds() []*kinds.Feed {
	var feeds []*kinds.Feed
	for _, fixture := range l.fixtures {
		if f, ok := fixture.(*kinds.Feed); ok {
			feeds = append(feeds, f)
		}
	}
	return feeds
}

func itemOf(r cms.Release) cms.Item {
	return cms.Item{Page: r.Page, Kind: r.Kind, Outcome: r.Outcome, Path: r.Path, Card: r.Card, FirstPublishedAt: r.FirstPublishedAt}
}

// fillFollow puts into the view what can be followed from the page.
func (l *loading) fillFollow(v *ui.View) {
	f := l.follow
	v.Follow.Here = f.here
	for _, feed := range f.feeds {
		v.Follow.Feeds = append(v.Follow.Feeds, ui.FeedLink{Title: feed.Title, Name: feed.Address})
	}
	lists := l.loaded.Lists[f.lists:]
	if f.here {
		if found := lists[0].Items; len(found) > 0 {
			v.Follow.All = found[0].Path
		}
		lists = lists[1:]
	}
	if f.own != nil {
		follows, _ := kinds.FollowsOf(f.own.Kind)
		name, known := kinds.FeedNames(follows.Prefix, lists[0].Items)[f.own.Page]
		if !known {
			name = kinds.LongFeedName(follows.Prefix, f.own.Path, f.own.Page)
		}
		title := f.own.Card.Title
		if len(f.feeds) > 0 {
			title = "All of " + title
		}
		v.Follow.Feeds = append(v.Follow.Feeds, ui.FeedLink{Title: title, Name: name})
	}
}
