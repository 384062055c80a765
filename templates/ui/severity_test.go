package ui_test

import (
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

func TestSeverityIsSaidInWordsAndSteps(t *testing.T) {
	for _, o := range kinds.Severities {
		severity := ui.SeverityOf(o.Value)
		plate := html(t, ui.SeverityPlate(severity))
		if !strings.Contains(plate, ">"+o.Label+" <") {
			t.Errorf("the plate of %s does not say so: %s", o.Value, plate)
		}
		full := strings.Count(plate, "<path") - strings.Count(plate, `class="off"`)
		if full != severity.Level {
			t.Errorf("the plate of %s has %d full steps, want %d", o.Value, full, severity.Level)
		}
	}
	if got := html(t, ui.SeverityPlate(ui.SeverityOf("unheard of"))); strings.TrimSpace(got) != "" {
		t.Errorf("the plate of no severity is %q", got)
	}
}

func TestSeverityOnACard(t *testing.T) {
	alert := html(t, ui.CardLabel(ui.Card{Kind: "cyber-alert", Label: "High"}))
	if !strings.Contains(alert, "severity-high") || !strings.Contains(alert, "High") {
		t.Errorf("an alert's card says %s", alert)
	}
	if other := html(t, ui.CardLabel(ui.Card{Kind: "api", Label: "Live"})); strings.Contains(other, "severity") {
		t.Errorf("an interface's card says %s", other)
	}
}

func TestAlertMotifShowsItsChevronOnAPhone(t *testing.T) {
	for i := range 200 {
		drawn := html(t, ui.AlertMotif(cms.ID(strings.Repeat("x", i))).Draw())
		_, chevron, _ := strings.Cut(drawn, `class="x" d="M`)
		if strings.Count(chevron, "M") != 0 || !strings.Contains("80 120 160 200 240", strings.Fields(chevron)[0]) {
			t.Fatalf("the chevron of page %d is %s", i, chevron)
		}
	}
}
