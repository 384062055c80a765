package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Places returns where those pages are, and those at the addresses of the
// editors' tree, in no particular order. Pages without an address are left out.
// What is out of sight has the title that the public knows it by, if any.
func (tx *Tx) Places(ctx context.Context, s Sight, pages []cms.ID, paths []string) (cms.Places, error) {
	rows, _ := tx.Query(ctx, `
		select page.id, case when `+inSight+` then page.title else coalesce(live.title, '') end, page.path, array(
			with recursive line as (
				select page.id, page.parent_id, 0 as height
				union all
				select above.id, above.parent_id, height + 1 from line join page as above on above.id = line.parent_id
			)
			select id::text from line order by height desc),
			live.id is not null
		from page left join lateral (
			select id, title from release where page_id = page.id and outcome in ('page', 'announced', 'withdrawn')
				and live_from <= $3 and live_until > $3 limit 1
		) as live on true
		where page.path is not null and (page.id = any ($4) or page.path = any ($5))`, s.args(ids(pages), paths)...)
	places, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p cms.Place, err error) {
		err = row.Scan(&p.Page, &p.Title, &p.Path, &p.Branch, &p.Live)
		return p, err
	})
	return places, failure("find out where pages are", err)
}
