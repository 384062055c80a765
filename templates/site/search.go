// Package site is the HTML of the public pages that are not in the tree:
// search and errors. What it returns is the whole document.
package site

import (
	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// SearchResults is what a search found.
type SearchResults struct {
	search.Query
	search.Results

	Indexes []cms.Item // lists from A to Z, told when nothing was found
}

// Asked reports whether there is anything to answer: a text, or a choice.
func (r SearchResults) Asked() bool { return r.Text != "" || len(r.Chosen) > 0 }

// pages is how many pages of results there are.
func (r SearchResults) pages() int { return (r.Total + search.PageSize - 1) / search.PageSize }

// sought is what was typed, in quotation marks.
func (r SearchResults) sought() string {
	if r.Text == "" {
		return "what you chose"
	}
	return "“" + r.Text + "”"
}

// SearchTitle is the title of a page of results: `“spine” – search results`.
func SearchTitle(r SearchResults) string {
	if !r.Asked() {
		return "Search"
	}
	title := "Search results"
	if r.Text != "" {
		title = r.sought() + " – search results"
	}
	if n := r.pages(); n > 1 {
		title += " (page " + ui.Count(r.Page) + " of " + ui.Count(n) + ")"
	}
	return title
}

func (r SearchResults) pagination() ui.Pages {
	return ui.Pages{Number: r.Page, Last: r.pages(), Href: func(n int) string { return "/search" + r.On(n).Address() }}
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
