package publishing

import (
	"context"

	"lectern/internal/cms"
)

// PageChoices returns a part of the pages that a field or a link may lead to.
// What is live is offered to everybody who works on the site; what is not, only
// where they may read it. more: others follow.
func (e *Edit) PageChoices(ctx context.Context, q cms.ChoiceQuery) (list []cms.PageChoice, more bool, err error) {
	if !cms.CanSomewhere(e.user, cms.ActionRead) {
		return nil, false, cms.Forbiddenf("you may not see what pages there are")
	}
	sight, err := e.sight(ctx)
	if err != nil {
		return nil, false, err
	}
	if q.Text == "" {
		list, err = e.tx.RecentChoices(ctx, sight, q, e.user.ID)
		return list, false, err
	}
	if list, err = e.tx.PageChoices(ctx, sight, q); len(list) > q.Size {
		return list[:q.Size], true, err
	}
	return list, false, err
}

// PageChoicesByID returns those of the pages that the user may see, in their
// order: what was chosen before.
func (e *Edit) PageChoicesByID(ctx context.Context, pages []cms.ID) ([]cms.PageChoice, error) {
	sight, err := e.sight(ctx)
	if err != nil {
		return nil, err
	}
	return e.tx.PageChoicesByID(ctx, sight, pages)
}
