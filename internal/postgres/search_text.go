package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// MovedEntry is an entry that an index outside of Postgres must take in or leave
// out.
type MovedEntry struct {
	Key     string // a digest of the release, by which one that has ended is known, too
	Changed int64  // rises with every change of the entry
	Release cms.ID // empty: it has ended
}

// Moved returns the live entries that have changed after a number or begun or
// reached their date after an instant, and those that have ended, in the order
// of their releases. After 0: all that are live.
func (g *Glance) Moved(ctx context.Context, after int64, since time.Time) ([]MovedEntry, error) {
	if _, err := g.tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return nil, failure("read what has moved", err)
	}
	rows, _ := g.tx.Query(ctx, `select key, changed, coalesce(release_id::text, '') from search_moved($1, $2)`, after, since)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[MovedEntry])
	return list, failure("read what has moved", err)
}

// EntryText is what a live release says, and what it is narrowed by.
type EntryText struct {
	Release  cms.ID
	Changed  int64
	Ord      uint32
	Kind     string
	Status   string
	DatedAt  time.Time // zero: it has no date
	Title    string
	Summary  string
	Body     string
	Names    []string // what else it is called, canonical
	Terms    []cms.ID // that it carries itself
	Sections []cms.ID // pages above it
	Below    int      // how many live pages are below it
	Facets   map[search.Facet][]string
	TitleKey string // that lists from A to Z sort it by
}

// Texts returns what releases say that are live.
func (g *Glance) Texts(ctx context.Context, releases []cms.ID) ([]EntryText, error) {
	rows, _ := g.tx.Query(ctx, `
		select release_id, changed, ord, kind, status, dated_at, title, summary, body, names, terms::text[], sections::text[], below, facets, title_key
		from search_texts($1::uuid[])`, ids(releases))
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t EntryText, err error) {
		var facets []string
		err = row.Scan(&t.Release, &t.Changed, &t.Ord, &t.Kind, &t.Status, (*instant)(&t.DatedAt), &t.Title, &t.Summary, &t.Body,
			&t.Names, &t.Terms, &t.Sections, &t.Below, &facets, &t.TitleKey)
		t.Facets = facetsOf(facets)
		return t, err
	})
	return list, failure("read texts", err)
}

// Turn returns when the next of the live entries that are dated ahead reaches its
// date; zero: none is.
func (g *Glance) Turn(ctx context.Context) (at time.Time, err error) {
	err = g.tx.QueryRow(ctx, `select search_turn()`).Scan((*instant)(&at))
	return at, failure("read the next date", err)
}

const feedingLock = 7223007

// Alone reports whether the look is the only one that feeds an index outside:
// until it ends, all others are told that they are not.
func (g *Glance) Alone(ctx context.Context) (alone bool, err error) {
	err = g.tx.QueryRow(ctx, `select pg_try_advisory_xact_lock($1)`, feedingLock).Scan(&alone)
	return alone, failure("take the lock for feeding", err)
}
