package schema

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Resolver finds what content files name.
type Resolver interface {
	Page(path string) (cms.ID, bool)             // such as "/services/spine"
	Asset(file string) (cms.ID, bool)            // path below content/media
	Term(vocabulary, slug string) (cms.ID, bool) // without a vocabulary the slug names it, as topic/access
	Reserved(path string) bool                   // an address of this site that is not a page, such as /search
}

// DecodeYAML reads the fields of a page from a content file: the mapping that
// EncodeYAML writes.
//
//	text, longtext      a scalar
//	verbatim            a scalar, as a literal block when it has several lines
//	rich text           Markdown, as richtext.ParseMarkdown reads it
//	date, instant       2024-03-05; 2024-03-05 09:30 in the registry's zone, or RFC 3339
//	choice              its value
//	bool, number        true or false; 3
//	ref, refs           the path of a page; a list of them
//	terms               a list of slugs; of a field for any vocabulary, as topic/access
//	kinds               a list of names
//	link                where to (a path with perhaps #fragment, a URL, mailto:, tel:),
//	                    or {text: …, to: …}
//	image, file         {file: …, alt: …, decorative: true, caption: …}; {file: …, title: …}
//	group               a mapping; of a group with one field, that field's value alone
//	list of groups      a list
//	blocks              a list of mappings {type: …, id: …, and the block's fields}; id may be left out
//
// A missing field has its default. It is strict, and tells all problems at once
// with their lines; aliases, tags and merge keys are refused. The value that it
// returns with problems is what could be read; it is nil only for a kind that
// is not declared. The value is normalised, and not validated.
func (r *Registry) DecodeYAML(kind string, node *yaml.Node, res Resolver) (Kind, []cms.Problem) {
	d := &yamlDecoder{registry: r, resolver: res}
	k, known := r.Kind(kind)
	if !known {
		d.problem(node, "", "there is no kind %q%s", kind, r.otherKind(kind))
		return nil, d.problems
	}
	if node != nil && node.Kind == yaml.DocumentNode && len(node.Content) == 1 {
		node = node.Content[0]
	}
	v := k.structType.new()
	if !isNull(node) {
		pairs, _ := d.mapping("", node)
		d.structure("", k.structType, v.Elem(), pairs)
	}
	r.Normalise(v.Interface())
	return v.Interface().(Kind), d.problems
}

// yamlDecoder reads one page and collects what is wrong with it.
type yamlDecoder struct {
	registry *Registry
	resolver Resolver
	problems []cms.Problem
}

func (d *yamlDecoder) problem(node *yaml.Node, path, format string, args ...any) {
	line := 0
	if node != nil {
		line = node.Line
	}
	d.problemAt(line, path, fmt.Sprintf(format, args...))
}

func (d *yamlDecoder) problemAt(line int, path, message string) {
	d.problems = append(d.problems, cms.Problem{Line: line, Field: path, Message: message})
}

// isNull reports whether there is nothing, written as null, as ~ or not at all.
func isNull(node *yaml.Node) bool {
	if node == nil || node.Kind == 0 {
		return true
	}
	empty := node.Tag == "!!null" || node.Tag == "" && node.Value == ""
	return node.Kind == yaml.ScalarNode && empty && node.Style&yaml.TaggedStyle == 0
}

// plainNode refuses what makes a file mean something else than it looks like.
func (d *yamlDecoder) plainNode(path string, node *yaml.Node) bool {
	switch {
	case node.Kind == yaml.AliasNode:
		d.problem(node, path, "aliases such as *name are not used in content files; write the value out")
	case node.Style&yaml.TaggedStyle != 0 || node.Tag != "" && !strings.HasPrefix(node.Tag, "!!"):
		d.problem(node, path, "tags such as %s are not used in content files; take it away", node.Tag)
	default:
		return true
	}
	return false
}

// pair is one key of a mapping with its value.
type pair struct {
	name       string
	key, value *yaml.Node
}

// mapping returns the names and values of a node; false, after saying so, when
// it is no mapping.
func (d *yamlDecoder) mapping(path string, node *yaml.Node) ([]pair, bool) {
	if !d.plainNode(path, node) {
		return nil, false
	}
	if node.Kind != yaml.MappingNode || len(node.Content)%2 != 0 {
		d.problem(node, path, "this is %s, and must be a mapping of names to values", describe(node))
		return nil, false
	}
	var pairs []pair
	for i := 0; i < len(node.Content); i += 2 {
		p := pair{key: node.Content[i], value: node.Content[i+1]}
		if p.key == nil || p.value == nil || !d.plainKey(path, p.key) {
			continue
		}
		p.name = p.key.Value
		if slices.ContainsFunc(pairs, func(other pair) bool { return other.name == p.name }) {
			d.problem(p.key, join(path, p.name), "%s stands here twice; keep one", p.name)
			continue
		}
		pairs = append(pairs, p)
	}
	return pairs, true
}

func (d *yamlDecoder) plainKey(path string, key *yaml.Node) bool {
	if key.Tag == "!!merge" {
		d.problem(key, path, "merge keys << are not used in content files; write the fields out")
		return false
	}
	if !d.plainNode(path, key) {
		return false
	}
	if key.Kind != yaml.ScalarNode {
		d.problem(key, path, "a name must be a word, not %s", describe(key))
		return false
	}
	return true
}

// describe says what a node is, for people.
func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if isNull(node) {
			return "empty"
		}
		return fmt.Sprintf("%q", shortened(node.Value))
	}
	return "something else"
}

func shortened(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// structure reads the fields of a kind, a block or a group. Names in skip
// belong to whom called.
func (d *yamlDecoder) structure(path string, t *structType, s reflect.Value, pairs []pair, skip ...string) {
	for _, p := range pairs {
		if slices.Contains(skip, p.name) {
			continue
		}
		f, known := t.field(p.name)
		if !known {
			d.unknown(path, t, p, skip)
			continue
		}
		d.field(join(path, f.Name), f, f.Of(s), p.value)
	}
}

func (d *yamlDecoder) unknown(path string, t *structType, p pair, skip []string) {
	names := slices.Clone(skip)
	for _, f := range t.fields {
		if slices.Contains(f.Was, p.name) {
			d.problem(p.key, join(path, p.name), "%s is now called %s; rename it", p.name, f.Name)
			return
		}
		names = append(names, f.Name)
	}
	hint := suggest(p.name, names)
	if hint == "" {
		hint = "; the fields are " + list(names)
	}
	d.problem(p.key, join(path, p.name), "there is no field %q here%s", p.name, hint)
}

// field reads one value. Nothing written leaves the default.
func (d *yamlDecoder) field(path string, f *Field, value reflect.Value, node *yaml.Node) {
	if isNull(node) || !d.plainNode(path, node) {
		return
	}
	switch f.Type {
	case TypeRefs, TypeTerms, TypeKinds:
		d.names(path, f, value, node)
	case TypeLink:
		d.link(path, value.Addr().Interface().(*cms.Link), node)
	case TypeImage:
		d.image(path, value.Addr().Interface().(*cms.Image), node)
	case TypeFile:
		d.file(path, value.Addr().Interface().(*cms.File), node)
	case TypeGroup:
		d.group(path, f.group, value, node)
	case TypeGroups:
		d.groups(path, f, value, node)
	case TypeBlocks:
		value.Set(reflect.ValueOf(d.blocks(path, f, node)))
	default:
		if text, ok := d.scalar(path, node); ok {
			d.leaf(path, f, value, node, text)
		}
	}
}

// scalar returns what is written, whatever YAML takes it for: a title may be
// 2024.
func (d *yamlDecoder) scalar(path string, node *yaml.Node) (string, bool) {
	if isNull(node) {
		return "", true
	}
	if !d.plainNode(path, node) {
		return "", false
	}
	if node.Kind != yaml.ScalarNode {
		d.problem(node, path, "this is %s, and must be a single value", describe(node))
		return "", false
	}
	return node.Value, true
}

func (d *yamlDecoder) entries(path string, node *yaml.Node) []*yaml.Node {
	if node.Kind != yaml.SequenceNode {
		d.problem(node, path, "this is %s, and must be a list, such as [a, b] or lines that begin with -", describe(node))
		return nil
	}
	return slices.DeleteFunc(slices.Clone(node.Content), func(n *yaml.Node) bool { return n == nil })
}

// leaf reads a value that is written as one scalar.
func (d *yamlDecoder) leaf(path string, f *Field, value reflect.Value, node *yaml.Node, text string) {
	switch f.Type {
	case TypeText, TypeLongText, TypeVerbatim:
		value.SetString(text)
	case TypeChoice:
		if _, known := f.Option(text); !known && text != "" {
			d.problem(node, path, "%q is not a choice; use %s", text, list(optionValues(f.Options)))
			return
		}
		value.SetString(text)
	case TypeRichText:
		value.Set(reflect.ValueOf(d.richText(path, node, text)))
	case TypeRef:
		page, _ := d.page(path, node, text)
		value.SetString(string(page))
	case TypeBool:
		if text != "true" && text != "false" {
			d.problem(node, path, "%q is neither true nor false", text)
		}
		value.SetBool(text == "true")
	case TypeInteger:
		n, err := strconv.Atoi(text)
		if err != nil {
			d.problem(node, path, "%q is not a whole number", text)
			return
		}
		value.SetInt(int64(n))
	case TypeNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			d.problem(node, path, "%q is not a number", text)
			return
		}
		value.SetFloat(n)
	case TypeDate:
		date, err := cms.ParseDate(text)
		if err != nil {
			d.problem(node, path, "%v", err)
		}
		value.Set(reflect.ValueOf(date))
	case TypeInstant:
		instant, err := ParseInstant(text, d.registry.zone)
		if err != nil {
			d.problem(node, path, "%v", err)
		}
		value.Set(reflect.ValueOf(instant))
	}
}

// richText reads Markdown. In a literal block a problem's line is that of the
// file; YAML folds every other style, and then it is where the text begins.
func (d *yamlDecoder) richText(path string, node *yaml.Node, text string) richtext.Doc {
	doc, problems := richtext.ParseMarkdown(text, d.target)
	for _, p := range problems {
		line := node.Line
		if node.Style&yaml.LiteralStyle != 0 {
			line += p.Line
		}
		d.problemAt(line, path, p.Message)
	}
	return doc
}

// page finds the page that a file names.
func (d *yamlDecoder) page(path string, node *yaml.Node, at string) (cms.Ref, bool) {
	if at == "" {
		return "", false
	}
	page, found := d.resolver.Page(at)
	if !found {
		d.problem(node, path, "there is no page at %q; give the path of a page, such as /services", at)
	}
	return cms.Ref(page), found
}

// target turns what is written into where a link leads.
func (d *yamlDecoder) target(to string) (cms.Link, error) {
	if err := richtext.CheckHref(to); err != nil {
		return cms.Link{}, err
	}
	if !strings.HasPrefix(to, "/") {
		return cms.Link{URL: to}, nil
	}
	at, fragment, _ := strings.Cut(to, "#")
	if page, found := d.resolver.Page(at); found {
		return cms.Link{Page: cms.Ref(page), Fragment: fragment}, nil
	}
	if withoutQuery, _, _ := strings.Cut(at, "?"); d.resolver.Reserved(withoutQuery) {
		return cms.Link{URL: to}, nil
	}
	return cms.Link{}, fmt.Errorf("there is no page at %q; correct the path, or take the link away", at)
}

// names reads a list of pages, terms or kinds.
func (d *yamlDecoder) names(path string, f *Field, value reflect.Value, node *yaml.Node) {
	for i, n := range d.entries(path, node) {
		at := entry(path, i)
		text, ok := d.scalar(at, n)
		if !ok || !d.name(at, f, n, &text) {
			continue
		}
		value.Set(reflect.Append(value, reflect.ValueOf(text).Convert(value.Type().Elem())))
	}
}

// name replaces what is written by what is stored.
func (d *yamlDecoder) name(path string, f *Field, node *yaml.Node, text *string) bool {
	switch f.Type {
	case TypeRefs:
		page, found := d.page(path, node, *text)
		*text = string(page)
		return found
	case TypeTerms:
		term, found := d.resolver.Term(f.Vocabulary, *text)
		if !found {
			d.problem(node, path, "there is no %s term %q; add it to content/terms or correct it", orElse(f.Vocabulary, "such"), *text)
		}
		*text = string(term)
		return found
	}
	if _, known := d.registry.Kind(*text); !known {
		d.problem(node, path, "there is no kind %q%s", *text, d.registry.otherKind(*text))
		return false
	}
	return true
}

func (d *yamlDecoder) link(path string, l *cms.Link, node *yaml.Node) {
	if node.Kind != yaml.MappingNode {
		d.to(path, l, node)
		return
	}
	for _, p := range d.known(path, node, "text", "to") {
		if p.name == "to" {
			d.to(path, l, p.value)
		} else {
			l.Text = d.text(path, p)
		}
	}
}

func (d *yamlDecoder) to(path string, l *cms.Link, node *yaml.Node) {
	to, ok := d.scalar(path, node)
	if !ok || to == "" {
		return
	}
	target, err := d.target(to)
	if err != nil {
		d.problem(node, path, "%v", err)
		return
	}
	target.Text = l.Text
	*l = target
}

func (d *yamlDecoder) image(path string, i *cms.Image, node *yaml.Node) {
	for _, p := range d.known(path, node, "file", "alt", "decorative", "caption") {
		switch p.name {
		case "file":
			i.Asset = d.asset(path, p)
		case "alt":
			i.Alt = d.text(path, p)
		case "caption":
			i.Caption = d.text(path, p)
		case "decorative":
			decorative := d.text(path, p)
			if decorative != "true" && decorative != "false" && decorative != "" {
				d.problem(p.value, path, "decorative is true or false, not %q", decorative)
			}
			i.Decorative = decorative == "true"
		}
	}
}

func (d *yamlDecoder) file(path string, f *cms.File, node *yaml.Node) {
	for _, p := range d.known(path, node, "file", "title") {
		if p.name == "file" {
			f.Asset = d.asset(path, p)
		} else {
			f.Title = d.text(path, p)
		}
	}
}

// known reads a mapping that has these names only.
func (d *yamlDecoder) known(path string, node *yaml.Node, names ...string) []pair {
	pairs, _ := d.mapping(path, node)
	return slices.DeleteFunc(pairs, func(p pair) bool {
		if slices.Contains(names, p.name) {
			return false
		}
		d.problem(p.key, path, "there is no %q here; use %s", p.name, list(names))
		return true
	})
}

func (d *yamlDecoder) text(path string, p pair) string {
	text, _ := d.scalar(path, p.value)
	return text
}

func (d *yamlDecoder) asset(path string, p pair) cms.ID {
	file := d.text(path, p)
	if file == "" {
		return ""
	}
	asset, found := d.resolver.Asset(file)
	if !found {
		d.problem(p.value, path, "there is no file %q in content/media; add it or correct the name", file)
	}
	return asset
}

// group reads a mapping, or the only field of the group by itself.
func (d *yamlDecoder) group(path string, t *structType, s reflect.Value, node *yaml.Node) {
	if len(t.fields) == 1 {
		f := &t.fields[0]
		d.field(join(path, f.Name), f, f.Of(s), node)
		return
	}
	if !isNull(node) {
		pairs, _ := d.mapping(path, node)
		d.structure(path, t, s, pairs)
	}
}

func (d *yamlDecoder) groups(path string, f *Field, value reflect.Value, node *yaml.Node) {
	nodes := d.entries(path, node)
	if len(nodes) == 0 {
		return
	}
	value.Set(reflect.MakeSlice(value.Type(), len(nodes), len(nodes)))
	for i, n := range nodes {
		f.group.preset(value.Index(i))
		d.group(entry(path, i), f.group, value.Index(i), n)
	}
}

func (d *yamlDecoder) blocks(path string, f *Field, node *yaml.Node) cms.Blocks {
	var blocks cms.Blocks
	for i, n := range d.entries(path, node) {
		if b, ok := d.block(entry(path, i), f, n); ok {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func (d *yamlDecoder) block(path string, f *Field, node *yaml.Node) (cms.Block, bool) {
	allowed := f.Blocks
	if len(allowed) == 0 {
		allowed = d.registry.blockNames()
	}
	var b cms.Block
	pairs, ok := d.mapping(path, node)
	if !ok {
		return b, false
	}
	for _, p := range pairs {
		switch p.name {
		case "type":
			b.Type = d.text(path, p)
		case "id":
			b.ID = d.text(path, p)
		}
	}
	bt, known := d.registry.Block(b.Type)
	switch {
	case b.Type == "":
		d.problem(node, path, "this block has no type; add type: %s", list(allowed))
		return b, false
	case !known:
		d.problem(node, path, "there is no block %q%s", b.Type, instead(b.Type, allowed))
		return b, false
	case !f.Allows(b.Type):
		d.problem(node, path, "%s blocks cannot stand here; use %s", b.Type, list(allowed))
	}
	v := bt.structType.new()
	d.structure(path, bt.structType, v.Elem(), pairs, "type", "id")
	b.Value = v.Interface()
	return b, true
}
