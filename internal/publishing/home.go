package publishing

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

const (
	pileSize       = 10 // drafts of a pile
	happeningsSize = 10
)

// Desk returns what the user finds when they come to work.
func (e *Edit) Desk(ctx context.Context) (d cms.Desk, err error) {
	for _, pile := range []struct {
		pile   postgres.Pile
		action cms.Action // that the user must be allowed to do
		into   *cms.PageList
	}{
		{postgres.OwnDrafts, cms.ActionRead, &d.Drafts},
		{postgres.ToReview, cms.ActionReview, &d.ToReview},
		{postgres.Returned, cms.ActionSave, &d.Returned},
		{postgres.ToRelease, cms.ActionRelease, &d.ToRelease},
	} {
		if *pile.into, err = e.pile(ctx, pile.pile, pile.action); err != nil {
			return d, err
		}
	}
	if d.Planned, err = e.happenings(ctx, true); err != nil {
		return d, err
	}
	if d.Recent, err = e.happenings(ctx, false); err != nil {
		return d, err
	}
	tops, err := e.Tops(ctx)
	d.Tops = tops.Own
	return d, err
}

func (e *Edit) pile(ctx context.Context, pile postgres.Pile, action cms.Action) (list cms.PageList, err error) {
	reach, err := e.reach(ctx, action)
	if err != nil {
		return list, err
	}
	pages, total, err := e.tx.Pile(ctx, reach, pile, e.user.ID, pileSize)
	if err != nil {
		return list, err
	}
	list.Total = total
	list.Rows, err = e.PageRows(ctx, pages)
	return list, err
}

// happenings are releases that come next, or came last.
func (e *Edit) happenings(ctx context.Context, ahead bool) ([]cms.Happening, error) {
	sight, err := e.sight(ctx)
	if err != nil {
		return nil, err
	}
	found, err := e.tx.Happenings(ctx, sight, e.kindNames(), ahead, happeningsSize)
	if err != nil {
		return nil, err
	}
	pages := make([]cms.ID, len(found))
	for i, h := range found {
		pages[i] = h.Page
	}
	rows, err := e.PageRows(ctx, pages)
	if err != nil {
		return nil, err
	}
	byID := map[cms.ID]cms.PageRow{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	var list []cms.Happening
	for _, h := range found {
		if row, seen := byID[h.Page]; seen {
			list = append(list, cms.Happening{Page: row, Outcome: h.Outcome, At: h.At, By: h.By})
		}
	}
	return list, nil
}

// kindNames are the kinds that the user may see anything of.
func (e *Edit) kindNames() (names []string) {
	configures := cms.Can(e.user, cms.ActionConfigure, nil)
	for _, kind := range e.registry.Kinds() {
		if kind.Addressed || configures {
			names = append(names, kind.Name)
		}
	}
	return names
}
