package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Object is a JSON object whose members stand in the order in which they are
// written.
type Object []Member

// Member is one member of an Object.
type Member struct {
	Name  string
	Value any
}

// MarshalJSON writes the members in their order.
func (o Object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // whoever writes the whole decides
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(m.Name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(m.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// FieldSchemas describes the fields of a kind as a content file holds them, in
// JSON Schema, draft 2020-12. Only the fields: what else stands in the file is
// for its reader to add.
type FieldSchemas struct {
	Properties Object   // the schema of each field by its name, in the order of declaration
	Required   []string // names of the fields that must be there
	Defs       Object   // the blocks that the properties refer to, as #/$defs/NAME
}

// JSONSchema describes the fields that DecodeYAML reads for a kind. What it
// refuses, reading or Validate refuses, too, except for text just above its
// limit that normalising shortens, and for empty values, which are best left
// out. Of a draft nothing is required and nothing is limited, as drafts are not
// validated. It fails for a kind that is not declared.
func (r *Registry) JSONSchema(kind string, draft bool) (FieldSchemas, error) {
	k, known := r.Kind(kind)
	if !known {
		return FieldSchemas{}, fmt.Errorf("there is no kind %q%s", kind, r.otherKind(kind))
	}
	d := &describer{registry: r, draft: draft, defs: map[string]Object{}}
	properties, required := d.fields(k.structType)
	return FieldSchemas{properties, required, d.inOrder()}, nil
}

// describer writes the schemas of one kind and of the blocks that it needs.
type describer struct {
	registry *Registry
	draft    bool
	defs     map[string]Object // by block type
}

func (d *describer) fields(t *structType) (properties Object, required []string) {
	for i := range t.fields {
		f := &t.fields[i]
		properties = append(properties, Member{f.Name, d.labelled(f)})
		if d.needs(f) {
			required = append(required, f.Name)
		}
	}
	return properties, required
}

// needs reports whether a file must hold the field.
func (d *describer) needs(f *Field) bool {
	if f.Type != TypeGroup {
		return d.demands(f) && f.Default == ""
	}
	for i := range f.Fields {
		if d.needs(&f.Fields[i]) {
			return true
		}
	}
	return false
}

// demands reports whether the field must not be empty.
func (d *describer) demands(f *Field) bool { return f.Required && !d.draft }

// labelled is the schema of a field with what editors see of it.
func (d *describer) labelled(f *Field) Object {
	schema := Object{{"title", f.Label}}
	if text := describeField(f); text != "" {
		schema = append(schema, Member{"description", text})
	}
	schema = append(schema, d.value(f)...)
	if f.preset.IsValid() {
		schema = append(schema, Member{"default", f.preset.Interface()})
	}
	return schema
}

func describeField(f *Field) string {
	var sentences []string
	for _, s := range []string{f.Help, howWritten(f)} {
		if s != "" {
			sentences = append(sentences, s+".")
		}
	}
	return strings.Join(sentences, " ")
}

// howWritten says how a value is written where that is not plain.
func howWritten(f *Field) string {
	switch f.Type {
	case TypeRichText:
		if f.Max != nil {
			return fmt.Sprintf("Markdown of at most %d characters that are seen", *f.Max)
		}
		return "Markdown"
	case TypeDate:
		return "A day, such as 2024-03-05"
	case TypeInstant:
		return "A time, such as 2024-03-05 09:30"
	case TypeRef:
		return "The address of a page, such as /services" + ofKinds(f)
	case TypeRefs:
		return "The addresses of pages, such as /services" + ofKinds(f)
	case TypeTerms:
		if f.Vocabulary == "" {
			return "Slugs of terms, each after its vocabulary, such as topic/access"
		}
		return "Slugs of terms of the vocabulary " + f.Vocabulary
	case TypeLink:
		return "Where to: /path#part of this site, https://…, mailto:… or tel:…"
	}
	return ""
}

func ofKinds(f *Field) string { return prefixedBy(", whose kind is ", list(f.Kinds)) }

func prefixedBy(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// value is the schema of what a field holds.
func (d *describer) value(f *Field) Object {
	switch f.Type {
	case TypeChoice:
		return d.choice(f)
	case TypeBool:
		return Object{{"type", "boolean"}}
	case TypeInteger, TypeNumber:
		return append(Object{{"type", string(f.Type)}}, d.limits(f, "minimum", "maximum")...)
	case TypeDate:
		return matching(datePattern)
	case TypeInstant:
		return matching(instantPattern)
	case TypeRef:
		return matching(pathPattern)
	case TypeRefs:
		return d.array(f, matching(pathPattern))
	case TypeTerms:
		if f.Vocabulary == "" {
			return d.array(f, matching(termPattern))
		}
		return d.array(f, matching(slugPattern))
	case TypeKinds:
		return d.array(f, oneOf(d.kinds()))
	case TypeLink:
		return d.link()
	case TypeImage:
		return d.image()
	case TypeFile:
		return d.file()
	case TypeGroup:
		return d.group(f)
	case TypeGroups:
		return d.array(f, d.group(f))
	case TypeBlocks:
		return d.array(f, d.blocks(f))
	}
	return d.text(f)
}

// Patterns of what is written as one word.
const (
	datePattern    = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	instantPattern = `^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$`
	pathPattern    = `^/`
	slugPattern    = `^[a-z0-9]+(-[a-z0-9]+)*$`
	termPattern    = `^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`
	linkPattern    = `^(/|#|https?://|mailto:|tel:)`
	emailPattern   = `^[^@\s]+@[^@\s]+\.[^@\s]+$`
	urlPattern     = `^https?://`
)

func matching(pattern string) Object { return Object{{"type", "string"}, {"pattern", pattern}} }

func oneOf(schemas []Object) Object { return Object{{"oneOf", schemas}} }

// aText is any text. YAML takes what looks like a number for one.
var aText = Object{{"type", []string{"string", "number"}}}

// text may have the newline that ends a literal block. Rich text is counted
// without its marks, which a schema cannot.
func (d *describer) text(f *Field) Object {
	limited := *f
	switch {
	case f.Type == TypeRichText:
		limited.Min, limited.Max = nil, nil
	case f.Type != TypeText && f.Max != nil:
		most := *f.Max + 1
		limited.Max = &most
	}
	schema := append(Object{}, aText...)
	schema = append(schema, d.limits(&limited, "minLength", "maxLength")...)
	if pattern := patternOf(f); pattern != "" && !d.draft {
		if !f.Required {
			pattern = "^$|" + pattern
		}
		schema = append(schema, Member{"pattern", pattern})
	}
	return schema
}

func patternOf(f *Field) string {
	switch {
	case f.Format == FormatEmail:
		return emailPattern
	case f.Format == FormatTelephone:
		return telephonePattern.String()
	case f.Format == FormatURL:
		return urlPattern
	case f.Pattern != nil:
		return f.Pattern.String()
	}
	return ""
}

// limits writes the least and the most. What is required and counted is at
// least one.
func (d *describer) limits(f *Field, least, most string) Object {
	var limits Object
	switch {
	case d.draft:
		return nil
	case f.Min != nil:
		limits = append(limits, Member{least, *f.Min})
	case f.Required && least != "minimum":
		limits = append(limits, Member{least, 1})
	}
	if f.Max != nil {
		limits = append(limits, Member{most, *f.Max})
	}
	return limits
}

// choice lists the options with their labels. Nothing is one of them only where
// it has to be written, in place of the default.
func (d *describer) choice(f *Field) Object {
	var options []Object
	for _, o := range f.Options {
		options = append(options, Object{{"const", o.Value}, {"title", o.Label}})
	}
	if f.Default != "" && !d.demands(f) {
		options = append(options, Object{{"const", ""}, {"title", "None"}})
	}
	return oneOf(options)
}

func (d *describer) kinds() []Object {
	var kinds []Object
	for _, k := range d.registry.kinds {
		kinds = append(kinds, Object{{"const", k.Name}, {"title", k.Label}})
	}
	return kinds
}

func (d *describer) array(f *Field, items Object) Object {
	schema := append(Object{{"type", "array"}}, d.limits(f, "minItems", "maxItems")...)
	return append(schema, Member{"items", items})
}

// Closed is the schema of an object that has these members only.
func Closed(properties Object, required []string) Object {
	schema := Object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		schema = append(schema, Member{"required", required})
	}
	return append(schema, Member{"additionalProperties", false})
}

// whole names what must be there unless it is a draft.
func (d *describer) whole(names ...string) []string {
	if d.draft {
		return nil
	}
	return names
}

func (d *describer) link() Object {
	to := matching(linkPattern)
	withText := Closed(Object{{"text", aText}, {"to", to}}, d.whole("to"))
	return Object{{"anyOf", []Object{to, withText}}}
}

var aFile = Object{{"description", "Its path below content/media."}, {"type", "string"}}

func (d *describer) image() Object {
	schema := Closed(Object{
		{"file", aFile},
		{"alt", append(Object{{"description", "What the picture tells, for those who cannot see it."}}, aText...)},
		{"decorative", Object{{"description", "True for a picture that adds nothing to the text, in place of alt."}, {"type", "boolean"}}},
		{"caption", aText},
	}, d.whole("file"))
	if d.draft {
		return schema
	}
	return append(schema, Member{"anyOf", []Object{{{"required", []string{"alt"}}}, {{"required", []string{"decorative"}}}}})
}

func (d *describer) file() Object {
	return Closed(Object{{"file", aFile}, {"title", aText}}, d.whole("file"))
}

// group describes a mapping, or the only field of the group by itself: then
// null is an entry that holds nothing.
func (d *describer) group(f *Field) Object {
	if len(f.Fields) > 1 {
		return Closed(d.fields(f.group))
	}
	only := &f.Fields[0]
	schema := d.value(only)
	if d.needs(only) || only.written() {
		return schema
	}
	return Object{{"anyOf", []Object{schema, {{"type", "null"}}}}}
}

// blocks describes one block of those that the field may hold, each of which
// says its own type.
func (d *describer) blocks(f *Field) Object {
	var choices []Object
	for _, b := range d.registry.blocks {
		if f.Allows(b.Name) {
			choices = append(choices, Object{{"$ref", "#/$defs/" + d.define(b)}})
		}
	}
	return oneOf(choices)
}

// define describes a block once, and returns the name of the definition. Blocks
// may hold each other.
func (d *describer) define(b *BlockType) string {
	if _, known := d.defs[b.Name]; known {
		return d.defName(b)
	}
	d.defs[b.Name] = nil
	properties, required := d.fields(b.structType)
	own := Object{
		{"type", Object{{"const", b.Name}}},
		{"id", Object{{"description", "Permanent within the page; left out, one is made."}, {"type", "string"}}},
	}
	about := Object{{"title", b.Label}, {"description", b.Help}}
	d.defs[b.Name] = append(about, Closed(append(own, properties...), append([]string{"type"}, required...))...)
	return d.defName(b)
}

func (d *describer) defName(b *BlockType) string {
	if d.draft {
		return "draft.block." + b.Name
	}
	return "block." + b.Name
}

func (d *describer) inOrder() Object {
	var defs Object
	for _, b := range d.registry.blocks {
		if schema, needed := d.defs[b.Name]; needed {
			defs = append(defs, Member{d.defName(b), schema})
		}
	}
	return defs
}
