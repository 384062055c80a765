package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"lectern/internal/cms"
)

// LiveTitle is what a live page is called, as a query would spell it.
type LiveTitle struct {
	Release [16]byte // its id: a million of them are kept
	Kind    string
	DatedAt time.Time // zero: it has no date
	Title   string
	Names   []string // what else it is called
}

// ReleaseID is the id of a release as all else has it.
func ReleaseID(release [16]byte) cms.ID {
	return cms.ID(pgtype.UUID{Bytes: release, Valid: true}.String())
}

// Titles calls f with what each live page is called.
func (g *Glance) Titles(ctx context.Context, f func(LiveTitle)) error {
	var t LiveTitle
	return g.all(ctx, `select release_id, kind, dated_at, title, names from search_titles()`,
		[]any{&t.Release, &t.Kind, (*instant)(&t.DatedAt), &t.Title, &t.Names}, func() { f(t) })
}

// TermWords calls f with the words of every term that live pages carry, and how
// many carry it.
func (g *Glance) TermWords(ctx context.Context, f func(words string, pages int)) error {
	var words string
	var pages int
	return g.all(ctx, `select words, pages from search_terms()`, []any{&words, &pages}, func() { f(words, pages) })
}

// PopularSearches returns what may be offered to those who type, as far as the
// log can tell, the most popular first.
func (g *Glance) PopularSearches(ctx context.Context) (list []string, err error) {
	var query string
	err = g.all(ctx, `select query from popular_searches() order by times desc, query`, []any{&query}, func() { list = append(list, query) })
	return list, err
}

// all reads every row, however long it takes: it is not done for a visitor.
func (g *Glance) all(ctx context.Context, sql string, into []any, f func()) error {
	if _, err := g.tx.Exec(ctx, `set local statement_timeout = 0`); err != nil {
		return failure("read all that can be suggested", err)
	}
	rows, _ := g.tx.Query(ctx, sql)
	_, err := pgx.ForEachRow(rows, into, func() error {
		f()
		return nil
	})
	if err == nil {
		_, err = g.tx.Exec(ctx, `set local statement_timeout to default`)
	}
	return failure("read all that can be suggested", err)
}
