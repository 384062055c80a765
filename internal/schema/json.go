package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"lectern/internal/cms"
)

// Encode returns the JSON that v is stored as. Fields come in the order of
// declaration. A field that holds nothing is left out, unless it has a default:
// reading gives a missing field its default. A block is {"id", "type",
// "value"}; the value of one whose type is not known is written as it was read.
func (r *Registry) Encode(v any) ([]byte, error) {
	t, s := r.open(v)
	e := encoder{registry: r}
	e.object(t, s)
	if e.err != nil {
		return nil, fmt.Errorf("schema: encode %T: %w", v, e.err)
	}
	return e.out.Bytes(), nil
}

// encoder writes JSON and keeps the first error.
type encoder struct {
	registry *Registry
	out      bytes.Buffer
	err      error
}

func (e *encoder) object(t *structType, s reflect.Value) {
	e.out.WriteByte('{')
	first := true
	for i := range t.fields {
		f := &t.fields[i]
		value := f.Of(s)
		if f.leftOut(value) {
			continue
		}
		e.comma(&first)
		e.out.WriteString(`"` + f.Name + `":`) // names need no escape
		e.field(f, value)
	}
	e.out.WriteByte('}')
}

// leftOut reports whether reading gives the value without its being written.
func (f *Field) leftOut(value reflect.Value) bool {
	if f.Type != TypeGroup {
		return !f.preset.IsValid() && f.IsZero(value)
	}
	for i := range f.Fields {
		if inner := &f.Fields[i]; !inner.leftOut(inner.Of(value)) {
			return false
		}
	}
	return true
}

func (e *encoder) comma(first *bool) {
	if !*first {
		e.out.WriteByte(',')
	}
	*first = false
}

func (e *encoder) field(f *Field, value reflect.Value) {
	switch f.Type {
	case TypeGroup:
		e.object(f.group, value)
	case TypeGroups:
		e.out.WriteByte('[')
		first := true
		for i := range value.Len() {
			e.comma(&first)
			e.object(f.group, value.Index(i))
		}
		e.out.WriteByte(']')
	case TypeBlocks:
		e.blocks(blocksOf(value))
	case TypeInstant:
		e.leaf(value.Interface().(time.Time).UTC().Format(time.RFC3339Nano))
	default:
		e.leaf(value.Interface())
	}
}

func (e *encoder) blocks(blocks cms.Blocks) {
	e.out.WriteByte('[')
	first := true
	for _, b := range blocks {
		e.comma(&first)
		e.block(b)
	}
	e.out.WriteByte(']')
}

func (e *encoder) block(b cms.Block) {
	e.out.WriteString(`{"id":`)
	e.leaf(b.ID)
	e.out.WriteString(`,"type":`)
	e.leaf(b.Type)
	if t, s, known := e.registry.openBlock(b); known {
		e.out.WriteString(`,"value":`)
		e.object(t, s)
	} else if b.Raw != nil {
		e.out.WriteString(`,"value":`)
		e.out.Write(b.Raw)
		e.check(b)
	}
	e.out.WriteByte('}')
}

// check keeps a broken Raw from breaking the whole page.
func (e *encoder) check(b cms.Block) {
	if e.err == nil && !json.Valid(b.Raw) {
		e.err = fmt.Errorf("block %s of type %s: what was kept of it is not JSON", b.ID, b.Type)
	}
}

func (e *encoder) leaf(value any) {
	out := json.NewEncoder(&e.out)
	out.SetEscapeHTML(false)
	if err := out.Encode(value); err != nil {
		if e.err == nil {
			e.err = err
		}
		return
	}
	e.out.Truncate(e.out.Len() - 1) // Encode ends with a newline
}

// EncodeBlock returns the JSON of one block as it stands in that of its page.
func (r *Registry) EncodeBlock(b cms.Block) ([]byte, error) {
	e := encoder{registry: r}
	e.block(b)
	if e.err != nil {
		return nil, fmt.Errorf("schema: encode block: %w", e.err)
	}
	return e.out.Bytes(), nil
}

// DecodeBlock reads what EncodeBlock wrote, as Decode reads a page. A block
// without a type is none.
func (r *Registry) DecodeBlock(data []byte) cms.Block {
	if !json.Valid(data) {
		return cms.Block{}
	}
	b, _ := r.decodeBlock(data)
	return b
}

// EncodeField returns the JSON of one field of a struct as Encode writes it; nil
// when the field holds nothing.
func (r *Registry) EncodeField(f *Field, value reflect.Value) ([]byte, error) {
	if f.IsZero(value) {
		return nil, nil
	}
	e := encoder{registry: r}
	e.field(f, value)
	if e.err != nil {
		return nil, fmt.Errorf("schema: encode %s: %w", f.Name, e.err)
	}
	return e.out.Bytes(), nil
}

// DecodeField sets a field to what EncodeField returned. Broken JSON, as nil,
// is read as nothing.
func (r *Registry) DecodeField(f *Field, value reflect.Value, data []byte) {
	value.SetZero()
	if json.Valid(data) {
		r.decodeField(f, value, data)
	}
}

// Decode reads what Encode wrote, perhaps long ago. Fields that are no longer
// declared are ignored, renamed ones are read under their old names, missing
// ones have their defaults, and values of another type are read as nothing. A
// block whose type is not known keeps what was stored in Raw.
//
// It fails only for a kind that is not declared and for broken JSON.
func (r *Registry) Decode(kind string, body []byte) (Kind, error) {
	k, known := r.Kind(kind)
	if !known {
		return nil, fmt.Errorf("schema: decode: there is no kind %q", kind)
	}
	if !json.Valid(body) {
		return nil, fmt.Errorf("schema: decode %s: broken JSON", kind)
	}
	v := k.structType.new()
	r.decodeObject(k.structType, v.Elem(), body)
	return v.Interface().(Kind), nil
}

// Clone returns a value that holds the same and shares nothing with v.
func (r *Registry) Clone(v Kind) (Kind, error) {
	body, err := r.Encode(v)
	if err != nil {
		return nil, err
	}
	return r.Decode(v.Kind().Name, body)
}

func (r *Registry) decodeObject(t *structType, s reflect.Value, data []byte) {
	object := members(data)
	for i := range t.fields {
		f := &t.fields[i]
		if raw := f.find(object); raw != nil {
			r.decodeField(f, f.Of(s), raw)
		}
	}
}

// find looks for the field under its name and those it had before.
func (f *Field) find(object []member) []byte {
	raw := valueNamed(object, f.Name)
	for i := 0; i < len(f.Was) && raw == nil; i++ {
		raw = valueNamed(object, f.Was[i])
	}
	return raw
}

// valueNamed returns the last value of that name, or nil.
func valueNamed(object []member, name string) []byte {
	for _, m := range slices.Backward(object) {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func (r *Registry) decodeField(f *Field, value reflect.Value, raw []byte) {
	switch f.Type {
	case TypeGroup:
		r.decodeObject(f.group, value, raw)
	case TypeGroups:
		r.decodeGroups(f, value, raw)
	case TypeBlocks:
		value.Set(reflect.ValueOf(r.decodeBlocks(raw)))
	case TypeInstant:
		value.Set(reflect.ValueOf(decodeInstant(raw)))
	case TypeText, TypeLongText, TypeVerbatim, TypeChoice, TypeRef:
		value.SetString(decodeString(raw))
	default:
		decodeLeaf(value, raw)
	}
}

func (r *Registry) decodeGroups(f *Field, value reflect.Value, raw []byte) {
	entries := elements(raw)
	if len(entries) == 0 {
		return
	}
	value.Set(reflect.MakeSlice(value.Type(), len(entries), len(entries)))
	for i, entry := range entries {
		f.group.preset(value.Index(i))
		r.decodeObject(f.group, value.Index(i), entry)
	}
}

// decodeBlocks leaves out what has no type: nothing could be done with it.
func (r *Registry) decodeBlocks(raw []byte) cms.Blocks {
	var blocks cms.Blocks
	for _, entry := range elements(raw) {
		if b, is := r.decodeBlock(entry); is {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func (r *Registry) decodeBlock(raw []byte) (b cms.Block, is bool) {
	object := members(raw)
	b = cms.Block{ID: decodeString(valueNamed(object, "id")), Type: decodeString(valueNamed(object, "type"))}
	if b.Type == "" {
		return b, false
	}
	value := valueNamed(object, "value")
	if bt, known := r.Block(b.Type); known {
		v := bt.structType.new()
		r.decodeObject(bt.structType, v.Elem(), value)
		b.Value = v.Interface()
	} else {
		b.Raw = slices.Clone(value)
	}
	return b, true
}

func decodeInstant(raw []byte) time.Time {
	t, err := time.Parse(time.RFC3339Nano, decodeString(raw))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// decodeLeaf reads as much of the value as has the right type.
func decodeLeaf(value reflect.Value, raw []byte) {
	value.SetZero()
	err := json.Unmarshal(raw, value.Addr().Interface())
	var wrongType *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &wrongType) {
		value.SetZero()
	}
}
