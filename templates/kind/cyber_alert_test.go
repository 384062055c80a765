package kind

import (
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

func TestTurnsTellEachChangeOfSeverityOnce(t *testing.T) {
	on := func(month time.Month, severity string) kinds.SeverityChange {
		return kinds.SeverityChange{Date: cms.DateOf(time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)), Severity: severity}
	}
	update := kinds.ThreatUpdate{At: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), Title: "A fix is there"}
	for name, c := range map[string]struct {
		severities []kinds.SeverityChange
		updates    []kinds.ThreatUpdate
		want       []string
	}{
		"one":                {[]kinds.SeverityChange{on(1, "high")}, nil, nil},
		"the same again":     {[]kinds.SeverityChange{on(1, "high"), on(2, "high"), on(3, "low")}, nil, []string{"Severity lowered from high", "First published"}},
		"two on one day":     {[]kinds.SeverityChange{on(1, "high"), on(3, "critical"), on(3, "low")}, nil, []string{"Severity lowered from critical", "Severity raised from high", "First published"}},
		"with what is new":   {[]kinds.SeverityChange{on(1, "high"), on(4, "low")}, []kinds.ThreatUpdate{update}, []string{"A fix is there", "First published"}},
		"two, and an update": {[]kinds.SeverityChange{on(1, "high"), on(4, "critical"), on(4, "low")}, []kinds.ThreatUpdate{update}, []string{"A fix is there", "Severity lowered from critical", "First published"}},
	} {
		var got []string
		for _, turn := range turns(&ui.View{Zone: time.UTC}, &kinds.CyberAlert{Severities: c.severities, Updates: c.updates}) {
			got = append(got, turn.called())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
