package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// AlertHub lists the alerts below it.
type AlertHub struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Action     cms.Link      `label:"Button"`
	SecondLink cms.Link      `label:"Second button"`
	Intro      richtext.Doc
	Body       cms.Blocks `label:"Content below the alerts"`
}

func (*AlertHub) Kind() cms.Kind {
	return cms.Kind{Name: "alert-hub", Label: "Alert hub", Help: "Lists the cyber alerts below it, newest first", Addressed: true}
}

func (h *AlertHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Browse declares the alerts below the hub.
func (*AlertHub) Browse(time.Time) Browsing {
	return Browsing{
		List:  cms.ListQuery{Kinds: []string{"cyber-alert"}, Below: cms.This, Size: 20},
		What:  Noun{"alert", "alerts"},
		Sorts: []search.Sort{search.Date, search.Relevance, search.Title},
		Facets: slices.Concat(
			[]Narrowing{by(severity, "").open(), by(threatType, "").open()},
			years(),
			[]Narrowing{by(threatCategory, "Threat category"), by(search.Topic, "Topic")},
		),
	}
}

// Follows declares the feed of the alerts below the hub.
func (*AlertHub) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"cyber-alert"}}
}
