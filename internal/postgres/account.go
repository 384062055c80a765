package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Credentials are how somebody proves to be the holder of an account.
type Credentials struct {
	cms.Account
	Password string // hash; empty: not chosen yet
	Factor   string // secret; empty: there is none
}

const accountColumns = `id, name, coalesce(email, ''), created_at, signed_in_at, disabled_at, closed_at,
	coalesce(password, ''), coalesce(factor, ''),
	(select count(*) from recovery_code where account_id = account.id),
	(select coalesce(json_agg(json_build_object('Role', role, 'Branch', coalesce(branch_id::text, ''), 'Delete', may_delete) order by branch_id nulls first), '[]')
		from account_grant where account_id = account.id)`

func scanAccount(row pgx.CollectableRow) (c Credentials, err error) {
	err = row.Scan(&c.ID, &c.Name, &c.Email, &c.CreatedAt, (*instant)(&c.SignedInAt), (*instant)(&c.DisabledAt), (*instant)(&c.ClosedAt),
		&c.Password, &c.Factor, &c.RecoveryCodes, &c.Grants)
	c.HasPassword, c.HasFactor = c.Password != "", c.Factor != ""
	return c, err
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func oneAccount(ctx context.Context, db querier, where string, args ...any) (Credentials, error) {
	rows, _ := db.Query(ctx, `select `+accountColumns+` from account where `+where, args...)
	c, err := pgx.CollectExactlyOneRow(rows, scanAccount)
	return c, failure("read account", err)
}

// Account returns an account and how its holder is known.
func (s *Store) Account(ctx context.Context, id cms.ID) (Credentials, error) {
	return oneAccount(ctx, s.Pool, `id = $1`, id)
}

// AccountByEmail returns the account with that email address, in any case.
func (s *Store) AccountByEmail(ctx context.Context, email string) (Credentials, error) {
	return oneAccount(ctx, s.Pool, `lower(email) = lower($1)`, email)
}

// HasAccounts reports whether anybody can sign in, or ever could.
func (s *Store) HasAccounts(ctx context.Context) (has bool, err error) {
	err = s.Pool.QueryRow(ctx, `select exists (select from account)`).Scan(&has)
	return has, failure("look for accounts", err)
}

// Account returns an account.
func (tx *Tx) Account(ctx context.Context, id cms.ID) (cms.Account, error) {
	c, err := oneAccount(ctx, tx, `id = $1`, id)
	return c.Account, err
}

// HasAccounts reports whether there is any account.
func (tx *Tx) HasAccounts(ctx context.Context) (has bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from account)`).Scan(&has)
	return has, failure("look for accounts", err)
}

// InsertAccount adds an account without a password.
func (tx *Tx) InsertAccount(ctx context.Context, a cms.Account) error {
	if _, err := tx.Exec(ctx, `insert into account (id, name, email) values ($1, $2, $3)`, a.ID, a.Name, a.Email); err != nil {
		return failure("insert account", err)
	}
	return tx.SetGrants(ctx, a.ID, a.Grants)
}

// SetGrants replaces what an account may do.
func (tx *Tx) SetGrants(ctx context.Context, account cms.ID, grants []cms.Grant) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from account_grant where account_id = $1`, account)
	for _, g := range grants {
		batch.Queue(`insert into account_grant (account_id, role, branch_id, may_delete) values ($1, $2, $3, $4)`,
			account, g.Role.String(), nullable(g.Branch), g.Delete)
	}
	return failure("set grants", tx.SendBatch(ctx, batch).Close())
}

// SetPassword stores the hash of a password.
func (tx *Tx) SetPassword(ctx context.Context, account cms.ID, hash string) error {
	_, err := tx.Exec(ctx, `update account set password = $2 where id = $1`, account, hash)
	return failure("set password", err)
}

// Link is a link that lets somebody in once.
type Link struct {
	Account cms.ID // empty: it makes the first account
	Purpose string // setup, invite or reset
}

// InsertLink keeps a link by its hash, in place of earlier ones of its account.
func (tx *Tx) InsertLink(ctx context.Context, hash []byte, l Link, lasts time.Duration) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from account_link where account_id = $1 or expires_at < now()`, nullable(l.Account))
	batch.Queue(`insert into account_link (hash, account_id, purpose, expires_at) values ($1, $2, $3, now() + $4::interval)`,
		hash, nullable(l.Account), l.Purpose, lasts)
	return failure("insert link", tx.SendBatch(ctx, batch).Close())
}

const findLink = `select coalesce(account_id::text, ''), purpose from account_link where hash = $1 and expires_at > now()`

// Link returns the link with that hash, unless it has expired.
func (s *Store) Link(ctx context.Context, hash []byte) (l Link, err error) {
	err = s.Pool.QueryRow(ctx, findLink, hash).Scan(&l.Account, &l.Purpose)
	return l, failure("read link", err)
}

// TakeLink uses a link up.
func (tx *Tx) TakeLink(ctx context.Context, hash []byte) (l Link, err error) {
	err = tx.QueryRow(ctx, `
		delete from account_link where hash = $1 and expires_at > now()
		returning coalesce(account_id::text, ''), purpose`, hash).Scan(&l.Account, &l.Purpose)
	return l, failure("use link", err)
}

// DeleteSetupLinks makes sure that nobody else makes a first account.
func (tx *Tx) DeleteSetupLinks(ctx context.Context) error {
	_, err := tx.Exec(ctx, `delete from account_link where purpose = 'setup'`)
	return failure("delete links", err)
}
