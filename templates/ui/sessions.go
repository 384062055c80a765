package ui

import (
	"strconv"
	"time"
)

// Clock writes a time of day as 9:30 am.
func Clock(t time.Time) string { return t.Format("3:04 pm") }

// Weekday writes a day as Tuesday 5 March 2024.
func Weekday(t time.Time) string { return t.Format("Monday 2 January 2006") }

// Until writes when something ends that began at starts, both in the zone that
// readers are told: 4:00 pm, and before it the day when it is another one.
func Until(starts, ends time.Time) string {
	if ends.Format(time.DateOnly) == starts.Format(time.DateOnly) {
		return Clock(ends)
	}
	return Weekday(ends) + ", " + Clock(ends)
}

// plateDays is a day of the month, or several that follow one another within a
// week of the month.
func plateDays(starts, ends time.Time) string {
	first, last := starts.Day(), ends.Day()
	if starts.Year() == ends.Year() && starts.Month() == ends.Month() && first < last && last-first < 7 {
		return strconv.Itoa(first) + "–" + strconv.Itoa(last)
	}
	return strconv.Itoa(first)
}
