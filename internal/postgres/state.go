package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// State is a release with the content that it shows.
type State struct {
	cms.Release
	Body        []byte // nil: it shows none
	Redacted    bool   // it is no more than was announced
	ChangeNotes []cms.ChangeNote
}

// States returns, by page, what the public gets at that instant and what is
// planned after it, in the order of beginnings; of a page of which that is
// nothing, what it got last.
func (tx *Tx) States(ctx context.Context, pages []cms.ID, at time.Time) (map[cms.ID][]State, error) {
	rows, _ := tx.Query(ctx, `
		select `+releaseColumns+`, release.ends_at, revision.body, coalesce(revision.redacted, false),
			coalesce(revision.change_notes, '[]')
		from release left join revision on revision.id = release.revision_id
		where release.page_id = any ($1) and (release.live_until > $2 or not exists (
			select from release later where later.page_id = release.page_id and later.live_from > release.live_from))
		order by release.page_id, release.live_from`, ids(pages), at)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s State, err error) {
		err = row.Scan(append(releaseFields(&s.Release), (*instant)(&s.EndsAt), &s.Body, &s.Redacted, &s.ChangeNotes)...)
		return s, err
	})
	states := map[cms.ID][]State{}
	for _, s := range list {
		states[s.Page] = append(states[s.Page], s)
	}
	return states, failure("read what is public", err)
}

// Drafts returns, by page, the drafts of the pages that have one.
func (tx *Tx) Drafts(ctx context.Context, pages []cms.ID) (map[cms.ID]cms.Draft, error) {
	rows, _ := tx.Query(ctx, `select `+draftColumns+` from draft where page_id = any ($1)`, ids(pages))
	list, err := pgx.CollectRows(rows, scanDraft)
	drafts := map[cms.ID]cms.Draft{}
	for _, d := range list {
		drafts[d.Page] = d
	}
	return drafts, failure("read drafts", err)
}
