package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Draft returns the page's draft; cms.ErrNotFound when there is none.
func (tx *Tx) Draft(ctx context.Context, page cms.ID) (cms.Draft, error) {
	return tx.draft(ctx, page, "")
}

// LockDraft is Draft for one that is about to be written or released: nobody
// else saves it until the transaction ends.
func (tx *Tx) LockDraft(ctx context.Context, page cms.ID) (cms.Draft, error) {
	return tx.draft(ctx, page, " for update")
}

const draftColumns = `page_id, body, change_notes, version, coalesce(base_id::text, ''), editor_id, updated_at,
	review_state, coalesce(reviewed_by::text, ''), reviewed_at, review_note, tab, tab_number, tab_unread`

func scanDraft(row pgx.CollectableRow) (d cms.Draft, err error) {
	err = row.Scan(&d.Page, &d.Body, &d.ChangeNotes, &d.Version, &d.Base, &d.Editor, &d.UpdatedAt,
		&d.Review.State, &d.Review.By, (*instant)(&d.Review.At), &d.Review.Note,
		&d.Tab.Name, &d.Tab.Number, &d.Tab.Unread)
	return d, err
}

func (tx *Tx) draft(ctx context.Context, page cms.ID, lock string) (cms.Draft, error) {
	rows, _ := tx.Query(ctx, `select `+draftColumns+` from draft where page_id = $1`+lock, page)
	d, err := pgx.CollectExactlyOneRow(rows, scanDraft)
	return d, failure("read draft", err)
}

// WriteDraft stores the draft over the version that was read; 0: there was none.
// It returns the version it gives it, which no other draft of the page ever has.
// It fails with cms.ErrConflict when another version is stored.
func (tx *Tx) WriteDraft(ctx context.Context, d cms.Draft, read int) (version int, err error) {
	err = tx.QueryRow(ctx, `
		insert into draft (page_id, body, change_notes, version, base_id, editor_id, updated_at,
			review_state, reviewed_by, reviewed_at, review_note, tab, tab_number, tab_unread)
		select id, $2, $3, draft_version + 1, $4, $5, $6, $8, $9, $10, $11, $12, $13, $14 from page where id = $1
		on conflict (page_id) do update set body = excluded.body, change_notes = excluded.change_notes,
			version = draft.version + 1, base_id = excluded.base_id, editor_id = excluded.editor_id, updated_at = excluded.updated_at,
			review_state = excluded.review_state, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at,
			review_note = excluded.review_note, tab = excluded.tab, tab_number = excluded.tab_number, tab_unread = excluded.tab_unread
		where draft.version = $7
		returning version`,
		d.Page, json.RawMessage(d.Body), notes(d.ChangeNotes), nullable(d.Base), d.Editor, d.UpdatedAt, read,
		string(cmp.Or(d.Review.State, cms.Drafting)), nullable(d.Review.By), nullableInstant(d.Review.At), d.Review.Note, d.Tab.Name, d.Tab.Number, d.Tab.Unread).Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, cms.Conflictf("the draft was saved by somebody else in the meantime; your text was not stored over theirs")
	}
	return version, failure("write draft", err)
}

// DeleteDraft removes the page's draft, if there is one.
func (tx *Tx) DeleteDraft(ctx context.Context, page cms.ID) (existed bool, err error) {
	tag, err := tx.Exec(ctx, `
		with gone as (delete from draft where page_id = $1 returning page_id, version)
		update page set draft_version = gone.version from gone where id = gone.page_id`, page)
	return tag.RowsAffected() == 1, failure("delete draft", err)
}
