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
	return []ui.Fact{
		ui.Said("Salary", p.Salary),
		ui.Said("Location", p.Location),
		ui.At(v, "Closing date", p.Closes),
		ui.Said("Contract", contracts[p.Contract]),
		ui.Said("Hours", p.Hours),
		ui.Said("Team", p.Team),
		ui.Said("Reference", p.Reference),
	}
}
