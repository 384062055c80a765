package transfer

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/google/uuid"
	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
)

// namespace is where ids come from that files do not give: the same file has
// the same id on every site.
var namespace = uuid.MustParse("0f6bb3a1-3c63-5c0d-9d54-6c1d1b1f6a57")

func derivedID(parts ...string) cms.ID {
	return cms.ID(uuid.NewSHA1(namespace, []byte(strings.Join(parts, ":"))).String())
}

func pageID(p *filePage) cms.ID {
	if p.path != "" {
		return derivedID("page", p.path)
	}
	return derivedID(p.kind, p.name)
}

// termID is the id of a term, called vocabulary/slug, that is given no other.
func termID(key string) cms.ID { return derivedID("term", key) }

// assetID is the id of a file that is given no other: made from its name and
// content, so that other bytes are another file, and what is live keeps the one
// that it was released with.
func assetID(name, hash string) cms.ID { return derivedID("media", name, hash) }

// siteIndex finds what content files name, in the files and on the site.
type siteIndex struct {
	pages     map[cms.ID]cms.Page // on the site, before the import
	kinds     map[cms.ID]string   // of those, and of the pages of the files
	byPath    map[string]cms.ID
	byName    map[string]cms.ID     // kind:name of pages without an address
	terms     map[string]cms.ID     // vocabulary/slug
	hashes    map[cms.ID]string     // of the files on the site
	newTerms  []cms.Term            // of the files, parents first
	synonyms  []cms.Synonyms        // on the site, before the import
	bets      []cms.BestBet         // as well
	suggested []cms.SuggestedSearch // as well
	assets    map[string]cms.Asset
}

// emptyIndex knows of no site: a folder is judged by itself.
func emptyIndex() *siteIndex {
	return &siteIndex{
		pages: map[cms.ID]cms.Page{}, kinds: map[cms.ID]string{}, byPath: map[string]cms.ID{}, byName: map[string]cms.ID{},
		terms: map[string]cms.ID{}, hashes: map[cms.ID]string{}, assets: map[string]cms.Asset{},
	}
}

func newSiteIndex(ctx context.Context, e *publishing.Edit) (*siteIndex, error) {
	tree, err := e.Tree(ctx)
	if err != nil {
		return nil, err
	}
	terms, err := e.Terms(ctx)
	if err != nil {
		return nil, err
	}
	assets, err := e.Assets(ctx)
	if err != nil {
		return nil, err
	}
	s := emptyIndex()
	if s.synonyms, err = e.Synonyms(ctx); err != nil {
		return nil, err
	}
	if s.suggested, err = e.Suggested(ctx); err != nil {
		return nil, err
	}
	if s.bets, _, err = e.BestBets(ctx); err != nil {
		return nil, err
	}
	for _, a := range assets {
		s.hashes[a.ID] = a.Hash
	}
	paths := publishing.Paths(tree)
	for _, page := range tree {
		s.pages[page.ID], s.kinds[page.ID] = page, page.Kind
		if path, addressed := paths[page.ID]; addressed {
			s.byPath[path] = page.ID
		} else {
			s.byName[page.Kind+":"+page.Slug] = page.ID
		}
	}
	for _, term := range terms {
		s.terms[term.Vocabulary+"/"+term.Slug] = term.ID
	}
	return s, nil
}

// find returns the page that the site has in that place.
func (s *siteIndex) find(p *filePage) (cms.ID, bool) {
	if p.path == "" {
		id, found := s.byName[p.kind+":"+p.name]
		return id, found
	}
	id, found := s.byPath[p.path]
	return id, found
}

func (s *siteIndex) add(p *filePage) {
	s.kinds[p.id] = p.kind
	if p.path != "" {
		s.byPath[p.path] = p.id
	}
}

// Page finds a page by its address.
func (s *siteIndex) Page(path string) (cms.ID, bool) {
	id, found := s.byPath[path]
	return id, found
}

// leave frees the places of pages that the files put elsewhere.
func (s *siteIndex) leave(to map[cms.ID]string) {
	maps.DeleteFunc(s.byPath, func(address string, page cms.ID) bool {
		other, moves := to[page]
		return moves && other != address
	})
}

// Asset finds a file by its path below media.
func (s *siteIndex) Asset(file string) (cms.ID, bool) {
	a, found := s.assets[path.Clean(file)]
	return a.ID, found
}

// Term finds a term by its slug, which names the vocabulary when none is given.
func (s *siteIndex) Term(vocabulary, slug string) (cms.ID, bool) {
	if vocabulary != "" {
		slug = vocabulary + "/" + slug
	}
	id, found := s.terms[slug]
	return id, found
}

// Reserved reports whether pages may link to an address though it is not a page.
func (s *siteIndex) Reserved(path string) bool { return cms.LinkedByAddress(path) }

// addTerms reads the vocabularies.
func (s *siteIndex) addTerms(f *folder) {
	for _, v := range f.terms {
		if v.node.Kind != yaml.SequenceNode {
			f.problems.add(v.file, v.node.Line, "", "holds a list of terms, each with slug and name")
			continue
		}
		s.addTermList(f, v, v.node, "")
	}
}

func (s *siteIndex) addTermList(f *folder, v vocabulary, list *yaml.Node, parent cms.ID) {
	for position, entry := range list.Content {
		children, _ := take(entry, "children")
		var t struct {
			ID         cms.ID
			Slug, Name string
			Synonyms   []string
		}
		if err := strictly(entry, &t); err != nil {
			f.problems.add(v.file, entry.Line, "", "a term has slug, name, synonyms, children and perhaps id, and nothing else: %s", yamlMessage(err))
			continue
		}
		if t.ID != "" && !t.ID.Valid() {
			f.problems.add(v.file, entry.Line, "id", "%q is not an id; leave the line out to have one made", t.ID)
			continue
		}
		if !cms.ValidSlug(t.Slug) || t.Name == "" {
			f.problems.add(v.file, entry.Line, "slug", "a term needs a name, and a slug of lower-case letters, digits and hyphens")
			continue
		}
		key := v.name + "/" + t.Slug
		term := cms.Term{
			ID: termID(key), Vocabulary: v.name, Slug: t.Slug, Name: t.Name,
			Parent: parent, Synonyms: t.Synonyms, Position: position,
		}
		if slices.ContainsFunc(s.newTerms, func(o cms.Term) bool { return o.Vocabulary == v.name && o.Slug == t.Slug }) {
			f.problems.add(v.file, entry.Line, "slug", "%q is used by another term of this vocabulary", t.Slug)
			continue
		}
		known, exists := s.terms[key]
		switch {
		case t.ID != "" && exists && t.ID != known:
			f.problems.add(v.file, entry.Line, "id", "the site knows the term %q by another id, %s; keep that, or give the term another slug", t.Slug, known)
		case t.ID != "":
			term.ID = t.ID
		case exists:
			term.ID = known
		}
		if twin := slices.IndexFunc(s.newTerms, func(o cms.Term) bool { return o.ID == term.ID }); twin >= 0 {
			f.problems.add(v.file, entry.Line, "id", "the term %q has the id %s, too; every term needs its own", s.newTerms[twin].Slug, term.ID)
		}
		s.terms[key] = term.ID
		s.newTerms = append(s.newTerms, term)
		if children != nil {
			s.addTermList(f, v, children, term.ID)
		}
	}
}

// addMedia looks at every file below media and, if blobs are given, keeps its
// bytes.
func (s *siteIndex) addMedia(f *folder, blobs *media.Disk) error {
	for _, name := range f.media {
		file := "media/" + name
		content, err := f.text(file)
		if err != nil {
			f.problems.add(file, 0, "", "cannot be read; put the file itself here")
			continue
		}
		facts, err := media.Sniff(path.Base(name), content)
		if err != nil {
			f.problems.add(file, 0, "", "%s", err)
			continue
		}
		hash := media.Hash(content)
		if blobs != nil { // before its row; the sweep removes it if the import fails
			if _, err := blobs.Put(content); err != nil {
				return err
			}
		}
		id := f.mediaIDs[name]
		if old, known := s.hashes[id]; known && old != hash {
			f.problems.add("media.yaml", 0, "", "%s is another file on the site: what has been published stays as it was; take its line away, so that the new file has an id of its own", name)
		}
		if id == "" {
			id = assetID(name, hash)
		}
		s.assets[name] = cms.Asset{
			ID: id, Hash: hash, Filename: path.Base(name), MediaType: facts.MediaType,
			Size: int64(len(content)), Width: facts.Width, Height: facts.Height,
		}
	}
	for name := range f.mediaIDs {
		if !slices.Contains(f.media, name) {
			f.problems.add("media.yaml", 0, "", "there is no file %q below media; add it, or take its line away", name)
		}
	}
	return nil
}
