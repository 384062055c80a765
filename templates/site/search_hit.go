package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// longestExcerpt is how much is shown of the first paragraph of a page, in
// characters.
const longestExcerpt = 300

// brief cuts a text at the end of a word.
func brief(m search.Marked) search.Marked {
	if utf8.RuneCountInString(m.Text) <= longestExcerpt {
		return m
	}
	text := string([]rune(m.Text)[:longestExcerpt])
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		text = text[:at]
	}
	text = strings.TrimRight(text, " ,;:–-")
	short := search.Marked{Text: text + "…"}
	for _, r := range m.Ranges {
		if r.To <= len(text) {
			short.Ranges = append(short.Ranges, r)
		}
	}
	return short
}

// announced reports whether a page is still to come.
func announced(item cms.Item) bool { return item.Outcome == cms.OutcomeAnnounced }

// dated reports whether readers know a page by its date. When a service or a
// person's page was made says nothing of them.
func dated(item cms.Item) bool {
	switch item.Kind {
	case "service", "person", "form", "series":
		return false
	}
	return kindNames[item.Kind] != "" && !ui.SortDate(item).IsZero()
}

// KindName is what suggestions call a kind of page: those that lead to others
// are sections.
func KindName(kind string) string {
	if slices.Contains(sections, kind) {
		return "Section"
	}
	return cmp.Or(kindNames[kind], "Page")
}

var sections = []string{
	"home", "landing", "data-hub", "publications-hub", "alert-hub", "news-hub", "blog-hub", "events-hub",
	"service-catalogue", "api-catalogue", "dashboards", "careers",
}

// kindNames is what readers call the kinds of pages. Pages that only lead to
// others, or that are no more than a page, are not called anything.
var kindNames = map[string]string{
	"api": "API", "blog-post": "Blog", "case-study": "Case study", "cyber-alert": "Cyber alert", "data-set": "Data set",
	"event": "Event", "feature": "Feature", "form": "Form", "job": "Job", "news-article": "News", "person": "Person",
	"publication": "Publication", "publication-page": "Publication chapter", "published-work": "Report",
	"published-work-chapter": "Report chapter", "series": "Series", "service": "Service",
}
