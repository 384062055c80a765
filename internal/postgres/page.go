package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

const pageColumns = `id, kind, coalesce(parent_id::text, ''), slug, created_at`

func scanPage(row pgx.CollectableRow) (p cms.Page, err error) {
	err = row.Scan(&p.ID, &p.Kind, &p.Parent, &p.Slug, &p.CreatedAt)
	return p, err
}

// InsertPage adds a page to the tree, and says who looks after it.
func (tx *Tx) InsertPage(ctx context.Context, p cms.Page, addressed bool, owner cms.ID) error {
	_, err := tx.Exec(ctx, `
		insert into page (id, kind, has_address, parent_id, slug, created_at, owner_id, changed_by, path)
		select $1, $2, $3, $4, $5, $6, $7, $7, case when $3 then
			coalesce((select case path when '/' then '' else path end from page where id = $4), '') || '/' || $5 end`,
		p.ID, p.Kind, addressed, nullable(p.Parent), p.Slug, p.CreatedAt, nullable(owner))
	return failure("insert page", err)
}

// PlacePage gives a page its place in the tree, and so all pages below it
// another address. Among other pages it has no order yet.
func (tx *Tx) PlacePage(ctx context.Context, id, parent cms.ID, slug string) error {
	_, err := tx.Exec(ctx, `
		with below as (
			update page set path = above.path || '/' || $3 || substr(page.path, length(moving.path) + 1)
			from page as moving, (select case path when '/' then '' else path end as path from page where id = $2) as above
			where moving.id = $1 and page.path > moving.path || '/' and page.path < moving.path || '0'
		)
		update page set parent_id = $2, slug = $3, path = above.path || '/' || $3,
			position = case when parent_id = $2 then position end
		from (select case path when '/' then '' else path end as path from page where id = $2) as above
		where page.id = $1`, id, nullable(parent), slug)
	return failure("place page", err)
}

// Page returns a page by its ID.
func (tx *Tx) Page(ctx context.Context, id cms.ID) (cms.Page, error) {
	rows, _ := tx.Query(ctx, `select `+pageColumns+` from page where id = $1`, id)
	p, err := pgx.CollectExactlyOneRow(rows, scanPage)
	return p, failure("read page", err)
}

// Lineage returns the page and the pages above it, from the top down.
func (tx *Tx) Lineage(ctx context.Context, id cms.ID) ([]cms.Page, error) {
	return tx.lineage(ctx, "page", id)
}

func (tx *Tx) lineage(ctx context.Context, table string, id cms.ID) ([]cms.Page, error) {
	rows, _ := tx.Query(ctx, `
		with recursive line as (
			select page.*, 0 as height from `+table+` as page where id = $1
			union all
			select page.*, height + 1 from line join `+table+` as page on page.id = line.parent_id
		)
		select `+pageColumns+` from line order by height desc`, id)
	pages, err := pgx.CollectRows(rows, scanPage)
	if err == nil && len(pages) == 0 {
		err = cms.ErrNotFound
	}
	return pages, failure("read the pages above", err)
}

// Lines returns the pages and all pages above them, each once.
func (tx *Tx) Lines(ctx context.Context, pages []cms.ID) ([]cms.Page, error) {
	rows, _ := tx.Query(ctx, `
		with recursive line as (
			select id, parent_id from page where id = any ($1)
			union
			select page.id, page.parent_id from line join page on page.id = line.parent_id
		)
		select `+pageColumns+` from page where id in (select id from line)`, ids(pages))
	list, err := pgx.CollectRows(rows, scanPage)
	return list, failure("read the pages above", err)
}

// Branch returns the page and all pages below it, parents before children.
func (tx *Tx) Branch(ctx context.Context, id cms.ID) ([]cms.Page, error) {
	rows, _ := tx.Query(ctx, `
		with recursive branch as (
			select page.*, 0 as depth from page where id = $1
			union all
			select page.*, depth + 1 from branch join page on page.parent_id = branch.id
		)
		select `+pageColumns+` from branch order by depth, slug, id`, id)
	pages, err := pgx.CollectRows(rows, scanPage)
	return pages, failure("read a branch", err)
}

// Pages returns every page, parents before children.
func (tx *Tx) Pages(ctx context.Context) ([]cms.Page, error) {
	rows, _ := tx.Query(ctx, `
		with recursive tree as (
			select page.*, 0 as depth from page where parent_id is null
			union all
			select page.*, depth + 1 from tree join page on page.parent_id = tree.id
		)
		select `+pageColumns+` from tree order by depth, slug, id`)
	pages, err := pgx.CollectRows(rows, scanPage)
	return pages, failure("read all pages", err)
}

// Empty reports whether there is no page at all.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	err = s.Pool.QueryRow(ctx, `select not exists (select from every_page)`).Scan(&empty)
	return empty, failure("look for pages", err)
}

// Now returns the database's clock, which decides what is live.
func (s *Store) Now(ctx context.Context) (at time.Time, err error) {
	err = s.Pool.QueryRow(ctx, `select clock_timestamp()`).Scan(&at)
	return at, failure("read the clock", err)
}
