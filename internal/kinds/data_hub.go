package kinds

import (
	"time"

	"lectern/internal/cms"
)

// DataHub leads to the publications and the data of the whole site.
type DataHub struct {
	Title      string     `rule:"required max=100"`
	ShortTitle string     `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string     `type:"longtext" label:"Lead" rule:"required max=500"`
	Action     cms.Link   `label:"Button below the lead"`
	Body       cms.Blocks `label:"Content"`
	Link       cms.Link   `label:"Link beside the latest publications" help:"Such as all publications"`
	More       cms.Blocks `label:"Content below the publications"`
}

func (*DataHub) Kind() cms.Kind {
	return cms.Kind{Name: "data-hub", Label: "Data hub", Help: "Leads to the publications and the data of the site", Addressed: true}
}

func (h *DataHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Lists declares the latest publications and those that are announced, the
// next first.
func (h *DataHub) Lists(at time.Time) []cms.ListQuery {
	return []cms.ListQuery{released("", 6), upcoming("", at, 4)}
}

// Follows declares the feed of what is published below the hub.
func (*DataHub) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"publication", "published-work"}}
}
