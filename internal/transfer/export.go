package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
)

// Exported counts what an export wrote.
type Exported struct{ Files, Pages int }

func (e Exported) String() string {
	return fmt.Sprintf("Wrote %d files: %d pages, and what belongs to them.", e.Files, e.Pages)
}

// Export writes the site into a folder, as Import reads it: what the public
// gets and will get, the drafts, menus, settings, notices, terms, redirects and
// the original bytes of files. Users, the audit and what is history stay
// behind. Without replace it fails with cms.ErrConflict when the folder holds
// anything; with it, the content files there are replaced as a whole. The
// folder holds the new files in full, or is left as it was.
func (s Site) Export(ctx context.Context, dir string, replace bool) (Exported, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Exported{}, fmt.Errorf("transfer: %w", err)
	}
	old, err := contentIn(dir)
	if err != nil {
		return Exported{}, err
	}
	if len(old) > 0 && !replace {
		return Exported{}, cms.Conflictf("the folder %s is not empty: it holds %s; choose another, or give --replace to put the new content in its place", dir, old[0])
	}
	part, err := os.MkdirTemp(dir, ".lectern-export-")
	if err != nil {
		return Exported{}, fmt.Errorf("transfer: %w", err)
	}
	removePart := func() { _ = os.RemoveAll(part) }
	defer func() { removePart() }()
	x := &exporting{registry: s.Registry, blobs: s.Blobs, dir: part, progress: s.Progress}
	err = s.Publisher.Read(ctx, cms.System, func(e *publishing.Edit) error { return x.write(ctx, e) })
	if err != nil {
		return Exported{}, err
	}
	m := moving{dir: dir, part: part}
	if err := m.moveInto(old); err != nil {
		if undone := m.undo(); undone != nil {
			removePart = func() {} // it holds what was here before
			err = fmt.Errorf("%w; what the folder held before is in %s: %w", err, part, undone)
		}
		return Exported{}, err
	}
	return x.written, nil
}

// contentIn names what the folder holds, but for hidden files: they belong to
// the tools of those who keep it.
func contentIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// contentNames are the parts of a folder of content.
var contentNames = []string{"pages", "notices", "feeds", "terms", "media", "menus.yaml", "site.yaml", "redirects.yaml", lexiconFile, "media.yaml"}

// moving puts what was written into the place of the content that was there.
type moving struct {
	dir, part string
	moved     [][2]string // from and to, in turn
}

func (m *moving) moveInto(old []string) error {
	for _, name := range contentNames {
		here, there := filepath.Join(m.dir, name), filepath.Join(m.part, name)
		if slices.Contains(old, name) {
			if err := m.rename(here, filepath.Join(m.part, ".old-"+name)); err != nil {
				return err
			}
		}
		if err := m.rename(there, here); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (m *moving) rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("transfer: %w", err)
	}
	m.moved = append(m.moved, [2]string{from, to})
	return nil
}

// undo moves everything back, the last first.
func (m *moving) undo() error {
	var failed error
	for _, r := range slices.Backward(m.moved) {
		failed = errors.Join(failed, os.Rename(r[1], r[0]))
	}
	return failed
}

// exporting writes one folder.
type exporting struct {
	registry *schema.Registry
	blobs    *media.Disk
	dir      string
	progress Progress

	names   *siteNames
	menus   []*yaml.Node
	notices map[string][]*yaml.Node // by file
	written Exported
}

func (x *exporting) write(ctx context.Context, e *publishing.Edit) (err error) {
	if x.names, err = newSiteNames(ctx, e); err != nil {
		return err
	}
	x.notices = map[string][]*yaml.Node{}
	total := len(x.names.tree)
	err = e.EachPage(ctx, func(p publishing.PageStates) error {
		x.written.Pages++
		x.progress.tell(stageWriting, x.written.Pages, total)
		return x.page(p)
	})
	if err != nil {
		return err
	}
	for file, documents := range x.notices {
		if err := x.yaml(file, documents...); err != nil {
			return err
		}
	}
	if len(x.menus) > 0 {
		if err := x.yaml("menus.yaml", list(x.menus...)); err != nil {
			return err
		}
	}
	if err := x.terms(); err != nil {
		return err
	}
	if err := x.redirects(ctx, e); err != nil {
		return err
	}
	if err := x.lexicon(ctx, e); err != nil {
		return err
	}
	return x.media()
}

// page writes a page, or keeps it for a file that it shares with others.
func (x *exporting) page(p publishing.PageStates) error {
	documents := x.documents(p)
	switch file := fixtureFile(p.Kind, p.Slug); {
	case p.Path != "":
		return x.yaml(x.names.pageFile(p.ID), documents...)
	case file == "menus.yaml":
		x.menus = append(x.menus, documents...)
	default:
		x.notices[file] = append(x.notices[file], documents...)
	}
	return nil
}

// documents returns the states of a page, one after the other, and its draft. A
// page that never had any is written as an empty draft: it has its place.
func (x *exporting) documents(p publishing.PageStates) []*yaml.Node {
	var all []*yaml.Node
	for _, s := range p.States {
		all = append(all, x.state(p, s, len(all) == 0))
	}
	if p.Draft != nil || len(all) == 0 {
		node := x.head(p, len(all) == 0)
		draft := p.Draft
		if draft == nil {
			draft = &publishing.DraftState{}
		}
		putNotes(node, draft.ChangeNotes, x.registry.Zone())
		put(node, "draft", plain("true"))
		x.content(node, draft.Value)
		all = append(all, node)
	}
	return all
}

// head begins a document. What holds for the whole page stands in the first.
func (x *exporting) head(p publishing.PageStates, first bool) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	file := fixtureFile(p.Kind, p.Slug)
	shared := p.Path == "" && (file == "menus.yaml" || file == "site.yaml")
	if !shared {
		put(node, "kind", scalar(p.Kind))
	}
	if shared && (p.Kind == "menu" || p.Slug != p.Kind) {
		put(node, "name", scalar(p.Slug))
	}
	if first {
		put(node, "id", scalar(string(p.ID)))
	}
	return node
}

func (x *exporting) state(p publishing.PageStates, s publishing.TimedState, first bool) *yaml.Node {
	node := x.head(p, first)
	instant := func(name string, at time.Time) {
		if !at.IsZero() {
			put(node, name, plain(schema.FormatInstant(at, x.registry.Zone())))
		}
	}
	instant("first_published", s.FirstPublishedAt)
	instant("last_edited", s.LastEditedAt)
	instant("live_from", s.LiveFrom)
	instant("live_until", s.EndsAt)
	putNotes(node, s.ChangeNotes, x.registry.Zone())
	if s.Announced {
		put(node, "announced", plain("true"))
	}
	switch s.Outcome {
	case cms.OutcomeWithdrawn:
		put(node, "withdrawn", scalar(s.Notice))
	case cms.OutcomeGone:
		put(node, "gone", scalar(s.Notice))
	case cms.OutcomeRedirect:
		put(node, "redirect", scalar(s.RedirectTo))
	}
	if !s.Outcome.Shows() {
		put(node, "title", scalar(s.Card.Title))
		return node
	}
	x.content(node, s.Value)
	return node
}

func (x *exporting) content(node *yaml.Node, value schema.Kind) {
	if value != nil {
		node.Content = append(node.Content, x.registry.EncodeYAML(value, x.names).Content...)
	}
}

func putNotes(node *yaml.Node, notes []cms.ChangeNote, zone *time.Location) {
	if len(notes) == 0 {
		return
	}
	all := list()
	for _, n := range notes {
		note := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		put(note, "at", plain(schema.FormatInstant(n.At, zone)))
		put(note, "note", scalar(n.Note))
		all.Content = append(all.Content, note)
	}
	put(node, "change_notes", all)
}

// terms writes a file for each vocabulary.
func (x *exporting) terms() error {
	below := map[cms.ID][]cms.Term{}
	var vocabularies []string
	for _, t := range x.names.terms { // in the order of vocabulary and position
		below[t.Parent] = append(below[t.Parent], t)
		if !slices.Contains(vocabularies, t.Vocabulary) {
			vocabularies = append(vocabularies, t.Vocabulary)
		}
	}
	for _, name := range vocabularies {
		top := slices.DeleteFunc(slices.Clone(below[""]), func(t cms.Term) bool { return t.Vocabulary != name })
		if err := x.yaml(path.Join("terms", name+".yaml"), termList(top, below)); err != nil {
			return err
		}
	}
	return nil
}

func termList(terms []cms.Term, below map[cms.ID][]cms.Term) *yaml.Node {
	all := list()
	for _, t := range terms {
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		put(node, "slug", scalar(t.Slug))
		put(node, "name", scalar(t.Name))
		if t.ID != termID(t.Vocabulary+"/"+t.Slug) {
			put(node, "id", scalar(string(t.ID)))
		}
		if len(t.Synonyms) > 0 {
			synonyms := list()
			for _, s := range t.Synonyms {
				synonyms.Content = append(synonyms.Content, scalar(s))
			}
			put(node, "synonyms", synonyms)
		}
		if children := below[t.ID]; len(children) > 0 {
			put(node, "children", termList(children, below))
		}
		all.Content = append(all.Content, node)
	}
	return all
}

func (x *exporting) redirects(ctx context.Context, e *publishing.Edit) error {
	redirects, err := e.Redirects(ctx)
	if err != nil || len(redirects) == 0 {
		return err
	}
	all := list()
	for _, r := range redirects {
		to := r.To
		if r.Page != "" {
			to = x.names.PagePath(r.Page)
		}
		if to == "" {
			continue // it leads to a page in the bin, which is not written either
		}
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		put(node, "from", scalar(r.From))
		put(node, "to", scalar(to))
		all.Content = append(all.Content, node)
	}
	return x.yaml("redirects.yaml", all)
}

// media writes the bytes of every file, and the ids that are not made from name
// and content.
func (x *exporting) media() error {
	ids := list()
	for i, a := range x.names.assets {
		name := x.names.AssetFile(a.ID)
		if err := x.blob(path.Join("media", name), a.Hash); err != nil {
			return err
		}
		if a.ID != assetID(name, a.Hash) {
			node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			put(node, "file", scalar(name))
			put(node, "id", scalar(string(a.ID)))
			ids.Content = append(ids.Content, node)
		}
		x.progress.tell(stageFiles, i+1, len(x.names.assets))
	}
	if len(ids.Content) == 0 {
		return nil
	}
	return x.yaml("media.yaml", ids)
}

func (x *exporting) blob(name, hash string) error {
	bytes, err := x.blobs.Open(hash)
	if err != nil {
		return fmt.Errorf("transfer: read the bytes of %s: %w", name, err)
	}
	defer bytes.Close()
	return x.file(name, func(w io.Writer) error {
		_, err := io.Copy(w, bytes)
		return err
	})
}

// yaml writes the documents as one file.
func (x *exporting) yaml(name string, documents ...*yaml.Node) error {
	return x.file(name, func(w io.Writer) error {
		out := yaml.NewEncoder(w)
		out.SetIndent(2)
		for _, node := range documents {
			if err := out.Encode(node); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

func (x *exporting) file(name string, write func(io.Writer) error) error {
	x.written.Files++
	full := filepath.Join(x.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("transfer: %w", err)
	}
	f, err := os.Create(full)
	if err != nil {
		return fmt.Errorf("transfer: %w", err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("transfer: write %s: %w", name, err)
	}
	return nil
}

func list(entries ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: entries}
}

// put adds a name and its value to a mapping.
func put(mapping *yaml.Node, name string, value *yaml.Node) {
	mapping.Content = append(mapping.Content, scalar(name), value)
}

// scalar is one that YAML takes for nothing but text, with all its spaces.
func scalar(s string) *yaml.Node {
	var node yaml.Node
	node.SetString(s)
	if strings.TrimSpace(s) != s || strings.ContainsAny(s, "\n\r\t") {
		node.Style = yaml.DoubleQuotedStyle
	}
	return &node
}

// plain is a scalar that is written without quotes.
func plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }
