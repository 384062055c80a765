package corpus

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// besidePath is where the mass stands in a site that has pages of its own.
const besidePath = "/library"

// writeBeside writes the mass into a site that is there.
func (g *generator) writeBeside(ctx context.Context, b *bulk) error {
	tree, err := b.Tree(ctx)
	if err != nil {
		return err
	}
	home, pages, statistics := g.standing(tree)
	if home == "" {
		return cms.Conflictf("the site has no home page; a mass of pages can only be added to one that has")
	}
	if err := g.setMassTerms(ctx, b.Filling); err != nil {
		return err
	}
	root, page := g.library(section{id: home, path: "/"})
	if err := b.add(ctx, page); err != nil {
		return err
	}
	if err := g.writeMass(ctx, b, root, max(0, g.Documents-pages-1), g.statistics()-statistics); err != nil {
		return err
	}
	return b.flush(ctx)
}

// standing counts the pages that a site has, and those that are publications and
// data sets.
func (g *generator) standing(tree []cms.Page) (home cms.ID, pages, statistics int) {
	for _, p := range tree {
		kind, _ := g.registry.Kind(p.Kind)
		if kind.Top {
			home = p.ID
		}
		if kind.Addressed {
			pages++
		}
		if isStatistics(p.Kind) {
			statistics++
		}
	}
	return home, pages, statistics
}

// library is the section that the mass stands in.
func (g *generator) library(home section) (section, publishing.BulkPage) {
	s := section{g.id(), besidePath, home.below()}
	page := cms.Page{ID: s.id, Kind: "landing", Parent: home.id, Slug: besidePath[1:], CreatedAt: corpusBegins}
	value := &kinds.Landing{Title: "Library of made-up pages", Summary: "Pages that are made up for measuring."}
	releases := []publishing.BulkRelease{{ID: g.id(), Revision: g.id(), Value: value, From: corpusBegins}}
	return s, publishing.BulkPage{Page: page, Path: s.path, Above: s.above, Releases: releases}
}

// Document is a page of a mass, as somebody looks for it.
type Document struct{ Path, Kind, Title, Reference, Acronym string }

// Beside yields the first so many pages that Add brings to a site and that are
// public. It makes up no content, and so needs no database.
func Beside(registry *schema.Registry, c Corpus, yield func(Document) bool) {
	g := newGenerator(c, registry)
	root, _ := g.library(section{path: "/"})
	g.planMass(root, c.Documents, g.statistics(), func(p planned) bool {
		if p.fate != lasts && p.fate != willEnd {
			return true
		}
		return yield(Document{p.path, p.Kind, p.title, p.ref, p.short})
	})
}
