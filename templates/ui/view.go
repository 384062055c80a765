// Package ui holds what every template shares: the view that a page is
// rendered from, and the small components that appear everywhere.
//
// Templates are given plain data. They load nothing and decide nothing about
// access: what is in a View may be shown.
package ui

import (
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
)

// View is all that the templates of one response may know.
type View struct {
	BaseURL string                   // origin of canonical addresses, without a slash at the end
	Path    string                   // path of the request
	Query   string                   // what the visitor searched for, on the search page
	Zone    *time.Location           // zone that instants are shown in
	Static  func(name string) string // address of a built asset, such as "site.css"
	Still   bool                     // no script may run: it is a preview

	Page        int    // which page of its list is shown; 0 or 1: the first
	Title       string // of the page, without the organisation
	Description string // for search engines; empty: none
	Status      int    // HTTP status of the response
	Posted      bool   // the visitor has sent something
	NoIndex     bool
	Asks        bool // the page itself is where one searches, and its header is not

	// Bare leaves what the page itself says, for programs that show it below a
	// title of their own, as readers of feeds do: neither the frame nor the
	// headline, no lists of other pages, no ways about the page and no history.
	Bare bool

	At      time.Time             // the instant that is shown; zero on pages that are not in the tree
	Banners []*kinds.Banner       // that are shown at this address
	Updates []*kinds.UpdateNotice // that are shown on this page, the most severe first

	Site   kinds.Site
	Logo   cms.Asset       // without an ID: Lectern's own
	Menus  map[string]Menu // by place; a menu without entries is absent
	Feeds  []*kinds.Feed   // every feed that is content
	Follow Follow          // what can be followed from this page
	Trail  []cms.Item      // breadcrumbs from the home page down, without the page itself

	Release  cms.Release    // zero on pages that are not in the tree, such as search
	Value    any            // the page's struct, such as *kinds.Service
	Above    map[string]any // live pages above that the value inherits from, by kind
	Form     *FormState     // of a page with a form that can be sent; else nil
	Redacted bool           // the value is no more than could be known before the release
	Notes    []cms.ChangeNote

	Linked schemaorg.Graph // what machines are told of the page; empty: nothing

	Chapters []*View           // of a work that is shown whole: each as on its own page
	Anchor   string            // of such a chapter: the identifier of its heading; empty: it is no chapter
	Anchors  map[cms.ID]string // the same for every page that stands on this one; the work's own is empty

	Refs   map[cms.ID]cms.Item  // live pages that the page refers to
	Assets map[cms.ID]cms.Asset // files that the page uses
	Terms  map[cms.ID]cms.Term
	Lists  map[any][]cms.List // by the struct that declared them, in its order

	Listing *Listing // what readers look through on a hub; nil: the page is none
}

// Feed returns the feed of that name; nil: there is none.
func (v *View) Feed(name string) *kinds.Feed {
	for _, f := range v.Feeds {
		if f.Address == name {
			return f
		}
	}
	return nil
}

// WholeView is what the parameter view of an address says for a work with all
// its chapters on one page.
const WholeView = "whole"

// Announced reports whether the page shows no more than may be known before its
// release: it is announced, or was when it was withdrawn.
func (v *View) Announced() bool { return v.Redacted || v.Release.Outcome == cms.OutcomeAnnounced }

// Canonical is the one address of what is shown. The further pages of a list
// are pages of their own.
func (v *View) Canonical() string {
	if v.Page > 1 {
		return v.Path + "?page=" + strconv.Itoa(v.Page)
	}
	return v.Path
}

// Menu is a menu with what is live of it.
type Menu struct {
	Title   string
	Entries []MenuEntry
}

// MenuEntry is one link of a menu.
type MenuEntry struct {
	Text    string
	Href    string
	Current bool // the page, or a page above it
}

// List returns the answer to the n-th list that the struct declares. A bare page
// has none.
func (v *View) List(owner any, n int) cms.List {
	if lists := v.Lists[owner]; n < len(lists) && !v.Bare {
		return lists[n]
	}
	return cms.List{}
}

// Href returns where a link leads. It is false for a link that leads nowhere:
// an empty one, or one to a page that is not live.
func (v *View) Href(l cms.Link) (string, bool) {
	if l.Page == "" {
		if fragment, here := strings.CutPrefix(l.URL, "#"); here && v.Anchor != "" {
			return placeIn(v.Anchor, fragment), true
		}
		return l.URL, l.URL != ""
	}
	if anchor, here := v.Anchors[cms.ID(l.Page)]; here {
		return placeIn(anchor, l.Fragment), true
	}
	item, live := v.Refs[cms.ID(l.Page)]
	if !live || item.Path == "" {
		return "", false
	}
	if l.Fragment != "" {
		return item.Path + "#" + l.Fragment, true
	}
	return item.Path, true
}

// placeIn is where a fragment of a page is when the page stands on another, or
// the top of it without one.
func placeIn(anchor, fragment string) string {
	switch {
	case anchor == "" && fragment == "":
		return "#" + MainID
	case anchor == "":
		return "#" + fragment
	case fragment == "":
		return "#" + anchor
	default:
		return "#" + anchor + "." + fragment
	}
}

// ID is one of the identifiers that every page has, unique where it is shown.
func (v *View) ID(id string) string {
	if v.Anchor == "" {
		return id
	}
	return v.Anchor + "." + id
}

// LinkText returns what a link is called: its own text, else the name of its
// page, else its address.
func (v *View) LinkText(l cms.Link) string {
	switch {
	case l.Text != "":
		return l.Text
	case l.Page != "":
		item := v.Refs[cms.ID(l.Page)]
		return item.Name()
	default:
		return l.URL
	}
}
