package admin_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// TestTheContentReport looks at all that is public: what is found is told by page,
// check and owner, leads to its field, and can be taken away as a table. What is
// a draft is nobody else's business.
func TestTheContentReport(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author, administrator, stranger := o.user(cms.Author, ""), o.user(cms.Administrator, ""), o.user(0, "")
	o.get(author, "/admin/report").page(t).Wants("Nothing was looked at yet")

	here := &kinds.ContentPage{Title: "Faulty", Summary: "It has one fault.", Body: cms.Blocks{
		{ID: "t", Type: "text", Value: &blocks.Text{Heading: "Part", Body: prose("Text.")}},
		{ID: "u", Type: "text", Value: &blocks.Text{Heading: "Part", Body: prose("More.")}},
	}}
	faulty := o.publish("page", o.home, "faulty", here)
	o.edit(func(e *publishing.Edit) error { // announced with its title alone
		series, err := e.Create(t.Context(), publishing.NewPage{Kind: "series", Parent: o.placeFor(o.kind("series")), Slug: "series"})
		if err != nil {
			return err
		}
		made, err := e.Create(t.Context(), publishing.NewPage{Kind: "publication", Parent: series.ID, Slug: "march"})
		if err != nil {
			return err
		}
		if _, err = e.Save(t.Context(), publishing.Save{Page: made.ID, Value: &kinds.Publication{Title: "March", Summary: prose("Not told yet."), Published: cms.Date{Year: 2040, Month: 3, Day: 1}}}); err != nil {
			return err
		}
		_, err = e.Announce(t.Context(), made.ID, publishing.Plan{})
		return err
	})
	o.publish("page", o.home, "sound", &kinds.ContentPage{Title: "Sound", Summary: "It has none."})
	o.saveAs(author, faulty, &kinds.ContentPage{Title: "Secret draft", Summary: "Nobody has seen it."})
	if err := o.publisher.CheckContent(t.Context(), nil, time.Time{}); err != nil {
		t.Fatal(err)
	}

	p := o.get(author, "/admin/report").page(t)
	p.Lacks("Secret draft")
	row := p.Table("Problems of public pages").Row("Faulty /faulty")
	row.Wants("2 Text section › Heading", "is \"Part\", too")
	row.Link("Faulty").Leads(edited(faulty) + "?checks=1&open=body.u.heading#body.u.heading")
	p.Table("How often each check has found something").Row("Headings that are the same").Wants("1")
	p.Table("How many problems the pages of each person have").Row("Nobody").Wants("1")
	p.Lacks("Look at it now")

	if got := o.get(author, "/admin/report?rule=alt-text").page(t); !got.Says("Nothing of this sort was found") {
		t.Error("what another check found is not left out")
	}
	if a := o.get(author, "/admin/report?rule=same-heading&page=9"); a.Header.Get("Location") != "/admin/report?rule=same-heading" {
		t.Errorf("past the last part it is answered %s %s", a.Status, a.Header.Get("Location"))
	}
	o.get(author, "/admin/report?rule=same-heading&q=FAULT").page(t).HasHeading("1 problem")
	table := o.get(author, "/admin/report.csv?q=faulty")
	if lines := strings.Split(strings.TrimSpace(string(table.body)), "\n"); len(lines) != 2 || !strings.Contains(lines[1], "Faulty,/faulty,,Headings that are the same,advise,body[1].heading,") {
		t.Errorf("the table says %q", table.body)
	}
	if a := o.get(author, "/admin/report?owner=x"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an owner that is none is answered %s", a.Status)
	}
	for _, path := range []string{"/admin/report", "/admin/report.csv"} {
		if a := o.get(stranger, path); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s answers somebody without a role %s", path, a.Status)
		}
	}

	// Somebody mends it, and has it looked at again.
	o.get(administrator, "/admin/report").page(t).Button("Look at it now")
	if a := o.post(administrator, "/admin/report/check", nil); a.Header.Get("Location") != "/admin/report?done=content-check" {
		t.Errorf("asking is answered %s", a.Status)
	}
	here.Body = here.Body[:1]
	o.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), faulty, publishing.State{Value: here}, publishing.Plan{})
		return err
	})
	if err := o.publisher.CheckContent(t.Context(), nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	p = o.get(author, "/admin/report").page(t)
	p.Wants("1 fewer than before", "Nothing was found in all that is public")
	p.Lacks("By check", "Download as CSV") // of nothing
}

// otherWebsites answer what they are told to.
type otherWebsites struct {
	answers map[string]cms.WebAnswer
	err     error
}

func (o otherWebsites) AskAll(_ context.Context, addresses []string, told func(string, cms.WebAnswer) error) error {
	for _, address := range addresses {
		if a, answers := o.answers[address]; answers {
			if err := told(address, a); err != nil {
				return err
			}
		}
	}
	return o.err
}

// TestTheReportTellsOfOtherWebsites how many links were asked, what is wrong with
// which, and which nobody knows about; and what kept it from asking.
func TestTheReportTellsOfOtherWebsites(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	links := func(addresses ...string) *kinds.ContentPage {
		var spans []richtext.Span
		for _, a := range addresses {
			spans = append(spans, richtext.Span{Text: "To " + a, Link: &cms.Link{URL: a}}, richtext.Span{Text: ". "})
		}
		return &kinds.ContentPage{Title: "Links", Summary: "To others.", Body: cms.Blocks{
			{ID: "t", Type: "text", Value: &blocks.Text{Heading: "Links", Level: "main", Body: richtext.Doc{{Paragraph: spans}}}},
		}}
	}
	page := o.publish("page", o.home, "links", links("https://www.nhs.uk/gone", "https://www.nhs.uk/moved", "https://www.nhs.uk/<b>members</b>", "https://www.nhs.uk/fine", "https://www.nhs.uk/silent"))
	o.publish("page", o.home, "more", links("https://www.nhs.uk/silent"))
	members := "https://www.nhs.uk/%3Cb%3Emembers%3C/b%3E"
	web := otherWebsites{answers: map[string]cms.WebAnswer{
		"https://www.nhs.uk/gone":   {Outcome: cms.WebGone, Host: "www.nhs.uk", Status: 404},
		"https://www.nhs.uk/moved":  {Outcome: cms.WebMoved, Host: "www.nhs.uk", Status: 200, MovedTo: "https://www.nhs.uk/new"},
		members:                     {Outcome: cms.WebUnsure, Host: "www.nhs.uk", Status: 403},
		"https://www.nhs.uk/fine":   {Outcome: cms.WebFine, Host: "www.nhs.uk", Status: 200},
		"https://www.nhs.uk/silent": {Outcome: cms.WebFailing, Host: "www.nhs.uk", Reason: cms.WebTimeout},
	}}
	look := func(web publishing.Web) *testkit.Part {
		t.Helper()
		if err := o.publisher.CheckContent(t.Context(), web, time.Now()); err != nil {
			t.Fatal(err)
		}
		return o.get(author, "/admin/report").page(t)
	}
	p := look(web)
	p.HasHeading("Links to other websites")
	p.Wants("Asked 5 of 5", "Fine 2 1 moved for good", "Broken 1", "Uncertain 2")
	p.Link("1 moved for good").Leads("/admin/report?rule=web-link-moved")
	table := p.Table("Uncertain links to other websites")
	row := table.Row(members)
	row.Wants("www.nhs.uk answered 403 Forbidden on ")
	row.Link("Links").Leads("/admin/pages/" + string(page))
	table.Row("https://www.nhs.uk/silent").Wants("did not answer in time", "and on 1 other page")
	o.get(author, "/admin/report?rule=web-link").page(t).Wants("\"https://www.nhs.uk/gone\" leads to nothing: www.nhs.uk answered 404 Not Found on ")
	o.get(author, edited(page)+"?checks=1").page(t).Wants("answered 404 Not Found", "has moved for good to")

	if _, err := o.store.Pool.Exec(t.Context(), `update web_link set asked_at = asked_at - interval '8 days', answered_at = answered_at - interval '8 days', since = since - interval '8 days'`); err != nil {
		t.Fatal(err)
	}
	look(web).Wants("Broken 2", "Uncertain 1", "no better since")
	p = look(otherWebsites{err: cms.ErrNoWeb})
	p.Wants("This server cannot reach other websites", "Broken 2")
	p = look(otherWebsites{})
	p.Wants("Not all could be asked this time")
	p.Table("Uncertain links to other websites").Row(members)
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), page, "", publishing.Plan{})
		return err
	})
	o.get(author, "/admin/report").page(t).Lacks(members) // of a page that is public no more
	p = look(nil)
	p.Wants("Other websites are left alone", "or the site has no address yet that others can reach")
	p.Lacks("Uncertain", "leads to nothing")

	if _, err := o.store.Pool.Exec(t.Context(), `update content_report set web = default`); err != nil { // as reports of an earlier version are
		t.Fatal(err)
	}
	p = o.get(author, "/admin/report").page(t)
	p.Wants("They were not looked at yet")
	p.Lacks("Other websites are left alone", "No public page links to another website")
}
