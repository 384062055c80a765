package admin

import (
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

const wallForm = "2006-01-02T15:04" // as browsers send a local date and time

// wallTime reads a field for a local time in the site's zone; zero: it is empty.
// A time that comes twice is asked for again with the two to choose from.
func (a *Admin) wallTime(r *request, name string) (time.Time, pages.When, *cms.Problem) {
	w := pages.When{Name: name, Value: strings.TrimSpace(r.FormValue(name)), Zone: zoneName(a.Zone)}
	if w.Value == "" {
		return time.Time{}, w, nil
	}
	wrong := func(message string) (time.Time, pages.When, *cms.Problem) {
		return time.Time{}, w, &cms.Problem{Field: name, Message: message}
	}
	instants, is := schema.WallInstants(w.Value, a.Zone)
	switch {
	case !is:
		return wrong("Enter a date and a time, such as 5 March 2026 at 9:30 am")
	case len(instants) == 0:
		return wrong("This time does not exist: the clocks go forward over it. Choose another time")
	case len(instants) == 1:
		return instants[0], w, nil
	}
	for _, t := range instants {
		w.Twice = append(w.Twice, pages.Twin{Value: t.Format(time.RFC3339), Text: t.Format("3:04 pm MST")})
		if t.Format(time.RFC3339) == r.FormValue(name+"-which") {
			w.Which = t.Format(time.RFC3339)
			return t, w, nil
		}
	}
	return wrong("This time comes twice: the clocks go back over it. Say which of the two you mean")
}

// whenOf fills a field for a local time; zero: it is empty.
func (a *Admin) whenOf(name string, t time.Time) pages.When {
	w := pages.When{Name: name, Zone: zoneName(a.Zone)}
	if t.IsZero() {
		return w
	}
	w.Value = t.In(a.Zone).Format(wallForm)
	if instants, _ := schema.WallInstants(w.Value, a.Zone); len(instants) > 1 {
		for _, i := range instants {
			w.Twice = append(w.Twice, pages.Twin{Value: i.Format(time.RFC3339), Text: i.Format("3:04 pm MST")})
		}
		w.Which = t.In(a.Zone).Format(time.RFC3339)
	}
	return w
}

// zoneName is what editors call the site's zone, such as "London time".
func zoneName(zone *time.Location) string {
	name := zone.String()
	if city := name[strings.LastIndexByte(name, '/')+1:]; city != name {
		return strings.ReplaceAll(city, "_", " ") + " time"
	}
	return name
}
