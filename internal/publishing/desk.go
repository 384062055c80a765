package publishing

import (
	"context"
	"maps"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// PageRow returns what heads and lists show of a page, and what the user may do
// to it. What is live anybody may see; cms.ErrNotFound is the answer for what
// they may not.
func (e *Edit) PageRow(ctx context.Context, page cms.ID) (cms.PageRow, error) {
	rows, err := e.PageRows(ctx, []cms.ID{page})
	if err == nil && len(rows) == 0 {
		err = e.missing(ctx, page, cms.ErrNotFound)
	}
	if err != nil {
		return cms.PageRow{}, err
	}
	row := rows[0]
	line, err := e.lineage(ctx, page)
	if row.Allowed = cms.Actions(e.user, pageIDs(line)); !e.addressed(row.Kind) {
		row.Allowed = cms.Actions(e.user, nil)
	}
	return row, err
}

// PageRows returns the rows of those of the pages that the user may see, in
// their order.
func (e *Edit) PageRows(ctx context.Context, pages []cms.ID) ([]cms.PageRow, error) {
	sight, err := e.sight(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := e.tx.PageRows(ctx, sight, pages)
	return e.labelled(rows), err
}

// Above returns the rows of the pages above a page that the user may see, from
// the top down: its breadcrumbs.
func (e *Edit) Above(ctx context.Context, page cms.ID) ([]cms.PageRow, error) {
	line, err := e.lineage(ctx, page)
	if err != nil {
		return nil, err
	}
	return e.PageRows(ctx, above(line))
}

// Children returns the pages below a page that the user may see, in the order
// of the tree.
func (e *Edit) Children(ctx context.Context, parent cms.ID, p cms.Paging) (cms.PageList, error) {
	sight, err := e.sight(ctx)
	if err != nil {
		return cms.PageList{}, err
	}
	list, err := e.tx.Children(ctx, sight, parent, p)
	list.Rows = e.labelled(list.Rows)
	return list, err
}

// sight is what the user sees now: what is not live only in some branches.
func (e *Edit) sight(ctx context.Context) (postgres.Sight, error) {
	return e.reach(ctx, cms.ActionRead)
}

// reach is where the user may do something.
func (e *Edit) reach(ctx context.Context, action cms.Action) (s postgres.Sight, err error) {
	if s.At = e.at; s.At.IsZero() {
		if s.At, err = e.tx.Now(ctx); err != nil {
			return s, err
		}
	}
	reach := cms.ReachOf(e.user, action)
	if s.Everywhere = reach.Everywhere; reach.Everywhere || len(reach.Branches) == 0 {
		return s, nil
	}
	s.Branches, err = e.tx.PagePaths(ctx, reach.Branches)
	s.Everywhere = slices.Contains(s.Branches, "/")
	return s, err
}

// labelled names the kinds of rows, and leaves out what belongs to the whole
// site for those who may not change that.
func (e *Edit) labelled(rows []cms.PageRow) []cms.PageRow {
	configures := cms.Can(e.user, cms.ActionConfigure, nil)
	rows = slices.DeleteFunc(rows, func(r cms.PageRow) bool { return !e.addressed(r.Kind) && !configures })
	for i := range rows {
		rows[i].KindLabel = rows[i].Kind
		if kind, known := e.registry.Kind(rows[i].Kind); known {
			rows[i].KindLabel = kind.Label
		}
	}
	return rows
}

// touch remembers that something has become of a page. It is written at the
// very end: whoever saves a draft meanwhile is not kept waiting.
func (e *Edit) touch(page cms.ID) {
	t := e.touched[page]
	t.Page = page
	e.touched[page] = t
}

// retitleDraft remembers what the draft of a page is called now.
func (e *Edit) retitleDraft(page cms.ID, title string) {
	t := e.touched[page]
	t.Page, t.Drafted = page, &postgres.Title{Text: title, Key: TitleKey(title)}
	e.touched[page] = t
}

// retitleReleased remembers what was released last of a page. While there is a
// draft, editors know the page by that one's title.
func (e *Edit) retitleReleased(page cms.ID, title string) {
	t := e.touched[page]
	t.Page, t.Released = page, &postgres.Title{Text: title, Key: TitleKey(title)}
	e.touched[page] = t
}

func (e *Edit) writeTouched(ctx context.Context) error {
	if len(e.touched) == 0 {
		return nil
	}
	var list []postgres.Touch
	for _, page := range slices.Sorted(maps.Keys(e.touched)) {
		list = append(list, e.touched[page])
	}
	return e.tx.TouchPages(ctx, e.user.ID, list)
}

// Tops are where somebody begins in the tree.
type Tops struct {
	Home []cms.PageRow // the home page, if they may see it
	Own  []cms.PageRow // the tops of the branches that they work on, if that is not the whole site
}

// Tops returns where the user begins.
func (e *Edit) Tops(ctx context.Context) (t Tops, err error) {
	home, err := e.tx.HomePage(ctx)
	if ignoreNotFound(err) != nil {
		return t, err
	}
	if err == nil {
		if t.Home, err = e.PageRows(ctx, []cms.ID{home}); err != nil {
			return t, err
		}
	}
	reach := cms.ReachOf(e.user, cms.ActionRead)
	if reach.Everywhere || slices.Contains(reach.Branches, home) {
		return t, nil
	}
	t.Own, err = e.PageRows(ctx, reach.Branches)
	return t, err
}

// Colleagues returns who works on the website, by name.
func (e *Edit) Colleagues(ctx context.Context) ([]cms.Person, error) { return e.tx.Colleagues(ctx) }

// FindPages returns the pages that a query asks for and the user may see.
func (e *Edit) FindPages(ctx context.Context, q cms.PageQuery) (cms.PageList, error) {
	sight, err := e.sight(ctx)
	if err != nil {
		return cms.PageList{}, err
	}
	list, err := e.tx.FindPages(ctx, sight, q)
	list.Rows = e.labelled(list.Rows)
	return list, err
}
