package block_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/block"
	"lectern/templates/ui"
)

func TestSectionsStandAmongBlocks(t *testing.T) {
	empty := block.Section{Heading: "Empty", Show: func(at *block.Place) templ.Component { return templ.NopComponent }}
	sections := []block.Section{
		block.Prose(&ui.View{}, "", prose("Before any heading.")),
		block.Prose(&ui.View{}, "Summary", prose("x")),
		empty,
		block.Part("Not loaded", ui.Link(&ui.View{}, cms.Link{Page: "not live"})),
		block.Body(run(&blocks.Text{Heading: "Summary", Body: prose("x")}, &blocks.Text{Heading: "Details", Level: "sub", Body: prose("x")})),
		{Heading: "Key facts", Body: run(
			&blocks.Text{Heading: "First", Body: prose("x")},
			&blocks.Text{Heading: "Second", Numbered: true, Body: prose("x")},
			&blocks.Clauses{Number: "6", Heading: "Uses", Items: []blocks.Clause{{Number: "6.1", Body: prose("x")}}},
		)},
		{Heading: "No facts", Body: run(&blocks.Latest{Heading: "Nothing to list"})},
		block.Cards(&ui.View{}, "Related", ui.Plain, []ui.Card{{Title: "A card"}}),
	}
	page := show(t, block.ColumnOf(&ui.View{}, block.All(), sections...))
	if got, want := texts(page.Find("nav li")), []string{"Summary", "Summary", "Key facts", "Related"}; !slices.Equal(got, want) {
		t.Errorf("the page contents are %q, want %q", got, want)
	}
	ids := map[string]bool{}
	for _, id := range page.Find("h2, h3").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("id", "") }) {
		if ids[id] {
			t.Errorf("two headings have the id %q", id)
		}
		ids[id] = true
	}
	if got, want := texts(page.Find(".flow h3")), []string{"Details", "First", "Second", "6. Uses", "A card"}; !slices.Equal(got, want) {
		t.Errorf("the headings of level 3 are %q, want %q", got, want)
	}

	page = show(t, block.BandsOf(&ui.View{}, block.All(), sections...))
	if got, want := texts(page.Find(".band h2")), []string{"Summary", "Summary", "Key facts", "Related"}; !slices.Equal(got, want) {
		t.Errorf("the bands are headed %q, want %q", got, want)
	}
}

// TestBandsBelowAText shows that what an article leads on to is a part of the
// page, but not of its contents.
func TestBandsBelowAText(t *testing.T) {
	page := show(t, block.ArticleOf(&ui.View{}, block.All(),
		[]block.Section{block.Prose(&ui.View{}, "Backstory", prose("x")), block.Prose(&ui.View{}, "Related", prose("x"))},
		block.Cards(&ui.View{}, "Related", ui.Plain, []ui.Card{{Title: "A card"}}),
		block.Cards(&ui.View{}, "More", ui.Plain, nil),
		block.Cards(&ui.View{}, "Others", ui.Plain, []ui.Card{{Title: "A card"}}),
	))
	if got, want := texts(page.Find("nav li")), []string{"Backstory", "Related"}; !slices.Equal(got, want) {
		t.Errorf("the page contents are %q, want %q", got, want)
	}
	bands := page.Find("section.band")
	if got, want := texts(bands.Find("h2")), []string{"Related", "Others"}; !slices.Equal(got, want) {
		t.Errorf("the bands are headed %q, want %q", got, want)
	}
	if id := bands.First().AttrOr("aria-labelledby", ""); id != "related-2" {
		t.Errorf("the first band is named by %q", id)
	}
	if !bands.First().HasClass("on-mist") || !bands.Last().HasClass("on-white") {
		t.Error("the bands below white text are not mist and white in turn")
	}
}

// A link to a part leads to the section that is shown, though an empty one
// before it has the same heading.
func TestAnEmptySectionTakesNoIdentifier(t *testing.T) {
	page := show(t, block.ColumnOf(&ui.View{}, block.All(),
		block.Section{Heading: "Data sets", Body: run(&blocks.Latest{Heading: "Nothing to list"})},
		block.Prose(&ui.View{}, "Data sets", prose("x")),
	))
	if id := page.Find("h2").AttrOr("id", ""); id != "data-sets" {
		t.Errorf("the heading has the id %q", id)
	}
}

func TestSectionLeadsOn(t *testing.T) {
	s := block.Cards(&ui.View{}, "Latest", ui.Plain, []ui.Card{{Title: "A card"}})
	s.More = cms.Link{Text: "All of them", URL: "https://example.org/all"}
	page := show(t, block.ColumnOf(&ui.View{}, nil, s))
	if got := page.Find(".section-head a").Text(); got != "All of them" {
		t.Errorf("beside the heading is %q", got)
	}
}
