package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// RichText shows a text: its paragraphs and lists, and nothing around them.
//
// It is written in Go and not in templ because a space between two spans
// matters, and adjacent spans with the same mark share one element.
func RichText(v *View, doc richtext.Doc) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := textPrinter{view: v}
		p.doc(doc)
		_, err := io.WriteString(w, p.out.String())
		return err
	})
}

// RichLine shows a text that stands where only words may stand, such as the
// last line of a page: the spans of its paragraphs, without paragraphs.
func RichLine(v *View, doc richtext.Doc) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := textPrinter{view: v}
		for i, b := range doc {
			if i > 0 {
				p.out.WriteByte(' ')
			}
			p.spans(b.Paragraph)
		}
		_, err := io.WriteString(w, p.out.String())
		return err
	})
}

// HasText reports whether RichText would show anything.
func HasText(doc richtext.Doc) bool {
	for _, b := range doc {
		if hasWords(b.Paragraph) {
			return true
		}
		if b.List != nil {
			for _, item := range b.List.Items {
				if HasText(item) {
					return true
				}
			}
		}
	}
	return false
}

func hasWords(spans []richtext.Span) bool {
	for _, s := range spans {
		if s.Text != "" {
			return true
		}
	}
	return false
}

type textPrinter struct {
	view *View
	out  strings.Builder
}

func (p *textPrinter) doc(doc richtext.Doc) {
	for _, b := range doc {
		switch {
		case b.List != nil:
			p.list(b.List)
		case hasWords(b.Paragraph):
			p.out.WriteString("<p>")
			p.spans(b.Paragraph)
			p.out.WriteString("</p>")
		}
	}
}

func (p *textPrinter) list(l *richtext.List) {
	tag := "ul"
	if l.Ordered {
		tag = "ol"
	}
	if !HasText(richtext.Doc{{List: l}}) {
		return
	}
	p.out.WriteString("<" + tag + ">")
	for _, item := range l.Items {
		if !HasText(item) {
			continue
		}
		p.out.WriteString("<li>")
		p.item(item)
		p.out.WriteString("</li>")
	}
	p.out.WriteString("</" + tag + ">")
}

// item shows an entry of a list. Words that are its only paragraph need no
// paragraph of their own.
func (p *textPrinter) item(doc richtext.Doc) {
	paragraphs := 0
	for _, b := range doc {
		if b.List == nil {
			paragraphs++
		}
	}
	if paragraphs > 1 {
		p.doc(doc)
		return
	}
	for _, b := range doc {
		if b.List != nil {
			p.list(b.List)
		} else {
			p.spans(b.Paragraph)
		}
	}
}

// A wrap is one element around a run of spans.
type wrap struct {
	mark    richtext.Marks // one mark, or 0 for a link or an abbreviation
	link    *cms.Link
	abbr    string
	covers  int // how many spans from the first on share it
	opening string
	closing string
}

// spans writes each run of spans in the element that most of them share, and
// what is inside of it in the same way.
func (p *textPrinter) spans(spans []richtext.Span) {
	for len(spans) > 0 {
		if spans[0].Text == "" {
			spans = spans[1:]
			continue
		}
		outer := p.outermost(spans)
		if outer.covers == 0 {
			p.out.WriteString(templ.EscapeString(spans[0].Text))
			spans = spans[1:]
			continue
		}
		p.out.WriteString(outer.opening)
		p.spans(without(spans[:outer.covers], outer))
		p.out.WriteString(outer.closing)
		spans = spans[outer.covers:]
	}
}

var markTags = []struct {
	mark richtext.Marks
	tag  string
}{
	{richtext.Strong, "strong"},
	{richtext.Emphasis, "em"},
	{richtext.Code, "code"},
	{richtext.Subscript, "sub"},
	{richtext.Superscript, "sup"},
}

func (p *textPrinter) outermost(spans []richtext.Span) wrap {
	var best wrap
	consider := func(w wrap, shares func(richtext.Span) bool) {
		for w.covers < len(spans) && shares(spans[w.covers]) {
			w.covers++
		}
		if w.covers > best.covers {
			best = w
		}
	}
	first := spans[0]
	if first.Link != nil {
		// A link stays whole: it goes around everything that it covers.
		w := wrap{link: first.Link}
		if href, ok := p.view.Href(*first.Link); ok {
			w.opening = `<a href="` + templ.EscapeString(string(templ.URL(href))) + `">`
			w.closing = "</a>"
		}
		consider(w, func(s richtext.Span) bool { return s.Link != nil && *s.Link == *first.Link })
		return best
	}
	unlinked := func(s richtext.Span) bool { return s.Link == nil }
	for _, m := range markTags {
		if first.Marks.Has(m.mark) {
			consider(wrap{mark: m.mark, opening: "<" + m.tag + ">", closing: "</" + m.tag + ">"},
				func(s richtext.Span) bool { return unlinked(s) && s.Marks.Has(m.mark) })
		}
	}
	if first.Abbr != "" && best.covers == 0 {
		consider(wrap{abbr: first.Abbr, opening: `<abbr title="` + templ.EscapeString(first.Abbr) + `">`, closing: "</abbr>"},
			func(s richtext.Span) bool { return unlinked(s) && s.Abbr == first.Abbr })
	}
	return best
}

// without returns the spans free of what the wrap already says.
func without(spans []richtext.Span, w wrap) []richtext.Span {
	inner := make([]richtext.Span, len(spans))
	for i, s := range spans {
		s.Marks &^= w.mark
		if w.link != nil {
			s.Link = nil
		}
		if w.abbr != "" {
			s.Abbr = ""
		}
		inner[i] = s
	}
	return inner
}
