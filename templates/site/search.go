// Package site is the HTML of the public pages that are not in the tree:
// search and errors. What it returns is the whole document.
package site

import (
	"slices"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// SearchResults is what a search found.
type SearchResults struct {
	search.Query
	search.Results

	Terms   Terms
	Parents map[string]ui.Named // the works that chapters and data are a part of, by the paths of these
	Latest  map[cms.ID]cms.Item // the newest publications of series, by the pages of these
	Indexes []cms.Item          // lists from A to Z, told when nothing was found
}

// resultsID is where the results begin.
const resultsID = "results"

// asked reports whether there is anything to answer: a text, or a choice.
func (r SearchResults) asked() bool { return r.Text != "" || len(r.Chosen) > 0 }

// pages is how many pages of results there are.
func (r SearchResults) pages() int { return (r.Total + search.PageSize - 1) / search.PageSize }

// href is the address of a state of the search.
func href(q search.Query) string { return "/search" + q.Address() }

// order is what the results are sorted by.
func (r SearchResults) order() search.Sort {
	if r.Sort == search.Date {
		return search.Date
	}
	return search.Relevance
}

// other is the order that they are not in.
func (r SearchResults) other() search.Sort {
	if r.Sort == search.Date {
		return search.Relevance
	}
	return search.Date
}

// found says how much was found of what, and in which order.
func (r SearchResults) found() string {
	sorted := "sorted by " + string(r.order()) + "."
	results := ui.Plural(r.Total, "result", "results")
	switch {
	case r.Total == 0 && r.Text != "":
		return "No results for: " + r.Text
	case r.Total == 0 && r.asked():
		return "No results for these filters"
	case r.Total == 0:
		return "No results"
	case r.Text == "":
		return results + " " + sorted
	case r.Loose:
		return results + " close to '" + r.Text + "', " + sorted
	}
	return results + " containing '" + r.Text + "', " + sorted
}

// SearchTitle is the title of a page of results: `“spine” – search results`.
func SearchTitle(r SearchResults) string {
	title := "Search results"
	if r.Text != "" {
		title = "“" + r.Text + "” – search results"
	}
	if !r.asked() && r.Page <= 1 {
		return "Search"
	}
	if n := r.pages(); n > 1 {
		title += " (page " + ui.Count(r.Page) + " of " + ui.Count(n) + ")"
	}
	return title
}

// first is the place of the first result of the page among all.
func (r SearchResults) first() int { return (max(r.Page, 1)-1)*search.PageSize + 1 }

func (r SearchResults) pagination() ui.Pages {
	return ui.Pages{Number: r.Page, Last: r.pages(), Href: func(n int) string { return href(r.On(n)) }}
}

// asking returns the view of a page that holds the search field, so that there
// are not two of one name.
func asking(v *ui.View, title string) *ui.View {
	t := titled(v, title)
	t.Asks = true
	if len(v.Scripts) > 0 {
		t.Scripts = append(slices.Clone(v.Scripts), "search.js")
	}
	return t
}

// titled returns the view under another title. The caller's view stays.
func titled(v *ui.View, title string) *ui.View {
	t := *v
	t.Title = title
	return &t
}
