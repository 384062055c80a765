package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Pile is a heap of drafts on somebody's desk.
type Pile string

// Piles. $4 is who looks.
const (
	OwnDrafts Pile = `draft.editor_id = $4`
	ToReview  Pile = `draft.review_state = 'review' and draft.editor_id <> $4`
	Returned  Pile = `draft.review_state = 'draft' and draft.reviewed_by is not null and draft.editor_id = $4`
	ToRelease Pile = `draft.review_state = 'approved'`
)

// Pile returns the pages of the drafts of a pile that are in sight, what has
// changed last first, and how many there are in all.
func (tx *Tx) Pile(ctx context.Context, s Sight, pile Pile, user cms.ID, size int) (pages []cms.ID, total int, err error) {
	return tx.pageIDs(ctx, `
		select page.id::text, count(*) over () from draft join page on page.id = draft.page_id
		where `+string(pile)+` and `+inSight+` and $3::timestamptz is not null and $4::uuid is not null
		order by draft.updated_at desc, page.id limit $5`, s.args(user, size)...)
}

// Happening is a release that has begun or is to begin.
type Happening struct {
	Page    cms.ID
	Outcome cms.Outcome
	At      time.Time
	By      cms.Person
}

// Happenings returns the releases of those kinds that begin next, or began last,
// of pages that the person sees. Each kind is a short walk along an index.
func (tx *Tx) Happenings(ctx context.Context, s Sight, kinds []string, ahead bool, size int) ([]Happening, error) {
	when, order, seen := `live_from <= $3`, `live_from desc`, `(`+inSight+` or `+shown+`)`
	if ahead {
		when, order, seen = `live_from > $3`, `live_from`, inSight
	}
	rows, _ := tx.Query(ctx, `
		select found.page_id::text, found.outcome, found.live_from, coalesce(found.actor_id::text, ''), coalesce(account.name, '')
		from (
			select began.*, (
				select actor_id from audit where audit.page_id = began.page_id and audit.release_id = began.id order by audit.id desc limit 1
			) as actor_id
			from unnest($4::text[]) as wanted (kind)
			cross join lateral (
				select release.id, release.page_id, release.outcome, release.live_from
				from release join page on page.id = release.page_id
				where release.kind = wanted.kind and `+when+` and `+seen+`
				order by `+order+` limit $5
			) as began
			order by `+order+` limit $5
		) as found left join account on account.id = found.actor_id
		order by `+order, s.args(kinds, size)...)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h Happening, err error) {
		err = row.Scan(&h.Page, &h.Outcome, &h.At, &h.By.ID, &h.By.Name)
		return h, err
	})
	return list, failure("read releases", err)
}
