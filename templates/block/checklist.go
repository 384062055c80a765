package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// marks are what the marks of checklists say, by their stored name.
var marks = map[string]string{"tick": "Yes: ", "cross": "No: "}

func mark(stored string) string {
	if _, known := marks[stored]; known {
		return stored
	}
	return "bullet"
}

// entriesOf returns the entries that say something.
func entriesOf(b *blocks.Checklist) []blocks.Entry {
	var entries []blocks.Entry
	for _, e := range b.Entries {
		if ui.HasText(e.Text) {
			entries = append(entries, e)
		}
	}
	return entries
}
