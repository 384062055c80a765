package schema_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// filler fills a value of any kind or block with random content.
type filler struct {
	*rand.Rand
	registry *schema.Registry
	depth    int // of blocks within blocks
}

func (f *filler) fill(v any) {
	f.registry.Walk(v, func(_ string, field *schema.Field, value reflect.Value) {
		if f.IntN(4) == 0 {
			return // as New made it
		}
		f.field(field, value)
	})
	if f.depth == 0 { // IDs are given for the whole page at once
		f.registry.Normalise(v)
	}
}

func (f *filler) field(field *schema.Field, value reflect.Value) {
	switch field.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
		value.SetString(f.text())
	case schema.TypeChoice:
		value.SetString(append(field.Options, schema.Option{})[f.IntN(len(field.Options)+1)].Value)
	case schema.TypeKinds:
		value.Set(reflect.ValueOf([]string{f.registry.Kinds()[0].Name}))
	case schema.TypeGroups:
		n := f.IntN(4)
		value.Set(reflect.MakeSlice(value.Type(), n, n))
	case schema.TypeBlocks:
		value.Set(reflect.ValueOf(f.blocks(field)))
	}
	switch p := value.Addr().Interface().(type) {
	case *bool:
		*p = f.IntN(2) == 0
	case *int:
		*p = f.IntN(100) - 10
	case *float64:
		*p = f.NormFloat64()
	case *richtext.Doc:
		*p = f.doc(2)
	case *cms.Date:
		*p = cms.DateOf(time.Unix(f.Int64N(4e9), 0))
	case *time.Time:
		*p = time.Unix(f.Int64N(4e9), f.Int64N(2)*f.Int64N(1e6)*1000)
		if f.IntN(2) == 0 {
			*p = p.Truncate(30 * time.Minute)
		}
	case *cms.Ref:
		*p = cms.Ref(f.page())
	case *[]cms.Ref:
		*p = []cms.Ref{cms.Ref(f.page()), cms.Ref(f.page())}
	case *[]cms.TermRef:
		*p = []cms.TermRef{"t1", "t2"}[:1+f.IntN(2)]
	case *cms.Link:
		*p = f.link()
	case *cms.Image:
		*p = cms.Image{Asset: "a1", Alt: f.text(), Decorative: f.IntN(2) == 0, Caption: f.text()}
	case *cms.File:
		*p = cms.File{Asset: "a2", Title: f.text()}
	}
}

func (f *filler) blocks(field *schema.Field) cms.Blocks {
	var blocks cms.Blocks
	if f.depth > 2 {
		return blocks
	}
	f.depth++
	for i := range f.IntN(5) {
		bt := f.registry.Blocks()[f.IntN(len(f.registry.Blocks()))]
		if !field.Allows(bt.Name) {
			continue
		}
		b := cms.Block{Type: bt.Name, Value: bt.New()}
		if f.IntN(2) == 0 {
			b.ID = fmt.Sprintf("%d-%d-%d", f.depth, i, f.IntN(1e9))
		}
		f.fill(b.Value)
		blocks = append(blocks, b)
	}
	f.depth--
	return blocks
}

func (f *filler) page() string { return []string{"p0", "p1", "p2", "p3"}[f.IntN(4)] }

func (f *filler) link() cms.Link {
	switch f.IntN(3) {
	case 0:
		return cms.Link{Text: f.text(), Page: cms.Ref(f.page()), Fragment: "part"}
	case 1:
		return cms.Link{Page: cms.Ref(f.page())}
	}
	return cms.Link{Text: f.text(), URL: "https://example.org/a_(b)?c=d"}
}

var texts = []string{
	"", "a", "two words", "true", "null", "~", "12", "1.5", "2024-03-05", "- a", "# b", "a: b", "[x]", "{y}", "'q'", `"d"`, "*s*", "&a", "!t", "%p",
	"@x", "`c`", "a # b", "a\nb", "a\n\nb", "\tt", " x ", "|", ">", "é", "e\u0301", "日本", "😀", "\u00a0", "\u2028", "<b>", "\x00", "\u007f", "\ufeff", "?", "a?b", "/x?y=z#w", "a,b", "a:b", ": ", "-", "=", "<<",
	"\ue000", "\ufffe", "long " + "words and words and words and words and words and words and words and words and words and words",
}

func (f *filler) text() string {
	var parts []string
	for range f.IntN(3) {
		parts = append(parts, texts[f.IntN(len(texts))])
	}
	return strings.Join(parts, []string{"", " ", "\n"}[f.IntN(3)])
}

func (f *filler) doc(depth int) richtext.Doc {
	var d richtext.Doc
	for range f.IntN(3) {
		if depth > 0 && f.IntN(3) == 0 {
			d = append(d, richtext.Block{List: &richtext.List{Ordered: f.IntN(2) == 0, Items: []richtext.Doc{f.doc(depth - 1), f.doc(depth - 1)}}})
			continue
		}
		var spans []richtext.Span
		for range f.IntN(4) {
			s := richtext.Span{Text: f.text(), Marks: richtext.Marks(f.IntN(32))}
			if f.IntN(3) == 0 {
				link := f.link()
				s.Link = &link
			}
			spans = append(spans, s)
		}
		d = append(d, richtext.Block{Paragraph: spans})
	}
	return d
}

func registries(t *testing.T) map[string]*schema.Registry {
	real, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*schema.Registry{"test": registry(t), "kinds": real}
}

// TestRandomValues takes random values of every kind to JSON, to a content
// file, and back.
func TestRandomValues(t *testing.T) {
	for name, r := range registries(t) {
		for _, kind := range r.Kinds() {
			t.Run(name+"/"+kind.Name, func(t *testing.T) {
				for seed := range uint64(150) {
					f := &filler{Rand: rand.New(rand.NewPCG(seed, 0)), registry: r}
					v := kind.New()
					f.fill(v)
					throughJSON(t, r, kind.Name, v)
					throughYAML(t, r, kind.Name, v)
					if changes := r.Compare(v, v); len(changes) > 0 {
						t.Fatalf("a value differs from itself: %v", changes)
					}
					r.Validate(v)
					r.SearchText(v)
				}
			})
		}
	}
}

func throughJSON(t *testing.T, r *schema.Registry, kind string, v any) {
	t.Helper()
	body, err := r.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.Decode(kind, body)
	if err != nil {
		t.Fatal(err)
	}
	if diff := difference(v, again); diff != "" {
		t.Fatalf("through JSON:\n%s\n%s", body, diff)
	}
}

func throughYAML(t *testing.T, r *schema.Registry, kind string, v any) {
	t.Helper()
	node := r.EncodeYAML(v, world{})
	direct, problems := r.DecodeYAML(kind, node, world{})
	if len(problems) > 0 {
		t.Fatalf("directly: %v", problems)
	}
	if diff := difference(v, direct); diff != "" {
		t.Fatalf("through nodes:\n%s", diff)
	}
	file, err := yaml.Marshal(node)
	if err != nil {
		t.Fatal(err)
	}
	var read yaml.Node
	if err := yaml.Unmarshal(file, &read); err != nil {
		t.Fatalf("%v:\n%s", err, file)
	}
	again, problems := r.DecodeYAML(kind, &read, world{})
	if len(problems) > 0 {
		t.Fatalf("%v:\n%s", problems, file)
	}
	if diff := difference(v, again); diff != "" {
		t.Fatalf("through a file:\n%s\n%s", file, diff)
	}
}

// difference is cmp.Diff, which is slow, where there is one.
func difference(want, got any) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got)
}
