package publishing

import (
	"context"
	"errors"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Tree returns every page, parents before children.
func (e *Edit) Tree(ctx context.Context) ([]cms.Page, error) {
	if !cms.Can(e.user, cms.ActionSave, nil) {
		return nil, cms.Forbiddenf("you may not read the whole tree")
	}
	return e.tx.Pages(ctx)
}

// PageStates is all of a page that is not history.
type PageStates struct {
	cms.Page
	Path   string       // empty: a kind without an address
	States []TimedState // what the public gets and will get; when that is nothing, what it got last
	Draft  *DraftState  // nil: there is none
}

// TimedState is a release with its content.
type TimedState struct {
	cms.Release
	Value       schema.Kind // nil: it shows no content
	Announced   bool        // the content is no more than an announcement
	ChangeNotes []cms.ChangeNote
}

// DraftState is what a draft holds.
type DraftState struct {
	Value       schema.Kind
	ChangeNotes []cms.ChangeNote
}

const pagesAtOnce = 500 // that EachPage holds in memory

// EachPage calls f with every page, parents before children.
func (e *Edit) EachPage(ctx context.Context, f func(PageStates) error) error {
	pages, err := e.Tree(ctx)
	if err != nil {
		return err
	}
	paths := Paths(pages)
	for some := range slices.Chunk(pages, pagesAtOnce) {
		if err := e.eachOf(ctx, some, paths, f); err != nil {
			return err
		}
	}
	return nil
}

func (e *Edit) eachOf(ctx context.Context, pages []cms.Page, paths map[cms.ID]string, f func(PageStates) error) error {
	stored, err := e.tx.States(ctx, pageIDs(pages), e.at)
	if err != nil {
		return err
	}
	drafts, err := e.tx.Drafts(ctx, pageIDs(pages))
	if err != nil {
		return err
	}
	for _, page := range pages {
		p := PageStates{Page: page, Path: paths[page.ID]}
		for _, s := range stored[page.ID] {
			value, err := e.shown(page.Kind, s.Body)
			if err != nil {
				return err
			}
			p.States = append(p.States, TimedState{s.Release, value, s.Redacted, s.ChangeNotes})
		}
		if d, drafted := drafts[page.ID]; drafted {
			value, err := e.registry.Decode(page.Kind, d.Body)
			if err != nil {
				return err
			}
			p.Draft = &DraftState{value, d.ChangeNotes}
		}
		if err := f(p); err != nil {
			return err
		}
	}
	return nil
}

// shown decodes what a release shows; nil when it shows nothing.
func (e *Edit) shown(kind string, body []byte) (schema.Kind, error) {
	if body == nil {
		return nil, nil
	}
	return e.registry.Decode(kind, body)
}

// Paths returns the address of every page that has one in the editors' tree.
// Parents come before children.
func Paths(tree []cms.Page) map[cms.ID]string {
	paths := map[cms.ID]string{}
	for _, page := range tree {
		switch {
		case page.Parent != "":
			paths[page.ID] = cms.JoinPath(paths[page.Parent], page.Slug)
		case page.Slug == "":
			paths[page.ID] = "/"
		}
	}
	return paths
}

// Terms returns every term, in the order of its vocabulary.
func (e *Edit) Terms(ctx context.Context) ([]cms.Term, error) { return e.tx.Terms(ctx) }

// Redirects returns every redirect, by the address that it leads on from.
func (e *Edit) Redirects(ctx context.Context) ([]cms.Redirect, error) { return e.tx.Redirects(ctx) }

// Assets returns every file.
func (e *Edit) Assets(ctx context.Context) ([]cms.Asset, error) {
	if !cms.Can(e.user, cms.ActionSave, nil) {
		return nil, cms.Forbiddenf("you may not read all files")
	}
	return e.tx.Assets(ctx)
}

// Timeline returns all releases of a page, and locks them: nobody else changes
// releases until the edit is over. Begun is judged at the edit's At.
func (e *Edit) Timeline(ctx context.Context, page cms.ID) (cms.Timeline, error) {
	if _, err := e.may(ctx, cms.ActionSave, page); err != nil {
		return nil, err
	}
	return e.timeline(ctx, page)
}

// Draft returns a page's draft; cms.ErrNotFound when there is none.
func (e *Edit) Draft(ctx context.Context, page cms.ID) (cms.Draft, error) {
	if _, err := e.mayNow(ctx, cms.ActionSave, page); err != nil {
		return cms.Draft{}, err
	}
	return e.tx.Draft(ctx, page)
}

// RevisionSays reports whether a revision holds just that content.
func (e *Edit) RevisionSays(ctx context.Context, revision cms.ID, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	r, err := e.tx.Revision(ctx, revision)
	if errors.Is(err, cms.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := e.may(ctx, cms.ActionSave, r.Page); err != nil {
		return false, err
	}
	return e.says(r.Kind, r.Body, r.ChangeNotes, value, notes)
}

// DraftSays reports whether a draft holds just that content.
func (e *Edit) DraftSays(d cms.Draft, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	return e.says(value.Kind().Name, d.Body, d.ChangeNotes, value, notes)
}

func (e *Edit) says(kind string, body []byte, had []cms.ChangeNote, value schema.Kind, notes []cms.ChangeNote) (bool, error) {
	e.registry.Normalise(value)
	wanted, err := e.registry.Encode(value)
	if err != nil || kind != value.Kind().Name {
		return false, err
	}
	return e.same(cms.Revision{Kind: kind, Body: body, ChangeNotes: had}, cms.Draft{Body: wanted, ChangeNotes: notes}), nil
}
