package kind

import (
	"reflect"
	"strings"
	"testing"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// TestChoicesAreCalledAsEditorsKnowThem compares what readers are told of a
// choice with what editors chose.
func TestChoicesAreCalledAsEditorsKnowThem(t *testing.T) {
	for _, test := range []struct {
		holder any
		field  string
		word   func(stored string) string
	}{
		{kinds.NewsArticle{}, "Type", newsType},
		{kinds.Job{}, "Contract", func(s string) string { return contracts[s] }},
		{kinds.SeverityChange{}, "Severity", func(s string) string { return ui.SeverityOf(s).Word }},
		{kinds.CyberAlert{}, "ThreatType", func(s string) string { return kinds.ThreatTypes[s] }},
		{kinds.RemediationStep{}, "Type", func(s string) string { return remediationTypes[s] }},
		{kinds.Vulnerability{}, "Status", func(s string) string { return vulnerabilityStatus[s] }},
		{kinds.API{}, "Status", func(s string) string { return releaseStatus[s].word }},
		{kinds.Endpoint{}, "Status", func(s string) string { return releaseStatus[s].word }},
		{kinds.Parameter{}, "Place", func(s string) string { return parameterPlaces[s] }},
		{kinds.Series{}, "Frequency", func(s string) string { return frequencies[s] }},
	} {
		holder := reflect.TypeOf(test.holder)
		field, ok := holder.FieldByName(test.field)
		if !ok {
			t.Fatalf("%s has no field %s", holder, test.field)
		}
		for option := range strings.SplitSeq(field.Tag.Get("options"), ",") {
			stored, label, named := strings.Cut(option, "=")
			if got := test.word(stored); !named || got != label {
				t.Errorf("%s.%s: %q is called %q, want %q", holder, test.field, stored, got, label)
			}
		}
	}
}
