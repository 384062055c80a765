package publishing

import (
	"context"
	"errors"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

var errDryRun = errors.New("dry run")

// NewPage says where a page is to be made.
type NewPage struct {
	ID     cms.ID // empty: a new one
	Kind   string
	Parent cms.ID // empty: the home page, or a kind without an address
	Slug   string
}

// Create makes a page without content. Save gives it some.
func (e *Edit) Create(ctx context.Context, n NewPage) (cms.Page, error) {
	kind, known := e.registry.Kind(n.Kind)
	if !known {
		return cms.Page{}, cms.Invalidf("kind", "there is no kind of page called %q", n.Kind)
	}
	if err := e.mayCreate(ctx, kind, n); err != nil {
		return cms.Page{}, err
	}
	if n.ID != "" {
		if err := e.notInBin(ctx, n.ID); err != nil {
			return cms.Page{}, err
		}
	}
	page := cms.Page{ID: n.ID, Kind: n.Kind, Parent: n.Parent, Slug: n.Slug, CreatedAt: time.Now()}
	if page.ID == "" {
		page.ID = NewID()
	}
	if err := e.tx.InsertPage(ctx, page, kind.Addressed, e.user.ID); err != nil {
		return cms.Page{}, err
	}
	e.known[page.ID], e.fresh[page.ID] = page, true
	return page, e.audit(ctx, "create", page.ID, "", "", map[string]any{"kind": n.Kind, "slug": n.Slug})
}

func (e *Edit) mayCreate(ctx context.Context, kind *schema.KindType, n NewPage) error {
	if n.Parent == "" {
		if kind.Addressed && (n.Slug != "" || !kind.Top) {
			return cms.Invalidf("parent", "only the home page stands at the top; choose the page it belongs below")
		}
		if !kind.Addressed && !cms.ValidSlug(n.Slug) {
			return badSlug(n.Slug)
		}
		return e.mayConfigure(ctx)
	}
	if !kind.Addressed {
		return cms.Invalidf("parent", "a %s has no address and stands below no page", kind.Label)
	}
	line, err := e.may(ctx, cms.ActionCreate, n.Parent)
	if err != nil {
		return err
	}
	if err := validName(n.Slug, line[len(line)-1]); err != nil {
		return err
	}
	return e.mayStandBelow(kind, line[len(line)-1])
}

// validName fails if a page below that parent cannot be called so.
func validName(slug string, parent cms.Page) error {
	if !cms.ValidSlug(slug) {
		return badSlug(slug)
	}
	if parent.Parent == "" && cms.OwnName(slug) {
		return cms.Invalidf("slug", "/%s is an address of the program's own; choose another name", slug)
	}
	return nil
}

func (e *Edit) mayStandBelow(kind *schema.KindType, parent cms.Page) error {
	if kind.Top {
		return cms.Invalidf("parent", "a %s stands at the top, and below no page", kind.Label)
	}
	if !e.addressed(parent.Kind) || len(kind.Below) > 0 && !slices.Contains(kind.Below, parent.Kind) {
		return cms.Invalidf("parent", "a %s cannot stand below a page of kind %q", kind.Label, parent.Kind)
	}
	return nil
}

func badSlug(slug string) error {
	return cms.Invalidf("slug", "%q cannot be part of an address; use lower-case letters, digits and hyphens", slug)
}

// pathOf returns the address of the last page of a line; empty: it has none.
func (e *Edit) pathOf(line []cms.Page) string {
	if !e.addressed(line[len(line)-1].Kind) {
		return ""
	}
	path := "/"
	for _, page := range line[1:] {
		path = cms.JoinPath(path, page.Slug)
	}
	return path
}

// above returns the pages above the last page of a line.
func above(line []cms.Page) []cms.ID { return pageIDs(line[:len(line)-1]) }

func ignoreNotFound(err error) error {
	if errors.Is(err, cms.ErrNotFound) {
		return nil
	}
	return err
}
