package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// PlacesAt returns the pages at those addresses of the editors' tree, in no
// particular order. Where there is none, there is none.
func (tx *Tx) PlacesAt(ctx context.Context, paths []string) (cms.Places, error) {
	return tx.places(ctx, "find pages by their addresses", `
		with recursive wanted as (
			select path, string_to_array(trim(leading '/' from path), '/') as parts from unnest($1::text[]) as path
		), walk as (
			select wanted.path, parts, 0 as depth, array[page.id] as branch from wanted
			join page on page.parent_id is null and page.has_address and page.slug = ''
			union all
			select walk.path, parts, depth + 1, branch || page.id from walk
			join page on page.parent_id = walk.branch[depth + 1] and page.has_address and page.slug = walk.parts[depth + 1]
			where depth < cardinality(parts)
		)
		select distinct on (path) path, branch from walk where depth = cardinality(parts)`, paths)
}

// Places returns where pages are that have an address, in no particular order.
func (tx *Tx) Places(ctx context.Context, pages []cms.ID) (cms.Places, error) {
	return tx.places(ctx, "find the addresses of pages", `
		with recursive line as (
			select parent_id, slug::text as path, array[id] as branch from page where id = any($1) and has_address
			union all
			select page.parent_id, page.slug || '/' || line.path, page.id || line.branch from line
			join page on page.id = line.parent_id
		)
		select '/' || trim(leading '/' from path) as path, branch from line where parent_id is null`, pages)
}

func (tx *Tx) places(ctx context.Context, operation, found string, of any) (cms.Places, error) {
	rows, _ := tx.Query(ctx, `
		with found as (`+found+`), page as (select branch[cardinality(branch)] as id, * from found)
		select page.id, page.path, page.branch::text[], coalesce(shown.live, false), coalesce(shown.title, draft.body->>'title', '')
		from page left join draft on draft.page_id = page.id
		left join lateral (
			select title, live_from <= now() and live_until > now() as live from release
			where page_id = page.id and outcome in ('page', 'announced', 'withdrawn')
			order by live_from <= now() and live_until > now() desc, live_from desc limit 1
		) as shown on true`, of)
	places, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p cms.Place, err error) {
		err = row.Scan(&p.Page, &p.Path, &p.Branch, &p.Live, &p.Title)
		return p, err
	})
	return places, failure(operation, err)
}
