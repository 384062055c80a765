package kind

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

// eventFacts say when and where an event takes place. Its sessions are counted
// if there are several.
func eventFacts(v *ui.View, p *kinds.Event) []ui.Fact {
	var facts []ui.Fact
	for i, s := range p.Sessions {
		label := "Date and time"
		if len(p.Sessions) > 1 {
			label = "Session " + strconv.Itoa(i+1)
		}
		facts = append(facts, ui.Fact{Label: label, Value: ui.Times(v, s.Starts, s.Ends)})
	}
	if p.Location != "" {
		facts = append(facts, ui.Fact{Label: "Location", Value: location(p)})
	}
	return facts
}

// over reports whether every session has ended.
func over(v *ui.View, p *kinds.Event) bool {
	return !p.Ends().IsZero() && !p.Ends().After(v.At)
}

// eventPlate is the day of an event, or of its first session.
func eventPlate(v *ui.View, p *kinds.Event) templ.Component {
	if p.Starts().IsZero() {
		return nil
	}
	return ui.DayPlate(v, p.Starts(), p.Ends())
}

var _ = describe(describeEvent)

// describeEvent tells of an event. Of several sessions each is an event in it.
// That it is over is said by its end: the vocabulary has no other word for it.
func describeEvent(v *ui.View, p *kinds.Event) schemaorg.Thing {
	at := address(v, v.Canonical())
	said := schemaorg.Thing{
		"@id": at, "url": at, "name": p.Title, "description": v.Description, "inLanguage": language, "image": picture(v),
		"startDate": machine(v, p.Starts()), "endDate": machine(v, p.Ends()),
		"organizer": publisher(v), "performer": peopleOf(v, p.People...), "keywords": v.TermNames(slices.Concat(p.Types, p.Topics)...),
	}
	if p.Booking != "" && !over(v, p) {
		said["offers"] = schemaorg.Of("Offer", schemaorg.Thing{"url": p.Booking})
	}
	where := whereabouts(v, p)
	if len(p.Sessions) > 1 {
		said["subEvent"] = sessions(v, p, where)
	}
	return schemaorg.Of("Event", said).With(where)
}

// sessions are the times of an event that has several.
func sessions(v *ui.View, p *kinds.Event, where schemaorg.Thing) []schemaorg.Thing {
	var all []schemaorg.Thing
	for i, s := range p.Sessions {
		all = append(all, schemaorg.Of("Event", schemaorg.Thing{
			"name":      p.Title + ", session " + strconv.Itoa(i+1),
			"startDate": machine(v, s.Starts), "endDate": machine(v, s.Ends),
		}).With(where))
	}
	return all
}

// whereabouts say where an event takes place: somewhere, online, or both.
func whereabouts(v *ui.View, p *kinds.Event) schemaorg.Thing {
	site := strings.TrimRight(strings.TrimSuffix(p.Location, "and online"), ", ")
	place := schemaorg.Of("Place", schemaorg.Thing{"name": site, "address": site, "hasMap": p.Map})
	page := schemaorg.Of("VirtualLocation", schemaorg.Thing{"url": address(v, v.Path)})
	switch words := strings.ToLower(p.Location); {
	case words == "online":
		return schemaorg.Thing{"location": page, "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"}
	case strings.HasSuffix(words, "and online"):
		return schemaorg.Thing{"location": []schemaorg.Thing{place, page}, "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"}
	default:
		return schemaorg.Thing{"location": place}
	}
}
