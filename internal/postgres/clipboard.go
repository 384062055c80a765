package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// mostCopies is how many copied blocks of somebody are kept, and copiesLast for
// how long.
const (
	mostCopies = 5
	copiesLast = 7 * 24 * time.Hour
)

// AddCopy keeps a block that an account has copied, and forgets the account's
// oldest ones. A block that was copied before as it is now comes first again.
func (tx *Tx) AddCopy(ctx context.Context, account cms.ID, c cms.CopiedBlock) error {
	_, err := tx.Exec(ctx, `delete from copied_block where account_id = $1 and what = $2 and body = $3`, account, c.What, c.Body)
	if err != nil {
		return failure("copy block", err)
	}
	_, err = tx.Exec(ctx, `insert into copied_block (account_id, what, body) values ($1, $2, $3)`, account, c.What, c.Body)
	if err != nil {
		return failure("copy block", err)
	}
	_, err = tx.Exec(ctx, `
		delete from copied_block where id in (
			select id from copied_block where account_id = $1 order by copied_at desc, id offset $2)`, account, mostCopies)
	return failure("copy block", err)
}

// Copies returns the blocks that an account has copied, the newest first.
func (tx *Tx) Copies(ctx context.Context, account cms.ID) ([]cms.CopiedBlock, error) {
	rows, _ := tx.Query(ctx, `
		select id, what, body from copied_block where account_id = $1 and copied_at > now() - $2::interval
		order by copied_at desc, id limit $3`, account, copiesLast, mostCopies)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c cms.CopiedBlock, err error) {
		return c, row.Scan(&c.ID, &c.What, &c.Body)
	})
	return list, failure("read copied blocks", err)
}

// ForgetCopies deletes the copied blocks that are offered no longer.
func (s *Store) ForgetCopies(ctx context.Context) error {
	_, err := s.Pool.Exec(ctx, `delete from copied_block where copied_at <= now() - $1::interval`, copiesLast)
	return failure("forget copied blocks", err)
}
