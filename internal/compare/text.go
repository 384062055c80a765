package compare

import (
	"reflect"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// token is a word of rich text as it is marked, or the beginning of a line.
type token struct {
	style Style // of a line that begins; empty: it is a word
	depth int

	text string
	span *richtext.Span // that it is a part of
}

// spelling is the same for tokens that say and look the same.
func (t token) spelling() string {
	if t.style != "" {
		return "\n" + string(t.style) + strconv.Itoa(t.depth)
	}
	if t.span.Marks == 0 && t.span.Abbr == "" && t.span.Link == nil {
		return t.text
	}
	text := t.text + "\x00" + strconv.Itoa(int(t.span.Marks)) + "\x00" + t.span.Abbr
	if l := t.span.Link; l != nil {
		text += "\x00" + string(l.Page) + "\x00" + l.Fragment + "\x00" + l.URL
	}
	return text
}

// flat is a rich text as a run of tokens.
func flat(d richtext.Doc) []token { return flatten(nil, d, Paragraph, 0) }

func flatten(list []token, d richtext.Doc, first Style, depth int) []token {
	style := first
	for _, b := range d {
		if b.List == nil {
			list = append(list, token{style: style, depth: depth})
			for i := range b.Paragraph {
				for _, word := range tokens(b.Paragraph[i].Text) {
					list = append(list, token{text: word, span: &b.Paragraph[i]})
				}
			}
			if depth > 0 {
				style = Further
			}
			continue
		}
		item := Bullet
		if b.List.Ordered {
			item = Numbered
		}
		for _, content := range b.List.Items {
			list = flatten(list, content, item, depth+1)
		}
	}
	return list
}

// lines compares two rich texts word by word, with marks and links.
func (c *comparer) lines(a, b richtext.Doc) []Line { return shortened(c.allLines(a, b)) }

func (c *comparer) allLines(a, b richtext.Doc) []Line {
	before, after := flat(a), flat(b)
	runs := readable(c.words.diff(spellings(before), spellings(after)))
	if len(runs) == 1 && runs[0].op == Same && !reflect.DeepEqual(a, b) { // lists that are only divided otherwise
		runs = []run{{Removed, len(before)}, {Added, len(after)}}
	}
	var w lineWriter
	i, j := 0, 0
	for _, r := range runs {
		for range r.n {
			if r.op == Removed {
				w.add(r.op, before[i])
				i++
				continue
			}
			w.add(r.op, after[j])
			j++
			if r.op == Same {
				i++
			}
		}
	}
	w.flush()
	return w.lines
}

func spellings(list []token) []string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.spelling()
	}
	return texts
}

// lineWriter makes lines of tokens.
type lineWriter struct {
	lines   []Line
	pending []string // words that look alike, on the same side
	span    *richtext.Span
	op      Op
}

func (w *lineWriter) add(op Op, t token) {
	if t.style != "" {
		w.flush()
		w.lines = append(w.lines, Line{Op: op, Style: t.style, Depth: t.depth})
		return
	}
	if len(w.pending) > 0 && (op != w.op || !alike(t.span, w.span)) {
		w.flush()
	}
	w.op, w.span = op, t.span
	w.pending = append(w.pending, t.text)
}

func alike(a, b *richtext.Span) bool {
	if a == b {
		return true
	}
	if (a.Link == nil) != (b.Link == nil) || a.Link != nil && *a.Link != *b.Link {
		return false
	}
	return a.Marks == b.Marks && a.Abbr == b.Abbr
}

func (w *lineWriter) flush() {
	if len(w.pending) == 0 {
		return
	}
	if len(w.lines) == 0 {
		w.lines = []Line{{Style: Paragraph}}
	}
	line := &w.lines[len(w.lines)-1]
	p := Piece{Op: w.op, Text: joined(w.pending), Marks: w.span.Marks, Abbr: w.span.Abbr}
	if l := w.span.Link; l != nil {
		p.Link = &cms.Link{Page: l.Page, Fragment: l.Fragment, URL: l.URL}
	}
	line.Pieces = append(line.Pieces, p)
	w.pending = w.pending[:0]
}

// changed reports whether anything in the line is on one side only.
func (l Line) changed() bool {
	if l.Op != Same {
		return true
	}
	for _, p := range l.Pieces {
		if p.Op != Same {
			return true
		}
	}
	return false
}

// shortened leaves out lines that are the same and stand beside none that is
// not, and long stretches within the others.
func shortened(lines []Line) []Line {
	near := make([]bool, len(lines))
	for i, line := range lines {
		if line.changed() {
			for j := max(i-1, 0); j <= min(i+1, len(lines)-1); j++ {
				near[j] = true
			}
		}
	}
	var list []Line
	for i, line := range lines {
		if near[i] {
			line.Pieces = briefly(line.Pieces)
			list = append(list, line)
		} else if last := len(list) - 1; last >= 0 && list[last].Left > 0 {
			list[last].Left++
		} else {
			list = append(list, Line{Left: 1})
		}
	}
	return list
}

func briefly(pieces []Piece) []Piece {
	var list []Piece
	for i, p := range pieces {
		if p.Op != Same {
			list = append(list, p)
			continue
		}
		for _, part := range context(tokens(p.Text), i == 0, i == len(pieces)-1) {
			if part.Left == 0 {
				part.Marks, part.Abbr, part.Link = p.Marks, p.Abbr, p.Link
			}
			list = append(list, part)
		}
	}
	return list
}
