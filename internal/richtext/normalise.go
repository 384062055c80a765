package richtext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"lectern/internal/cms"
)

// Normalise returns the one form of the text that is stored. It is NFC without
// control characters; white space is single spaces, none at the edges of a
// paragraph; adjacent spans with the same style are one; empty spans,
// paragraphs, items and lists are gone; adjacent lists of the same sort are
// one; lists nest at most nine deep, and the items of deeper ones are
// paragraphs.
//
// A mark, an abbreviation or a link neither begins nor ends with a space: such
// a space moves out of it. That is what a reader sees anyway, and Markdown has
// no way to write the other.
func (d Doc) Normalise() Doc { return d.normalise(nil, 0) }

// maxDepth is how many lists may be inside each other.
const maxDepth = 9

// normalise adds d, which is inside depth lists, to out.
func (d Doc) normalise(out Doc, depth int) Doc {
	for _, b := range d {
		if spans := normaliseSpans(b.Paragraph); len(spans) > 0 {
			out = append(out, Block{Paragraph: spans})
		}
		switch {
		case b.List == nil:
		case depth < maxDepth:
			out = appendList(out, b.List, depth+1)
		default:
			for _, item := range b.List.Items {
				out = item.normalise(out, depth)
			}
		}
	}
	return out
}

// depth is how many lists are inside each other.
func (d Doc) depth() int {
	deepest := 0
	for _, b := range d {
		if b.List != nil {
			for _, item := range b.List.Items {
				deepest = max(deepest, 1+item.depth())
			}
		}
	}
	return deepest
}

// appendList adds the list's items to the list at the end of d, or as a list
// of its own. They are inside depth lists.
func appendList(d Doc, l *List, depth int) Doc {
	var items []Doc
	for _, item := range l.Items {
		if item = item.normalise(nil, depth); !item.Empty() {
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return d
	}
	if last := len(d) - 1; last >= 0 && d[last].List != nil && d[last].List.Ordered == l.Ordered {
		d[last].List.Items = append(d[last].List.Items, items...)
		return d
	}
	return append(d, Block{List: &List{Ordered: l.Ordered, Items: items}})
}

// style is all that a span is besides its text.
type style struct {
	marks Marks
	abbr  string
	link  cms.Link // zero: none
}

func (s Span) style() style {
	st := style{marks: s.Marks, abbr: s.Abbr}
	if s.Link != nil {
		st.link = *s.Link
	}
	return st
}

func (st style) span(text string) Span {
	s := Span{Text: text, Marks: st.marks, Abbr: st.abbr}
	if !st.link.IsZero() {
		s.Link = &st.link
	}
	return s
}

// and returns what both styles have in common.
func (st style) and(other style) style {
	st.marks &= other.marks
	if st.abbr != other.abbr {
		st.abbr = ""
	}
	if st.link != other.link {
		st.link = cms.Link{}
	}
	return st
}

// piece is a word, or the space between two.
type piece struct {
	text  string
	style style
}

const space = " "

func normaliseSpans(spans []Span) []Span {
	pieces := trimPieces(splitPieces(spans))
	for i, p := range pieces {
		if p.text == space {
			pieces[i].style = p.style.and(pieces[i-1].style).and(pieces[i+1].style)
		}
	}
	return joinPieces(pieces)
}

// splitPieces cuts the spans into words and single spaces. A space that is
// made of several has the style they have in common.
func splitPieces(spans []Span) []piece {
	var pieces []piece
	var before, st style // of the span before: many may share a long abbreviation
	for _, s := range spans {
		if raw := s.style(); raw.abbr != before.abbr || raw.link != before.link {
			before = raw
			st = style{abbr: NormaliseLine(raw.abbr), link: normaliseLink(raw.link)}
		}
		st.marks = s.Marks & allMarks
		for text := clean(s.Text); text != ""; {
			word := strings.IndexFunc(text, func(r rune) bool { return !blank(r) })
			switch last := len(pieces) - 1; {
			case word == 0:
				end := strings.IndexFunc(text, blank)
				if end < 0 {
					end = len(text)
				}
				pieces = append(pieces, piece{text[:end], st})
				text = text[end:]
				continue
			case last >= 0 && pieces[last].text == space:
				pieces[last].style = pieces[last].style.and(st)
			default:
				pieces = append(pieces, piece{space, st})
			}
			if word < 0 {
				break
			}
			text = text[word:]
		}
	}
	return pieces
}

func normaliseLink(l cms.Link) cms.Link {
	l.Text = ""
	l.Fragment = NormaliseHref(l.Fragment)
	l.URL = NormaliseHref(l.URL)
	switch {
	case l.IsZero():
		return cms.Link{}
	case l.Page != "":
		l.URL = ""
	default:
		l.Fragment = ""
	}
	return l
}

// trimPieces takes away what is blank at the edges, no-break spaces included.
func trimPieces(pieces []piece) []piece {
	for len(pieces) > 0 {
		first := &pieces[0]
		if first.text = strings.TrimLeftFunc(first.text, unicode.IsSpace); first.text != "" {
			break
		}
		pieces = pieces[1:]
	}
	for len(pieces) > 0 {
		last := &pieces[len(pieces)-1]
		if last.text = strings.TrimRightFunc(last.text, unicode.IsSpace); last.text != "" {
			break
		}
		pieces = pieces[:len(pieces)-1]
	}
	return pieces
}

// joinPieces makes one span of adjacent pieces with the same style.
func joinPieces(pieces []piece) []Span {
	var spans []Span
	for len(pieces) > 0 {
		st := pieces[0].style
		var text strings.Builder
		for len(pieces) > 0 && pieces[0].style == st {
			text.WriteString(pieces[0].text)
			pieces = pieces[1:]
		}
		spans = append(spans, st.span(norm.NFC.String(text.String())))
	}
	return spans
}
