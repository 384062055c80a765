package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// absentAfter is how long somebody counts as being on a page who is not heard of.
const absentAfter = time.Minute

// Attend notes that somebody has a page open, forgets those who are no longer
// there, and returns who else is: by name, and the same account in another tab.
// What one request forgets no other waits for.
func (tx *Tx) Attend(ctx context.Context, page, account cms.ID, tab string) ([]cms.User, error) {
	rows, _ := tx.Query(ctx, `
		with gone as (
			delete from presence where (page_id, account_id, tab) in (
				select page_id, account_id, tab from presence where seen_at < now() - $4::interval and (page_id, account_id, tab) <> ($1, $2, $3)
				order by 1, 2, 3 limit 100 for update skip locked)
		), here as (
			insert into presence (page_id, account_id, tab) values ($1, $2, $3)
			on conflict (page_id, account_id, tab) do update set seen_at = excluded.seen_at
		)
		select distinct account.id, account.name from presence join account on account.id = account_id
		where page_id = $1 and (account_id, tab) <> ($2, $3) and seen_at >= now() - $4::interval
		order by 2, 1`, page, account, tab, absentAfter)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (u cms.User, err error) {
		return u, row.Scan(&u.ID, &u.Name)
	})
	return list, failure("note who is on a page", err)
}

// Leave notes that a tab has left a page.
func (tx *Tx) Leave(ctx context.Context, page, account cms.ID, tab string) error {
	_, err := tx.Exec(ctx, `delete from presence where page_id = $1 and account_id = $2 and tab = $3`, page, account, tab)
	return failure("note who has left a page", err)
}

// KeptKey returns the key for what the browser of somebody keeps; nil: there is
// no such account, or it is closed.
func (tx *Tx) KeptKey(ctx context.Context, account cms.ID) (key []byte, err error) {
	err = failure("read key", tx.QueryRow(ctx, `select kept_key from account where id = $1`, account).Scan(&key))
	if errors.Is(err, cms.ErrNotFound) {
		return nil, nil
	}
	return key, err
}
