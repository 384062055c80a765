package richtext

import (
	"fmt"
	"regexp"
	"sort"
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

	begun map[string]bool // marks that are in open: none is begun twice

	// What is known of src, so that no place in it is looked at again and again.
	unclosed map[int]bool         // lengths of runs of backticks that do not come any more
	partners map[byte]map[int]int // for ( and {: place of each to place of its end
}

// opening is a delimiter that waits for its end.
type opening struct {
	delimiter string
	at        int  // in src
	from      int  // first span that it is about
	link      bool // there is a link inside
	abbr      bool // there is an abbreviation inside
}

func (r *reader) inline(src string, starts [][2]int) []Span {
	in := &inline{
		reader: r, src: src, starts: starts,
		begun: map[string]bool{}, unclosed: map[int]bool{}, partners: map[byte]map[int]int{},
	}
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
	case escapes(rest):
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
	end := -1
	if !in.unclosed[fence] {
		end = codeEnd(rest, fence)
	}
	if end < 0 {
		in.unclosed[fence] = true
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
	_, spans := in.end(len(delimiter))
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
	o, spans := in.end(1)
	switch rest := in.src[in.pos:]; {
	case strings.HasPrefix(rest, "("):
		in.link(o, spans)
	case strings.HasPrefix(rest, "{"):
		in.abbreviation(o, spans)
	default:
		in.problem(o.at, "after [text] comes (address) or {what it is short for}; write \\[ and \\] for the signs themselves")
	}
}

func (in *inline) link(o opening, spans []Span) {
	href, closed := in.enclosed('(', ')')
	if !closed {
		in.problem(o.at, "the address of this link has no ) at its end")
		return
	}
	href = strings.Trim(href, " \t\n")
	if err := CheckHref(href); err != nil {
		in.problem(o.at, err.Error())
		return
	}
	link, err := in.resolve(href)
	if err != nil {
		in.problem(o.at, err.Error())
		return
	}
	if o.link {
		in.problem(o.at, "a link cannot hold another link")
		return
	}
	in.holds(opening{link: true})
	for i := range spans {
		spans[i].Link = &link
	}
}

func (in *inline) abbreviation(o opening, spans []Span) {
	long, closed := in.enclosed('{', '}')
	if !closed {
		in.problem(o.at, "what this abbreviation is short for has no } at its end")
		return
	}
	if NormaliseLine(long) == "" {
		in.problem(o.at, "say what the abbreviation is short for, such as [NHS]{National Health Service}")
		return
	}
	if o.abbr {
		in.problem(o.at, "an abbreviation cannot hold another abbreviation")
		return
	}
	in.holds(opening{abbr: true})
	for i := range spans {
		spans[i].Abbr = long
	}
}

// enclosed reads from an opening sign to the closing one that belongs to it,
// and takes the backslashes away.
func (in *inline) enclosed(open, close byte) (string, bool) {
	if in.partners[open] == nil {
		in.partners[open] = pairs(in.src, open, close)
	}
	end, closed := in.partners[open][in.pos]
	if !closed {
		return "", false
	}
	var out strings.Builder
	for i := in.pos + 1; i < end; i++ {
		if escapes(in.src[i:]) {
			i++
		}
		out.WriteByte(in.src[i])
	}
	in.pos = end + 1
	return out.String(), true
}

// pairs returns for each opening sign in src the place of the closing one that
// belongs to it.
func pairs(src string, open, close byte) map[int]int {
	partners := map[int]int{}
	var waiting []int
	for i := 0; i < len(src); i++ {
		switch last := len(waiting) - 1; {
		case escapes(src[i:]):
			i++
		case src[i] == open:
			waiting = append(waiting, i)
		case src[i] == close && last >= 0:
			partners[waiting[last]] = i
			waiting = waiting[:last]
		}
	}
	return partners
}

// escapes reports whether s begins with a backslash that makes a sign text.
func escapes(s string) bool { return len(s) > 1 && s[0] == '\\' && punctuation(s[1]) }

func (in *inline) begin(delimiter string) {
	in.flush()
	in.open = append(in.open, opening{delimiter: delimiter, at: in.pos, from: len(in.spans)})
	in.begun[delimiter] = true
	in.pos += len(delimiter)
}

// end closes the innermost delimiter and returns what it is about.
func (in *inline) end(length int) (opening, []Span) {
	in.flush()
	last := len(in.open) - 1
	o := in.open[last]
	in.open = in.open[:last]
	delete(in.begun, o.delimiter)
	in.holds(o)
	if o.from == len(in.spans) {
		in.problem(o.at, fmt.Sprintf("there is nothing between %s and its end; write %s for the sign itself", o.delimiter, escaped(o.delimiter)))
	}
	in.pos += length
	return o, in.spans[o.from:]
}

// holds tells the innermost delimiter that what o has inside is inside it, too.
func (in *inline) holds(o opening) {
	if last := len(in.open) - 1; last >= 0 {
		in.open[last].link = in.open[last].link || o.link
		in.open[last].abbr = in.open[last].abbr || o.abbr
	}
}

func (in *inline) isOpen(mark string) bool { return in.begun[mark] }

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
	after := sort.Search(len(in.starts), func(i int) bool { return in.starts[i][0] > at })
	in.reader.problem(in.starts[max(after-1, 0)][1], message)
}

func escaped(delimiter string) string {
	return `\` + strings.Join(strings.Split(delimiter, ""), `\`)
}
