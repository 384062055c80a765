package schema

import (
	"fmt"
	"time"
)

// instantLayouts are the ways to write an instant with its offset, and
// wallLayouts those without.
var (
	instantLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	wallLayouts    = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}
)

// ParseInstant reads an instant: RFC 3339, or a wall time such as
// "2024-03-05 09:30" in the zone. When the clocks go forward, the hour that
// does not exist is refused; when they go back, the one that comes twice is
// refused unless an offset is given. The error says what to write instead.
func ParseInstant(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range instantLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	for _, layout := range wallLayouts {
		wall, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		return parseWall(s, wall, zone)
	}
	return time.Time{}, fmt.Errorf("%q is not an instant such as 2024-03-05 09:30 or 2024-03-05T09:30:00Z", s)
}

func parseWall(s string, wall time.Time, zone *time.Location) (time.Time, error) {
	switch instants := instantsOf(wall, zone); len(instants) {
	case 1:
		return instants[0].UTC(), nil
	case 0:
		return time.Time{}, fmt.Errorf("%q does not exist in %s: the clocks go forward over it; give another time", s, zone)
	default:
		return time.Time{}, fmt.Errorf("%q comes twice in %s: the clocks go back over it; write %s or %s",
			s, zone, instants[0].Format(time.RFC3339), instants[1].Format(time.RFC3339))
	}
}

// instantsOf returns the instants at which clocks in the zone show the time
// that wall shows in UTC: none, one or two.
func instantsOf(wall time.Time, zone *time.Location) []time.Time {
	// No zone is a day away from UTC, and none changes twice within two days.
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	_, after := wall.Add(24 * time.Hour).In(zone).Zone()
	offsets := []int{before}
	if after != before {
		offsets = append(offsets, after)
	}
	var instants []time.Time
	for _, offset := range offsets {
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, actual := t.Zone(); actual == offset {
			instants = append(instants, t)
		}
	}
	return instants
}

// FormatInstant writes an instant so that ParseInstant reads the same: as wall
// time where that is certain, otherwise with its offset.
func FormatInstant(t time.Time, zone *time.Location) string {
	local := t.In(zone)
	for _, layout := range wallLayouts[:2] {
		s := local.Format(layout)
		if again, err := ParseInstant(s, zone); err == nil && again.Equal(t) {
			return s
		}
	}
	return local.Format(time.RFC3339Nano)
}

// WallInstants returns the instants at which clocks in the zone show a wall time
// such as 2024-03-05T09:30: none when they go forward over it, two when it comes
// twice. It is false if that is not a wall time.
func WallInstants(s string, zone *time.Location) (instants []time.Time, is bool) {
	for _, layout := range wallLayouts {
		if wall, err := time.Parse(layout, s); err == nil {
			return instantsOf(wall, zone), true
		}
	}
	return nil, false
}
