package editing

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Value returns what the form holds, normalised. What cannot be read is told as
// problems; the value then lacks it.
func (f *Form) Value() (schema.Kind, []cms.Problem) {
	value := f.Kind.New()
	w := &writer{editor: f.editor}
	w.fields(f.Fields, reflect.ValueOf(value).Elem())
	if f.full {
		w.problem("", fmt.Errorf("this page has more than %d entries, or they are more than %d deep in each other; make two pages of it", mostEntries, deepest))
	}
	f.editor.Registry.Normalise(value)
	return value, w.problems
}

// Block returns the block that has a name in the form.
func (f *Form) Block(name string) (b cms.Block, is bool) {
	_, entry := f.Find(name)
	if entry == nil || entry.Type == "" {
		return b, false
	}
	w := &writer{editor: f.editor}
	return w.block(entry), true
}

// writer sets the fields of structs.
type writer struct {
	editor   *Editor
	problems []cms.Problem
}

func (w *writer) problem(path string, err error) {
	if err != nil {
		w.problems = append(w.problems, cms.Problem{Field: path, Message: err.Error()})
	}
}

func (w *writer) fields(fields []*Field, owner reflect.Value) {
	for _, f := range fields {
		w.field(f, f.Of(owner))
	}
}

func (w *writer) field(f *Field, value reflect.Value) {
	var err error
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim, schema.TypeChoice:
		value.SetString(f.Text)
	case schema.TypeBool:
		value.SetBool(f.On)
	case schema.TypeInteger:
		var n int64
		n, err = parseInteger(f.Text)
		value.SetInt(n)
	case schema.TypeNumber:
		var n float64
		n, err = parseNumber(f.Text)
		value.SetFloat(n)
	case schema.TypeDate:
		err = set(value, f.Text, ParseDate)
	case schema.TypeInstant:
		t, wrong := ParseInstant(f.Text, w.editor.Registry.Zone())
		value.Set(reflect.ValueOf(t))
		err = wrong
	case schema.TypeRichText:
		value.Set(reflect.ValueOf(f.Doc))
		if f.Broken {
			w.markdown(f)
		}
	case schema.TypeLink:
		value.Set(reflect.ValueOf(f.Link))
	case schema.TypeImage:
		value.Set(reflect.ValueOf(f.Image))
	case schema.TypeFile:
		value.Set(reflect.ValueOf(f.File))
	case schema.TypeGroup:
		w.fields(f.Fields, value)
	case schema.TypeGroups:
		w.groups(f, value)
	case schema.TypeBlocks:
		w.blocks(f, value)
	default:
		chosen(f, value)
	}
	w.problem(f.Path, err)
}

// set reads a text into a value.
func set[T any](value reflect.Value, text string, parse func(string) (T, error)) error {
	v, err := parse(text)
	value.Set(reflect.ValueOf(v))
	return err
}

// chosen sets references, terms and kinds.
func chosen(f *Field, value reflect.Value) {
	if f.Type == schema.TypeRef {
		value.SetString("")
		if len(f.IDs) > 0 {
			value.SetString(f.IDs[0])
		}
		return
	}
	value.SetZero()
	for _, id := range f.IDs {
		value.Set(reflect.Append(value, reflect.ValueOf(id).Convert(value.Type().Elem())))
	}
}

// markdown tells what of a text cannot be read, with its line.
func (w *writer) markdown(f *Field) {
	_, problems := richtext.ParseMarkdown(f.Text, w.editor.resolve)
	for _, p := range problems {
		w.problem(f.Path, fmt.Errorf("line %d: %s", p.Line, p.Message))
	}
}

func (w *writer) groups(f *Field, value reflect.Value) {
	value.SetZero()
	for _, entry := range f.Entries {
		group := f.NewEntry()
		w.fields(entry.Fields, group)
		value.Set(reflect.Append(value, group))
	}
}

func (w *writer) blocks(f *Field, value reflect.Value) {
	var blocks cms.Blocks
	for _, entry := range f.Entries {
		blocks = append(blocks, w.block(entry))
	}
	value.Set(reflect.ValueOf(blocks))
}

func (w *writer) block(entry *Entry) cms.Block {
	b := cms.Block{ID: entry.Key, Type: entry.Type}
	switch {
	case entry.Block != nil:
		v := entry.Block.New()
		w.fields(entry.Fields, reflect.ValueOf(v).Elem())
		b.Value = v
	case entry.Raw != "":
		b.Raw = json.RawMessage(entry.Raw)
		if !json.Valid(b.Raw) {
			b.Raw = nil
			w.problem(entry.Path, errors.New("this block cannot be read; remove it"))
		}
	}
	return b
}
