package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// latestCards returns a card for every page that the list found.
func latestCards(v *ui.View, b *blocks.Latest) []ui.Card {
	var cards []ui.Card
	for _, item := range v.List(b, 0).Items {
		card := ui.ItemCard(item)
		if b.Dates {
			card.Meta = ui.ItemDate(v, item)
		}
		cards = append(cards, card)
	}
	return cards
}
