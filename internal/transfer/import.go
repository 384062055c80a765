package transfer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// importing is one import within one edit: first everything is checked, then
// everything is written.
type importing struct {
	*publishing.Edit
	folder   *folder
	registry *schema.Registry
	blobs    *media.Disk

	site  *siteIndex
	pages []*filePage
	kept  []string // what the site keeps against the files
}

// filePage is a page that the files hold, in all its states.
type filePage struct {
	id        cms.ID
	kind      string
	path      string // empty: a kind without an address
	name      string // of a page without an address
	documents []*document
	values    map[*document]schema.Kind
}

// check reads all content and fails with every problem there is.
func (i *importing) check(ctx context.Context) (err error) {
	if i.site, err = newSiteIndex(ctx, i.Edit); err != nil {
		return err
	}
	i.gather()
	i.site.addTerms(i.folder)
	if err := i.site.addMedia(i.folder, i.blobs); err != nil {
		return err
	}
	i.place()
	for _, page := range i.pages {
		i.decode(page)
	}
	i.checkRedirects()
	return i.folder.problems.err()
}

// gather puts together the documents of each page, and gives every page its id.
func (i *importing) gather() {
	byKey := map[string]*filePage{}
	for _, d := range i.folder.documents {
		if !(&headReader{registry: i.registry, problems: &i.folder.problems, document: d}).read() {
			continue
		}
		key := d.path
		if key == "" {
			key = d.head.kind + ":" + d.name
		}
		page, known := byKey[key]
		if !known {
			page = &filePage{kind: d.head.kind, path: d.path, name: d.name, values: map[*document]schema.Kind{}}
			byKey[key] = page
			i.pages = append(i.pages, page)
		}
		i.join(page, d)
	}
	slices.SortStableFunc(i.pages, func(a, b *filePage) int {
		return cmp.Or(cmp.Compare(depth(a.path), depth(b.path)), cmp.Compare(a.path, b.path))
	})
	i.identify()
}

func (i *importing) join(page *filePage, d *document) {
	add := i.folder.problems.add
	switch {
	case len(page.documents) > 0 && page.documents[0].file != d.file:
		add(d.file, 0, "", "is the same page as %s; keep one of them", page.documents[0].file)
		return
	case d.head.kind == "":
		add(d.file, d.node.Line, "kind", "say which kind of page this is, such as kind: page")
		return
	case d.head.kind != page.kind:
		add(d.file, d.node.Line, "kind", "the states of one page are of one kind; this one is %q and the one above %q", d.head.kind, page.kind)
		return
	case d.head.id != "" && page.id != "" && d.head.id != page.id:
		add(d.file, d.head.idLine, "id", "the states of one page have one id; this one differs from the one above")
	case page.path == "" && len(page.documents) > 0:
		add(d.file, d.node.Line, "name", "there is another %s called %q above; each needs a name of its own", page.kind, page.name)
		return
	}
	if twin := page.twin(d); twin != nil {
		add(d.file, d.node.Line, "live_from", "the same state of the page stands at line %d already; say from when each is to be live, or keep one", twin.node.Line)
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
func (i *importing) identify() {
	owners := map[cms.ID]*filePage{}
	for _, page := range i.pages {
		if len(page.documents) == 0 {
			continue
		}
		first := page.documents[0]
		known, exists := i.site.find(page)
		switch {
		case page.id == "" && exists:
			page.id = known
		case page.id == "":
			page.id = pageID(page)
		case exists && known != page.id:
			i.folder.problems.add(first.file, first.head.idLine, "id", "another page, %s, has this address already", known)
		}
		if other, twice := owners[page.id]; twice {
			i.folder.problems.add(first.file, first.head.idLine, "id", "%s has this id, too; every page needs its own", other.documents[0].file)
		}
		owners[page.id] = page
		i.site.add(page)
	}
}

// place checks that every page has one to stand below.
func (i *importing) place() {
	for _, page := range i.pages {
		if len(page.documents) == 0 {
			continue
		}
		file := page.documents[0].file
		kind, known := i.registry.Kind(page.kind)
		if !known {
			continue // decode tells
		}
		if kind.Addressed != (page.path != "") {
			i.folder.problems.add(file, 0, "kind", "a %s does not belong in this file", kind.Label)
		}
		if old, exists := i.site.pages[page.id]; exists && old.Kind != page.kind {
			i.folder.problems.add(file, 0, "kind", "the page is a %s on the site and cannot become a %s", old.Kind, page.kind)
		}
		if page.path == "" || page.path == "/" {
			continue
		}
		above, _ := cms.SplitPath(page.path)
		if _, exists := i.site.Page(above); !exists {
			i.folder.problems.add(file, 0, "", "there is no page %s for it to stand below; add one", above)
		}
	}
}

func (i *importing) decode(page *filePage) {
	for _, d := range page.documents {
		value, found := i.registry.DecodeYAML(page.kind, d.node, i.site)
		if value != nil && !d.head.draft && len(found) == 0 {
			found = i.registry.Validate(value)
		}
		for _, p := range found {
			p.File = d.file
			if p.Line == 0 {
				p.Line = schema.LineOf(d.node, p.Field)
			}
			i.folder.problems.list = append(i.folder.problems.list, p)
		}
		if h := d.head; !h.liveUntil.IsZero() && !h.liveFrom.IsZero() && !h.liveUntil.After(h.liveFrom) {
			i.folder.problems.add(d.file, d.node.Line, "live_until", "a release must end after it begins")
		}
		page.values[d] = value
	}
}

func (i *importing) checkRedirects() {
	from := map[string]bool{}
	for _, r := range i.folder.redirects {
		target, _, _ := strings.Cut(r.to, "#")
		_, isPage := i.site.Page(target)
		switch {
		case !cms.ValidPath(r.from):
			i.folder.problems.add(r.file, r.line, "from", "%q is not how an address of this site is spelt; write it in lower case, with / at its start and none at its end", r.from)
		case i.site.taken(r.from):
			i.folder.problems.add(r.file, r.line, "from", "%s is a page, or an address of the program's own, and cannot lead on", r.from)
		case from[r.from]:
			i.folder.problems.add(r.file, r.line, "from", "%s has a redirect above already", r.from)
		case r.from == target:
			i.folder.problems.add(r.file, r.line, "to", "%s would lead to itself", r.from)
		case !cms.ValidTarget(r.to):
			i.folder.problems.add(r.file, r.line, "to", "%q is not an address; give a path such as /services or a URL that begins with https://", r.to)
		case strings.HasPrefix(r.to, "/") && !isPage && !i.site.Reserved(target):
			i.folder.problems.add(r.file, r.line, "to", "there is no page %s", target)
		}
		from[r.from] = true
	}
}

// write makes the site hold what was read.
func (i *importing) write(ctx context.Context) (Result, error) {
	result := Result{Files: i.folder.files}
	for _, term := range i.site.newTerms {
		if err := i.SetTerm(ctx, term); err != nil {
			return result, err
		}
	}
	for _, name := range i.folder.media {
		if err := i.AddAsset(ctx, i.site.assets[name]); err != nil {
			return result, err
		}
	}
	changed := map[*filePage]bool{}
	for _, page := range i.pages { // all places first: content refers to pages
		made, err := i.writePlace(ctx, page)
		if err != nil {
			return result, i.in(page, err)
		}
		changed[page] = made
	}
	for _, page := range i.pages {
		written, err := i.writeStates(ctx, page)
		if err != nil {
			return result, i.in(page, err)
		}
		if written || changed[page] {
			result.Pages++
		} else {
			result.Unchanged++
		}
	}
	for _, r := range i.folder.redirects {
		if err := i.SetRedirect(ctx, i.redirect(r)); err != nil {
			return result, err
		}
	}
	result.Kept = i.kept
	return result, nil
}

// in says which file a refusal of publishing is about.
func (i *importing) in(page *filePage, err error) error {
	file := page.documents[0].file
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		for n := range invalid.Problems {
			invalid.Problems[n].File = file
		}
		return invalid
	}
	if errors.Is(err, cms.ErrConflict) {
		return &cms.Invalid{Problems: []cms.Problem{{File: file, Message: err.Error()}}}
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

func depth(path string) int {
	if path == "/" {
		return 0
	}
	return strings.Count(path, "/")
}
