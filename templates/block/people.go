package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// peopleCards returns a card for each person whose page is live. What they do
// is told by their post; only of who has none is there more to say.
func peopleCards(v *ui.View, b *blocks.People) []ui.Card {
	var cards []ui.Card
	for _, person := range b.People {
		if item, live := v.Refs[cms.ID(person)]; live {
			card := ui.ItemCard(item)
			if card.Note != "" {
				card.Summary = ""
			}
			cards = append(cards, card)
		}
	}
	return cards
}
