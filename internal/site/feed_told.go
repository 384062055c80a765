package site

import (
	"context"
	"maps"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
)

// FeedsOf returns the addresses of the feeds that hold, or held, one of the
// pages, for those who tell others of changes.
func (s *Site) FeedsOf(ctx context.Context, pages []cms.ID) ([]string, error) {
	names := map[string]bool{}
	err := s.DB.Snapshot(ctx, func(snap *postgres.Snapshot) error {
		filed, err := snap.Filed(ctx, pages)
		if err != nil || len(filed) == 0 {
			return err
		}
		content, err := s.contentFeeds(ctx, snap)
		if err != nil {
			return err
		}
		for _, page := range filed {
			for _, f := range content {
				if holds(f, page) {
					names[f.Address] = true
				}
			}
			if err := addDerived(ctx, snap, page, names); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var addresses []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for _, format := range feeds.Formats {
			addresses = append(addresses, s.BaseURL+feedAsked{name: name, format: format}.path())
		}
	}
	return addresses, nil
}

func (s *Site) contentFeeds(ctx context.Context, snap *postgres.Snapshot) ([]*kinds.Feed, error) {
	l := &loading{site: s}
	var err error
	if l.address.Fixtures, err = snap.Fixtures(ctx, []string{feedKind}); err != nil {
		return nil, err
	}
	if err := l.decodeFixtures(); err != nil {
		return nil, err
	}
	return l.shell().feeds, nil
}

// holds reports whether a page is in a feed, or was before it was withdrawn or
// published.
func holds(f *kinds.Feed, page postgres.Filed) bool {
	q := f.Query()
	return slices.Contains(q.Kinds, page.Kind) && (q.Below == "" || slices.Contains(page.Sections, q.Below)) &&
		!slices.ContainsFunc(q.Terms, func(term cms.ID) bool { return !slices.Contains(page.Terms, term) })
}

// addDerived adds the feeds of a page's topics, and of the series and the hubs
// that it belongs to.
func addDerived(ctx context.Context, snap *postgres.Snapshot, page postgres.Filed, names map[string]bool) error {
	loaded, err := snap.Load(ctx, postgres.Wanted{
		Pages: page.Sections, Terms: page.Terms,
		Lists: []cms.ListQuery{{Kinds: kinds.FollowedEverywhere(), State: cms.Current, Size: mostNamesakes}},
	})
	if err != nil {
		return err
	}
	if slices.Contains(kinds.FollowedKinds(), page.Kind) {
		for _, term := range loaded.Terms {
			if term.Vocabulary == topics {
				names[kinds.FeedName(kinds.TopicFeed, term.Slug)] = true
			}
		}
	}
	for _, hub := range slices.AppendSeq(loaded.Lists[0].Items, maps.Values(loaded.Pages)) {
		own, has := kinds.FollowsOf(hub.Kind)
		if !has || !own.Holds(hub.Page, page.Kind, page.Sections) {
			continue
		}
		name, err := feedNameOf(ctx, snap, own.Prefix, hub)
		if err != nil {
			return err
		}
		names[name] = true
	}
	return nil
}
