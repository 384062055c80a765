package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// gridCards returns the cards that have something to show. A card whose page
// is not live stays only when its own words tell something without it.
func gridCards(v *ui.View, b *blocks.CardGrid) []ui.Card {
	var cards []ui.Card
	for _, c := range b.Cards {
		if card, ok := gridCard(v, c); ok {
			cards = append(cards, card)
		}
	}
	return cards
}

func gridCard(v *ui.View, c blocks.Card) (ui.Card, bool) {
	href, leads := v.Href(c.Link)
	if !leads && !c.Link.IsZero() {
		return ui.Card{}, false
	}
	card := ui.Card{Href: href, Title: c.Title, Summary: c.Summary}
	if item, live := v.Refs[cms.ID(c.Link.Page)]; live && c.Link.Page != "" {
		card.Page, card.Kind = item.Page, item.Kind
		if card.Summary == "" {
			card.Summary = item.Card.Summary
		}
	}
	if card.Title == "" && leads {
		card.Title = v.LinkText(c.Link)
	}
	return card, card.Title != ""
}

// rank is how the cards of a set are drawn. A box that stands alone across the
// page takes the whole row.
func (p *Place) rank(stored string, cards int) ui.Rank {
	switch {
	case stored == string(ui.Plain):
		return ui.Plain
	case p.Band && cards == 1:
		return ui.Lead
	default:
		return ui.Standard
	}
}
