package check_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

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
	Web:   func(address string) cms.WebLink { return answers[address] },
	Self:  "this",
	Words: check.Words{Known: []string{"EMIS"}, Long: map[string]string{"PCN": "primary care network"}},
	File:  func(id cms.ID) cms.Asset { return cms.Asset{Filename: string(id)} },
	Named: func(name schema.Name) []cms.ID {
		return map[string][]cms.ID{"feed own": {"this", "this"}, "feed taken": {"this", "other"}}[name.Kind+" "+name.Text]
	},
}

// answers are those of other websites.
var answers = map[string]cms.WebLink{
	"https://example.com/gone":    {Verdict: cms.VerdictBroken, WebAnswer: cms.WebAnswer{Outcome: cms.WebGone, Host: "example.com", Status: 404}, AnsweredAt: asked, Since: asked},
	"https://example.com/failing": {Verdict: cms.VerdictBroken, WebAnswer: cms.WebAnswer{Outcome: cms.WebFailing, Host: "www.example.com", Reason: cms.WebTimeout}, AnsweredAt: asked, Since: asked.AddDate(0, 0, -7)},
	"https://example.com/moved":   {Verdict: cms.VerdictMoved, WebAnswer: cms.WebAnswer{Outcome: cms.WebMoved, Host: "example.com", Status: 200, MovedTo: "https://example.net/new"}, AnsweredAt: asked, Since: asked},
	"https://example.com/unsure":  {Verdict: cms.VerdictUnsure, WebAnswer: cms.WebAnswer{Outcome: cms.WebUnsure, Host: "example.com", Status: 403}, AnsweredAt: asked, Since: asked},
	"https://example.com/fine":    {Verdict: cms.VerdictFine, WebAnswer: cms.WebAnswer{Outcome: cms.WebFine, Host: "example.com", Status: 200}, AnsweredAt: asked, Since: asked},
	"https://www.example.org/own": {Verdict: cms.VerdictBroken, WebAnswer: cms.WebAnswer{Outcome: cms.WebGone, Host: "www.example.org", Status: 404}, AnsweredAt: asked, Since: asked},
}

var asked = time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)

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

func numeric(names ...string) []blocks.Column {
	list := columns(names...)
	for i := range list[1:] {
		list[1+i].Numeric = true
	}
	return list
}

func download(name string) *blocks.Downloads {
	return &blocks.Downloads{Items: []blocks.Download{{File: cms.File{Asset: cms.ID(name)}}}}
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
	{"the same link in two spellings", body(text("", linked("Fees", toURL("http://Example.com/fees/")), words(" or "), linked("fees", toURL("https://example.com/fees")))), nil},
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
	{"addresses of the program", body(text("", linked("a", toURL("/search?q=a")), linked("b", toURL("https://www.example.org/media/a.csv")))), nil},
	{"addresses of this site", body(text("", linked("a", toURL("/services")), linked("b", toURL("HTTP://WWW.example.org/services#a"))), &blocks.Callout{Body: doc(words("a")), Link: cms.Link{Text: "Home", URL: "https://www.example.org"}}), []string{
		"body[0].body own-address", "body[0].body own-address", "body[1].link own-address",
	}},

	{"links to other websites that work, or may", body(text("", linked("a", toURL("https://example.com/fine")), linked("b", toURL("https://example.com/unsure")), linked("c", toURL("https://example.com/not-asked")))), nil},
	{"links to other websites that do not work", body(
		text("", linked("a", toURL("https://example.com/gone")), linked("b", toURL("HTTPS://Example.com/gone#part")), linked("c", toURL("https://example.com/failing"))),
		&blocks.Callout{Body: doc(words("a")), Link: cms.Link{Text: "Home", URL: "https://example.com/gone"}},
		&blocks.Dashboard{Title: "Waits", URL: "https://example.com/gone"},
	), []string{"body[0].body web-link", "body[0].body web-link", "body[1].link web-link", "body[2].url web-link"}},
	{"a link to another website that has moved", body(text("", linked("a", toURL("https://example.com/moved")), linked("b", toURL("https://example.com/moved#part")))), []string{"body[0].body web-link-moved"}},
	{"what is asked of others alone", body(text("", linked("a", toURL("https://www.example.org/own")))), []string{"body[0].body own-address"}},
	{"this site with its port", body(text("", linked("a", toURL("https://WWW.example.org:443/own")), linked("b", toURL("http://www.example.org:80/own")))), []string{"body[0].body own-address", "body[0].body own-address"}},

	{"a name of one's own", &kinds.Feed{Title: "A title", Address: "own"}, nil},
	{"a name that nobody has", &kinds.Feed{Title: "A title", Address: "free"}, nil},
	{"a name that another has", &kinds.Feed{Title: "A title", Address: "taken"}, []string{"address name-taken"}},
	{"names of others", feedsPage("own", "taken"), nil},
	{"a name that no other has", feedsPage("own", "free"), []string{"groups[0].feeds[1].name name-missing"}},

	{"a table", body(&blocks.Table{Columns: columns("Year", "Fee"), RowHeaders: true, Rows: []blocks.Row{row("2024", "")}}), nil},
	{"a table without headings of rows", body(&blocks.Table{Columns: columns("", ""), Rows: []blocks.Row{row("", "1")}}), nil},
	{"columns that are the same", body(&blocks.Table{Columns: columns("Fee", "Year", "fee")}), []string{"body[0].columns[2].name table-headers"}},
	{"a row without its heading", body(&blocks.Table{Columns: columns("Year", "Fee"), RowHeaders: true, Rows: []blocks.Row{row("2024", "1"), row("", "2"), {}}}), []string{"body[0].rows[1].cells[0].text table-headers"}},

	{"numbers with what they are of", body(&blocks.Table{Columns: numeric("Year", "Fee"), RowHeaders: true, Rows: []blocks.Row{row("2024", "1"), row("2025", "2")}}), nil},
	{"numbers without headings of rows", body(&blocks.Table{Columns: numeric("Year", "Fee"), Rows: []blocks.Row{row("2024", "1"), row("2025", "2")}}), []string{"body[0].row_headers table-headers"}},
	{"a single row of numbers", body(&blocks.Table{Columns: numeric("Year", "Fee"), Rows: []blocks.Row{row("2024", "1")}}), nil},
	{"the same captions", body(&blocks.Table{Caption: "Fees"}, &blocks.Table{Caption: "Fees in May"}, &blocks.Chart{Title: "fees:"}, &blocks.Table{}, &blocks.Table{}), []string{"body[2].title table-caption"}},

	{"a summary of a chart", body(&blocks.Chart{Title: "Fees fell", Summary: "Fees fell from 12 pounds to 9."}, &blocks.Chart{Title: "A"}), nil},
	{"summaries that say nothing", body(&blocks.Chart{Title: "Fees fell", Summary: "Fees fell."}, &blocks.Dashboard{Title: "Fees", Summary: "A chart of fees"}), []string{
		"body[0].summary chart-summary", "body[1].summary chart-summary",
	}},

	{"a document on a page that tells it", body(download("plan.pdf"), text("", words(strings.Repeat("Word. ", 100)))), nil},
	{"a document beside a table", body(download("plan.pdf"), &blocks.Table{Caption: "The plan"}), nil},
	{"a document with chapters", &kinds.PublishedWork{Summary: "A summary.", Title: "A title", Files: []kinds.Attachment{{File: cms.File{Asset: "plan.pdf"}}}, Chapters: []cms.Ref{cms.Ref(live)}}, nil},
	{"files that are no documents", body(download("plan.csv"), download("plan.xlsx"), download("nothing"), download("")), nil},
	{"documents by themselves", body(download("plan.PDF"), download("plan.docx"), text("", linked("The plan", toURL("/media/1/plan.odt")), linked("Theirs", toURL("https://example.com/a.pdf")))), []string{
		"body[0].items[0].file document-only", "body[1].items[0].file document-only", "body[2].body document-only",
	}},

	{"a text that is easy", body(text("", words(strings.Repeat("We pay you back when you send us the form. ", 12)))), nil},
	{"a text that is hard", body(text("", words(strings.Repeat("We pay you back when you send us the form. ", 6))), text("", words(strings.Repeat("Organisational considerations regarding reimbursement eligibility necessitate administrative verification procedures beforehand. ", 2)), words(strings.Repeat("Comprehensive documentation requirements apply universally irrespective of individual circumstances and entitlement. ", 3)))), []string{
		"body[1].body reading-age", "body[1].body reading-age", "body[1].body reading-age",
	}},
	{"a hard text that is short", body(text("", words("Organisational considerations regarding reimbursement eligibility necessitate administrative verification procedures beforehand."))), nil},
	{"a hard text that somebody said", body(&blocks.Quote{Text: doc(words(strings.Repeat("Organisational considerations regarding reimbursement eligibility necessitate administrative verification procedures beforehand. ", 20)))}), nil},

	{"acronyms that everybody knows", body(text("", words("The NHS in the UK, its GPs and A&E, as a PDF of 5 MB."))), nil},
	{"what is stressed, and level AA", body(text("", words("You must NOT send it, ONLY ask. It meets level AA of ISO 9001, as the Q&A says."))), nil},
	{"a film's transcript and where letters go", body(&blocks.Contact{Address: "Town Hall\nQZX House\nLEEDS LS1 4AP"}), nil},
	{"an acronym of two words that is marked", body(text("", richtext.Span{Text: "QZX CT", Abbr: "Clinical terms"}, words(" and QZX again."))), nil},
	{"acronyms that the site knows", body(text("", words("The EMIS."))), nil},
	{"acronyms with their words", body(text("", words("An integrated care board (ICB) asks. Two ICBs answer. The CDO (Care Data Office) reads. CVE stands for something.")),
		text("", richtext.Span{Text: "PCN", Abbr: "primary care network"}, words(" and PCN."))), nil},
	{"acronyms whose words came before", body(text("Data security toolkit", words("The DST is here.")), text("", words("An organisation data service, or ODS, and the ODS again. Measles, mumps and rubella: MMR."))), nil},
	{"an acronym that leads to what it is", body(text("", linked("QZX", toPage(live, "")), words(" and QZX."))), nil},
	{"words of the lexicon", body(text("", words("Many a primary care network asks, and the PCN answers."))), nil},
	{"what is no acronym", body(text("PLEASE READ FIRST", words("CVE-2026-1, ICD10, mHEALTH, Part II and VI, WCAG2, .NET, AA/BB, x@ABC.org, LS1 4AP, level 2 AA.")), text("", words("DO NOT SEND MONEY to them."))), nil},
	{"acronyms for machines", body(text("", richtext.Span{Text: "SET XYZ", Marks: richtext.Code}), &blocks.Code{Text: "GET XYZ"}), nil},
	{"acronyms that are not spelt out", &kinds.ContentPage{Title: "A title", Summary: "The QZX!", Body: run(text("QZX", words("The QZX.")), text("", words("TLAs are many.")))}, []string{
		"summary acronym", "body[1].body acronym",
	}},
	{"the first use counts", body(text("", words("The ICB asks.")), text("", words("An integrated care board (ICB) asks."))), []string{"body[0].body acronym"}},

	{"a recording with both", body(&recording{Captions: cms.File{Asset: "a"}, Transcript: doc(words("a"))}), nil},
	{"a recording with a transcript", body(&recording{Transcript: doc(words("a"))}), nil},
	{"a video with captions in it", body(&blocks.Video{Title: "A film", URL: "https://example.com", Captioned: true}), []string{"body[0].transcript transcript"}},
	{"a video with a transcript", body(&blocks.Video{Title: "A film", URL: "https://example.com", Captioned: true, Transcript: doc(words("a"))}), nil},
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

// TestWhatIsToldOfOtherWebsites says what came, and when, in the site's zone.
func TestWhatIsToldOfOtherWebsites(t *testing.T) {
	value := body(text("", linked("a", toURL("https://example.com/gone#part")), linked("b", toURL("https://example.com/failing")), linked("c", toURL("https://example.com/moved"))), text("", linked("d", toURL("https://example.com/moved#part"))))
	var got []string
	for _, p := range check.Page(registry(t).In(time.FixedZone("", 3600)), value, world) {
		got = append(got, p.Message)
	}
	want := []string{
		`"https://example.com/gone#part" leads to nothing: example.com answered 404 Not Found on 25 November 2026; correct it, or take it away`,
		`"https://example.com/failing" may not work any more: www.example.com did not answer in time on 25 November 2026, and it has not worked since 18 November 2026; see whether it does, correct it, or take it away`,
		`"https://example.com/moved" has moved for good to "https://example.net/new", as it was said on 25 November 2026; link to that`,
		`"https://example.com/moved#part" has moved for good to "https://example.net/new#part", as it was said on 25 November 2026; link to that`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWebLinks finds what is to be asked: each address once, and none that is this
// site's or no place of the public web.
func TestWebLinks(t *testing.T) {
	value := body(
		text("", linked("a", toURL("https://example.com/b#part")), linked("a", toURL("https://EXAMPLE.com/b")), linked("a", toURL("https://www.example.org/c")), linked("a", toURL("/d")),
			linked("a", toURL("https://www.example.org:443/e")), linked("a", toURL("http://www.example.org:80/f")), linked("a", toURL("https://example.org:443/g"))),
		&blocks.Dashboard{URL: "http://example.net/"}, &blocks.Callout{Link: toURL("https://me:secret@example.com/")}, &blocks.Callout{Link: toPage(live, "")},
	)
	want := []string{"https://example.com/b", "https://example.org:443/g", "http://example.net/"}
	for _, base := range []string{"https://www.example.org", "https://www.example.org:443"} {
		if diff := cmp.Diff(want, check.WebLinks(registry(t), value, base)); diff != "" {
			t.Errorf("at %s: %s", base, diff)
		}
	}
}

// TestPlanned judges what a page leads to at the instant of its release.
func TestPlanned(t *testing.T) {
	r := registry(t)
	day := func(n int) time.Time { return time.Date(2026, 5, n, 9, 30, 0, 0, time.UTC) }
	to := func(page cms.ID) schema.Kind { return body(text("", linked("Fees", toPage(page, "")))) }
	span := func(from, until int) check.Span {
		s := check.Span{From: day(from)}
		if until > 0 {
			s.Until = day(until)
		}
		return s
	}
	entries := []check.Entry{
		{Page: "always", Live: span(1, 0), Value: body()},
		{Page: "ends", Live: span(1, 10), Value: body()},
		{Page: "begins", Live: span(10, 0), Value: body()},
		{Page: "draft", Value: body()},
		{Page: "now to ends", Name: "now to ends", Live: span(1, 0), Value: to("ends")},
		{Page: "now to begins", Name: "now to begins", Live: span(1, 0), Value: to("begins")},
		{Page: "drafted to always", Name: "drafted to always", Value: to("always")},
		{Page: "early to begins", Name: "early to begins", Live: span(9, 0), Value: to("begins")},
		{Page: "on time to begins", Name: "on time to begins", Live: span(10, 0), Value: to("begins")},
		{Page: "later to ends", Name: "later to ends", Live: span(10, 0), Value: to("ends")},
		{Page: "later to draft", Name: "later to draft", Live: span(10, 0), Value: to("draft")},
		{Page: "to nothing", Name: "to nothing", Live: span(10, 0), Value: to("nothing")},
	}
	problems, err := check.Site(r.In(time.UTC), check.World{}, day(5), func(yield func(check.Entry) error) error {
		for _, e := range entries {
			if err := yield(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		before, _, _ := strings.Cut(p.Message, ";")
		got = append(got, p.File+": "+before)
	}
	want := []string{
		"now to begins: a page that this leads to is not public now, but from 10 May 2026 at 9:30 am",
		"early to begins: a page that this leads to is not public on 9 May 2026 at 9:30 am, but from 10 May 2026 at 9:30 am",
		"later to ends: a page that this leads to is not public on 10 May 2026 at 9:30 am",
		"later to draft: a page that this leads to is not public on 10 May 2026 at 9:30 am",
		"to nothing: a page that this leads to is not there",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLevels looks for nothing by a rule that is off.
func TestLevels(t *testing.T) {
	w := check.World{Levels: check.Levels{"link-text": check.Off, "empty-section": check.Block}}
	var got []string
	for _, p := range check.Page(registry(t), body(text("One"), text("Two", linked("here", toURL("https://example.com")))), w) {
		got = append(got, p.Rule+" "+string(w.Levels.Of(p.Rule)))
	}
	if diff := cmp.Diff([]string{"empty-section block"}, got); diff != "" {
		t.Error(diff)
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
		if got := check.Levels(nil).Of(rule.Name); got != rule.Level {
			t.Errorf("%s is of level %s, want %s", rule.Name, got, rule.Level)
		}
	}
	if got := (check.Levels{"": check.Off}).Of(""); got != check.Block {
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
