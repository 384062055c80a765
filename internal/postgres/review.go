package postgres

import (
	"context"

	"lectern/internal/cms"
)

// SetReview stores how far a draft is. The text stays as it is.
func (tx *Tx) SetReview(ctx context.Context, page cms.ID, r cms.Review) error {
	_, err := tx.Exec(ctx, `
		update draft set review_state = $2, reviewed_by = $3, reviewed_at = $4, review_note = $5 where page_id = $1`,
		page, string(r.State), nullable(r.By), nullableInstant(r.At), r.Note)
	return failure("set the review of a draft", err)
}
