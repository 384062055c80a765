package check_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/blocks"
	"lectern/internal/check"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// recording is a block with captions and a transcript.
type recording struct {
	Captions   cms.File
	Transcript richtext.Doc
}

func (*recording) Block() cms.BlockType { return cms.BlockType{Name: "recording", Label: "Recording"} }

// box is a block that holds blocks.
type box struct {
	Number  string
	Heading string
	Inside  cms.Blocks
}

func (*box) Block() cms.BlockType { return cms.BlockType{Name: "box", Label: "Box"} }

func (b *box) Headings() []schema.Heading {
	return schema.OneHeading("heading", b.Heading, schema.Subheading)
}

// parts is a kind with headings of its own, and without a summary.
type parts struct {
	Title  string
	First  string
	Text   richtext.Doc
	Second string
	Body   cms.Blocks
}

func (*parts) Kind() cms.Kind   { return cms.Kind{Name: "parts", Label: "Parts", Addressed: true} }
func (p *parts) Card() cms.Card { return cms.Card{Title: p.Title} }

func (p *parts) Headings() []schema.Heading {
	return append(schema.OneHeading("first", p.First, schema.MainHeading), schema.OneHeading("second", p.Second, schema.MainHeading)...)
}

func registry(t *testing.T) *schema.Registry {
	t.Helper()
	r, err := schema.New(append(kinds.All(), &parts{}), append(blocks.All(), &recording{}, &box{}))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	live    cms.ID = "live"
	notLive cms.ID = "not-live"
	missing cms.ID = "missing"
	unknown cms.ID = "unknown"
)

// world knows one page of each state, and what the one that is live holds.
var world = check.World{
	Base: "https://www.example.org",
	Page: func(id cms.ID) check.Neighbour {
		switch id {
		case live:
			return check.Neighbour{State: check.Live, Value: body(
				&blocks.Text{Heading: "Opening hours"}, &blocks.Text{Heading: "Opening hours"}, &blocks.Text{Heading: "Search"},
				&blocks.Callout{Heading: "Take care"}, &box{Inside: run(&blocks.Table{Caption: "Fees"})},
				&blocks.Clauses{Items: []blocks.Clause{{Number: "6.1"}}},
			)}
		case notLive:
			return check.Neighbour{State: check.NotLive}
		case missing:
			return check.Neighbour{State: check.Missing}
		}
		return check.Neighbour{}
	},
	Self: "this",
	Named: func(name schema.Name) []cms.ID {
		return map[string][]cms.ID{"feed own": {"this", "this"}, "feed taken": {"this", "other"}}[name.Kind+" "+name.Text]
	},
}

// text is a text section.
func text(heading string, spans ...richtext.Span) *blocks.Text {
	return &blocks.Text{Heading: heading, Level: "main", Body: doc(spans...)}
}

func sub(heading string, spans ...richtext.Span) *blocks.Text {
	t := text(heading, spans...)
	t.Level = "sub"
	return t
}

func doc(spans ...richtext.Span) richtext.Doc {
	if spans == nil {
		return nil
	}
	return richtext.Doc{{Paragraph: spans}}
}

func words(s string) richtext.Span { return richtext.Span{Text: s} }

func linked(s string, l cms.Link) richtext.Span { return richtext.Span{Text: s, Link: &l} }

func toURL(url string) cms.Link { return cms.Link{URL: url} }

func toPage(page cms.ID, fragment string) cms.Link {
	return cms.Link{Page: cms.Ref(page), Fragment: fragment}
}

func image(i cms.Image) *blocks.Image {
	if i.Asset == "" {
		i.Asset = "asset"
	}
	return &blocks.Image{Image: i}
}

func alt(s string) *blocks.Image { return image(cms.Image{Alt: s}) }

func run(values ...schema.Block) cms.Blocks {
	var list cms.Blocks
	for _, v := range values {
		list = append(list, cms.Block{Type: v.Block().Name, Value: v})
	}
	return list
}

// body is a page whose head is in order.
func body(values ...schema.Block) *kinds.ContentPage {
	return &kinds.ContentPage{Title: "A title", Summary: "A summary.", Body: run(values...)}
}

func row(cells ...string) blocks.Row {
	var r blocks.Row
	for _, c := range cells {
		cell := blocks.Cell{}
		if c != "" {
			cell.Text = doc(words(c))
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

func feedsPage(names ...string) *kinds.Feeds {
	group := kinds.FeedGroup{Heading: "A group"}
	for _, name := range names {
		group.Feeds = append(group.Feeds, kinds.ListedFeed{Name: name})
	}
	return &kinds.Feeds{Title: "A title", Summary: "A summary.", Groups: []kinds.FeedGroup{group}}
}

func columns(names ...string) []blocks.Column {
	var list []blocks.Column
	for _, name := range names {
		list = append(list, blocks.Column{Name: name})
	}
	return list
}

// cases name what each rule finds: "field rule", in the order of the page.
var cases = []struct {
	name  string
	value schema.Kind
	want  []string
}{
	{"headings in order", body(text("One", words("a")), sub("Two", words("b")), text("Three", words("c"))), nil},
	{"a subheading first", body(sub("Two", words("b")), text("One", words("a")), sub("Three", words("c"))), []string{"body[0].heading heading-order"}},
	{"subheadings only", body(sub("One", words("a")), sub("Two", words("b"))), []string{"body[0].heading heading-order", "body[1].heading heading-order"}},
	{"a callout stands apart", body(&blocks.Callout{Heading: "Take care", Body: doc(words("a"))}, text("One", words("b"))), nil},
	{"a subheading in a block of blocks", body(&box{Inside: run(sub("One", words("a")))}), []string{"body[0].inside[0].heading heading-order"}},

	{"a section of parts", body(text("One"), sub("Two", words("a"))), nil},
	{"a section with a callout", body(text("One"), &blocks.Callout{Heading: "Take care", Body: doc(words("a"))}), nil},
	{"a section with a list that fills itself", body(&blocks.Latest{Heading: "News", Size: 3}), nil},
	{"a section with a picture", body(text("One"), image(cms.Image{Decorative: true}), text("Two", words("a"))), nil},
	{"a section with numbers", body(&blocks.Statistics{Heading: "One", Items: []blocks.Statistic{{Value: "1", Unit: "thing"}}}), nil},
	{"nothing below a heading", body(text("One"), text("Two", words("a"))), []string{"body[0].heading empty-section"}},
	{"nothing below the last heading", body(text("One", words("a")), text("Two")), []string{"body[1].heading empty-section"}},
	{"nothing below a subheading", body(text("One", words("a")), sub("Two"), sub("Three", words("b"))), []string{"body[1].heading empty-section"}},
	{"nothing but the number of the next heading", body(text("One"), &blocks.Clauses{Number: "6", Heading: "Two", Items: []blocks.Clause{{Number: "6.1", Body: doc(words("a"))}}}), []string{"body[0].heading empty-section"}},
	{"nothing but the number of the next block of blocks", body(text("One", words("a")), sub("Two"), &box{Number: "2", Heading: "Three", Inside: run(text("", words("b")))}), []string{"body[1].heading empty-section"}},
	{"headings of a kind", &parts{Title: "A title", First: "One", Text: doc(words("a")), Second: "Two", Body: run(text("", words("b")))}, nil},
	{"an empty heading of a kind", &parts{Title: "A title", First: "One", Second: "Two", Body: run(text("", words("b")))}, []string{"first empty-section"}},

	{"the same subheading", body(text("One", words("a")), sub("Part", words("b")), text("Two", words("c")), sub("Part", words("d"))), nil},
	{"the same main heading", body(text("Costs", words("a")), &blocks.Contact{Heading: "costs:", Name: "B"}), []string{"body[1].heading same-heading"}},

	{"alternative text", body(alt("Three nurses at a desk, of whom one is on the telephone."), alt("Photographers at work"), alt("e_mail and post")), nil},
	{"a decorative picture", body(image(cms.Image{Decorative: true, Alt: "a.png"})), nil},
	{"no picture", body(&blocks.Image{Image: cms.Image{Alt: "a.png"}}), nil},
	{"a file name", body(alt("nurses.JPG"), alt("chart-2024.png"), alt("IMG_2031"), alt("dsc 0012"), alt("team_photo_final"), alt("screenshot")), []string{
		"body[0].image alt-file-name", "body[1].image alt-file-name", "body[2].image alt-file-name", "body[3].image alt-file-name",
		"body[4].image alt-file-name", "body[5].image alt-file-name",
	}},
	{"an announced picture", body(alt("Image of a desk"), alt("a picture of a desk"), alt("Photo showing a desk")), []string{
		"body[0].image alt-text", "body[1].image alt-text", "body[2].image alt-text",
	}},
	{"the caption again", body(image(cms.Image{Alt: "Our desk", Caption: "our desk."}), image(cms.Image{Alt: "Our desk", Caption: "Our desk in May"})), []string{"body[0].image alt-text"}},
	{"the longest alternative text", body(alt(strings.Repeat("é", 250))), nil},
	{"alternative text that is too long", body(alt(strings.Repeat("é", 251))), []string{"body[0].image alt-text"}},

	{"links with words", body(text("", linked("Opening hours", toURL("https://example.com/hours")), words(" and "), linked("fees", toPage(live, "")), linked("a@example.org", toURL("mailto:a@example.org")))), nil},
	{"a link in two marks", body(text("", linked("read ", toURL("https://example.com")), linked("more", toURL("https://example.com")))), []string{"body[0].body link-text"}},
	{"a link whose first words are vague", body(text("", linked("More ", toURL("https://example.com")), richtext.Span{Text: "on fees", Marks: richtext.Strong, Link: &cms.Link{URL: "https://example.com"}})), nil},
	{"a link without words", body(text("", linked(" ", toURL("https://example.com"))), text("", linked("→", toURL("https://example.org")))), []string{
		"body[0].body link-without-text", "body[1].body link-without-text",
	}},
	{"a link that says too little", body(text("", linked("Click here.", toURL("https://example.com"))), &blocks.Callout{Body: doc(words("a")), Link: cms.Link{Text: "Read more…", Page: cms.Ref(live)}}), []string{
		"body[0].body link-text", "body[1].link link-text",
	}},
	{"a link called by its address", body(text("", linked("www.example.com/a", toURL("https://www.example.com/a"))), &blocks.Callout{Body: doc(words("a")), Link: toURL("https://example.com")}), []string{
		"body[0].body link-text", "body[1].link link-text",
	}},
	{"a link called by the name of its page", body(&blocks.Callout{Body: doc(words("a")), Link: toPage(live, "")}), nil},
	{"a link called by the title of its card", body(&blocks.CardGrid{Cards: []blocks.Card{{Link: toURL("https://example.com"), Title: "Fees"}, {Link: toURL("https://example.com/b")}}}), []string{"body[0].cards[1].link link-text"}},
	{"a link called by what one can do there", body(&blocks.Tiles{Items: []blocks.Tile{
		{Title: "Fees", Action: "Read more", Link: toURL("https://example.com/a")}, {Title: "Costs", Action: "Find a service", Link: toURL("https://example.com/b")},
	}}), []string{"body[0].items[0].link link-text"}},
	{"the same action for two targets, of two things", body(&blocks.Tiles{Items: []blocks.Tile{
		{Title: "Fees", Action: "Look up", Link: toURL("https://example.com/a")}, {Title: "Costs", Action: "Look up", Link: toURL("https://example.com/b")},
	}}), nil},
	{"the same action for two targets", &kinds.Service{Title: "A title", Summary: "A summary.", Actions: []kinds.PriorityAction{
		{Action: "Sign in", Link: toURL("https://example.com/a")}, {Action: "Sign in", Link: toURL("https://example.com/b")},
	}}, []string{"actions[1].link link-targets"}},
	{"a link beside the title of its page", &kinds.Home{Title: "A title", Summary: "A summary.", Action: toURL("https://example.com")}, []string{"action link-text"}},
	{"links in a list", body(&blocks.Text{Body: richtext.Doc{{List: &richtext.List{Items: []richtext.Doc{doc(linked("here", toURL("https://example.com")))}}}}}), []string{"body[0].body link-text"}},

	{"the same link twice", body(text("", linked("Fees", toPage(live, "fees")), words(" or "), linked("fees", toPage(live, "fees")))), nil},
	{"the same words for two targets", body(text("", linked("Fees", toPage(live, "")), words(" or "), linked("fees", toPage(live, "fees"))), &blocks.CardGrid{Cards: []blocks.Card{{Link: toURL("https://example.com"), Title: "Fees"}}}), []string{
		"body[0].body link-targets", "body[1].cards[0].link link-targets",
	}},
	{"vague words for two targets are told once each", body(text("", linked("here", toPage(live, "")), words(" or "), linked("here", toPage(live, "fees")))), []string{
		"body[0].body link-text", "body[0].body link-text",
	}},
	{"two pages called by their names", body(&blocks.CardGrid{Cards: []blocks.Card{{Link: toPage(live, "")}, {Link: toPage(unknown, "")}}}), nil},

	{"pages that are there", body(&blocks.Latest{Below: cms.Ref(live)}, text("", linked("Fees", toPage(unknown, "")))), nil},
	{"a page that is not there", body(&blocks.Latest{Below: cms.Ref(missing)}, text("", linked("Fees", toPage(missing, "")), linked("Costs", toPage(missing, "")))), []string{
		"body[0].below page-missing", "body[1].body page-missing",
	}},
	{"a page that is not public", body(&blocks.Callout{Body: doc(words("a")), Link: toPage(notLive, "")}), []string{"body[0].link page-not-live"}},

	{"places of another page", body(text("", linked("a", toPage(live, "opening-hours")), linked("b", toPage(live, "opening-hours-2")), linked("c", toPage(live, "search-2")),
		linked("d", toPage(live, "take-care")), linked("e", toPage(live, "fees")), linked("f", toPage(live, "s-6-1")), linked("g", toPage(live, "page-history")))), nil},
	{"places that another page has not", body(text("", linked("a", toPage(live, "opening-hour")), linked("b", toPage(live, "opening-hours-9")), linked("c", toPage(live, "s-6-2")), linked("d", toPage(live, "-2")))), []string{
		"body[0].body link-fragment", "body[0].body link-fragment", "body[0].body link-fragment", "body[0].body link-fragment",
	}},
	{"places of a page that is not known", body(text("", linked("a", toPage(unknown, "b")))), nil},
	{"places of this page", body(text("One", linked("a", toURL("#two")), linked("b", toURL("#three"))), text("Two", words("c"))), []string{"body[0].body link-fragment"}},

	{"addresses of others", body(text("", linked("a", toURL("https://example.org/a")), linked("b", toURL("http://www.example.org.uk")), linked("c", toURL("mailto:a@www.example.org")), linked("d", toURL("tel:123")), linked("e", toURL("https://%zz")))), nil},
	{"addresses of the program", body(text("", linked("a", toURL("/search?q=a")), linked("b", toURL("https://www.example.org/media/a.pdf")))), nil},
	{"addresses of this site", body(text("", linked("a", toURL("/services")), linked("b", toURL("HTTP://WWW.example.org/services#a"))), &blocks.Callout{Body: doc(words("a")), Link: cms.Link{Text: "Home", URL: "https://www.example.org"}}), []string{
		"body[0].body own-address", "body[0].body own-address", "body[1].link own-address",
	}},

	{"a name of one's own", &kinds.Feed{Title: "A title", Address: "own"}, nil},
	{"a name that nobody has", &kinds.Feed{Title: "A title", Address: "free"}, nil},
	{"a name that another has", &kinds.Feed{Title: "A title", Address: "taken"}, []string{"address name-taken"}},
	{"names of others", feedsPage("own", "taken"), nil},
	{"a name that no other has", feedsPage("own", "free"), []string{"groups[0].feeds[1].name name-missing"}},

	{"a table", body(&blocks.Table{Columns: columns("Year", "Fee"), RowHeaders: true, Rows: []blocks.Row{row("2024", "")}}), nil},
	{"a table without headings of rows", body(&blocks.Table{Columns: columns("", ""), Rows: []blocks.Row{row("", "1")}}), nil},
	{"columns that are the same", body(&blocks.Table{Columns: columns("Fee", "Year", "fee")}), []string{"body[0].columns[2].name table-headers"}},
	{"a row without its heading", body(&blocks.Table{Columns: columns("Year", "Fee"), RowHeaders: true, Rows: []blocks.Row{row("2024", "1"), row("", "2"), {}}}), []string{"body[0].rows[1].cells[0].text table-headers"}},

	{"a recording with both", body(&recording{Captions: cms.File{Asset: "a"}, Transcript: doc(words("a"))}), nil},
	{"a recording with a transcript", body(&recording{Transcript: doc(words("a"))}), nil},
	{"a recording with captions", body(&recording{Captions: cms.File{Asset: "a"}}), []string{"body[0].transcript transcript"}},

	{"no summary", &kinds.ContentPage{Title: "A title"}, []string{"summary summary"}},
	{"a summary that is the title", &kinds.ContentPage{Title: "A title", Summary: "A title."}, []string{"summary summary"}},
	{"a summary that its declaration asks for", &kinds.Service{Title: "A title"}, nil},
	{"a kind without a summary", &parts{Title: "A title"}, nil},
	{"a kind without an address", &kinds.Site{Title: "A title"}, nil},
	{"a long lead", &kinds.ContentPage{Title: "A title", Summary: strings.Repeat("word ", 60)}, nil},

	{"a site that is open", &kinds.Site{Title: "A title", Robots: "User-agent: *\nDisallow: /search"}, nil},
	{"a site that keeps robots out", &kinds.Site{Title: "A title", Robots: "User-agent: *\nDisallow: /"}, []string{"robots robots"}},

	{"the order of the page", &kinds.ContentPage{Title: "A title", Body: run(sub("One", linked("here", toURL("/a"))), text("Two"), alt("a.png"), text("Two"))}, []string{
		"summary summary", "body[0].heading heading-order", "body[0].body link-text", "body[0].body own-address",
		"body[2].image alt-file-name", "body[3].heading empty-section", "body[3].heading same-heading",
	}},
}

func TestRules(t *testing.T) {
	r := registry(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range check.Page(r, c.value, world) {
				got = append(got, p.Field+" "+p.Rule)
				if p.Message == "" || strings.HasSuffix(p.Message, ".") {
					t.Errorf("%s says %q, which should be a sentence without full stop", p.Rule, p.Message)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEveryRuleHasACase keeps rules from being written and never tried.
func TestEveryRuleHasACase(t *testing.T) {
	tried := map[string]bool{}
	for _, c := range cases {
		for _, w := range c.want {
			tried[w[strings.LastIndexByte(w, ' ')+1:]] = true
		}
	}
	names := map[string]bool{}
	for _, rule := range check.Rules() {
		if !tried[rule.Name] {
			t.Errorf("no case finds anything by %s", rule.Name)
		}
		if names[rule.Name] {
			t.Errorf("two rules are called %s", rule.Name)
		}
		names[rule.Name] = true
		if rule.Label == "" || rule.Help == "" || rule.Level != check.Block && rule.Level != check.Advise {
			t.Errorf("%s is not told to editors: %+v", rule.Name, rule)
		}
		if got := check.LevelOf(rule.Name); got != rule.Level {
			t.Errorf("%s is of level %s, want %s", rule.Name, got, rule.Level)
		}
	}
	if got := check.LevelOf(""); got != check.Block {
		t.Errorf("what a declaration asks for is of level %s", got)
	}
}

func TestNothingKnownFindsNothing(t *testing.T) {
	value := body(text("", linked("a", toPage(missing, "b")), linked("c", toURL("https://www.example.org/d"))), &blocks.Latest{Below: cms.Ref(notLive)})
	if found := check.Page(registry(t), value, check.World{}); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// TestHeadingsAreDeclared keeps a block from showing a heading that the rules
// do not see.
func TestHeadingsAreDeclared(t *testing.T) {
	r, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, bt := range r.Blocks() {
		b := bt.New()
		r.Walk(b, func(path string, f *schema.Field, value reflect.Value) {
			if path != "heading" || f.Type != schema.TypeText {
				return
			}
			value.SetString("A heading")
			headed, is := b.(schema.Headed)
			if !is {
				t.Errorf("%s has a heading and no method Headings", bt.Name)
				return
			}
			got := headed.Headings()
			if len(got) == 0 || got[0].Field != "heading" || got[0].Text != "A heading" {
				t.Errorf("%s declares %+v", bt.Name, got)
			}
			value.SetString("")
			if got := headed.Headings(); len(got) > 0 {
				t.Errorf("%s declares %+v where there is none", bt.Name, got)
			}
		})
	}
}
