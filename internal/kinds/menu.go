package kinds

import "lectern/internal/cms"

// Menu is a set of links in a place that every page shows. Entries whose page
// is not live are left out, and a menu without entries is not shown.
type Menu struct {
	Title   string `label:"Heading" rule:"required max=60"`
	Place   string `type:"choice" options:"main=Main menu,legal=Footer: legal,contact=Footer: get in touch,follow=Footer: follow us" rule:"required"`
	Entries []MenuEntry
}

// MenuEntry is one link of a menu.
type MenuEntry struct {
	Link cms.Link `rule:"required"`
}

func (*Menu) Kind() cms.Kind {
	return cms.Kind{Name: "menu", Label: "Menu", Help: "Links in the header or the footer", Tag: cms.MenuTag}
}

func (m *Menu) Card() cms.Card { return cms.Card{Title: m.Title} }
