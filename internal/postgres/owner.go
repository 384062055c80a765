package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Owner returns who looks after a page; empty: nobody.
func (tx *Tx) Owner(ctx context.Context, page cms.ID) (owner cms.ID, err error) {
	err = tx.QueryRow(ctx, `select coalesce(owner_id::text, '') from page where id = $1`, page).Scan(&owner)
	return owner, failure("read who looks after a page", err)
}

// SetOwner says who looks after pages; empty: nobody.
func (tx *Tx) SetOwner(ctx context.Context, pages []cms.ID, owner cms.ID) error {
	_, err := tx.Exec(ctx, `update page set owner_id = $2 where id = any ($1)`, ids(pages), nullable(owner))
	return failure("set who looks after a page", err)
}

// ownerlessBelow are the pages below a page that nobody looks after who still works
// here.
const ownerlessBelow = branchOf + `
	%s from branch join page using (id)
	where page.id <> $1 and not exists (
		select from account where account.id = page.owner_id and disabled_at is null and closed_at is null)`

// OwnerlessBelow returns the pages below a page that nobody looks after who still
// works here.
func (tx *Tx) OwnerlessBelow(ctx context.Context, page cms.ID) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, fmt.Sprintf(ownerlessBelow, `select page.id::text`)+` order by page.path, page.id`, page)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("read what nobody looks after", err)
}

// CountOwnerlessBelow counts them.
func (tx *Tx) CountOwnerlessBelow(ctx context.Context, page cms.ID) (n int, err error) {
	err = tx.QueryRow(ctx, fmt.Sprintf(ownerlessBelow, `select count(*)`), page).Scan(&n)
	return n, failure("count what nobody looks after", err)
}

// PeopleWith returns those who have one of the roles on one of the branches or on the
// whole site, by their names.
func (tx *Tx) PeopleWith(ctx context.Context, roles []string, branches []cms.ID) ([]cms.Person, error) {
	rows, _ := tx.Query(ctx, `
		select id::text, name from account
		where `+holds+`
		order by lower(name), id`, roles, ids(branches))
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Person])
	return list, failure("read who may", err)
}
