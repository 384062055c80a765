package ui_test

import (
	"strings"
	"testing"

	"lectern/templates/ui"
)

func TestCardsOfOneSetAreDrawnAlike(t *testing.T) {
	service := ui.Card{Title: "Spine", Href: "/services/spine", Page: "1", Kind: "service"}
	hub := ui.Card{Title: "Services", Href: "/services", Page: "2", Kind: "landing"}
	legal := ui.Card{Title: "Terms", Href: "/terms", Page: "3", Kind: "legal"}
	words := ui.Card{Title: "Words alone"}
	for _, test := range []struct {
		name  string
		rank  ui.Rank
		cards []ui.Card
		want  string
	}{
		{"services alone", ui.Standard, []ui.Card{service, service}, "art-seals"},
		{"services and hubs", ui.Standard, []ui.Card{service, hub}, "art-strips"},
		{"one kind without a drawing", ui.Standard, []ui.Card{service, legal}, "art-none"},
		{"one card that is no page", ui.Standard, []ui.Card{service, words}, "art-none"},
		{"without boxes", ui.Plain, []ui.Card{service, service}, "art-none"},
		{"the whole row", ui.Lead, []ui.Card{service}, "art-strips"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := html(t, ui.CardGrid(&ui.View{}, test.rank, 3, test.cards))
			if !strings.Contains(got, test.want) {
				t.Errorf("want %s, got %.200s", test.want, got)
			}
			drawings := strings.Count(got, "<svg")
			if test.want == "art-none" && drawings != 0 || test.want != "art-none" && drawings != len(test.cards) {
				t.Errorf("there are %d drawings on %d cards", drawings, len(test.cards))
			}
		})
	}
}
