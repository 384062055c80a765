// Package site is the HTML of the public pages that are not in the tree:
// search and errors. What it returns is the whole document.
package site

import (
	"net/url"
	"strconv"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// SearchResults is what a search found.
type SearchResults struct {
	Query string // as the visitor wrote it; empty: nothing was asked yet
	Items []cms.Item
	Total int
	Page  int // which page of the results, from 1
	Pages int

	Indexes []cms.Item // lists from A to Z, told when nothing was found
}

// SearchTitle is the title of a page of results: `“spine” – search results`.
func SearchTitle(r SearchResults) string {
	if r.Query == "" {
		return "Search"
	}
	title := "“" + r.Query + "” – search results"
	if r.Pages > 1 {
		title += " (page " + ui.Count(r.Page) + " of " + ui.Count(r.Pages) + ")"
	}
	return title
}

func (r SearchResults) pagination() ui.Pages {
	return ui.Pages{Number: r.Page, Last: r.Pages, Href: func(n int) string {
		q := url.Values{"q": {r.Query}}
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		return "/search?" + q.Encode()
	}}
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

// dated reports whether readers know a page by its date. When a service or a
// person's page was made says nothing of them.
func dated(item cms.Item) bool {
	switch item.Kind {
	case "service", "person", "form", "series":
		return false
	}
	return kindNames[item.Kind] != "" && !ui.SortDate(item).IsZero()
}

// kindNames is what readers call the kinds of pages. Pages that only lead to
// others, or that are no more than a page, are not called anything.
var kindNames = map[string]string{
	"api": "API", "blog-post": "Blog", "case-study": "Case study", "cyber-alert": "Cyber alert", "data-set": "Data set",
	"event": "Event", "feature": "Feature", "form": "Form", "job": "Job", "news-article": "News", "person": "Person",
	"publication": "Publication", "publication-page": "Publication chapter", "published-work": "Report",
	"published-work-chapter": "Report chapter", "series": "Series", "service": "Service",
}
