package block_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/templates/block"
	"lectern/templates/ui"
)

func TestEveryBlockHasARenderer(t *testing.T) {
	renderers := block.All()
	var names []string
	for _, b := range blocks.All() {
		names = append(names, b.Block().Name)
	}
	slices.Sort(names)
	if got := slices.Sorted(maps.Keys(renderers)); !slices.Equal(got, names) {
		t.Errorf("renderers are for %q, and the blocks are %q", got, names)
	}
}

// TestNothingToShow renders blocks that hold nothing, or nothing but a
// heading, or only what is not live.
func TestNothingToShow(t *testing.T) {
	notLive := cms.Link{Page: "not live"}
	var empty cms.Blocks
	for _, b := range blocks.All() {
		zero := reflect.New(reflect.TypeOf(b).Elem()).Interface()
		empty = append(empty, cms.Block{Type: b.Block().Name, Value: zero})
	}
	for _, test := range []struct {
		name string
		body cms.Blocks
	}{
		{"zero values", empty},
		{"a list without live pages", run(&blocks.Latest{Heading: "Latest blogs", Link: cms.Link{URL: "https://example.org"}})},
		{"cards that lead nowhere", run(&blocks.CardGrid{Heading: "Our services", Cards: []blocks.Card{{Link: notLive, Title: "Spine"}, {}}})},
		{"a contact without parts", run(&blocks.Contact{Heading: "Contact us"})},
		{"a contact whose one part leads nowhere", run(&blocks.Contact{Heading: "Contact us", Web: notLive})},
		{"files that are not there", run(&blocks.Downloads{Heading: "Downloads", Items: []blocks.Download{{File: cms.File{Asset: "none", Title: "Tables"}}}})},
		{"a type that is not known", cms.Blocks{{Type: "video", Raw: []byte(`{"url":"x"}`)}}},
		{"a value of another type", cms.Blocks{{Type: "text", Value: &blocks.Callout{Heading: "x"}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			column := show(t, block.Column(&ui.View{}, test.body, block.All()))
			if text := strings.TrimSpace(column.Text()); text != "" || column.Find(".flow").Children().Length() != 0 {
				t.Errorf("the column shows %q", text)
			}
			if bands := show(t, block.Bands(&ui.View{}, test.body, block.All())); bands.Find("body").Children().Length() != 0 {
				t.Errorf("the bands show %q", bands.Text())
			}
		})
	}
}

func TestColumn(t *testing.T) {
	page := show(t, block.Column(&ui.View{}, run(
		&blocks.Text{Body: prose("Before any heading.")},
		&blocks.Callout{Heading: "A note", Body: prose("x")},
		&blocks.Text{Heading: "About", Body: prose("x")},
		&blocks.Text{Heading: "Details", Level: "sub", Body: prose("x")},
		&blocks.Latest{Heading: "Nothing to list"},
		&blocks.Text{Heading: "First", Numbered: true},
		&blocks.Text{Heading: "About", Numbered: true},
		&blocks.Clauses{Number: "6", Heading: "Uses", Items: []blocks.Clause{{Number: "6.1", Body: prose("x")}}},
		&blocks.CardGrid{Cards: []blocks.Card{{Title: "A card"}}},
	), block.All()))

	if got, want := texts(page.Find("nav li")), []string{"About", "1. First", "2. About", "6. Uses"}; !slices.Equal(got, want) {
		t.Errorf("the page contents are %q, want %q", got, want)
	}
	page.Find("nav a").Each(func(_ int, link *goquery.Selection) {
		id := strings.TrimPrefix(link.AttrOr("href", ""), "#")
		if heading := page.Find("h2#" + id); heading.Length() != 1 || heading.Text() != link.Text() {
			t.Errorf("%q leads to %q", link.Text(), heading.Text())
		}
	})
	if got, want := texts(page.Find(".flow h2")), []string{"A note", "About", "1. First", "2. About", "6. Uses"}; !slices.Equal(got, want) {
		t.Errorf("the headings of level 2 are %q, want %q", got, want)
	}
	if got, want := texts(page.Find(".flow h3")), []string{"Details", "A card"}; !slices.Equal(got, want) {
		t.Errorf("the headings of level 3 are %q, want %q", got, want)
	}
	if page.Find("#s-6-1").Length() != 1 {
		t.Error("the clause has no id of its own")
	}
}

func TestNoContentsForOneHeading(t *testing.T) {
	page := show(t, block.Column(&ui.View{}, run(&blocks.Text{Heading: "About", Body: prose("x")}), block.All()))
	if page.Find("nav").Length() != 0 {
		t.Error("a page with one main heading has page contents")
	}
}

func TestBands(t *testing.T) {
	text := func(heading string) *blocks.Text { return &blocks.Text{Heading: heading, Body: prose("x")} }
	page := show(t, block.Bands(&ui.View{}, run(
		&blocks.Callout{Tone: "note", Heading: "Note", Body: prose("x")},
		text("One"),
		text("Two"),
		text(""),
		&blocks.Text{Heading: "Sub", Level: "sub", Body: prose("x")},
		text("Three"),
		&blocks.Callout{Tone: "emphasis", Heading: "Ink", Body: prose("x"), Link: cms.Link{Text: "Act", URL: "https://example.org"}},
		text("Four"),
	), block.All()))

	var got []string
	page.Find(".band").Each(func(_ int, band *goquery.Selection) {
		ground := strings.TrimPrefix(strings.Fields(band.AttrOr("class", ""))[1], "on-")
		got = append(got, strings.Join(texts(band.Find("h2, h3")), " and ")+" on "+ground)
		if band.AttrOr("aria-labelledby", "") != band.Find("h2").AttrOr("id", "none") {
			t.Errorf("the band %q is not named by its heading", band.Text())
		}
	})
	want := []string{"Note on white", "One on white", "Two and Sub on mist", "Three on white", "Ink on ink", "Four on white"}
	if !slices.Equal(got, want) {
		t.Errorf("the bands are %q, want %q", got, want)
	}
	if got := texts(page.Find("a.button")); !slices.Equal(got, []string{"Act"}) {
		t.Errorf("the buttons are %q", got)
	}
}

func TestTable(t *testing.T) {
	page := show(t, block.Column(&ui.View{}, run(&blocks.Table{
		Caption: "Calls", RowHeaders: true,
		Columns: []blocks.Column{{Name: "Desk"}, {Name: "Calls", Numeric: true}},
		Rows:    []blocks.Row{{Cells: []blocks.Cell{{Text: prose("Staff")}, {Text: prose("12")}}}, {Cells: []blocks.Cell{{Text: prose("Short")}}}},
	}), block.All()))
	region := page.Find(`[role=region][tabindex="0"]`)
	if id := region.AttrOr("aria-labelledby", ""); id == "" || page.Find("caption#"+id).Text() != "Calls" {
		t.Error("the region that scrolls is not named by the caption")
	}
	if got := texts(page.Find("th[scope=row]")); !slices.Equal(got, []string{"Staff", "Short"}) {
		t.Errorf("the row headings are %q", got)
	}
	if n := page.Find("tbody tr").Last().Children().Length(); n != 2 {
		t.Errorf("a row that is too short has %d cells, want 2", n)
	}
}

func TestContact(t *testing.T) {
	page := show(t, block.Column(&ui.View{}, run(&blocks.Contact{Telephone: "+44 (0)300 303-5035", Address: "1 High Street\n\nLeeds"}), block.All()))
	if got := page.Find("dd a").AttrOr("href", ""); got != "tel:+4403003035035" {
		t.Errorf("the number dials %q", got)
	}
	if got := texts(page.Find("dt")); !slices.Equal(got, []string{"Telephone", "Address"}) {
		t.Errorf("the parts are %q", got)
	}
	if n := page.Find("dd br").Length(); n != 1 {
		t.Errorf("the address has %d breaks, want 1", n)
	}
}

// TestMoreBlocks shows that renderers of one's own need no other code.
func TestMoreBlocks(t *testing.T) {
	renderers := block.All()
	renderers["banner"] = func(_ *ui.View, value any, at *block.Place) templ.Component {
		return ui.Head(at.Section(*value.(*string)))
	}
	heading := "Mine"
	page := show(t, block.Bands(&ui.View{}, cms.Blocks{{Type: "banner", Value: &heading}}, renderers))
	if got := texts(page.Find("section h2")); !slices.Equal(got, []string{"Mine"}) {
		t.Errorf("the headings are %q", got)
	}
}

func show(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var html strings.Builder
	if err := c.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(html.String()))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) })
}

func prose(text string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}} }

func run(values ...interface{ Block() cms.BlockType }) cms.Blocks {
	var all cms.Blocks
	for _, value := range values {
		all = append(all, cms.Block{Type: value.Block().Name, Value: value})
	}
	return all
}
