// Package transfer moves a site between files and the database: pages, menus,
// site settings, notices, terms, redirects and media, as docs/content-files.md
// says. It reads, checks and writes files; what may be written into the
// database, and how, is publishing's.
package transfer

import (
	"fmt"
	"regexp"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// Site is what is moved from and to.
type Site struct {
	Publisher *publishing.Publisher
	Registry  *schema.Registry
	Blobs     *media.Disk
	Progress  Progress // may be nil
	Look      bool     // an import says what the content rules find in what it has written
}

// Progress is told how far something is: a stage in words, and how much of it
// is done.
type Progress func(stage string, done, total int)

// tell is Progress that may be nil.
func (p Progress) tell(stage string, done, total int) {
	if p != nil {
		p(stage, done, total)
	}
}

// The stages that Progress tells of.
const (
	stageReading  = "Reading"
	stageChecking = "Checking"
	stagePlacing  = "Placing"
	stageWriting  = "Writing"
	stageFiles    = "Copying files"
)

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
