package ui

import (
	"strconv"

	"lectern/internal/kinds"
)

// Severity is how severe a threat is.
type Severity struct {
	Name  string // as it is stored; empty: none
	Word  string
	Level int // 4 is the worst; 0: nothing to measure
}

// levels is how many severities count as steps.
const levels = 4

var severityLevels = map[string]int{"critical": 4, "high": 3, "medium": 2, "low": 1}

// SeverityOf returns the severity that is stored under a name.
func SeverityOf(name string) Severity {
	for _, o := range kinds.Severities {
		if o.Value == name {
			return Severity{Name: o.Value, Word: o.Label, Level: severityLevels[o.Value]}
		}
	}
	return Severity{}
}

// severityCalled returns the severity that cards call so.
func severityCalled(word string) Severity {
	for _, o := range kinds.Severities {
		if o.Label == word {
			return SeverityOf(o.Value)
		}
	}
	return Severity{}
}

// stepPath draws the i-th step, 10 wide and 1 from the next.
func stepPath(i int) string {
	height := 5 + 3*i
	return "M" + strconv.Itoa(11*i) + " 14h10v-" + strconv.Itoa(height) + "h-10z"
}
