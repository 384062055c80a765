package richtext

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"lectern/internal/cms"
)

// Markdown writes normalised text in the dialect that ParseMarkdown reads, so
// that reading it gives the same text again. A paragraph is one line. href
// gives the address of a link; when it gives none, the link is left out and
// its words stay.
func (d Doc) Markdown(href func(cms.Link) string) string {
	return printer{href}.doc(d)
}

type printer struct{ href func(cms.Link) string }

func (p printer) doc(d Doc) string {
	return strings.Join(p.blocks(d), "\n\n")
}

func (p printer) blocks(d Doc) []string {
	var blocks []string
	for _, b := range d {
		if b.List != nil {
			blocks = append(blocks, p.list(b.List))
		} else {
			blocks = append(blocks, p.paragraph(b.Paragraph))
		}
	}
	return blocks
}

func (p printer) list(l *List) string {
	separator := "\n"
	items := make([]string, len(l.Items))
	for i, item := range l.Items {
		marker := "- "
		if l.Ordered {
			marker = fmt.Sprintf("%d. ", i+1)
		}
		text := p.item(item)
		if strings.Contains(text, "\n\n") {
			separator = "\n\n"
		}
		items[i] = marker + indent(text, len(marker))
	}
	return strings.Join(items, separator)
}

// item writes the common item, a paragraph with perhaps a list below it,
// without empty lines.
func (p printer) item(d Doc) string {
	if len(d) == 2 && d[0].List == nil && d[1].List != nil {
		return strings.Join(p.blocks(d), "\n")
	}
	return p.doc(d)
}

// indent moves every line but the first to the right.
func indent(text string, by int) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i > 0 && line != "" {
			lines[i] = strings.Repeat(" ", by) + line
		}
	}
	return strings.Join(lines, "\n")
}

func (p printer) paragraph(spans []Span) string {
	var out bytes.Buffer
	p.run(&out, spans, [6]bool{})
	return escapeStart(out.String())
}

var numberedStart = regexp.MustCompile(`^[0-9]{1,9}[.)]( |$)`)

// escapeStart keeps the first characters of a paragraph from being read as the
// beginning of a list, heading, quote or rule.
func escapeStart(s string) string {
	if s == "" {
		return s
	}
	next := byte(' ')
	if len(s) > 1 {
		next = s[1]
	}
	switch {
	case s[0] == '#', s[0] == '>':
		return `\` + s
	case s[0] == '-' && (next == ' ' || next == '-'), s[0] == '+' && next == ' ':
		return `\` + s
	case numberedStart.MatchString(s):
		dot := strings.IndexAny(s, ".)")
		return s[:dot] + `\` + s[dot:]
	}
	return s
}

// part is one part of a style. The order of parts says which goes outside when
// two of them reach equally far.
type part struct {
	set   func(style) bool
	same  func(a, b style) bool
	open  string
	close func(p printer, st style) string
}

var parts = []part{
	{
		set:   func(st style) bool { return !st.link.IsZero() },
		same:  func(a, b style) bool { return a.link == b.link },
		open:  "[",
		close: func(p printer, st style) string { return "](" + escape(p.href(st.link), `\()`) + ")" },
	},
	strongPart:   markPart(Strong, "**"),
	emphasisPart: markPart(Emphasis, "*"),
	markPart(Subscript, "~"),
	markPart(Superscript, "^"),
	{
		set:   func(st style) bool { return st.abbr != "" },
		same:  func(a, b style) bool { return a.abbr == b.abbr },
		open:  "[",
		close: func(_ printer, st style) string { return "]{" + escape(st.abbr, `\{}`) + "}" },
	},
}

const (
	strongPart   = 1
	emphasisPart = 2
)

func markPart(mark Marks, delimiter string) part {
	return part{
		set:   func(st style) bool { return st.marks.Has(mark) },
		same:  func(a, b style) bool { return a.marks.Has(mark) == b.marks.Has(mark) },
		open:  delimiter,
		close: func(printer, style) string { return delimiter },
	}
}

// run writes the spans, around which the parts in opened are already written.
func (p printer) run(out *bytes.Buffer, spans []Span, opened [6]bool) {
	for len(spans) > 0 {
		outer, end := p.outermost(spans, opened)
		if outer < 0 {
			writeText(out, spans[0])
		} else {
			inside := opened
			inside[outer] = true
			writeOpen(out, parts[outer].open)
			p.run(out, spans[:end], inside)
			out.WriteString(parts[outer].close(p, p.style(spans[0])))
		}
		spans = spans[end:]
	}
}

// outermost returns the part of the first span's style that reaches furthest,
// and how far; a negative part when nothing is left to write around it. Strong
// and emphasis that begin together are always "***", strong outside, because
// the parser reads them so.
func (p printer) outermost(spans []Span, opened [6]bool) (outer, end int) {
	outer, end = -1, 1
	first := p.style(spans[0])
	for i, part := range parts {
		if opened[i] || !part.set(first) {
			continue
		}
		if i == emphasisPart && parts[strongPart].set(first) && !opened[strongPart] {
			continue
		}
		n := 1
		for n < len(spans) && part.same(first, p.style(spans[n])) {
			n++
		}
		if outer < 0 || n > end {
			outer, end = i, n
		}
	}
	return outer, end
}

// style leaves out a link that has no address.
func (p printer) style(s Span) style {
	st := s.style()
	if !st.link.IsZero() && p.href(st.link) == "" {
		st.link = cms.Link{}
	}
	return st
}

// writeOpen keeps "!" before a bracket from being read as an image.
func writeOpen(out *bytes.Buffer, delimiter string) {
	if delimiter == "[" && bytes.HasSuffix(out.Bytes(), []byte("!")) {
		out.Truncate(out.Len() - 1)
		out.WriteString(`\!`)
	}
	out.WriteString(delimiter)
}

func writeText(out *bytes.Buffer, s Span) {
	if s.Marks.Has(Code) && s.Text != "" {
		writeCode(out, s.Text)
		return
	}
	for i := 0; i < len(s.Text); i++ {
		if delimiter(s.Text[i:]) {
			out.WriteByte('\\')
		}
		out.WriteByte(s.Text[i])
	}
}

// writeCode fences the text with as many backticks as it has nowhere in a row.
// A space on both sides, which the parser takes away, keeps those at the edges.
func writeCode(out *bytes.Buffer, text string) {
	fence := "`"
	for hasRun(text, len(fence)) {
		fence += "`"
	}
	pad := ""
	if edge := text[:1] + text[len(text)-1:]; strings.Trim(text, " ") != "" && strings.ContainsAny(edge, " `") {
		pad = " "
	}
	out.WriteString(fence + pad + text + pad + fence)
}

// hasRun reports whether text has exactly n backticks in a row somewhere.
func hasRun(text string, n int) bool {
	for run := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '`' }) {
		if len(run) == n {
			return true
		}
	}
	return false
}

// escape puts a backslash before each of the characters.
func escape(s, characters string) string {
	var out strings.Builder
	for i := range len(s) {
		if strings.IndexByte(characters, s[i]) >= 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
