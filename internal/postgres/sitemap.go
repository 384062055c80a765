package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// What search engines are told of: live pages and what is announced. A page
// that has been withdrawn is kept for those who have its address.
const (
	inSitemap = ` path is not null and outcome in ('page', 'announced') and indexed `

	countSitemap = `select count(*) from release where` + inSitemap

	// Those before the part are counted along the index alone.
	partOfSitemap = `
		select release.path, release.last_edited_at
		from (select page_id from release where` + inSitemap + `order by page_id limit $1 offset $2) as place
		cross join lateral (select path, last_edited_at from release where page_id = place.page_id limit 1) as release
		order by place.page_id`
)

// CountSitemap returns how many pages search engines are told of.
func (s *Snapshot) CountSitemap(ctx context.Context) (n int, err error) {
	err = s.tx.QueryRow(ctx, countSitemap).Scan(&n)
	return n, failure("count the sitemap", err)
}

// Sitemap calls f with the address of each page of a part, and when it was last
// edited. It stops with the first error of f.
func (s *Snapshot) Sitemap(ctx context.Context, size, skip int, f func(path string, edited time.Time) error) error {
	rows, _ := s.tx.Query(ctx, partOfSitemap, size, skip)
	var path string
	var edited time.Time
	_, err := pgx.ForEachRow(rows, []any{&path, &edited}, func() error { return f(path, edited) })
	return failure("read the sitemap", err)
}
