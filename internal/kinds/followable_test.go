package kinds_test

import (
	"slices"
	"testing"

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
		prefix, below := f.Follows()
		for _, name := range below {
			if !slices.Contains(names, name) {
				t.Errorf("the feed of a %s holds the kind %q, which does not exist", k.Kind().Name, name)
			}
		}
		taken := kinds.Feed{Address: kinds.FeedName(prefix, "/a/name")}
		if len(taken.Check()) == 0 {
			t.Errorf("an editor may take the name %s of the feed of a %s", taken.Address, k.Kind().Name)
		}
	}
}

func TestFeedName(t *testing.T) {
	if got := kinds.FeedName(kinds.SeriesFeed, "/data/publications/waiting-times"); got != "series-waiting-times" {
		t.Errorf("the feed of a series is %s", got)
	}
	if got := kinds.LongFeedName(kinds.SeriesFeed, "/data/waiting-times", "0190a1b2-0000-7000-8000-0000deadbeef"); got != "series-waiting-times--deadbeef" {
		t.Errorf("the feed of the second series of that name is %s", got)
	}
}
