package publishing

import (
	"context"
	"slices"

	"lectern/internal/cms"
)

// SetOwner says who looks after a page; empty: nobody. That can only be somebody who
// may write on it, unless they look after it already. With below, all pages below it
// that nobody looks after are given to them, too.
func (e *Edit) SetOwner(ctx context.Context, page, owner cms.ID, below bool) error {
	line, err := e.may(ctx, cms.ActionAssign, page)
	if err != nil {
		return err
	}
	if !e.addressed(line[len(line)-1].Kind) {
		return cms.Invalidf("owner", "only pages with an address are looked after by somebody")
	}
	before, err := e.tx.Owner(ctx, page)
	if err != nil {
		return err
	}
	if owner != "" && (below || owner != before) {
		if err := e.mayLookAfter(ctx, owner, line); err != nil {
			return err
		}
	}
	var given []cms.ID
	if owner != before {
		given = []cms.ID{page}
	}
	if below && owner != "" {
		others, err := e.tx.OwnerlessBelow(ctx, page)
		if err != nil {
			return err
		}
		given = append(given, others...)
	}
	if err := e.tx.SetOwner(ctx, given, owner); err != nil {
		return err
	}
	for _, one := range given {
		if err := e.audit(ctx, "owner", one, "", "", map[string]any{"owner": owner}); err != nil {
			return err
		}
	}
	return nil
}

// mayLookAfter fails unless somebody may write on the last page of a line.
func (e *Edit) mayLookAfter(ctx context.Context, owner cms.ID, line []cms.Page) error {
	people, err := e.tx.PeopleWith(ctx, mayWrite, pageIDs(line))
	if err == nil && !slices.ContainsFunc(people, func(p cms.Person) bool { return p.ID == owner }) {
		err = cms.Invalidf("owner", "only somebody who may write on this page can look after it; choose one of those who are listed")
	}
	return err
}

// Owners are those who could look after a page.
type Owners struct {
	People []cms.Person // who may write on it, by their names
	Below  int          // how many pages below it nobody looks after
}

// Owners returns who could look after a page, for those who may say so.
func (e *Edit) Owners(ctx context.Context, page cms.ID) (o Owners, err error) {
	line, err := e.mayNow(ctx, cms.ActionAssign, page)
	if err != nil {
		return o, err
	}
	if o.People, err = e.tx.PeopleWith(ctx, mayWrite, pageIDs(line)); err != nil {
		return o, err
	}
	o.Below, err = e.tx.CountOwnerlessBelow(ctx, page)
	return o, err
}
