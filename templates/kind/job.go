package kind

import (
	"strings"

	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
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

var _ = describe(describeJob)

// describeJob tells of a post for as long as somebody can apply for it.
func describeJob(v *ui.View, p *kinds.Job) schemaorg.Thing {
	if !v.At.Before(p.Closes) {
		return webPage(v)
	}
	return schemaorg.Of("JobPosting", schemaorg.Thing{
		"url": address(v, v.Canonical()), "title": p.Title, "description": p.Summary, "identifier": identifier("Reference", p.Reference),
		"datePosted": machine(v, v.Release.FirstPublishedAt), "validThrough": machine(v, p.Closes),
		"hiringOrganization": publisher(v), "employmentUnit": schemaorg.Of("Organization", schemaorg.Thing{"name": p.Team}),
		"jobLocation": schemaorg.Of("Place", schemaorg.Thing{
			"address": schemaorg.Of("PostalAddress", schemaorg.Thing{"addressLocality": p.Location, "addressCountry": country}),
		}),
		"employmentType": employment(p), "workHours": p.Hours,
	})
}

// employment is how much of somebody's time a post takes, in the words that
// search engines know.
func employment(p *kinds.Job) string {
	switch hours := strings.ToLower(p.Hours); {
	case strings.HasPrefix(hours, "full time"):
		return "FULL_TIME"
	case strings.HasPrefix(hours, "part time"):
		return "PART_TIME"
	}
	return ""
}
