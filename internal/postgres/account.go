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

// AccountByEmail returns the account with that email address, in any case.
func (tx *Tx) AccountByEmail(ctx context.Context, email string) (cms.Account, error) {
	c, err := oneAccount(ctx, tx, `lower(email) = lower($1)`, email)
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

// SetAccount stores the name and the email address of an account.
func (tx *Tx) SetAccount(ctx context.Context, a cms.Account) error {
	_, err := tx.Exec(ctx, `update account set name = $2, email = $3 where id = $1`, a.ID, a.Name, a.Email)
	return failure("change account", err)
}

// SetFactor stores the secret of the codes that an account signs in with, and
// the step of the latest code; an empty one: it signs in without.
func (tx *Tx) SetFactor(ctx context.Context, account cms.ID, secret string, step int64) error {
	_, err := tx.Exec(ctx, `update account set factor = $2, factor_step = $3 where id = $1`, account, nullableText(secret), step)
	return failure("set second factor", err)
}

// SetRecoveryCodes replaces the hashes of an account's recovery codes.
func (tx *Tx) SetRecoveryCodes(ctx context.Context, account cms.ID, hashes [][]byte) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from recovery_code where account_id = $1`, account)
	batch.Queue(`insert into recovery_code (account_id, hash) select $1, unnest($2::bytea[])`, account, hashes)
	return failure("set recovery codes", tx.SendBatch(ctx, batch).Close())
}

// SetDisabled lets nobody sign in to an account, or somebody again.
func (tx *Tx) SetDisabled(ctx context.Context, account cms.ID, disabled bool) error {
	_, err := tx.Exec(ctx, `
		update account set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1`, account, disabled)
	return failure("disable account", err)
}

// CloseAccount erases all that is known of an account's holder.
func (tx *Tx) CloseAccount(ctx context.Context, account cms.ID, pseudonym string) error {
	batch := &pgx.Batch{}
	batch.Queue(`
		update account set name = $2, email = null, password = null, factor = null, factor_step = 0, kept_key = null,
			closed_at = now(), signed_in_at = null where id = $1`, account, pseudonym)
	for _, table := range []string{"account_grant", "recovery_code", "account_link", "session", "presence", "letter_off", "copied_block"} {
		batch.Queue(`delete from `+table+` where account_id = $1`, account)
	}
	return failure("close account", tx.SendBatch(ctx, batch).Close())
}

// HasAdministratorBut reports whether anybody else than that account can sign in
// and has a say over the whole site.
func (tx *Tx) HasAdministratorBut(ctx context.Context, account cms.ID) (has bool, err error) {
	err = tx.QueryRow(ctx, `
		select exists (
			select from account join account_grant on account_id = id
			where id <> $1 and role = 'administrator' and branch_id is null
				and password is not null and disabled_at is null and closed_at is null)`, account).Scan(&has)
	return has, failure("look for administrators", err)
}

// Accounts returns all accounts: by name, closed ones last.
func (tx *Tx) Accounts(ctx context.Context) ([]cms.Account, error) {
	rows, _ := tx.Query(ctx, `select `+accountColumns+` from account order by closed_at is not null, lower(name), id`)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (cms.Account, error) {
		c, err := scanAccount(row)
		return c.Account, err
	})
	return list, failure("read accounts", err)
}

// The purposes of links.
const (
	LinkSetup  = "setup"  // makes the first account
	LinkInvite = "invite" // chooses a first password
	LinkReset  = "reset"  // chooses another one
)

// Link is a link that lets somebody in once.
type Link struct {
	Account cms.ID // empty: it makes the first account
	Purpose string
}

// InsertLink keeps a link by its hash.
func (tx *Tx) InsertLink(ctx context.Context, hash []byte, l Link, lasts time.Duration) error {
	_, err := tx.Exec(ctx, `insert into account_link (hash, account_id, purpose, expires_at) values ($1, $2, $3, now() + $4::interval)`,
		hash, nullable(l.Account), l.Purpose, lasts)
	return failure("insert link", err)
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

// DeleteLinks makes the links of an account useless.
func (tx *Tx) DeleteLinks(ctx context.Context, account cms.ID) error {
	_, err := tx.Exec(ctx, `delete from account_link where account_id = $1`, account)
	return failure("delete links", err)
}

// SignedIn keeps when somebody signed in.
func (s *Store) SignedIn(ctx context.Context, account cms.ID) error {
	_, err := s.Pool.Exec(ctx, `update account set signed_in_at = now() where id = $1`, account)
	return failure("keep who signed in", err)
}

// ReplaceHash stores another hash of the same password.
func (s *Store) ReplaceHash(ctx context.Context, account cms.ID, was, hash string) error {
	_, err := s.Pool.Exec(ctx, `update account set password = $3 where id = $1 and password = $2`, account, was, hash)
	return failure("store a stronger hash", err)
}

// UseStep uses up the code of a step. It reports false when that code, or one
// after it, was used before.
func (s *Store) UseStep(ctx context.Context, account cms.ID, step int64) (first bool, err error) {
	tag, err := s.Pool.Exec(ctx, `update account set factor_step = $2 where id = $1 and factor_step < $2`, account, step)
	return tag.RowsAffected() == 1, failure("use a code", err)
}

// UseRecoveryCode uses up a recovery code. It reports false when there is none
// with that hash.
func (s *Store) UseRecoveryCode(ctx context.Context, account cms.ID, hash []byte) (found bool, err error) {
	tag, err := s.Pool.Exec(ctx, `delete from recovery_code where account_id = $1 and hash = $2`, account, hash)
	return tag.RowsAffected() == 1, failure("use a recovery code", err)
}

// PageAt returns the page that these names lead to from the top of the tree. It
// fails with cms.ErrNotFound when there is none.
func (tx *Tx) PageAt(ctx context.Context, slugs []string) (id cms.ID, err error) {
	err = tx.QueryRow(ctx, `select id from page where parent_id is null and has_address and slug = ''`).Scan(&id)
	for _, slug := range slugs {
		if err != nil || slug == "" {
			break
		}
		err = tx.QueryRow(ctx, `select id from page where parent_id = $1 and slug = $2`, id, slug).Scan(&id)
	}
	return id, failure("find page", err)
}

// Organisation returns the name of whose site it is, as visitors see it now.
func (s *Store) Organisation(ctx context.Context) (name string, err error) {
	err = s.Pool.QueryRow(ctx, `
		select coalesce((select title from release where kind = 'site' and outcome = 'page' and live_from <= now() and live_until > now() limit 1), '')`).Scan(&name)
	return name, failure("read whose site it is", err)
}
