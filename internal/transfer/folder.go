package transfer

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// folder is the content files as they were read, before anything is looked up.
// Of pages it keeps the text, and not what YAML makes of it, which takes many
// times the room.
type folder struct {
	root      *os.Root
	registry  *schema.Registry
	files     int
	documents []*document
	terms     []vocabulary
	redirects []fileRedirect
	lexicon   fileLexicon
	media     []string          // paths below media
	mediaIDs  map[string]cms.ID // by path below media, where a file says so
	problems  problems
}

// document is one state of one page.
type document struct {
	file *file
	at   int    // which document of the file, from 0
	line int    // where it begins
	path string // address; empty: a kind without one
	head head   // what the file says besides the content

	body []byte // the content as it is stored; nil until it was read without problems
}

// file is the text of a file of pages.
type file struct {
	name    string
	text    []byte
	entries bool // it holds a list whose entries are the documents
}

type vocabulary struct {
	file string
	name string
	node *yaml.Node
}

type fileRedirect struct {
	file     string
	line     int
	from, to string
}

func (f *folder) close() { _ = f.root.Close() }

// readFolder reads every file. What is wrong with them is kept for later, so
// that all problems are told at once.
func readFolder(dir string, registry *schema.Registry, progress Progress) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	f := &folder{root: root, registry: registry, mediaIDs: map[string]cms.ID{}}
	names, err := f.list()
	for i := 0; i < len(names) && err == nil; i++ {
		progress.tell(stageReading, i+1, len(names))
		err = f.read(names[i])
	}
	if err != nil {
		f.close()
		return nil, fmt.Errorf("transfer: read %s: %w", dir, err)
	}
	return f, nil
}

// list returns the names of all files but hidden ones, which belong to the
// tools of those who write the files.
func (f *folder) list() ([]string, error) {
	var names []string
	err := fs.WalkDir(f.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(entry.Name(), ".") && name != ".":
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

func (f *folder) read(name string) error {
	f.files++
	if below, isMedia := strings.CutPrefix(name, "media/"); isMedia {
		f.media = append(f.media, below)
		return nil
	}
	text, err := f.text(name)
	if err != nil {
		if isEscape(err) {
			f.problems.add(name, 0, "", "leads outside the folder; put the file itself here")
			return nil
		}
		return err
	}
	directory, _ := path.Split(name)
	isYAML := path.Ext(name) == ".yaml"
	switch {
	case strings.HasPrefix(name, "pages/") && isYAML:
		f.readPage(name, text)
	case directory == "terms/" && isYAML:
		f.readTerms(name, text)
	case (directory == "notices/" || directory == "feeds/") && isYAML:
		f.readNotices(name, text)
	case name == "menus.yaml":
		f.readMenus(name, text)
	case name == "redirects.yaml":
		f.readRedirects(name, text)
	case name == lexiconFile:
		f.readLexicon(name, text)
	case name == "media.yaml":
		f.readMedia(name, text)
	case name == "site.yaml":
		f.readSite(name, text)
	case path.Ext(name) == ".md":
		f.files-- // notes to those who write the files
	default:
		f.problems.add(name, 0, "", "is not a content file; pages are pages/….yaml, and images and files belong below media/")
	}
	return nil
}

func (f *folder) text(name string) ([]byte, error) {
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// isEscape reports whether a file could not be opened because it is a link that
// leads outside the folder.
func isEscape(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) &&
		strings.Contains(p.Err.Error(), "escapes")
}

// parse returns the YAML documents of a file.
func (f *folder) parse(name string, text []byte) []*yaml.Node {
	nodes, err := parseYAML(text)
	if err != nil {
		f.problems.add(name, lineOf(err), "", "is not YAML: %s", yamlMessage(err))
		return nil
	}
	return nodes
}

func parseYAML(text []byte) ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var nodes []*yaml.Node
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return nodes, nil
		}
		if err != nil {
			return nil, err
		}
		if len(node.Content) == 1 {
			nodes = append(nodes, node.Content[0])
		}
	}
}

var linePattern = regexp.MustCompile(`line (\d+)`)

func lineOf(err error) int {
	found := linePattern.FindStringSubmatch(err.Error())
	if found == nil {
		return 0
	}
	line, _ := strconv.Atoi(found[1])
	return line
}

// add reads the head of a document. What the file's place says of the page is
// given in preset, and stands where the document says nothing.
func (f *folder) add(source *file, at int, address string, node *yaml.Node, preset head) {
	line := node.Line
	r := headReader{registry: f.registry, problems: &f.problems, file: source.name, node: node}
	if !r.read() {
		return
	}
	if r.head.kind == "" {
		r.head.kind = preset.kind
	}
	if r.head.name == "" {
		r.head.name = preset.name
	}
	f.documents = append(f.documents, &document{file: source, at: at, line: line, path: address, head: r.head})
}

// content returns the documents of a file without their heads.
func (s *file) content() []*yaml.Node {
	nodes, _ := parseYAML(s.text) // it was YAML when its heads were read
	if s.entries {
		var entries []*yaml.Node
		for _, node := range nodes {
			entries = append(entries, node.Content...)
		}
		nodes = entries
	}
	for _, node := range nodes {
		strip(node)
	}
	return nodes
}

func (f *folder) readPage(name string, text []byte) {
	address, err := addressOf(name)
	if err != nil {
		f.problems.add(name, 0, "", "%s", err)
		return
	}
	f.readDocuments(name, text, address, head{})
}

func (f *folder) readDocuments(name string, text []byte, address string, preset head) {
	before := len(f.problems.list)
	nodes := f.parse(name, text)
	if len(nodes) == 0 && len(f.problems.list) == before {
		f.problems.add(name, 1, "", "is empty; write kind, title and the other fields of the page")
	}
	source := &file{name: name, text: text}
	for at, node := range nodes {
		f.add(source, at, address, node, preset)
	}
}

// addressOf returns the address of the page that a file holds.
func addressOf(name string) (string, error) {
	rest := strings.TrimSuffix(strings.TrimPrefix(name, "pages/"), ".yaml")
	if rest == "index" {
		return "/", nil
	}
	rest = strings.TrimSuffix(rest, "/index")
	for slug := range strings.SplitSeq(rest, "/") {
		if !cms.ValidSlug(slug) {
			return "", fmt.Errorf("%q cannot be part of an address; rename it with lower-case letters, digits and hyphens", slug)
		}
	}
	return "/" + rest, nil
}

func (f *folder) readSite(name string, text []byte) {
	f.readDocuments(name, text, "", head{kind: "site", name: "site"})
}

// readNotices reads a page of any other kind without an address, such as a
// banner. It is called as its file is.
func (f *folder) readNotices(name string, text []byte) {
	f.readDocuments(name, text, "", head{name: strings.TrimSuffix(path.Base(name), ".yaml")})
}

func (f *folder) readMenus(name string, text []byte) {
	source := &file{name: name, text: text, entries: true}
	at := 0
	for _, node := range f.parse(name, text) {
		if node.Kind != yaml.SequenceNode {
			f.problems.add(name, node.Line, "", "holds a list of menus, each with name, title, place and entries")
			return
		}
		for _, entry := range node.Content {
			f.add(source, at, "", entry, head{kind: "menu"})
			at++
		}
	}
}

func (f *folder) readTerms(name string, text []byte) {
	vocabularyName := strings.TrimSuffix(path.Base(name), ".yaml")
	for _, node := range f.parse(name, text) {
		f.terms = append(f.terms, vocabulary{file: name, name: vocabularyName, node: node})
	}
}

func (f *folder) readRedirects(name string, text []byte) {
	f.readList(name, text, "redirects, each with from and to", func(entry *yaml.Node) {
		var r struct{ From, To string }
		if err := strictly(entry, &r); err != nil {
			f.problems.add(name, entry.Line, "", "a redirect has from and to, and nothing else: %s", yamlMessage(err))
			return
		}
		f.redirects = append(f.redirects, fileRedirect{file: name, line: entry.Line, from: r.From, to: r.To})
	})
}

// readMedia reads the permanent ids of files, where they are not made from name
// and content.
func (f *folder) readMedia(name string, text []byte) {
	f.readList(name, text, "files, each with file and id", func(entry *yaml.Node) {
		var m struct{ File, ID string }
		if err := strictly(entry, &m); err != nil || !cms.ID(m.ID).Valid() || m.File == "" {
			f.problems.add(name, entry.Line, "", "a file has file, its path below media, and id, and nothing else")
			return
		}
		for other, id := range f.mediaIDs {
			if id == cms.ID(m.ID) || other == path.Clean(m.File) {
				f.problems.add(name, entry.Line, "", "%s stands here already, with the id %s; every file has one of its own", other, id)
			}
		}
		f.mediaIDs[path.Clean(m.File)] = cms.ID(m.ID)
	})
}

func (f *folder) readList(name string, text []byte, what string, read func(entry *yaml.Node)) {
	for _, node := range f.parse(name, text) {
		if node.Kind != yaml.SequenceNode {
			f.problems.add(name, node.Line, "", "holds a list of %s", what)
			continue
		}
		for _, entry := range node.Content {
			read(entry)
		}
	}
}

// strictly decodes a small fixed form, and refuses fields it does not have.
func strictly(node *yaml.Node, into any) error {
	text, err := yaml.Marshal(node)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}

func sortProblems(list []cms.Problem) {
	slices.SortStableFunc(list, func(a, b cms.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
