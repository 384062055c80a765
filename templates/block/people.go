package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// peopleCards returns a card for each person whose page is live.
func peopleCards(v *ui.View, b *blocks.People) []ui.Card {
	var cards []ui.Card
	for _, person := range b.People {
		if item, live := v.Refs[cms.ID(person)]; live {
			cards = append(cards, ui.ItemCard(item))
		}
	}
	return cards
}
