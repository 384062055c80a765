package check

import (
	"path"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// documents are the endings of files that are made to be printed. Data, pictures
// and programs are no documents.
var documents = map[string]string{
	".pdf": "PDF", ".doc": "Word", ".docx": "Word", ".odt": "OpenDocument", ".rtf": "RTF", ".ppt": "PowerPoint", ".pptx": "PowerPoint", ".odp": "OpenDocument",
}

// A page that says a good deal beside its document is taken for its web version:
// nobody but people can tell.
var documentOnly = Rule{
	Name: "document-only", Label: "Document without a web page", Level: Advise,
	Help: "A PDF or a Word file is hard to read on a telephone, often impossible by ear, and found by few; looked for on pages that say less than 100 words themselves",
	find: func(p *page) (problems []cms.Problem) {
		if p.saysMuch() {
			return nil
		}
		for _, f := range p.files() {
			if what := documents[strings.ToLower(path.Ext(f.name))]; what != "" {
				problems = append(problems, problem(f.path, "%q is a %s document, and this page hardly says what is in it; write that here, or make a page of it and link to that beside the document", f.name, what))
			}
		}
		return problems
	},
}

// saysMuch reports whether the page tells something itself, or in its chapters.
func (p *page) saysMuch() bool {
	if chapters := p.field(placed{}, "chapters"); chapters != nil && !chapters.empty() {
		return true
	}
	for _, block := range p.types {
		if block == "table" || block == "chart" {
			return true
		}
	}
	words := 0
	for _, passage := range p.prose() {
		words += len(strings.Fields(passage.text))
	}
	return words >= leastWords
}

// file is a file of this site in its place on the page.
type file struct{ path, name string }

// files returns what can be had from the page, attached or linked. What belongs
// to others is theirs to mend.
func (p *page) files() (files []file) {
	for _, place := range p.places {
		if place.field.Type != schema.TypeFile || p.world.File == nil {
			continue
		}
		if f := place.value.Interface().(cms.File); f.Asset != "" {
			files = append(files, file{place.path, p.world.File(f.Asset).Filename})
		}
	}
	for _, l := range p.links() {
		if strings.HasPrefix(l.URL, "/media/") || p.world.Base != "" && strings.HasPrefix(l.URL, p.world.Base+"/media/") {
			files = append(files, file{l.path, path.Base(l.URL)})
		}
	}
	return files
}
