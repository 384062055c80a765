package richtext

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"lectern/internal/cms"
)

// FromHTML turns HTML that somebody pasted into text: what Word, Outlook,
// LibreOffice, Google Docs or a web page puts on the clipboard. The text is
// normalised.
//
// Paragraphs, lists, links, strong, emphasis, code, abbreviations, subscript
// and superscript are kept, whether a tag or a style says so. Two line breaks
// in a row end a paragraph, and so does every one within <address>; a single
// one is a space. Headings, quotes and tables become paragraphs, a row of a
// table one with "|" between its cells. Looks, such as fonts, colours and
// underlining, are dropped, and so is what a reader did not see.
//
// lost tells an editor in sentences, without full stop, whatever else did not
// fit. No visible word is lost without being told there.
//
// resolve turns an address, already known to be safe, into a link. Its error is
// told, and the link becomes its words. Without resolve every address stays as
// it is written.
//
// HTML that is nested deeper than 512 elements, or is longer than a million
// bytes without what is not needed of it, is not looked at closely: its words
// are kept as paragraphs. Time is proportional to the length of source, which
// the caller limits.
func FromHTML(source string, resolve func(href string) (cms.Link, error)) (doc Doc, lost []string) {
	if resolve == nil {
		resolve = asWritten
	}
	p := &paste{resolve: resolve}
	if root, err := parseHTML(source); err == nil {
		doc = p.flow(root, look{})
	} else {
		p.tell(lostForm)
		doc = wordsAlone(source)
	}
	if doc.depth() > maxDepth {
		p.tell(lostDepth)
	}
	return doc.Normalise(), p.losses.sentences()
}

// paste is what turns one piece of HTML into text.
type paste struct {
	resolve func(href string) (cms.Link, error)
	losses
}

// flow reads what is inside an element that holds blocks of its own.
func (p *paste) flow(n *html.Node, l look) Doc {
	var b blocks
	p.children(n, &b, l)
	b.end()
	return b.doc
}

func (p *paste) children(n *html.Node, b *blocks, l look) {
	for c := n.FirstChild; c != nil; {
		if entries, next := p.entries(c, l); len(entries) > 0 {
			b.add(nest(entries))
			c = next
			continue
		}
		switch c.Type {
		case html.TextNode:
			p.text(c.Data, b, l)
		case html.ElementNode:
			p.element(c, b, l)
		}
		c = c.NextSibling
	}
}

func (p *paste) text(text string, b *blocks, l look) {
	if !l.preformatted {
		p.write(text, b, l)
		return
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.end()
		}
		p.write(line, b, l)
	}
}

func (p *paste) write(text string, b *blocks, l look) {
	if joined := b.write(text, l); joined {
		p.tell(lostLineBreak)
	}
}

func (p *paste) element(n *html.Node, b *blocks, l look) {
	if hidden(n) {
		return
	}
	if what, is := leftOut(n); is {
		p.tell(what)
		return
	}
	tag := tagOf(n)
	if what, is := becomes[tag]; is {
		p.tell(what)
	}
	l = p.look(n, l)
	switch {
	case tag == "br":
		p.lineBreak(b, l)
	case spacer(n):
		p.write(space, b, l)
	case isList(n):
		b.add(Doc{{List: p.list(n, l)}})
	case tag == "table":
		b.add(p.table(n, l))
	case blockTags[tag] || isHeading(n):
		p.block(n, b, l)
	default:
		p.children(n, b, l)
	}
}

func (p *paste) block(n *html.Node, b *blocks, l look) {
	b.end()
	p.children(n, b, l)
	b.end()
}

func (p *paste) lineBreak(b *blocks, l look) {
	if l.lines {
		b.end()
	} else {
		b.breaks++
	}
}

// blocks collects paragraphs and lists. Text goes into the paragraph at its
// end until a block begins or ends.
type blocks struct {
	doc    Doc
	open   []Span
	breaks int // line breaks since the last word
}

func (b *blocks) empty() bool { return len(b.doc) == 0 && len(b.open) == 0 }

func (b *blocks) end() {
	if len(b.open) > 0 {
		b.doc = append(b.doc, Block{Paragraph: b.open})
	}
	b.open, b.breaks = nil, 0
}

func (b *blocks) add(doc Doc) {
	b.end()
	b.doc = append(b.doc, doc...)
}

// write adds text to the open paragraph, or to a new one after two line
// breaks. It reports whether a line break became a space.
func (b *blocks) write(text string, l look) (joined bool) {
	if NormaliseLine(text) != "" {
		if b.breaks > 1 {
			b.end()
		}
		if joined = b.breaks == 1 && len(b.open) > 0; joined {
			b.open = append(b.open, Span{Text: b.narrow(space)})
		}
		b.breaks = 0
	} else if len(b.open) == 0 {
		return false
	}
	b.open = append(b.open, l.span(b.narrow(text)))
	return joined
}

// wide is white space that no-break spaces only make wide.
var wide = regexp.MustCompile(`[\s\x{a0}]{2,}`)

// narrow makes one space of several, those at the end of the open paragraph
// included. A no-break space that stands alone stays.
func (b *blocks) narrow(text string) string {
	text = wide.ReplaceAllString(text, space)
	last := len(b.open) - 1
	if last < 0 {
		return text
	}
	before := strings.TrimRightFunc(b.open[last].Text, unicode.IsSpace)
	after := strings.TrimLeftFunc(text, unicode.IsSpace)
	if before == b.open[last].Text || after == text {
		return text
	}
	if b.open[last].Text = before; before == "" {
		b.open = b.open[:last]
	}
	return space + after
}

// The tags of elements that stand on lines of their own.
var blockTags = set(`address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
	figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p
	plaintext pre search section summary table tbody td tfoot th thead tr ul xmp`)

// The tags of elements whose content no reader sees.
var hiddenTags = set("base datalist head link meta noembed noframes noscript param script source style template title track xml")

// hidden reports whether a reader did not see the element.
func hidden(n *html.Node) bool {
	tag := tagOf(n)
	if hiddenTags[tag] || hasAttribute(n, "hidden") || tag == "input" && strings.EqualFold(attribute(n, "type"), "hidden") {
		return true
	}
	if hasClass(n, "msocomanchor") || hasClass(n, "msocomoff") { // what Word puts around a comment
		return true
	}
	style := styleOf(n)
	if style["mso-special-character"] == "comment" {
		return true
	}
	return style["display"] == "none" || style["visibility"] == "hidden" || style["mso-hide"] == "all"
}

// spacer reports whether the element is there only to make a space wide.
func spacer(n *html.Node) bool {
	return (styleOf(n)["mso-spacerun"] == "yes" || hasClass(n, "Apple-converted-space")) && NormaliseLine(textOf(n)) == ""
}

func set(words string) map[string]bool {
	members := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		members[word] = true
	}
	return members
}

// tagOf returns the element's name, as it was in the source.
func tagOf(n *html.Node) string { return strings.TrimPrefix(n.Data, tamed) }

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}
