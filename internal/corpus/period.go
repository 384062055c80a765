package corpus

import (
	"fmt"
	"time"
)

// rhythm is how often a series comes out, and how its publications are called.
type rhythm struct {
	frequency, naming string // as a series declares them
	months, days      int    // from one publication to the next
	delay             int    // days from the end of a period to its publication
	least, most       int    // publications in a series
	called            func(start, end time.Time, style int) string
}

// rhythms have the share of the series that the number before them says.
var rhythms = []struct {
	share int
	rhythm
}{
	{26, rhythm{"monthly", "month", 1, 0, 42, 14, 80, func(start, _ time.Time, _ int) string { return start.Format("January 2006") }}},
	{22, rhythm{"quarterly", "quarter", 3, 0, 60, 8, 32, quarterTitle}},
	{32, rhythm{"yearly", "financial-year", 12, 0, 150, 4, 10, financialYear}},
	{8, rhythm{"yearly", "calendar-year", 12, 0, 120, 4, 10, func(start, _ time.Time, _ int) string { return start.Format("2006") }}},
	{6, rhythm{"weekly", "week", 0, 7, 4, 26, 104, func(_, end time.Time, _ int) string { return "week ending " + end.Format("2 January 2006") }}},
	{6, rhythm{"twice-yearly", "half-year", 6, 0, 75, 6, 16, func(start, end time.Time, _ int) string {
		return start.Format("January") + " to " + end.Format("January 2006")
	}}},
}

func (p prose) rhythm() rhythm {
	n := p.random.IntN(100)
	for _, r := range rhythms {
		if n -= r.share; n < 0 {
			return r.rhythm
		}
	}
	return rhythms[0].rhythm
}

// next is the beginning of the period after the one that begins then.
func (r rhythm) next(start time.Time) time.Time { return start.AddDate(0, r.months, r.days) }

// first is when a series begins that has so many periods, the last of which was
// published by an instant.
func (r rhythm) first(by time.Time, periods int) time.Time {
	limit := by.AddDate(0, 0, -r.delay)
	day := time.Date(limit.Year(), limit.Month(), limit.Day(), 0, 0, 0, 0, time.UTC)
	switch r.naming {
	case "week":
		day = day.AddDate(0, 0, -int(day.Weekday()))
	case "financial-year", "half-year":
		day = time.Date(day.Year(), time.April, 1, 0, 0, 0, 0, time.UTC)
	case "calendar-year", "quarter":
		day = time.Date(day.Year(), time.October, 1, 0, 0, 0, 0, time.UTC)
		if r.naming == "calendar-year" {
			day = day.AddDate(0, 3, 0)
		}
	default:
		day = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	for day.After(limit) {
		day = day.AddDate(0, -r.months, 0)
	}
	return day.AddDate(0, -r.months*periods, -r.days*periods)
}

// published is the Thursday on which the figures of a period come out.
func (r rhythm) published(end time.Time) time.Time {
	day := end.AddDate(0, 0, r.delay).Add(9*time.Hour + 30*time.Minute)
	return day.AddDate(0, 0, (int(time.Thursday)-int(day.Weekday())+7)%7)
}

// financialYear is 2023-24, written in the way of the series.
func financialYear(start, _ time.Time, style int) string {
	dash := []string{"-", "/", "–", " to "}[style%4]
	if dash == " to " {
		return fmt.Sprintf("%d to %d", start.Year(), start.Year()+1)
	}
	return fmt.Sprintf("%d%s%02d", start.Year(), dash, (start.Year()+1)%100)
}

func quarterTitle(start, end time.Time, style int) string {
	switch style % 3 {
	case 0:
		return start.Format("January") + " to " + end.Format("January 2006")
	case 1:
		year := start.AddDate(0, -3, 0) // quarters of the year from April
		return fmt.Sprintf("Quarter %d, %s", 1+(int(start.Month())+8)%12/3, financialYear(year, end, 0))
	default:
		return fmt.Sprintf("Q%d %d", 1+int(start.Month()-1)/3, start.Year())
	}
}
