package richtext

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"lectern/internal/cms"
)

// address writes the links of the tests, and resolve reads them: a path with
// "/page/" is a page.
func address(l cms.Link) string {
	if l.Page == "" {
		return l.URL
	}
	href := "/page/" + string(l.Page)
	if l.Fragment != "" {
		href += "#" + l.Fragment
	}
	return href
}

func resolve(href string) (cms.Link, error) {
	page, isPage := strings.CutPrefix(href, "/page/")
	if !isPage {
		return cms.Link{URL: href}, nil
	}
	page, fragment, _ := strings.Cut(page, "#")
	if page == "missing" {
		return cms.Link{}, fmt.Errorf("there is no page at %s", href)
	}
	return cms.Link{Page: cms.Ref(page), Fragment: fragment}, nil
}

func parse(t *testing.T, source string) Doc {
	t.Helper()
	doc, problems := ParseMarkdown(source, resolve)
	if len(problems) > 0 {
		t.Fatalf("%q: %v", source, problems)
	}
	return doc
}

func TestMarkdownLaw(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(2_000) {
		g := generator{rand.New(rand.NewPCG(seed, 1))}
		want := g.doc(3).Normalise()
		if again := want.Normalise(); !reflect.DeepEqual(want, again) {
			t.Fatalf("seed %d: %v is normalised as %v", seed, want, again)
		}
		source := want.Markdown(address)
		got, problems := ParseMarkdown(source, resolve)
		if len(problems) > 0 {
			t.Fatalf("seed %d: %v in:\n%s", seed, problems, source)
		}
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d: %v printed as\n%s\nis read as %v", seed, want, source, got)
		}
		note(seen, want, 0)
	}
	for _, construct := range []string{
		"strong", "emphasis", "code", "sub", "sup", "every mark", "abbreviation", "link to a page", "link to an address", "link of an abbreviation",
		"list in paragraphs", "list in a list", "list as deep as may be", "numbers beyond 9", "item of paragraphs",
	} {
		if !seen[construct] {
			t.Errorf("no tree has: %s", construct)
		}
	}
}

// note marks the constructs of d, which is inside depth lists, as seen.
func note(seen map[string]bool, d Doc, depth int) {
	for _, b := range d {
		for _, s := range b.Paragraph {
			for _, known := range markNames {
				seen[known.name] = seen[known.name] || s.Marks.Has(known.mark)
			}
			seen["every mark"] = seen["every mark"] || s.Marks == allMarks
			seen["abbreviation"] = seen["abbreviation"] || s.Abbr != ""
			if s.Link != nil {
				seen["link to a page"] = seen["link to a page"] || s.Link.Page != ""
				seen["link to an address"] = seen["link to an address"] || s.Link.URL != ""
				seen["link of an abbreviation"] = seen["link of an abbreviation"] || s.Abbr != ""
			}
		}
		if b.List == nil {
			continue
		}
		seen["list in paragraphs"] = seen["list in paragraphs"] || depth == 0 && len(d) > 1
		seen["list in a list"] = seen["list in a list"] || depth > 0
		seen["list as deep as may be"] = seen["list as deep as may be"] || depth+1 == maxDepth
		seen["numbers beyond 9"] = seen["numbers beyond 9"] || b.List.Ordered && len(b.List.Items) > 9
		for _, item := range b.List.Items {
			seen["item of paragraphs"] = seen["item of paragraphs"] || len(item) > 1 && item[1].List == nil
			note(seen, item, depth+1)
		}
	}
}

func TestJSONLaw(t *testing.T) {
	for seed := range uint64(500) {
		g := generator{rand.New(rand.NewPCG(seed, 2))}
		want := g.doc(3).Normalise()
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Doc
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d: %s is read as %v", seed, data, got)
		}
	}
}

// generator makes random trees, not normalised, of the words that are most
// likely to be misread.
type generator struct{ *rand.Rand }

var words = []string{
	"a", "b", "word", " ", " ", "\n", "  ", "*", "**", "_", "`", "``", "[", "]", "(", ")", "{", "}", "~", "^", "\\", "\\\\",
	"!", "<", "<b>", "<!--", "&", "&amp;", "&#39;", "R&D", "#", "# a", "##", ">", "-", "- ", "---", "- a", "+", "+ ", "=", "===",
	"1.", "1. ", "1) x", "12.", "1.5", "|", "|---|", "a|b", "\t", "\u00a0", "\u200b", "e\u0301", "\u0301", "\u0338", "é", "日本", "😀",
	"\u037e", "\u1fef", "\x00", "\ufeff", "\u2028", "\xff", "https://example.org", "a.b@c", "~~~", "```", ":", "]: x", "\"", "'",
}

func (g generator) words() string {
	var s strings.Builder
	for range g.IntN(4) {
		s.WriteString(words[g.IntN(len(words))])
	}
	return s.String()
}

func (g generator) doc(depth int) Doc {
	var d Doc
	for range g.IntN(4) {
		if depth > 0 && g.IntN(3) == 0 {
			d = append(d, Block{List: g.list(depth - 1)})
		} else {
			d = append(d, Block{Paragraph: g.paragraph()})
		}
	}
	return d
}

func (g generator) list(depth int) *List {
	l := &List{Ordered: g.IntN(2) == 0}
	for range g.IntN(4) {
		l.Items = append(l.Items, g.doc(depth))
	}
	if depth == 0 && g.IntN(10) == 0 {
		l.Items = append(l.Items, g.nested(12))
	}
	if g.IntN(30) == 0 {
		for range 12 {
			l.Items = append(l.Items, Doc{{Paragraph: []Span{{Text: "item"}}}})
		}
	}
	return l
}

// nested is a paragraph inside as many lists.
func (g generator) nested(lists int) Doc {
	d := Doc{{Paragraph: g.paragraph()}}
	for range lists {
		d = Doc{{Paragraph: g.paragraph()}, {List: &List{Ordered: g.IntN(2) == 0, Items: []Doc{d, g.doc(0)}}}}
	}
	return d
}

func (g generator) paragraph() []Span {
	var spans []Span
	for range g.IntN(7) {
		//lint:ignore SA4000 two draws, so that few marks are set
		s := Span{Text: g.words(), Marks: Marks(g.IntN(32)) & Marks(g.IntN(32))}
		if g.IntN(4) == 0 {
			s.Abbr = g.words()
		}
		switch g.IntN(8) {
		case 0:
			s.Link = &cms.Link{Page: "p1"}
		case 1:
			s.Link = &cms.Link{Page: "p2", Fragment: "part_(one)"}
		case 2:
			s.Link = &cms.Link{URL: "https://example.org/a_(b)?c=*d*"}
		case 3:
			s.Link = &cms.Link{URL: "#here"}
		}
		spans = append(spans, s)
	}
	return spans
}

func FuzzParseMarkdown(f *testing.F) {
	for _, seed := range []string{
		"", "a", "**a** *b* `c`", "- a\n- b\n\n  c\n\n1. d", "[NHS]{National Health Service}", "[a](/b \"c\")", "# h", "> q", "```\nx\n```",
		"a\n---", "|a|b|\n|-|-|\n|c|d|", "1. a\n   - b\n     1. c", "H~2~O x^2^", "***a** b*", "a\\\nb", "![i](x)", "<b>x</b>", "&copy;", "-\n-\n",
		"\t- a\n \t- b", "*a **b***", "`` ` ``", "[[NHS]{x}](/y)", "- - - a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		doc, problems := ParseMarkdown(source, nil)
		for _, p := range problems {
			if last := 1 + strings.Count(source, "\n") + strings.Count(source, "\r"); p.Line < 1 || p.Line > last {
				t.Fatalf("line %d of %d: %s", p.Line, last, p.Message)
			}
		}
		first := doc.Markdown(address)
		again, problems := ParseMarkdown(first, nil)
		if len(problems) > 0 {
			t.Fatalf("%q printed as %q: %v", source, first, problems)
		}
		if !reflect.DeepEqual(doc, again) {
			t.Fatalf("%q printed as %q is read as %v", source, first, again)
		}
		if second := again.Markdown(address); second != first {
			t.Fatalf("%q and then %q", first, second)
		}
	})
}
