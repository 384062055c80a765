// Package transfer moves a site between files and the database: pages, menus,
// site settings, terms, redirects and media, as docs/content-files.md says.
//
// It reads and checks files; what may be written, and how, is publishing's.
package transfer

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
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
func Import(ctx context.Context, publisher *publishing.Publisher, registry *schema.Registry, blobs *media.Disk, dir string) (Result, error) {
	f, err := readFolder(dir)
	if err != nil {
		return Result{}, err
	}
	defer f.close()
	var result Result
	err = publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		i := &importing{Edit: e, folder: f, registry: registry, blobs: blobs}
		if err := i.check(ctx); err != nil {
			return err
		}
		result, err = i.write(ctx)
		return err
	})
	return result, err
}

// problems collects what is wrong with the files.
type problems struct{ list []cms.Problem }

func (p *problems) add(file string, line int, field, format string, args ...any) {
	p.list = append(p.list, cms.Problem{File: file, Line: line, Field: field, Message: fmt.Sprintf(format, args...)})
}

// err is a *cms.Invalid of all problems, in the order of files and lines.
func (p *problems) err() error {
	sortProblems(p.list)
	return cms.InvalidUnlessNone(p.list)
}

// yamlNoise is what YAML says about itself and about our program. A line it
// names may be counted from the middle of the file; ours is told beside it.
var yamlNoise = regexp.MustCompile(`yaml: |unmarshal errors:\s*|line \d+: | in type .*| into .*`)

func yamlMessage(err error) string {
	return strings.TrimSpace(yamlNoise.ReplaceAllString(err.Error(), ""))
}
