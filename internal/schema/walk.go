package schema

import (
	"fmt"
	"reflect"

	"lectern/internal/cms"
)

// Walk visits every field of v, those of groups and blocks included, in the
// order of declaration and before what the field holds. The path is such as
// "body[2].items[0].value". The value may be set.
func (r *Registry) Walk(v any, visit func(path string, f *Field, value reflect.Value)) {
	t, s := r.open(v)
	r.walk("", t, s, visit)
}

func (r *Registry) walk(path string, t *structType, s reflect.Value, visit func(string, *Field, reflect.Value)) {
	for i := range t.fields {
		f := &t.fields[i]
		value := f.Of(s)
		at := join(path, f.Name)
		visit(at, f, value)
		switch f.Type {
		case TypeGroup:
			r.walk(at, f.group, value, visit)
		case TypeGroups:
			for j := range value.Len() {
				r.walk(entry(at, j), f.group, value.Index(j), visit)
			}
		case TypeBlocks:
			for j, b := range blocksOf(value) {
				if bt, bs, known := r.openBlock(b); known {
					r.walk(entry(at, j), bt, bs, visit)
				}
			}
		}
	}
}

// eachBlock visits every block of v, also those within blocks and those whose
// type is not known.
func (r *Registry) eachBlock(v any, visit func(path string, f *Field, b *cms.Block)) {
	r.Walk(v, func(path string, f *Field, value reflect.Value) {
		if f.Type != TypeBlocks {
			return
		}
		blocks := blocksOf(value)
		for i := range blocks {
			visit(entry(path, i), f, &blocks[i])
		}
	})
}

// WalkStructs visits v, whose path is empty, and the struct of every known block
// of it, as pointers, in the order of Walk.
func (r *Registry) WalkStructs(v any, visit func(path string, pointer any)) {
	r.open(v) // a value that is not declared must not pass unseen
	visit("", v)
	r.eachBlock(v, func(path string, _ *Field, b *cms.Block) {
		if _, _, known := r.openBlock(*b); known {
			visit(path, b.Value)
		}
	})
}

// entry is the path of the i-th entry of a list.
func entry(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func blocksOf(value reflect.Value) cms.Blocks { return *value.Addr().Interface().(*cms.Blocks) }
