package check

import (
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// A summary is the lead of its page first, so its length is left to its
// declaration. Search engines cut what they show of it at about 160 characters,
// which does no harm to a lead that begins with what matters.
var summary = Rule{
	Name: "summary", Label: "Summary", Level: Advise,
	Help: "Search engines, lists and cards show the summary, and readers choose by it",
	find: func(p *page) []cms.Problem {
		at := p.summaryField()
		if at == nil {
			return nil
		}
		card := p.value.Card()
		switch {
		case card.Summary == "" && !at.field.Required:
			return []cms.Problem{problem(at.path, "this page has no summary; say in a sentence or two what readers will find on it")}
		case card.Summary != "" && sameWords(card.Summary) == sameWords(card.Title):
			return []cms.Problem{problem(at.path, "the summary repeats the title; say what the title does not")}
		}
		return nil
	},
}

// summaryField returns where a page with an address has its summary, if its
// kind has one.
func (p *page) summaryField() *place {
	if !p.value.Kind().Addressed {
		return nil
	}
	for i, place := range p.places {
		if place.field.Search == schema.WeightSummary && !strings.Contains(place.path, ".") {
			return &p.places[i]
		}
	}
	return nil
}
