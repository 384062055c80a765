package richtext

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
)

func para(spans ...Span) Block { return Block{Paragraph: spans} }

func plain(text string) Span { return Span{Text: text} }

func marked(marks Marks, text string) Span { return Span{Text: text, Marks: marks} }

func linked(text, href string) Span {
	link, _ := resolve(href)
	return Span{Text: text, Link: &link}
}

func bullets(items ...Doc) Block { return Block{List: &List{Items: items}} }

func numbers(items ...Doc) Block { return Block{List: &List{Ordered: true, Items: items}} }

func TestParseMarkdown(t *testing.T) {
	for _, test := range []struct {
		source string
		want   Doc
	}{
		{"", nil},
		{" \n\n ", nil},
		{"One\ntwo  \nthree\r\n\r\nFour", Doc{para(plain("One two three")), para(plain("Four"))}},
		{"a **b** *c* _d_ `e`", Doc{para(plain("a "), marked(Strong, "b"), plain(" "), marked(Emphasis, "c"), plain(" "),
			marked(Emphasis, "d"), plain(" "), marked(Code, "e"))}},
		{"H~2~O, x^2^", Doc{para(plain("H"), marked(Subscript, "2"), plain("O, x"), marked(Superscript, "2"))}},
		{"in**side**word and (**\"x\"**)", Doc{para(plain("in"), marked(Strong, "side"), plain("word and ("), marked(Strong, `"x"`), plain(")"))}},
		{"***a** b*", Doc{para(marked(Strong|Emphasis, "a"), marked(Emphasis, " b"))}},
		{"** a **b", Doc{para(marked(Strong, "a"), plain(" b"))}},
		{"`` ` `` and `a\\*`", Doc{para(marked(Code, "`"), plain(" and "), marked(Code, `a\*`))}},
		{"[NHS]{National Health Service} and [[NHS]{National\nHealth Service}](/page/p1)", Doc{para(
			Span{Text: "NHS", Abbr: "National Health Service"}, plain(" and "),
			Span{Text: "NHS", Abbr: "National Health Service", Link: &cms.Link{Page: "p1"}})}},
		{"[a **b**](/page/p#f), [c]( https://e.org/x_(y) ) [d](mailto:a_b@c.org)", Doc{para(
			linked("a ", "/page/p#f"), Span{Text: "b", Marks: Strong, Link: &cms.Link{Page: "p", Fragment: "f"}}, plain(", "),
			linked("c", "https://e.org/x_(y)"), plain(" "), linked("d", "mailto:a_b@c.org"))}},
		{`\*a\* \[b\] c:\d 1 < 2 & R&D \<b> \&amp; #5 |x|`, Doc{para(plain(`*a* [b] c:\d 1 < 2 & R&D <b> &amp; #5 |x|`))}},
		{"- a\n- b\n  c\n- d\n\n  e", Doc{bullets(Doc{para(plain("a"))}, Doc{para(plain("b c"))}, Doc{para(plain("d")), para(plain("e"))})}},
		{"* a\n\n* b", Doc{bullets(Doc{para(plain("a"))}, Doc{para(plain("b"))})}},
		{"Steps:\n1. a\n   - b\n2. c", Doc{para(plain("Steps:")), numbers(Doc{para(plain("a")), bullets(Doc{para(plain("b"))})}, Doc{para(plain("c"))})}},
		{"- a\n\n1. b", Doc{bullets(Doc{para(plain("a"))}), numbers(Doc{para(plain("b"))})}},
		{"- a\n+ b", Doc{bullets(Doc{para(plain("a"))}, Doc{para(plain("b"))})}},
		{"1.5 million, 2024. A", Doc{para(plain("1.5 million, 2024. A"))}},
	} {
		if diff := cmp.Diff(test.want, parse(t, test.source)); diff != "" {
			t.Errorf("%q:\n%s", test.source, diff)
		}
	}
}

func TestParseMarkdownProblems(t *testing.T) {
	for _, test := range []struct {
		source string
		want   []string // "line: beginning of the message"
	}{
		{"a\n\n# b", []string{"3: a heading is not part of running text; use a text section"}},
		{"a\n\nb\n===", []string{"3: a heading is not part"}},
		{"a\n\n***", []string{"3: a rule is not part"}},
		{"a\n\n> b\n> c", []string{"3: a quote is not part"}},
		{"```go\na\n```", []string{"2: a code block is not part"}},
		{"a\n\n    b", []string{"3: this line is indented by four spaces"}},
		{"a\n\n|a|b|\n|-|:-:|\n|c|d|", []string{"3: a table is not part of running text; use a table block"}},
		{"a\n<b>x</b>", []string{"2: HTML is not part", "2: HTML is not part"}},
		{"<!-- a -->", []string{"1: HTML is not part"}},
		{"<https://example.org>", []string{"1: HTML is not part of running text; write \\< for the sign, and [text](https://example.org) for an address"}},
		{"a\nb ![c](/d)", []string{"2: an image is not part of running text; use an image block"}},
		{"a &nbsp; b", []string{"1: write the character itself"}},
		{"a\\\nb", []string{"1: a line break within a paragraph is not kept"}},
		{"a\n**b", []string{"2: ** has no end; write \\*\\* for the sign itself"}},
		{"snake_case", []string{"1: _ has no end; write \\_"}},
		{"~~a~~", []string{"1: there is nothing between ~ and its end", "1: there is nothing between ~ and its end"}},
		{"*a ~b* c~", []string{"1: * ends here, but ~, which began after it, has not ended", "1: * has no end"}},
		{"`a", []string{"1: ` has no end"}},
		{"a [b] c", []string{"1: after [text] comes (address) or {what it is short for}"}},
		{"a ] b", []string{"1: ] has no [ before it"}},
		{"[a](/b", []string{"1: the address of this link has no )"}},
		{"[a]{b", []string{"1: what this abbreviation is short for has no }"}},
		{"[a]{ }", []string{"1: say what the abbreviation is short for"}},
		{"[a [b](/c)](/d)", []string{"1: a link cannot hold another link"}},
		{"[a [b]{c}]{d}", []string{"1: an abbreviation cannot hold another"}},
		{"[a]()", []string{"1: a link needs an address"}},
		{"a\n\n[a](javascript:alert(1))", []string{"3: links to javascript: are not allowed"}},
		{"[a](/b \"title\")", []string{`1: "/b \"title\"" is not an address: it holds white space`}},
		{"[a](/page/missing)", []string{"1: there is no page at /page/missing"}},
		{"a\n\n1. b\n\nc\n\n2. d", []string{"7: a numbered list begins at 1"}},
		{"- a\n\n  - # b\n\n    **c", []string{"3: a heading", "5: ** has no end"}},
		{"a\n\n" + strings.Repeat("- ", 9) + "b\n\n**c", []string{"5: ** has no end"}},
		{"a\n\n" + strings.Repeat("- ", 10) + "b\n\n**c", []string{"3: lists nest at most nine deep", "5: ** has no end"}},
		{"a\n\n" + strings.Repeat("- > ", 51) + "b\n\n**c", []string{"3: lists nest at most nine deep", "5: ** has no end"}},
		{"[*a](/b)", []string{"1: ] has no [ before it, or comes before what is inside has ended", "1: * has no end", "1: [ has no end"}},
		{"[a [b]{c} ~d~](/e) [f [g](/h)]{i}", nil},
		{"*[a [b](/c)](/d)* [e](/f)", []string{"1: a link cannot hold another link"}},
		{"`a ``b", []string{"1: ` has no end", "1: ` has no end"}},
	} {
		_, problems := ParseMarkdown(test.source, resolve)
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d: %s", p.Line, p.Message))
		}
		if len(got) != len(test.want) || slices.ContainsFunc(test.want, func(want string) bool {
			return !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, want) })
		}) {
			t.Errorf("%q:\n%s\nwant %s", test.source, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

func TestMarkdown(t *testing.T) {
	for _, test := range []struct {
		doc  Doc
		want string
	}{
		{Doc{para(plain("a * b_c [d] `e` \\ 1 < 2, <b>, R&D, &amp; (x)"))}, "a \\* b\\_c \\[d\\] \\`e\\` \\\\ 1 < 2, \\<b>, R&D, \\&amp; (x)"},
		{Doc{para(plain("- a")), para(plain("-5")), para(plain("# b")), para(plain("1. c")), para(plain("1.5")), para(plain("> d")), para(plain("+ e"))},
			"\\- a\n\n-5\n\n\\# b\n\n1\\. c\n\n1.5\n\n\\> d\n\n\\+ e"},
		{Doc{para(plain("Look!"), linked("here", "/x"))}, "Look\\![here](/x)"},
		{Doc{para(marked(Strong, "a "), Span{Text: "b", Marks: Strong, Link: &cms.Link{URL: "/x"}}, marked(Strong, " c"))}, "**a [b](/x) c**"},
		{Doc{para(linked("a ", "/x"), Span{Text: "b", Marks: Strong, Link: &cms.Link{URL: "/x"}})}, "[a **b**](/x)"},
		{Doc{bullets(Doc{para(plain("a")), numbers(Doc{para(plain("b"))})}, Doc{para(plain("c"))}), para(plain("d"))}, "- a\n  1. b\n- c\n\nd"},
		{Doc{bullets(Doc{para(plain("a")), para(plain("b"))}, Doc{para(plain("c"))})}, "- a\n\n  b\n\n- c"},
	} {
		if diff := cmp.Diff(test.want, test.doc.Markdown(address)); diff != "" {
			t.Error(diff)
		}
	}
	unnamed := Doc{para(plain("see "), linked("the page", "/x"))}
	if got := unnamed.Markdown(func(cms.Link) string { return "" }); got != "see the page" {
		t.Errorf("a link without address is printed as %q", got)
	}
}

func TestNormalise(t *testing.T) {
	link := &cms.Link{Text: "unused", Page: "p", URL: "/x"}
	got := Doc{
		para(plain("  a\t\n"), marked(Strong, " b "), marked(Strong, ""), marked(Strong, "c "), marked(Strong|Emphasis, " d"), plain("\u00a0")),
		para(plain(" \u00a0 ")),
		para(Span{Text: "cafe\u0301\x00\ufeff", Link: link, Abbr: " x\ny "}),
		{List: &List{Items: []Doc{nil, {para()}}}},
		bullets(Doc{para(plain("one"))}),
		bullets(Doc{para(plain("two"))}),
		numbers(Doc{para(plain("three"))}),
	}.Normalise()
	want := Doc{
		para(plain("a "), marked(Strong, "b c "), marked(Strong|Emphasis, "d")),
		para(Span{Text: "café", Link: &cms.Link{Page: "p"}, Abbr: "x y"}),
		bullets(Doc{para(plain("one"))}, Doc{para(plain("two"))}),
		numbers(Doc{para(plain("three"))}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if link.Text == "" {
		t.Error("the link that was given has changed")
	}
}

func TestNormaliseText(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		" a \t b\n\nc ":            "a b c",
		"e\u0301\u00a0\x07x\u00a0": "é\u00a0x",
		"\xff":                     "\ufffd",
		"a\u2028b":                 "a b",
		"\u00a0 a":                 "a",
	} {
		if got := NormaliseLine(text); got != want || NormaliseLine(got) != got {
			t.Errorf("NormaliseLine(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"\n a\r\nb\r\rc\n\n\n\nd \n": "a\nb\n\nc\n\nd",
		"a\u2029b":                   "a\nb",
	} {
		if got := NormaliseLines(text); got != want || NormaliseLines(got) != got {
			t.Errorf("NormaliseLines(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"\n  a  b \t\r\n\tc\x07\n\n\n d\n \n": "  a  b\n\tc\n\n\n d",
		"e\u0301\u2029\xff":                   "é\n\ufffd",
		" \n\t\n":                             "",
	} {
		if got := NormaliseVerbatim(text); got != want || NormaliseVerbatim(got) != got {
			t.Errorf("NormaliseVerbatim(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	d := parse(t, "A **b** [c](/page/p1), [NHS]{National Health Service} H~2~O\n\n- d\n\n  `*`\n\n  1. e\n\n- [f](https://f.org)")
	if got, want := d.Plain(), "A b c, NHS H2O\nd\n*\ne\nf"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if diff := cmp.Diff([]cms.Link{{Page: "p1"}, {URL: "https://f.org"}}, d.Links()); diff != "" {
		t.Error(diff)
	}
}

func TestMarksJSON(t *testing.T) {
	data, err := json.Marshal(marked(Strong|Emphasis|Code|Subscript|Superscript, "a"))
	if want := `{"text":"a","marks":["strong","emphasis","code","sub","sup"]}`; err != nil || string(data) != want {
		t.Errorf("%s, %v", data, err)
	}
	for source, want := range map[string]Marks{
		`["sub","blink","strong"]`: Strong | Subscript,
		`["strong",3]`:             Strong,
		`[]`:                       0,
		`null`:                     0,
		`"strong"`:                 0,
	} {
		var got Marks
		if err := json.Unmarshal([]byte(source), &got); err != nil || got != want {
			t.Errorf("%s is read as %v, %v", source, got, err)
		}
	}
}

func TestCheckHref(t *testing.T) {
	for _, href := range []string{
		"/", "/a/b?c=d#e", "#top", "https://example.org", "HTTP://example.org/x_(y)", "mailto:a@b.org", "tel:+443003035678",
	} {
		if err := CheckHref(href); err != nil {
			t.Errorf("%s: %v", href, err)
		}
	}
	for _, href := range []string{
		"", "a", "//x.org", "/\\x.org", "https://", "https:/x", "http:x", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
		" /a", "/a b", "/a\nb", "java\tscript:x", "mailto:", "tel:", "ftp://x.org", ":", "/%zz", "https://user:pass@/",
	} {
		if CheckHref(href) == nil {
			t.Errorf("%q is allowed", href)
		}
	}
}
