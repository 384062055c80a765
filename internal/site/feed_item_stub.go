package site

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
)

func (s *Site) feedItems(ctx context.Context, snap *postgres.Snapshot, releases []cms.Release) (items []feedItem, err error) {
	for _, r := range releases {
		items = append(items, feedItem{Item: feeds.Item{ID: "urn:uuid:" + string(r.Page), Title: r.Card.Title, URL: s.BaseURL + r.Path, Published: r.FirstPublishedAt, Updated: r.LastEditedAt}})
	}
	return items, nil
}
