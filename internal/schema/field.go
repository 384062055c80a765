package schema

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"lectern/internal/cms"
)

// Field is one field of a kind, a block or a group.
type Field struct {
	Name  string // permanent: it is stored
	Label string // for editors
	Help  string // one sentence for editors
	Type  FieldType
	Was   []string // names the field had before, in what is stored

	Required bool
	Min, Max *int           // code points of text, entries of a list, or the number itself; nil: no limit
	Format   Format         // what a line of text must look like
	Pattern  *regexp.Regexp // the same, for what no Format covers; nil: anything
	Unique   bool           // no other public page of the kind may have the same
	Default  string         // as a content file would write it

	Options    []Option // of TypeChoice
	Fields     []Field  // of TypeGroup and TypeGroups
	Blocks     []string // block types that TypeBlocks may hold; empty: any
	Kinds      []string // kinds that TypeRef and TypeRefs may lead to; empty: any
	Vocabulary string   // whose terms TypeTerms may hold; empty: any
	Names      string   // kind whose pages TypeText names by what is unique; empty: none

	Search Weight

	Facet   string // of TypeChoice: what readers narrow lists by; empty: nothing
	InForce bool   // of several values of the facet, only the last holds

	index  int           // in the Go struct
	group  *structType   // of TypeGroup and TypeGroups
	preset reflect.Value // Default as a Go value; invalid: none
}

// FieldType says what a field holds, and so how it is edited and written.
type FieldType string

// The field types and the Go types that give them.
const (
	TypeText     FieldType = "text"     // string: one line
	TypeLongText FieldType = "longtext" // string: several lines
	TypeVerbatim FieldType = "verbatim" // string: several lines whose spaces matter, such as code
	TypeChoice   FieldType = "choice"   // string: the value of one of the Options
	TypeRichText FieldType = "richtext" // richtext.Doc
	TypeBool     FieldType = "bool"     // bool
	TypeInteger  FieldType = "integer"  // int
	TypeNumber   FieldType = "number"   // float64
	TypeDate     FieldType = "date"     // cms.Date
	TypeInstant  FieldType = "instant"  // time.Time
	TypeRef      FieldType = "ref"      // cms.Ref
	TypeRefs     FieldType = "refs"     // []cms.Ref
	TypeTerms    FieldType = "terms"    // []cms.TermRef
	TypeKinds    FieldType = "kinds"    // []string: names of kinds
	TypeLink     FieldType = "link"     // cms.Link
	TypeImage    FieldType = "image"    // cms.Image
	TypeFile     FieldType = "file"     // cms.File
	TypeGroup    FieldType = "group"    // a struct
	TypeGroups   FieldType = "groups"   // a list of structs
	TypeBlocks   FieldType = "blocks"   // cms.Blocks
)

// Option is one choice of a TypeChoice field.
type Option struct {
	Value string // permanent: it is stored
	Label string // for editors
}

// Format is the look that a line of text must have.
type Format string

// The formats, by the rule that asks for them.
const (
	FormatEmail     Format = "email"
	FormatTelephone Format = "telephone"
	FormatURL       Format = "url" // http or https
)

// Weight says which part of the search text a field belongs to.
type Weight string

// The weights, heaviest first.
const (
	WeightTitle   Weight = "title"
	WeightSummary Weight = "summary"
	WeightBody    Weight = "body"
	WeightNone    Weight = "none" // not searched
)

// Of returns the field's value in the struct that declares it.
func (f *Field) Of(owner reflect.Value) reflect.Value { return owner.Field(f.index) }

// NewEntry returns a group with its defaults, as an entry of a TypeGroups
// field begins.
func (f *Field) NewEntry() reflect.Value { return f.group.new().Elem() }

// Option returns the choice with that value.
func (f *Field) Option(value string) (Option, bool) {
	i := slices.IndexFunc(f.Options, func(o Option) bool { return o.Value == value })
	if i < 0 {
		return Option{}, false
	}
	return f.Options[i], true
}

// Allows reports whether a TypeBlocks field may hold blocks of that type.
func (f *Field) Allows(blockType string) bool {
	return len(f.Blocks) == 0 || slices.Contains(f.Blocks, blockType)
}

// IsZero reports whether the field holds nothing.
func (f *Field) IsZero(v reflect.Value) bool {
	switch f.Type {
	case TypeRichText, TypeRefs, TypeTerms, TypeKinds, TypeGroups, TypeBlocks:
		return v.Len() == 0
	case TypeGroup:
		for i := range f.Fields {
			if field := &f.Fields[i]; !field.IsZero(field.Of(v)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

// structType is what was read of one Go struct.
type structType struct {
	goType reflect.Type
	fields []Field
}

// new returns a pointer to a struct with the defaults.
func (t *structType) new() reflect.Value {
	v := reflect.New(t.goType)
	t.preset(v.Elem())
	return v
}

// preset gives the fields their defaults.
func (t *structType) preset(v reflect.Value) {
	for i := range t.fields {
		f := &t.fields[i]
		switch {
		case f.Type == TypeGroup:
			f.group.preset(f.Of(v))
		case f.preset.IsValid():
			f.Of(v).Set(f.preset)
		}
	}
}

// field returns the field with that name.
func (t *structType) field(name string) (*Field, bool) {
	i := slices.IndexFunc(t.fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return &t.fields[i], true
}

// join adds the name of a field to the path of what holds it.
func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

// list writes words as "a, b or c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func optionValues(options []Option) []string {
	values := make([]string, len(options))
	for i, o := range options {
		values[i] = o.Value
	}
	return values
}

// prefixed puts the path of the value that was checked before the fields of
// its problems.
func prefixed(path string, problems []cms.Problem) []cms.Problem {
	for i := range problems {
		problems[i].Field = join(path, problems[i].Field)
	}
	return problems
}
