package kinds_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// TestFollowedKinds shows that the feed of a topic or a hub holds pages to read,
// and nothing that only leads to them.
func TestFollowedKinds(t *testing.T) {
	followed := kinds.FollowedKinds()
	for name, want := range map[string]bool{
		"blog-post": true, "publication": true, "service": true, "page": true,
		"blog-hub": false, "series": false, "landing": false, "home": false, "feeds": false,
		"data-set": false, "publication-page": false, "published-work-chapter": false,
		"feed": false, "menu": false,
	} {
		if got := slices.Contains(followed, name); got != want {
			t.Errorf("followed kinds hold %s: %t, want %t", name, got, want)
		}
	}
}

// TestFollowableKindsExist shows that the feeds of hubs hold kinds that there
// are, and that each has a feed of one of the names that nobody else may take.
func TestFollowableKindsExist(t *testing.T) {
	var names []string
	for _, k := range kinds.All() {
		names = append(names, k.Kind().Name)
	}
	for _, k := range kinds.All() {
		f, ok := k.(kinds.Followable)
		if !ok {
			continue
		}
		own := f.Follows()
		for _, name := range own.Kinds {
			if !slices.Contains(names, name) {
				t.Errorf("the feed of a %s holds the kind %q, which does not exist", k.Kind().Name, name)
			}
		}
		taken := kinds.Feed{Address: kinds.FeedName(own.Prefix, "/a/name")}
		if len(taken.Check()) == 0 {
			t.Errorf("an editor may take the name %s of the feed of a %s", taken.Address, k.Kind().Name)
		}
	}
}

func TestFeedNames(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	page := func(id cms.ID, path string, at time.Time) cms.Item {
		return cms.Item{Page: id, Path: path, FirstPublishedAt: at}
	}
	got := kinds.FeedNames(kinds.SeriesFeed, []cms.Item{
		page("0000-0190a1b2", "/data/waits", day(2)),
		page("0000-0290a1b2", "/old/waits", day(1)),
		page("0000-0390a1b2", "/data/beds", day(3)),
		page("0000-0490a1b2", "/data/a/same", day(4)),
		page("0000-0480a1b2", "/data/b/same", day(4)),
	})
	want := map[cms.ID]string{
		"0000-0290a1b2": "series-waits", "0000-0190a1b2": "series-waits--0190a1b2", "0000-0390a1b2": "series-beds",
		"0000-0480a1b2": "series-same", "0000-0490a1b2": "series-same--0490a1b2",
	}
	if !maps.Equal(got, want) {
		t.Errorf("the feeds are called %v, want %v", got, want)
	}
}
