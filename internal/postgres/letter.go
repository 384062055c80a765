package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// LettersOff returns the sorts of letter that somebody does without.
func (tx *Tx) LettersOff(ctx context.Context, account cms.ID) ([]cms.LetterSort, error) {
	rows, _ := tx.Query(ctx, `select sort from letter_off where account_id = $1 order by sort`, account)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.LetterSort])
	return list, failure("read which letters somebody gets", err)
}

// SetLettersOff replaces the sorts of letter that somebody does without.
func (tx *Tx) SetLettersOff(ctx context.Context, account cms.ID, off []cms.LetterSort) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from letter_off where account_id = $1`, account)
	for _, sort := range off {
		batch.Queue(`insert into letter_off (account_id, sort) values ($1, $2)`, account, string(sort))
	}
	return failure("set which letters somebody gets", tx.SendBatch(ctx, batch).Close())
}

// holds is the condition that an account has one of the roles, $1, on one of the
// branches, $2, or on the whole site.
const holds = `disabled_at is null and closed_at is null and exists (
	select from account_grant where account_id = account.id and role = any ($1)
		and (branch_id is null or branch_id = any ($2)))`

// HolderIDs returns those who can sign in and have one of the roles on one of the
// branches or on the whole site.
func (tx *Tx) HolderIDs(ctx context.Context, roles []string, branches []cms.ID) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, `
		select id::text from account
		where password is not null and `+holds+`
		order by id`, roles, ids(branches))
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("read who may", err)
}

// ReleasesFrom returns the releases that begin at that very instant.
func (tx *Tx) ReleasesFrom(ctx context.Context, at time.Time) ([]cms.Release, error) {
	rows, _ := tx.Query(ctx, `select `+releaseColumns+`, ends_at from release where live_from = $1 order by path, id`, at)
	list, err := pgx.CollectRows(rows, scanOwnRelease)
	return list, failure("read what begins", err)
}

// SetReviewBy says by when a page is to be looked at again; the zero Date: that
// nobody asks for it.
func (tx *Tx) SetReviewBy(ctx context.Context, page cms.ID, day cms.Date) error {
	_, err := tx.Exec(ctx, `update page set review_by = $2 where id = $1`, page, nullableText(day.String()))
	return failure("set the next review of a page", err)
}

// OverduePages returns the pages that readers have, and that somebody was to
// have looked at before that day: the longest overdue first.
func (tx *Tx) OverduePages(ctx context.Context, today cms.Date) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, `
		select id::text from page where review_by < $1::date and exists (
			select from release where page_id = page.id and outcome = 'page' and live_from <= now() and live_until > now())
		order by review_by, path, id`, today.String())
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("read what is overdue for review", err)
}

// TakeWeek reports whether nobody has been told yet, in the week of that Monday,
// what is overdue, and keeps that it is done now.
func (tx *Tx) TakeWeek(ctx context.Context, monday cms.Date) (first bool, err error) {
	tag, err := tx.Exec(ctx, `insert into digest (week) values ($1::date) on conflict do nothing`, monday.String())
	return tag.RowsAffected() == 1, failure("keep that people were told", err)
}
