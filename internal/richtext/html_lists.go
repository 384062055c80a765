package richtext

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

var listTags = set("ul ol menu dir")

func isList(n *html.Node) bool { return listTags[tagOf(n)] }

// list reads a list. One that stands between its items, as Google Docs and
// older programs write it, belongs to the item before it.
func (p *paste) list(n *html.Node, l look) *List {
	list := &List{Ordered: tagOf(n) == "ol"}
	if start := attribute(n, "start"); list.Ordered && start != "" && start != "1" {
		p.tell(lostNumber)
	}
	var between blocks
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		last := len(list.Items) - 1
		switch {
		case c.Type == html.ElementNode && tagOf(c) == "li" && !hidden(c):
			between.end()
			list.Items = append(append(list.Items, between.doc), p.flow(c, p.look(c, l)))
			between.doc = nil
		case c.Type == html.ElementNode && isList(c) && !hidden(c) && last >= 0 && between.empty():
			list.Items[last] = append(list.Items[last], Block{List: p.list(c, p.look(c, l))})
		case c.Type == html.ElementNode:
			p.element(c, &between, l)
		case c.Type == html.TextNode:
			p.text(c.Data, &between, l)
		}
	}
	between.end()
	list.Items = append(list.Items, between.doc)
	return list
}

// entry is an item of a list whose depth is told by a number, from 1, because
// the HTML does not nest.
type entry struct {
	level   int
	ordered bool
	doc     Doc
}

// nest turns entries in a row into lists, one for each entry: adjacent ones
// are joined when the text is normalised.
func nest(entries []entry) Doc {
	var doc Doc
	for len(entries) > 0 {
		first, rest := entries[0], entries[1:]
		inside := 0
		for inside < len(rest) && rest[inside].level > first.level {
			inside++
		}
		item := append(first.doc, nest(rest[:inside])...)
		doc = append(doc, Block{List: &List{Ordered: first.ordered, Items: []Doc{item}}})
		entries = rest[inside:]
	}
	return doc
}

// entries reads the entries that n and the siblings after it are, and returns
// the sibling after them.
func (p *paste) entries(n *html.Node, l look) (entries []entry, next *html.Node) {
	for next = n; next != nil; next = next.NextSibling {
		if len(entries) > 0 && nothing(next) {
			continue
		}
		more := p.entriesIn(next, l)
		if len(more) == 0 {
			break
		}
		entries = append(entries, more...)
	}
	return entries, next
}

// nothing reports whether the node may stand between two items of a list.
func nothing(n *html.Node) bool {
	return n.Type == html.CommentNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""
}

func (p *paste) entriesIn(n *html.Node, l look) []entry {
	switch {
	case n.Type != html.ElementNode || hidden(n):
		return nil
	case tagOf(n) == "li": // whose list was not copied
		return []entry{p.itemEntry(n, l)}
	case isOnlineList(n):
		return p.onlineEntries(n, l)
	case isOnlineWrapper(n):
		return p.wrappedEntries(n, l)
	case tagOf(n) == "p" || tagOf(n) == "div":
		return p.wordEntry(n, l)
	default:
		return nil
	}
}

func (p *paste) itemEntry(n *html.Node, l look) entry {
	return entry{level: level(attribute(n, "data-aria-level")), doc: p.flow(n, p.look(n, l))}
}

// Word Online wraps every item in a list of its own, which tells its level, and
// perhaps that list in a <div>.

func isOnlineList(n *html.Node) bool {
	return isList(n) && allInside(n, func(c *html.Node) bool {
		return tagOf(c) == "li" && hasAttribute(c, "data-aria-level") && !hidden(c)
	})
}

func isOnlineWrapper(n *html.Node) bool {
	return hasClass(n, "ListContainerWrapper") && allInside(n, isOnlineList)
}

// allInside reports whether there is something in n, and nothing but elements
// of which is holds.
func allInside(n *html.Node, is func(*html.Node) bool) bool {
	some := false
	for c := range n.ChildNodes() {
		if nothing(c) {
			continue
		}
		if c.Type != html.ElementNode || !is(c) {
			return false
		}
		some = true
	}
	return some
}

func (p *paste) onlineEntries(n *html.Node, l look) []entry {
	var entries []entry
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			e := p.itemEntry(c, l)
			e.ordered = tagOf(n) == "ol"
			entries = append(entries, e)
		}
	}
	return entries
}

func (p *paste) wrappedEntries(n *html.Node, l look) []entry {
	var entries []entry
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			entries = append(entries, p.onlineEntries(c, l)...)
		}
	}
	return entries
}

// level reads the level of an item: from 1 to the deepest of Word, 9.
func level(number string) int {
	n, _ := strconv.Atoi(number)
	return min(max(n, 1), 9)
}

var (
	wordList = regexp.MustCompile(`^l\d+ level(\d+)`)
	// numbered are markers such as 1. a) (iv) and 2.3, but not Word's bullet o.
	numbered = regexp.MustCompile(`^\(?([0-9A-Za-z]{1,6}[.)]|[0-9]+(\.[0-9]+)*[.)]?)$`)
)

// wordEntry reads a paragraph that is an item in Word: its style names a list
// and a level, as in mso-list:l0 level2 lfo1, or a browser has left a marker
// alone. A numbered heading is none.
func (p *paste) wordEntry(n *html.Node, l look) []entry {
	if _, out := leftOut(n); out || isHeading(n) {
		return nil
	}
	inList := wordList.FindStringSubmatch(styleOf(n)["mso-list"])
	if inList == nil && !strings.HasPrefix(attribute(n, "class"), "MsoListParagraph") {
		return nil
	}
	marker, found := takeMarker(n)
	e := entry{level: 1, ordered: numbered.MatchString(marker)}
	switch {
	case inList != nil:
		e.level = level(inList[1])
	case !found:
		return nil
	}
	e.doc = p.flow(n, p.look(n, l))
	return []entry{e}
}

// maxMarker is the length in characters of the longest marker that is taken
// for one.
const maxMarker = 20

// takeMarker takes the bullet or number out of Word's item and returns it.
func takeMarker(n *html.Node) (marker string, found bool) {
	nodes := markerNodes(n)
	for _, m := range nodes {
		marker += textOf(m)
	}
	marker = NormaliseLine(marker)
	if len(nodes) == 0 || utf8.RuneCountInString(marker) > maxMarker {
		return "", false
	}
	for _, m := range nodes {
		m.Parent.RemoveChild(m)
	}
	return marker, true
}

// markerNodes returns the first marker inside n: an element with the style
// mso-list:Ignore, or what stands between the comments [if !supportLists] and
// [endif].
func markerNodes(n *html.Node) []*html.Node {
	var between []*html.Node
	inside := false
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.CommentNode && strings.TrimSpace(c.Data) == "[if !supportLists]":
			inside = true
		case c.Type == html.CommentNode && inside:
			return between
		case inside:
			between = append(between, c)
		case c.Type == html.ElementNode && styleOf(c)["mso-list"] == "ignore":
			return []*html.Node{c}
		case c.Type == html.ElementNode:
			if nodes := markerNodes(c); len(nodes) > 0 {
				return nodes
			}
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return text.String()
}
