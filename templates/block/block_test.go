package block_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

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
		{"an expander that opens nothing", run(&blocks.Expander{Heading: "More", Body: run(&blocks.Latest{Heading: "Latest"}, &blocks.Expander{Heading: "Yet more"})})},
		{"a quote of nobody’s words", run(&blocks.Quote{Person: "Ada Marsh", Role: "Nurse"})},
		{"a button that leads nowhere", run(&blocks.Button{Link: notLive})},
		{"a checklist without words", run(&blocks.Checklist{Heading: "Before you begin", Mark: "tick", Entries: []blocks.Entry{{}}})},
		{"an icon list without words", run(&blocks.IconList{Heading: "What we do", Intro: prose("x"), Items: []blocks.IconItem{{Icon: "lock"}}})},
		{"key facts without facts", run(&blocks.KeyFacts{Heading: "Key facts", Items: []blocks.KeyFact{{Tone: "grey"}}})},
		{"tiles that lead nowhere", run(&blocks.Tiles{Heading: "Services", Intro: "x", Items: []blocks.Tile{{Title: "Spine", Action: "Go", Link: notLive}}})},
		{"a video that is not there", run(&blocks.Video{Title: "Tour", File: cms.File{Asset: "none"}, Transcript: prose("x")})},
		{"a dashboard without an address", run(&blocks.Dashboard{Title: "Waits", Summary: "x"})},
		{"a featured page that is not live", run(&blocks.Featured{Kicker: "New", Page: "not live", Title: "Spine", Summary: "x"})},
		{"a featured link that leads nowhere", run(&blocks.Featured{Kicker: "New", Title: "Spine", Link: notLive})},
		{"people who are not live", run(&blocks.People{Heading: "The board", Intro: "x", People: []cms.Ref{"not live"}})},
		{"a change notice without words", run(&blocks.ChangeNotice{Title: "Changed", At: time.Unix(1e9, 0)})},
		{"a chart without numbers", run(&blocks.Chart{Title: "Waits", Summary: "x", Data: "Year,Waits\n2024,few\n2025,many", Source: "x"})},
		{"code without text", run(&blocks.Code{Heading: "Example", Language: "json"})},
		{"a gallery without pictures", run(&blocks.Gallery{Heading: "Pictures", Items: []blocks.GalleryItem{{Title: "x", Image: cms.Image{Asset: "none", Alt: "x"}}}})},
		{"a description of no image", run(&blocks.Image{Image: cms.Image{Asset: "none", Alt: "x"}, Description: prose("x")})},
		{"a type that is not known", cms.Blocks{{Type: "carousel", Raw: []byte(`{"url":"x"}`)}}},
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

// library is a view with a page and files of every sort.
var library = &ui.View{
	Refs: map[cms.ID]cms.Item{"spine": {Page: "spine", Path: "/spine", Card: cms.Card{Title: "Spine", Summary: "Joins systems."}}},
	Assets: map[cms.ID]cms.Asset{
		"picture":  {ID: "picture", Filename: "flow.png", MediaType: "image/png", Size: 42_000, Width: 640, Height: 360},
		"film":     {ID: "film", Filename: "tour.mp4", MediaType: "video/mp4", Size: 9_000_000},
		"captions": {ID: "captions", Filename: "tour.vtt", MediaType: "text/vtt; charset=utf-8", Size: 900},
		"data":     {ID: "data", Filename: "waits.csv", MediaType: "text/csv; charset=utf-8", Size: 1_000},
	},
}

var picture = cms.Image{Asset: "picture", Alt: "Records flow between systems"}

// page shows the blocks below a main heading.
func page(t *testing.T, values ...interface{ Block() cms.BlockType }) *goquery.Document {
	t.Helper()
	body := append(run(&blocks.Text{Heading: "Section", Body: prose("x")}), run(values...)...)
	return show(t, block.Column(library, body, block.All()))
}

// TestBlocks shows each block and asks what a reader or a machine finds there.
// The second column is a selector and the third the texts of what it finds, or
// with an attribute its values.
func TestBlocks(t *testing.T) {
	link := cms.Link{Page: "spine"}
	notLive := cms.Link{Page: "not live"}
	for _, test := range []struct {
		name     string
		block    interface{ Block() cms.BlockType }
		selector string
		want     []string
	}{
		{"a callout stands below its section", &blocks.Callout{Heading: "Note", Body: prose("x"), Link: link}, "h3, .callout a", []string{"Note", "Spine"}},
		{"a quote with its source", &blocks.Quote{Text: prose("It works."), Person: "Ada Marsh", Role: "Nurse", Organisation: "Mill Lane Surgery"}, "figure > blockquote > p, figure > figcaption > *", []string{"It works.", "Ada Marsh", "Nurse, Mill Lane Surgery"}},
		{"a quote alone", &blocks.Quote{Text: prose("It works.")}, "figcaption", nil},
		{"a button", &blocks.Button{Link: cms.Link{Text: "Apply", Page: "spine"}, Rank: "start"}, "a.button.button-start[href='/spine']", []string{"Apply"}},
		{"ticks in words", &blocks.Checklist{Mark: "tick", Entries: []blocks.Entry{{Text: prose("Wash")}, {Text: prose("Dry")}}}, "li", []string{"Yes: Wash", "Yes: Dry"}},
		{"crosses in words", &blocks.Checklist{Heading: "Do not", Mark: "cross", Entries: []blocks.Entry{{Text: prose("Run")}, {}}}, "h3, li", []string{"Do not", "No: Run"}},
		{"bullets need no words", &blocks.Checklist{Entries: []blocks.Entry{{Text: prose("Walk")}}}, "li", []string{"Walk"}},
		{"icon headings lead on where they can", &blocks.IconList{Heading: "What we do", Items: []blocks.IconItem{
			{Heading: "Join", Link: link, Icon: "lock", Text: prose("x")}, {Heading: "Keep", Link: notLive}, {Heading: "Share"},
		}}, "h2 ~ .icon-list h3, h3 > a", []string{"Join", "Join", "Keep", "Share"}},
		{"icons are for the eye alone", &blocks.IconList{Items: []blocks.IconItem{{Heading: "Join", Icon: "lock"}}}, "span.icon-lock[aria-hidden=true]", []string{""}},
		{"key facts", &blocks.KeyFacts{Heading: "Key facts", Items: []blocks.KeyFact{{Headline: "71% in time", Explanation: prose("More."), Qualifying: prose("Provisional."), Tone: "grey"}}}, "h2 ~ ul .key-fact-grey p", []string{"71% in time", "More.", "Provisional."}},
		{"tiles that lead on", &blocks.Tiles{Heading: "Go on", Items: []blocks.Tile{
			{Title: "Share", Text: "Letters", Action: "Find a service", Link: link, Image: picture}, {Title: "Gone", Action: "Go", Link: notLive},
		}}, "li h3, li a", []string{"Share", "Find a service: Share"}},
		{"a link to a video elsewhere", &blocks.Video{Title: "Tour", URL: "https://www.example.org/watch?v=1"}, "video, iframe, figure a[href='https://www.example.org/watch?v=1']", []string{"Watch “Tour” on example.org"}},
		{"what is no video is not played", &blocks.Video{Title: "Tour", File: cms.File{Asset: "data"}}, "figure", nil},
		{"a transcript", &blocks.Video{Title: "Tour", File: cms.File{Asset: "film"}, Transcript: prose("Hello.")}, "figcaption p, summary, details p", []string{"Tour", "Transcript of Tour", "Hello."}},
		{"a dashboard and its data", &blocks.Dashboard{Title: "Waits", URL: "https://charts.example.org/waits", Summary: "Waits by month.", DataFile: cms.File{Asset: "data", Title: "Waits"}}, "figure a, iframe, figure > p:last-child", []string{"Open the dashboard “Waits” on charts.example.org", "The data of this dashboard: Waits (CSV 1 KB)", "Waits (CSV 1 KB)"}},
		{"a dashboard and a page with its data", &blocks.Dashboard{Title: "Waits", URL: "https://example.org", Data: cms.Link{Text: "Waits as a table", Page: "spine"}}, "figure a[href='/spine']", []string{"Waits as a table"}},
		{"a featured page", &blocks.Featured{Kicker: "New", Page: "spine", Image: picture}, ".kicker, h3 > a[href='/spine'], h3 + p", []string{"New", "Spine", "Joins systems."}},
		{"a featured link", &blocks.Featured{Title: "Elsewhere", Summary: "Own words.", Link: cms.Link{URL: "https://example.org"}}, "h3 > a, h3 + p, img", []string{"Elsewhere", "Own words."}},
		{"people who are live", &blocks.People{Heading: "The board", People: []cms.Ref{"spine", "not live"}}, "h2 ~ ul h3, li p", []string{"Spine", "Joins systems."}},
		{"a change notice", &blocks.ChangeNotice{Title: "Corrected", At: time.Date(2026, 3, 5, 15, 4, 0, 0, time.UTC), Text: prose("Table 2 was wrong.")}, "h3, time[datetime='2026-03-05T15:04:00Z'], .callout > p:last-child", []string{"Corrected", "5 March 2026 3:04 pm", "Table 2 was wrong."}},
		{"code keeps its spaces", &blocks.Code{Language: "json", Text: "{\n  \"a\": \"<b>\"\n\n}"}, "[role=region][tabindex='0'][aria-label='Code: JSON'] > pre > code", []string{"{\n  \"a\": \"<b>\"\n\n}"}},
		{"code by its heading", &blocks.Code{Heading: "A request", Text: "a", LineNumbers: true}, "h3, [aria-label='Code: A request'].code-numbered .code-line", []string{"A request", "a"}},
		{"a gallery", &blocks.Gallery{Heading: "Pictures", Items: []blocks.GalleryItem{
			{Image: picture, Title: "How it flows", Text: prose("Day and night."), Files: []blocks.Download{{File: cms.File{Asset: "data", Title: "Counts"}}}}, {Image: cms.Image{Asset: "none"}},
		}}, "ul > li > figure > img ~ figcaption a", []string{"Full image: How it flows (640 × 360 pixels)", "Counts (CSV 1 KB)"}},
		{"a picture without words is called by its file", &blocks.Gallery{Items: []blocks.GalleryItem{{Image: cms.Image{Asset: "picture", Decorative: true}}}}, "figure a", []string{"Full image: flow.png (640 × 360 pixels)"}},
		{"a long description", &blocks.Image{Image: picture, Description: prose("Step by step.")}, "figure + details summary, details p", []string{"Long description of the image: Records flow between systems", "Step by step."}},
		{"an image alone", &blocks.Image{Image: picture}, "figure img, details", []string{""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := page(t, test.block).Find("main, .flow").First().Find(test.selector)
			got := found.Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(spaced(s.Text())) })
			if strings.Contains(test.selector, "pre") {
				got = found.Map(func(_ int, s *goquery.Selection) string { return s.Text() })
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%s finds %q, want %q", test.selector, got, test.want)
			}
		})
	}
}

// spaced is text as a reader gets it: with single spaces.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestExpander(t *testing.T) {
	inside := run(
		&blocks.Text{Heading: "Section", Body: prose("x")},
		&blocks.Text{Heading: "Details", Level: "sub", Body: prose("x")},
		&blocks.Text{Heading: "Counted", Numbered: true, Body: prose("x")},
		&blocks.CardGrid{Cards: []blocks.Card{{Title: "A card"}}},
		&blocks.Expander{Heading: "Deeper", Body: run(&blocks.Text{Heading: "Section", Body: prose("x")})},
	)
	column := page(t,
		&blocks.Expander{Heading: "More", Audience: "most", Body: inside},
		&blocks.Text{Heading: "Next", Numbered: true, Body: prose("x")},
	)
	if got := texts(column.Find("nav li")); !slices.Equal(got, []string{"Section", "1. Next"}) {
		t.Errorf("the page contents are %q", got)
	}
	var got []string
	column.Find(".flow h2, .flow h3, .flow h4, .flow h5").Each(func(_ int, h *goquery.Selection) {
		got = append(got, fmt.Sprintf("%s %s #%s", goquery.NodeName(h), strings.TrimSpace(h.Text()), h.AttrOr("id", "")))
	})
	want := []string{
		"h2 Section #section", "h3 Section #section-2", "h4 Details #details", "h3 Counted #counted", "h4 A card #", "h4 Section #section-3", "h2 1. Next #next",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the headings are\n%q, want\n%q", got, want)
	}
	if got := texts(column.Find("details.expander-boxed > summary")); !slices.Equal(got, []string{"More"}) {
		t.Errorf("the boxed expanders are %q", got)
	}
	if column.Find("details details > summary").Length() != 1 {
		t.Error("the expander within it is not there")
	}
	bands := show(t, block.Bands(library, run(&blocks.Expander{Heading: "More", Body: inside}), block.All()))
	if bands.Find(".band").Length() != 1 {
		t.Error("what is inside of an expander begins a band")
	}
}

func TestVideo(t *testing.T) {
	video := page(t, &blocks.Video{Title: "Tour", File: cms.File{Asset: "film"}, Captions: cms.File{Asset: "captions"}}).Find("video")
	if id := video.AttrOr("aria-labelledby", ""); id == "" || video.Parent().Find("#"+id).Text() != "Tour" {
		t.Error("the video is not called by its title")
	}
	if _, controls := video.Attr("controls"); !controls || video.AttrOr("preload", "") != "metadata" {
		t.Error("the video has no controls, or is loaded before somebody asks")
	}
	source, track := video.Find("source"), video.Find("track")
	if source.AttrOr("src", "") != "/media/film/tour.mp4" || source.AttrOr("type", "") != "video/mp4" {
		t.Error("the video has no source")
	}
	if track.AttrOr("kind", "") != "captions" || track.AttrOr("srclang", "") != "en" || track.AttrOr("src", "") != "/media/captions/tour.vtt" {
		t.Error("the video has no captions")
	}
}

func TestChart(t *testing.T) {
	bars := &blocks.Chart{
		Form: "bar", Title: "Waits are shorter", Summary: "Waits fell from 12 to 9 weeks.", Unit: "Weeks", Data: "Year,Wait\n2024,12\n2025,9\n", Highlight: "2025",
		Source: "Waiting list", SourceLink: cms.Link{Page: "spine"},
	}
	chart := page(t, bars).Find("figure")
	if title := chart.Find("#" + chart.AttrOr("aria-labelledby", "none")); title.Text() != "Waits are shorter" {
		t.Errorf("the chart is called %q", title.Text())
	}
	drawings := chart.Find("[role=img]")
	if got := drawings.AttrOr("aria-label", ""); drawings.Length() != 1 || got != "Bar chart. Waits fell from 12 to 9 weeks." {
		t.Errorf("%d drawings say %q", drawings.Length(), got)
	}
	if n := drawings.Find("svg[aria-hidden=true]").Length(); n != 2 || chart.Find("svg").Length() != n {
		t.Errorf("%d drawings are not read by themselves, want a wide and a narrow one", n)
	}
	drawings.Find("svg").Each(func(_ int, drawing *goquery.Selection) {
		if drawing.Find("path.series-1").Length() != 2 || drawing.Find("path.chart-mark").Length() != 1 || drawing.Find("[style]").Length() != 0 {
			t.Error("the bars are not two, one of them marked by its class")
		}
	})
	table := chart.Find("details table")
	if id := chart.Find("details [role=region]").AttrOr("aria-labelledby", ""); id == "" || table.Find("caption#"+id).Text() != "Data: Waits are shorter, Weeks" {
		t.Errorf("the table is called %q", table.Find("caption").Text())
	}
	if got := texts(table.Find("th[scope=col], th[scope=row], td")); !slices.Equal(got, []string{"Year", "Wait", "2024", "12", "2025", "9"}) {
		t.Errorf("the table is %q", got)
	}
	if got := chart.Find("p a[href='/spine']").Text(); got != "Waiting list" {
		t.Errorf("the source is %q", got)
	}

	lines := page(t, &blocks.Chart{Form: "line", Title: "Waits", Summary: "Both fell.", Data: "Year,Adults,Children\n2024,12,8\n2025,9,-7"}).Find("figure")
	if lines.Find("path.chart-line.series-2").Length() != 3 { // in the drawings and in the key
		t.Error("the second line is not drawn, or not explained")
	}
	if got := texts(lines.Find("ul li")); !slices.Equal(got, []string{"Adults", "Children"}) {
		t.Errorf("the key is %q", got)
	}
	if lines.Find("p:contains('Source')").Length() != 0 {
		t.Error("no source is told as one")
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
