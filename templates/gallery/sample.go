package gallery

import (
	"maps"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/templates/ui"
)

// The pages and files that the samples refer to.
const (
	servicesPage = cms.ID("0191aaaa-0000-7000-8000-000000000001")
	appPage      = cms.ID("0191aaaa-0000-7000-8000-000000000002")
	spinePage    = cms.ID("0191aaaa-0000-7000-8000-000000000003")
	onlinePage   = cms.ID("0191aaaa-0000-7000-8000-000000000004")
	termsPage    = cms.ID("0191aaaa-0000-7000-8000-000000000005")
	blogsPage    = cms.ID("0191aaaa-0000-7000-8000-000000000006")
	gonePage     = cms.ID("0191aaaa-0000-7000-8000-00000000000f")

	tablesFile = cms.ID("0191bbbb-0000-7000-8000-000000000001")
	reportFile = cms.ID("0191bbbb-0000-7000-8000-000000000002")
	dataFile   = cms.ID("0191bbbb-0000-7000-8000-000000000003")
)

var sampleDay = time.Date(2026, time.March, 5, 11, 55, 0, 0, time.UTC)

var samplePages = map[cms.ID]cms.Item{
	servicesPage: item(servicesPage, "landing", "/services", "Services", "Systems that people who give care rely on, day and night."),
	appPage:      item(appPage, "service", "/services/nhs-app", "NHS App", "One place for people to book, order and see their own record."),
	spinePage:    item(spinePage, "service", "/services/spine", "Spine", "Joins more than 44,000 systems in 26,000 organisations."),
	onlinePage:   item(onlinePage, "service", "/services/nhs-111-online", "NHS 111 online", "Helps people with an urgent medical need to get to the right care."),
	termsPage:    item(termsPage, "legal", "/terms-and-conditions", "Terms and conditions", "The rules for using this website."),
	blogsPage:    item(blogsPage, "landing", "/blogs", "Blogs", "What we learn while we work, told by those who do it."),
}

var sampleFiles = map[cms.ID]cms.Asset{
	tablesFile: {ID: tablesFile, Filename: "tables.xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Size: 1_204_000},
	reportFile: {ID: reportFile, Filename: "report.pdf", MediaType: "application/pdf", Size: 41_800},
	dataFile:   {ID: dataFile, Filename: "provider-file.csv", MediaType: "text/csv; charset=utf-8", Size: 18_420_000},
}

func item(id cms.ID, kind, path, title, summary string) cms.Item {
	return cms.Item{
		Page: id, Kind: kind, Outcome: cms.OutcomePage, Path: path,
		Card:             cms.Card{Title: title, Summary: summary},
		FirstPublishedAt: sampleDay,
	}
}

// A sample is a run of blocks with the lists that they show.
type sample struct {
	text  cms.Blocks
	bands cms.Blocks
	lists map[any][]cms.List
}

func newSample() sample {
	latest := &blocks.Latest{Heading: "Latest list", Rank: "standard", Dates: true, Link: cms.Link{Text: "All services", Page: cms.Ref(servicesPage)}}
	latestPlain := &blocks.Latest{Heading: "Latest list without boxes", Rank: "plain"}
	latestEmpty := &blocks.Latest{Heading: "A list that found nothing"}
	latestMixed := &blocks.Latest{Heading: "Latest list of several kinds", Dates: true}
	found := cms.List{Items: []cms.Item{samplePages[appPage], samplePages[onlinePage], samplePages[spinePage]}}
	return sample{
		text:  textBlocks(latestPlain, latestEmpty),
		bands: bandBlocks(latest, latestEmpty, latestMixed),
		lists: map[any][]cms.List{
			latest:      {found},
			latestPlain: {found},
			latestMixed: {{Items: []cms.Item{samplePages[appPage], samplePages[blogsPage], samplePages[termsPage]}}},
		},
	}
}

func textBlocks(latest, empty *blocks.Latest) cms.Blocks {
	return run(
		&blocks.Callout{Tone: "note", Body: richtext.Doc{paragraph(
			words("This page is being rewritten. "), linked("Tell us what is missing", cms.Link{URL: "/feedback"}), words(": it takes two minutes."),
		)}},
		&blocks.Text{Heading: "Text", Body: everyMark()},
		&blocks.Text{Heading: "A subheading", Level: "sub", Body: richtext.Doc{everyList()}},
		&blocks.Text{Body: prose("A text without a heading goes on where the last one ended.")},
		&blocks.Text{Heading: "A numbered heading", Level: "main", Numbered: true, Body: prose("Its number runs through the page.")},
		&blocks.Text{Heading: "The next numbered heading, which is long enough to need a second line where the column is narrow", Level: "main", Numbered: true, Body: prose("Its text.")},
		&blocks.Text{Heading: "Callouts"},
		&blocks.Callout{Tone: "note", Heading: "A note", Body: prose("Something to know."), Link: cms.Link{Text: "Read more about it", Page: cms.Ref(appPage)}},
		&blocks.Callout{Tone: "warning", Heading: "If someone’s life is in danger, call 999", Body: richtext.Doc{paragraph(words("This page is for staff.")), everyList()}},
		&blocks.Callout{Tone: "emphasis", Heading: "An award for the team", Body: prose("The trials service was Data Integration Project of the Year.")},
		&blocks.Table{
			Caption: "Points of contact", RowHeaders: true,
			Columns: []blocks.Column{{Name: "Enquiry"}, {Name: "Point of contact"}, {Name: "Calls a month", Numeric: true}},
			Rows: []blocks.Row{
				cells(prose("Staff"), richtext.Doc{paragraph(linked("desk@example.org", cms.Link{URL: "mailto:desk@example.org"}))}, prose("12,400")),
				cells(prose("Everybody else"), prose("Contact centre"), prose("980")),
				cells(prose("Press"), nil, prose("41")),
			},
		},
		&blocks.Table{
			Caption: "A table with more columns than a phone has room for",
			Columns: []blocks.Column{{Name: "Month"}, {Name: "Referrals", Numeric: true}, {Name: "Contacts", Numeric: true}, {Name: "Attended", Numeric: true}, {Name: "Within 18 weeks", Numeric: true}, {Name: "Providers", Numeric: true}, {Name: "Organisation codes"}},
			Rows: []blocks.Row{
				cells(prose("January 2026"), prose("402,118"), prose("963,004"), prose("911,377"), prose("71%"), prose("141"), prose("RAA, RAB, RAC")),
				cells(prose("February 2026"), prose("398,560"), prose("958,231"), prose("902,842"), prose("70%"), prose("141"), prose("RAA, RAB, RAC")),
			},
		},
		&blocks.Clauses{Number: "6", Heading: "Clauses", Items: []blocks.Clause{
			{Number: "6.1", Body: richtext.Doc{paragraph(words("You may use this website only for lawful purposes. You may not use it:")), everyList()}},
			{Number: "6.2", Body: prose("You also agree not to damage any part of this website.")},
		}},
		&blocks.Contact{
			Heading: "Contact details", Intro: prose("The desk can help, and passes on what it cannot answer."),
			Name: "National Service Desk", Telephone: "0300 303 5035", Textphone: "18001 0300 303 5035", Email: "desk@example.org",
			Web: cms.Link{Text: "Service portal", URL: "https://example.org/portal"}, Address: "7 Wellington Place\nLeeds\nLS1 4AP", Hours: "Every day, all hours",
		},
		&blocks.Downloads{Heading: "Downloads", Items: []blocks.Download{
			{File: cms.File{Asset: tablesFile, Title: "Tables, March 2026"}, Note: "12 tables with notes"},
			{File: cms.File{Asset: dataFile, Title: "Data file, provisional"}, Note: "One row for each provider, team and measure"},
			{File: cms.File{Asset: reportFile, Title: "Background quality report"}},
		}},
		&blocks.Statistics{Heading: "Numbers in a column", Items: numbers()[:3]},
		latest,
		empty,
		&blocks.CardGrid{Heading: "Cards that lead nowhere yet", Cards: []blocks.Card{{Link: cms.Link{Page: cms.Ref(gonePage)}}}},
		&blocks.Contact{Heading: "A contact without parts"},
		&blocks.CardGrid{Heading: "Cards in a column", Cards: []blocks.Card{
			{Link: cms.Link{Page: cms.Ref(appPage)}},
			{Link: cms.Link{Page: cms.Ref(spinePage)}},
			{Title: "Words alone", Summary: "A card that leads nowhere and only tells something."},
		}},
	)
}

func bandBlocks(latest, empty, mixed *blocks.Latest) cms.Blocks {
	return run(
		&blocks.Callout{Tone: "note", Heading: "A callout across the page", Body: prose("We collect data from GP practices to support care and research. Find out how, and what your choices are."), Link: cms.Link{Text: "What your choices are", Page: cms.Ref(termsPage)}},
		&blocks.Statistics{Heading: "Numbers", Link: cms.Link{Text: "How we count these figures", Page: cms.Ref(termsPage)}, Items: numbers()},
		&blocks.CardGrid{Heading: "Cards", Intro: "Cards that an editor chose. The third has words of its own.", Link: cms.Link{Text: "All services", Page: cms.Ref(servicesPage)}, Cards: []blocks.Card{
			{Link: cms.Link{Page: cms.Ref(appPage)}},
			{Link: cms.Link{Page: cms.Ref(onlinePage)}},
			{Link: cms.Link{Page: cms.Ref(spinePage)}, Title: "The record exchange that joins care, and whose name is rather long", Summary: "Words of the editor’s own."},
		}},
		&blocks.CardGrid{Heading: "Cards without boxes", Rank: "plain", Cards: []blocks.Card{
			{Title: "Share a record", Summary: "12 services for summaries, letters and results", Link: cms.Link{URL: "https://example.org/share"}},
			{Title: "Refer or book", Summary: "9 services, from first visit to discharge", Link: cms.Link{URL: "https://example.org/refer"}},
			{Title: "Find a code", Summary: "11 directories of places, people and medicines", Link: cms.Link{URL: "https://example.org/code"}},
		}},
		latest,
		empty,
		mixed,
		&blocks.CardGrid{Heading: "A card that stands alone", Cards: []blocks.Card{{Link: cms.Link{Page: cms.Ref(blogsPage)}}}},
		&blocks.Text{Heading: "Text in a band", Body: prose("A text on the home page is no wider than it is read.")},
		&blocks.Callout{Tone: "emphasis", Heading: "A band of ink", Body: prose("Records about people’s care help to run services and plan for the future. We collect only what the law allows."), Link: cms.Link{Text: "Your data and your choices", Page: cms.Ref(termsPage)}},
	)
}

func numbers() []blocks.Statistic {
	return []blocks.Statistic{
		{Value: "3", Word: "billion", Unit: "firewall transactions a day", Text: "Watched around the clock, so that local teams hear of a threat while it is small."},
		{Value: "99.97%", Unit: "availability", Text: "The average of more than 100 live services."},
		{Value: "1.6", Word: "billion", Unit: "transactions per month"},
		{Value: "31", Word: "million", Unit: "registrations", Text: "People who use the app to book, order and read their own record."},
	}
}

// everyMark is a paragraph with every mark that text may carry.
func everyMark() richtext.Doc {
	return richtext.Doc{
		paragraph(
			words("Words may be "), marked("strong", richtext.Strong), words(", "), marked("emphasised", richtext.Emphasis), words(", "),
			marked("strong ", richtext.Strong), marked("and emphasised", richtext.Strong|richtext.Emphasis), words(", "),
			marked("code", richtext.Code), words(", H"), marked("2", richtext.Subscript), words("O, the 4"), marked("th", richtext.Superscript),
			words(" of May, an "), richtext.Span{Text: "NHS", Abbr: "National Health Service"}, words(" abbreviation, or a "),
			linked("link to a page", cms.Link{Page: cms.Ref(appPage)}), words("."),
		),
		paragraph(words("A link to "), linked("a page that is not live", cms.Link{Page: cms.Ref(gonePage)}), words(" is its words alone.")),
	}
}

func everyList() richtext.Block {
	return richtext.Block{List: &richtext.List{Items: []richtext.Doc{
		prose("call 999 in an emergency"),
		{paragraph(words("book a call back:")), {List: &richtext.List{Ordered: true, Items: []richtext.Doc{prose("choose a time"), prose("leave a number")}}}},
		prose("see a pharmacist for a minor illness, which is a long entry so that it has to go on in a second line"),
	}}}
}

func words(text string) richtext.Span { return richtext.Span{Text: text} }

func marked(text string, marks richtext.Marks) richtext.Span {
	return richtext.Span{Text: text, Marks: marks}
}

func linked(text string, to cms.Link) richtext.Span { return richtext.Span{Text: text, Link: &to} }

func paragraph(spans ...richtext.Span) richtext.Block { return richtext.Block{Paragraph: spans} }

func prose(text string) richtext.Doc { return richtext.Doc{paragraph(words(text))} }

func cells(texts ...richtext.Doc) blocks.Row {
	var row blocks.Row
	for _, t := range texts {
		row.Cells = append(row.Cells, blocks.Cell{Text: t})
	}
	return row
}

// run makes blocks of the structs.
func run(values ...interface{ Block() cms.BlockType }) cms.Blocks {
	var all cms.Blocks
	for _, value := range values {
		all = append(all, cms.Block{Type: value.Block().Name, Value: value})
	}
	return all
}

// sampled returns the view with what the samples refer to.
func sampled(v *ui.View, s sample) *ui.View {
	g := *v
	g.Title = "Gallery"
	g.NoIndex = true
	g.Refs, g.Assets, g.Lists = samplePages, sampleFiles, maps.Clone(s.lists)
	g.Trail = []cms.Item{item("", "home", "/", "Home", ""), samplePages[servicesPage]}
	g.Release = cms.Release{Outcome: cms.OutcomeWithdrawn, LastEditedAt: sampleDay}
	g.Notes = []cms.ChangeNote{{At: sampleDay.AddDate(0, -2, 0), Note: "First published."}, {At: sampleDay, Note: "The table of contacts has new numbers."}}
	g.Menus = map[string]ui.Menu{
		"main": {Title: "Main", Entries: []ui.MenuEntry{
			{Text: "Services", Href: "/services", Current: true}, {Text: "Data", Href: "/data"},
			{Text: "Cyber and data security", Href: "/cyber-and-data-security"}, {Text: "Developer", Href: "/developer"},
			{Text: "News", Href: "/news"}, {Text: "About us", Href: "/about-us"},
		}},
		"legal":   {Title: "Legal", Entries: []ui.MenuEntry{{Text: "Privacy and cookies", Href: "/privacy-and-cookies"}, {Text: "Accessibility", Href: "/accessibility"}}},
		"contact": {Title: "Get in touch", Entries: []ui.MenuEntry{{Text: "Contact us", Href: "/contact-us"}, {Text: "Tell us what you think", Href: "/feedback"}}},
	}
	return &g
}
