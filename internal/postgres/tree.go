package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SlugsLike returns those of the slugs of a branch that begin as one does.
func (tx *Tx) SlugsLike(ctx context.Context, parent cms.ID, slug string) (map[string]bool, error) {
	rows, _ := tx.Query(ctx, `select slug from page where parent_id = $1 and (slug = $2 or starts_with(slug, $2 || '-'))`, parent, slug)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	taken := map[string]bool{}
	for _, one := range list {
		taken[one] = true
	}
	return taken, failure("read slugs", err)
}

// NameTaken reports whether there is a page of a kind without an address that is
// called so.
func (tx *Tx) NameTaken(ctx context.Context, kind, slug string) (taken bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from page where kind = $1 and slug = $2 and not has_address)`, kind, slug).Scan(&taken)
	return taken, failure("look for a name", err)
}

// KindsBelow counts the pages below a page by their kind.
func (tx *Tx) KindsBelow(ctx context.Context, parent cms.ID) (map[string]int, error) {
	rows, _ := tx.Query(ctx, `select kind, count(*) from page where parent_id = $1 group by kind`, parent)
	counts := map[string]int{}
	var kind string
	var n int
	_, err := pgx.ForEachRow(rows, []any{&kind, &n}, func() error {
		counts[kind] = n
		return nil
	})
	return counts, failure("count kinds", err)
}

// BranchAddresses returns where a page and all pages below it stand, by their addresses.
func (tx *Tx) BranchAddresses(ctx context.Context, page cms.ID) ([]cms.Standpoint, error) {
	rows, _ := tx.Query(ctx, `
		select page.id, page.title, page.path
		from page, (select path from page where id = $1) as top
		where page.path = top.path or page.path > top.path || '/' and page.path < top.path || '0'
		order by page.path`, page)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Standpoint])
	return list, failure("read the addresses of a branch", err)
}

// SetOrder gives pages below a page their places, from 1. Others below it have
// none any more.
func (tx *Tx) SetOrder(ctx context.Context, parent cms.ID, children []cms.ID) error {
	_, err := tx.Exec(ctx, `
		update page set position = wanted.turn
		from page as child left join unnest($2::uuid[]) with ordinality as wanted (id, turn) on wanted.id = child.id
		where child.parent_id = $1 and page.id = child.id and page.position is distinct from wanted.turn`, parent, ids(children))
	return failure("set an order", err)
}
