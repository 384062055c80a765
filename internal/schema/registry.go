package schema

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"lectern/internal/cms"
)

// Registry holds what New read of the declarations. It does not change, and
// may be used from several goroutines.
//
// Its methods take pointers to the structs of declared kinds and blocks, and
// panic on any other value: that is a fault of the program.
type Registry struct {
	zone    *time.Location
	kinds   []*KindType
	blocks  []*BlockType
	facets  []Facet
	structs map[reflect.Type]*structType // by pointer to a kind or block
}

// KindType is what was read of a kind.
type KindType struct {
	cms.Kind
	Fields []Field

	structType *structType
}

// New returns a value of the kind with its defaults.
func (t *KindType) New() Kind { return t.structType.new().Interface().(Kind) }

// BlockType is what was read of a block.
type BlockType struct {
	cms.BlockType
	Fields []Field

	structType *structType
}

// New returns a value of the block with its defaults.
func (t *BlockType) New() Block { return t.structType.new().Interface().(Block) }

// Kinds returns the kinds in the order of their declaration.
func (r *Registry) Kinds() []*KindType { return r.kinds }

// Kind returns the kind with that name.
func (r *Registry) Kind(name string) (*KindType, bool) {
	for _, k := range r.kinds {
		if k.Name == name {
			return k, true
		}
	}
	return nil, false
}

// InheritedKinds returns the names of the kinds that others inherit from.
func (r *Registry) InheritedKinds() []string {
	var names []string
	for _, k := range r.kinds {
		heir, ok := k.New().(Heir)
		if !ok {
			continue
		}
		for _, name := range heir.InheritsFrom() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// HeirsOf returns the names of the kinds that inherit from that kind.
func (r *Registry) HeirsOf(kind string) []string {
	var names []string
	for _, k := range r.kinds {
		if heir, ok := k.New().(Heir); ok && slices.Contains(heir.InheritsFrom(), kind) {
			names = append(names, k.Name)
		}
	}
	return names
}

// Blocks returns the block types in the order of their declaration.
func (r *Registry) Blocks() []*BlockType { return r.blocks }

// Block returns the block type with that name.
func (r *Registry) Block(name string) (*BlockType, bool) {
	for _, b := range r.blocks {
		if b.Name == name {
			return b, true
		}
	}
	return nil, false
}

// Zone is where the wall times of content files are read.
func (r *Registry) Zone() *time.Location { return r.zone }

// In returns the same registry with wall times read in another zone.
func (r *Registry) In(zone *time.Location) *Registry {
	other := *r
	other.zone = zone
	return &other
}

func (r *Registry) kindNames() []string {
	names := make([]string, len(r.kinds))
	for i, k := range r.kinds {
		names[i] = k.Name
	}
	return names
}

func (r *Registry) blockNames() []string {
	names := make([]string, len(r.blocks))
	for i, b := range r.blocks {
		names[i] = b.Name
	}
	return names
}

// open returns the struct that v points to.
func (r *Registry) open(v any) (*structType, reflect.Value) {
	t, known := r.structs[reflect.TypeOf(v)]
	pointer := reflect.ValueOf(v)
	if !known || pointer.IsNil() {
		panic(fmt.Sprintf("schema: %T is not a value of a declared kind or block", v))
	}
	return t, pointer.Elem()
}

// openBlock returns the struct of a block; false for one that is not known.
func (r *Registry) openBlock(b cms.Block) (*structType, reflect.Value, bool) {
	t, known := r.structs[reflect.TypeOf(b.Value)]
	if !known {
		return nil, reflect.Value{}, false
	}
	pointer := reflect.ValueOf(b.Value)
	if pointer.IsNil() {
		return nil, reflect.Value{}, false
	}
	return t, pointer.Elem(), true
}

// SetTitle gives a page its title.
func (r *Registry) SetTitle(v Kind, title string) {
	if t, is := v.(Titler); is {
		t.SetTitle(title)
		return
	}
	r.Walk(v, func(path string, _ *Field, value reflect.Value) {
		if path == "title" {
			value.SetString(title)
		}
	})
}
