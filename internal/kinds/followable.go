package kinds

import (
	"path"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Followable is implemented by kinds of page that have a feed of their own, of
// the pages below them.
type Followable interface {
	schema.Kind
	// Follows returns what the name of the feed begins with, and the kinds of
	// page that are in it; nil: those of FollowedKinds.
	Follows() (prefix string, kindsBelow []string)
}

// What the names of the feeds begin with that Lectern makes by itself.
const (
	TopicFeed  = "topic"
	SeriesFeed = "series"
	HubFeed    = "hub"
)

// notFollowed are the kinds of page that are no news to anybody: they lead to
// others, or are a part of one.
var notFollowed = []string{"data-set", "feeds", "home", "publication-page", "published-work-chapter"}

// FollowedKinds are the kinds of page that the feed of a topic holds: all that
// are neither a hub nor a part of another page.
func FollowedKinds() []string {
	var names []string
	for _, k := range All() {
		_, hub := k.(Followable)
		if about := k.Kind(); about.Addressed && !hub && !slices.Contains(notFollowed, about.Name) {
			names = append(names, about.Name)
		}
	}
	return names
}

// FollowableKinds are the kinds of page that have a feed whose name begins so.
func FollowableKinds(prefix string) []string {
	var names []string
	for _, k := range All() {
		if f, ok := k.(Followable); ok {
			if own, _ := f.Follows(); own == prefix {
				names = append(names, k.Kind().Name)
			}
		}
	}
	return names
}

// FeedName is the name of the feed of a page, or of the topic with that slug.
// Where several pages would have the same, it is that of the first.
func FeedName(prefix, address string) string { return prefix + "-" + path.Base(address) }

// LongFeedName is the name of the feed of a page when another that came out
// before it has the plain one. The end of an ID is random; its beginning may
// only tell the minute.
func LongFeedName(prefix, address string, page cms.ID) string {
	return FeedName(prefix, address) + "--" + string(page[max(0, len(page)-8):])
}
