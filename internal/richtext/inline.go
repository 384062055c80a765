package richtext

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// delimiters always mean something in Markdown unless a backslash is before
// them.
const delimiters = "\\*_`[]~^"

var (
	tagStart  = regexp.MustCompile(`^<[A-Za-z/!?]`)
	reference = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)
)

// delimiter reports whether the first character of s is not text by itself.
// Printer and parser agree on it.
func delimiter(s string) bool {
	switch s[0] {
	case '<':
		return tagStart.MatchString(s)
	case '&':
		return reference.MatchString(s)
	}
	return strings.IndexByte(delimiters, s[0]) >= 0
}

// inline reads the text of one paragraph.
type inline struct {
	*reader
	src    string
	starts [][2]int // of each line: its place in src and in the source

	pos   int
	text  strings.Builder // of the span being read
	spans []Span
	open  []opening // innermost last
}

// opening is a delimiter that waits for its end.
type opening struct {
	delimiter string
	at        int // in src
	from      int // first span that it is about
}

func (in *inline) parse() []Span {
	for in.pos < len(in.src) {
		in.next()
	}
	in.flush()
	for _, o := range in.open {
		in.problem(o.at, fmt.Sprintf("%s has no end; write %s for the sign itself", o.delimiter, escaped(o.delimiter)))
	}
	return in.spans
}

// next reads a delimiter or a character of text.
func (in *inline) next() {
	rest := in.src[in.pos:]
	switch {
	case rest[0] == '\\':
		in.escape(rest)
	case rest[0] == '!' && strings.HasPrefix(rest, "!["):
		in.refuse(1, "an image is not part of running text; use an image block, or write \\! for the sign")
	case !delimiter(rest):
		in.text.WriteByte(rest[0])
		in.pos++
	case rest[0] == '`':
		in.code(rest)
	case rest[0] == '*':
		in.stars(len(rest) - len(strings.TrimLeft(rest, "*")))
	case rest[0] == '_':
		in.mark("_", Emphasis)
	case rest[0] == '~':
		in.mark("~", Subscript)
	case rest[0] == '^':
		in.mark("^", Superscript)
	case rest[0] == '[':
		in.begin("[")
	case rest[0] == ']':
		in.bracket()
	case rest[0] == '<':
		in.refuse(1, "HTML is not part of running text; write \\< for the sign, and [text](https://example.org) for an address")
	default:
		in.refuse(1, "write the character itself, not a reference such as &amp;; write \\& for the sign")
	}
}

// escape reads a backslash: before a sign it makes it text, otherwise it is
// text itself.
func (in *inline) escape(rest string) {
	switch {
	case len(rest) > 1 && rest[1] == '\n':
		in.refuse(1, "a line break within a paragraph is not kept; begin a new paragraph or list, or write \\\\ for a backslash")
	case len(rest) > 1 && punctuation(rest[1]):
		in.text.WriteByte(rest[1])
		in.pos += 2
	default:
		in.text.WriteByte('\\')
		in.pos++
	}
}

// punctuation reports whether c is an ASCII sign, which a backslash may stand
// before.
func punctuation(c byte) bool {
	return c > ' ' && c < 0x7f && !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z')
}

// code reads as far as the same number of backticks.
func (in *inline) code(rest string) {
	fence := len(rest) - len(strings.TrimLeft(rest, "`"))
	end := codeEnd(rest, fence)
	if end < 0 {
		in.refuse(fence, "` has no end; write \\` for the sign itself")
		return
	}
	text := strings.ReplaceAll(rest[fence:end], "\n", " ")
	if strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != "" {
		text = text[1 : len(text)-1]
	}
	in.flush()
	in.spans = append(in.spans, Span{Text: text, Marks: Code})
	in.pos += end + fence
}

// codeEnd finds the closing fence in rest, which begins with the opening one.
func codeEnd(rest string, fence int) int {
	for i := fence; i < len(rest); {
		run := len(rest[i:]) - len(strings.TrimLeft(rest[i:], "`"))
		if run == fence {
			return i
		}
		i += max(run, 1)
	}
	return -1
}

// stars reads a run of "*", which may end and begin several marks. A single
// star is emphasis and a double one strong; what can end, ends first, except
// that two stars within emphasis begin strong text. Three begin strong text
// with emphasis inside, or the other way round if strong text ends first.
func (in *inline) stars(run int) {
	for run > 0 {
		n := min(run, 2)
		switch {
		case in.innermost() != "*":
		case run == 2 && in.beganTogether():
			last := len(in.open) - 1
			in.open[last].delimiter, in.open[last-1].delimiter = "**", "*"
		case run != 2 || in.isOpen("**"):
			n = 1
		}
		if n == 1 {
			in.mark("*", Emphasis)
		} else {
			in.mark("**", Strong)
		}
		run -= n
	}
}

// beganTogether reports whether the innermost delimiters are one "***". Which
// of its marks is inside is known when one of them ends.
func (in *inline) beganTogether() bool {
	last := len(in.open) - 1
	return last > 0 && in.open[last-1].delimiter == "**" && in.open[last-1].from == in.open[last].from
}

// mark ends the mark if it is open, otherwise begins it.
func (in *inline) mark(delimiter string, mark Marks) {
	if !in.isOpen(delimiter) {
		in.begin(delimiter)
		return
	}
	if in.innermost() != delimiter {
		in.refuse(len(delimiter), fmt.Sprintf("%s ends here, but %s, which began after it, has not ended", delimiter, in.innermost()))
		return
	}
	spans := in.end(len(delimiter))
	for i := range spans {
		spans[i].Marks |= mark
	}
}

// bracket ends a link or an abbreviation.
func (in *inline) bracket() {
	if in.innermost() != "[" {
		in.refuse(1, "] has no [ before it, or comes before what is inside has ended; write \\] for the sign itself")
		return
	}
	at := in.open[len(in.open)-1].at
	spans := in.end(1)
	switch rest := in.src[in.pos:]; {
	case strings.HasPrefix(rest, "("):
		in.link(at, spans)
	case strings.HasPrefix(rest, "{"):
		in.abbreviation(at, spans)
	default:
		in.problem(at, "after [text] comes (address) or {what it is short for}; write \\[ and \\] for the signs themselves")
	}
}

func (in *inline) link(at int, spans []Span) {
	href, closed := in.enclosed('(', ')')
	if !closed {
		in.problem(at, "the address of this link has no ) at its end")
		return
	}
	href = strings.Trim(href, " \t\n")
	if err := CheckHref(href); err != nil {
		in.problem(at, err.Error())
		return
	}
	link, err := in.resolve(href)
	if err != nil {
		in.problem(at, err.Error())
		return
	}
	if slices.ContainsFunc(spans, func(s Span) bool { return s.Link != nil }) {
		in.problem(at, "a link cannot hold another link")
		return
	}
	for i := range spans {
		spans[i].Link = &link
	}
}

func (in *inline) abbreviation(at int, spans []Span) {
	long, closed := in.enclosed('{', '}')
	if !closed {
		in.problem(at, "what this abbreviation is short for has no } at its end")
		return
	}
	if NormaliseLine(long) == "" {
		in.problem(at, "say what the abbreviation is short for, such as [NHS]{National Health Service}")
		return
	}
	if slices.ContainsFunc(spans, func(s Span) bool { return s.Abbr != "" }) {
		in.problem(at, "an abbreviation cannot hold another abbreviation")
		return
	}
	for i := range spans {
		spans[i].Abbr = long
	}
}

// enclosed reads from an opening sign to the closing one that belongs to it,
// and takes the backslashes away.
func (in *inline) enclosed(open, close byte) (string, bool) {
	var out strings.Builder
	depth := 0
	for i := in.pos; i < len(in.src); i++ {
		c := in.src[i]
		switch {
		case c == '\\' && i+1 < len(in.src) && punctuation(in.src[i+1]):
			i++
			c = in.src[i]
		case c == open:
			if depth++; depth == 1 {
				continue
			}
		case c == close:
			if depth--; depth == 0 {
				in.pos = i + 1
				return out.String(), true
			}
		}
		out.WriteByte(c)
	}
	return "", false
}

func (in *inline) begin(delimiter string) {
	in.flush()
	in.open = append(in.open, opening{delimiter, in.pos, len(in.spans)})
	in.pos += len(delimiter)
}

// end closes the innermost delimiter and returns what it is about.
func (in *inline) end(length int) []Span {
	in.flush()
	last := len(in.open) - 1
	o := in.open[last]
	in.open = in.open[:last]
	if o.from == len(in.spans) {
		in.problem(o.at, fmt.Sprintf("there is nothing between %s and its end; write %s for the sign itself", o.delimiter, escaped(o.delimiter)))
	}
	in.pos += length
	return in.spans[o.from:]
}

func (in *inline) isOpen(delimiter string) bool {
	return slices.ContainsFunc(in.open, func(o opening) bool { return o.delimiter == delimiter })
}

func (in *inline) innermost() string {
	if len(in.open) == 0 {
		return ""
	}
	return in.open[len(in.open)-1].delimiter
}

// flush ends the span being read.
func (in *inline) flush() {
	if in.text.Len() > 0 {
		in.spans = append(in.spans, Span{Text: in.text.String()})
		in.text.Reset()
	}
}

// refuse tells a problem and takes the next bytes as text.
func (in *inline) refuse(length int, message string) {
	in.problem(in.pos, message)
	in.text.WriteString(in.src[in.pos : in.pos+length])
	in.pos += length
}

// problem tells what is wrong at a place in src.
func (in *inline) problem(at int, message string) {
	i := len(in.starts) - 1
	for i > 0 && in.starts[i][0] > at {
		i--
	}
	in.reader.problem(in.starts[i][1], message)
}

func escaped(delimiter string) string {
	return `\` + strings.Join(strings.Split(delimiter, ""), `\`)
}
