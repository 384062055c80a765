package transfer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// Result counts what an import wrote.
type Result struct {
	Files     int // read
	Pages     int // made or changed
	Unchanged int // pages that are as the files say

	Kept  []string // what the site keeps against the files, in words
	Found string   // what the content rules find in the files; empty: it was not looked for
}

func (r Result) String() string {
	lines := append([]string{fmt.Sprintf("Read %d files: %d pages written, %d unchanged.", r.Files, r.Pages, r.Unchanged)}, r.Kept...)
	if r.Found != "" {
		lines = append(lines, r.Found)
	}
	return strings.Join(lines, "\n")
}

// Import makes the site hold what the folder's files say. Pages that the folder
// does not hold are left alone. It is all or nothing: when anything is wrong,
// it fails with a *cms.Invalid that lists every problem with file and line, and
// nothing is written.
func (s Site) Import(ctx context.Context, dir string) (Result, error) {
	f, err := readFolder(dir, s.Registry, s.Progress)
	if err != nil {
		return Result{}, err
	}
	defer f.close()
	var result Result
	var read *reading
	err = s.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		if err := e.Turn(ctx); err != nil { // what the site holds must not change meanwhile
			return err
		}
		index, err := newSiteIndex(ctx, e)
		if err != nil {
			return err
		}
		read = &reading{folder: f, site: index, progress: s.Progress}
		i := &importing{Edit: e, reading: read}
		if err := i.check(ctx, s.Blobs); err != nil {
			return err
		}
		if err := i.problems.err(); err != nil {
			return err
		}
		result, err = i.write(ctx)
		return err
	})
	if err == nil && s.Look {
		if result.Found, err = s.look(ctx, read); err != nil {
			err = fmt.Errorf("the import is written, and cannot be looked at: %w", err)
		}
	}
	return result, err
}

// importing writes what was read within one edit.
type importing struct {
	*publishing.Edit
	*reading
	stands map[place]*filePage // pages of the files, by where they were before
	placed map[cms.ID]bool     // those made or moved, or about to be
	kept   []string            // what the site keeps against the files
}

// write makes the site hold what was read.
func (i *importing) write(ctx context.Context) (Result, error) {
	result := Result{Files: i.files}
	for _, term := range i.site.newTerms {
		if err := i.SetTerm(ctx, term); err != nil {
			return result, err
		}
	}
	for _, name := range i.media {
		if err := i.AddAsset(ctx, i.site.assets[name]); err != nil {
			return result, err
		}
	}
	i.stands, i.placed = i.places(), map[cms.ID]bool{}
	for n, page := range i.pages { // all places first: content refers to pages
		if err := i.writePlace(ctx, page); err != nil {
			return result, i.in(page, err)
		}
		i.progress.tell(stagePlacing, n+1, len(i.pages))
	}
	for n, page := range i.pages {
		written, err := i.writeStates(ctx, page)
		if err != nil {
			return result, i.in(page, err)
		}
		if written || i.placed[page.id] {
			result.Pages++
		} else {
			result.Unchanged++
		}
		i.progress.tell(stageWriting, n+1, len(i.pages))
	}
	if err := i.writeRedirects(ctx); err != nil {
		return result, err
	}
	if err := i.writeLexicon(ctx); err != nil {
		return result, err
	}
	result.Kept = i.kept
	return result, nil
}

// in says which file a refusal of publishing is about.
func (i *importing) in(page *filePage, err error) error {
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		nodes := page.documents[0].file.content()
		for n, p := range invalid.Problems {
			invalid.Problems[n].File = page.file()
			if p.Line == 0 && p.Field != "" {
				invalid.Problems[n].Line = schema.LineOf(nodes[page.documents[0].at], p.Field)
			}
		}
		return invalid
	}
	if errors.Is(err, cms.ErrConflict) {
		return &cms.Invalid{Problems: []cms.Problem{{File: page.file(), Message: err.Error()}}}
	}
	return err
}

func (i *importing) writeRedirects(ctx context.Context) error {
	var list []cms.Redirect
	for _, r := range i.redirects {
		list = append(list, i.redirect(r))
	}
	err := i.SetRedirects(ctx, list)
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		for n, p := range invalid.Problems {
			if p.Line > 0 {
				f := i.redirects[p.Line-1]
				invalid.Problems[n].File, invalid.Problems[n].Line = f.file, f.line
			}
		}
	}
	return err
}

// redirect follows a page by its id where the address is one.
func (i *importing) redirect(r fileRedirect) cms.Redirect {
	if page, isPage := i.site.Page(r.to); isPage {
		return cms.Redirect{From: r.from, Page: page}
	}
	return cms.Redirect{From: r.from, To: r.to}
}

// place is where a page stands in the tree.
type place struct {
	parent cms.ID
	slug   string
}

// places returns the pages of the files that the site has, by where they stand.
func (i *importing) places() map[place]*filePage {
	stands := map[place]*filePage{}
	for _, page := range i.pages {
		if old, exists := i.site.pages[page.id]; exists {
			stands[place{old.Parent, old.Slug}] = page
		}
	}
	return stands
}

// writePlace makes the page, or moves it, unless it stands there already. A page
// that stands in its way, and moves as well, goes first.
func (i *importing) writePlace(ctx context.Context, page *filePage) error {
	var parent cms.ID
	slug := page.name
	if page.path != "" && page.path != "/" {
		var above string
		above, slug = cms.SplitPath(page.path)
		parent, _ = i.site.Page(above)
	}
	if page.path == "/" {
		slug = ""
	}
	old, exists := i.site.pages[page.id]
	if i.placed[page.id] || exists && old.Parent == parent && old.Slug == slug {
		return nil
	}
	i.placed[page.id] = true
	if inTheWay := i.stands[place{parent, slug}]; parent != "" && inTheWay != nil {
		if err := i.writePlace(ctx, inTheWay); err != nil {
			return err
		}
	}
	if exists {
		_, err := i.Move(ctx, page.id, parent, slug)
		return err
	}
	_, err := i.Create(ctx, publishing.NewPage{ID: page.id, Kind: page.kind, Parent: parent, Slug: slug})
	return err
}
