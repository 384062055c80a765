package richtext

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/internal/cms"
)

// look is what an element's text has from the elements around it.
type look struct {
	marks        Marks
	abbr         string
	link         *cms.Link
	heading      bool // in a heading, which is not strong as well
	lines        bool // a line break ends a paragraph
	preformatted bool // and so does the end of a line in the source
}

func (l look) span(text string) Span {
	s := Span{Text: text, Marks: l.marks, Abbr: l.abbr, Link: l.link}
	if l.heading {
		s.Marks &^= Strong
	}
	return s
}

var tagMarks = map[string]Marks{
	"b": Strong, "strong": Strong,
	"i": Emphasis, "em": Emphasis, "cite": Emphasis, "dfn": Emphasis, "var": Emphasis,
	"code": Code, "kbd": Code, "samp": Code, "tt": Code, "pre": Code, "xmp": Code,
	"sub": Subscript,
	"sup": Superscript,
}

// look returns the look of the text inside the element. What its style says
// counts more than its tag: Google Docs puts all into a <b> that is not bold.
func (p *paste) look(n *html.Node, l look) look {
	tag, style := tagOf(n), styleOf(n)
	own := tagMarks[tag]
	if strings.HasPrefix(attribute(n, "id"), "docs-internal-guid-") {
		own = 0
	}
	switch style["vertical-align"] {
	case "sub":
		own |= Subscript
	case "super":
		own |= Superscript
	case "baseline":
		own &^= Subscript | Superscript
	}
	l.marks |= own
	l.marks = styled(l.marks, Strong, isBold, style["font-weight"])
	l.marks = styled(l.marks, Emphasis, isItalic, style["font-style"])
	if struck(tag, style) {
		p.tell(lostStrike)
	}
	if isHeading(n) && !l.heading {
		p.tell(lostHeading)
		l.heading = true
	}
	l.preformatted = l.preformatted || tag == "pre" || tag == "xmp" || tag == "plaintext"
	l.lines = l.lines || l.preformatted || tag == "address"
	switch tag {
	case "abbr", "acronym":
		if title := NormaliseLine(attribute(n, "title")); title != "" {
			l.abbr = title
		}
	case "a":
		if hasAttribute(n, "href") {
			l.link = p.link(attribute(n, "href"))
		}
	}
	return l
}

// styled sets or clears the mark as the value of a style says, if it does.
func styled(marks, mark Marks, is func(value string) (yes, known bool), value string) Marks {
	switch yes, known := is(value); {
	case !known:
		return marks
	case yes:
		return marks | mark
	default:
		return marks &^ mark
	}
}

func isBold(value string) (yes, known bool) {
	switch value {
	case "bold", "bolder":
		return true, true
	case "normal", "lighter":
		return false, true
	}
	weight, err := strconv.Atoi(value)
	return weight >= 600, err == nil
}

func isItalic(value string) (yes, known bool) {
	return value == "italic" || strings.HasPrefix(value, "oblique"), value != "" && value != "inherit"
}

// struck reports whether this element, not one around it, strikes text out.
func struck(tag string, style map[string]string) bool {
	return tag == "s" || tag == "strike" ||
		strings.Contains(style["text-decoration"]+style["text-decoration-line"], "line-through")
}

var headingTags = set("h1 h2 h3 h4 h5 h6")

func isHeading(n *html.Node) bool {
	return headingTags[tagOf(n)] || attribute(n, "role") == "heading" || hasClass(n, "MsoTitle") || hasClass(n, "MsoSubtitle")
}

// styleOf reads the element's style attribute, in small letters. Properties
// whose names only end in a name, such as mso-bidi-font-weight, are others.
func styleOf(n *html.Node) map[string]string {
	style := map[string]string{}
	for declaration := range strings.SplitSeq(attribute(n, "style"), ";") {
		if name, value, found := strings.Cut(declaration, ":"); found {
			value, _, _ = strings.Cut(value, "!")
			style[strings.ToLower(strings.TrimSpace(name))] = strings.ToLower(strings.TrimSpace(value))
		}
	}
	return style
}

// link returns where the address leads, or nil and tells why it does not.
func (p *paste) link(href string) *cms.Link {
	href = NormaliseHref(unwrapped(href))
	if href == "" {
		return nil
	}
	if strings.HasPrefix(href, "#_") { // Word's contents, notes and comments
		p.tell(lostPlace)
		return nil
	}
	err := CheckHref(href)
	if err == nil {
		var link cms.Link
		if link, err = p.resolve(href); err == nil {
			return &link
		}
	}
	p.tell(lostLink(err))
	return nil
}

// unwrapped returns the address inside one that Outlook or Google puts around
// it to see who follows it.
func unwrapped(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return href
	}
	inside := ""
	switch host := u.Hostname(); {
	case strings.HasSuffix(host, ".safelinks.protection.outlook.com"):
		inside = u.Query().Get("url")
	case host == "www.google.com" && u.Path == "/url":
		inside = u.Query().Get("q")
	}
	if inside == "" {
		return href
	}
	return inside
}

func lostLink(err error) loss {
	message := []rune(err.Error())
	if len(message) > 200 {
		message = append(message[:200], '…')
	}
	return loss{
		one:  fmt.Sprintf("1 link became plain words: %s", string(message)),
		many: fmt.Sprintf("%%d links became plain words: %s", strings.ReplaceAll(string(message), "%", "%%")),
	}
}
