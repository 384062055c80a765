package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SetReview stores how far a draft is. The text stays as it is.
func (tx *Tx) SetReview(ctx context.Context, page cms.ID, r cms.Review) error {
	_, err := tx.Exec(ctx, `
		update draft set review_state = $2, reviewed_by = $3, reviewed_at = $4, review_note = $5 where page_id = $1`,
		page, string(r.State), nullable(r.By), nullableInstant(r.At), r.Note)
	return failure("set the review of a draft", err)
}

// Entry is an entry of the audit as it is read.
type Entry struct {
	Number int64 // rises with time
	At     time.Time
	Audit
}

const entryColumns = `id, at, actor_id, action, coalesce(page_id::text, ''), coalesce(revision_id::text, ''), coalesce(release_id::text, ''), detail`

func scanEntry(row pgx.CollectableRow) (e Entry, err error) {
	err = row.Scan(&e.Number, &e.At, &e.Actor, &e.Action, &e.Page, &e.Revision, &e.Release, &e.Detail)
	return e, err
}

// Entries returns what the audit tells of a page before an entry, the newest
// first; before 0: from the newest on. Without actions it tells of all but those
// left out.
func (tx *Tx) Entries(ctx context.Context, page cms.ID, actions, without []string, before int64, size int) ([]Entry, error) {
	rows, _ := tx.Query(ctx, `
		select `+entryColumns+` from audit
		where page_id = $1 and ($2::text[] is null or action = any ($2)) and action <> all ($3)
			and ($4 = 0 or id < $4)
		order by id desc limit $5`, page, actions, ids(without), before, size)
	list, err := pgx.CollectRows(rows, scanEntry)
	return list, failure("read the audit", err)
}

// SinceRevision returns the entries of an action that the audit has of a page since
// its newest revision was made, in their order.
func (tx *Tx) SinceRevision(ctx context.Context, page cms.ID, action string) ([]Entry, error) {
	rows, _ := tx.Query(ctx, `
		select `+entryColumns+` from audit where page_id = $1 and action = $2
			and id > coalesce((select max(id) from audit where page_id = $1 and action = 'revise'), 0)
		order by id`, page, action)
	list, err := pgx.CollectRows(rows, scanEntry)
	return list, failure("read the audit since a revision", err)
}

// EntriesOf returns what the audit tells of revisions of a page, in its order.
func (tx *Tx) EntriesOf(ctx context.Context, page cms.ID, revisions []cms.ID) ([]Entry, error) {
	rows, _ := tx.Query(ctx, `select `+entryColumns+` from audit where page_id = $1 and revision_id = any ($2) order by id`, page, ids(revisions))
	list, err := pgx.CollectRows(rows, scanEntry)
	return list, failure("read the audit of revisions", err)
}

// People returns the names of those accounts that there are.
func (tx *Tx) People(ctx context.Context, accounts []cms.ID) (map[cms.ID]string, error) {
	rows, _ := tx.Query(ctx, `select id::text, name from account where id = any ($1)`, ids(accounts))
	names := map[cms.ID]string{}
	_, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (none struct{}, err error) {
		var id cms.ID
		var name string
		if err = row.Scan(&id, &name); err == nil {
			names[id] = name
		}
		return none, err
	})
	return names, failure("read names", err)
}

// Known returns those of the pages that there are.
func (tx *Tx) Known(ctx context.Context, pages []cms.ID) (map[cms.ID]bool, error) {
	rows, _ := tx.Query(ctx, `select id::text from page where id = any ($1)`, ids(pages))
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	known := map[cms.ID]bool{}
	for _, id := range list {
		known[id] = true
	}
	return known, failure("look for pages", err)
}

// RevisionNumbers returns the numbers of revisions within their pages.
func (tx *Tx) RevisionNumbers(ctx context.Context, revisions []cms.ID) (map[cms.ID]int, error) {
	rows, _ := tx.Query(ctx, `select id::text, number from revision where id = any ($1)`, ids(revisions))
	numbers := map[cms.ID]int{}
	_, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (none struct{}, err error) {
		var id cms.ID
		var number int
		if err = row.Scan(&id, &number); err == nil {
			numbers[id] = number
		}
		return none, err
	})
	return numbers, failure("read the numbers of revisions", err)
}

// Holders returns the names of some of those who have one of the roles on one of
// the branches or on the whole site, but for one of them.
func (tx *Tx) Holders(ctx context.Context, roles []string, branches []cms.ID, but cms.ID, most int) ([]string, error) {
	rows, _ := tx.Query(ctx, `
		select name from account
		where disabled_at is null and closed_at is null and ($3::uuid is null or id <> $3) and exists (
			select from account_grant where account_id = account.id and role = any ($1)
				and (branch_id is null or branch_id = any ($2)))
		order by name limit $4`, roles, ids(branches), nullable(but), most)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return names, failure("read who may", err)
}

// PublicAt reports whether a page, or a redirect, is public at an address.
func (tx *Tx) PublicAt(ctx context.Context, path string) (is bool, err error) {
	err = tx.QueryRow(ctx, `
		select exists (select from release where path = $1 and live_from <= now() and live_until > now() and outcome <> 'gone')
			or exists (select from redirect where from_path = $1)`, path).Scan(&is)
	return is, failure("look for a public page", err)
}
