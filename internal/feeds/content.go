package feeds

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Content returns what feed readers need of a part of a page: its text with the
// elements that every reader knows, and nothing that only makes sense on the
// site, such as classes, scripts and forms. Links and pictures lead where they
// lead on the page, which is at that address.
//
// Whatever the page holds, the result is well formed: blocks hold blocks or
// phrases, and phrases hold phrases alone. It is its own content.
func Content(page string, address *url.URL) (string, error) {
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return "", fmt.Errorf("feeds: read the content of %s: %w", address, err)
	}
	w := contentWriter{address: address}
	w.wrapped(nodes)
	return w.out.String(), nil
}

// A contentWriter writes what stays. What opens a phrase waits until there is
// something in it, so that nothing empty is written.
type contentWriter struct {
	address *url.URL
	out     bytes.Buffer
	open    []atom.Atom // elements that what is written stands in
	waiting []string    // opening tags of phrases, and spaces
	begun   bool        // there are words in this block, so that a space would be seen
}

func (w *contentWriter) parent() atom.Atom {
	if len(w.open) == 0 {
		return 0
	}
	return w.open[len(w.open)-1]
}

// amongWords reports whether only phrases can be written now.
func (w *contentWriter) amongWords() bool {
	return len(w.open) > 0 && (slices.Contains(worded, w.parent()) || places[w.parent()] == phrase)
}

// wrapped writes nodes that stand in no block of words: those that follow one
// another in line become a paragraph.
func (w *contentWriter) wrapped(nodes []*html.Node) {
	for len(nodes) > 0 {
		run := slices.IndexFunc(nodes, func(n *html.Node) bool { p := placeOf(n); return p == block || p == parted })
		switch {
		case run == 0:
			w.write(nodes[0])
			run = 1
		case run < 0:
			run = len(nodes)
			fallthrough
		default:
			w.block(atom.P, "", func() { w.all(nodes[:run]) })
		}
		nodes = nodes[run:]
	}
}

func (w *contentWriter) all(nodes []*html.Node) {
	for _, n := range nodes {
		w.write(n)
	}
}

func (w *contentWriter) write(n *html.Node) {
	switch place := placeOf(n); {
	case place == leftOut || slices.Contains(rowed, w.parent()) && !slices.Contains(within[n.DataAtom], w.parent()):
		// Nothing but its parts stands in a table.
	case n.Type == html.TextNode:
		w.text(n.Data)
	case place == phrase:
		w.phrase(n)
	case place == unwrapped:
		w.all(children(n))
	case w.amongWords():
		w.space()
		w.all(children(n))
		w.space()
	case place == parted || within[n.DataAtom] != nil && !slices.Contains(within[n.DataAtom], w.parent()):
		w.wrapped(children(n))
	case n.DataAtom == atom.Summary:
		w.block(atom.P, "", func() { w.inPhrase(atom.Strong, "", children(n)) })
	case n.DataAtom == atom.Hr:
		w.boundary()
		w.out.WriteString("<hr>")
	default:
		name := n.DataAtom
		if name == atom.H1 {
			name = atom.H2 // the first level is the title's
		}
		w.block(name, w.attributes(n), func() { w.all(children(n)) })
	}
}

// block writes a block, and nothing when there is nothing in it.
func (w *contentWriter) block(name atom.Atom, attributes string, content func()) {
	begun := w.begun
	before := w.out.Len()
	w.boundary()
	opening := "<" + name.String() + attributes + ">"
	w.out.WriteString(opening)
	w.open = append(w.open, name)
	content()
	w.open = w.open[:len(w.open)-1]
	w.boundary()
	if slices.Contains(short, name) {
		w.unwrapLast(before + len(opening))
	}
	if w.out.Len() > before+len(opening) || name == atom.Td || name == atom.Th { // a row has all of its cells
		w.out.WriteString("</" + name.String() + ">")
		return
	}
	w.out.Truncate(before)
	w.begun = begun
	w.space()
}

// unwrapLast takes the only paragraph of what has been written from there on out
// of its element, when nothing but words stands before it.
func (w *contentWriter) unwrapLast(from int) {
	words, paragraph, found := strings.Cut(string(w.out.Bytes()[from:]), "<p>")
	paragraph, whole := strings.CutSuffix(paragraph, "</p>")
	if !found || !whole || strings.Contains(words, "<") || strings.Contains(paragraph, "<p>") || strings.Contains(paragraph, "</p>") {
		return
	}
	w.out.Truncate(from)
	w.out.WriteString(strings.TrimPrefix(words+" "+paragraph, " "))
}

// boundary is where spaces are not seen.
func (w *contentWriter) boundary() { w.waiting, w.begun = nil, false }

func (w *contentWriter) space() {
	if w.begun {
		w.waiting = append(w.waiting, " ")
	}
}

// flush writes what has waited for words or a picture to follow. Of several
// spaces one is seen.
func (w *contentWriter) flush() {
	spaced := w.endsIn(" ")
	for _, tag := range w.waiting {
		if tag != " " || !spaced {
			w.out.WriteString(tag)
		}
		spaced = spaced || tag == " "
	}
	w.waiting, w.begun = nil, true
}

func (w *contentWriter) endsIn(suffix string) bool {
	return bytes.HasSuffix(w.out.Bytes(), []byte(suffix))
}

var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func (w *contentWriter) text(text string) {
	text = cleanText(text)
	if slices.Contains(w.open, atom.Pre) {
		w.preformatted(text)
		return
	}
	words := strings.FieldsFunc(text, isSpace)
	if len(words) == 0 {
		if text != "" {
			w.space()
		}
		return
	}
	if isSpace(rune(text[0])) {
		w.space()
	}
	w.flush()
	w.out.WriteString(escaped.Replace(strings.Join(words, " ")))
	if isSpace(rune(text[len(text)-1])) {
		w.space()
	}
}

func (w *contentWriter) preformatted(text string) {
	if text == "" {
		return
	}
	w.flush()
	if text[0] == '\n' && w.endsIn("<pre>") {
		w.out.WriteByte('\n') // readers drop the first
	}
	w.out.WriteString(escaped.Replace(text))
}

// isSpace reports whether HTML shows the character as a space between words.
func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\f' }

func (w *contentWriter) phrase(n *html.Node) {
	attributes := w.attributes(n)
	switch name := n.DataAtom; {
	case name == atom.Br:
		w.waiting = slices.DeleteFunc(w.waiting, func(tag string) bool { return tag == " " })
		w.flush()
		w.out.WriteString("<br>")
		w.begun = false
	case name == atom.Img:
		if attributes != "" {
			w.flush()
			w.out.WriteString("<img" + attributes + ">")
		}
	case name == atom.A && (attributes == "" || slices.Contains(w.open, atom.A)):
		w.all(children(n))
	default:
		w.inPhrase(name, attributes, children(n))
	}
}

func (w *contentWriter) inPhrase(name atom.Atom, attributes string, content []*html.Node) {
	opening := "<" + name.String() + attributes + ">"
	at := len(w.waiting)
	written := w.out.Len()
	w.waiting = append(w.waiting, opening)
	w.open = append(w.open, name)
	w.all(content)
	w.open = w.open[:len(w.open)-1]
	if w.out.Len() == written { // it still waits
		w.waiting = slices.Delete(w.waiting, at, at+1)
		return
	}
	w.out.WriteString("</" + name.String() + ">")
}
