package publishing

import (
	"context"
	"slices"
	"strings"

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
	if err := e.lock(ctx); err != nil {
		return nil, err
	}
	kind, _ := e.registry.Kind(from[len(from)-1].Kind)
	m := move{Edit: e, oldPath: pathOf(from, kind.Kind), newPath: cms.JoinPath(pathOf(to, kind.Kind), slug)}
	branch, err := e.tx.Branch(ctx, page)
	if err != nil {
		return nil, err
	}
	for _, p := range branch {
		if err := m.close(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := e.tx.PlacePage(ctx, page, parent, slug); err != nil {
		return nil, err
	}
	for _, moved := range m.pages {
		if err := m.reopen(ctx, moved); err != nil {
			return nil, err
		}
	}
	return m.redirects, e.audit(ctx, "move", page, "", "", map[string]any{"from": m.oldPath, "to": m.newPath})
}

func (e *Edit) mayMove(ctx context.Context, page, parent cms.ID, slug string) (from, to []cms.Page, err error) {
	if from, err = e.may(ctx, cms.ActionMove, page); err != nil {
		return nil, nil, err
	}
	if to, err = e.may(ctx, cms.ActionCreate, parent); err != nil {
		return nil, nil, err
	}
	kind, known := e.registry.Kind(from[len(from)-1].Kind)
	switch {
	case len(from) == 1 || !known:
		return nil, nil, cms.Invalidf("parent", "this page has no place in the tree that it could leave")
	case slices.Contains(pageIDs(to), page):
		return nil, nil, cms.Invalidf("parent", "a page cannot be moved below itself")
	case !cms.ValidSlug(slug):
		return nil, nil, badSlug(slug)
	}
	return from, to, mayStandBelow(kind, to[len(to)-1])
}

// move is one change of address of a branch.
type move struct {
	*Edit
	oldPath, newPath string
	pages            []movedPage
	redirects        []cms.Redirect
}

// movedPage is a page of the branch with the releases that go on at its new
// address.
type movedPage struct {
	page      cms.Page
	live      []cms.Release // ended now, to begin anew
	scheduled []cms.Release
	public    []string // addresses it has been public at
}

// close ends what is live of a page. All is closed before anything is opened,
// so that no two pages hold an address at once.
func (m *move) close(ctx context.Context, page cms.Page) error {
	line, err := m.tx.Lineage(ctx, page.ID)
	if err != nil {
		return err
	}
	m.bumpLine(line)
	timeline, err := m.timeline(ctx, page.ID)
	if err != nil {
		return err
	}
	moved := movedPage{page: page}
	for _, r := range timeline {
		switch {
		case !r.Begun(m.at):
			moved.scheduled = append(moved.scheduled, r)
		case r.LiveFrom.Equal(m.at):
			return cms.Conflictf("the page was released this very instant; move it again")
		default:
			if r.Outcome.Shows() && !slices.Contains(moved.public, r.Path) {
				moved.public = append(moved.public, r.Path)
			}
			if !r.LiveAt(m.at) {
				continue
			}
			moved.live = append(moved.live, r)
			ended := r
			ended.LiveUntil = m.at
			if err := m.tx.EndRelease(ctx, ended); err != nil {
				return err
			}
		}
	}
	m.pages = append(m.pages, moved)
	return nil
}

func (m *move) reopen(ctx context.Context, moved movedPage) error {
	line, err := m.tx.Lineage(ctx, moved.page.ID)
	if err != nil {
		return err
	}
	kind, _ := m.registry.Kind(moved.page.Kind)
	path := pathOf(line, kind.Kind)
	for _, r := range moved.scheduled {
		if err := m.tx.MoveRelease(ctx, r.ID, path, above(line)); err != nil {
			return err
		}
	}
	for _, r := range moved.live {
		if err := m.reopenRelease(ctx, r, path, line); err != nil {
			return err
		}
	}
	m.bumpLine(line)
	return m.redirect(ctx, moved, path)
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

// redirect leads on every address that the page has been public at.
func (m *move) redirect(ctx context.Context, moved movedPage, path string) error {
	for _, old := range moved.public {
		if old == path || !strings.HasPrefix(old, m.oldPath) {
			continue // redirects made by earlier moves follow the page by themselves
		}
		r := cms.Redirect{From: old, Page: moved.page.ID}
		if _, err := m.tx.SetRedirect(ctx, r); err != nil {
			return err
		}
		m.redirects = append(m.redirects, r)
	}
	return nil
}
