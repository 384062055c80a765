package ui_test

import (
	"strings"
	"testing"
	"time"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

func TestCardsOfOneSetAreDrawnAlike(t *testing.T) {
	service := ui.Card{Title: "Spine", Href: "/services/spine", Page: "1", Kind: "service"}
	hub := ui.Card{Title: "Services", Href: "/services", Page: "2", Kind: "landing"}
	legal := ui.Card{Title: "Terms", Href: "/terms", Page: "3", Kind: "legal"}
	words := ui.Card{Title: "Words alone"}
	story := ui.Card{Title: "A day", Href: "/blogs/a-day", Page: "4", Kind: "blog-post"}
	person := ui.Card{Title: "Ada", Href: "/ada", Page: "5", Kind: "person"}
	event := story
	event.Plate = ui.DayPlate(&ui.View{}, time.Now(), time.Now())
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
		{"stories and services", ui.Standard, []ui.Card{story, service}, "art-strips"},
		{"three stories", ui.Standard, []ui.Card{story, story, story}, "art-strips"},
		{"more stories than three", ui.Standard, []ui.Card{story, story, story, story}, "art-none"},
		{"more than three of several kinds", ui.Standard, []ui.Card{service, hub, story, story, story}, "art-strips"},
		{"services and hubs, more than three", ui.Standard, []ui.Card{service, hub, service, hub}, "art-strips"},
		{"a long list of stories", ui.Row, []ui.Card{story, story}, "art-none"},
		{"people alone", ui.Standard, []ui.Card{person, person}, "art-portraits"},
		{"people in a low box", ui.Compact, []ui.Card{person}, "art-portraits"},
		{"people and stories", ui.Standard, []ui.Card{person, story}, "art-none"},
		{"events with their days", ui.Standard, []ui.Card{event, event}, "art-plates"},
		{"an event without its day", ui.Standard, []ui.Card{event, story}, "art-strips"},
		{"the whole row", ui.Lead, []ui.Card{service}, "art-strips"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := html(t, ui.CardGrid(&ui.View{}, test.rank, 3, test.cards))
			if !strings.Contains(got, test.want) {
				t.Errorf("want %s, got %.200s", test.want, got)
			}
			drawings := strings.Count(got, "<svg") + strings.Count(got, `class="day-plate"`)
			if test.want == "art-none" && drawings != 0 || test.want != "art-none" && drawings != len(test.cards) {
				t.Errorf("there are %d drawings on %d cards", drawings, len(test.cards))
			}
		})
	}
}

// TestNoCardStandsAlone shows that rows are of another length where rows of
// three would leave one card below them.
func TestNoCardStandsAlone(t *testing.T) {
	for cards, want := range map[int]bool{1: false, 2: false, 3: false, 4: true, 5: false, 6: false, 7: true, 10: true} {
		got := html(t, ui.CardGrid(&ui.View{}, ui.Plain, 3, make([]ui.Card, cards)))
		if strings.Contains(got, "cards-even") != want {
			t.Errorf("%d cards: %.120s", cards, got)
		}
	}
}

func TestPeopleAreShownWithTheirPosts(t *testing.T) {
	v := &ui.View{Site: kinds.Site{Title: "Care Data Office"}}
	for note, want := range map[string]string{
		"Statistician, Care Data Office": ">Statistician<", "Nurse, A hospital": ">Nurse, A hospital<",
	} {
		got := html(t, ui.CardGrid(v, ui.Standard, 3, []ui.Card{{Title: "Ada", Page: "5", Kind: "person", Note: note, Summary: "She counts."}}))
		if !strings.Contains(got, want) || strings.Index(got, want) > strings.Index(got, "She counts.") {
			t.Errorf("want %q before the summary, got %s", want, got)
		}
	}
}

func TestDayPlate(t *testing.T) {
	day := func(month time.Month, day int) time.Time { return time.Date(2027, month, day, 9, 30, 0, 0, time.UTC) }
	for _, test := range []struct {
		starts, ends time.Time
		want         string
	}{
		{day(6, 16), day(6, 16), "<b>16</b>"},
		{day(6, 16), day(6, 17), "<b>16–17</b>"},
		{day(6, 1), day(6, 20), "<b>1</b>"},
		{day(6, 30), day(7, 1), "<b>30</b>"},
	} {
		if got := html(t, ui.DayPlate(&ui.View{}, test.starts, test.ends)); !strings.Contains(got, test.want) || !strings.Contains(got, `aria-hidden="true"`) {
			t.Errorf("from %v to %v: %s", test.starts, test.ends, got)
		}
	}
}
