package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// PublicationsHub lists the series and the publications below it.
type PublicationsHub struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Action     cms.Link      `label:"Button"`
	SecondLink cms.Link      `label:"Second button"`
	Intro      richtext.Doc
	Body       cms.Blocks `label:"Content below the lists"`
}

func (*PublicationsHub) Kind() cms.Kind {
	return cms.Kind{Name: "publications-hub", Label: "Publications hub", Help: "Lists the series and the publications below it", Addressed: true}
}

func (h *PublicationsHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Browse declares the publications below the hub. Who asks for some finds those
// that are announced among them.
func (*PublicationsHub) Browse(time.Time) Browsing {
	list := released(cms.This, 20)
	list.Kinds = append(list.Kinds, "published-work")
	return Browsing{
		List:  list,
		What:  Noun{"publication", "publications"},
		Sorts: []search.Sort{search.Date, search.Relevance, search.Title},
		Facets: slices.Concat(
			[]Narrowing{by(search.Type, "Document type").open()},
			years(),
			[]Narrowing{
				by(search.Status, "Publication status"), by(search.Topic, "Topic"), by(search.InformationType, "Information type"),
				by(search.Coverage, "Geographical coverage"), by(search.Granularity, "Geographical granularity"),
			},
		),
	}
}

// Lists declares the publications below the hub that are announced, and the
// series from A to Z.
func (h *PublicationsHub) Lists(at time.Time) []cms.ListQuery {
	return []cms.ListQuery{
		upcoming(cms.This, at, 10),
		{Kinds: []string{"series"}, Below: cms.This, Sort: cms.ByTitle, Size: 200},
	}
}

// Anchors declares that links may lead to the hub's own lists.
func (*PublicationsHub) Anchors() []string {
	return []string{"Series from A to Z", "Latest publications", "Upcoming publications"}
}

// Follows declares the feed of what is published below the hub.
func (*PublicationsHub) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"publication", "published-work"}}
}
