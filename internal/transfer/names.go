package transfer

import (
	"context"
	"path"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// siteNames says what pages, terms and files are called in content files.
type siteNames struct {
	tree   []cms.Page
	terms  []cms.Term
	assets []cms.Asset

	paths    map[cms.ID]string
	parents  map[cms.ID]bool // pages with others below them
	termName map[cms.ID]string
	files    map[cms.ID]string
}

func newSiteNames(ctx context.Context, e *publishing.Edit) (n *siteNames, err error) {
	n = &siteNames{parents: map[cms.ID]bool{}, termName: map[cms.ID]string{}}
	if n.tree, err = e.Tree(ctx); err != nil {
		return nil, err
	}
	if n.terms, err = e.Terms(ctx); err != nil {
		return nil, err
	}
	if n.assets, err = e.Assets(ctx); err != nil {
		return nil, err
	}
	n.paths, n.files = publishing.Paths(n.tree), assetFiles(n.assets)
	for _, page := range n.tree {
		n.parents[page.Parent] = true
	}
	for _, t := range n.terms {
		n.termName[t.ID] = t.Vocabulary + "/" + t.Slug
	}
	return n, nil
}

// assetFiles gives every file a path below media: its name and, where that
// does not tell it from others, what its id begins with as a folder.
func assetFiles(assets []cms.Asset) map[cms.ID]string {
	count := map[string]int{}
	for _, a := range assets {
		count[strings.ToLower(a.Filename)]++
	}
	names := map[cms.ID]string{}
	for _, a := range assets {
		names[a.ID] = a.Filename
		if count[strings.ToLower(a.Filename)] > 1 {
			names[a.ID] = path.Join(string(a.ID), a.Filename)
		}
	}
	return names
}

// PagePath is the address of a page in the editors' tree.
func (n *siteNames) PagePath(page cms.ID) string { return n.paths[page] }

// AssetFile is the path of a file below media.
func (n *siteNames) AssetFile(asset cms.ID) string { return n.files[asset] }

// TermSlug is the slug of a term, with its vocabulary unless that is given.
func (n *siteNames) TermSlug(term cms.ID, vocabulary string) string {
	return strings.TrimPrefix(n.termName[term], vocabulary+"/")
}

// pageFile is the file that a page is written to. A page called index would
// otherwise be taken for the one above it.
func (n *siteNames) pageFile(page cms.ID) string {
	address := n.paths[page]
	if n.parents[page] || address == "/" || path.Base(address) == "index" {
		return path.Join("pages", address, "index.yaml")
	}
	return path.Join("pages", address+".yaml")
}
