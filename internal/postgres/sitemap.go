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

	Title            string
	FirstPublishedAt time.Time
	New              bool // published for the first time in the last two days
}

const (
	// What search engines are told of: live pages and what is announced. A page
	// that has been withdrawn is kept for those who have its address.
	inSitemap = ` path is not null and outcome in ('page', 'announced') and indexed `

	everySitemap = `select page_id, kind, changed_at from release where` + inSitemap + `order by page_id`

	// Those before the part are counted along the index alone.
	partOfSitemap = `
		select release.path, release.changed_at, release.title, release.first_published_at,
			release.first_published_at between site_now() - interval '48 hours' and site_now()
		from (select page_id from release where` + inSitemap + `and kind = any ($1) order by page_id limit $2 offset $3) as place
		cross join lateral (select * from release where page_id = place.page_id limit 1) as release
		order by place.page_id`

	picturesOf = `
		from (select asset_id from release_asset where release_id = release.id offset 0) as used
		cross join lateral (select id, filename, media_type from asset where id = used.asset_id limit 1) as asset
		where asset.media_type ^@ 'image/'`

	picturesOfSitemap = `
		select release.path, coalesce(picture.ids, '{}'), coalesce(picture.filenames, '{}')
		from (select page_id from release where` + inSitemap + `order by page_id limit $1 offset $2) as place
		cross join lateral (select * from release where page_id = place.page_id limit 1) as release
		cross join lateral (
			select array_agg(asset.id::text order by asset.id) as ids, array_agg(asset.filename order by asset.id) as filenames
			from (select asset.id, asset.filename ` + picturesOf + ` order by asset.id limit 1000) as asset
		) as picture
		order by place.page_id`

	partsWithPictures = `
		select exists (
			select from release where` + inSitemap + `and page_id >= part.first and page_id < part.next and exists (select ` + picturesOf + `))
		from (
			select first, lead(first, 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff') over (order by first) as next from unnest($1::uuid[]) as first
		) as part order by part.first`
)

// EverySitemap calls f with every page that search engines are told of, in the
// order in which sitemaps name them: new pages come last. It stops with the
// first error of f.
func (s *Snapshot) EverySitemap(ctx context.Context, f func(page cms.ID, kind string, changedAt time.Time) error) error {
	rows, _ := s.tx.Query(ctx, everySitemap)
	var page cms.ID
	var kind string
	var changedAt time.Time
	_, err := pgx.ForEachRow(rows, []any{&page, &kind, &changedAt}, func() error { return f(page, kind, changedAt) })
	return failure("read every sitemap", err)
}

// Sitemap calls f with each page of a part of those of some kinds. It stops with
// the first error of f.
func (s *Snapshot) Sitemap(ctx context.Context, kinds []string, size, skip int, f func(SitemapPage) error) error {
	rows, _ := s.tx.Query(ctx, partOfSitemap, kinds, size, skip)
	var p SitemapPage
	_, err := pgx.ForEachRow(rows, []any{&p.Path, &p.ChangedAt, &p.Title, &p.FirstPublishedAt, &p.New}, func() error { return f(p) })
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

// WithPictures reports for each part of the sitemap, by its first page, whether
// one of its pages shows a picture.
func (s *Snapshot) WithPictures(ctx context.Context, parts []cms.ID) ([]bool, error) {
	rows, _ := s.tx.Query(ctx, partsWithPictures, ids(parts))
	list, err := pgx.CollectRows(rows, pgx.RowTo[bool])
	return list, failure("look for pictures in sitemaps", err)
}
