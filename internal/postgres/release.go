package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// releaseLock orders every change of releases, and so the change numbers.
const releaseLock = 7223002

// LockReleases waits for its turn to change releases, until the transaction
// ends, and returns the database's clock after the wait.
func (tx *Tx) LockReleases(ctx context.Context) (at time.Time, err error) {
	if _, err = tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, releaseLock); err == nil {
		err = tx.QueryRow(ctx, `select clock_timestamp()`).Scan(&at)
	}
	return at, failure("lock releases", err)
}

const releaseColumns = `release.id, release.page_id, coalesce(release.revision_id::text, ''), release.outcome, release.notice,
	release.redirect_to, coalesce(release.path, ''), release.kind, release.title, release.short_title, release.summary,
	release.sort_at, release.label, release.note, release.starts_at, release.pinned_until, not release.listed,
	not release.indexed, release.first_published_at, release.last_edited_at, release.live_from, release.live_until`

func releaseFields(r *cms.Release) []any {
	return []any{&r.ID, &r.Page, &r.Revision, &r.Outcome, &r.Notice,
		&r.RedirectTo, &r.Path, &r.Kind, &r.Card.Title, &r.Card.ShortTitle, &r.Card.Summary,
		&r.Card.SortAt, &r.Card.Label, &r.Card.Note, (*instant)(&r.Card.StartsAt), (*instant)(&r.Card.PinnedUntil), &r.Card.Unlisted,
		&r.Card.Unindexed, &r.FirstPublishedAt, &r.LastEditedAt, &r.LiveFrom, (*instant)(&r.LiveUntil)}
}

func scanOwnRelease(row pgx.CollectableRow) (r cms.Release, err error) {
	err = row.Scan(append(releaseFields(&r), (*instant)(&r.EndsAt))...)
	return r, err
}

// InsertRelease adds a release with its place in the lists of the pages above
// it, and its key for lists from A to Z. It forgets the redirect from an
// address that is taken again.
func (tx *Tx) InsertRelease(ctx context.Context, r cms.Release, titleKey string, sections []cms.ID, takes bool) error {
	if r.Path == "" || !r.Outcome.Shows() {
		sections = nil
	}
	_, err := tx.Exec(ctx, `
		with new as (
			insert into release (id, page_id, revision_id, outcome, notice, redirect_to, path, kind, title, short_title, summary,
				title_key, sort_at, first_published_at, last_edited_at, live_from, live_until, ends_at,
				label, note, starts_at, pinned_until, listed, indexed)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $21, $22, $23, $24, $25, $26)
			returning id, kind, sort_at, first_published_at, live_from, live_until
		), placed as (
			insert into release_section (release_id, section_id, kind, sort_at, first_published_at, live_from, live_until)
			select id, section, kind, sort_at, first_published_at, live_from, live_until from new, unnest($19::uuid[]) as section
		)
		delete from redirect where $20 and from_path = $7`,
		r.ID, r.Page, nullable(r.Revision), string(r.Outcome), r.Notice, r.RedirectTo, nullableText(r.Path), r.Kind,
		r.Card.Title, r.Card.ShortTitle, r.Card.Summary, titleKey, r.Card.SortAt, r.FirstPublishedAt, r.LastEditedAt,
		r.LiveFrom, end(r.LiveUntil), end(r.EndsAt), ids(sections), takes,
		r.Card.Label, r.Card.Note, nullableInstant(r.Card.StartsAt), nullableInstant(r.Card.PinnedUntil), !r.Card.Unlisted, !r.Card.Unindexed)
	return failure("insert release", err)
}

func (tx *Tx) setSections(ctx context.Context, release cms.ID, sections []cms.ID) error {
	_, err := tx.Exec(ctx, `delete from release_section where release_id = $1`, release)
	if err == nil {
		_, err = tx.Exec(ctx, `
			insert into release_section (release_id, section_id, kind, sort_at, first_published_at, live_from, live_until)
			select id, section, kind, sort_at, first_published_at, live_from, live_until
			from release, unnest($2::uuid[]) as section
			where id = $1 and path is not null and outcome in ('page', 'announced', 'withdrawn')`, release, ids(sections))
	}
	return failure("place a release in its sections", err)
}

// SetReleaseCard rewrites what lists show of a release.
func (tx *Tx) SetReleaseCard(ctx context.Context, release cms.ID, c cms.Card, titleKey string) error {
	_, err := tx.Exec(ctx, `
		with card as (
			update release set title = $2, short_title = $3, summary = $4, sort_at = $5, title_key = $6,
				label = $7, note = $8, starts_at = $9, pinned_until = $10, listed = $11, indexed = $12 where id = $1
		)
		update release_section set sort_at = $5 where release_id = $1`,
		release, c.Title, c.ShortTitle, c.Summary, c.SortAt, titleKey,
		c.Label, c.Note, nullableInstant(c.StartsAt), nullableInstant(c.PinnedUntil), !c.Unlisted, !c.Unindexed)
	return failure("rewrite the card of a release", err)
}

// EndRelease sets when a release ends: the end in force and the one asked for.
func (tx *Tx) EndRelease(ctx context.Context, r cms.Release) error {
	_, err := tx.Exec(ctx, `update release set live_until = $2, ends_at = $3 where id = $1`,
		r.ID, end(r.LiveUntil), end(r.EndsAt))
	return failure("end release", err)
}

// DeleteRelease removes a release that has not begun.
func (tx *Tx) DeleteRelease(ctx context.Context, id cms.ID) error {
	_, err := tx.Exec(ctx, `delete from release where id = $1`, id)
	return failure("delete release", err)
}

// MoveRelease gives a release that has not begun another address.
func (tx *Tx) MoveRelease(ctx context.Context, id cms.ID, path string, sections []cms.ID) error {
	if _, err := tx.Exec(ctx, `update release set path = $2 where id = $1`, id, path); err != nil {
		return failure("move release", err)
	}
	return tx.setSections(ctx, id, sections)
}

// Release returns a release by its ID.
func (tx *Tx) Release(ctx context.Context, id cms.ID) (cms.Release, error) {
	rows, _ := tx.Query(ctx, `select `+releaseColumns+`, ends_at from release where id = $1`, id)
	r, err := pgx.CollectExactlyOneRow(rows, scanOwnRelease)
	return r, failure("read release", err)
}

// Releases returns all releases of a page in the order they begin.
func (tx *Tx) Releases(ctx context.Context, page cms.ID) ([]cms.Release, error) {
	rows, _ := tx.Query(ctx, `select `+releaseColumns+`, ends_at from release where page_id = $1 order by live_from`, page)
	list, err := pgx.CollectRows(rows, scanOwnRelease)
	return list, failure("read releases", err)
}

// EachRelease calls f with every release, many at a time.
func (tx *Tx) EachRelease(ctx context.Context, f func([]cms.Release) error) error {
	return each(ctx, tx, scanOwnRelease, f, `select `+releaseColumns+`, ends_at from release`)
}

// ReleasesBelow returns the releases of some kinds below a section that show
// content and have not ended by then.
func (tx *Tx) ReleasesBelow(ctx context.Context, section cms.ID, kinds []string, at time.Time) ([]cms.Release, error) {
	rows, _ := tx.Query(ctx, `
		select `+releaseColumns+`, release.ends_at
		from release_section s join release on release.id = s.release_id
		where s.section_id = $1 and s.kind = any ($2) and s.live_until > $3
		order by release.id`, section, kinds, at)
	list, err := pgx.CollectRows(rows, scanOwnRelease)
	return list, failure("read the releases below a page", err)
}

// Sections returns the pages above a release, as its lists know them.
func (tx *Tx) Sections(ctx context.Context, release cms.ID) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, `select section_id::text from release_section where release_id = $1 order by section_id`, release)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("read sections", err)
}
