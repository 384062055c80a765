package site_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lectern/internal/feeds"
	"lectern/internal/testkit"
)

var feedLink = regexp.MustCompile(`href="/feeds/([a-z0-9-]+)\.rss"`)

// TestEveryFeedOfTheDemonstration reads every feed that the page of feeds names
// with two programs: those that are content in all formats, which must tell the
// same items, and those of topics, series and hubs each in one.
func TestEveryFeedOfTheDemonstration(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.loadDemonstration()
	var names []string
	for _, found := range feedLink.FindAllStringSubmatch(w.get("/feeds").body, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	names = slices.Compact(names)
	content := []string{
		"blogs", "cyber-alerts", "data-points", "design-matters", "events", "inside-story", "news", "publications", "tech-talk", "transformation", "upcoming",
	}
	for _, name := range content {
		if !slices.Contains(names, name) {
			t.Errorf("the page of feeds does not name %s", name)
			continue
		}
		first := w.wholeOf(t, name, feeds.RSS)
		for _, format := range []feeds.Format{feeds.Atom, feeds.JSON} {
			if difference := gocmp.Diff(first, w.wholeOf(t, name, format), cmpopts.EquateEmpty()); difference != "" {
				t.Errorf("%s: RSS (-) and %s (+) tell other items:\n%s", name, format, difference)
			}
		}
	}
	derived := slices.DeleteFunc(names, func(name string) bool { return slices.Contains(content, name) })
	if len(derived) < 40 {
		t.Errorf("there are only %d feeds of topics, series and hubs", len(derived))
	}
	for i, name := range derived {
		w.feedOf(name, feeds.Formats[i%len(feeds.Formats)])
	}
}

// wholeOf returns the items of a feed, all of which must say what a reader needs.
// What only some formats can tell is left out.
func (w *website) wholeOf(t *testing.T, name string, format feeds.Format) []testkit.FeedItem {
	t.Helper()
	r := w.get("/feeds/" + name + "." + string(format))
	r.wants(t, http.StatusOK)
	items := testkit.ReadFeed(t, format, []byte(r.body)).Items
	if len(items) == 0 {
		t.Errorf("%s has no items", name)
	}
	for i := range items {
		item := &items[i]
		if item.ID == "" || item.Title == "" || item.URL == "" || item.HTML == "" || item.Published.IsZero() || item.Updated.Before(item.Published) {
			t.Errorf("%s: an item lacks something: %+v", name, item)
		}
		item.Categories, item.Enclosures = nil, nil // told by their names in some, by their terms in others; RSS has one file
	}
	return items
}
