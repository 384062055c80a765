package schema

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

const defaultZone = "Europe/London"

// New reads the declarations of kinds and blocks: pointers to structs whose
// exported fields carry these tags, all of them optional.
//
//	name:"short_title"      permanent stored name; else the Go name in snake case
//	label:"Short title"     for editors; else the Go name as words
//	help:"…"                one sentence for editors
//	type:"longtext"         where the Go type leaves a choice: longtext, verbatim or
//	                        choice for string, kinds for []string
//	options:"a=One,b=Two"   values and labels of a choice
//	default:"a"             what a new value begins with, and what a stored or
//	                        filed value has that does not hold the field
//	rule:"required max=9"   also min=, email, telephone, url, pattern=REGEXP,
//	                        and unique: no other public page of the kind has it
//	names:"feed"            the kind whose pages the text names by what is unique
//	vocabulary:"topic"      whose terms []cms.TermRef may hold
//	kinds:"service,page"    kinds that cms.Ref and []cms.Ref may lead to
//	blocks:"text callout"   block types that cms.Blocks may hold
//	was:"old_name older"    names the field had before, in what is stored
//	search:"title"          also summary, body, none: its part of the search text
//	facet:"severity"        readers narrow lists by the value of a choice; with last
//	                        behind it, of several entries only that of the last holds
//
// The error tells everything that is wrong with the declarations.
func New(kinds []Kind, blocks []Block) (*Registry, error) {
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	r := &Registry{zone: zone, structs: map[reflect.Type]*structType{}}
	d := &declarer{registry: r, known: map[reflect.Type]*structType{}}
	for _, b := range blocks {
		d.block(b)
	}
	for _, k := range kinds {
		d.kind(k)
	}
	d.checkNames()
	d.facets()
	d.weigh()
	if len(d.wrong) > 0 {
		return nil, fmt.Errorf("schema: wrong declarations:\n%w", errors.Join(d.wrong...))
	}
	return r, nil
}

// declarer reads declarations and collects what is wrong with them.
type declarer struct {
	registry *Registry
	known    map[reflect.Type]*structType // nil while a struct is being read
	wrong    []error
}

func (d *declarer) errorf(where, format string, args ...any) {
	d.wrong = append(d.wrong, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

func (d *declarer) kind(k Kind) {
	t := d.pointer(k)
	if t == nil {
		return
	}
	about := k.Kind()
	if _, twice := d.registry.Kind(about.Name); twice {
		d.errorf(t.goType.String(), "two kinds are called %q", about.Name)
	}
	d.checkName(t.goType.String(), about.Name)
	weighCard(t)
	d.registry.kinds = append(d.registry.kinds, &KindType{Kind: about, Fields: t.fields, structType: t})
	d.registry.structs[reflect.PointerTo(t.goType)] = t
}

// weighCard gives the fields that every kind's Card is made of their part of
// the search text.
func weighCard(t *structType) {
	for i := range t.fields {
		f := &t.fields[i]
		if f.Search != "" {
			continue
		}
		switch t.goType.Field(f.index).Name {
		case "Title", "ShortTitle":
			f.Search = WeightTitle
		case "Summary":
			f.Search = WeightSummary
		}
	}
}

func (d *declarer) block(b Block) {
	t := d.pointer(b)
	if t == nil {
		return
	}
	about := b.Block()
	where := t.goType.String()
	if _, twice := d.registry.Block(about.Name); twice {
		d.errorf(where, "two blocks are called %q", about.Name)
	}
	d.checkName(where, about.Name)
	for _, reserved := range []string{"id", "type"} {
		if _, taken := t.field(reserved); taken {
			d.errorf(where, "no field of a block may be called %q: content files say the block's own there", reserved)
		}
	}
	d.registry.blocks = append(d.registry.blocks, &BlockType{BlockType: about, Fields: t.fields, structType: t})
	d.registry.structs[reflect.PointerTo(t.goType)] = t
}

// pointer reads the struct that v points to.
func (d *declarer) pointer(v any) *structType {
	t := reflect.TypeOf(v)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		d.errorf(fmt.Sprintf("%T", v), "is not a pointer to a struct")
		return nil
	}
	if reflect.ValueOf(v).IsNil() {
		d.errorf(t.String(), "is nil; declare it as &%s{}", t.Elem().Name())
		return nil
	}
	return d.structType(t.Elem())
}

func (d *declarer) structType(t reflect.Type) *structType {
	if st, seen := d.known[t]; seen {
		if st == nil {
			d.errorf(t.String(), "holds itself")
		}
		return st
	}
	d.known[t] = nil
	st := &structType{goType: t}
	names := map[string]bool{}
	for i := range t.NumField() {
		f, ok := d.field(t, i)
		if !ok {
			continue
		}
		for _, name := range append([]string{f.Name}, f.Was...) {
			if names[name] {
				d.errorf(t.String()+"."+t.Field(i).Name, "two fields are or were called %q", name)
			}
			names[name] = true
		}
		st.fields = append(st.fields, f)
	}
	d.known[t] = st
	return st
}

var (
	namePattern      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	fieldNamePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
)

func (d *declarer) checkName(where, name string) {
	if !namePattern.MatchString(name) {
		d.errorf(where, "the name %q is not lower-case words joined by hyphens", name)
	}
}

// checkNames looks at the names of kinds and blocks that fields and kinds
// mention, once all are known.
func (d *declarer) checkNames() {
	for _, k := range d.registry.kinds {
		for _, name := range k.Below {
			if _, known := d.registry.Kind(name); !known {
				d.errorf(k.structType.goType.String(), "below names no kind: %q", name)
			}
		}
		if heir, ok := k.New().(Heir); ok {
			for _, name := range heir.InheritsFrom() {
				if _, known := d.registry.Kind(name); !known {
					d.errorf(k.structType.goType.String(), "inherits from no kind: %q", name)
				}
			}
		}
	}
	for t, st := range d.known {
		if st == nil {
			continue
		}
		own := slices.ContainsFunc(d.registry.kinds, func(k *KindType) bool { return k.structType == st })
		for _, f := range st.fields {
			where := t.String() + "." + t.Field(f.index).Name
			d.checkMentioned(where, f)
			if f.Unique && !own {
				d.errorf(where, "only a field of a kind itself can be unique")
			}
		}
	}
	slices.SortStableFunc(d.wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
}

// weigh makes the rest of the fields the body of the search text.
func (d *declarer) weigh() {
	for _, st := range d.known {
		if st == nil {
			continue
		}
		for i := range st.fields {
			st.fields[i].Search = Weight(orElse(string(st.fields[i].Search), string(WeightBody)))
		}
	}
}

func (d *declarer) checkMentioned(where string, f Field) {
	for _, name := range f.Blocks {
		if _, known := d.registry.Block(name); !known {
			d.errorf(where, "blocks names no block: %q", name)
		}
	}
	for _, name := range f.Kinds {
		if _, known := d.registry.Kind(name); !known {
			d.errorf(where, "kinds names no kind: %q", name)
		}
	}
	if kind, known := d.registry.Kind(f.Names); f.Names != "" && (!known || kind.structType.unique() == nil) {
		d.errorf(where, "names is no kind with a unique field: %q", f.Names)
	}
}

// tags are those that a field may carry.
var tags = []string{"name", "label", "help", "type", "options", "default", "rule", "vocabulary", "kinds", "names", "blocks", "was", "search", "facet"}

func (d *declarer) field(owner reflect.Type, i int) (Field, bool) {
	sf := owner.Field(i)
	where := owner.String() + "." + sf.Name
	if sf.Anonymous || !sf.IsExported() {
		d.errorf(where, "embedded and unexported fields are not stored; write the field out")
		return Field{}, false
	}
	for _, tag := range tagNames(sf.Tag) {
		if !slices.Contains(tags, tag) {
			d.errorf(where, "there is no tag %q", tag)
		}
	}
	f := Field{
		Name:       orElse(sf.Tag.Get("name"), snakeCase(sf.Name)),
		Label:      orElse(sf.Tag.Get("label"), asWords(sf.Name)),
		Help:       sf.Tag.Get("help"),
		Default:    sf.Tag.Get("default"),
		Vocabulary: sf.Tag.Get("vocabulary"),
		Names:      sf.Tag.Get("names"),
		Was:        strings.Fields(sf.Tag.Get("was")),
		Blocks:     strings.Fields(sf.Tag.Get("blocks")),
		Kinds:      strings.FieldsFunc(sf.Tag.Get("kinds"), func(r rune) bool { return r == ',' || r == ' ' }),
		Search:     Weight(sf.Tag.Get("search")),
		index:      i,
	}
	if !fieldNamePattern.MatchString(f.Name) {
		d.errorf(where, "the name %q is not lower-case words joined by underscores", f.Name)
	}
	if !d.fieldType(where, &f, sf) {
		return Field{}, false
	}
	d.options(where, &f, sf.Tag.Get("options"))
	d.rules(where, &f, sf.Tag.Get("rule"))
	d.preset(where, &f, sf.Type)
	d.restrictions(where, &f)
	d.facet(where, &f, sf.Tag.Get("facet"))
	return f, true
}

// leafTypes are the Go types that give a field type by themselves.
var leafTypes = map[reflect.Type]FieldType{
	reflect.TypeFor[string]():        TypeText,
	reflect.TypeFor[richtext.Doc]():  TypeRichText,
	reflect.TypeFor[bool]():          TypeBool,
	reflect.TypeFor[int]():           TypeInteger,
	reflect.TypeFor[float64]():       TypeNumber,
	reflect.TypeFor[cms.Date]():      TypeDate,
	reflect.TypeFor[time.Time]():     TypeInstant,
	reflect.TypeFor[cms.Ref]():       TypeRef,
	reflect.TypeFor[[]cms.Ref]():     TypeRefs,
	reflect.TypeFor[[]cms.TermRef](): TypeTerms,
	reflect.TypeFor[[]string]():      TypeKinds,
	reflect.TypeFor[cms.Link]():      TypeLink,
	reflect.TypeFor[cms.Image]():     TypeImage,
	reflect.TypeFor[cms.File]():      TypeFile,
	reflect.TypeFor[cms.Blocks]():    TypeBlocks,
}

// fieldType finds the type of the field, and reads the struct of a group.
func (d *declarer) fieldType(where string, f *Field, sf reflect.StructField) bool {
	asked := FieldType(sf.Tag.Get("type"))
	leaf, isLeaf := leafTypes[sf.Type]
	switch {
	case leaf == TypeText && (asked == TypeLongText || asked == TypeVerbatim || asked == TypeChoice):
		f.Type = asked
	case leaf == TypeKinds && asked == "":
		d.errorf(where, `[]string needs type:"kinds"`)
		return false
	case isLeaf:
		f.Type = leaf
	case sf.Type.Kind() == reflect.Struct:
		f.Type = TypeGroup
		f.group = d.structType(sf.Type)
	case sf.Type.Kind() == reflect.Slice && sf.Type.Elem().Kind() == reflect.Struct:
		f.Type = TypeGroups
		f.group = d.structType(sf.Type.Elem())
	default:
		d.errorf(where, "fields of type %s are not supported", sf.Type)
		return false
	}
	if asked != "" && asked != f.Type {
		d.errorf(where, "a field of type %s cannot be %q", sf.Type, asked)
		return false
	}
	if f.Type != TypeGroup && f.Type != TypeGroups {
		return true
	}
	if f.group == nil {
		return false
	}
	if len(f.group.fields) == 0 {
		d.errorf(where, "%s has no fields", sf.Type)
		return false
	}
	f.Fields = f.group.fields
	return true
}

func (d *declarer) options(where string, f *Field, tag string) {
	if (f.Type == TypeChoice) != (tag != "") {
		d.errorf(where, "a choice has options, and nothing else has")
		return
	}
	if tag == "" {
		return
	}
	for option := range strings.SplitSeq(tag, ",") {
		value, label, labelled := strings.Cut(strings.TrimSpace(option), "=")
		if _, twice := f.Option(value); twice || value == "" || !labelled || label == "" {
			d.errorf(where, "options are written value=Label, and each value stands once: %q", option)
			continue
		}
		f.Options = append(f.Options, Option{Value: value, Label: label})
	}
}

func (d *declarer) rules(where string, f *Field, tag string) {
	for rule := range strings.FieldsSeq(tag) {
		name, value, _ := strings.Cut(rule, "=")
		switch {
		case rule == "required" && f.Type != TypeBool && f.Type != TypeGroup:
			f.Required = true
		case name == "max" && f.counted():
			f.Max = d.limit(where, rule, value)
		case name == "min" && f.counted():
			f.Min = d.limit(where, rule, value)
		case f.Type == TypeText && (rule == "email" || rule == "telephone" || rule == "url"):
			f.Format = Format(rule)
		case f.Type == TypeText && rule == "unique":
			f.Unique = true
		case f.Type == TypeText && name == "pattern":
			pattern, err := regexp.Compile(value)
			if err != nil {
				d.errorf(where, "%v", err)
			}
			f.Pattern = pattern
		default:
			d.errorf(where, "a %s field has no rule %q", f.Type, rule)
		}
	}
}

// counted reports whether the field can have a limit.
func (f *Field) counted() bool {
	switch f.Type {
	case TypeText, TypeLongText, TypeVerbatim, TypeRichText, TypeInteger, TypeNumber, TypeRefs, TypeTerms, TypeKinds, TypeGroups, TypeBlocks:
		return true
	}
	return false
}

func (d *declarer) limit(where, rule, value string) *int {
	n, err := strconv.Atoi(value)
	if err != nil {
		d.errorf(where, "the limit of %q is not a whole number", rule)
	}
	return &n
}

// preset turns the default into a Go value.
func (d *declarer) preset(where string, f *Field, t reflect.Type) {
	if f.Default == "" {
		return
	}
	var err error
	var value any
	switch f.Type {
	case TypeText, TypeLongText, TypeVerbatim:
		value = f.Default
	case TypeChoice:
		value = f.Default
		if _, known := f.Option(f.Default); !known {
			err = errors.New("it is none of the options")
		}
	case TypeInteger:
		value, err = strconv.Atoi(f.Default)
	case TypeNumber:
		value, err = strconv.ParseFloat(f.Default, 64)
	case TypeBool:
		value, err = strconv.ParseBool(f.Default)
	default:
		err = fmt.Errorf("a %s field has none", f.Type)
	}
	if err != nil {
		d.errorf(where, "default %q: %v", f.Default, err)
		return
	}
	f.preset = reflect.ValueOf(value).Convert(t)
}

// restrictions refuses tags that mean nothing for the type of the field.
func (d *declarer) restrictions(where string, f *Field) {
	if f.Vocabulary != "" && f.Type != TypeTerms {
		d.errorf(where, "a %s field has no vocabulary", f.Type)
	}
	if len(f.Kinds) > 0 && f.Type != TypeRef && f.Type != TypeRefs {
		d.errorf(where, "a %s field leads to no kinds", f.Type)
	}
	if f.Names != "" && f.Type != TypeText {
		d.errorf(where, "a %s field names no page", f.Type)
	}
	if len(f.Blocks) > 0 && f.Type != TypeBlocks {
		d.errorf(where, "a %s field holds no blocks", f.Type)
	}
	switch f.Search {
	case "", WeightTitle, WeightSummary, WeightBody, WeightNone:
	default:
		d.errorf(where, "search is title, summary, body or none, not %q", f.Search)
	}
}

var tagName = regexp.MustCompile(`([^\s":]+):"(?:[^"\\]|\\.)*"`)

func tagNames(tag reflect.StructTag) []string {
	var names []string
	for _, m := range tagName.FindAllStringSubmatch(string(tag), -1) {
		names = append(names, m[1])
	}
	return names
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// splitName cuts a Go name into its words: ShortTitle, HTMLTitle.
func splitName(name string) []string {
	var words []string
	runes := []rune(name)
	begin := 0
	for i := 1; i < len(runes); i++ {
		upper := unicode.IsUpper(runes[i])
		afterLower := !unicode.IsUpper(runes[i-1])
		beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if upper && (afterLower || beforeLower) {
			words = append(words, string(runes[begin:i]))
			begin = i
		}
	}
	return append(words, string(runes[begin:]))
}

func snakeCase(name string) string { return strings.ToLower(strings.Join(splitName(name), "_")) }

// asWords writes a Go name as an editor would: "Short title", "HTML title".
func asWords(name string) string {
	words := splitName(name)
	for i, word := range words {
		if i > 0 && word != strings.ToUpper(word) {
			words[i] = strings.ToLower(word)
		}
	}
	return strings.Join(words, " ")
}
