package richtext

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"lectern/internal/cms"
)

// blockParser finds paragraphs and lists, and what is refused. Goldmark reads
// the blocks only: within a paragraph CommonMark decides by the characters
// around it whether "*" is a delimiter, and then some text cannot be written
// at all, such as a strong bracket in the middle of a word. Ours is inline.go.
var blockParser = parser.NewParser(parser.WithBlockParsers(
	util.Prioritized(parser.NewSetextHeadingParser(), 100),
	util.Prioritized(parser.NewThematicBreakParser(), 200),
	util.Prioritized(parser.NewListParser(), 300),
	util.Prioritized(parser.NewListItemParser(), 400),
	util.Prioritized(parser.NewCodeBlockParser(), 500),
	util.Prioritized(parser.NewATXHeadingParser(), 600),
	util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
	util.Prioritized(parser.NewBlockquoteParser(), 800),
	util.Prioritized(parser.NewParagraphParser(), 1000),
))

// ParseMarkdown reads text written in our dialect of Markdown:
//
//	paragraphs, separated by empty lines; a line's end is a space
//	- bulleted lists, and 1. numbered lists that begin at 1; both nest
//	**strong**, *emphasis* or _emphasis_, `code`, ~subscript~, ^superscript^
//	[a link](/services/spine), also to https, http, mailto, tel and #fragment
//	[NHS]{National Health Service}, an abbreviation
//
// Every delimiter counts, wherever it stands: * _ ` [ ] ~ ^ \ are written with
// a backslash before them when they are text. So are < before a tag and & before
// a character reference. Inside `code` nothing is escaped; “two ` marks“ hold
// one. A line that ends in a backslash, CommonMark's hard break, is refused;
// spaces at its end mean nothing.
//
// Everything else is a problem with its line, counted from 1 within source.
// All problems are told at once. The text is normalised; with problems it is
// what could be read. resolve turns an address, already known to be safe, into
// a link; its error is told as a problem. Without resolve every address stays
// as it is written.
func ParseMarkdown(source string, resolve func(href string) (cms.Link, error)) (Doc, []cms.Problem) {
	if resolve == nil {
		resolve = func(href string) (cms.Link, error) { return cms.Link{URL: href}, nil }
	}
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	r := &reader{source: []byte(source), resolve: resolve}
	doc := r.blocks(blockParser.Parse(text.NewReader(r.source)))
	return doc.Normalise(), r.problems
}

// reader turns goldmark's blocks into ours.
type reader struct {
	source   []byte
	resolve  func(href string) (cms.Link, error)
	problems []cms.Problem
}

func (r *reader) blocks(parent ast.Node) Doc {
	var doc Doc
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			doc = append(doc, Block{Paragraph: r.paragraph(n.Lines())})
		case *ast.List:
			doc = append(doc, Block{List: r.list(n)})
		default:
			r.refuse(n)
		}
	}
	return doc
}

func (r *reader) list(n *ast.List) *List {
	if n.IsOrdered() && n.Start != 1 {
		r.problem(start(n), "a numbered list begins at 1; indent what stands between two numbers so that it belongs to the first")
	}
	list := &List{Ordered: n.IsOrdered()}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		list.Items = append(list.Items, r.blocks(item))
	}
	return list
}

var tableRule = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|?\s*$`)

func (r *reader) paragraph(lines *text.Segments) []Span {
	if lines.Len() > 1 {
		if second := lines.At(1); tableRule.Match(second.Value(r.source)) {
			r.problem(lines.At(0).Start, "a table is not part of running text; use a table block")
			return nil
		}
	}
	in := inline{reader: r}
	for _, line := range lines.Sliced(0, lines.Len()) {
		in.starts = append(in.starts, [2]int{len(in.src), line.Start})
		in.src += string(line.Value(r.source))
	}
	in.src = strings.TrimRight(in.src, " \t\n")
	return in.parse()
}

// refuse says what to use instead of a block that is not part of text.
func (r *reader) refuse(n ast.Node) {
	var message string
	switch n.(type) {
	case *ast.Heading:
		message = "a heading is not part of running text; use a text section, or write \\# at the beginning of a line for the sign"
	case *ast.ThematicBreak:
		message = "a rule is not part of running text; use a text section to set text apart"
	case *ast.CodeBlock:
		message = "this line is indented by four spaces or more, which makes it a code block; take the spaces away"
	case *ast.FencedCodeBlock:
		message = "a code block is not part of running text; write `code` within a sentence"
	case *ast.Blockquote:
		message = "a quote is not part of running text; use a block for it, or write \\> at the beginning of a line for the sign"
	default:
		message = fmt.Sprintf("%s is not part of running text", n.Kind())
	}
	r.problem(start(n), message)
}

// start is where the block begins in the source.
func start(n ast.Node) int {
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		return lines.At(0).Start
	}
	return max(n.Pos(), 0)
}

func (r *reader) problem(at int, message string) {
	r.problems = append(r.problems, cms.Problem{Line: r.line(at), Message: message})
}

func (r *reader) line(at int) int {
	return 1 + bytes.Count(r.source[:min(at, len(r.source))], []byte("\n"))
}
