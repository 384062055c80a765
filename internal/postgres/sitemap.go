package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SitemapPage is what a sitemap tells of a page.
type SitemapPage struct {
	Path      string
	ChangedAt time.Time // what readers get there

	Title       string
	PublishedAt time.Time // as news: the day that it bears, but not after it was there
	New         bool      // that is less than two days ago
}

// SitemapPlace is where a page stands among all that search engines are told of:
// in the order in which they were published, so that new pages come last.
type SitemapPlace struct {
	At   time.Time
	Page cms.ID
}

const (
	// What search engines are told of: live pages and what is announced. A page
	// that has been withdrawn is kept for those who have its address.
	inSitemap = ` path is not null and outcome in ('page', 'announced') and indexed `

	everySitemap = `select first_published_at, page_id, kind, changed_at from release where` + inSitemap + `order by first_published_at, page_id`

	// Those before the part are counted along the index alone.
	partOfSitemap = `
		select release.path, release.changed_at, release.title, release.published_at,
			release.published_at > site_now() - interval '48 hours'
		from (
			select first_published_at, page_id from release where` + inSitemap + `and kind = any ($1)
			order by first_published_at, page_id limit $2 offset $3
		) as place
		cross join lateral (
			select path, changed_at, title, least(first_published_at, sort_at) as published_at
			from release where page_id = place.page_id limit 1
		) as release
		order by place.first_published_at, place.page_id`

	picturesOf = `
		from (select asset_id from release_asset where release_id = release.id offset 0) as used
		cross join lateral (select id, filename, media_type from asset where id = used.asset_id limit 1) as asset
		where asset.media_type ^@ 'image/'`

	picturesOfSitemap = `
		select release.path, coalesce(picture.ids, '{}'), coalesce(picture.filenames, '{}')
		from (
			select first_published_at, page_id from release where` + inSitemap + `
			order by first_published_at, page_id limit $1 offset $2
		) as place
		cross join lateral (select id, path from release where page_id = place.page_id limit 1) as release
		cross join lateral (
			select array_agg(asset.id::text order by asset.id) as ids, array_agg(asset.filename order by asset.id) as filenames
			from (select asset.id, asset.filename ` + picturesOf + ` order by asset.id limit 1000) as asset
		) as picture
		order by place.first_published_at, place.page_id`

	partsWithPictures = `
		select exists (
			select from release where` + inSitemap + `and (first_published_at, page_id) >= (part.at, part.page_id)
				and (first_published_at, page_id) < (part.next_at, part.next_page_id) and exists (select ` + picturesOf + `))
		from (
			select at, page_id, number, lead(at, 1, 'infinity') over (order by number) as next_at,
				lead(page_id, 1, page_id) over (order by number) as next_page_id
			from unnest($1::timestamptz[], $2::uuid[]) with ordinality as first (at, page_id, number)
		) as part order by number`
)

// EverySitemap calls f with every page that search engines are told of, in their
// order. It stops with the first error of f.
func (s *Snapshot) EverySitemap(ctx context.Context, f func(at SitemapPlace, kind string, changedAt time.Time) error) error {
	rows, _ := s.tx.Query(ctx, everySitemap)
	var at SitemapPlace
	var kind string
	var changedAt time.Time
	_, err := pgx.ForEachRow(rows, []any{&at.At, &at.Page, &kind, &changedAt}, func() error { return f(at, kind, changedAt) })
	return failure("read every sitemap", err)
}

// Sitemap calls f with each page of a part of those of some kinds. It stops with
// the first error of f.
func (s *Snapshot) Sitemap(ctx context.Context, kinds []string, size, skip int, f func(SitemapPage) error) error {
	rows, _ := s.tx.Query(ctx, partOfSitemap, kinds, size, skip)
	var p SitemapPage
	_, err := pgx.ForEachRow(rows, []any{&p.Path, &p.ChangedAt, &p.Title, &p.PublishedAt, &p.New}, func() error { return f(p) })
	return failure("read a sitemap", err)
}

// SitemapPictures calls f with each page of a part of all of them, and with up
// to a thousand pictures that it shows, if any. It stops with the first error of
// f.
func (s *Snapshot) SitemapPictures(ctx context.Context, size, skip int, f func(path string, pictures []cms.Asset) error) error {
	rows, _ := s.tx.Query(ctx, picturesOfSitemap, size, skip)
	var path string
	var ids, filenames []string
	_, err := pgx.ForEachRow(rows, []any{&path, &ids, &filenames}, func() error {
		var pictures []cms.Asset
		for i, id := range ids {
			pictures = append(pictures, cms.Asset{ID: cms.ID(id), Filename: filenames[i]})
		}
		return f(path, pictures)
	})
	return failure("read a sitemap of pictures", err)
}

// WithPictures reports for each part of all pages, by the place that it begins
// with, whether one of its pages shows a picture.
func (s *Snapshot) WithPictures(ctx context.Context, parts []SitemapPlace) ([]bool, error) {
	at, pages := make([]time.Time, len(parts)), make([]string, len(parts))
	for i, part := range parts {
		at[i], pages[i] = part.At, string(part.Page)
	}
	rows, _ := s.tx.Query(ctx, partsWithPictures, at, pages)
	list, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	return list, failure("look for pictures in sitemaps", err)
}
