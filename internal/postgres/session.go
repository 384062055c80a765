package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Sessions keeps who is signed in. It is a store for package scs, which names a
// session by the hash of what is in the cookie.
type Sessions struct{ store *Store }

// Sessions returns the sessions of a database.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// FindCtx returns what a session holds.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = failure("read session", s.store.Pool.QueryRow(ctx, `
		select data from session where token = $1 and not ended and expires_at > now()`, token).Scan(&data))
	if errors.Is(err, cms.ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps a session. One that has ended stays so.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	_, err := s.store.Pool.Exec(ctx, `
		insert into session (token, data, expires_at) values ($1, $2, $3)
		on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at, used_at = now()
		where not session.ended`, token, data, expires)
	return failure("write session", err)
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.store.Pool.Exec(ctx, `update session set ended = true where token = $1`, token)
	return failure("end session", err)
}

// Find is FindCtx. Package scs asks for it, and does not call it.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// EndSessions ends every session of an account.
func (tx *Tx) EndSessions(ctx context.Context, account cms.ID) error {
	_, err := tx.Exec(ctx, `update session set ended = true where account_id = $1`, account)
	return failure("end sessions", err)
}

// Session is somebody who is signed in, as they see it themselves.
type Session struct {
	Token   string // hash of the cookie
	BegunAt time.Time
	UsedAt  time.Time
	Browser string
	Network string
}

// SessionsOf returns the sessions of an account that have not ended, the one
// used last first.
func (s Sessions) SessionsOf(ctx context.Context, account cms.ID) ([]Session, error) {
	rows, _ := s.store.Pool.Query(ctx, `
		select token, begun_at, used_at, coalesce(data ->> 'browser', ''), coalesce(data ->> 'network', '')
		from session where account_id = $1 and not ended and expires_at > now() and data ->> 'stage' is null
		order by used_at desc, token`, account)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Session])
	return list, failure("read sessions", err)
}

// EndSession ends one session of an account. It fails with cms.ErrNotFound if
// there is none.
func (s Sessions) EndSession(ctx context.Context, account cms.ID, token string) error {
	tag, err := s.store.Pool.Exec(ctx, `update session set ended = true where account_id = $1 and token = $2 and not ended`, account, token)
	if err == nil && tag.RowsAffected() == 0 {
		return cms.ErrNotFound
	}
	return failure("end session", err)
}
