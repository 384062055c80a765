package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// iconItems returns the entries that have a heading or a text.
func iconItems(b *blocks.IconList) []blocks.IconItem {
	var items []blocks.IconItem
	for _, item := range b.Items {
		if item.Heading != "" || ui.HasText(item.Text) {
			items = append(items, item)
		}
	}
	return items
}
