package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/internal/cms"
)

// Bounds of a preview. It waits for others less long than Postgres takes to
// look for a circle of waits (deadlock_timeout, a second): so it is always the
// preview that gives way, and never an edit that is meant.
const (
	previewWait = "150ms" // for a row that an edit has changed
	previewIdle = "5s"    // between two statements, before the database takes it back
)

// previewTries is how often a preview is begun anew that was in the way of an
// edit.
const previewTries = 3

// Preview runs f in a transaction that is always taken back: what f writes is
// seen by nobody else.
func (s *Store) Preview(ctx context.Context, f func(*Tx) error) error {
	var err error
	for range previewTries {
		if err = s.preview(ctx, f); !inTheWay(err) {
			break
		}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == lockTimeout {
		return cms.Conflictf("this page is being changed at this very moment; look again")
	}
	return failure("preview", err)
}

const lockTimeout = "55P03"

func (s *Store) preview(ctx context.Context, f func(*Tx) error) error {
	tx, err := s.Pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	if err != nil {
		return failure("preview", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	_, err = tx.Exec(ctx, fmt.Sprintf(`set local lock_timeout = '%s'; set local idle_in_transaction_session_timeout = '%s'`, previewWait, previewIdle))
	if err != nil {
		return failure("preview", err)
	}
	return f(&Tx{tx})
}

// inTheWay reports whether a preview may have met an edit that was under way.
func inTheWay(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, cms.ErrConflict) || errors.As(err, &pg) && pg.Code == lockTimeout
}

// HidePlanned takes away what is out of sight and begins after now, until an
// instant, as if it had been cancelled: what it would end goes on. A preview
// does so, and takes it back.
func (tx *Tx) HidePlanned(ctx context.Context, s Sight, until time.Time) error {
	rows, _ := tx.Query(ctx, `
		delete from release using page where page.id = release.page_id and live_from > $3 and live_from <= $4 and not `+inSight+`
		returning page_id::text`, s.args(until)...)
	pages, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	if err != nil || len(pages) == 0 {
		return failure("hide what is planned", err)
	}
	_, err = tx.Exec(ctx, `
		update release set live_until = least(ends_at, (
			select min(live_from) from release as later where later.page_id = release.page_id and later.live_from > $2))
		where page_id = any ($1) and live_from <= $2 and live_until > $2 and live_until < ends_at`, ids(pages), s.At)
	return failure("hide what is planned", err)
}

// AsVisitor runs f on what visitors get at an instant, what the transaction has
// written included. It stays the preview login's until the transaction ends.
func (tx *Tx) AsVisitor(ctx context.Context, at time.Time, f func(*Snapshot) error) error {
	var login string
	if err := tx.QueryRow(ctx, `select name from login where purpose = 'preview'`).Scan(&login); err != nil {
		return failure("read login", err)
	}
	if _, err := tx.Exec(ctx, `set local role `+quoteName(login)); err != nil {
		return failure("look as a visitor", err)
	}
	_, err := tx.Exec(ctx, `select set_config('lectern.instant', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`,
		at.UTC().Format(time.RFC3339Nano))
	if err != nil {
		return failure("look as a visitor", err)
	}
	return f(&Snapshot{tx: tx.Tx})
}
