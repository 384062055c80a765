package compare_test

import (
	"reflect"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/kinds"
	"lectern/internal/schema"
)

// holder is a kind or a block with a field in it.
type holder struct {
	name   string
	fields []schema.Field
	page   func() (page schema.Kind, owner reflect.Value) // a new page, and the struct in it that has the field
}

func holders(r *schema.Registry) (all []holder) {
	for _, kind := range r.Kinds() {
		all = append(all, holder{"kind " + kind.Name, kind.Fields, func() (schema.Kind, reflect.Value) {
			v := kind.New()
			return v, reflect.ValueOf(v).Elem()
		}})
	}
	for _, bt := range r.Blocks() {
		all = append(all, holder{"block " + bt.Name, bt.Fields, func() (schema.Kind, reflect.Value) {
			b := bt.New()
			return &kinds.ContentPage{Title: "A", Body: cms.Blocks{{ID: "a", Type: bt.Name, Value: b}}}, reflect.ValueOf(b).Elem()
		}})
	}
	return all
}

// TestEveryFieldIsComparedAndPutBack walks the declarations: a field of every
// kind and block that changes, comes or goes is the one difference, it says
// something of either side, and can be put back.
func TestEveryFieldIsComparedAndPutBack(t *testing.T) {
	t.Parallel()
	m := newMaker(t, 1)
	m.all = true
	seen := map[schema.FieldType]bool{}
	for _, h := range holders(m.registry) {
		for i := range h.fields {
			f := &h.fields[i]
			seen[f.Type] = true
			name := h.name + ": " + f.Name + " (" + string(f.Type) + ")"
			for what, empty := range map[string][2]bool{"changed": {false, false}, "added": {true, false}, "removed": {false, true}} {
				a, b := m.side(h, f, empty[0]), m.side(h, f, empty[1])
				for f.Same(fieldOf(m.registry, a, h, f), fieldOf(m.registry, b, h, f)) {
					if empty[1] {
						a = m.side(h, f, false)
					} else {
						b = m.side(h, f, false)
					}
				}
				m.one(name+" "+what, a, b, empty)
			}
		}
	}
	for _, one := range []schema.FieldType{ // those of the registry above are known by the cases of maker.put
		schema.TypeText, schema.TypeLongText, schema.TypeVerbatim, schema.TypeChoice, schema.TypeRichText, schema.TypeBool, schema.TypeInteger,
		schema.TypeNumber, schema.TypeDate, schema.TypeInstant, schema.TypeRef, schema.TypeRefs, schema.TypeTerms, schema.TypeKinds,
		schema.TypeLink, schema.TypeImage, schema.TypeFile, schema.TypeGroup, schema.TypeGroups, schema.TypeBlocks,
	} {
		if !seen[one] {
			t.Errorf("no kind and no block has a field of type %s", one)
		}
	}
}

// side is a page of which that field alone holds something.
func (m *maker) side(h holder, f *schema.Field, empty bool) schema.Kind {
	page, owner := h.page()
	if f.Of(owner).SetZero(); !empty {
		m.put(f, f.Of(owner))
	}
	m.registry.Normalise(page)
	return page
}

func fieldOf(r *schema.Registry, page schema.Kind, h holder, f *schema.Field) reflect.Value {
	if strings.HasPrefix(h.name, "block ") {
		return f.Of(reflect.ValueOf(page.(*kinds.ContentPage).Body[0].Value).Elem())
	}
	return f.Of(reflect.ValueOf(page).Elem())
}

// one holds that two pages differ in one thing, which can be put back.
func (m *maker) one(name string, a, b schema.Kind, empty [2]bool) {
	t := m.t
	t.Helper()
	found := compare.Compare(m.registry, a, b)
	if len(found.Differences) != 1 {
		t.Errorf("%s: %d differences: %+v", name, len(found.Differences), found.Differences)
		return
	}
	if found.Summary().String() == "" {
		t.Errorf("%s: the summary counts nothing", name)
	}
	if before := said(found.Differences, compare.Removed); before == "" && !empty[0] && said(found.Differences, compare.Added) == "" {
		t.Errorf("%s: nothing is said of what was there", name)
	}
	if after := said(found.Differences, compare.Added); after == "" && !empty[1] && said(found.Differences, compare.Removed) == "" {
		t.Errorf("%s: nothing is said of what is there now", name)
	}
	m.putBack(name, a, b)
}

// putBack puts back one thing after another, at random, until nothing differs.
func (m *maker) putBack(name string, a, b schema.Kind) {
	t := m.t
	t.Helper()
	back, err := m.registry.Clone(b)
	if err != nil {
		t.Fatal(err)
	}
	for last := -1; ; {
		all := places(compare.Compare(m.registry, a, back).Differences)
		if len(all) == 0 {
			break
		}
		if last >= 0 && len(all) >= last {
			t.Fatalf("%s: %d differences are left of %d after one was put back: %v", name, len(all), last, all)
		}
		last = len(all)
		place := all[m.IntN(len(all))]
		what, done, err := compare.Restore(m.registry, back, a, place)
		if err != nil || !done || what.Label == "" {
			t.Fatalf("%s: %q is not put back: %v, %v", name, place, done, err)
		}
	}
	want, _ := m.registry.Encode(a)
	got, _ := m.registry.Encode(back)
	if string(want) != string(got) {
		t.Fatalf("%s: all was put back, and it is\n%s\nwant\n%s", name, got, want)
	}
}

// TestEverythingPutBackIsWhatItWas changes random pages of every kind at random.
func TestEverythingPutBackIsWhatItWas(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1) {
		m := newMaker(t, seed)
		for _, kind := range m.registry.Kinds() {
			a := m.value(kind)
			if found := compare.Compare(m.registry, a, a); len(found.Differences) > 0 {
				t.Fatalf("%s: a page differs from itself: %+v", kind.Name, found.Differences)
			}
			m.putBack(kind.Name, a, m.changed(a))
			m.putBack(kind.Name+", from nothing", a, kind.New())
			m.putBack(kind.Name+", to nothing", kind.New(), a)
		}
	}
}
