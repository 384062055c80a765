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
)

// folder is the content files as they were read, before anything is looked up.
type folder struct {
	root      *os.Root
	files     int
	documents []*document
	terms     []vocabulary
	redirects []fileRedirect
	media     []string // paths below media
	problems  problems
}

// document is one state of one page.
type document struct {
	file string
	path string // address; empty: a kind without one
	name string // name of a page without an address
	node *yaml.Node
	head head // what the file says besides the content
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
func readFolder(dir string) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	f := &folder{root: root}
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") && name != "." { // the tools' of those who write the files
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		f.files++
		return f.read(name)
	})
	if err != nil {
		f.close()
		return nil, fmt.Errorf("transfer: read %s: %w", dir, err)
	}
	return f, nil
}

func (f *folder) read(name string) error {
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
	switch {
	case strings.HasPrefix(name, "pages/") && path.Ext(name) == ".yaml":
		f.readPage(name, text)
	case directory == "terms/" && path.Ext(name) == ".yaml":
		f.readTerms(name, text)
	case name == "menus.yaml":
		f.readMenus(name, text)
	case name == "redirects.yaml":
		f.readRedirects(name, text)
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
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var nodes []*yaml.Node
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return nodes
		}
		if err != nil {
			f.problems.add(name, lineOf(err), "", "is not YAML: %s", yamlMessage(err))
			return nil
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

func (f *folder) readPage(name string, text []byte) {
	address, err := addressOf(name)
	if err != nil {
		f.problems.add(name, 0, "", "%s", err)
		return
	}
	before := len(f.problems.list)
	nodes := f.parse(name, text)
	if len(nodes) == 0 && len(f.problems.list) == before {
		f.problems.add(name, 1, "", "is empty; write kind, title and the other fields of the page")
	}
	for _, node := range nodes {
		f.documents = append(f.documents, &document{file: name, path: address, node: node})
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
	for _, node := range f.parse(name, text) {
		f.documents = append(f.documents, &document{file: name, name: "site", node: node, head: head{kind: "site"}})
	}
}

func (f *folder) readMenus(name string, text []byte) {
	for _, node := range f.parse(name, text) {
		if node.Kind != yaml.SequenceNode {
			f.problems.add(name, node.Line, "", "holds a list of menus, each with name, title, place and entries")
			continue
		}
		for _, entry := range node.Content {
			slug, _ := take(entry, "name")
			if slug == nil || !cms.ValidSlug(slug.Value) {
				f.problems.add(name, entry.Line, "name", "a menu needs a name of lower-case letters, digits and hyphens")
				continue
			}
			f.documents = append(f.documents, &document{file: name, name: slug.Value, node: entry, head: head{kind: "menu"}})
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
	for _, node := range f.parse(name, text) {
		if node.Kind != yaml.SequenceNode {
			f.problems.add(name, node.Line, "", "holds a list of redirects, each with from and to")
			continue
		}
		for _, entry := range node.Content {
			var r struct{ From, To string }
			if err := strictly(entry, &r); err != nil {
				f.problems.add(name, entry.Line, "", "a redirect has from and to, and nothing else: %s", yamlMessage(err))
				continue
			}
			f.redirects = append(f.redirects, fileRedirect{file: name, line: entry.Line, from: r.From, to: r.To})
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

// take removes a field from a mapping and returns its value and its key.
func take(node *yaml.Node, name string) (value, key *yaml.Node) {
	if node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			key, value = node.Content[i], node.Content[i+1]
			node.Content = slices.Delete(slices.Clone(node.Content), i, i+2)
			return value, key
		}
	}
	return nil, nil
}

func sortProblems(list []cms.Problem) {
	slices.SortStableFunc(list, func(a, b cms.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
