package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// InsertSearchQuery records what was searched for, as the public login may.
func (s *Site) InsertSearchQuery(ctx context.Context, query string, results int) error {
	_, err := s.Pool.Exec(ctx, `insert into search_query (query, results) values ($1, $2)`, query, results)
	return failure("record a search", err)
}

// InsertRedirectHit records a use of an old address, as the public login may.
func (s *Site) InsertRedirectHit(ctx context.Context, from string) error {
	_, err := s.Pool.Exec(ctx, `insert into redirect_hit (from_path) values ($1)`, from)
	return failure("count a redirect", err)
}

// changesKept is how long nodes may be away and still learn what has changed.
const changesKept = "7 days"

// Forget deletes what visitors left that is older than that, and changes that
// every node has long learnt of.
func (s *Store) Forget(ctx context.Context, older time.Duration) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from search_query where at < now() - $1::interval`, older)
	batch.Queue(`delete from redirect_hit where at < now() - $1::interval`, older)
	batch.Queue(`delete from change where at < now() - interval '` + changesKept + `'`)
	return failure("forget what is old", s.Pool.SendBatch(ctx, batch).Close())
}
