// Package site is the HTML of the public pages that are not in the tree:
// search and errors. What it returns is the whole document.
package site

import (
	"cmp"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// SearchResults is what a search found.
type SearchResults struct {
	ui.Listing
	Parents map[string]ui.Named // the works that chapters and data are a part of, by the paths of these
	Latest  map[cms.ID]cms.Item // the newest publications of series, by the pages of these
	Indexes []cms.Item          // lists from A to Z, told when nothing was found
}

// SearchTitle is the title of a page of results: `“spine” – search results`.
func SearchTitle(r SearchResults) string {
	title := "Search results"
	if r.Text != "" {
		title = "“" + r.Text + "” – search results"
	}
	if !r.Asked() && r.Page <= 1 {
		return "Search"
	}
	if n := r.Pages().Last; n > 1 {
		title += " (page " + ui.Count(r.Page) + " of " + ui.Count(n) + ")"
	}
	return title
}

// first is the place of the first result of the page among all.
func (r SearchResults) first() int {
	return (max(r.Page, 1)-1)*cmp.Or(r.Size, search.PageSize) + 1
}

// asking returns the view of a page that holds the search field, so that there
// are not two of one name.
func asking(v *ui.View, title string) *ui.View {
	t := titled(v, title)
	t.Asks = true
	return t
}

// titled returns the view under another title. The caller's view stays.
func titled(v *ui.View, title string) *ui.View {
	t := *v
	t.Title = title
	return &t
}
