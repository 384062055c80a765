package site

import (
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
	return ui.KindName(item.Kind) != "" && !ui.SortDate(item).IsZero()
}
