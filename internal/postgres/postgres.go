// Package postgres holds every SQL statement but those of search engines, one
// file per subject. It maps rows to the words of package cms and decides
// nothing: rules are in cms, the order of writes in publishing.
//
// Store works as the owner of the database, for publishing. Site works as the
// public login, which row-level security confines to live rows.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/puddle/v2"

	"lectern/internal/cms"
)

// Store reads and writes as the owner of the database.
type Store struct{ Pool *pgxpool.Pool }

// Open connects as the owner.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("postgres: the database URL cannot be read: %w", err)
	}
	config.ConnConfig.RuntimeParams["application_name"] = "lectern"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: open: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("postgres: connect: %w", err)
	}
	return &Store{Pool: pool}, nil
}

// Close ends every connection.
func (s *Store) Close() { s.Pool.Close() }

// Tx is one transaction as the owner.
type Tx struct{ pgx.Tx }

// Tx runs f in a transaction, which is committed if f returns nil.
func (s *Store) Tx(ctx context.Context, f func(*Tx) error) error {
	return failure("transaction", pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		return f(&Tx{tx})
	}))
}

// ReadTx runs f in a transaction that sees the database as it is at one instant,
// and can write nothing.
func (s *Store) ReadTx(ctx context.Context, f func(*Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return failure("read", pgx.BeginTxFunc(ctx, s.Pool, options, func(tx pgx.Tx) error {
		return f(&Tx{tx})
	}))
}

// Now returns the instant that the transaction sees the database at.
func (tx *Tx) Now(ctx context.Context) (at time.Time, err error) {
	err = tx.QueryRow(ctx, `select now()`).Scan(&at)
	return at, failure("read the clock", err)
}

// failure names the operation that failed, and turns what Postgres says into
// the kinds of failure of package cms.
func failure(operation string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return cms.ErrNotFound
	}
	for _, known := range []error{cms.ErrNotFound, cms.ErrForbidden, cms.ErrConflict, cms.ErrInvalid, cms.ErrUnavailable} {
		if errors.Is(err, known) {
			return err
		}
	}
	if unreachable(err) {
		return fmt.Errorf("postgres: %s: %w: %w", operation, cms.ErrUnavailable, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		if goingAway[pg.Code[:2]] {
			return fmt.Errorf("postgres: %s: %w: %w", operation, cms.ErrUnavailable, err)
		}
		if message, known := conflicts[pg.ConstraintName]; known {
			return cms.Conflictf("%s", message)
		}
		if unstorable[pg.Code] {
			return cms.Invalidf("", "there is a character in it that cannot be stored; take it away")
		}
		if pg.Code[:2] == "40" { // two transactions in each other's way
			return cms.Conflictf("somebody else changed the same at the same moment; try again")
		}
	}
	return fmt.Errorf("postgres: %s: %w", operation, err)
}

// unreachable reports whether there is no server to talk to, or none any more.
func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) && !errors.Is(err, context.Canceled) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, puddle.ErrClosedPool)
}

// unstorable holds the SQLSTATEs that a null byte and broken UTF-8 lead to.
var unstorable = map[string]bool{"22021": true, "22P05": true}

// goingAway holds the classes of SQLSTATE that say the server itself is in
// trouble: connection lost, out of resources, shutting down.
var goingAway = map[string]bool{"08": true, "53": true, "57": true}

// conflicts says in words what a constraint guards.
var conflicts = map[string]string{
	"account_email":               "there is already an account with this email address",
	"one_release_per_page":        "another release of this page is already planned for that time",
	"one_page_per_path":           "another page has this address at that time",
	"bin_gets_no_release":         "the page is in the bin; restore it first",
	"bin_holds_nothing_public":    "a page of the branch is public, or planned to be; withdraw it, or cancel what is planned, first",
	"page_address":                "there is already a page with this name below the same page",
	"page_name":                   "there is already one of this kind with this name",
	"page_pkey":                   "there is already a page with this id",
	"redirect_page_id_fkey":       "the page that the redirect should lead to is not there",
	"release_is_history":          "the release has begun in the meantime; what has been public cannot be changed",
	"release_term_term_id_fkey":   "pages carry this term, or did once; it stays as long as history needs it",
	"term_parent_id_fkey":         "other terms stand below this one; delete them or move them first",
	"term_vocabulary_slug_key":    "another term of this vocabulary has the same name in addresses; choose another",
	"revision_page_id_number_key": "somebody else changed this page at the same moment; try again",
}
