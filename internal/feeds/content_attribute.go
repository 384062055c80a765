package feeds

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes are those that stay of an element, as they are written. A picture
// or a link that leads nowhere has none.
func (w *contentWriter) attributes(n *html.Node) string {
	switch n.DataAtom {
	case atom.A:
		return written("href", w.absolute(attribute(n, "href"), "http", "https", "mailto", "tel"))
	case atom.Img:
		source := w.absolute(attribute(n, "src"), "http", "https")
		if source == "" {
			return ""
		}
		return written("src", source) + ` alt="` + escaped.Replace(cleanText(attribute(n, "alt"))) + `"` +
			written("width", number(attribute(n, "width"))) + written("height", number(attribute(n, "height")))
	case atom.Abbr:
		return written("title", attribute(n, "title"))
	case atom.Time:
		return written("datetime", attribute(n, "datetime"))
	case atom.Td, atom.Th:
		return written("scope", oneOf(attribute(n, "scope"), "col", "row")) +
			written("colspan", number(attribute(n, "colspan"))) + written("rowspan", number(attribute(n, "rowspan")))
	case atom.Ol:
		return written("start", number(attribute(n, "start")))
	}
	return ""
}

func attribute(n *html.Node, key string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Namespace == "" && a.Key == key })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}

// written is an attribute; one without a value is left out.
func written(key, value string) string {
	if value = cleanText(value); value == "" {
		return ""
	}
	return " " + key + `="` + escaped.Replace(value) + `"`
}

// number is a whole number from 1, or nothing.
func number(text string) string {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// oneOf is the value if it is known, or nothing.
func oneOf(value string, known ...string) string {
	if slices.Contains(known, value) {
		return value
	}
	return ""
}

// absolute is where an address leads from the page; empty: nowhere, or by none
// of the schemes.
func (w *contentWriter) absolute(address string, schemes ...string) string {
	address = strings.Trim(address, " \t\r\n\f")
	to, err := url.Parse(address)
	if err != nil || address == "" {
		return ""
	}
	to = w.address.ResolveReference(to)
	if !slices.Contains(schemes, to.Scheme) || to.Host == "" && strings.HasPrefix(to.Scheme, "http") {
		return ""
	}
	absolute := to.String()
	if again, err := url.Parse(absolute); err != nil || w.address.ResolveReference(again).String() != absolute {
		return ""
	}
	return absolute
}
