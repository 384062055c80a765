package publishing

import (
	"context"

	"lectern/internal/cms"
)

// PageChoices returns pages that a field or a link may lead to. What is live is
// offered to everybody who is signed in; what is not, only where they may read
// it. more: others follow.
func (e *Edit) PageChoices(ctx context.Context, q cms.ChoiceQuery) (list []cms.PageChoice, more bool, err error) {
	if !cms.CanSomewhere(e.user, cms.ActionRead) {
		return nil, false, cms.Forbiddenf("you may not read what others have written")
	}
	seen := cms.ReachOf(e.user, cms.ActionRead)
	if q.Text == "" {
		list, err = e.tx.RecentChoices(ctx, q, e.user.ID, seen)
		return list, false, err
	}
	list, err = e.tx.PageChoices(ctx, q, seen)
	if len(list) > q.Size {
		return list[:q.Size], true, err
	}
	return list, false, err
}
