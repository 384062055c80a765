package publishing

import (
	"context"
	"errors"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Stored is what is stored of a page for an editor to write on.
type Stored struct {
	Page        cms.Page
	Body        []byte // JSON, as package schema encodes it; nil: it was never written
	ChangeNotes []cms.ChangeNote
	Draft       *cms.Draft // that all this is of; nil: there is none
}

// Version is what a save over it names.
func (s Stored) Version() int {
	if s.Draft == nil {
		return 0
	}
	return s.Draft.Version
}

// Content is Stored with what it says.
type Content struct {
	Stored
	Value schema.Kind
}

// Content returns the draft of a page. Without one it is what the public gets
// or will get in the end, else what was written last, else nothing yet.
func (e *Edit) Content(ctx context.Context, page cms.ID) (c Content, err error) {
	if c.Stored, err = e.Stored(ctx, page); err != nil {
		return c, err
	}
	if c.Body != nil {
		c.Value, err = e.registry.Decode(c.Page.Kind, c.Body)
		return c, err
	}
	kind, known := e.registry.Kind(c.Page.Kind)
	if !known {
		return c, cms.Invalidf("kind", "pages of the kind %s are no longer known", c.Page.Kind)
	}
	c.Value = kind.New()
	return c, nil
}

// Stored returns what Content reads.
func (e *Edit) Stored(ctx context.Context, page cms.ID) (s Stored, err error) {
	line, err := e.mayNow(ctx, cms.ActionRead, page)
	if err != nil {
		return s, err
	}
	s.Page = line[len(line)-1]
	draft, err := e.tx.Draft(ctx, page)
	if err == nil {
		s.Draft, s.Body, s.ChangeNotes = &draft, draft.Body, draft.ChangeNotes
		return s, nil
	}
	if !errors.Is(err, cms.ErrNotFound) {
		return s, err
	}
	s.Body, s.ChangeNotes, err = e.publicContent(ctx, page)
	return s, err
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

// RevisionContent returns what a revision of a page holds.
func (e *Edit) RevisionContent(ctx context.Context, page, revision cms.ID) (schema.Kind, error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return nil, err
	}
	r, err := e.revisionOf(ctx, page, revision)
	if err != nil {
		return nil, err
	}
	return e.registry.Decode(r.Kind, r.Body)
}

// revisionOf returns a revision of that page.
func (e *Edit) revisionOf(ctx context.Context, page, revision cms.ID) (cms.Revision, error) {
	if !revision.Valid() {
		return cms.Revision{}, cms.ErrNotFound
	}
	r, err := e.tx.Revision(ctx, revision)
	if err == nil && r.Page != page {
		err = cms.ErrNotFound
	}
	return r, err
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
