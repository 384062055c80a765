package kind

import (
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

var frequencies = map[string]string{
	"daily":        "Daily",
	"weekly":       "Weekly",
	"monthly":      "Monthly",
	"quarterly":    "Quarterly",
	"twice-yearly": "Twice a year",
	"yearly":       "Yearly",
	"snapshot":     "Snapshot",
	"ad-hoc":       "Ad hoc",
}

// seriesFacts say what holds for every publication of the series.
func seriesFacts(v *ui.View, p *kinds.Series) []ui.Fact {
	facts := []ui.Fact{ui.Said("Frequency", frequencies[p.Frequency])}
	facts = append(facts, coverageFacts(v, p.Coverage, p.Granularity)...)
	return append(facts, ui.Said("Topics", v.TermNames(p.Topics...)...))
}

// pastOf parts the newest publication from the others, if it is to be shown by
// itself.
func pastOf(v *ui.View, p *kinds.Series) (latest []cms.Item, past cms.List) {
	past = v.List(p, 0)
	if !p.ShowLatest || len(past.Items) == 0 {
		return nil, past
	}
	if past.Total--; past.Number <= 1 {
		latest, past.Items = past.Items[:1], past.Items[1:]
	}
	return latest, past
}

// reference is the number that the series is filed under, if it has one.
func reference(p *kinds.Series) string {
	if p.ReferenceNumber == 0 {
		return ""
	}
	return strconv.Itoa(p.ReferenceNumber)
}

// newest leads to the newest publication of the series, if it is shown by
// itself.
func newest(latest []cms.Item) cms.Link {
	if len(latest) == 0 {
		return cms.Link{}
	}
	return cms.Link{Text: "Read the latest figures", URL: latest[0].Path}
}

var _ = describe(describeSeries)

func describeSeries(v *ui.View, p *kinds.Series) schemaorg.Thing {
	return work(v, "CreativeWorkSeries").With(schemaorg.Thing{
		"issn": p.ISSN, "accountablePerson": peopleOf(v, p.Statistician),
		"genre": v.TermNames(p.InformationTypes...), "keywords": v.TermNames(p.Topics...),
		"spatialCoverage": schemaorg.Of("Place", schemaorg.Thing{"name": ui.Coverage(v.TermNames(p.Coverage...))}),
	})
}
