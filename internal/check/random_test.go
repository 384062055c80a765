package check_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// filler fills a value of any kind or block with what may be stored, sound or
// not.
type filler struct {
	*rand.Rand
	registry *schema.Registry
	depth    int // of blocks within blocks
}

func (f *filler) fill(v any) {
	f.registry.Walk(v, func(_ string, field *schema.Field, value reflect.Value) {
		if f.IntN(3) == 0 {
			return // as New made it
		}
		switch field.Type {
		case schema.TypeText, schema.TypeLongText, schema.TypeChoice:
			value.SetString(f.words())
		case schema.TypeGroups:
			n := f.IntN(4)
			value.Set(reflect.MakeSlice(value.Type(), n, n))
		}
		switch p := value.Addr().Interface().(type) {
		case *bool:
			*p = f.IntN(2) == 0
		case *richtext.Doc:
			*p = f.doc()
		case *cms.Ref:
			*p = cms.Ref(f.page())
		case *[]cms.Ref:
			*p = []cms.Ref{cms.Ref(f.page()), cms.Ref(f.page())}
		case *cms.Link:
			*p = f.link()
		case *cms.Image:
			*p = cms.Image{Asset: f.page(), Alt: f.words(), Decorative: f.IntN(4) == 0, Caption: f.words()}
		case *cms.File:
			*p = cms.File{Asset: f.page()}
		case *cms.Blocks:
			*p = f.blocks()
		}
	})
}

func (f *filler) words() string {
	all := []string{"", " ", "here", "Read more", "IMG_1", "a.png", "Image of a cat", "Fees", "fees", "😀", "日本", "\x00", "-2", "sub", "main", "https://", "#", "%zz"}
	return strings.Repeat(all[f.IntN(len(all))], 1+f.IntN(2))
}

func (f *filler) page() cms.ID {
	return []cms.ID{"", live, notLive, missing, unknown}[f.IntN(5)]
}

func (f *filler) link() cms.Link {
	return cms.Link{Text: f.words(), Page: cms.Ref(f.page()), Fragment: f.words(), URL: []string{"", "#", "#fees", "/a", "//", ":", "https://www.example.org"}[f.IntN(7)]}
}

func (f *filler) doc() richtext.Doc {
	var d richtext.Doc
	for range f.IntN(3) {
		l := f.link()
		b := richtext.Block{Paragraph: []richtext.Span{{Text: f.words()}, {Text: f.words(), Link: &l}, {Text: f.words(), Link: &l}}}
		if f.depth < 4 && f.IntN(3) == 0 {
			f.depth++
			b = richtext.Block{List: &richtext.List{Items: []richtext.Doc{f.doc(), nil}}}
			f.depth--
		}
		d = append(d, b)
	}
	return d
}

func (f *filler) blocks() cms.Blocks {
	var list cms.Blocks
	if f.depth > 2 {
		return list
	}
	f.depth++
	for range f.IntN(5) {
		bt := f.registry.Blocks()[f.IntN(len(f.registry.Blocks()))]
		v := bt.New()
		f.fill(v)
		list = append(list, cms.Block{Type: bt.Name, Value: v})
	}
	f.depth--
	return append(list, cms.Block{Type: "unknown", Raw: []byte("{}")}, cms.Block{Type: "table", Value: (*blocks.Table)(nil)})
}

// TestRandomValues looks at values of every kind: whatever they hold, each
// finding is of a rule and in a field of the page, and the order is the page's.
func TestRandomValues(t *testing.T) {
	r := registry(t)
	rules := map[string]bool{}
	for _, rule := range check.Rules() {
		rules[rule.Name] = true
	}
	found := 0
	for _, kind := range r.Kinds() {
		for seed := range uint64(200) {
			f := &filler{Rand: rand.New(rand.NewPCG(seed, 0)), registry: r}
			v := kind.New()
			f.fill(v)
			order := map[string]int{}
			r.Walk(v, func(path string, _ *schema.Field, _ reflect.Value) { order[path] = len(order) })
			last := 0
			for _, p := range check.Page(r, v, world) {
				at, isField := order[p.Field]
				if !isField || !rules[p.Rule] {
					t.Fatalf("%s, seed %d: %+v is no rule's or in no field", kind.Name, seed, p)
				}
				if at < last {
					t.Fatalf("%s, seed %d: %s is told after what stands below it", kind.Name, seed, p.Field)
				}
				last = at
				found++
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d findings: the values are too tame", found)
	}
}
