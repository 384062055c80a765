package admin

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// relinker makes the links of a page of the site lead on within a preview of it.
type relinker struct {
	site  string                   // origin of the site
	path  string                   // of the page
	frame func(to *url.URL) string // address of the preview of another page
	away  func(to string) string   // address of what stands for what a preview does not show
	own   func(path string) bool   // the program itself answers there, and no page

	script string // a tag that is put at the end of the head
}

// page rewrites the links of a page and adds the script, and leaves all else as
// it is.
func (l *relinker) page(page []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(page) + len(page)/8)
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.Bytes()
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := bytes.Clone(z.Raw())
			token := z.Token()
			if l.tag(&token) {
				out.WriteString(token.String())
			} else {
				out.Write(raw)
			}
		case html.EndTagToken:
			raw := bytes.Clone(z.Raw())
			if name, _ := z.TagName(); string(name) == "head" {
				out.WriteString(l.script)
			}
			out.Write(raw)
		default:
			out.Write(z.Raw())
		}
	}
}

// tag rewrites the addresses in a tag, and reports whether there were any.
func (l *relinker) tag(token *html.Token) (changed bool) {
	leads := token.Data == "a" || token.Data == "area"
	for i, attribute := range token.Attr {
		to := attribute.Val
		switch attribute.Key {
		case "href":
			if leads {
				to = l.link(to)
			} else {
				to = file(to)
			}
		case "src", "poster", "data":
			to = file(to)
		case "srcset":
			to = files(to)
		}
		if to != attribute.Val {
			token.Attr[i].Val, changed = to, true
		}
	}
	return changed
}

// link leads to the preview of a page, to a file, or to what stands for what the
// preview does not show.
func (l *relinker) link(href string) string {
	if strings.HasPrefix(href, "#") {
		return href
	}
	u, err := url.Parse(href)
	if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return href
	}
	if rest, own := strings.CutPrefix(href, l.site); own && l.site != "" && (rest == "" || rest[0] == '/' || rest[0] == '?' || rest[0] == '#') {
		if u, err = url.Parse("/" + strings.TrimPrefix(rest, "/")); err != nil {
			return href
		}
	}
	if u.Host != "" {
		return l.away(href)
	}
	u = (&url.URL{Path: l.path}).ResolveReference(u)
	switch {
	case strings.HasPrefix(u.Path, "/media/"):
		return "/admin" + u.String()
	case l.own(u.Path):
		return l.away(u.String())
	}
	return l.frame(u)
}

// file leads to a file as those who work on the website get it: it may not be
// public yet.
func file(address string) string {
	if strings.HasPrefix(address, "/media/") {
		return "/admin" + address
	}
	return address
}

// files is file for each of several, such as "/media/1/a.jpg 320w, ...".
func files(set string) string {
	if !strings.Contains(set, "/media/") {
		return set
	}
	parts := strings.Split(set, ",")
	for i, part := range parts {
		trimmed := strings.TrimLeft(part, " \n\t")
		parts[i] = part[:len(part)-len(trimmed)] + file(trimmed)
	}
	return strings.Join(parts, ",")
}
