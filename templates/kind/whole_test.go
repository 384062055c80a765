package kind_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/templates/ui"
)

// wholeView is the view of a work with chapters of those values, the first
// called admissions and the second beds.
func wholeView(work schema.Kind, values ...schema.Kind) *ui.View {
	v := view(work)
	v.Refs["this"] = cms.Item{Page: "this", Path: v.Path, Card: cms.Card{Title: "The work"}}
	v.Anchors = map[cms.ID]string{"this": "", "admissions": "chapter.admissions", "beds": "chapter.beds"}
	common := *v
	for i, name := range []cms.ID{"admissions", "beds"} {
		chapter := common
		chapter.Release = cms.Release{Page: name, Kind: values[i].Kind().Name, Outcome: cms.OutcomePage}
		chapter.Value, chapter.Anchor = values[i], "chapter."+string(name)
		v.Chapters = append(v.Chapters, &chapter)
	}
	return v
}

// linked is a text of links alone.
func linked(links ...cms.Link) richtext.Doc {
	var spans []richtext.Span
	for _, l := range links {
		spans = append(spans, richtext.Span{Text: l.Text, Link: &l})
	}
	return richtext.Doc{{Paragraph: spans}}
}

func wholePublication() *ui.View {
	text := func(heading string, body richtext.Doc) cms.Block {
		return cms.Block{Type: "text", Value: &blocks.Text{Heading: heading, Body: body}}
	}
	sub := cms.Block{Type: "text", Value: &blocks.Text{Heading: "Detail", Level: "sub", Body: prose("x")}}
	counted := cms.Block{Type: "text", Value: &blocks.Text{Heading: "Counted", Numbered: true, Body: prose("x")}}
	p := &kinds.Publication{
		Title: "January", Summary: prose("Counts."), Published: date("2026-02-05"), Chapters: []cms.Ref{"admissions", "beds"},
		Highlights: cms.Blocks{text("By area", linked(
			cms.Link{Text: "to the first", Page: "admissions"}, cms.Link{Text: "to its areas", Page: "admissions", Fragment: "by-area"}))},
		Related: []kinds.FurtherLink{{Link: cms.Link{Text: "More", URL: "https://example.org/more"}}},
	}
	first := &kinds.PublicationPage{Title: "Admissions", Summary: "Who came.", Body: cms.Blocks{text("By area", prose("North.")), sub, counted}}
	second := &kinds.PublicationPage{Title: "Beds", Body: cms.Blocks{text("By area", linked(
		cms.Link{Text: "to the top", Page: "this"}, cms.Link{Text: "to the highlights", Page: "this", Fragment: "by-area"},
		cms.Link{Text: "here", URL: "#by-area"}, cms.Link{Text: "elsewhere", URL: "https://example.org/#by-area"})), counted}}
	return wholeView(p, first, second)
}

func TestAWholePublicationIsOneDocument(t *testing.T) {
	page := shown(t, wholePublication())
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	if got := page.Headings(1); !slices.Equal(got, []string{"January"}) {
		t.Errorf("headings of level 1 are %q", got)
	}
	headings := func(level int, want ...string) {
		t.Helper()
		if got := page.Landmark("main", "").Headings(level); !slices.Equal(got, want) {
			t.Errorf("headings of level %d are %q, want %q", level, got, want)
		}
	}
	headings(2, "Page contents", "Highlights", "1. Admissions", "2. Beds", "Related links")
	headings(3, "By area", "By area", "1. Counted", "By area", "1. Counted")
	headings(4, "Detail")
	admissions := page.Landmark("region", "1. Admissions")
	admissions.Wants("Who came.", "North.")
	admissions.Lacks("Beds")
	page.Landmark("navigation", "Page contents").Link("2. Beds").Leads("#chapter.beds")
	page.Lacks("Previous", "Next", "Overview")
	page.Link("Read it chapter by chapter").Leads("/a/page")
	if n := page.Find("nav[aria-labelledby=" + ui.ChaptersID + "]").Length(); n > 0 {
		t.Error("the whole publication leads to its chapters as pages")
	}
	if got := page.Find("link[rel=canonical]").AttrOr("href", ""); got != "https://example.org/a/page" {
		t.Errorf("its canonical address is %q", got)
	}
}

func TestLinksOfAWholePublicationStayInIt(t *testing.T) {
	page := shown(t, wholePublication())
	for name, href := range map[string]string{
		"to the first": "#chapter.admissions", "to its areas": "#chapter.admissions.by-area",
		"to the top": "#" + ui.MainID, "to the highlights": "#by-area", "here": "#chapter.beds.by-area",
		"elsewhere": "https://example.org/#by-area",
	} {
		page.Link(name).Leads(href)
	}
	page.Find("main a[href^='#']").Each(func(_ int, link *goquery.Selection) {
		id := link.AttrOr("href", "#")[1:]
		if page.Find("[id='"+id+"']").Length() != 1 {
			t.Errorf("nothing is at #%s", id)
		}
	})
}

func TestChaptersKeepTheirNoticesInTheWhole(t *testing.T) {
	v := wholePublication()
	v.Release.Outcome, v.Release.Notice = cms.OutcomeWithdrawn, "All of it is old."
	v.Chapters[1].Release.Outcome, v.Chapters[1].Release.Notice = cms.OutcomeWithdrawn, "The beds are gone."
	v.Chapters[1].Updates = []*kinds.UpdateNotice{{Title: "Recount", Text: prose("Soon."), Severity: "important"}}
	page := shown(t, v)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	beds := page.Landmark("region", "2. Beds")
	beds.Wants("The beds are gone.")
	beds.Heading(3, "This page has been withdrawn")
	beds.Heading(3, "Important update: Recount")
	page.Heading(2, "This page has been withdrawn")
}

func TestAWholeWorkIsOneDocument(t *testing.T) {
	work := &kinds.PublishedWork{Title: "Plan", Published: now, Chapters: []cms.Ref{"admissions", "beds"}, ISBN: "978-1-78655-071-4"}
	v := wholeView(work, &kinds.PublishedWorkChapter{Title: "Aims", Summary: "What we want.", Jump: true},
		&kinds.PublishedWorkChapter{Title: "Means", Body: cms.Blocks{{Type: "text", Value: &blocks.Text{Heading: "Money", Body: prose("Much.")}}}})
	page := shown(t, v)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	page.Landmark("region", "1. Aims").Wants("What we want.")
	page.Landmark("region", "2. Means").Heading(3, "Money")
	page.Section("Identifiers").Wants("978-1-78655-071-4")
	page.Lacks("Go to the content")
}

func TestAWorkLeadsToItsWhole(t *testing.T) {
	p := &kinds.Publication{Title: "January"}
	v := view(p)
	p.Chapters = []cms.Ref{"not live"}
	shown(t, v).Lacks("Read or print", "Chapters")
	p.Chapters = append(refer(v, "Admissions"), "not live")
	page := shown(t, v)
	page.Find("main .actions a").Each(func(_ int, link *goquery.Selection) {
		if got := link.Text() + link.AttrOr("href", ""); got != "Read or print the whole publication/a/page?view=whole" {
			t.Errorf("the head of the page leads to %s", got)
		}
	})
	page.Wants("About Admissions.")
	v.Release.Outcome = cms.OutcomeAnnounced
	shown(t, v).Lacks("Read or print", "Chapters", "About Admissions.")
}
