package site_test

import (
	"context"
	"path/filepath"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
)

// feedItemKinds are all that have an address.
func (w *website) feedItemKinds() (names []string) {
	for _, k := range w.registry.Kinds() {
		if k.Addressed {
			names = append(names, k.Name)
		}
	}
	return names
}

// feedItems are what feeds would tell of a list.
func (w *website) feedItems(q cms.ListQuery) (items []feeds.Item, releases []cms.Release) {
	w.t.Helper()
	q.Sort, q.Size = cms.Latest, 1000
	err := w.db.Snapshot(context.Background(), func(snap *postgres.Snapshot) (err error) {
		entries, err := snap.Entries(context.Background(), q)
		if err != nil {
			return err
		}
		releases = entries.Releases
		var ids []cms.ID
		for _, r := range releases {
			ids = append(ids, r.ID)
		}
		terms, err := snap.TermsOf(context.Background(), ids)
		if err != nil {
			return err
		}
		items, _, err = w.site.FeedItems(context.Background(), snap, releases, terms)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return items, releases
}

func (w *website) loadDemonstration() {
	w.t.Helper()
	from := transfer.Site{Publisher: w.publisher, Registry: w.registry, Blobs: w.blobs}
	if _, err := from.Import(context.Background(), filepath.Join(testkit.Root(w.t), "content")); err != nil {
		w.t.Fatal(err)
	}
}

func TestFeedItemsOfTheDemonstration(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.loadDemonstration()
	items, releases := w.feedItems(cms.ListQuery{Kinds: w.feedItemKinds(), State: cms.Current})
	if len(items) == 0 || len(items) != len(releases) {
		t.Fatalf("%d pages are %d items", len(releases), len(items))
	}
	seen := map[string]bool{}
	for i, item := range items {
		if k := releases[i].Kind; !seen[k] {
			seen[k] = true
			t.Logf("%s\n%+v\n\n", k, item)
		}
	}
}
