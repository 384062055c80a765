package site

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
)

// How much of feeds is kept before all is dropped: far more than a site with feeds
// that somebody follows has.
const (
	mostFeedBytes       = 32 << 20
	mostSearchFeedBytes = 16 << 20
)

// keptFeeds holds feeds as they were last sent. Most who ask have the newest
// already, and many ask for the same: whatever was made is kept for exactly as
// long as the site stays as it is.
type keptFeeds struct {
	db      *postgres.Site
	flights singleflight.Group // so that those who wait for the same release make it once
	making  chan struct{}      // has room for as many feeds as may be made at once
	most    int                // bytes that are kept
	mu      sync.Mutex
	version postgres.Version // of what is kept
	made    map[feedAsked]madeFeed
	items   *keptItems
	bytes   int
}

// How many are made at the same time. Each takes a connection to the database and
// as many pages as it has items; readers of pages need some of both, too.
const (
	mostMade         = 2
	mostSearchesMade = 1
)

func newKeptFeeds(db *postgres.Site, atOnce, most int) *keptFeeds {
	return &keptFeeds{db: db, making: make(chan struct{}, atOnce), most: most}
}

type feedMaker func(context.Context, *postgres.Snapshot, feedAsked, feedItems) (madeFeed, error)

// document returns a page of a feed, made anew unless there is one of that
// version which has not changed by the clock.
func (k *keptFeeds) document(ctx context.Context, asked feedAsked, version postgres.Version, now time.Time, create feedMaker) (madeFeed, error) {
	if made, found := k.find(asked, version, now); found {
		return made, nil
	}
	flight := fmt.Sprint(asked, version) // those who may see more do not join those who saw less
	made, err, _ := k.flights.Do(flight, func() (any, error) {
		// For all who wait, whoever of them goes away.
		return k.create(context.WithoutCancel(ctx), asked, create)
	})
	if err != nil {
		return madeFeed{}, err
	}
	return made.(madeFeed), nil
}

func (k *keptFeeds) find(asked feedAsked, version postgres.Version, now time.Time) (madeFeed, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	made, found := k.made[asked]
	return made, found && version == k.version && !past(made.changesAt, now)
}

func past(changesAt, now time.Time) bool { return !changesAt.IsZero() && !now.Before(changesAt) }

func (k *keptFeeds) create(ctx context.Context, asked feedAsked, create feedMaker) (made madeFeed, err error) {
	ctx, cancel := context.WithTimeout(ctx, feedTakes)
	defer cancel()
	select {
	case k.making <- struct{}{}:
		defer func() { <-k.making }()
	case <-ctx.Done():
		return made, fmt.Errorf("site: wait to make a feed: %w", ctx.Err())
	}
	err = k.db.Snapshot(ctx, func(snap *postgres.Snapshot) error {
		version, now, err := snap.Version(ctx)
		if err != nil {
			return err
		}
		if made, err = create(ctx, snap, asked, k.itemsOf(version, now)); err == nil {
			k.keep(asked, version, made)
		}
		return err
	})
	return made, err
}

// feedTakes bounds how long a feed may take to make, and to wait for its turn.
const feedTakes = 15 * time.Second

// itemsOf returns the items of a version, and lets go of those of any other.
func (k *keptFeeds) itemsOf(version postgres.Version, now time.Time) feedItems {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.items == nil || k.version != version || k.bytes > k.most {
		k.version, k.made, k.bytes = version, map[feedAsked]madeFeed{}, 0
		k.items = newKeptItems()
	}
	return feedItems{k.items, version.ChangedAt, now}
}

func (k *keptFeeds) keep(asked feedAsked, version postgres.Version, made madeFeed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if made.Document == nil || version != k.version {
		return
	}
	k.made[asked] = made
	k.bytes += 2*made.Size() + len(asked.state) // with what is compressed of it, and the items
}

// feedItems are the items of one version of the site, as they are at an instant.
type feedItems struct {
	*keptItems
	changed time.Time // when the site last did
	now     time.Time
}

// keptItems are the items of one version, by release. Feeds that are made at the
// same time share them.
type keptItems struct {
	mu    sync.Mutex
	items map[cms.ID]feedItem
}

func newKeptItems() *keptItems { return &keptItems{items: map[cms.ID]feedItem{}} }

// feedItem is an item, and when it is out of date by the clock; zero: not
// planned.
type feedItem struct {
	feeds.Item
	changesAt time.Time
}

// fill makes those that are missing.
func (f feedItems) fill(releases []cms.Release, create func([]cms.Release) ([]feeds.Item, time.Time, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var missing []cms.Release
	for _, r := range releases {
		if item, found := f.items[r.ID]; !found || past(item.changesAt, f.now) {
			missing = append(missing, r)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	made, changesAt, err := create(missing)
	for i, item := range made {
		f.items[missing[i].ID] = feedItem{item, changesAt}
	}
	return err
}

func (f *keptItems) of(release cms.ID) feedItem {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.items[release]
}
