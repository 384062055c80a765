package kind

import (
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

var contracts = map[string]string{
	"permanent":      "Permanent",
	"fixed-term":     "Fixed term",
	"secondment":     "Secondment",
	"apprenticeship": "Apprenticeship",
}

// jobFacts say what those who may apply want to know first.
func jobFacts(v *ui.View, p *kinds.Job) []ui.Fact {
	facts := []ui.Fact{
		ui.Said("Location", p.Location),
		ui.Said("Salary", p.Salary),
		ui.Said("Contract", contracts[p.Contract]),
		ui.Said("Hours", p.Hours),
		ui.Said("Team", p.Team),
		ui.Said("Reference", p.Reference),
	}
	if !p.Closes.IsZero() {
		facts = append(facts, ui.Fact{Label: "Closing date", Value: ui.Instant(v, p.Closes)})
	}
	return facts
}
