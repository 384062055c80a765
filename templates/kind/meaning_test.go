package kind_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/testkit"
	"lectern/templates/ui"
)

// view returns the view of a page of that value with little around it.
func view(k schema.Kind) *ui.View {
	return &ui.View{
		BaseURL: "https://example.org", Path: "/a/page", Zone: time.UTC, At: now, Title: k.Card().Title,
		Release: cms.Release{Page: "this", Kind: k.Kind().Name, Outcome: cms.OutcomePage},
		Value:   k, Refs: map[cms.ID]cms.Item{}, Terms: map[cms.ID]cms.Term{}, Assets: map[cms.ID]cms.Asset{},
	}
}

// refer adds live pages, each called by its title and with an id made of it.
func refer(v *ui.View, titles ...string) []cms.Ref {
	var refs []cms.Ref
	for _, title := range titles {
		id := cms.ID(strings.ToLower(title))
		v.Refs[id] = cms.Item{Page: id, Kind: "page", Path: "/" + string(id), Outcome: cms.OutcomePage, Card: cms.Card{Title: title, Summary: "About " + title + "."}}
		refs = append(refs, cms.Ref(id))
	}
	return refs
}

// call adds terms with these names.
func call(v *ui.View, names ...string) []cms.TermRef {
	var refs []cms.TermRef
	for _, name := range names {
		v.Terms[cms.ID(name)] = cms.Term{ID: cms.ID(name), Name: name}
		refs = append(refs, cms.TermRef(name))
	}
	return refs
}

// browse lets readers look through pages, before they ask for anything. Every
// way to narrow them has one value.
func browse(v *ui.View, items ...cms.Item) {
	b := v.Value.(kinds.Hub).Browse(v.At)
	l := &ui.Listing{
		Query: search.Query{Page: 1, Sorts: b.Sorts, Size: b.List.Size}, Action: v.Path, Fragment: ui.ResultsID,
		What: b.What, Shown: b.What, Letters: b.A2Z, Terms: ui.Terms{}, Tags: map[cms.ID][]ui.Tagged{},
	}
	l.Total, l.Hits, l.Counts = len(items), search.Hits(items, search.Typed{}), search.Counts{}
	for _, n := range b.Facets {
		l.Groups = append(l.Groups, n.Group)
		l.Facets = append(l.Facets, ui.Facet{Group: n.Group, Name: cmp.Or(n.Name, string(n.Facet)), Help: n.Help, Open: n.Open})
		l.Terms[l.Of(n.Facet)] = map[string]ui.Term{"one": {ID: "one", Name: "Value of " + n.Name}}
		l.Counts[n.Facet] = map[string]int{"one": 1}
	}
	v.Listing = l
}

// list answers the lists that the page declares.
func list(v *ui.View, lists ...cms.List) { v.Lists = map[any][]cms.List{v.Value: lists} }

func listed(kind, title string, at time.Time) cms.Item {
	return cms.Item{Page: cms.ID(title), Kind: kind, Path: "/" + strings.ToLower(title), Outcome: cms.OutcomePage, Card: cms.Card{Title: title, Summary: "About " + title + ".", SortAt: at}}
}

func links(p *testkit.Part) []string {
	return p.Find("a").Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

// fact returns what stands beside a label, as it is read.
func fact(p *testkit.Part, label string) string {
	found := p.Find("dt").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == label })
	return strings.Join(strings.Fields(found.Next().Text()), " ")
}

func wantFacts(t *testing.T, p *testkit.Part, want map[string]string) {
	t.Helper()
	for label, value := range want {
		if got := fact(p, label); got != value {
			t.Errorf("%s is %q, want %q", label, got, value)
		}
	}
}

func date(s string) cms.Date {
	d, err := cms.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAuthors(t *testing.T) {
	post := &kinds.BlogPost{Title: "A post", Published: date("2026-03-05"), Share: true, GuestAuthors: []kinds.GuestAuthor{
		{Name: "Kit", Role: "Guest author", JobTitle: "Nurse", Organisation: "A hospital", Biography: prose("Kit writes.")},
	}}
	v := view(post)
	post.Authors = append(refer(v, "Ada", "Ben"), "not live")
	ada := v.Refs["ada"]
	ada.Card.Note = "Director, A trust"
	v.Refs["ada"] = ada
	page := shown(t, v)
	if got := strings.Join(strings.Fields(page.Find(".byline").Text()), " "); got != "By Ada Director, A trust Ben and Kit Guest author, Nurse, A hospital" {
		t.Errorf("the authors are %q", got)
	}
	about := page.Section("About the authors")
	about.Wants("About Ada.", "Guest author, Nurse, A hospital", "Kit writes.")
	about.Link("Ada").Leads("/ada")
	page.Section("Share this page").Link("Share by email").Leads("mailto:?body=https%3A%2F%2Fexample.org%2Fa%2Fpage&subject=A%20post")

	post.Authors, post.Share = post.Authors[:1], false
	post.GuestAuthors = nil
	page = shown(t, v)
	page.Wants("By Ada", "About the author", "5 March 2026")
	page.Lacks("Share this page", "About the authors")
}

func TestOtherPosts(t *testing.T) {
	post := &kinds.BlogPost{Title: "A post", Published: date("2026-03-05")}
	v := view(post)
	own := listed("blog-post", "This", now)
	own.Page = "this"
	list(v, cms.List{Items: []cms.Item{listed("blog-post", "One", now), own, listed("blog-post", "Two", now), listed("blog-post", "Three", now), listed("blog-post", "Four", now)}})
	if got, want := links(shown(t, v).Section("More blog posts")), []string{"One", "Two", "Three"}; !slices.Equal(got, want) {
		t.Errorf("beside the post are %q, want %q", got, want)
	}
}

func TestNewsArticle(t *testing.T) {
	news := &kinds.NewsArticle{
		Title: "News", Type: "press-release", PublishedAt: time.Date(2026, time.March, 5, 9, 30, 0, 0, time.UTC), Credit: "From the trust",
		EditorNotes:  []kinds.EditorNote{{Text: prose("Call first.")}, {}},
		MediaContact: kinds.MediaContact{Name: "Press desk", Telephone: "0113 496 0000"},
	}
	v := view(news)
	news.People = refer(v, "Ada")
	page := shown(t, v)
	page.Wants("Press release", "5 March 2026 9:30 am", "From the trust")
	page.Section("People mentioned").Link("Ada").Leads("/ada")
	if got := page.Section("Notes for editors").Find("li").Length(); got != 1 {
		t.Errorf("there are %d notes, want the one with words", got)
	}
	page.Section("Media contact").Link("0113 496 0000").Leads("tel:01134960000")
}

func TestNewsHub(t *testing.T) {
	hub := &kinds.NewsHub{Title: "News", Summary: "What is new.", ShowBlogs: true}
	v := view(hub)
	browse(v, listed("news-article", "Flood", now))
	v.Listing.Total = 41
	list(v,
		cms.List{Items: []cms.Item{listed("feature", "Story", now)}},
		cms.List{Items: []cms.Item{listed("blog-post", "Post", now)}},
		cms.List{Items: []cms.Item{listed("news-article", "Older", now.AddDate(0, -1, 0))}})
	page := shown(t, v)
	page.Section("Latest news").Wants("Older Featured", "41 news articles sorted by date.", "Flood", "5 March 2026")
	page.Section("Latest blogs").Wants("Post")
	page.Lacks("Latest features", "Story")
}

// TestWhatLeadsALongList shows that flagged news stand before the rows, or the
// newest where none is flagged, and that a narrowed list is rows alone.
func TestWhatLeadsALongList(t *testing.T) {
	v := view(&kinds.NewsHub{Title: "News", Summary: "What is new."})
	titles := func(selector string) []string {
		t.Helper()
		return shown(t, v).Find(selector + " .card-title").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
	}
	one, two, three := listed("news-article", "One", now), listed("news-article", "Two", now), listed("news-article", "Three", now)
	browse(v, one, two, three)
	for _, test := range []struct {
		name       string
		flagged    []cms.Item
		asked      search.Query
		lead, rows []string
		class      string
	}{
		{"the newest leads", nil, search.Query{Page: 1}, []string{"One"}, []string{"Two", "Three"}, ".cards-lead"},
		{"one that is flagged", []cms.Item{three}, search.Query{Page: 1}, []string{"Three"}, []string{"One", "Two"}, ".cards-lead"},
		{"two that are flagged", []cms.Item{three, two}, search.Query{Page: 1}, []string{"Three", "Two"}, []string{"One"}, ".cards-standard"},
		{"the next page", []cms.Item{three}, search.Query{Page: 2}, nil, []string{"One", "Two", "Three"}, ".cards-lead"},
		{"one year", []cms.Item{three}, search.Query{Page: 1, Chosen: search.Chosen{search.Year: {"2026"}}}, nil, []string{"One", "Two", "Three"}, ".cards-lead"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v.Listing.Query = test.asked
			list(v, cms.List{}, cms.List{}, cms.List{Items: test.flagged})
			if got := titles(test.class); !slices.Equal(got, test.lead) {
				t.Errorf("%q lead, want %q", got, test.lead)
			}
			if got := titles(".cards-row"); !slices.Equal(got, test.rows) {
				t.Errorf("the rows are %q, want %q", got, test.rows)
			}
		})
	}
}

// TestAPictureTakesThePlaceOfTheDrawing shows that a story has one or the other.
func TestAPictureTakesThePlaceOfTheDrawing(t *testing.T) {
	post := &kinds.BlogPost{Title: "A post", Published: date("2026-03-05"), LeadImage: cms.Image{Asset: "picture", Alt: "A ward at night"}}
	v := view(post)
	drawn := func() (drawings, pictures int) {
		head := shown(t, v).Find(".hero-story")
		return head.Find(".motif-story").Length(), head.Find(`img[alt="A ward at night"]`).Length()
	}
	if drawings, pictures := drawn(); drawings != 1 || pictures != 0 {
		t.Errorf("without the file there are %d drawings and %d pictures", drawings, pictures)
	}
	v.Assets["picture"] = cms.Asset{ID: "picture", Filename: "ward.jpg", MediaType: "image/jpeg", Width: 1200, Height: 600}
	if drawings, pictures := drawn(); drawings != 0 || pictures != 1 {
		t.Errorf("with it there are %d drawings and %d pictures", drawings, pictures)
	}
}

func TestAPostSaysInWhichBlogItStands(t *testing.T) {
	v := view(&kinds.BlogPost{Title: "A post", Published: date("2026-03-05")})
	shown(t, v).Wants("Blog post")
	v.Trail = []cms.Item{{Kind: "home", Path: "/"}, {Kind: "blog-hub", Path: "/blogs", Card: cms.Card{Title: "Blogs"}}, {Kind: "blog-hub", Path: "/blogs/tech", Card: cms.Card{Title: "Tech Talk"}}}
	v.Value.(*kinds.BlogPost).Categories = call(v, "Tech Talk", "Cloud")
	page := shown(t, v)
	page.Wants("Blog: Tech Talk")
	if got := page.Find(".hero .tags li").Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) }); !slices.Equal(got, []string{"Cloud"}) {
		t.Errorf("the tags are %q, want those that the label does not say", got)
	}
}

func TestCatalogueIsGroupedByLetter(t *testing.T) {
	catalogue := &kinds.ServiceCatalogue{Title: "Services"}
	v := view(catalogue)
	browse(v, listed("service", "111 online", now), listed("service", "Alerts", now), listed("service", "appointments", now), listed("service", "Spine", now))
	page := shown(t, v)
	if got, want := page.Headings(3), []string{"Filter and sort", "4 services sorted by title.", "0 to 9", "A", "S"}; !slices.Equal(got, want) {
		t.Errorf("the letters are %q, want %q", got, want)
	}
	if got, want := links(page.Section("A")), []string{"Alerts", "appointments"}; !slices.Equal(got, want) {
		t.Errorf("below A are %q, want %q", got, want)
	}
	page.Wants("4 services")
}

func TestPerson(t *testing.T) {
	person := &kinds.Person{
		FirstName: "Ada", LastName: "Moss", Honorific: "Dr", Pronouns: "she/her", Gender: "Hidden gender", Summary: "Leads.",
		PhotoRights: kinds.PhotoRights{Distribution: "Hidden rights"},
		Roles:       []kinds.PersonRole{{Title: "Director", Organisation: "Data", Basis: "acting"}, {Title: "Trustee", Basis: "substantive"}},
	}
	v := view(person)
	person.ManagedBy = refer(v, "Ben")[0]
	list(v, cms.List{}, cms.List{Items: []cms.Item{listed("news-article", "Prize", now)}})
	page := shown(t, v)
	page.Heading(1, "Dr Ada Moss")
	wantFacts(t, page, map[string]string{"Pronouns": "she/her", "Roles": "Director (acting), Data Trustee"})
	page.Section("Managed by").Link("Ben").Leads("/ben")
	page.Section("News about Dr Ada Moss").Wants("Prize")
	page.Lacks("Hidden", "Blogs by", "Biography")
}

func TestEvent(t *testing.T) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.March, day, hour, minute, 0, 0, time.UTC)
	}
	event := &kinds.Event{
		Title: "Open day", Location: "Leeds", Map: "https://example.org/map", Booking: "https://example.org/book",
		Sessions: []kinds.Session{{Starts: at(5, 9, 30), Ends: at(5, 16, 0)}},
	}
	v := view(event)
	page := shown(t, v)
	wantFacts(t, page, map[string]string{"Date and time": "Thursday 5 March 2026, 9:30 am to 4:00 pm", "Location": "Leeds (see it on a map)"})
	page.Link("Book now").Leads("https://example.org/book")

	v.At = at(5, 16, 0)
	v.Trail = []cms.Item{{Kind: "events-hub", Path: "/events", Card: cms.Card{Title: "Events"}}}
	page = shown(t, v)
	page.Lacks("Book now")
	page.Wants("This event has taken place.")
	page.Link("See events to come").Leads("/events")

	event.Sessions = append(event.Sessions, kinds.Session{Starts: at(6, 22, 0), Ends: at(7, 1, 0)})
	page = shown(t, v)
	page.Lacks("Date and time")
	wantFacts(t, page, map[string]string{"Session 2": "Friday 6 March 2026, 10:00 pm to Saturday 7 March 2026, 1:00 am"})
	page.Link("Book now")
	page.Lacks("taken place")
}

func TestCyberAlert(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, time.March, day, 10, 0, 0, 0, time.UTC) }
	alert := &kinds.CyberAlert{
		Title: "A hole", ThreatID: "CC-4321", Published: at(1), ThreatType: "malware", Archived: true,
		Severities:  []kinds.SeverityChange{{Date: date("2026-03-01"), Severity: "medium"}, {Date: date("2026-03-02"), Severity: "high"}, {Date: date("2026-03-03"), Severity: "low"}},
		Updates:     []kinds.ThreatUpdate{{At: at(2), Title: "Older"}, {At: at(4), Title: "Newer", Text: prose("More is known.")}},
		Affected:    []kinds.AffectedPlatform{{Platform: "Server", Versions: []kinds.AffectedVersion{{Name: "1"}, {Name: "2"}}}, {Platform: "Client"}},
		Remediation: []kinds.RemediationStep{{Text: prose("Install it."), Type: "patch"}},
		CVEs:        []kinds.Vulnerability{{ID: "CVE-2026-1234", Status: "reserved"}},
		Details:     cms.Blocks{{Type: "text", Value: &blocks.Text{Heading: "How it works", Body: prose("Badly.")}}},
	}
	page := shown(t, view(alert))
	page.Wants("CC-4321", "Severity Low Level 1 of 4", "This alert is archived.")
	wantFacts(t, page, map[string]string{"Type of threat": "Malware", "Published": "1 March 2026 10:00 am", "Last updated": "4 March 2026 10:00 am"})
	page.Section("Updates and severity").Wants("4 March 2026 10:00 am Newer More is known.", "3 March 2026 Severity lowered from high Low", "2 March 2026 10:00 am Older High", "1 March 2026 First published Medium")
	wantFacts(t, page, map[string]string{"Server": "Versions: 1, 2", "Client": "All versions"})
	if got, want := page.Headings(3), []string{"How it works", "Newer", "Severity lowered from high", "Older", "First published"}; !slices.Equal(got, want) {
		t.Errorf("the subheadings are %q, want %q", got, want)
	}
	page.Section("What to do").Wants("Patch Install it.")
	if page.Find(".hero .button[href='#what-to-do']").Length() != 1 || page.Find("h2#what-to-do").Length() != 1 {
		t.Error("the head does not lead to what to do")
	}
	page.Table("Vulnerabilities that it uses").Row("CVE-2026-1234").Wants("Reserved")
	contents := links(page.Landmark("navigation", "Page contents"))
	if !slices.Contains(contents, "Updates and severity") || slices.Contains(contents, "How it works") {
		t.Errorf("the page contents are %q", contents)
	}
}

func TestATimeToAnswerPasses(t *testing.T) {
	alert := &kinds.CyberAlert{Title: "A hole", Acknowledgements: []kinds.Acknowledgement{
		{Link: cms.Link{Text: "Done", URL: "/done"}, By: now.Add(time.Minute)}, {Link: cms.Link{Text: "Later", URL: "/later"}, By: now.Add(time.Hour)},
	}}
	v := view(alert)
	shown(t, v).Section("Acknowledge this alert").Wants("By 5 March 2026 12:01 pm Done")
	if next := alert.ChangesAt(now); !next.Equal(now.Add(time.Minute)) {
		t.Errorf("the alert changes by itself at %v", next)
	}
	v.At = now.Add(time.Minute)
	shown(t, v).Section("Acknowledge this alert").Wants("Was due by 5 March 2026 12:01 pm Done", "By 5 March 2026 1:00 pm Later")
}

func TestReadersMayHelpToImproveAPage(t *testing.T) {
	for _, k := range []schema.Kind{&kinds.Service{Title: "A service"}, &kinds.ContentPage{Title: "A page"}, &kinds.API{Title: "An interface"}} {
		v := view(k)
		shown(t, v).Lacks("Help us to improve this page")
		v.Site.Feedback = cms.Link{Text: "Tell us", URL: "/feedback"}
		shown(t, v).Landmark("region", "Help us to improve this page").Link("Tell us").Leads("/feedback")
	}
}

func TestWhatMostReadersComeToDoStandsInTheHead(t *testing.T) {
	page := shown(t, view(&kinds.Service{Title: "A service", Actions: []kinds.PriorityAction{
		{Action: "Sign in", Note: "You need a card.", Link: cms.Link{URL: "https://example.org/in"}},
		{Action: "Gone", Note: "Nowhere", Link: cms.Link{Page: "gone"}},
	}}))
	if got := page.Find(".hero a.button").Text(); got != "Sign in" {
		t.Errorf("the buttons of the head are %q", got)
	}
	page.Wants("You need a card.")
	page.Lacks("Nowhere")
}

func TestContactDesks(t *testing.T) {
	page := shown(t, view(&kinds.Contact{Title: "Contact", DesksTitle: "Our desks", Desks: []kinds.ServiceDesk{{Name: "Data", Subject: "Statistics", Email: "data@example.org"}}}))
	desk := page.Section("Our desks").Section("Data")
	desk.Wants("Statistics")
	desk.Link("data@example.org").Leads("mailto:data@example.org")
}

func TestJob(t *testing.T) {
	job := &kinds.Job{Title: "Analyst", Location: "Leeds", Salary: "£40,000", Contract: "fixed-term", Closes: now.Add(time.Minute), Apply: cms.Link{URL: "https://example.org/apply"}}
	v := view(job)
	page := shown(t, v)
	wantFacts(t, page, map[string]string{"Contract": "Fixed term", "Salary": "£40,000", "Closing date": "5 March 2026 12:01 pm"})
	page.Link("Apply for this job").Leads("https://example.org/apply")
	page.Lacks("has closed")

	v.At = job.Closes
	page = shown(t, v)
	page.Wants("This post has closed.")
	page.Lacks("Apply for this job")
}

func TestCareers(t *testing.T) {
	careers := &kinds.Careers{Title: "Work here", Summary: "With us.", JobsTitle: "Open posts"}
	v := view(careers)
	list(v, cms.List{Items: []cms.Item{listed("job", "Analyst", now)}, Total: 1})
	shown(t, v).Section("Open posts").Wants("1 job", "Analyst", "Closes 5 March 2026")
	v.Lists = nil
	shown(t, v).Lacks("Open posts")
}

func TestEventsHub(t *testing.T) {
	v := view(&kinds.EventsHub{Title: "Events"})
	soon, gone := listed("event", "Soon", now.AddDate(0, 1, 0)), listed("event", "Gone", now.AddDate(0, -1, 0))
	list(v, cms.List{Items: []cms.Item{soon}})
	browse(v, gone)
	v.Listing.Counts = nil // there is nothing to choose from
	v.Listing.Shown = v.Value.(kinds.Hub).Browse(now).Before
	page := shown(t, v)
	page.Section("Upcoming events").Wants("Soon", "Until 5 April 2026")
	page.Section("All events").Wants("Gone", "5 February 2026", "1 past event")
	page.Section("All events").Lacks("Search all events")
	if hidden := page.Find(".until-asked[hidden]"); hidden.Length() > 0 {
		t.Error("what is to come is hidden before anything was asked")
	}

	// Whoever asks finds those to come among the others, in whatever order they
	// stand.
	browse(v, soon, gone)
	v.Listing.Text = "data"
	for sort, said := range map[search.Sort]string{search.Coming: "sorted by date.", search.Relevance: "sorted by relevance.", search.Title: "sorted by title."} {
		v.Listing.Sort = sort
		page = shown(t, v)
		if hidden := page.Find(".until-asked[hidden] h2").Text(); hidden != "Upcoming events" {
			t.Errorf("hidden is %q", hidden)
		}
		page.Section("All events").Wants("2 events containing 'data', "+said, "Until 5 April 2026", "5 February 2026")
	}
	browse(v, soon)
	v.Listing.Text = "data"
	page = shown(t, v)
	page.Section("All events").Wants("Until 5 April 2026")
}

func TestAPI(t *testing.T) {
	api := &kinds.API{
		Title: "Lookup", Summary: "Looks up.", Status: "release-candidate", Version: "1.2",
		Endpoints: []kinds.EndpointGroup{{Title: "People", Endpoints: []kinds.Endpoint{
			{Name: "Find", Method: "GET", URI: "/people", Status: "beta", Summary: prose("Finds."),
				Parameters: []kinds.Parameter{{Name: "name", Type: "string", Place: "query", Mandatory: true}},
				Responses:  []kinds.CodeSample{{Title: "One", Code: "{\n  \"a\": 1\n}"}},
				Errors:     []kinds.StatusCode{{Type: "http", Code: "404", Meaning: "Nobody"}, {Type: "custom", Code: "E1", Meaning: "Odd"}}},
			{Name: "Add", Method: "POST", URI: "/people", Status: "alpha", Summary: prose("Adds.")},
		}}},
	}
	page := shown(t, view(api))
	page.Wants("Release candidate")
	page.Lacks("What has changed", "This API is")
	if got, want := page.Headings(3), []string{"GET /people", "POST /people"}; !slices.Equal(got, want) {
		t.Errorf("the endpoints are %q, want %q", got, want)
	}
	page.Section("GET /people").Wants("Find", "Beta")
	page.Table("Parameters of GET /people").Row("name").Wants("string", "Query", "Yes")
	page.Table("Status and error codes of GET /people").Row("HTTP 404").Wants("Nobody")
	page.Table("Status and error codes of GET /people").Row("E1").Wants("Odd")
	if got := page.Find(`[role=region][tabindex="0"] > pre > code`).Text(); got != api.Endpoints[0].Endpoints[0].Responses[0].Code {
		t.Errorf("the sample is %q", got)
	}
}

func TestAnAPIThatGoesAwaySaysSo(t *testing.T) {
	api := &kinds.API{Title: "Lookup", Summary: "Looks up.", Status: "deprecated", ChangeSummary: "It ends in March.", Replacement: cms.Link{Text: "Find", URL: "/find"}}
	leaving := shown(t, view(api)).Section("This API is deprecated")
	leaving.Wants("It ends in March.")
	leaving.Link("Find").Leads("/find")
	api.Status = "live"
	page := shown(t, view(api))
	page.Section("What has changed in this version").Wants("It ends in March.", "Replaced by Find")
	page.Lacks("This API is")
}

func TestUpdatesStandAboveTheContentOfEveryKind(t *testing.T) {
	for name, k := range addressed() {
		t.Run(name, func(t *testing.T) {
			v, _ := filled(t, k)
			v.Release.Outcome = cms.OutcomeWithdrawn
			v.Updates = []*kinds.UpdateNotice{
				{Title: "It leaks", Severity: "critical", Text: prose("Stop using it.")},
				{Title: "It moves", Severity: "important", Text: prose("In May.")},
				{Title: "It grew", Severity: "information", Text: prose("By a bit.")},
			}
			page := shown(t, v)
			for _, problem := range page.Problems() {
				t.Error(problem)
			}
			page.Section("Critical update: It leaks").Wants("Stop using it.")
			got := page.Headings(2)
			want := []string{"This page has been withdrawn", "Critical update: It leaks", "Important update: It moves", "Information update: It grew"}
			if at := slices.Index(got, want[0]); at < 0 || !slices.Equal(got[at:at+4], want) {
				t.Errorf("the headings are %q, want %q among them", got, want)
			}
		})
	}
}

func TestBanners(t *testing.T) {
	v := view(&kinds.ContentPage{Title: "A page"})
	v.Banners = []*kinds.Banner{{Title: "For editors", Text: prose("We are closed today."), Link: cms.Link{Text: "Why", URL: "https://example.org/why"}}, {Title: "Empty"}}
	page := shown(t, v)
	banners := page.Landmark("region", "Announcements")
	banners.Wants("We are closed today.")
	banners.Lacks("For editors", "Empty")
	banners.Link("Why").Leads("https://example.org/why")
	v.Banners = v.Banners[1:]
	shown(t, v).Lacks("Announcements", "Empty")
}

// TestWhatIsAbout shows the news and events that mention a page on it.
func TestWhatIsAbout(t *testing.T) {
	for _, value := range []schema.Kind{&kinds.Service{Title: "Spine"}, &kinds.ContentPage{Title: "About us"}} {
		item := func(title string) cms.Item {
			return cms.Item{Path: "/x", Page: cms.ID(title), Card: cms.Card{Title: title, SortAt: now}}
		}
		event := item("A day out")
		event.Card.StartsAt = now.AddDate(0, 0, -1)
		v := view(value)
		v.Lists = map[any][]cms.List{value: {{Items: []cms.Item{item("New")}}, {Items: []cms.Item{item("Old")}}, {Items: []cms.Item{event}}}}
		page := shown(t, v)
		page.Section("Latest news").Link("New").Leads("/x")
		page.Section("Related news").Link("Old").Leads("/x")
		page.Section("Forthcoming events").Wants("A day out", " to ")
	}
}
