package compare_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// measure is a kind with what no real one has.
type measure struct {
	Title  string
	Number float64
	Body   cms.Blocks
}

func (*measure) Kind() cms.Kind   { return cms.Kind{Name: "measure", Label: "Measure"} }
func (m *measure) Card() cms.Card { return cms.Card{Title: m.Title} }

func registry(t testing.TB) *schema.Registry {
	t.Helper()
	r, err := schema.New(append(kinds.All(), &measure{}), blocks.All())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// maker makes values of fields, of any type that there is.
type maker struct {
	t testing.TB
	*rand.Rand
	registry *schema.Registry
	count    int  // of IDs
	depth    int  // of blocks within blocks
	all      bool // fields are filled, not only most
}

func newMaker(t testing.TB, seed uint64) *maker {
	return &maker{t: t, Rand: rand.New(rand.NewPCG(seed, 7)), registry: registry(t)}
}

var vocabulary = strings.Fields(`the patients records of a hospital were opened again in March "and" (then) closed, 日本 é <script>alert(1)</script> 1,234.5 & — don’t`)

func (m *maker) text() string {
	n := 1 + m.IntN(12)
	words := make([]string, n)
	for i := range words {
		words[i] = vocabulary[m.IntN(len(vocabulary))]
	}
	return strings.Join(words, " ")
}

func (m *maker) id() string {
	m.count++
	return fmt.Sprintf("00000000-0000-7000-8000-%012d", 1+m.IntN(1_000_000))
}

func (m *maker) doc(depth int) richtext.Doc {
	var d richtext.Doc
	for range 1 + m.IntN(3) {
		if depth > 0 && m.IntN(3) == 0 {
			list := &richtext.List{Ordered: m.IntN(2) == 0}
			for range 1 + m.IntN(3) {
				list.Items = append(list.Items, m.doc(depth-1))
			}
			d = append(d, richtext.Block{List: list})
			continue
		}
		var spans []richtext.Span
		for range 1 + m.IntN(3) {
			s := richtext.Span{Text: m.text() + " ", Marks: richtext.Marks(m.IntN(8))}
			if m.IntN(3) == 0 {
				link := m.link()
				link.Text = ""
				s.Link = &link
			}
			spans = append(spans, s)
		}
		d = append(d, richtext.Block{Paragraph: spans})
	}
	return d
}

func (m *maker) link() cms.Link {
	if m.IntN(2) == 0 {
		return cms.Link{Text: m.text(), Page: cms.Ref(m.id()), Fragment: []string{"", "part"}[m.IntN(2)]}
	}
	return cms.Link{Text: m.text(), URL: fmt.Sprintf("https://example.org/%d", m.IntN(1000))}
}

// put gives a field a value of its type.
func (m *maker) put(f *schema.Field, v reflect.Value) {
	m.t.Helper()
	set := func(x any) { v.Set(reflect.ValueOf(x).Convert(v.Type())) }
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
		v.SetString(m.text())
	case schema.TypeChoice:
		v.SetString(f.Options[m.IntN(len(f.Options))].Value)
	case schema.TypeRichText:
		set(m.doc(2))
	case schema.TypeBool:
		v.SetBool(m.IntN(2) == 0)
	case schema.TypeInteger:
		v.SetInt(m.Int64N(1000))
	case schema.TypeNumber:
		v.SetFloat(m.NormFloat64())
	case schema.TypeDate:
		set(cms.DateOf(time.Unix(m.Int64N(2e9), 0).UTC()))
	case schema.TypeInstant:
		set(time.Unix(m.Int64N(2e9), 0).UTC())
	case schema.TypeRef:
		set(cms.Ref(m.id()))
	case schema.TypeRefs:
		set([]cms.Ref{cms.Ref(m.id()), cms.Ref(m.id())})
	case schema.TypeTerms:
		set([]cms.TermRef{cms.TermRef(m.id()), cms.TermRef(m.id())})
	case schema.TypeKinds:
		of := m.registry.Kinds()
		set([]string{of[m.IntN(len(of))].Name})
	case schema.TypeLink:
		set(m.link())
	case schema.TypeImage:
		set(cms.Image{Asset: cms.ID(m.id()), Alt: m.text(), Decorative: m.IntN(2) == 0, Caption: m.text()})
	case schema.TypeFile:
		set(cms.File{Asset: cms.ID(m.id()), Title: m.text()})
	case schema.TypeGroup:
		m.fill(f.Fields, v)
	case schema.TypeGroups:
		n := 1 + m.IntN(4)
		list := reflect.MakeSlice(v.Type(), 0, n)
		for range n {
			entry := f.NewEntry()
			m.fill(f.Fields, entry)
			list = reflect.Append(list, entry)
		}
		v.Set(list)
	case schema.TypeBlocks:
		set(m.blocks(f))
	default:
		m.t.Fatalf("no values are known of fields of type %s: add a case here, and see that compare has one", f.Type)
	}
}

func (m *maker) blocks(f *schema.Field) cms.Blocks {
	var blocks cms.Blocks
	if m.depth > 1 {
		return cms.Blocks{m.block("text")}
	}
	for range 1 + m.IntN(6) {
		all := m.registry.Blocks()
		if bt := all[m.IntN(len(all))]; f.Allows(bt.Name) {
			blocks = append(blocks, m.block(bt.Name))
		}
	}
	if m.IntN(4) == 0 {
		blocks = append(blocks, cms.Block{ID: m.blockID(), Type: "of-another-day", Raw: []byte(`{"text":"` + vocabulary[m.IntN(9)] + `"}`)})
	}
	return blocks
}

func (m *maker) blockID() string {
	m.count++
	return fmt.Sprintf("%d/[a].b%%%d", m.count, m.IntN(1e6)) // whatever it may be
}

func (m *maker) block(name string) cms.Block {
	bt, _ := m.registry.Block(name)
	v := bt.New()
	m.depth++
	m.fill(bt.Fields, reflect.ValueOf(v).Elem())
	m.depth--
	return cms.Block{ID: m.blockID(), Type: name, Value: v}
}

func (m *maker) fill(fields []schema.Field, owner reflect.Value) {
	for i := range fields {
		if m.all || m.IntN(6) > 0 {
			m.put(&fields[i], fields[i].Of(owner))
		}
	}
}

func (m *maker) value(kind *schema.KindType) schema.Kind {
	v := kind.New()
	m.fill(kind.Fields, reflect.ValueOf(v).Elem())
	m.registry.Normalise(v)
	return v
}

// changed is a value with some things changed, added, removed and moved.
func (m *maker) changed(v schema.Kind) schema.Kind {
	m.t.Helper()
	w, err := m.registry.Clone(v)
	if err != nil {
		m.t.Fatal(err)
	}
	kind, _ := m.registry.Kind(v.Kind().Name)
	m.change(kind.Fields, reflect.ValueOf(w).Elem())
	m.registry.Normalise(w)
	return w
}

func (m *maker) change(fields []schema.Field, owner reflect.Value) {
	for i := range fields {
		f := &fields[i]
		v := f.Of(owner)
		switch {
		case f.Type == schema.TypeBlocks && m.IntN(3) > 0:
			v.Set(reflect.ValueOf(m.rearranged(f, v.Interface().(cms.Blocks))))
		case f.Type == schema.TypeGroup:
			m.change(f.Fields, v)
		case m.IntN(3) == 0:
			v.SetZero()
		case m.IntN(3) == 0:
			m.put(f, v)
		}
	}
}

func (m *maker) rearranged(f *schema.Field, blocks cms.Blocks) cms.Blocks {
	var kept cms.Blocks
	for _, b := range blocks {
		switch m.IntN(5) {
		case 0: // it is removed
			continue
		case 1:
			if bt, known := m.registry.Block(b.Type); known {
				m.change(bt.Fields, reflect.ValueOf(b.Value).Elem())
			}
		case 2:
			kept = append(kept, m.blocks(f)...)
		}
		kept = append(kept, b)
	}
	if m.IntN(2) == 0 {
		m.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	}
	return kept
}

// places are those of all that can be put back by itself.
func places(list []compare.Difference) (all []string) {
	for _, d := range list {
		if d.Place != "" {
			all = append(all, d.Place)
		}
		all = append(all, places(d.Inner)...)
	}
	return all
}

// said is all that a comparison says of one side, besides labels.
func said(list []compare.Difference, op compare.Op) string {
	var out strings.Builder
	parts := func(parts []compare.Part) {
		for _, p := range parts {
			for _, item := range p.Items {
				if item.Op == op {
					fmt.Fprintf(&out, "[%s%s%s]", item.What, item.ID, item.Text)
				}
			}
			for _, piece := range p.Pieces {
				if piece.Op == op {
					out.WriteString(piece.Text)
				}
			}
			for _, line := range p.Lines {
				if line.Op == op {
					fmt.Fprintf(&out, "{%s %d}", line.Style, line.Depth)
				}
				for _, piece := range line.Pieces {
					if piece.Op == op {
						fmt.Fprintf(&out, "%s%v", piece.Text, piece.Marks)
						if piece.Link != nil {
							fmt.Fprintf(&out, "(%s%s)", piece.Link.Page, piece.Link.URL)
						}
					}
				}
			}
		}
	}
	for _, d := range list {
		parts(d.Parts)
		out.WriteString(said(d.Inner, op))
		if d.Table != nil {
			for _, cell := range d.Table.Head {
				parts(cell.Parts)
			}
			for _, row := range d.Table.Rows {
				for _, cell := range row.Cells {
					parts(cell.Parts)
				}
			}
		}
	}
	return out.String()
}
