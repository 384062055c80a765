package editing

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Of returns the form of a value, which is normalised.
func (e *Editor) Of(value schema.Kind) *Form {
	kind, known := e.Registry.Kind(value.Kind().Name)
	if !known {
		panic(fmt.Sprintf("editing: %T is not a value of a declared kind", value))
	}
	f := &Form{Kind: kind, editor: e}
	f.Fields = e.fieldsOf(kindPlace(kind.Name), kind.Fields, reflect.ValueOf(value).Elem())
	f.number()
	return f
}

// fieldsOf are the fields of a struct.
func (e *Editor) fieldsOf(place string, fields []schema.Field, owner reflect.Value) []*Field {
	list := make([]*Field, len(fields))
	for i := range fields {
		list[i] = &Field{Declaration: declared(place, &fields[i])}
		e.fill(list[i], fields[i].Of(owner))
	}
	return list
}

// fill takes over the value of a field.
func (e *Editor) fill(f *Field, value reflect.Value) {
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim, schema.TypeChoice:
		f.Text = value.String()
	case schema.TypeBool:
		f.On = value.Bool()
	case schema.TypeInteger:
		f.Text = strconv.FormatInt(value.Int(), 10)
	case schema.TypeNumber:
		f.Text = strconv.FormatFloat(value.Float(), 'f', -1, 64)
	case schema.TypeGroup:
		f.Fields = e.fieldsOf(f.below(), f.Declaration.Fields, value)
	case schema.TypeGroups:
		for i := range value.Len() {
			entry := &Entry{Key: strconv.Itoa(i), Fields: e.fieldsOf(f.below(), f.Declaration.Fields, value.Index(i))}
			f.Entries = append(f.Entries, entry)
		}
	}
	switch v := value.Interface().(type) {
	case richtext.Doc:
		f.Doc, f.Text = v, v.Markdown(e.href)
	case cms.Date:
		f.Text = FormatDate(v)
	case time.Time:
		f.Text = FormatInstant(v, e.Registry.Zone())
	case cms.Ref:
		if v != "" {
			f.IDs = []string{string(v)}
		}
	case []cms.Ref:
		f.IDs = words(v)
	case []cms.TermRef:
		f.IDs = words(v)
	case []string:
		f.IDs = slices.Clone(v)
	case cms.Link:
		f.Link = v
	case cms.Image:
		f.Image = v
	case cms.File:
		f.File = v
	case cms.Blocks:
		for _, b := range v {
			f.Entries = append(f.Entries, e.blockOf(b))
		}
	}
}

func words[T ~string](values []T) []string {
	var list []string
	for _, v := range values {
		list = append(list, string(v))
	}
	return list
}

func (e *Editor) blockOf(b cms.Block) *Entry {
	entry := &Entry{Key: b.ID, Type: b.Type}
	bt, known := e.Registry.Block(b.Type)
	if !known || b.Value == nil {
		entry.Raw = string(b.Raw)
		return entry
	}
	entry.Block = bt
	entry.Fields = e.fieldsOf(blockPlace(bt.Name), bt.Fields, reflect.ValueOf(b.Value).Elem())
	return entry
}

// href is the address that Markdown shows for a link.
func (e *Editor) href(l cms.Link) string {
	if e.Links.Address != nil {
		return e.Links.Address(l)
	}
	return cms.Places(nil).Address(l)
}

// resolve is the opposite of href. A page of which nothing is known is named
// by its id, and so stays what it is.
func (e *Editor) resolve(href string) (cms.Link, error) {
	path, fragment, _ := strings.Cut(href, "#")
	if id := cms.ID(strings.TrimPrefix(path, "/")); id.Valid() {
		return cms.Link{Page: cms.Ref(id), Fragment: fragment}, nil
	}
	if e.Links.Link != nil {
		return e.Links.Link(href)
	}
	return cms.Link{URL: href}, nil
}

// Tree is the tree of a rich text as JSON; empty when there is only the
// Markdown, which cannot be read.
func (f *Field) Tree() string {
	if f.Broken {
		return ""
	}
	doc := f.Doc
	if doc == nil {
		doc = richtext.Doc{}
	}
	tree, err := json.Marshal(doc)
	if err != nil {
		return ""
	}
	return string(tree)
}

// number gives every field and entry its name and path, and every group the
// key that a form of the stored value will have.
func (f *Form) number() {
	taken := map[string]bool{}
	number("", "", f.Fields, taken)
}

func number(name, path string, fields []*Field, taken map[string]bool) {
	for _, field := range fields {
		field.Name, field.Path = join(name, field.Declaration.Name), join(path, field.Declaration.Name)
		number(field.Name, field.Path, field.Fields, taken)
		for i, entry := range field.Entries {
			if field.Type == schema.TypeGroups {
				entry.Key = strconv.Itoa(i)
			} else {
				entry.Key = unused(entry.Key, taken)
			}
			entry.Name, entry.Path = join(field.Name, entry.Key), fmt.Sprintf("%s[%d]", field.Path, i)
			number(entry.Name, entry.Path, entry.Fields, taken)
		}
	}
}

// unused returns the key, or if a block has it already, another one.
func unused(key string, taken map[string]bool) string {
	if key == "" || taken[key] {
		key = NewKey()
	}
	taken[key] = true
	return key
}
