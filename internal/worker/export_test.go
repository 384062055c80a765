package worker

import "time"

// Mondays is when people are reminded of what is overdue.
func Mondays(zone *time.Location) interface{ Next(time.Time) time.Time } { return mondays{zone} }
