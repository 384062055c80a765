package site

import (
	"strings"

	"lectern/internal/search"
	"lectern/templates/ui"
)

// FeedTitle names what is followed in words: `Search: “spine”, Publication, 2023 or
// 2024`.
func FeedTitle(r SearchResults) string {
	var parts []string
	if r.Text != "" {
		parts = append(parts, "“"+r.Text+"”")
	}
	for _, c := range r.Choices() {
		parts = append(parts, c.Values)
	}
	if len(parts) == 0 {
		return "Search: everything"
	}
	return "Search: " + strings.Join(parts, ", ")
}

// FeedSummary says what comes in the feed of a search.
func FeedSummary(r SearchResults) string {
	summary := "What is new on this website."
	if r.Text != "" {
		summary = "What is new of what a search for “" + r.Text + "” finds."
	}
	for _, c := range r.Choices() {
		summary += " " + c.Facet + ": " + c.Values + "."
	}
	return summary
}

// Following is what readers' programs find on a page of results: the feed of the
// search, whatever its page and its order.
func Following(r SearchResults) ui.Follow {
	return ui.Follow{Here: true, Feeds: []ui.FeedLink{r.feed()}}
}

func (r SearchResults) feed() ui.FeedLink {
	return ui.FeedLink{Title: FeedTitle(r), Search: r.SortedBy(search.Relevance).Address()}
}
