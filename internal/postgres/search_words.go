package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// WordSeparator stands between the words of an entry.
const WordSeparator = "\x01"

// EntryWords is the words that a live entry has.
type EntryWords struct {
	Ord   uint32
	Words string // stems as Postgres makes them, with the separator between them
	Title string // those of its title
}

// Words calls f with the words of those of the entries that are live.
func (g *Glance) Words(ctx context.Context, ords []uint32, f func(EntryWords)) error {
	if _, err := g.tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return failure("read words", err)
	}
	rows, _ := g.tx.Query(ctx, `select ord, words, title_words from search_words($1)`, ords)
	var e EntryWords
	_, err := pgx.ForEachRow(rows, []any{&e.Ord, &e.Words, &e.Title}, func() error {
		f(e)
		return nil
	})
	if err == nil {
		_, err = g.tx.Exec(ctx, `set local statement_timeout to default`)
	}
	return failure("read words", err)
}

// Query returns what is looked for as Postgres writes a tsquery.
func (g *Glance) Query(ctx context.Context, s Sought) (query string, err error) {
	err = g.tx.QueryRow(ctx, `select search_sought($1, $2)`, s.needs(), s.AnyOf).Scan(&query)
	return query, failure("read what is sought", err)
}

// Having returns those of the entries that have what is looked for.
func (g *Glance) Having(ctx context.Context, s Sought, ords []uint32) (having []uint32, err error) {
	err = g.tx.QueryRow(ctx, `select coalesce(search_having($1, $2, $3), '{}')`, s.needs(), s.AnyOf, ords).Scan(&having)
	return having, failure("search", err)
}

// Titled returns those of the entries whose titles have what is looked for, and all
// that are called so.
func (g *Glance) Titled(ctx context.Context, s Sought, ords []uint32) (m Match, err error) {
	err = g.tx.QueryRow(ctx, `select titled, tiers, lengths from search_titled($1, $2, $3, $4)`, s.Wholes, s.needs(), s.AnyOf, ords).
		Scan(&m.Titled, &m.Tiers, &m.Lengths)
	return m, failure("search", err)
}
