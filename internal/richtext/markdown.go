package richtext

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"sort"
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
//	- bulleted lists, and 1. numbered lists that begin at 1; both nest, at most
//	  nine deep
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
		resolve = asWritten
	}
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	r := &reader{source: []byte(source), resolve: resolve}
	r.readLines()
	doc := r.blocks(blockParser.Parse(text.NewReader(r.source)), 0)
	slices.SortStableFunc(r.problems, func(a, b cms.Problem) int { return a.Line - b.Line })
	return doc.Normalise(), r.problems
}

// asWritten is the link that an address is without knowing more.
func asWritten(href string) (cms.Link, error) { return cms.Link{URL: href}, nil }

// reader turns goldmark's blocks into ours.
type reader struct {
	source   []byte
	resolve  func(href string) (cms.Link, error)
	lines    []int // where each line begins
	problems []cms.Problem
}

// maxMarkers is how many lists and quotes one line may begin. It is far more
// than anybody means: goldmark takes minutes for a page with ten thousand.
const maxMarkers = 100

const tooDeep = "lists nest at most nine deep; take some of them out"

// readLines notes where each line begins, and blanks those that would nest too
// deeply to be parsed.
func (r *reader) readLines() {
	at := 0
	for line := range bytes.Lines(r.source) {
		r.lines = append(r.lines, at)
		if markers(line) > maxMarkers {
			r.problem(at, tooDeep)
			copy(line, bytes.Repeat([]byte(" "), len(bytes.TrimRight(line, "\n"))))
		}
		at += len(line)
	}
}

var marker = regexp.MustCompile(`^(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)|^>`)

// markers counts the items and quotes that a line begins.
func markers(line []byte) int {
	for n := 0; ; n++ {
		line = bytes.TrimLeft(line, " \t")
		found := marker.Find(line)
		if found == nil {
			return n
		}
		line = line[len(found):]
	}
}

// blocks reads what is inside of parent, which is inside depth lists.
func (r *reader) blocks(parent ast.Node, depth int) Doc {
	var doc Doc
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			doc = append(doc, Block{Paragraph: r.paragraph(n.Lines())})
		case *ast.List:
			doc = append(doc, Block{List: r.list(n, depth+1)})
		default:
			r.refuse(n)
		}
	}
	return doc
}

func (r *reader) list(n *ast.List, depth int) *List {
	if depth == maxDepth+1 {
		r.problem(start(n), tooDeep)
	}
	if n.IsOrdered() && n.Start != 1 {
		r.problem(start(n), "a numbered list begins at 1; indent what stands between two numbers so that it belongs to the first")
	}
	list := &List{Ordered: n.IsOrdered()}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		list.Items = append(list.Items, r.blocks(item, depth))
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
	var src strings.Builder
	var starts [][2]int
	for _, line := range lines.Sliced(0, lines.Len()) {
		starts = append(starts, [2]int{src.Len(), line.Start})
		src.Write(line.Value(r.source))
	}
	return r.inline(strings.TrimRight(src.String(), " \t\n"), starts)
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
	return sort.SearchInts(r.lines, at+1)
}
