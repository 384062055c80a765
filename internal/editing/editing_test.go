package editing_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

func newEditor(t testing.TB) *editing.Editor {
	t.Helper()
	registry, err := schema.New(kinds.All(), blocks.All())
	if err != nil {
		t.Fatal(err)
	}
	places := cms.Places{{Page: pageIDs[0], Path: "/"}, {Page: pageIDs[1], Path: "/services"}, {Page: pageIDs[2], Path: "/services/spine"}}
	return &editing.Editor{Registry: registry, Links: editing.Links{Address: places.Address, Link: places.Link}}
}

// pageIDs are pages that texts link to. Nothing is known of the last.
var pageIDs = []cms.ID{
	"00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b",
	"00000000-0000-7000-8000-00000000000c", "00000000-0000-7000-8000-00000000000d",
}

// filler fills values of any kind with random content.
type filler struct {
	*rand.Rand
	registry *schema.Registry
	depth    int // of blocks within blocks
}

func (f *filler) fill(v any) {
	f.registry.Walk(v, func(_ string, field *schema.Field, value reflect.Value) {
		if f.IntN(4) > 0 {
			f.field(field, value)
		}
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
		value.Set(reflect.ValueOf([]string{"service", "banner"}[:1+f.IntN(2)]))
	case schema.TypeGroups:
		value.SetZero()
		for range f.IntN(4) {
			value.Set(reflect.Append(value, field.NewEntry()))
		}
	case schema.TypeBlocks:
		value.Set(reflect.ValueOf(f.blocks(field)))
	}
	switch p := value.Addr().Interface().(type) {
	case *bool:
		*p = f.IntN(2) == 0
	case *int:
		*p = f.IntN(100) - 10
	case *float64:
		*p = f.NormFloat64() * 1e3
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
		*p = []cms.TermRef{"t2", "t1"}[:1+f.IntN(2)]
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
		b := cms.Block{ID: fmt.Sprintf("%d-%d-%d", f.depth, i, f.IntN(1e9)), Type: bt.Name, Value: bt.New()}
		if f.IntN(8) == 0 {
			b.Type, b.Value, b.Raw = "once-known", nil, []byte(`{"a": [1, "<b>"]}`)
		} else {
			f.fill(b.Value)
		}
		blocks = append(blocks, b)
	}
	f.depth--
	return blocks
}

func (f *filler) page() string { return string(pageIDs[f.IntN(4)]) }

func (f *filler) link() cms.Link {
	switch f.IntN(3) {
	case 0:
		return cms.Link{Text: f.text(), Page: cms.Ref(f.page()), Fragment: "part"}
	case 1:
		return cms.Link{Page: cms.Ref(f.page())}
	}
	return cms.Link{Text: f.text(), URL: "https://example.org/a_(b)?c=d#e"}
}

var texts = []string{
	"", "a", "two words", "12", "1.5", "2024-03-05", "- a", "# b", "a: b", "[x]", "'q'", `"d"`, "*s*", "&amp;", "`c`", "a\nb", "a\n\nb", "\tt", " x ",
	"<b>", "é", "e\u0301", "日本", "😀", "\u00a0", "\u2028", "\x00", "\ufeff", "a.b:c", "\ue000", "long " + strings.Repeat("words and ", 12),
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

// TestFormsLoseNothing takes random values of every kind through a form, with
// rich text as Markdown and as JSON, and sends it as browsers do.
func TestFormsLoseNothing(t *testing.T) {
	editor := newEditor(t)
	for _, kind := range editor.Registry.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			for seed := range uint64(24) {
				f := &filler{Rand: rand.New(rand.NewPCG(seed, 1)), registry: editor.Registry}
				v := kind.New()
				f.fill(v)
				form := editor.Of(v)
				post := form.Post()
				if seed%2 == 1 {
					asJSON(form, post)
				}
				for _, values := range post {
					for i := range values {
						values[i] = strings.ReplaceAll(values[i], "\n", "\r\n")
					}
				}
				again, problems := editor.Read(kind, post).Value()
				if len(problems) > 0 {
					t.Fatalf("seed %d: %v", seed, problems)
				}
				if diff := difference(v, again); diff != "" {
					t.Fatalf("seed %d:\n%s", seed, diff)
				}
			}
		})
	}
}

// TestFormsOfBlocksLoseNothing does the same with every block by itself.
func TestFormsOfBlocksLoseNothing(t *testing.T) {
	editor := newEditor(t)
	kind, _ := editor.Registry.Kind((&kinds.ContentPage{}).Kind().Name)
	for _, bt := range editor.Registry.Blocks() {
		for seed := range uint64(16) {
			f := &filler{Rand: rand.New(rand.NewPCG(seed, 2)), registry: editor.Registry, depth: 1}
			b := bt.New()
			f.fill(b)
			v := &kinds.ContentPage{Title: "x", Body: cms.Blocks{{Type: bt.Name, Value: b}}}
			editor.Registry.Normalise(v)
			again, problems := editor.Read(kind, editor.Of(v).Post()).Value()
			if len(problems) > 0 {
				t.Fatalf("%s, seed %d: %v", bt.Name, seed, problems)
			}
			if diff := difference(v, again); diff != "" {
				t.Fatalf("%s, seed %d:\n%s", bt.Name, seed, diff)
			}
		}
	}
}

// asJSON sends rich text as the editor in a browser does.
func asJSON(form *editing.Form, post url.Values) {
	for field := range form.All() {
		if field.Type == schema.TypeRichText {
			post.Set(field.Name, field.Tree())
			post.Set(field.Name+":format", "json")
		}
	}
}

// difference is cmp.Diff, which is slow, where there is one.
func difference(want, got any) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return cmp.Diff(want, got)
}
