package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SetRedirect sends an old address on. It reports whether that is new.
func (tx *Tx) SetRedirect(ctx context.Context, r cms.Redirect) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into redirect (from_path, page_id, to_path) values ($1, $2, $3)
		on conflict (from_path) do update set page_id = excluded.page_id, to_path = excluded.to_path
		where (redirect.page_id, redirect.to_path) is distinct from (excluded.page_id, excluded.to_path)`,
		r.From, nullable(r.Page), r.To)
	return tag.RowsAffected() == 1, failure("set redirect", err)
}

// Redirects returns every redirect, by the address that it leads on from.
func (tx *Tx) Redirects(ctx context.Context) ([]cms.Redirect, error) {
	rows, _ := tx.Query(ctx, `select from_path, coalesce(page_id::text, ''), to_path from redirect order by from_path`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Redirect])
	return list, failure("read redirects", err)
}
