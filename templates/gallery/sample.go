package gallery

import (
	"maps"
	"slices"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/templates/ui"
)

// The pages and files that the samples refer to.
const (
	servicesPage    = cms.ID("0191aaaa-0000-7000-8000-000000000001")
	appPage         = cms.ID("0191aaaa-0000-7000-8000-000000000002")
	spinePage       = cms.ID("0191aaaa-0000-7000-8000-000000000003")
	onlinePage      = cms.ID("0191aaaa-0000-7000-8000-000000000004")
	termsPage       = cms.ID("0191aaaa-0000-7000-8000-000000000005")
	blogsPage       = cms.ID("0191aaaa-0000-7000-8000-000000000006")
	personPage      = cms.ID("0191aaaa-0000-7000-8000-000000000007")
	otherPersonPage = cms.ID("0191aaaa-0000-7000-8000-000000000008")
	gonePage        = cms.ID("0191aaaa-0000-7000-8000-00000000000f")

	tablesFile = cms.ID("0191bbbb-0000-7000-8000-000000000001")
	reportFile = cms.ID("0191bbbb-0000-7000-8000-000000000002")
	dataFile   = cms.ID("0191bbbb-0000-7000-8000-000000000003")

	pictureFile  = cms.ID("0191bbbb-0000-7000-8000-000000000004")
	filmFile     = cms.ID("0191bbbb-0000-7000-8000-000000000005")
	captionsFile = cms.ID("0191bbbb-0000-7000-8000-000000000006")

	pictureWidth, pictureHeight = 640, 360 // pixels
)

var sampleDay = time.Date(2026, time.March, 5, 11, 55, 0, 0, time.UTC)

var samplePages = map[cms.ID]cms.Item{
	servicesPage:    item(servicesPage, "landing", "/services", "Services", "Systems that people who give care rely on, day and night."),
	appPage:         item(appPage, "service", "/services/nhs-app", "NHS App", "One place for people to book, order and see their own record."),
	spinePage:       item(spinePage, "service", "/services/spine", "Spine", "Joins more than 44,000 systems in 26,000 organisations."),
	onlinePage:      item(onlinePage, "service", "/services/nhs-111-online", "NHS 111 online", "Helps people with an urgent medical need to get to the right care."),
	termsPage:       item(termsPage, "legal", "/terms-and-conditions", "Terms and conditions", "The rules for using this website."),
	personPage:      item(personPage, "person", "/people/ada-marsh", "Ada Marsh", "Director of services. Trained as a nurse."),
	otherPersonPage: item(otherPersonPage, "person", "/people/tom-okafor-bell", "Dr Tom Okafor-Bell", "Chief clinical officer"),
	blogsPage:       item(blogsPage, "landing", "/blogs", "Blogs", "What we learn while we work, told by those who do it."),
}

var sampleFiles = map[cms.ID]cms.Asset{
	tablesFile:   {ID: tablesFile, Filename: "tables.xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Size: 1_204_000},
	reportFile:   {ID: reportFile, Filename: "report.pdf", MediaType: "application/pdf", Size: 41_800},
	pictureFile:  {ID: pictureFile, Filename: "stripes.png", MediaType: "image/png", Size: 2_400, Width: pictureWidth, Height: pictureHeight},
	filmFile:     {ID: filmFile, Filename: "bar.webm", MediaType: "video/webm", Size: int64(len(film))},
	captionsFile: {ID: captionsFile, Filename: "bar.vtt", MediaType: "text/vtt; charset=utf-8", Size: int64(len(captions))},
	dataFile:     {ID: dataFile, Filename: "provider-file.csv", MediaType: "text/csv; charset=utf-8", Size: 18_420_000},
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
		text:  slices.Concat(textBlocks(latestPlain, latestEmpty), newsBlocks(), mediaBlocks()),
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

// newsBlocks are those that tell and show something.
func newsBlocks() cms.Blocks {
	return run(
		&blocks.Text{Heading: "Expanders"},
		&blocks.Expander{Heading: "An expander for most people", Audience: "most", Body: run(
			&blocks.Text{Heading: "A heading inside", Body: richtext.Doc{paragraph(words("It is not in the page contents.")), everyList()}},
			&blocks.Checklist{Heading: "A list inside", Mark: "tick", Entries: entries("Any block may stand here")},
			&blocks.Expander{Heading: "An expander inside of an expander", Body: run(&blocks.Text{Heading: "The deepest heading", Body: prose("Its text.")})},
		)},
		&blocks.Expander{Heading: "An expander for some people, with a heading that is long enough for a second line on a phone", Body: run(&blocks.Text{Body: prose("Without a box.")})},
		&blocks.Expander{Heading: "An expander with nothing inside", Body: run(&blocks.Contact{Heading: "A contact without parts"})},
		&blocks.Text{Heading: "Quotes, notices and buttons"},
		&blocks.Quote{Text: prose("We stopped printing letters in March, and nobody has asked for them back."), Person: "Ada Marsh", Role: "Practice manager", Organisation: "Mill Lane Surgery"},
		&blocks.Quote{Text: prose("A quote of nobody in particular.")},
		&blocks.ChangeNotice{Title: "Table 2 was corrected", At: sampleDay, Text: prose("Two providers had each other’s figures. The totals are as they were.")},
		&blocks.ChangeNotice{At: sampleDay, Text: prose("A notice without a title.")},
		&blocks.Button{Link: cms.Link{Text: "Start an application", Page: cms.Ref(appPage)}, Rank: "start"},
		&blocks.Button{Link: cms.Link{Text: "Apply for access", Page: cms.Ref(appPage)}},
		&blocks.Button{Link: cms.Link{Text: "A secondary button of 35 characters", URL: "https://example.org"}, Rank: "secondary"},
		&blocks.Button{Link: cms.Link{Text: "Nowhere", Page: cms.Ref(gonePage)}},
		&blocks.Text{Heading: "Lists with marks"},
		&blocks.Checklist{Heading: "Bullets", Entries: entries("An entry", "An entry that is long enough so that it has to go on in a second line below its first one")},
		&blocks.Checklist{Heading: "What to do", Mark: "tick", Entries: entries("Lock your screen", "Report what looks wrong, even when you are not sure that it is, and even when it was you")},
		&blocks.Checklist{Heading: "What not to do", Mark: "cross", Entries: entries("Share a password", "Leave a record open")},
		&blocks.IconList{Heading: "Icon list", Intro: prose("What we look after."), Items: []blocks.IconItem{
			{Heading: "Records", Link: cms.Link{Page: cms.Ref(spinePage)}, Icon: "document", Text: prose("They follow people to where they need care.")},
			{Heading: "Appointments", Icon: "calendar", Text: prose("A heading without a link.")},
			{Text: prose("A text alone.")},
		}},
		&blocks.KeyFacts{Heading: "Key facts", Items: []blocks.KeyFact{
			{Headline: "71% were seen within 18 weeks", Explanation: prose("Two in a hundred more than a year before."), Qualifying: prose("Provisional. Three providers sent no data.")},
			{Headline: "141 providers", Explanation: prose("Every one that had to."), Tone: "yellow"},
			{Headline: "402,118 referrals", Tone: "grey", Qualifying: prose("In January 2026.")},
		}},
	)
}

// mediaBlocks are those that show pictures, films, figures and code.
func mediaBlocks() cms.Blocks {
	picture := cms.Image{Asset: pictureFile, Alt: "Stripes of two blues", Caption: "A sample picture."}
	return run(
		&blocks.Text{Heading: "Images"},
		&blocks.Image{Image: picture, Description: prose("The stripes run from the upper right to the lower left, and each is as wide as the next.")},
		&blocks.Image{Image: cms.Image{Asset: pictureFile, Decorative: true}, Wide: true},
		&blocks.Gallery{Heading: "Gallery", Items: []blocks.GalleryItem{
			{Image: picture, Title: "With everything", Text: prose("What the picture shows, in a sentence."), Files: []blocks.Download{{File: cms.File{Asset: dataFile, Title: "Counts"}}}},
			{Image: cms.Image{Asset: pictureFile, Alt: "The same stripes"}},
			{Image: cms.Image{Asset: pictureFile, Decorative: true}, Title: "A title alone"},
		}},
		&blocks.Gallery{Heading: "A gallery without pictures", Items: []blocks.GalleryItem{{Image: cms.Image{Asset: gonePage, Alt: "Gone"}}}},
		&blocks.Tiles{Heading: "Tiles", Intro: "Each leads to one place.", Items: []blocks.Tile{
			{Title: "Share a record", Text: "Summaries, letters and results.", Action: "Find a service", Link: cms.Link{Page: cms.Ref(servicesPage)}, Image: cms.Image{Asset: pictureFile, Decorative: true}},
			{Title: "Find a code", Text: "Places, people and medicines.", Action: "Open the directory", Link: cms.Link{URL: "https://example.org/code"}},
			{Title: "Gone", Action: "Nowhere", Link: cms.Link{Page: cms.Ref(gonePage)}},
		}},
		&blocks.People{Heading: "People", Intro: "Those who answer for this service.", People: []cms.Ref{cms.Ref(personPage), cms.Ref(gonePage), cms.Ref(otherPersonPage)}},
		&blocks.Text{Heading: "Videos and dashboards"},
		&blocks.Video{Title: "A video of ours", Description: "A bar moves from left to right.", File: cms.File{Asset: filmFile}, Captions: cms.File{Asset: captionsFile}, Transcript: prose("Nobody speaks. A bar moves from left to right.")},
		&blocks.Video{Title: "A video elsewhere", URL: "https://video.example.org/watch/12", Captioned: true},
		&blocks.Dashboard{Title: "Waiting times by provider", URL: "https://dashboards.example.org/waits", Summary: "How long people waited at each provider, by month and by age.", DataFile: cms.File{Asset: dataFile, Title: "Waiting times"}, Height: 600},
		&blocks.Text{Heading: "Charts"},
		&blocks.Chart{
			Form: "bar", Title: "Most people were seen where they live", Unit: "Attended contacts in thousands", Highlight: "Own area", Source: "Monthly statistics, March 2026", SourceLink: cms.Link{Page: cms.Ref(servicesPage)},
			Summary: "Of all contacts 911 thousand were in the person’s own area, 118 in the next one and 42 further away.", Data: "Place,Contacts\nOwn area,911\nThe area next to it,118\nFurther away,42\n",
		},
		&blocks.Chart{
			Form: "bar", Title: "Two regions lost staff and two grew", Unit: "Change in a year, per cent",
			Summary: "North and east grew by 4.5 and 1.2 per cent; south and west shrank by 2.1 and 0.4.", Data: "Region,Nurses,Doctors\nNorth,4.5,2\nEast,1.2,0\nSouth,-2.1,-1.5\nWest,-0.4,3.1\n",
		},
		&blocks.Chart{
			Form: "line", Title: "Waits are shorter than a year ago", Unit: "Median wait in weeks",
			Summary: "The wait fell from 12.5 weeks in April to 9.1 in March, with a peak of 13 in December.",
			Data:    "Month,Weeks\nApril 2025,12.5\nMay 2025,12.2\nJune 2025,12\nJuly 2025,11.4\nAugust 2025,11.6\nSeptember 2025,11\nOctober 2025,10.8\nNovember 2025,10.9\nDecember 2025,13\nJanuary 2026,9.8\nFebruary 2026,9.4\nMarch 2026,9.1\n",
		},
		&blocks.Chart{
			Form: "line", Title: "All four lines", Summary: "Four series that cross each other.",
			Data: "Year,Adults,Children,Older adults,Unknown\n2023,10,40,25,3\n2024,20,30,25,4\n2025,30,20,26,2\n2026,40,10,24,1\n",
		},
		&blocks.Chart{
			Form: "bar", Title: "Many bars with long names", Unit: "Contacts",
			Summary: "Contacts of twelve services, from adult community services with 24,118 to early intervention with 310.", Data: manyBars,
		},
		&blocks.Text{Heading: "Code"},
		&blocks.Code{Heading: "A request", Language: "http", Text: "GET /services/spine HTTP/1.1\nHost: example.org\nAccept: application/json"},
		&blocks.Code{Language: "json", Text: "[]"},
		&blocks.Code{Language: "json", LineNumbers: true, Text: "{\n  \"name\": \"Spine\",\n  \"systems\": 44000,\n\n  \"summary\": \"A line that is longer than a phone is wide, so that what it stands in has to scroll by itself\"\n}"},
	)
}

const manyBars = `Service,Contacts
Adult community mental health,24118
Adult eating disorders,1204
Assertive outreach,988
Children and young people in crisis,7310
Crisis resolution and home treatment,15020
Day care,640
Early intervention in psychosis,310
Forensic mental health,1877
General psychiatry of older adults,9120
Liaison in hospitals,11240
Perinatal mental health,2405
Talking therapies,21900
`

func entries(texts ...string) []blocks.Entry {
	var all []blocks.Entry
	for _, text := range texts {
		all = append(all, blocks.Entry{Text: prose(text)})
	}
	return all
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
		&blocks.Featured{Kicker: "Case study", Page: cms.Ref(appPage), Image: cms.Image{Asset: pictureFile, Decorative: true}},
		&blocks.Featured{Title: "A featured link without a picture", Summary: "In words of its own.", Link: cms.Link{URL: "https://example.org"}},
		&blocks.Featured{Kicker: "Gone", Page: cms.Ref(gonePage)},
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
	g.Form = sampleAnswers
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
