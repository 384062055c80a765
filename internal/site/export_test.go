package site

import (
	"context"

	"lectern/internal/cms"
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
