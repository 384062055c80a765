package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// EventsHub lists the events below it: those to come, and those that are over.
type EventsHub struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Action     cms.Link      `label:"Button"`
	SecondLink cms.Link      `label:"Second button"`
	Intro      richtext.Doc
	Body       cms.Blocks `label:"Content below the lists"`
}

func (*EventsHub) Kind() cms.Kind {
	return cms.Kind{Name: "events-hub", Label: "Events hub", Help: "Lists the events below it, to come and past", Addressed: true}
}

func (h *EventsHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Lists declares the events to come, the next first.
func (h *EventsHub) Lists(at time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"event"}, Below: cms.This, Listed: true, From: at, Sort: cms.Oldest, Size: 20}}
}

// Browse declares the events that are over. Who asks for some finds those to
// come among them.
func (*EventsHub) Browse(at time.Time) Browsing {
	return Browsing{
		List: cms.ListQuery{Kinds: []string{"event"}, Below: cms.This, Listed: true, To: at, Size: 18},
		What: Noun{"event", "events"}, Before: Noun{"past event", "past events"},
		Sorts:  []search.Sort{search.Coming, search.Relevance, search.Title},
		Facets: slices.Concat([]Narrowing{as("type", eventType, "Type").open()}, years(), []Narrowing{by(search.Topic, "Topic")}),
	}
}

// Follows declares the feed of the events below the hub.
func (*EventsHub) Follows() Following { return Following{Prefix: HubFeed, Kinds: []string{"event"}} }
