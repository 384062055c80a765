package publishing

import (
	"context"
	"slices"

	"lectern/internal/cms"
)

// Move gives a page, and so all pages below it, another address. Addresses
// that have been public lead on to the new ones; history keeps the old ones.
// It returns the redirects that it made.
func (e *Edit) Move(ctx context.Context, page, parent cms.ID, slug string) ([]cms.Redirect, error) {
	from, to, err := e.mayMove(ctx, page, parent, slug)
	if err != nil {
		return nil, err
	}
	if moving := from[len(from)-1]; moving.Parent == parent && moving.Slug == slug {
		return nil, nil // it stands there already
	}
	m := move{Edit: e}
	branch, err := e.tx.Branch(ctx, page)
	if err != nil {
		return nil, err
	}
	for _, p := range branch {
		line, err := m.lineage(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if err := m.close(ctx, line, m.pathOf(line)); err != nil {
			return nil, err
		}
	}
	if err := e.tx.PlacePage(ctx, page, parent, slug); err != nil {
		return nil, err
	}
	clear(e.known) // the page, and all below it, stand elsewhere
	for _, moved := range m.pages {
		if err := m.reopen(ctx, moved); err != nil {
			return nil, err
		}
	}
	if err := m.inheritAnew(ctx); err != nil {
		return nil, err
	}
	detail := map[string]any{"from": e.pathOf(from), "to": cms.JoinPath(e.pathOf(to), slug)}
	return m.redirects, e.audit(ctx, "move", page, "", "", detail)
}

func (e *Edit) mayMove(ctx context.Context, page, parent cms.ID, slug string) (from, to []cms.Page, err error) {
	if from, err = e.may(ctx, cms.ActionMove, page); err != nil {
		return nil, nil, err
	}
	if to, err = e.may(ctx, cms.ActionMove, parent); err != nil { // it is public there, too
		return nil, nil, err
	}
	kind, known := e.registry.Kind(from[len(from)-1].Kind)
	switch {
	case len(from) == 1 || !known:
		return nil, nil, cms.Invalidf("parent", "this page has no place in the tree that it could leave")
	case slices.Contains(pageIDs(to), page):
		return nil, nil, cms.Invalidf("parent", "a page cannot be moved below itself")
	}
	if err := validName(slug, to[len(to)-1]); err != nil {
		return nil, nil, err
	}
	return from, to, e.mayStandBelow(kind, to[len(to)-1])
}

// move is one change of address of a branch.
type move struct {
	*Edit
	pages     []movedPage
	redirects []cms.Redirect
}

// movedPage is a page of the branch with the releases that go on at its new
// address.
type movedPage struct {
	page      cms.Page
	from      string        // the address it leaves
	public    bool          // it has been shown there
	live      []cms.Release // ended now, to begin anew
	scheduled []cms.Release
}

// close ends what is live of the last page of a line, which leaves an address. All is closed before anything is opened,
// so that no two pages hold an address at once.
func (m *move) close(ctx context.Context, line []cms.Page, from string) error {
	page := line[len(line)-1]
	m.changeNow(line)
	timeline, err := m.timeline(ctx, page.ID)
	if err != nil {
		return err
	}
	moved := movedPage{page: page, from: from}
	for _, r := range timeline {
		if !r.Begun(m.at) {
			moved.scheduled = append(moved.scheduled, r)
			continue
		}
		if r.Outcome.Shows() && r.Path == moved.from && r.LiveFrom.Before(m.at) {
			moved.public = true
		}
		if !r.LiveAt(m.at) {
			continue
		}
		moved.live = append(moved.live, r)
		if err := m.closeRelease(ctx, r); err != nil {
			return err
		}
	}
	m.pages = append(m.pages, moved)
	return nil
}

func (m *move) closeRelease(ctx context.Context, r cms.Release) error {
	if r.LiveFrom.Equal(m.at) { // made by this very edit: nobody has seen it there
		return m.tx.DeleteRelease(ctx, r.ID)
	}
	r.LiveUntil = m.at
	return m.tx.EndRelease(ctx, r)
}

func (m *move) reopen(ctx context.Context, moved movedPage) error {
	line, err := m.lineage(ctx, moved.page.ID)
	if err != nil {
		return err
	}
	path := m.pathOf(line)
	for _, r := range moved.scheduled {
		r.Path = path
		if err := leadsOn(r); err != nil {
			return err
		}
		if err := m.displace(ctx, path, r.LiveFrom); err != nil {
			return err
		}
		if err := m.tx.MoveRelease(ctx, r.ID, path, above(line)); err != nil {
			return err
		}
		if err := m.giveBack(ctx, moved.from); err != nil {
			return err
		}
	}
	for _, r := range moved.live {
		if err := m.reopenRelease(ctx, r, path, line); err != nil {
			return err
		}
	}
	m.changeNow(line)
	return m.redirect(ctx, moved, path)
}

// inheritAnew derives anew what is scheduled: it stands below other pages now.
func (m *move) inheritAnew(ctx context.Context) error {
	var showing []cms.Release
	for _, moved := range m.pages {
		for _, r := range moved.scheduled {
			if r.Outcome.Shows() {
				showing = append(showing, r)
			}
		}
	}
	return m.reproject(ctx, showing, m.nearest)
}

func (m *move) reopenRelease(ctx context.Context, r cms.Release, path string, line []cms.Page) error {
	r.ID, r.Path, r.LiveFrom = NewID(), path, m.at
	if !r.Outcome.Shows() {
		return m.insertRelease(ctx, r, nil, line)
	}
	value, err := m.value(ctx, r.Revision)
	if err != nil {
		return err
	}
	return m.insertRelease(ctx, r, value, line)
}

// redirect leads on the address that the page has left, if it was public
// there. Redirects from earlier addresses follow the page by themselves.
func (m *move) redirect(ctx context.Context, moved movedPage, path string) error {
	if !moved.public || moved.from == path {
		return nil
	}
	r := cms.Redirect{From: moved.from, Page: moved.page.ID}
	if _, err := m.tx.SetRedirect(ctx, r); err != nil {
		return err
	}
	m.redirects = append(m.redirects, r)
	return nil
}
