package kind

import (
	"strconv"

	"github.com/a-h/templ"

	"lectern/internal/kinds"
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
