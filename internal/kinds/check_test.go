package kinds

import (
	"testing"
	"time"

	"lectern/internal/cms"
)

func TestFiltersOfACatalogueDiffer(t *testing.T) {
	for _, c := range []struct {
		headings []string
		refused  string // field; empty: none
	}{
		{[]string{"Who it is for", "Care setting"}, ""},
		{[]string{"Care setting", "Care Setting"}, "filters[1].heading"},
		{[]string{"Year"}, "filters[0].heading"},
		{[]string{"Care setting", "Page"}, "filters[1].heading"},
		{[]string{"Letter"}, "filters[0].heading"},
	} {
		var filters []CatalogueFilter
		for _, h := range c.headings {
			filters = append(filters, CatalogueFilter{Heading: h, Terms: []cms.TermRef{"term"}})
		}
		for _, problems := range [][]cms.Problem{(&ServiceCatalogue{Filters: filters}).Check(), (&APICatalogue{Filters: filters}).Check()} {
			switch {
			case c.refused == "" && len(problems) > 0:
				t.Errorf("%v: %v", c.headings, problems)
			case c.refused != "" && (len(problems) != 1 || problems[0].Field != c.refused):
				t.Errorf("%v: %v, want one problem at %s", c.headings, problems, c.refused)
			}
		}
	}
}

func TestAFilterOfACatalogueHasSomethingToChoose(t *testing.T) {
	empty := &ServiceCatalogue{Filters: []CatalogueFilter{{Heading: "One", Branch: []cms.TermRef{"above"}}, {Heading: "Two"}}}
	if problems := empty.Check(); len(problems) != 1 || problems[0].Field != "filters[1].terms" {
		t.Errorf("of two filters, the second of them empty: %v", problems)
	}
}

func TestSeveritiesAreInOrder(t *testing.T) {
	on := func(day int, severity string) SeverityChange {
		return SeverityChange{Date: cms.DateOf(time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)), Severity: severity}
	}
	ordered := CyberAlert{Severities: []SeverityChange{on(1, "high"), on(1, "critical"), on(4, "low")}}
	if problems := ordered.Check(); len(problems) > 0 {
		t.Errorf("in order: %v", problems)
	}
	mixed := CyberAlert{Severities: []SeverityChange{on(4, "low"), on(1, "high")}}
	if problems := mixed.Check(); len(problems) != 1 || problems[0].Field != "severities[1].date" {
		t.Errorf("out of order: %v", problems)
	}
}
