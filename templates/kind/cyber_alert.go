package kind

import (
	"slices"
	"strings"
	"time"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

type severity struct {
	tone ui.Tone
	word string
}

var severities = map[string]severity{
	"critical":    {ui.Red, "Critical"},
	"high":        {ui.Red, "High"},
	"medium":      {ui.Amber, "Medium"},
	"low":         {ui.Teal, "Low"},
	"information": {ui.Neutral, "Information only"},
}

var threatTypes = map[string]string{
	"attack-methodology": "Attack methodology",
	"insecure-software":  "Insecure software",
	"intelligence":       "Intelligence",
	"malware":            "Malware",
	"vulnerability":      "Vulnerability",
}

var remediationTypes = map[string]string{
	"patch":    "Patch",
	"guidance": "Guidance",
	"action":   "Action",
	"aware":    "Be aware",
}

var vulnerabilityStatus = map[string]string{
	"published": "Published",
	"rejected":  "Rejected",
	"reserved":  "Reserved",
	"unknown":   "Not known",
}

// alertFacts say what a threat is and since when it is known.
func alertFacts(v *ui.View, p *kinds.CyberAlert) []ui.Fact {
	var facts []ui.Fact
	dated := func(label string, at time.Time) {
		if !at.IsZero() {
			facts = append(facts, ui.Fact{Label: label, Value: ui.Instant(v, at)})
		}
	}
	facts = append(facts, ui.Said("Alert number", p.ThreatID))
	dated("Published", p.Published)
	dated("Last updated", lastUpdate(p))
	return append(facts,
		ui.Said("Type of threat", threatTypes[p.ThreatType]),
		ui.Said("Category", v.TermNames(p.Categories...)...),
		ui.Said("Ways of attack", v.TermNames(p.Vectors...)...),
		ui.Said("Topics", v.TermNames(p.Topics...)...),
	)
}

// lastUpdate is zero when nothing has become known since.
func lastUpdate(p *kinds.CyberAlert) time.Time {
	var last time.Time
	for _, u := range p.Updates {
		if u.At.After(last) {
			last = u.At
		}
	}
	return last
}

func updatesNewestFirst(p *kinds.CyberAlert) []kinds.ThreatUpdate {
	return slices.SortedStableFunc(slices.Values(p.Updates), func(a, b kinds.ThreatUpdate) int { return b.At.Compare(a.At) })
}

func versionNames(a kinds.AffectedPlatform) string {
	var names []string
	for _, version := range a.Versions {
		names = append(names, version.Name)
	}
	return strings.Join(names, ", ")
}

func liveAcknowledgements(v *ui.View, all []kinds.Acknowledgement) []kinds.Acknowledgement {
	return slices.DeleteFunc(slices.Clone(all), func(a kinds.Acknowledgement) bool { return !leads(v, a.Link) })
}
