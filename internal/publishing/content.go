package publishing

import (
	"context"
	"errors"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Content is what an editor is given to write on.
type Content struct {
	Page        cms.Page
	Value       schema.Kind
	ChangeNotes []cms.ChangeNote
	Draft       *cms.Draft // that Value is of; nil: there is none
}

// Version is what a save over the content names.
func (c Content) Version() int {
	if c.Draft == nil {
		return 0
	}
	return c.Draft.Version
}

// Content returns the draft of a page. Without one it is what the public gets
// or will get in the end, else what was written last.
func (e *Edit) Content(ctx context.Context, page cms.ID) (c Content, err error) {
	line, err := e.mayNow(ctx, cms.ActionRead, page)
	if err != nil {
		return c, err
	}
	c.Page = line[len(line)-1]
	draft, err := e.tx.Draft(ctx, page)
	if err == nil {
		c.Draft, c.ChangeNotes = &draft, draft.ChangeNotes
		c.Value, err = e.registry.Decode(c.Page.Kind, draft.Body)
		return c, err
	}
	if !errors.Is(err, cms.ErrNotFound) {
		return c, err
	}
	body, notes, err := e.publicContent(ctx, page)
	if err != nil {
		return c, err
	}
	c.ChangeNotes = notes
	if body == nil {
		return c, e.blank(&c)
	}
	c.Value, err = e.registry.Decode(c.Page.Kind, body)
	return c, err
}

// publicContent is what the last release with a whole content shows, else what
// the newest revision holds; nil: the page was never written.
func (e *Edit) publicContent(ctx context.Context, page cms.ID) ([]byte, []cms.ChangeNote, error) {
	at, err := e.tx.Now(ctx)
	if err != nil {
		return nil, nil, err
	}
	states, err := e.tx.States(ctx, []cms.ID{page}, at)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range slices.Backward(states[page]) {
		if s.Body != nil && !s.Redacted {
			return s.Body, s.ChangeNotes, nil
		}
	}
	latest, err := e.tx.LatestRevision(ctx, page)
	return latest.Body, latest.ChangeNotes, ignoreNotFound(err)
}

func (e *Edit) blank(c *Content) error {
	kind, known := e.registry.Kind(c.Page.Kind)
	if !known {
		return cms.Invalidf("kind", "pages of the kind %s are no longer known", c.Page.Kind)
	}
	c.Value = kind.New()
	return nil
}

// RevisionContent returns what a revision of a page holds.
func (e *Edit) RevisionContent(ctx context.Context, page, revision cms.ID) (schema.Kind, error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return nil, err
	}
	r, err := e.tx.Revision(ctx, revision)
	if err == nil && r.Page != page {
		err = cms.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return e.registry.Decode(r.Kind, r.Body)
}

// LatestRevision returns the newest revision of a page.
func (e *Edit) LatestRevision(ctx context.Context, page cms.ID) (cms.ID, error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return "", err
	}
	latest, err := e.tx.LatestRevision(ctx, page)
	return latest.ID, err
}

// Names tells what the pages, files and terms are called that somebody who
// writes has chosen. What they may not see is left out.
func (e *Edit) Names(ctx context.Context, pages, assets []cms.ID, terms bool) (n cms.Names, err error) {
	if !cms.CanSomewhere(e.user, cms.ActionSave) {
		return n, cms.Forbiddenf("you may not write pages")
	}
	n = cms.Names{Pages: map[cms.ID]cms.PageRow{}, Assets: map[cms.ID]cms.AssetRow{}, Terms: map[cms.ID]cms.Term{}}
	if len(pages) > 0 {
		rows, err := e.PageRows(ctx, pages)
		if err != nil {
			return n, err
		}
		for _, row := range rows {
			n.Pages[row.ID] = row
		}
	}
	if len(assets) > 0 {
		files, err := e.tx.AssetRows(ctx, assets)
		if err != nil {
			return n, err
		}
		for _, a := range files {
			n.Assets[a.ID] = a
		}
	}
	if !terms {
		return n, nil
	}
	all, err := e.tx.Terms(ctx)
	for _, t := range all {
		n.Terms[t.ID] = t
	}
	return n, err
}
