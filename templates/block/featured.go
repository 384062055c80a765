package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// featuredCard returns what a featured item shows; false when it leads nowhere.
func featuredCard(v *ui.View, b *blocks.Featured) (ui.Card, bool) {
	if b.Page == "" {
		href, leads := v.Href(b.Link)
		return ui.Card{Href: href, Title: b.Title, Summary: b.Summary}, leads && b.Title != ""
	}
	return gridCard(v, blocks.Card{Link: cms.Link{Page: b.Page}, Title: b.Title, Summary: b.Summary})
}

// featuredHead is the heading of a featured item. Across the page it begins a
// section; in a column of text it stands below one.
func featuredHead(title string, at *Place) ui.Heading {
	if at.Band {
		return at.Section(title)
	}
	return at.Sub(title)
}
