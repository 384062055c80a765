package ui

import "time"

// Clock writes a time of day as 9:30 am.
func Clock(t time.Time) string { return t.Format("3:04 pm") }

// Weekday writes a day as Tuesday 5 March 2024.
func Weekday(t time.Time) string { return t.Format("Monday 2 January 2006") }

// Times writes from when until when something takes place, both in the zone
// that readers are told: Tuesday 5 March 2024, 9:30 am to 4:00 pm. The second
// day is said only when it is another.
func Times(starts, ends time.Time) string {
	if ends.Format(time.DateOnly) == starts.Format(time.DateOnly) {
		return Weekday(starts) + ", " + Clock(starts) + " to " + Clock(ends)
	}
	return Weekday(starts) + ", " + Clock(starts) + " to " + Weekday(ends) + ", " + Clock(ends)
}
