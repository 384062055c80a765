package cms

import (
	"fmt"
	"slices"
	"strings"
)

// Place is where a page with an address is in the editors' tree.
type Place struct {
	Page   ID
	Title  string // as editors know it
	Path   string
	Branch []ID // the page and those above it, from the top down
	Live   bool // the public gets it now
}

// Places is what is known of where pages are. It turns addresses that people
// write into links, and links into addresses.
type Places []Place

// Link is the link that an address, already known to be safe, is.
func (p Places) Link(href string) (Link, error) {
	if !strings.HasPrefix(href, "/") {
		return Link{URL: href}, nil
	}
	path, fragment, _ := strings.Cut(href, "#")
	if i := slices.IndexFunc(p, func(one Place) bool { return one.Path == path }); i >= 0 {
		return Link{Page: Ref(p[i].Page), Fragment: fragment}, nil
	}
	if withoutQuery, _, _ := strings.Cut(path, "?"); LinkedByAddress(withoutQuery) {
		return Link{URL: href}, nil
	}
	return Link{}, fmt.Errorf("there is no page at %q; correct the path, or take the link away", path)
}

// Address is what people write for a link. That of a page which is not known
// is its id, which is read as no page: so nothing is lost in silence.
func (p Places) Address(l Link) string {
	if l.Page == "" {
		return l.URL
	}
	address := "/" + string(l.Page)
	if i := slices.IndexFunc(p, func(one Place) bool { return one.Page == ID(l.Page) }); i >= 0 {
		address = p[i].Path
	}
	if l.Fragment == "" {
		return address
	}
	return address + "#" + l.Fragment
}

// LinkedByAddress reports whether pages may link to a path though it is not a
// page's.
func LinkedByAddress(path string) bool { return path == "/search" }
