package richtext

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write what the samples of pasted HTML give beside them")

// TestFromHTMLSamples reads what programs put on the clipboard. Beside each
// sample is its Markdown and, in a .txt file, what is told.
func TestFromHTMLSamples(t *testing.T) {
	samples, err := filepath.Glob("testdata/paste/*.html")
	if err != nil || len(samples) < 6 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for _, path := range samples {
		t.Run(filepath.Base(path), func(t *testing.T) {
			doc, lost := FromHTML(readFile(t, path), resolve)
			name := strings.TrimSuffix(path, ".html")
			compare(t, name+".md", doc.Markdown(address)+"\n")
			compare(t, name+".txt", strings.Join(lost, "\n")+"\n")
		})
	}
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, path), got); diff != "" {
		t.Errorf("%s:\n%s", path, diff)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFromHTML(t *testing.T) {
	for _, test := range []struct {
		source string
		want   string // Markdown
		lost   string // what is told begins so; empty: nothing is
	}{
		{"", "", ""},
		{"a &amp; b &lt;c&gt;", `a & b \<c>`, ""},
		{"<p>One\ntwo<p>Three", "One two\n\nThree", ""},
		{"<p>20&nbsp;m and&nbsp; <b>&nbsp;wide</b> &nbsp; </p>", "20\u00a0m and **wide**", ""},
		{"<b>a<i>b</i></b> <strong style='font-weight: normal'>c</strong> <span style='FONT-WEIGHT:600'>d</span> <b><span style='font-weight:400'>e</span></b>",
			"**a*b*** c **d** e", ""},
		{"<em>a</em> <span style='font-style: oblique 10deg'>b</span> <i style='mso-bidi-font-style:normal'>c</i> <i style='font-style:normal'>d</i>", "*a* *b* *c* d", ""},
		{"x<sup>2</sup><span style='vertical-align:sub'>3</span><sup style='vertical-align:baseline'>4</sup>", "x^2^~3~4", ""},
		{"<code>a</code> <kbd>b</kbd>", "`a` `b`", ""},
		{"<abbr title=' a  b '>AB</abbr> <abbr>CD</abbr>", "[AB]{a b} CD", ""},
		{"<a href=' /page/p1#x '>a</a> <a name=b>b</a> <a href=''>c</a> <a href='mailto:d@e.org'>d</a>", "[a](/page/p1#x) b c [d](mailto:d@e.org)", ""},
		{"<a href='/page/missing'>a</a>", "a", "1 link became plain words: there is no page at /page/missing"},
		{"<a href='x%y'>a</a> <a href='x%y'>b</a>", "a b", "2 links became plain words: \"x%y\" is not an address"},
		{"<a href='https://www.google.com/url?q=https://a.org/b&amp;sa=D'>a</a>", "[a](https://a.org/b)", ""},
		{"<a href='/a'><h2>b</h2><p>c</p></a>", "[b](/a)\n\n[c](/a)", "1 heading became a paragraph"},
		{"<h2>a <b>b</b></h2><p class=MsoTitle>c</p><div role=heading><h3>d</h3></div>", "a b\n\nc\n\nd", "3 headings became paragraphs"},
		{"a<br>b", "a b", "1 line break became a space"},
		{"<p><br>a<br> <br>b<br></p>", "a\n\nb", ""},
		{"<address>a<br>b\nc</address>", "a\n\nb c", ""},
		{"<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c", ""},
		{"<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c", ""},
		{"<ul><ul><li>a</li></ul>b<p>c</p><li>d</li></ul>", "- - a\n\n  b\n\n  c\n\n- d", ""},
		{"<ul><li>a</li><p>b</p><ol><li>c</li></ol></ul>", "- a\n- b\n  1. c", ""},
		{"<li>a</li> <li>b</li><p>c</p>", "- a\n- b\n\nc", ""},
		{"<ol start=3><li>a</ol><ol start=1><li>b</ol>", "1. a\n2. b", "1 numbered list now begins at 1"},
		{strings.Repeat("<ul><li>a", 10), "- a\n  - a\n    - a\n      - a\n        - a\n          - a\n            - a\n              - a\n                - a\n\n                  a",
			"Lists nest at most nine deep"},
		{"<p class=MsoListParagraph><!--[if !supportLists]-->1.&nbsp;&nbsp;<!--[endif]-->a</p><p class=MsoListParagraph>b</p>", "1. a\n\nb", ""},
		{"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>not a marker but a sentence</p>", "- not a marker but a sentence", ""},
		{"<p style='mso-list:l0 level3 lfo1'>a</p><p style='mso-list:l0 level99 lfo1'>b</p><p style='mso-list:l0 level2 lfo1'>c</p>", "- a\n  - b\n- c", ""},
		{"<table><caption>a</caption><tr><th>b</th><th></th></tr><tr><td>c<td>d</tr><tr><td></td><td></td></tr></table>", "a\n\nb |\n\nc | d", "1 table became lines of text"},
		{"<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\n\nb\n\nc", "1 table became lines of text"},
		{"<table><tr><td>a</td></tr><tr><td><ul><li>b</ul></td></tr></table>", "a\n\n- b", ""},
		{"<s>a</s> <span style='text-decoration: line-through'>b</span> <u>c</u>", "a b c", "2 passages are no longer struck through"},
		{"a <del>b</del> <ins>c</ins>", "a c", "1 deleted passage was left out"},
		{"a<hr>b<img src=x><svg/>c", "a\n\nbc", "1 rule was left out"},
		{"<pre>a\n b</pre>", "`a`\n\n`b`", "1 code block became paragraphs"},
		{"<title>a</title><style>b</style><script>c</script><template>d</template><p hidden>e</p><p style='display:none'>f</p>g<noscript>h</noscript>", "g", ""},
		{"<select><option>a</select><textarea>b</textarea>c<input type=hidden>", "c", "2 fields of forms were left out"},
		{"<b>a<p>b</b>c</p>", "**a**\n\n**bc**", ""},
		{"<svg><style><font>a</svg>b", "", "1 image was left out"},
		{"<frameset>a</frameset>", "a", ""},
		{strings.Repeat("<div>", 600) + "a<script>b</script><p>c<br>d <i>e</i>", "a\n\nc\n\nd e", "The text is too long or too deeply nested"},
	} {
		doc, lost := FromHTML(test.source, resolve)
		if diff := cmp.Diff(test.want, doc.Markdown(address)); diff != "" {
			t.Errorf("%q:\n%s", test.source, diff)
		}
		if told := strings.Join(lost, "\n"); !strings.HasPrefix(told, test.lost) || test.lost == "" && told != "" {
			t.Errorf("%q: told %q, want %q", test.source, told, test.lost)
		}
	}
}

func TestFromHTMLTellsEverything(t *testing.T) {
	_, lost := FromHTML("<h1>a</h1><h2>b</h2><img><video></video><blockquote>c</blockquote><dl><dt>d</dl><a href='#_Toc1'>e</a><a href='"+
		strings.Repeat("x", 1_000)+"'>f</a>", nil)
	want := []string{
		"2 headings became paragraphs; use text sections for them",
		"1 image was left out; use an image block for it",
		"1 video, sound or embedded page was left out",
		"1 quote became plain paragraphs; use a block for it",
		"1 list of terms became paragraphs",
		"1 link to a place in the other document became plain words",
		`1 link became plain words: "` + strings.Repeat("x", 199) + "…",
	}
	if diff := cmp.Diff(want, lost); diff != "" {
		t.Error(diff)
	}
}

// visible returns the text of a tree as a reader saw it, without white space.
func visible(n *html.Node) string {
	if n.Type == html.TextNode {
		return letters(n.Data)
	}
	if n.Type == html.ElementNode {
		if _, out := leftOut(n); out || hidden(n) {
			return ""
		}
	}
	var text strings.Builder
	for c := range n.ChildNodes() {
		text.WriteString(visible(c))
	}
	return text.String()
}

// letters returns the text without white space and without the sign that parts
// the cells of a table.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '|' {
			return -1
		}
		return r
	}, clean(text))
}

func FuzzFromHTML(f *testing.F) {
	samples, err := filepath.Glob("testdata/paste/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range samples {
		f.Add(readFile(f, path))
	}
	for _, seed := range []string{
		"a<br><br>b", "<ul><ul><li>a</ul>b", "<table>a<tr>b<td>c<table><td>d", "<svg><style><font>a", "<p>a<pre>b\nc</pre>", "<b><p>a</b>b",
		"<p style='mso-list:l0 level2 lfo1'>a<p style='mso-list:l0 level1 lfo1'><![if !supportLists]>1.<![endif]>b", "<li data-aria-level=3>a<li>b",
		"<a href='/a(b)*'><abbr title='{x}'>a</abbr></a>", "<frameset>a", "<plaintext>a", "<select><b>a", "<address>a<br>b", "&nbsp;a&nbsp; b",
	} {
		f.Add(seed)
	}
	f.Fuzz(checkHTML)
}

// TestFromHTMLLaw keeps the laws with random HTML, in and out of order.
func TestFromHTMLLaw(t *testing.T) {
	for seed := range uint64(2_000) {
		g := generator{rand.New(rand.NewPCG(seed, 3))}
		checkHTML(t, g.html())
	}
}

var tags = strings.Fields(`p p p div b i span a ul ol li li li table tr td td th caption h2 br br hr img pre address abbr sup sub del s
	blockquote dl dt dd button select option svg script style svg template title o:p form label figure`)

var attributes = []string{
	"", "", "", "", " style='font-weight:700'", " style='font-weight:normal;font-style:italic'", " style='mso-list:l0 level1 lfo1'",
	" style='mso-list:l0 level3 lfo1'", " style='mso-list:Ignore'", " style='display:none'", " style='mso-spacerun:yes'", " class=MsoListParagraph",
	" class=ListContainerWrapper", " data-aria-level=2", " href='/page/p1#a'", " href='javascript:a'", " title='long'", " hidden", " start=3", " role=heading",
	" style='vertical-align:super'", " style='mso-element:comment'",
}

func (g generator) html() string {
	var source strings.Builder
	for range g.IntN(30) {
		tag := tags[g.IntN(len(tags))]
		switch g.IntN(8) {
		case 0, 1:
			fmt.Fprintf(&source, "</%s>", tag)
		case 2, 3, 4:
			fmt.Fprintf(&source, "<%s%s>", tag, attributes[g.IntN(len(attributes))])
		case 5:
			source.WriteString([]string{"<!--[if !supportLists]-->", "<![if !supportLists]>", "<![endif]>", "&nbsp; ", "<!--StartFragment-->"}[g.IntN(5)])
		default:
			source.WriteString(html.EscapeString(g.words()))
		}
	}
	return source.String()
}

// checkHTML fails if what comes of the HTML is not normalised, is not read
// again from its Markdown, or has other words than a reader saw.
func checkHTML(t *testing.T, source string) {
	t.Helper()
	doc, _ := FromHTML(source, nil)
	if normal := doc.Normalise(); !reflect.DeepEqual(doc, normal) {
		t.Fatalf("%q gives %v, which is not normalised", source, doc)
	}
	markdown := doc.Markdown(address)
	again, problems := ParseMarkdown(markdown, nil)
	if len(problems) > 0 {
		t.Fatalf("%q as %q: %v", source, markdown, problems)
	}
	if !reflect.DeepEqual(doc, again) {
		t.Fatalf("%q as %q is read as %v", source, markdown, again)
	}
	if root, err := parseHTML(source); err == nil {
		p := &paste{resolve: asWritten}
		p.flow(root, look{}) // takes Word's markers out of the tree
		if want, got := norm.NFC.String(visible(root)), norm.NFC.String(letters(doc.Plain())); want != got {
			t.Fatalf("%q has the words %q and gives %q", source, want, got)
		}
	}
}
