package postgres

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// revisionColumns are those of revision joined with every_page, as page: what was
// written is read as long as a release or somebody names it.
const revisionColumns = `revision.id, revision.page_id, page.kind, revision.number, revision.body, revision.redacted,
	revision.automatic, revision.change_notes, revision.created_at, revision.created_by`

func scanRevision(row pgx.CollectableRow) (r cms.Revision, err error) {
	err = row.Scan(&r.ID, &r.Page, &r.Kind, &r.Number, &r.Body, &r.Redacted, &r.Automatic, &r.ChangeNotes, &r.CreatedAt, &r.CreatedBy)
	return r, err
}

// InsertRevision adds a revision with its references to pages that there are, also
// in the bin: restored, they are referred to again. It gives the
// revision its page's next number.
func (tx *Tx) InsertRevision(ctx context.Context, r cms.Revision, references []Reference) (number int, err error) {
	targets, fields := columnsOf(references)
	err = tx.QueryRow(ctx, `
		with new as (
			insert into revision (id, page_id, number, body, redacted, change_notes, created_at, created_by, automatic)
			select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $10 from revision where page_id = $2
			returning id, number
		), referring as (
			insert into reference (revision_id, target_id, field)
			select distinct new.id, page.id, mention.field
			from new, unnest($8::uuid[], $9::text[]) as mention (target, field) join every_page as page on page.id = mention.target
		)
		select number from new`,
		r.ID, r.Page, json.RawMessage(r.Body), r.Redacted, notes(r.ChangeNotes), r.CreatedAt, r.CreatedBy, targets, fields, r.Automatic).Scan(&number)
	return number, failure("insert revision", err)
}

// Revision returns a revision by its ID.
func (tx *Tx) Revision(ctx context.Context, id cms.ID) (cms.Revision, error) {
	rows, _ := tx.Query(ctx, `select `+revisionColumns+` from revision join every_page as page on page.id = page_id where revision.id = $1`, id)
	r, err := pgx.CollectExactlyOneRow(rows, scanRevision)
	return r, failure("read revision", err)
}

// LatestRevision returns the newest revision that an editor wrote.
// It fails with cms.ErrNotFound when there is none.
func (tx *Tx) LatestRevision(ctx context.Context, page cms.ID) (cms.Revision, error) {
	rows, _ := tx.Query(ctx, `
		select `+revisionColumns+` from revision join every_page as page on page.id = page_id
		where page_id = $1 and not redacted order by number desc limit 1`, page)
	r, err := pgx.CollectExactlyOneRow(rows, scanRevision)
	return r, failure("read the latest revision", err)
}

const revisionRowColumns = `revision.id, number, redacted, automatic, coalesce(name, ''), created_at, created_by`

// RevisionRows returns the revisions of a page before a number, the newest
// first; before 0: from the newest on.
func (tx *Tx) RevisionRows(ctx context.Context, page cms.ID, before, size int) ([]cms.RevisionRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+revisionRowColumns+` from revision left join revision_name on revision_id = revision.id
		where page_id = $1 and ($2 = 0 or number < $2) order by number desc limit $3`, page, before, size)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.RevisionRow])
	return list, failure("read a list of revisions", err)
}

// RevisionRow returns a revision of a page as lists show it.
func (tx *Tx) RevisionRow(ctx context.Context, page, id cms.ID) (cms.RevisionRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+revisionRowColumns+` from revision left join revision_name on revision_id = revision.id
		where page_id = $1 and revision.id = $2`, page, id)
	r, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[cms.RevisionRow])
	return r, failure("read a revision", err)
}

// NamedRevisions returns the revisions of a page that have a name, the newest
// first.
func (tx *Tx) NamedRevisions(ctx context.Context, page cms.ID, size int) ([]cms.RevisionRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+revisionRowColumns+` from revision join revision_name on revision_id = revision.id
		where page_id = $1 order by number desc limit $2`, page, size)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.RevisionRow])
	return list, failure("read the revisions with a name", err)
}

// NameRevision gives a revision a name; empty: it has none any more.
func (tx *Tx) NameRevision(ctx context.Context, id cms.ID, name string) error {
	sql, args := `insert into revision_name (revision_id, name) values ($1, $2)
		on conflict (revision_id) do update set name = excluded.name`, []any{id, name}
	if name == "" {
		sql, args = `delete from revision_name where revision_id = $1`, args[:1]
	}
	_, err := tx.Exec(ctx, sql, args...)
	return failure("name a revision", err)
}

// Revisions returns revisions by their IDs. What there is not is left out.
func (tx *Tx) Revisions(ctx context.Context, wanted []cms.ID) (map[cms.ID]cms.Revision, error) {
	rows, _ := tx.Query(ctx, `select `+revisionColumns+` from revision join every_page as page on page.id = page_id where revision.id = any ($1)`, ids(wanted))
	list, err := pgx.CollectRows(rows, scanRevision)
	revisions := make(map[cms.ID]cms.Revision, len(list))
	for _, r := range list {
		revisions[r.ID] = r
	}
	return revisions, failure("read revisions", err)
}

// EachUnreleased calls f with every revision that no release shows, many at a time.
func (tx *Tx) EachUnreleased(ctx context.Context, f func([]cms.Revision) error) error {
	return each(ctx, tx, scanRevision, f, `select `+revisionColumns+` from revision join every_page as page on page.id = page_id
		where not exists (select from release where revision_id = revision.id and outcome in ('page', 'announced', 'withdrawn'))`)
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
