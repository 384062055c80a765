package publishing

import (
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Begin makes a page with a draft that holds its title and nothing else.
func (e *Edit) Begin(ctx context.Context, n NewPage, title string) (cms.Page, error) {
	if strings.TrimSpace(title) == "" {
		return cms.Page{}, cms.Invalidf("title", "give the page a title")
	}
	page, err := e.Create(ctx, n)
	if err != nil {
		return page, err
	}
	kind, _ := e.registry.Kind(n.Kind)
	value := kind.New()
	e.registry.SetTitle(value, title)
	_, err = e.Save(ctx, Save{Page: page.ID, Value: value, Automatic: true})
	return page, err
}

// KindsFor returns the kinds that the user may make below a page: first those
// that are there most, then the others, in the order of their declaration.
func (e *Edit) KindsFor(ctx context.Context, parent cms.ID) (used, others []*schema.KindType, err error) {
	line, err := e.mayNow(ctx, cms.ActionCreate, parent)
	if err != nil {
		return nil, nil, err
	}
	counts, err := e.tx.KindsBelow(ctx, parent)
	if err != nil {
		return nil, nil, err
	}
	for _, kind := range e.registry.Kinds() {
		switch {
		case !kind.Addressed || e.mayStandBelow(kind, line[len(line)-1]) != nil:
		case counts[kind.Name] > 0:
			used = append(used, kind)
		default:
			others = append(others, kind)
		}
	}
	sortByUse(used, counts)
	slices.SortFunc(others, func(a, b *schema.KindType) int {
		return strings.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label))
	})
	return used, others, nil
}

// KindsAbove returns the names of the kinds that a page of a kind may stand
// below; none: it has no place in the tree.
func (e *Edit) KindsAbove(name string) (names []string) {
	kind, known := e.registry.Kind(name)
	if !known || !kind.Addressed {
		return nil
	}
	for _, above := range e.registry.Kinds() {
		if e.mayStandBelow(kind, cms.Page{Kind: above.Name}) == nil {
			names = append(names, above.Name)
		}
	}
	return names
}

// Moved is a page of a branch that has another address.
type Moved struct {
	Page     cms.ID
	Title    string
	From, To string
	Leads    bool // the old address leads on: readers may know it
}

// MoveBranch is Move, and tells of every page what has become of its address.
func (e *Edit) MoveBranch(ctx context.Context, page, parent cms.ID, slug string) ([]Moved, error) {
	if _, err := e.may(ctx, cms.ActionMove, page); err != nil {
		return nil, err
	}
	if parent == "" {
		return nil, cms.Invalidf("parent", "choose the page that it shall stand below")
	}
	before, err := e.tx.BranchAddresses(ctx, page)
	if err != nil {
		return nil, err
	}
	redirects, err := e.Move(ctx, page, parent, slug)
	if err != nil {
		return nil, err
	}
	after, err := e.tx.BranchAddresses(ctx, page)
	if err != nil {
		return nil, err
	}
	now, leads := map[cms.ID]string{}, map[cms.ID]bool{}
	for _, place := range after {
		now[place.Page] = place.Path
	}
	for _, r := range redirects {
		leads[r.Page] = true
	}
	var moved []Moved
	for _, place := range before {
		if to := now[place.Page]; to != place.Path {
			moved = append(moved, Moved{place.Page, place.Title, place.Path, to, leads[place.Page]})
		}
	}
	return moved, nil
}

// Order gives the pages below a page an order in the editors' tree, or with
// none of them that from A to Z. Pages that are not named come last. Visitors
// see none of it: their lists have orders of their own.
func (e *Edit) Order(ctx context.Context, parent cms.ID, children []cms.ID) error {
	if _, err := e.may(ctx, cms.ActionSave, parent); err != nil {
		return err
	}
	if err := e.tx.SetOrder(ctx, parent, children); err != nil {
		return err
	}
	return e.audit(ctx, "order", parent, "", "", map[string]any{"pages": len(children)})
}
