package schema

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Namer names pages, files and terms in content files. An empty name means
// that there is none to give; what needs it is then left out.
type Namer interface {
	PagePath(cms.ID) string
	AssetFile(cms.ID) string
	TermSlug(term cms.ID, vocabulary string) string // with its own vocabulary before it, as topic/access, when none is given
}

// EncodeYAML returns the fields of v as a content file holds them, in the order
// of declaration. What reading gives by itself is left out: fields that hold
// nothing or their default, and the IDs that blocks get anyway. Blocks whose
// type is not known are left out: files are strict.
func (r *Registry) EncodeYAML(v any, names Namer) *yaml.Node {
	t, s := r.open(v)
	e := &yamlEncoder{registry: r, names: names, derived: r.derivedIDs(v)}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	e.structure(node, t, s)
	return node
}

// yamlEncoder writes one page.
type yamlEncoder struct {
	registry *Registry
	names    Namer
	derived  map[string]bool // IDs that blocks get anyway
}

func (e *yamlEncoder) structure(node *yaml.Node, t *structType, s reflect.Value) {
	for i := range t.fields {
		f := &t.fields[i]
		value := f.Of(s)
		if f.inFile(value) {
			put(node, f.Name, e.field(f, value))
		}
	}
}

// inFile reports whether the value differs from what a file without it gives.
func (f *Field) inFile(value reflect.Value) bool {
	switch {
	case f.Type == TypeGroup:
		for i := range f.Fields {
			if inner := &f.Fields[i]; inner.inFile(inner.Of(value)) {
				return true
			}
		}
		return false
	case f.preset.IsValid():
		return !value.Equal(f.preset)
	}
	return !f.IsZero(value)
}

// written reports whether nothing can be written as empty text.
func (f *Field) written() bool {
	return f.Type == TypeText || f.Type == TypeLongText || f.Type == TypeVerbatim || f.Type == TypeRichText
}

// put adds a name and its value; a nil value is left out.
func put(mapping *yaml.Node, name string, value *yaml.Node) {
	if value != nil {
		mapping.Content = append(mapping.Content, text(name), value)
	}
}

// text is a scalar that YAML takes for nothing but text.
func text(s string) *yaml.Node {
	var node yaml.Node
	node.SetString(s)
	return &node
}

// plain is a scalar that is written without quotes.
func plain(tag, s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: s}
}

// lines is text of several lines as a literal block, with the newline at its
// end that spares authors "|-".
func lines(s string) *yaml.Node {
	if strings.Contains(s, "\n") {
		s += "\n"
	}
	return text(s)
}

// verbatim is text of several lines whose spaces matter. A literal block that
// begins with one is not always read again as it was.
func verbatim(s string) *yaml.Node {
	node := lines(s)
	if begins := strings.TrimLeft(s, "\n"); strings.HasPrefix(begins, "\t") || strings.HasPrefix(begins, " ") {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

// named is a scalar, or nil when there is no name to give.
func named(name string) *yaml.Node {
	if name == "" {
		return nil
	}
	return text(name)
}

func (e *yamlEncoder) field(f *Field, value reflect.Value) *yaml.Node {
	switch f.Type {
	case TypeGroup:
		return e.group(f.group, value)
	case TypeGroups:
		return e.groups(f, value)
	case TypeBlocks:
		return e.blocks(blocksOf(value))
	case TypeText, TypeChoice:
		return text(value.String())
	case TypeLongText:
		return lines(value.String())
	case TypeVerbatim:
		return verbatim(value.String())
	}
	switch v := value.Interface().(type) {
	case richtext.Doc:
		return lines(v.Markdown(e.to))
	case bool:
		return plain("!!bool", fmt.Sprint(v))
	case int:
		return plain("!!int", fmt.Sprint(v))
	case float64:
		return plain("", fmt.Sprint(v))
	case cms.Date:
		return plain("", v.String())
	case time.Time:
		return plain("", FormatInstant(v, e.registry.zone))
	case cms.Ref:
		return named(e.names.PagePath(cms.ID(v)))
	case []cms.Ref:
		return sequence(v, func(ref cms.Ref) string { return e.names.PagePath(cms.ID(ref)) })
	case []cms.TermRef:
		return sequence(v, func(term cms.TermRef) string { return e.names.TermSlug(cms.ID(term), f.Vocabulary) })
	case []string:
		return sequence(v, func(s string) string { return s })
	case cms.Link:
		return e.link(v)
	case cms.Image:
		return e.image(v)
	case cms.File:
		return e.file(v)
	}
	return nil
}

// sequence writes names as [a, b], without those that cannot be given.
func sequence[T any](values []T, name func(T) string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, v := range values {
		if n := named(name(v)); n != nil {
			node.Content = append(node.Content, n)
		}
	}
	if len(node.Content) == 0 && len(values) > 0 {
		return nil
	}
	return node
}

// to is where a link leads, as a file says it.
func (e *yamlEncoder) to(l cms.Link) string {
	if l.Page == "" {
		return l.URL
	}
	at := e.names.PagePath(cms.ID(l.Page))
	if at == "" || l.Fragment == "" {
		return at
	}
	return at + "#" + l.Fragment
}

func (e *yamlEncoder) link(l cms.Link) *yaml.Node {
	to := named(e.to(l))
	if l.Text == "" {
		return to
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	put(node, "text", text(l.Text))
	put(node, "to", to)
	return node
}

func (e *yamlEncoder) image(i cms.Image) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	put(node, "file", named(e.names.AssetFile(i.Asset)))
	put(node, "alt", named(i.Alt))
	if i.Decorative {
		put(node, "decorative", plain("!!bool", "true"))
	}
	put(node, "caption", named(i.Caption))
	return node
}

func (e *yamlEncoder) file(f cms.File) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	put(node, "file", named(e.names.AssetFile(f.Asset)))
	put(node, "title", named(f.Title))
	return node
}

// group writes the only field of a group by itself.
func (e *yamlEncoder) group(t *structType, s reflect.Value) *yaml.Node {
	if len(t.fields) == 1 {
		f := &t.fields[0]
		value := f.Of(s)
		if node := e.field(f, value); node != nil && (f.written() || f.inFile(value)) {
			return node
		}
		return plain("!!null", "null")
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	e.structure(node, t, s)
	return node
}

func (e *yamlEncoder) groups(f *Field, value reflect.Value) *yaml.Node {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i := range value.Len() {
		item := e.group(f.group, value.Index(i))
		if isRow(item) {
			item.Style = yaml.FlowStyle
		}
		node.Content = append(node.Content, item)
	}
	return node
}

// isRow reports whether a list is short enough to stand on one line, such as
// the cells of a table.
func isRow(node *yaml.Node) bool {
	const most = 100
	length := 0
	for _, cell := range node.Content {
		if cell.Kind != yaml.ScalarNode || strings.Contains(cell.Value, "\n") {
			return false
		}
		length += len(cell.Value) + len(", ")
	}
	return node.Kind == yaml.SequenceNode && length <= most
}

func (e *yamlEncoder) blocks(blocks cms.Blocks) *yaml.Node {
	node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, b := range blocks {
		t, s, known := e.registry.openBlock(b)
		if !known {
			continue
		}
		block := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		put(block, "type", text(b.Type))
		if !e.derived[b.ID] {
			put(block, "id", named(b.ID))
		}
		e.structure(block, t, s)
		node.Content = append(node.Content, block)
	}
	return node
}
