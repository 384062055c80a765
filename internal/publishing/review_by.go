package publishing

import (
	"context"

	"lectern/internal/cms"
)

// SetReviewBy says by when somebody is to have looked at a page again, so that
// whoever looks after it can be told; the zero Date: nobody asks for it. The page
// goes on as it is, whatever the day.
func (e *Edit) SetReviewBy(ctx context.Context, page cms.ID, day cms.Date) error {
	line, err := e.may(ctx, cms.ActionSave, page)
	if err != nil {
		return err
	}
	switch {
	case !e.addressed(line[len(line)-1].Kind):
		return cms.Invalidf("review_by", "only pages with an address are looked at again; there is nobody to tell of this one")
	case !day.IsZero() && day.Before(cms.DateOf(e.at.In(e.registry.Zone()))):
		return cms.Invalidf("review_by", "that day is past; choose one that is to come, or leave it empty")
	case !day.IsZero() && day.Year > e.at.Year()+mostYearsAhead:
		return cms.Invalidf("review_by", "that is more than %d years away; choose an earlier day, or leave it empty", mostYearsAhead)
	}
	if err := e.tx.SetReviewBy(ctx, page, day); err != nil {
		return err
	}
	return e.audit(ctx, "review-by", page, "", "", map[string]any{"day": day.String()})
}

const mostYearsAhead = 20
