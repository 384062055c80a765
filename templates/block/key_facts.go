package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// keyFactsOf returns the facts that say something.
func keyFactsOf(b *blocks.KeyFacts) []blocks.KeyFact {
	var facts []blocks.KeyFact
	for _, f := range b.Items {
		if f.Headline != "" || ui.HasText(f.Explanation) || ui.HasText(f.Qualifying) {
			facts = append(facts, f)
		}
	}
	return facts
}

// colour is the part of a fact's class that says its colour.
func colour(stored string) string {
	switch stored {
	case "yellow", "grey":
		return stored
	default:
		return "blue"
	}
}
