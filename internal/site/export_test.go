package site

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/theme"
)

// Lists returns what the page at a path lists, in the order of its declarations.
func (s *Site) Lists(ctx context.Context, snap *postgres.Snapshot, path string) ([]cms.List, error) {
	address, err := snap.Address(ctx, path, s.fixtureKinds, s.inheritedKinds)
	if err != nil {
		return nil, err
	}
	l := &loading{site: s, path: path, address: address}
	if _, err = l.view(ctx, snap); err != nil {
		return nil, err
	}
	return l.loaded.Lists[:l.follow.lists], nil
}

// SplitSitemap makes each sitemap name at most that many pages.
func (s *Site) SplitSitemap(pages int) { s.sitemapPart = pages }

// Icon draws the icon in these colours, or returns it if it was the last.
func (s *Site) Icon(ctx context.Context, c theme.Colours) ([]byte, error) {
	return s.drawIcon(ctx, c.IconFile(), c)
}

// Draw draws something for as long as it is not done.
func (s *Site) Draw() (done func()) {
	s.drawing <- struct{}{}
	return func() { <-s.drawing }
}

// MapSite sends as many sitemaps as may be sent at the same time, until it is done.
func (s *Site) MapSite() (done func()) {
	for range cap(s.mapping) {
		s.mapping <- struct{}{}
	}
	return func() {
		for range cap(s.mapping) {
			<-s.mapping
		}
	}
}

// FeedItems returns what feeds tell of releases.
func (s *Site) FeedItems(ctx context.Context, snap *postgres.Snapshot, releases []cms.Release) ([]feeds.Item, time.Time, error) {
	return s.feedItems(ctx, snap, releases)
}

// SitemapKinds returns the kinds of page by the sitemap that names them.
func (s *Site) SitemapKinds() map[string][]string {
	named := map[string][]string{}
	for _, name := range sitemaps {
		if name != mapOfPictures {
			named[name] = s.kindsIn(name)
		}
	}
	return named
}

// SortedByKind returns the kinds of page of which is said which sitemap names them.
func SortedByKind() []string { return slices.Sorted(maps.Keys(sitemapOf)) }

// Shortened is as many of the words of a name as fit.
func Shortened(name string, most int) string { return shortened(name, most) }

// Feed returns a page of a feed as the snapshot sees it.
func (s *Site) Feed(ctx context.Context, snap *postgres.Snapshot, name string, page int) (feeds.Feed, error) {
	source, err := s.feedNamed(ctx, snap, name)
	if err != nil {
		return feeds.Feed{}, err
	}
	kept := feedItems{keptItems: newKeptItems()}
	feed, _, err := s.fillFeed(ctx, snap, source, feedAsked{name: name, format: feeds.Atom, page: page}, kept)
	return feed, err
}

// MakeFeeds has feeds of different names made at the same time by a maker that
// is told nothing, and returns when all are.
func (s *Site) MakeFeeds(ctx context.Context, count int, maker func()) error {
	var group errgroup.Group
	for n := range count {
		group.Go(func() error {
			_, err := s.feeds.document(ctx, feedAsked{name: strconv.Itoa(n), format: feeds.RSS, page: 1}, postgres.Version{}, time.Now(),
				func(context.Context, *postgres.Snapshot, feedAsked, feedItems) (madeFeed, error) {
					maker()
					return madeFeed{}, nil
				})
			return err
		})
	}
	return group.Wait()
}

// KeptFeeds says how many pages of feeds are kept, and how many of searches.
func (s *Site) KeptFeeds() (site, searches int) {
	count := func(k *keptFeeds) int {
		k.mu.Lock()
		defer k.mu.Unlock()
		return len(k.made)
	}
	return count(s.feeds), count(s.searchFeeds)
}

// KeepFeedsOfSearches bounds how much of them is kept, in bytes.
func (s *Site) KeepFeedsOfSearches(most int) { s.searchFeeds.most = most }
