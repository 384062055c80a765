package testkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Part is a piece of a page, such as the page itself, a landmark, a section or
// a link. Tests ask it for what a reader would look for: headings, links,
// tables and fields by what they are called, never by class or nesting.
//
//	page := testkit.Page(t, body)
//	page.Heading(1, "Services")
//	page.Landmark("navigation", "Breadcrumb").Link("Home").Leads("/")
//	page.Section("Contact us").Table("Points of contact").Row("Everybody else")
//
// What is not there, or is there more than once where one is asked for, ends
// the test and says what there is instead.
type Part struct {
	t    testing.TB
	name string             // what it is, for messages
	all  *goquery.Selection // of the whole page, for what is referred to by id
	*goquery.Selection
}

// Page reads a whole HTML document.
func Page(t testing.TB, body []byte) *Part {
	t.Helper()
	document, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatalf("the page is not HTML: %v", err)
	}
	return &Part{t: t, name: "the page", all: document.Selection, Selection: document.Selection}
}

// Says reports whether the part's text holds that text.
func (p *Part) Says(text string) bool { return strings.Contains(p.Text(), text) }

// Wants fails the test for each of the texts that the part does not hold.
func (p *Part) Wants(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !p.Says(text) {
			p.t.Errorf("%s does not say %q", p.name, text)
		}
	}
}

// Lacks fails the test for each of the texts that the part holds.
func (p *Part) Lacks(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if p.Says(text) {
			p.t.Errorf("%s says %q", p.name, text)
		}
	}
}

// Text is the text of the part as it is read: words with single spaces.
func (p *Part) Text() string { return textOf(p.Selection) }

// Heading returns the heading of that level and text.
func (p *Part) Heading(level int, text string) *Part {
	p.t.Helper()
	return p.one("heading", text, p.find(fmt.Sprintf("h%d", level)), textOf)
}

// Headings returns the texts of all headings of that level, in order.
func (p *Part) Headings(level int) []string {
	return texts(p.find(fmt.Sprintf("h%d", level)), textOf)
}

// HasHeading reports whether there is a heading with that text, at any level.
func (p *Part) HasHeading(text string) bool {
	return slices.Contains(texts(p.find("h1, h2, h3, h4, h5, h6"), textOf), text)
}

// Section returns what stands below the heading with that text, up to the next
// heading of its level or a higher one.
func (p *Part) Section(heading string) *Part {
	p.t.Helper()
	head := p.one("heading", heading, p.find("h1, h2, h3, h4, h5, h6"), textOf)
	return p.part("section", heading, below(head.Nodes[0]))
}

// Link returns the link that is called so.
func (p *Part) Link(name string) *Part {
	p.t.Helper()
	return p.one("link", name, p.find("a[href]"), p.nameOf)
}

// Leads fails the test unless the link leads there.
func (p *Part) Leads(href string) {
	p.t.Helper()
	if got := p.AttrOr("href", ""); got != href {
		p.t.Errorf("%s leads to %q, want %q", p.name, got, href)
	}
}

// Landmark returns the landmark with that role and name. The name is empty for
// one without.
func (p *Part) Landmark(role, name string) *Part {
	p.t.Helper()
	tag, known := landmarks[role]
	if !known {
		p.t.Fatalf("%q is not the role of a landmark", role)
	}
	return p.one(role, name, p.find(fmt.Sprintf("%s, [role=%s]", tag, role)), p.givenName)
}

var landmarks = map[string]string{
	"banner": "body > header", "complementary": "aside", "contentinfo": "body > footer", "form": "form",
	"main": "main", "navigation": "nav", "region": "section", "search": "search",
}

// Table returns the table with that caption.
func (p *Part) Table(caption string) *Part {
	p.t.Helper()
	return p.one("table", caption, p.find("table"), func(s *goquery.Selection) string {
		return textOf(s.ChildrenFiltered("caption"))
	})
}

// Columns returns the texts of a table's column headings.
func (p *Part) Columns() []string { return texts(p.find("thead tr").Children(), textOf) }

// Row returns the row of a table that begins with that cell.
func (p *Part) Row(first string) *Part {
	p.t.Helper()
	return p.one("row", first, p.find("tbody tr"), func(s *goquery.Selection) string {
		return textOf(s.Children().First())
	})
}

// Field returns the form field with that label.
func (p *Part) Field(label string) *Part {
	p.t.Helper()
	return p.one("field", label, p.find(fields), p.nameOf)
}

// Button returns the button that is called so.
func (p *Part) Button(name string) *Part {
	p.t.Helper()
	return p.one("button", name, p.find(`button, input[type=submit], [role=button]`), p.nameOf)
}

// one returns the only one of the candidates that is called so.
func (p *Part) one(what, name string, candidates *goquery.Selection, called func(*goquery.Selection) string) *Part {
	p.t.Helper()
	found := candidates.FilterFunction(func(_ int, s *goquery.Selection) bool { return called(s) == name })
	switch found.Length() {
	case 1:
		return p.part(what, name, found)
	case 0:
		p.t.Fatalf("%s has no %s %q; it has %q", p.name, what, name, texts(candidates, called))
	default:
		p.t.Fatalf("%s has %d times a %s %q", p.name, found.Length(), what, name)
	}
	return nil
}

func (p *Part) part(what, name string, found *goquery.Selection) *Part {
	return &Part{t: p.t, name: strings.TrimSpace(fmt.Sprintf("the %s %q", what, name)), all: p.all, Selection: found}
}

// find returns what matches in the part, the part itself included, in order.
func (p *Part) find(selector string) *goquery.Selection {
	found := &goquery.Selection{}
	p.Each(func(_ int, s *goquery.Selection) {
		found = found.AddSelection(s.Filter(selector)).AddSelection(s.Find(selector))
	})
	return found
}

// below returns what follows a heading and belongs to it, as the largest nodes
// that do.
func below(heading *html.Node) *goquery.Selection {
	var found []*html.Node
	var add func(n *html.Node) bool
	add = func(n *html.Node) (goesOn bool) {
		if level := headingLevel(n); level > 0 && level <= headingLevel(heading) {
			return false
		}
		if !holdsHeading(n, headingLevel(heading)) {
			found = append(found, n)
			return true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !add(c) {
				return false
			}
		}
		return true
	}
	for n := heading; n != nil; n = n.Parent {
		for next := n.NextSibling; next != nil; next = next.NextSibling {
			if !add(next) {
				return &goquery.Selection{Nodes: found}
			}
		}
		if n.Data == "main" || n.Data == "footer" || n.Data == "header" {
			break
		}
	}
	return &goquery.Selection{Nodes: found}
}

func holdsHeading(n *html.Node, level int) bool {
	for d := range n.Descendants() {
		if l := headingLevel(d); l > 0 && l <= level {
			return true
		}
	}
	return false
}

// headingLevel is 0 for what is not a heading.
func headingLevel(n *html.Node) int {
	if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// nameOf is what an element is called: by its label, or else by its content.
func (p *Part) nameOf(s *goquery.Selection) string {
	if name := p.givenName(s); name != "" {
		return name
	}
	if s.Is(fields) {
		id := s.AttrOr("id", "")
		label := p.all.Find("label").FilterFunction(func(_ int, l *goquery.Selection) bool {
			return id != "" && l.AttrOr("for", "") == id
		})
		return textOf(label.AddSelection(s.Closest("label")))
	}
	if s.Is("input") {
		return s.AttrOr("value", "")
	}
	name := textOf(s)
	s.Find("img[alt], [role=img][aria-label]").Each(func(_ int, image *goquery.Selection) {
		name += " " + image.AttrOr("alt", "") + image.AttrOr("aria-label", "")
	})
	return strings.TrimSpace(name)
}

// givenName is the name that ARIA gives an element.
func (p *Part) givenName(s *goquery.Selection) string {
	if name := strings.TrimSpace(s.AttrOr("aria-label", "")); name != "" {
		return name
	}
	var words []string
	for id := range strings.FieldsSeq(s.AttrOr("aria-labelledby", "")) {
		words = append(words, textOf(byID(p.all, id)))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// fields are the controls that need a label.
const fields = `input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), select, textarea`

func byID(in *goquery.Selection, id string) *goquery.Selection {
	return in.Find("[id]").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.AttrOr("id", "") == id })
}

func texts(s *goquery.Selection, called func(*goquery.Selection) string) []string {
	return s.Map(func(_ int, one *goquery.Selection) string { return called(one) })
}

// inline elements do not part words.
var inline = []string{"a", "abbr", "b", "code", "del", "em", "i", "ins", "span", "strong", "sub", "sup", "time"}

// textOf puts the words of the elements together. Where a block begins or ends,
// a word ends, too.
func textOf(s *goquery.Selection) string {
	var text strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "svg"):
			return
		}
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.Data)
		if block {
			text.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			add(c)
		}
		if block {
			text.WriteByte(' ')
		}
	}
	for _, n := range s.Nodes {
		add(n)
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
