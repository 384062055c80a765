package kinds

import (
	"path"
	"slices"
	"strings"
	"sync"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Followable is implemented by kinds of page that have a feed of their own,
// mostly of the pages below them.
type Followable interface {
	schema.Kind
	Follows() Following
}

// Following says what is in the feed of a page.
type Following struct {
	Prefix     string   // of the feed's name
	Kinds      []string // of page; nil: those of FollowedKinds
	Everywhere bool     // not only those below the page
}

// Holds reports whether the feed holds what is of that kind and stands below
// those pages.
func (f Following) Holds(page cms.ID, kind string, above []cms.ID) bool {
	return slices.Contains(f.Kinds, kind) && (f.Everywhere || slices.Contains(above, page))
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

// followable are the kinds of page with a feed of their own, by name.
var followable = sync.OnceValue(func() map[string]Followable {
	all := map[string]Followable{}
	for _, k := range All() {
		if f, ok := k.(Followable); ok {
			all[k.Kind().Name] = f
		}
	}
	return all
})

// FollowedKinds are the kinds of page that the feed of a topic holds: all that
// are neither a hub nor a part of another page.
func FollowedKinds() []string {
	var names []string
	for _, k := range All() {
		about := k.Kind()
		if about.Addressed && followable()[about.Name] == nil && !slices.Contains(notFollowed, about.Name) {
			names = append(names, about.Name)
		}
	}
	return names
}

// FollowableKinds are the kinds of page that have a feed whose name begins so.
func FollowableKinds(prefix string) []string {
	var names []string
	for name := range followable() {
		if own, _ := FollowsOf(name); own.Prefix == prefix {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// FollowsOf returns what is in the feed of a page of that kind; false: such pages
// have none.
func FollowsOf(kind string) (Following, bool) {
	f, ok := followable()[kind]
	if !ok {
		return Following{}, false
	}
	own := f.Follows()
	if own.Kinds == nil {
		own.Kinds = FollowedKinds()
	}
	return own, true
}

// FollowedEverywhere are the kinds of page whose feed holds pages of the whole
// site.
func FollowedEverywhere() []string {
	var names []string
	for name, f := range followable() {
		if f.Follows().Everywhere {
			names = append(names, name)
		}
	}
	slices.Sort(names)
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

// FeedNames are the names of the feeds of pages that are live. Of those with
// the same last part of the address the one that came out first has the plain
// name.
func FeedNames(prefix string, live []cms.Item) map[cms.ID]string {
	ordered := slices.SortedFunc(slices.Values(live), func(a, b cms.Item) int {
		if c := a.FirstPublishedAt.Compare(b.FirstPublishedAt); c != 0 {
			return c
		}
		return strings.Compare(string(a.Page), string(b.Page))
	})
	names, taken := map[cms.ID]string{}, map[string]bool{}
	for _, page := range ordered {
		name := FeedName(prefix, page.Path)
		if taken[name] {
			name = LongFeedName(prefix, page.Path, page.Page)
		}
		taken[name], names[page.Page] = true, name
	}
	return names
}
