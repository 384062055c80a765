package site

import (
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// feedCount says how much of a feed is shown.
func feedCount(list cms.List) string {
	switch {
	case list.Total == 0:
		return "No page is in this feed now."
	case list.Total > len(list.Items):
		return "In this feed now: " + ui.Plural(list.Total, "page", "pages") + ". These are the newest " + ui.Count(len(list.Items)) + "."
	default:
		return "In this feed now: " + ui.Plural(list.Total, "page", "pages") + "."
	}
}

// feedCards are the cards of what is in a feed, with when it came out or, of
// what is announced, with what may be told of that.
func feedCards(v *ui.View, items []cms.Item) []ui.Card {
	var cards []ui.Card
	for _, item := range items {
		card := ui.ItemCard(item)
		if item.Outcome == cms.OutcomeAnnounced {
			card.Meta = ui.ItemDate(v, item)
		} else {
			card.Date = item.FirstPublishedAt
		}
		cards = append(cards, card)
	}
	return cards
}
