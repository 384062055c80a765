package site

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Lists returns what the page at a path lists, in the order of its declarations.
func (s *Site) Lists(ctx context.Context, snap *postgres.Snapshot, path string) ([]cms.List, error) {
	address, err := snap.Address(ctx, path, s.fixtureKinds, s.inheritedKinds)
	if err != nil {
		return nil, err
	}
	l := &loading{site: s, path: path, address: address}
	_, err = l.view(ctx, snap)
	return l.loaded.Lists, err
}

// SplitSitemap makes each sitemap name at most that many pages.
func (s *Site) SplitSitemap(pages int) { s.sitemapPart = pages }
