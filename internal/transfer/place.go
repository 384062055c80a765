package transfer

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// filePage is a page that the files hold, in all its states.
type filePage struct {
	id        cms.ID
	kind      string
	path      string // empty: a kind without an address
	name      string // of a page without an address
	documents []*document
}

func (p *filePage) file() string { return p.documents[0].file.name }

// reading checks a folder against itself and, if there is one, the site.
type reading struct {
	*folder
	site     *siteIndex
	pages    []*filePage // parents before children
	progress Progress
}

// check reads all content. What is wrong is in the folder's problems. Without
// blobs, the bytes of files are looked at and not kept.
func (r *reading) check(ctx context.Context, blobs *media.Disk) error {
	r.gather()
	r.site.addTerms(r.folder)
	if err := r.site.addMedia(r.folder, blobs); err != nil {
		return err
	}
	r.place()
	for i, page := range r.pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.decode(page)
		r.progress.tell(stageChecking, i+1, len(r.pages))
	}
	r.checkRedirects()
	r.checkLexicon()
	return nil
}

// gather puts together the documents of each page, and gives every page its id.
func (r *reading) gather() {
	byKey := map[string]*filePage{}
	for _, d := range r.documents {
		if d.path == "" && !cms.ValidSlug(d.head.name) {
			r.problems.add(d.file.name, d.line, "name", "a %s needs a name of lower-case letters, digits and hyphens", d.head.kind)
			continue
		}
		key := d.path
		if key == "" {
			key = d.head.kind + ":" + d.head.name
		}
		page, known := byKey[key]
		if !known {
			page = &filePage{kind: d.head.kind, path: d.path, name: d.head.name}
			byKey[key] = page
		}
		r.join(page, d)
		if !known && len(page.documents) > 0 {
			r.pages = append(r.pages, page)
		}
	}
	slices.SortStableFunc(r.pages, func(a, b *filePage) int {
		return cmp.Or(cmp.Compare(depth(a.path), depth(b.path)), cmp.Compare(a.path, b.path))
	})
	r.identify()
}

func (r *reading) join(page *filePage, d *document) {
	add := r.problems.add
	switch {
	case len(page.documents) > 0 && page.documents[0].file.name != d.file.name:
		add(d.file.name, 0, "", "is the same page as %s; keep one of them", page.file())
		return
	case d.head.kind == "":
		add(d.file.name, d.line, "kind", "say which kind of page this is, such as kind: page")
		return
	case d.head.kind != page.kind:
		add(d.file.name, d.line, "kind", "the states of one page are of one kind; this one is %q and the one above %q", d.head.kind, page.kind)
		return
	case d.head.id != "" && page.id != "" && d.head.id != page.id:
		add(d.file.name, d.head.idLine, "id", "the states of one page have one id; this one differs from the one above")
	}
	switch twin := page.twin(d); {
	case twin != nil && d.path == "" && d.head.liveFrom.IsZero():
		add(d.file.name, d.line, "name", "there is another %s called %q above; give each a name of its own, or say from when each state of it is to be live", page.kind, page.name)
	case twin != nil:
		add(d.file.name, d.line, "live_from", "the same state of the page stands at line %d already; say from when each is to be live, or keep one", twin.line)
	}
	if page.id == "" {
		page.id = d.head.id
	}
	page.documents = append(page.documents, d)
}

// twin returns the document that is the same state of the page as d: live from
// the same time, or the draft.
func (p *filePage) twin(d *document) *document {
	for _, other := range p.documents {
		if other.head.draft == d.head.draft && (d.head.draft || other.head.liveFrom.Equal(d.head.liveFrom)) {
			return other
		}
	}
	return nil
}

// identify gives pages without an id the one that the site knows them by, or
// one made from their address.
func (r *reading) identify() {
	to := map[cms.ID]string{}
	for _, page := range r.pages {
		to[page.id] = page.path
	}
	r.site.leave(to)
	owners := map[cms.ID]*filePage{}
	for _, page := range r.pages {
		first := page.documents[0]
		known, exists := r.site.find(page)
		switch {
		case page.id == "" && exists:
			page.id = known
		case page.id == "":
			page.id = pageID(page)
		case exists && known != page.id:
			r.problems.add(first.file.name, first.head.idLine, "id", "another page, %s, has this address already", known)
		}
		if other, twice := owners[page.id]; twice {
			r.problems.add(first.file.name, first.head.idLine, "id", "%s has this id, too; every page needs its own", other.file())
		}
		owners[page.id] = page
		r.site.add(page)
	}
}

// place checks that every page has one to stand below.
func (r *reading) place() {
	for _, page := range r.pages {
		kind, known := r.registry.Kind(page.kind)
		if !known {
			continue // decode tells
		}
		if wrong := r.misplaced(page, kind); wrong {
			r.problems.add(page.file(), 0, "kind", "a %s does not belong in this file", kind.Label)
		}
		if old, exists := r.site.pages[page.id]; exists && old.Kind != page.kind {
			r.problems.add(page.file(), 0, "kind", "the page is a %s on the site and cannot become a %s", old.Kind, page.kind)
		}
		if page.path != "" {
			r.placeBelow(page, kind)
		}
	}
}

// misplaced reports whether a page stands in a file that is not for its kind.
func (r *reading) misplaced(page *filePage, kind *schema.KindType) bool {
	if kind.Addressed != (page.path != "") {
		return true
	}
	return !kind.Addressed && page.file() != fixtureFile(page.kind, page.name)
}

func (r *reading) placeBelow(page *filePage, kind *schema.KindType) {
	if (page.path == "/") != kind.Top {
		r.problems.add(page.file(), 0, "kind", "the home page, and no other, stands at the top; a %s cannot stand at %s", kind.Label, page.path)
		return
	}
	if page.path == "/" {
		return
	}
	if cms.OwnName(strings.TrimPrefix(page.path, "/")) {
		r.problems.add(page.file(), 0, "", "%s is an address of the program's own; give the page another name", page.path)
	}
	address, _ := cms.SplitPath(page.path)
	above, exists := r.site.Page(address)
	if !exists {
		r.problems.add(page.file(), 0, "", "there is no page %s for it to stand below; add one", address)
		return
	}
	if parent := r.site.kinds[above]; len(kind.Below) > 0 && !slices.Contains(kind.Below, parent) {
		r.problems.add(page.file(), 0, "kind", "a %s stands below a page of kind %s, and %s is of kind %s; move it, or make it another kind",
			kind.Label, strings.Join(kind.Below, " or "), address, parent)
	}
}

// decode reads the content of a page.
func (r *reading) decode(page *filePage) {
	nodes := page.documents[0].file.content()
	for _, d := range page.documents {
		if !d.head.outcome.Shows() {
			if d.head.outcome == cms.OutcomeRedirect && d.head.redirectTo == page.path {
				r.problems.add(d.file.name, d.line, "redirect", "%s would lead to itself; choose another address", page.path)
			}
			continue
		}
		node := nodes[d.at]
		value, found := r.registry.DecodeYAML(page.kind, node, r.site)
		if len(found) == 0 {
			found = r.unfit(d.head, value)
		}
		r.tell(d, node, found)
		if len(found) > 0 {
			continue
		}
		body, err := r.registry.Encode(value)
		if err != nil {
			r.problems.add(d.file.name, d.line, "", "%s", err)
		}
		d.body = body
	}
}

// unfit returns why content cannot be what the head says of it.
func (r *reading) unfit(h head, value schema.Kind) []cms.Problem {
	switch {
	case h.draft:
		return nil
	case h.announced:
		return publishing.NotAnnounceable(r.registry, value, h.changeNotes)
	}
	return r.registry.Validate(value)
}

// tell adds the problems of a document, with their file and lines.
func (r *reading) tell(d *document, node *yaml.Node, found []cms.Problem) {
	for _, p := range found {
		p.File = d.file.name
		if p.Line == 0 {
			p.Line = schema.LineOf(node, p.Field)
		}
		r.problems.list = append(r.problems.list, p)
	}
}

func depth(path string) int {
	if path == "/" {
		return 0
	}
	return strings.Count(path, "/")
}

// fixtureFile is the file that a page without an address stands in.
func fixtureFile(kind, name string) string {
	switch kind {
	case "site":
		return "site.yaml"
	case "menu":
		return "menus.yaml"
	case "feed":
		return path.Join("feeds", name+".yaml")
	}
	return path.Join("notices", name+".yaml")
}
