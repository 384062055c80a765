package transfer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// Result counts what an import wrote.
type Result struct {
	Files     int // read
	Pages     int // made or changed
	Unchanged int // pages that are as the files say

	Kept []string // what the site keeps against the files, in words
}

func (r Result) String() string {
	lines := append([]string{fmt.Sprintf("Read %d files: %d pages written, %d unchanged.", r.Files, r.Pages, r.Unchanged)}, r.Kept...)
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
	err = s.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		index, err := newSiteIndex(ctx, e)
		if err != nil {
			return err
		}
		i := &importing{Edit: e, reading: &reading{folder: f, site: index, progress: s.Progress}}
		if err := i.check(ctx, s.Blobs); err != nil {
			return err
		}
		if err := i.problems.err(); err != nil {
			return err
		}
		result, err = i.write(ctx)
		return err
	})
	return result, err
}

// importing writes what was read within one edit.
type importing struct {
	*publishing.Edit
	*reading
	kept []string // what the site keeps against the files
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
	changed := map[*filePage]bool{}
	for n, page := range i.pages { // all places first: content refers to pages
		made, err := i.writePlace(ctx, page)
		if err != nil {
			return result, i.in(page, err)
		}
		changed[page] = made
		i.progress.tell(stagePlacing, n+1, len(i.pages))
	}
	for n, page := range i.pages {
		written, err := i.writeStates(ctx, page)
		if err != nil {
			return result, i.in(page, err)
		}
		if written || changed[page] {
			result.Pages++
		} else {
			result.Unchanged++
		}
		i.progress.tell(stageWriting, n+1, len(i.pages))
	}
	for _, r := range i.redirects {
		if err := i.SetRedirect(ctx, i.redirect(r)); err != nil {
			return result, err
		}
	}
	result.Kept = i.kept
	return result, nil
}

// in says which file a refusal of publishing is about.
func (i *importing) in(page *filePage, err error) error {
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		for n := range invalid.Problems {
			invalid.Problems[n].File = page.file()
		}
		return invalid
	}
	if errors.Is(err, cms.ErrConflict) {
		return &cms.Invalid{Problems: []cms.Problem{{File: page.file(), Message: err.Error()}}}
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

// writePlace makes the page, or moves it. It reports whether it did.
func (i *importing) writePlace(ctx context.Context, page *filePage) (bool, error) {
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
	if !exists {
		_, err := i.Create(ctx, publishing.NewPage{ID: page.id, Kind: page.kind, Parent: parent, Slug: slug})
		return true, err
	}
	if old.Parent == parent && old.Slug == slug {
		return false, nil
	}
	_, err := i.Move(ctx, page.id, parent, slug)
	return true, err
}
