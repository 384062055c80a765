package postgres

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

const revisionColumns = `revision.id, revision.page_id, page.kind, revision.number, revision.body, revision.redacted,
	revision.change_notes, revision.created_at, revision.created_by`

func scanRevision(row pgx.CollectableRow) (r cms.Revision, err error) {
	err = row.Scan(&r.ID, &r.Page, &r.Kind, &r.Number, &r.Body, &r.Redacted, &r.ChangeNotes, &r.CreatedAt, &r.CreatedBy)
	return r, err
}

// InsertRevision adds a revision with its references to pages that there are,
// and gives it the page's next number.
func (tx *Tx) InsertRevision(ctx context.Context, r cms.Revision, references []Reference) (number int, err error) {
	targets, fields := columnsOf(references)
	err = tx.QueryRow(ctx, `
		with new as (
			insert into revision (id, page_id, number, body, redacted, change_notes, created_at, created_by)
			select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 from revision where page_id = $2
			returning id, number
		), referring as (
			insert into reference (revision_id, target_id, field)
			select distinct new.id, page.id, mention.field
			from new, unnest($8::uuid[], $9::text[]) as mention (target, field) join page on page.id = mention.target
		)
		select number from new`,
		r.ID, r.Page, json.RawMessage(r.Body), r.Redacted, notes(r.ChangeNotes), r.CreatedAt, r.CreatedBy, targets, fields).Scan(&number)
	return number, failure("insert revision", err)
}

// Revision returns a revision by its ID.
func (tx *Tx) Revision(ctx context.Context, id cms.ID) (cms.Revision, error) {
	rows, _ := tx.Query(ctx, `select `+revisionColumns+` from revision join page on page.id = page_id where revision.id = $1`, id)
	r, err := pgx.CollectExactlyOneRow(rows, scanRevision)
	return r, failure("read revision", err)
}

// LatestRevision returns the newest revision that an editor wrote.
// It fails with cms.ErrNotFound when there is none.
func (tx *Tx) LatestRevision(ctx context.Context, page cms.ID) (cms.Revision, error) {
	rows, _ := tx.Query(ctx, `
		select `+revisionColumns+` from revision join page on page.id = page_id
		where page_id = $1 and not redacted order by number desc limit 1`, page)
	r, err := pgx.CollectExactlyOneRow(rows, scanRevision)
	return r, failure("read the latest revision", err)
}

// Revisions returns revisions by their IDs. What there is not is left out.
func (tx *Tx) Revisions(ctx context.Context, wanted []cms.ID) (map[cms.ID]cms.Revision, error) {
	rows, _ := tx.Query(ctx, `select `+revisionColumns+` from revision join page on page.id = page_id where revision.id = any ($1)`, ids(wanted))
	list, err := pgx.CollectRows(rows, scanRevision)
	revisions := make(map[cms.ID]cms.Revision, len(list))
	for _, r := range list {
		revisions[r.ID] = r
	}
	return revisions, failure("read revisions", err)
}

// EachRevision calls f with every revision, many at a time.
func (tx *Tx) EachRevision(ctx context.Context, f func([]cms.Revision) error) error {
	return each(ctx, tx, scanRevision, f, `select `+revisionColumns+` from revision join page on page.id = page_id`)
}

// notes writes no change notes as an empty list, never as null.
func notes(list []cms.ChangeNote) []cms.ChangeNote {
	if list == nil {
		return []cms.ChangeNote{}
	}
	return list
}

// each walks a query too large to hold, a thousand rows at a time, so that f
// may use the transaction.
func each[T any](ctx context.Context, tx *Tx, scan pgx.RowToFunc[T], f func([]T) error, sql string, args ...any) error {
	if _, err := tx.Exec(ctx, `declare walk no scroll cursor for `+sql, args...); err != nil {
		return failure("walk", err)
	}
	for {
		// Described each time: what was remembered is of another walk's columns.
		rows, _ := tx.Query(ctx, `fetch 1000 from walk`, pgx.QueryExecModeDescribeExec)
		batch, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return failure("walk", err)
		}
		if len(batch) == 0 {
			_, err := tx.Exec(ctx, `close walk`)
			return failure("walk", err)
		}
		if err := f(batch); err != nil {
			return err
		}
	}
}
