package publishing_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// stub is a web that answers what it is told to.
type stub struct {
	answers map[string]cms.WebAnswer
	fail    error // after the answers
	asked   []string
}

func (s *stub) AskAll(_ context.Context, addresses []string, told func(string, cms.WebAnswer) error) error {
	s.asked = append(s.asked, addresses...)
	for _, address := range addresses {
		if a, answers := s.answers[address]; answers {
			if err := told(address, a); err != nil {
				return err
			}
		}
	}
	return s.fail
}

func toWeb(to string) *cms.Link { return &cms.Link{URL: to} }

// publish releases content as it is.
func (d *desk) publish(page cms.ID, value schema.Kind, plan publishing.Plan) {
	d.t.Helper()
	err := d.publisher.Edit(d.t.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(d.t.Context(), page, publishing.State{Value: value}, plan)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// TestOtherWebsitesAreAskedAboutWhatIsPublic has pages in every state, and tells
// what came wherever the rules are looked at.
func TestOtherWebsitesAreAskedAboutWhatIsPublic(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.publisher.Origin = "https://www.care.gov.uk"
	publish := func(slug, to string, plan publishing.Plan) cms.ID {
		page := d.create("page", d.home, slug)
		value := saying(richtext.Span{Text: "What it costs", Link: toWeb(to)})
		d.publish(page, value, plan)
		return page
	}
	gone := publish("gone", "https://www.nhs.uk/gone#part", publishing.Plan{})
	publish("as-well", "https://www.nhs.uk/gone", publishing.Plan{})
	publish("moved", "https://www.nhs.uk/moved", publishing.Plan{})
	publish("own", "https://www.care.gov.uk/nowhere", publishing.Plan{})
	publish("planned", "https://www.nhs.uk/planned", publishing.Plan{From: d.now().Add(24 * time.Hour)})
	withdrawn := publish("withdrawn", "https://www.nhs.uk/withdrawn", publishing.Plan{})
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), withdrawn, "Out of date.", publishing.Plan{})
		return err
	})
	web := &stub{answers: map[string]cms.WebAnswer{
		"https://www.nhs.uk/gone":  {Outcome: cms.WebGone, Host: "www.nhs.uk", Status: 404},
		"https://www.nhs.uk/moved": {Outcome: cms.WebMoved, Host: "www.nhs.uk", Status: 200, MovedTo: "https://www.nhs.uk/new"},
	}}
	look := func(since time.Time) publishing.ContentReport {
		t.Helper()
		if err := d.publisher.CheckContent(t.Context(), web, since); err != nil {
			t.Fatal(err)
		}
		var r publishing.ContentReport
		d.see(cms.System, func(e *publishing.Edit) (err error) {
			r, err = e.ContentReport(t.Context(), cms.ContentQuery{Paging: cms.Paging{Size: 50, Number: 1}})
			return err
		})
		return r
	}
	begun := d.now()
	r := look(begun)
	slices.Sort(web.asked)
	if want := "https://www.nhs.uk/gone https://www.nhs.uk/moved"; strings.Join(web.asked, " ") != want {
		t.Errorf("asked are %v", web.asked)
	}
	if r.Web != (cms.WebCounts{Known: 2, Asked: 2, Fine: 1, Moved: 1, Broken: 1}) || r.Reports[0].Web != cms.WebAll {
		t.Errorf("counted are %+v, and it looked at %s", r.Web, r.Reports[0].Web)
	}
	d.see(cms.System, func(e *publishing.Edit) error { // where it is not told of links to other websites
		narrow, err := e.ContentReport(t.Context(), cms.ContentQuery{Rule: "web-link", Paging: cms.Paging{Size: 50, Number: 1}})
		if narrow.Web != (cms.WebCounts{}) || narrow.Total != 2 {
			t.Errorf("a narrowed report: %+v, %d", narrow.Web, narrow.Total)
		}
		return err
	})
	rules := func(r publishing.ContentReport) string {
		var got []string
		for _, c := range r.Rules {
			if strings.HasPrefix(c.Rule, "web-") {
				got = append(got, fmt.Sprint(c.Rule, " ", c.Times))
			}
		}
		return strings.Join(got, ", ")
	}
	if got := rules(r); got != "web-link 2, web-link-moved 1" {
		t.Errorf("the report tells %s", got)
	}
	d.see(cms.System, func(e *publishing.Edit) error { // who writes a link of that address is told at once
		f, err := e.Findings(t.Context(), gone, saying(richtext.Span{Text: "What it costs", Link: toWeb("https://www.nhs.uk/gone")}), time.Time{})
		if !slices.ContainsFunc(f.Advice, func(p cms.Problem) bool { return p.Rule == "web-link" }) {
			t.Errorf("findings: %+v", f)
		}
		return err
	})

	web.asked = nil
	if r = look(begun); len(web.asked) > 0 || rules(r) != "web-link 2, web-link-moved 1" {
		t.Errorf("the same look asks %v again, and tells %s", web.asked, rules(r))
	}
	web.answers = nil // a host that wants to be left alone
	if r = look(d.now().Add(time.Hour)); r.Reports[0].Web != cms.WebPart || rules(r) != "web-link 2, web-link-moved 1" {
		t.Errorf("%s: %s", r.Reports[0].Web, rules(r))
	}
	web.fail = cms.ErrNoWeb
	if r = look(d.now()); r.Reports[0].Web != cms.WebUnreachable || rules(r) != "web-link 2, web-link-moved 1" || r.Web.Broken != 1 {
		t.Errorf("without a network: %s: %s, %+v", r.Reports[0].Web, rules(r), r.Web)
	}

	d.publish(gone, saying(richtext.Span{Text: "Nothing more"}), publishing.Plan{})
	web.fail, web.asked = nil, nil
	if r = look(d.now()); r.Web.Known != 2 || rules(r) != "web-link 1, web-link-moved 1" {
		t.Errorf("one page less has it: %+v, %s", r.Web, rules(r))
	}
	if err := d.publisher.CheckContent(t.Context(), nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	d.see(cms.System, func(e *publishing.Edit) (err error) {
		r, err = e.ContentReport(t.Context(), cms.ContentQuery{})
		return err
	})
	if r.Web.Known != 0 || rules(r) != "" || r.Reports[0].Web != cms.WebOff {
		t.Errorf("what was known is told though other websites are left alone: %+v, %s", r.Web, rules(r))
	}
}
