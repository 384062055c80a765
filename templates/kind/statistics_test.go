package kind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
)

func TestSeries(t *testing.T) {
	series := &kinds.Series{Title: "Activity", Subtitle: "By month", Summary: prose("Counts."), ShowLatest: true, Frequency: "twice-yearly",
		ISSN: "1234-5679", Replaces: kinds.Replacement{Changed: date("2025-04-01"), Why: prose("It was too small.")}}
	v := view(series)
	series.Statistician, series.Replaces.Series = refer(v, "Ada")[0], refer(v, "Old")[0]
	series.Coverage = call(v, "Wales", "England", "Scotland")
	long := listed("publication", "January", now.AddDate(0, -1, 0))
	long.Card.Summary = strings.Repeat("words and ", 20)
	soon, later := listed("publication", "March", now.AddDate(0, 0, 20)), listed("publication", "June", now.AddDate(0, 3, 0))
	soon.Outcome, later.Outcome = cms.OutcomeAnnounced, cms.OutcomeAnnounced
	list(v,
		cms.List{Items: []cms.Item{listed("publication", "February", now), long}, Total: 51},
		cms.List{Items: []cms.Item{soon, later}})

	page := shown(t, v)
	page.Wants("By month")
	wantFacts(t, page, map[string]string{"Frequency": "Twice a year", "Geographic coverage": "Great Britain", "Lead analyst": "Ada", "ISSN": "1234-5679"})
	page.Section("Latest statistics").Wants("February", "5 Mar 2026")
	page.Link("Read the latest figures").Leads("/february")
	past := page.Section("Past publications")
	past.Wants("January", "Showing 1 of 50 publications")
	past.Lacks("February")
	if text := past.Find("li p").First().Text(); len([]rune(text)) > 151 || !strings.HasSuffix(text, "…") {
		t.Errorf("the summary is %q", text)
	}
	upcoming := page.Section("Upcoming publications")
	upcoming.Wants("25 Mar 2026", "(Upcoming, not yet published)", "Jun 2026")
	upcoming.Lacks("5 Jun")
	page.Section("Replaced series").Wants("This series replaces Old from 1 Apr 2025", "It was too small.")

	series.ShowLatest = false
	page = shown(t, v)
	page.Lacks("Latest statistics")
	if got, want := links(page.Section("Past publications")), []string{"February", "January"}; !slices.Equal(got, want) {
		t.Errorf("past publications are %q, want %q", got, want)
	}
}

func TestPublication(t *testing.T) {
	p := &kinds.Publication{
		Title: "January", Published: date("2026-02-05"), CoverageStart: date("2026-01-01"), CoverageEnd: date("2026-01-31"), Summary: prose("Counts."),
		Files:   []kinds.Attachment{{File: cms.File{Asset: "pdf", Title: "Report"}}},
		Links:   []kinds.FurtherLink{{Link: cms.Link{Text: "Method", URL: "https://example.org/method"}}},
		Related: []kinds.FurtherLink{{Link: cms.Link{Text: "More", URL: "https://example.org/more"}}},
		Tools: []kinds.InteractiveTool{
			{Title: "Map", Link: cms.Link{URL: "https://example.org/map"}, Until: date("2026-03-05"), Alternative: kinds.ToolAlternative{Title: "Table", Link: cms.Link{URL: "https://example.org/table"}}},
			{Title: "Old map", Link: cms.Link{URL: "https://example.org/old"}, Until: date("2026-03-04")},
			{Title: "Open map", Link: cms.Link{URL: "https://example.org/open"}, Accessible: true, Alternative: kinds.ToolAlternative{Link: cms.Link{Text: "Needless", URL: "https://example.org/x"}}},
		},
		Survey: kinds.Survey{Link: cms.Link{Text: "Answer", URL: "https://example.org/survey"}, Until: date("2026-03-04")},
	}
	v := view(p)
	v.Assets["pdf"] = cms.Asset{ID: "pdf", Filename: "report.pdf", MediaType: "application/pdf", Size: 41_800}
	v.Trail = []cms.Item{listed("home", "Home", now), listed("series", "Activity", now)}
	p.Chapters = refer(v, "Admissions", "Beds")
	p.Coverage = call(v, "England", "Wales")
	list(v, cms.List{Items: []cms.Item{listed("data-set", "Tables", now)}})

	page := shown(t, v)
	page.Heading(1, "January")
	page.Wants("Publication, part of Activity")
	wantFacts(t, page, map[string]string{"Publication date": "5 Feb 2026", "Date range": "1 Jan 2026 to 31 Jan 2026", "Geographic coverage": "England, Wales"})
	page.Section("Data sets").Link("Tables").Leads("/tables")
	page.Link("Get the data").Leads("#" + page.Find("h2:contains('Data sets')").AttrOr("id", ""))
	if got, want := links(page.Section("Resources")), []string{"Report (PDF 42 KB)", "Method"}; !slices.Equal(got, want) {
		t.Errorf("the resources are %q, want %q", got, want)
	}
	page.Section("Map").Wants("Accessible version: Table")
	page.Lacks("Old map", "Needless", "Tell us what you think")
	chapters := page.Landmark("navigation", "Chapters")
	if got := chapters.Find("[aria-current=page]").Text(); got != "Overview" {
		t.Errorf("the chapter that is shown is %q", got)
	}
	chapters.Link("Beds").Leads("/beds")
	page.Landmark("navigation", "Previous and next chapter").Link("Next Admissions").Leads("/admissions")

	p.Summary = richtext.Doc{prose("Counts.")[0], prose("More of them.")[0]}
	page = shown(t, v)
	page.Wants("Counts.", "More of them.")
	page.Lacks("Summary")
	p.Summary = append(p.Summary, prose("And more.")[0])
	page = shown(t, v)
	page.Section("Summary").Wants("More of them.", "And more.")
	page.Section("Summary").Lacks("Counts.")

	p.CoverageStart = p.CoverageEnd
	wantFacts(t, shown(t, v), map[string]string{"Date range": "Snapshot on 31 Jan 2026"})
}

// TestAnnouncedPublicationTellsNothing shows a value that was not redacted: the
// template does not rely on it.
func TestAnnouncedPublicationTellsNothing(t *testing.T) {
	v, markers := filled(t, &kinds.Publication{})
	v.Release.Outcome, v.Notes = cms.OutcomeAnnounced, []cms.ChangeNote{{At: now, Note: "Figures added"}}
	p := v.Value.(*kinds.Publication)
	p.Published = date("2026-05-06") // in eight weeks and six days
	page := shown(t, v)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	page.Heading(1, p.Title)
	page.Wants("Upcoming, not yet published. It will be published in May 2026.")
	wantFacts(t, page, map[string]string{"Publication date": "May 2026", "Information types": "England"})
	for _, marker := range markers {
		if marker != p.Title {
			page.Lacks(marker)
		}
	}
	page.Lacks("6 May", "First listed", "Mo Ali", "Chapters", "Data sets", "a.csv", "Figures added", "Last edited")
	html, err := page.Html()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, "2026-05-06") {
		t.Error("the markup tells the day")
	}

	v.At = v.At.AddDate(0, 0, 7)
	wantFacts(t, shown(t, v), map[string]string{"Publication date": "6 May 2026"})
}

func TestChapterOfAPublication(t *testing.T) {
	v := view(&kinds.PublicationPage{Title: "Admissions"})
	publication := &kinds.Publication{Chapters: append(refer(v, "Summary"), append([]cms.Ref{"this"}, refer(v, "Beds")...)...)}
	v.Refs["this"] = cms.Item{Page: "this", Path: v.Path, Card: cms.Card{Title: "Admissions"}}
	v.Above = map[string]any{"publication": publication}
	v.Trail = []cms.Item{listed("home", "Home", now), listed("publication", "January", now)}
	page := shown(t, v)
	page.Wants("Chapter of January")
	chapters := page.Landmark("navigation", "Chapters")
	if got, want := links(chapters), []string{"Overview", "Summary", "Beds", "Read or print the whole publication"}; !slices.Equal(got, want) {
		t.Errorf("the other chapters are %q, want %q", got, want)
	}
	chapters.Link("Overview").Leads("/january")
	chapters.Link("Read or print the whole publication").Leads("/january?view=whole")
	if got := chapters.Find("[aria-current=page]").Text(); got != "Admissions" {
		t.Errorf("the chapter that is shown is %q", got)
	}
	if got, want := links(page.Landmark("navigation", "Previous and next chapter")), []string{"Previous Summary", "Next Beds"}; !slices.Equal(got, want) {
		t.Errorf("beside it are %q, want %q", got, want)
	}
}

func TestChapterOfAWork(t *testing.T) {
	v := view(&kinds.PublishedWorkChapter{Title: "Aims", Jump: true})
	v.Refs["this"] = cms.Item{Page: "this", Path: v.Path, Card: cms.Card{Title: "Aims"}}
	v.Above = map[string]any{"published-work": &kinds.PublishedWork{Chapters: []cms.Ref{"this", "not live"}}}
	v.Trail = []cms.Item{listed("published-work", "Plan", now)}
	page := shown(t, v)
	page.Wants("Chapter of Plan")
	if got, want := links(page.Landmark("navigation", "Previous and next chapter")), []string{"Previous Overview"}; !slices.Equal(got, want) {
		t.Errorf("beside it are %q, want %q", got, want)
	}
	page.Link("Go to the content")
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
}

func TestPublishedWork(t *testing.T) {
	v := view(&kinds.PublishedWork{Title: "Plan", Published: time.Date(2026, time.March, 5, 9, 30, 0, 0, time.UTC), Highlights: prose("Much."), ISBN: "978-1-78655-071-4"})
	page := shown(t, v)
	page.Section("Highlights").Wants("Much.")
	wantFacts(t, page, map[string]string{"Publication date": "5 Mar 2026", "ISBN": "978-1-78655-071-4"})
	page.Lacks("Chapters", "ISSN", "Go to the content")
}

func TestDataSet(t *testing.T) {
	set := &kinds.DataSet{
		Title: "Tables", Summary: prose("All."), Published: date("2026-02-05"), NextPublication: date("2026-05-05"),
		Files: []kinds.Attachment{{File: cms.File{Asset: "csv", Title: "Admissions"}}, {File: cms.File{Asset: "lost", Title: "Lost"}}},
	}
	v := view(set)
	v.Assets["csv"] = cms.Asset{ID: "csv", Filename: "a.csv", MediaType: "text/csv", Size: 42_200}
	v.Trail = []cms.Item{listed("series", "Activity", now), listed("publication", "January", now)}
	page := shown(t, v)
	page.Wants("Data set, part of January")
	wantFacts(t, page, map[string]string{"Publication date": "5 Feb 2026", "Next publication date": "5 May 2026"})
	page.Section("Resources").Link("Admissions [CSV, size: 42.2 kB]")
	page.Link("Download the data").Leads("/media/csv/a.csv")
	page.Lacks("Lost")
}

func TestPublicationsHub(t *testing.T) {
	v := view(&kinds.PublicationsHub{Title: "Publications"})
	late := listed("publication", "June", now.AddDate(0, 3, 0))
	late.Outcome = cms.OutcomeAnnounced
	list(v, cms.List{Items: []cms.Item{late}}, cms.List{Items: []cms.Item{listed("series", "Activity", now)}})
	browse(v, listed("publication", "January", now), late)
	page := shown(t, v)
	page.Section("Latest publications").Wants("January", "5 Mar 2026", "2 publications", "Jun 2026 (Upcoming, not yet published)")
	page.Section("Upcoming publications").Wants("June", "Jun 2026")
	page.Section("Series from A to Z").Link("Activity").Leads("/activity")
}
