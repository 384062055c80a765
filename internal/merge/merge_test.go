package merge_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/merge"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

func newRegistry(t testing.TB) *schema.Registry {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// filler makes values up that have something of everything to refer to.
func filler(registry *schema.Registry, seed uint64) *corpus.Filler {
	f := corpus.NewFiller(rand.New(rand.NewPCG(seed, 5)), registry)
	f.Pages, f.Terms = map[string][]cms.ID{"": {"page"}}, map[string][]cms.ID{"": {"term"}}
	for _, kind := range registry.Kinds() {
		f.Pages[kind.Name] = []cms.ID{cms.ID("a " + kind.Name)}
	}
	for _, name := range corpus.Vocabularies(registry) {
		f.Terms[name] = []cms.ID{cms.ID("a " + name)}
	}
	f.Images, f.Documents, f.Film, f.Captions = []cms.ID{"image"}, []cms.ID{"document"}, "film", "captions"
	return f
}

// alter changes what a field holds; another n makes it something else. It is
// false when there is nothing else that it could be.
func alter(t testing.TB, f *schema.Field, v reflect.Value, n int) bool {
	t.Helper()
	word := fmt.Sprint("other ", n)
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
		v.SetString(strings.TrimSpace(v.String() + " " + word))
	case schema.TypeChoice:
		options := slices.DeleteFunc(slices.Clone(f.Options), func(o schema.Option) bool { return o.Value == v.String() })
		if n >= len(options) {
			return false
		}
		v.SetString(options[n].Value)
	case schema.TypeBool:
		v.SetBool(!v.Bool())
		return n == 0
	case schema.TypeInteger:
		v.SetInt(v.Int() + int64(n) + 1)
	case schema.TypeNumber:
		v.SetFloat(v.Float() + float64(n) + 1)
	case schema.TypeGroups:
		entry := f.NewEntry()
		alter(t, &f.Fields[0], f.Fields[0].Of(entry), n)
		v.Set(reflect.Append(v, entry))
	case schema.TypeGroup:
		return alter(t, &f.Fields[0], f.Fields[0].Of(v), n)
	case schema.TypeBlocks:
		v.Set(reflect.ValueOf(append(v.Interface().(cms.Blocks), cms.Block{ID: word, Type: "text", Value: &blocks.Text{}})))
	default:
		switch p := v.Addr().Interface().(type) {
		case *richtext.Doc:
			*p = append(slices.Clone(*p), richtext.Block{Paragraph: []richtext.Span{{Text: word}}})
		case *cms.Date:
			*p = cms.Date{Year: p.Year + n + 1, Month: 3, Day: 5}
		case *time.Time:
			*p = p.Add(time.Duration(n+1) * time.Hour)
		case *cms.Ref:
			*p = cms.Ref(word)
		case *[]cms.Ref:
			*p = append(slices.Clone(*p), cms.Ref(word))
		case *[]cms.TermRef:
			*p = append(slices.Clone(*p), cms.TermRef(word))
		case *[]string:
			*p = append(slices.Clone(*p), word)
		case *cms.Link:
			p.Text += word
		case *cms.Image:
			p.Caption += word
		case *cms.File:
			p.Title += word
		default:
			t.Fatalf("fields of the type %s are not tested here", f.Type)
		}
	}
	return true
}

// flat is what a value holds, leaf by leaf, by names as in the form. It is
// written apart from what it is to test.
type flat struct {
	registry *schema.Registry
	values   map[string][]reflect.Value // of a table its columns and its rows
	fields   map[string]*schema.Field
	block    map[string]string        // name of the innermost block that a leaf is in
	lists    map[string]reflect.Value // of blocks
	of       map[string]*schema.Field // what lists were declared as
}

func flatten(registry *schema.Registry, value schema.Kind) flat {
	f := flat{
		registry, map[string][]reflect.Value{}, map[string]*schema.Field{}, map[string]string{},
		map[string]reflect.Value{}, map[string]*schema.Field{},
	}
	kind, _ := registry.Kind(value.Kind().Name)
	f.structs("", "", kind.Fields, reflect.ValueOf(value).Elem())
	return f
}

func (f flat) structs(name, block string, fields []schema.Field, owner reflect.Value) {
	for i := range fields {
		field := &fields[i]
		at, value := strings.TrimPrefix(name+"."+field.Name, "."), field.Of(owner)
		switch field.Type {
		case schema.TypeGroup:
			f.structs(at, block, field.Fields, value)
		case schema.TypeBlocks:
			f.lists[at], f.of[at] = value, field
			for _, b := range value.Interface().(cms.Blocks) {
				if bt, known := f.registry.Block(b.Type); known {
					f.structs(at+"."+b.ID, at+"."+b.ID, bt.Fields, reflect.ValueOf(b.Value).Elem())
				}
			}
		default:
			if field.Name == "rows" && owner.Type() == reflect.TypeFor[blocks.Table]() {
				f.values[name+".columns"] = append(f.values[name+".columns"], value)
				continue
			}
			f.values[at], f.fields[at], f.block[at] = []reflect.Value{value}, field, block
		}
	}
}

// text is what a leaf holds, as JSON.
func (f flat) text(name string) string {
	text := ""
	for _, v := range f.values[name] {
		if v.Kind() == reflect.Slice && v.Len() == 0 {
			continue
		}
		data, _ := json.Marshal(v.Interface())
		text += string(data)
	}
	return text
}

// blocks are those of a list, by their IDs.
func (f flat) blocks(list string) (ids []string) {
	if f.lists[list].IsValid() {
		for _, b := range f.lists[list].Interface().(cms.Blocks) {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

func clone[T schema.Kind](t testing.TB, registry *schema.Registry, v T) T {
	t.Helper()
	again, err := registry.Clone(v)
	if err != nil {
		t.Fatal(err)
	}
	return again.(T)
}

func merged(t testing.TB, registry *schema.Registry, base, theirs, mine schema.Kind) (schema.Kind, merge.Result) {
	t.Helper()
	seen := merge.ParseSeen(merge.See(registry, base).String()) // as it comes with the form
	value, result, err := merge.Merge(registry, seen, theirs, mine)
	if err != nil {
		t.Fatal(err)
	}
	return value, result
}

func names(parts []merge.Part) (list []string) {
	for _, p := range parts {
		list = append(list, string(p.Kind)+" "+p.Name)
	}
	return list
}

func clashes(r merge.Result) (list []string) {
	for _, c := range r.Clashes {
		list = append(list, c.Name)
	}
	slices.Sort(list)
	return list
}

func same(t testing.TB, registry *schema.Registry, what string, got, want schema.Kind) {
	t.Helper()
	if changes := registry.Compare(want, got); len(changes) > 0 {
		t.Errorf("%s: %+v", what, changes)
	}
}

// TestEveryFieldMerges changes each leaf of every kind and every block: by
// them, by me, by both to the same and by both to something else.
func TestEveryFieldMerges(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	clashed := map[schema.FieldType]bool{}
	for _, kind := range registry.Kinds() {
		everyLeaf(t, registry, "kind "+kind.Name, clashed, func(f *corpus.Filler) schema.Kind {
			v := kind.New()
			f.Fill(v)
			return v
		}, "")
	}
	for _, bt := range registry.Blocks() {
		everyLeaf(t, registry, "block "+bt.Name, clashed, func(f *corpus.Filler) schema.Kind {
			block := bt.New()
			f.Fill(block)
			v := &kinds.ContentPage{Title: "T", Body: cms.Blocks{{ID: "x", Type: bt.Name, Value: block}}}
			registry.Normalise(v)
			return v
		}, "body.x")
	}
	for _, kind := range registry.Kinds() {
		for name := range everyType(kind.Fields) {
			if name != schema.TypeBool && name != schema.TypeGroup && name != schema.TypeBlocks && !clashed[name] {
				t.Errorf("no field of type %s has clashed", name)
			}
		}
	}
}

func everyType(fields []schema.Field) map[schema.FieldType]bool {
	types := map[schema.FieldType]bool{}
	for _, f := range fields {
		types[f.Type] = true
	}
	return types
}

// everyLeaf does so with the leaves of what is made, but for those of blocks
// within.
func everyLeaf(t *testing.T, registry *schema.Registry, what string, clashed map[schema.FieldType]bool, made func(*corpus.Filler) schema.Kind, block string) {
	base := made(filler(registry, 0))
	f := flatten(registry, base)
	for name, field := range f.fields {
		if f.block[name] != block {
			continue
		}
		what := what + ": " + name
		var others []schema.Kind
		for n := range 2 {
			v := clone(t, registry, base)
			if alter(t, field, flatten(registry, v).values[name][0], n) {
				others = append(others, v)
			}
		}
		if len(others) == 0 {
			t.Fatalf("%s: nothing else can be made up", what)
		}
		oneChange(t, registry, what, name, base, others[0])
		if len(others) > 1 {
			clashed[field.Type] = true
			twoChanges(t, registry, what, name, base, others[0], others[1])
		}
	}
}

// oneChange has one of both change a leaf, or both alike.
func oneChange(t testing.TB, registry *schema.Registry, what, name string, base, changed schema.Kind) {
	t.Helper()
	value, result := merged(t, registry, base, changed, base)
	same(t, registry, what+": what they changed", value, changed)
	wants(t, what+": taken", names(result.Taken), "changed "+name)
	wants(t, what+": clashes", clashes(result))
	value, result = merged(t, registry, base, base, changed)
	same(t, registry, what+": what I changed", value, changed)
	wants(t, what+": kept", names(result.Kept), "changed "+name)
	wants(t, what+": clashes", clashes(result))
	value, result = merged(t, registry, base, changed, changed)
	same(t, registry, what+": what both changed", value, changed)
	wants(t, what+": done by both", append(names(result.Taken), append(names(result.Kept), clashes(result)...)...))
}

// twoChanges has both change a leaf, and not to the same.
func twoChanges(t testing.TB, registry *schema.Registry, what, name string, base, theirs, mine schema.Kind) {
	t.Helper()
	value, result := merged(t, registry, base, theirs, mine)
	same(t, registry, what+": a clash", value, mine)
	wants(t, what+": clashes", clashes(result), name)
	if len(result.Clashes) == 1 {
		swap(t, registry, what, value, result.Clashes[0], theirs, mine)
	}
}

func wants(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// swap takes theirs, and mine again. Both can be read all the while.
func swap(t testing.TB, registry *schema.Registry, what string, value schema.Kind, c merge.Clash, theirs, mine schema.Kind) {
	t.Helper()
	before := c.Texts(registry, value)
	if len(before) == 0 {
		t.Errorf("%s: the clash at %s says nothing", what, c.Name)
	}
	for range 2 {
		var done bool
		if c, done = c.Swap(registry, value); !done || !c.Taken {
			t.Fatalf("%s: theirs cannot be taken for %s", what, c.Name)
		}
		same(t, registry, what+": theirs taken", value, theirs)
		if after := c.Texts(registry, value); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: before it was %+v, and after taking %+v", what, before, after)
		}
		if c, done = c.Swap(registry, value); !done || c.Taken {
			t.Fatalf("%s: mine cannot be taken again for %s", what, c.Name)
		}
		same(t, registry, what+": mine taken again", value, mine)
	}
}
