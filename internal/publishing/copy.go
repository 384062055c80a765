package publishing

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Copying says what is to be copied, and where to.
type Copying struct {
	Page   cms.ID
	Parent cms.ID // the copy stands below it
	Slug   string
	Title  string // of the copy; empty: as it was
	Below  bool   // with all pages below it
}

// Copied is a page and its copy.
type Copied struct {
	From, To cms.ID
	Title    string
	Path     string // of the copy
}

// mostCopied is how many pages are copied at once. More would keep everybody
// else waiting for long.
const mostCopied = 1000

// Copy makes a copy of a page's newest text, and of those of all pages below it
// if that is wanted. Copies are drafts: none of them is public. What refers to a
// page that is copied with it refers to the copy, so that a copied work leads to
// its own chapters; all else is referred to as before.
func (e *Edit) Copy(ctx context.Context, c Copying) ([]Copied, error) {
	line, err := e.may(ctx, cms.ActionRead, c.Page)
	if err != nil {
		return nil, err
	}
	branch := line[len(line)-1:]
	if c.Below {
		if branch, err = e.tx.Branch(ctx, c.Page); err != nil {
			return nil, err
		}
	}
	if len(branch) > mostCopied {
		return nil, cms.Invalidf("below", "there are %d pages in this branch, and at most %d are copied at once; copy it in parts", len(branch), mostCopied)
	}
	copies := map[cms.ID]cms.ID{}
	for _, page := range branch {
		copies[page.ID] = NewID()
	}
	refer := referring(copies)
	var done []Copied
	for i, page := range branch {
		n := NewPage{ID: copies[page.ID], Kind: page.Kind, Parent: copies[page.Parent], Slug: page.Slug}
		title := ""
		if i == 0 {
			n.Parent, n.Slug, title = c.Parent, c.Slug, c.Title
		}
		one, err := e.copyPage(ctx, page, n, title, refer)
		if err != nil {
			return nil, err
		}
		done = append(done, one)
	}
	return done, nil
}

func (e *Edit) copyPage(ctx context.Context, page cms.Page, n NewPage, title string, refer *strings.Replacer) (c Copied, err error) {
	made, err := e.Create(ctx, n)
	if err != nil {
		return c, err
	}
	line, err := e.lineage(ctx, made.ID)
	if err != nil {
		return c, err
	}
	c = Copied{From: page.ID, To: made.ID, Path: e.pathOf(line)}
	value, err := e.newestText(ctx, page, refer)
	if err != nil || value == nil {
		return c, err
	}
	if title != "" {
		e.registry.SetTitle(value, title)
	}
	c.Title = value.Card().Title
	_, err = e.Save(ctx, Save{Page: made.ID, Value: value, Automatic: true})
	return c, err
}

// newestText is what was last written of a page that is not thrown away, with
// other pages referred to; nil: nothing.
func (e *Edit) newestText(ctx context.Context, page cms.Page, refer *strings.Replacer) (schema.Kind, error) {
	draft, err := e.tx.Draft(ctx, page.ID)
	body := draft.Body
	if errors.Is(err, cms.ErrNotFound) {
		var r cms.Revision
		if r, err = e.lastShown(ctx, page.ID); errors.Is(err, cms.ErrConflict) {
			return nil, nil
		}
		body = r.Body
	}
	if err != nil {
		return nil, err
	}
	return e.registry.Decode(page.Kind, []byte(refer.Replace(string(body))))
}

// referring writes other pages' ids into stored content. An id that is the
// whole of a JSON text is a reference: nobody writes one as a text of its own.
func referring(instead map[cms.ID]cms.ID) *strings.Replacer {
	var pairs []string
	for from, to := range instead {
		pairs = append(pairs, `"`+string(from)+`"`, `"`+string(to)+`"`)
	}
	return strings.NewReplacer(pairs...)
}

func sortByUse(kinds []*schema.KindType, counts map[string]int) {
	slices.SortStableFunc(kinds, func(a, b *schema.KindType) int { return cmp.Compare(counts[b.Name], counts[a.Name]) })
}
