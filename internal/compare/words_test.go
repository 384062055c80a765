package compare_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
)

// written is a piece of text with its signs: -removed- +added+ (words left out).
func written(pieces []compare.Piece) string {
	var out strings.Builder
	for _, p := range pieces {
		text := p.Text
		if p.Left > 0 {
			text = fmt.Sprintf("(%d)", p.Left)
		}
		for mark, sign := range map[richtext.Marks]string{richtext.Strong: "*"} {
			if p.Marks.Has(mark) {
				text = sign + text + sign
			}
		}
		if p.Link != nil {
			text += "(" + p.Link.URL + string(p.Link.Page) + ")"
		}
		sign := map[compare.Op]string{compare.Removed: "-", compare.Added: "+"}[p.Op]
		out.WriteString(sign + text + sign)
	}
	return out.String()
}

func TestWords(t *testing.T) {
	t.Parallel()
	r := registry(t)
	many := strings.Repeat("word ", 100)
	for _, c := range []struct{ a, b, want string }{
		{"one two three", "one 2 three", "one -two-+2+ three"},
		{"one two", "one two three", "one two+ three+"},
		{"one", "", "-one-"},
		{"", "one", "+one+"},
		{"It isn’t so", "It isn't so", "It -isn’t-+isn't+ so"},
		{"été à Paris", "hiver à Paris", "-été-+hiver+ à Paris"},
		{"日本 😀 é", "日本 😁 é", "日本 -😀-+😁+ é"},
		{"1,234", "1,235", "1,-234-+235+"},
		{"a b c d", "x b y z", "-a-+x+ b -c d-+y z+"}, // what is left in common only confuses
		{"the end.", "the end!", "the end-.-+!+"},
		{many + "old " + many, many + "new " + many, "(80)" + strings.Repeat("word ", 20) + "-old-+new+" + strings.Repeat(" word", 20) + "(80)"},
	} {
		found := compare.Compare(r, &kinds.ContentPage{Title: c.a}, &kinds.ContentPage{Title: c.b})
		if got := written(found.Differences[0].Parts[0].Pieces); got != c.want {
			t.Errorf("%.40q to %.40q:\n%s\nwant\n%s", c.a, c.b, got, c.want)
		}
	}
}

// TestBothSidesAreWhole compares random texts: what is the same with what was
// removed is the old one, and with what was added the new one.
func TestBothSidesAreWhole(t *testing.T) {
	t.Parallel()
	m := newMaker(t, 3)
	for range 3000 {
		a, b := m.text(), m.text()
		if a == b {
			continue
		}
		old, now := "", ""
		for _, p := range compare.Compare(m.registry, &kinds.ContentPage{Title: a}, &kinds.ContentPage{Title: b}).Differences[0].Parts[0].Pieces {
			if p.Op != compare.Added {
				old += p.Text
			}
			if p.Op != compare.Removed {
				now += p.Text
			}
		}
		if old != a || now != b {
			t.Fatalf("%q to %q: the sides are %q and %q", a, b, old, now)
		}
	}
}

func paragraph(spans ...richtext.Span) richtext.Block { return richtext.Block{Paragraph: spans} }

func bullets(ordered bool, items ...string) richtext.Block {
	list := &richtext.List{Ordered: ordered}
	for _, text := range items {
		list.Items = append(list.Items, richtext.Doc{paragraph(richtext.Span{Text: text})})
	}
	return richtext.Block{List: list}
}

func TestRichText(t *testing.T) {
	t.Parallel()
	r := registry(t)
	words := func(text string) richtext.Doc { return richtext.Doc{paragraph(richtext.Span{Text: text})} }
	link := func(url string) richtext.Doc {
		return richtext.Doc{paragraph(richtext.Span{Text: "See "}, richtext.Span{Text: "the page", Link: &cms.Link{URL: url}})}
	}
	for name, c := range map[string]struct {
		a, b richtext.Doc
		want []string
	}{
		"a word":           {words("the old one"), words("the new one"), []string{"paragraph: the -old-+new+ one"}},
		"a mark":           {words("bold"), richtext.Doc{paragraph(richtext.Span{Text: "bold", Marks: richtext.Strong})}, []string{"paragraph: -bold-+*bold*+"}},
		"a link":           {link("/a"), link("/b"), []string{"paragraph: See -the page(/a)-+the page(/b)+"}},
		"a new paragraph":  {words("one"), append(words("one"), words("two")...), []string{"paragraph: one", "added paragraph: +two+"}},
		"bullets numbered": {richtext.Doc{bullets(false, "a")}, richtext.Doc{bullets(true, "a")}, []string{"removed bullet: ", "added numbered item: a"}},
		"divided lists":    {richtext.Doc{bullets(false, "a", "b")}, richtext.Doc{bullets(false, "a"), bullets(false, "b")}, []string{"removed bullet: -a-", "removed bullet: -b-", "added bullet: +a+", "added bullet: +b+"}},
		"far away": {richtext.Doc{bullets(false, "a", "b", "c", "d"), paragraph(richtext.Span{Text: "x"})}, richtext.Doc{bullets(false, "a", "b", "c", "d"), paragraph(richtext.Span{Text: "y"})},
			[]string{"(3)", "bullet: d", "paragraph: -x-+y+"}},
	} {
		page := func(d richtext.Doc) *kinds.ContentPage {
			return &kinds.ContentPage{Body: cms.Blocks{{ID: "a", Type: "text", Value: &blocks.Text{Body: d}}}}
		}
		found := compare.Compare(r, page(c.a), page(c.b))
		var got []string
		for _, line := range found.Differences[0].Inner[0].Inner[0].Parts[0].Lines {
			if line.Left > 0 {
				got = append(got, fmt.Sprintf("(%d)", line.Left))
				continue
			}
			got = append(got, strings.TrimSpace(string(line.Op)+" "+string(line.Style))+": "+written(line.Pieces))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func table(names string, rows ...string) *kinds.ContentPage {
	b := &blocks.Table{Caption: "C"}
	for _, name := range strings.Fields(names) {
		b.Columns = append(b.Columns, blocks.Column{Name: name})
	}
	for _, row := range rows {
		var cells []blocks.Cell
		for _, text := range strings.Fields(row) {
			cells = append(cells, blocks.Cell{Text: richtext.Doc{paragraph(richtext.Span{Text: text})}})
		}
		b.Rows = append(b.Rows, blocks.Row{Cells: cells})
	}
	return &kinds.ContentPage{Body: cms.Blocks{{ID: "a", Type: "table", Value: b}}}
}

func TestTables(t *testing.T) {
	t.Parallel()
	r := registry(t)
	for name, c := range map[string]struct {
		a, b *kinds.ContentPage
		want []string
	}{
		"a cell":      {table("A B", "1 2", "3 4", "5 6"), table("A B", "1 2", "3 x", "5 6"), []string{"A|B", "(1)", "3|-4-+x+", "(1)"}},
		"a new row":   {table("A B", "1 2", "5 6"), table("A B", "1 2", "3 4", "5 6"), []string{"A|B", "(1)", "+3+|+4+", "(1)"}},
		"a row less":  {table("A B", "1 2", "3 4"), table("A B", "3 4"), []string{"A|B", "-1-|-2-", "(1)"}},
		"a column":    {table("A B", "1 2", "3 4"), table("A C B", "1 x 2", "3 y 4"), []string{"A|+C+|B", "1|+x+|2", "3|+y+|4"}},
		"a name":      {table("A B", "1 2"), table("A C", "1 2"), []string{"A|-B-+C+", "(1)"}},
		"ragged rows": {table("A", "1 2"), table("A", "1"), []string{"A|", "1|-2-"}},
	} {
		found := compare.Compare(r, c.a, c.b)
		tbl := found.Differences[0].Inner[0].Inner[0].Table
		show := func(cells []compare.Cell) string {
			var list []string
			for _, cell := range cells {
				text := ""
				for _, part := range cell.Parts {
					text += written(part.Pieces)
					for _, line := range part.Lines {
						text += written(line.Pieces)
					}
				}
				list = append(list, text)
			}
			return strings.Join(list, "|")
		}
		got := []string{show(tbl.Head)}
		for _, row := range tbl.Rows {
			if row.Left > 0 {
				got = append(got, fmt.Sprintf("(%d)", row.Left))
				continue
			}
			got = append(got, show(row.Cells))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSummaries(t *testing.T) {
	t.Parallel()
	r := registry(t)
	text := func(id, heading string) cms.Block {
		return cms.Block{ID: id, Type: "text", Value: &blocks.Text{Heading: heading, Level: "main"}}
	}
	a := &kinds.ContentPage{Title: "A", Summary: "S", Body: cms.Blocks{text("a", "a"), text("b", "b"), text("c", "c"), text("", "x")}}
	b := &kinds.ContentPage{Title: "B", Summary: "S", Body: cms.Blocks{text("c", "c"), text("a", "changed"), text("d", "d"), text("e", "e"), text("", "x")}}
	if got, want := compare.Compare(r, a, b).Summary().String(), "2 fields changed, 2 blocks added, 1 block moved, 1 block removed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := compare.Compare(r, a, a).Summary().String(); got != "" {
		t.Errorf("of the same: %q", got)
	}
}

// TestHostileTextsAreCompared compares text that is made to cost. Nothing is
// measured: what takes quadratic time does not end within the time that the
// whole test has.
func TestHostileTextsAreCompared(t *testing.T) {
	t.Parallel()
	r := registry(t)
	const n = 400_000
	many := func(s string) string { return strings.Repeat(s, n/len(s)) }
	numbered := func(format string) string {
		var out strings.Builder
		for i := range n / 8 {
			fmt.Fprintf(&out, format, i)
		}
		return out.String()
	}
	for name, c := range map[string][2]string{
		"words":         {numbered("a%d "), numbered("b%d ")},
		"every other":   {numbered("a%[1]d b%[1]d "), numbered("a%[1]d c%[1]d ")},
		"the same word": {many("a "), many("a b ")},
		"signs":         {many("."), many(".,")},
		"one word":      {many("a"), many("ab")},
		"backwards":     {numbered("a%d "), "x " + numbered("%d a ")},
		"nothing":       {"", many("a ")},
		"broken":        {many("\xff "), many("\xfe ")},
		"combining":     {many("e\u0301 "), many("e\u0300 ")},
	} {
		for place, page := range map[string]func(string) *kinds.ContentPage{
			"text": func(s string) *kinds.ContentPage { return &kinds.ContentPage{Title: s} },
			"rich text": func(s string) *kinds.ContentPage {
				return &kinds.ContentPage{Body: cms.Blocks{{ID: "a", Type: "text", Value: &blocks.Text{Body: richtext.Doc{paragraph(richtext.Span{Text: s})}}}}}
			},
			"many blocks": func(s string) *kinds.ContentPage {
				p := &kinds.ContentPage{}
				for i := range 200 {
					p.Body = append(p.Body, cms.Block{ID: fmt.Sprint(i), Type: "text", Value: &blocks.Text{Heading: s[:len(s)/200]}})
				}
				return p
			},
		} {
			if found := compare.Compare(r, page(c[0]), page(c[1])); len(found.Differences) == 0 {
				t.Errorf("%s, %s: no difference", name, place)
			}
		}
	}
	long := func(id string) *kinds.ContentPage {
		p := &kinds.ContentPage{}
		for i := range 10_000 {
			p.Body = append(p.Body, cms.Block{ID: id + fmt.Sprint(i*7919%10_000), Type: "gone", Raw: []byte("{}")})
		}
		return p
	}
	compare.Compare(r, long("a"), long("b"))
	compare.Compare(r, long("a"), &kinds.ContentPage{Body: append(long("a").Body[5000:], long("a").Body[:5000]...)})
}
