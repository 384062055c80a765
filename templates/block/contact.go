package block

import (
	"strings"

	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// hasDetails reports whether a contact holds a way to reach somebody.
func hasDetails(v *ui.View, b *blocks.Contact) bool {
	_, online := v.Href(b.Web)
	return online || b.Telephone != "" || b.Textphone != "" || b.Email != "" || b.Address != "" || b.Hours != ""
}

// dial returns the address that dials a telephone number.
func dial(number string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// lines parts a text of one line per line.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
