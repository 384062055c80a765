package gallery

import (
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// story is the card of one of our samples that tells something.
func story(kind, title, label string) ui.Card {
	return ui.Card{
		Href: "#text", Title: title, Summary: "What somebody tells of their work, in a sentence or two.",
		Label: label, Date: sampleDay, Page: cms.ID(title), Kind: kind,
	}
}

var (
	leadCard = []ui.Card{story("feature", "A story that leads a list", "")}
	rowCards = []ui.Card{
		story("news-article", "News in a row", "Press release"),
		story("news-article", "News whose title is so long that it needs a second line wherever the row is narrow", "Statement"),
		story("blog-post", "A post without a label", ""),
	}
	peopleCards = []ui.Card{
		{Href: "#text", Title: "Ada Marsh", Note: "Director of services", Summary: "She trained as a nurse.", Page: personPage, Kind: "person"},
		{Href: "#text", Title: "Dr Tom Okafor-Bell", Note: "Chief clinical officer, A trust", Page: otherPersonPage, Kind: "person"},
	}
	motifs = []*ui.Motif{
		ui.StoryMotif("feature", spinePage, 3), ui.DataMotif("publication", spinePage), ui.AlertMotif(spinePage), ui.AuthorMotif("Ada Marsh"),
	}
)

// eventCards are events on one day, on several, and over months.
func eventCards(v *ui.View) []ui.Card {
	var cards []ui.Card
	for _, e := range []struct {
		title string
		days  int
	}{{"A webinar", 0}, {"A conference", 1}, {"A course in several mornings", 40}} {
		starts := sampleDay.Add(9 * time.Hour)
		ends := starts.AddDate(0, 0, e.days).Add(2 * time.Hour)
		item := cms.Item{Card: cms.Card{StartsAt: starts, SortAt: ends}}
		cards = append(cards, ui.Card{
			Href: "#text", Title: e.title, Summary: "What happens there.", Note: "Online",
			Meta: ui.When(v, item), Plate: ui.DayPlate(v, starts, ends),
		})
	}
	return cards
}
