package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Places returns where those pages are, and those at the addresses of the
// editors' tree, in no particular order. Pages without an address are left out.
func (tx *Tx) Places(ctx context.Context, pages []cms.ID, paths []string) (cms.Places, error) {
	rows, _ := tx.Query(ctx, `
		select page.id, page.title, page.path, array(
			with recursive line as (
				select page.id, page.parent_id, 0 as height
				union all
				select above.id, above.parent_id, height + 1 from line join page as above on above.id = line.parent_id
			)
			select id::text from line order by height desc),
			exists (select from release where page_id = page.id and outcome in ('page', 'announced', 'withdrawn')
				and live_from <= now() and live_until > now())
		from page where path is not null and (id = any ($1) or path = any ($2))`, ids(pages), paths)
	places, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p cms.Place, err error) {
		err = row.Scan(&p.Page, &p.Title, &p.Path, &p.Branch, &p.Live)
		return p, err
	})
	return places, failure("find out where pages are", err)
}
