package cms_test

import (
	"testing"
	"time"

	"lectern/internal/cms"
)

func TestStatesInWords(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	at := func(value string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", value, zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	began := at("2026-01-02 09:30")
	live := cms.Standing{Outcome: cms.OutcomePage, LiveFrom: began}
	until := func(s cms.Standing, end string) *cms.Standing { s.LiveUntil = at(end); return &s }
	outcome := func(o cms.Outcome) *cms.Standing {
		return &cms.Standing{Outcome: o, LiveFrom: began, RedirectTo: "/there"}
	}
	next := func(o cms.Outcome, from string) *cms.Standing { return &cms.Standing{Outcome: o, LiveFrom: at(from)} }
	for name, test := range map[string]struct {
		row  cms.PageRow
		want []cms.PageState
	}{
		"nothing":   {cms.PageRow{}, []cms.PageState{{"Never published", cms.Plain}}},
		"a draft":   {cms.PageRow{Draft: &cms.DraftRow{}}, []cms.PageState{{"Never published", cms.Plain}, {"Draft", cms.Wait}}},
		"live":      {cms.PageRow{Last: &live}, []cms.PageState{{"Live", cms.Good}}},
		"changed":   {cms.PageRow{Last: &live, Draft: &cms.DraftRow{}}, []cms.PageState{{"Live", cms.Good}, {"Changes not published", cms.Wait}}},
		"ending":    {cms.PageRow{Last: until(live, "2026-05-03 00:00")}, []cms.PageState{{"Live until 3 May", cms.Good}}},
		"next year": {cms.PageRow{Last: until(live, "2027-05-03 17:00")}, []cms.PageState{{"Live until 3 May 2027, 5:00 pm", cms.Good}}},
		"over":      {cms.PageRow{Last: until(live, "2026-03-01 09:30")}, []cms.PageState{{"Expired 1 March, 9:30 am", cms.Past}}},
		"updated": {cms.PageRow{Last: until(live, "2026-05-03 09:30"), Next: next(cms.OutcomePage, "2026-05-03 09:30")},
			[]cms.PageState{{"Live", cms.Good}, {"Scheduled for 3 May, 9:30 am", cms.Wait}}},
		"to go": {cms.PageRow{Last: until(live, "2026-05-03 09:30"), Next: next(cms.OutcomeGone, "2026-05-03 09:30")},
			[]cms.PageState{{"Live", cms.Good}, {"To be taken away 3 May, 9:30 am", cms.Wait}}},
		"to come":    {cms.PageRow{Next: next(cms.OutcomePage, "2026-03-06 09:30")}, []cms.PageState{{"Never published", cms.Plain}, {"Scheduled for 6 March, 9:30 am", cms.Wait}}},
		"announced":  {cms.PageRow{Last: outcome(cms.OutcomeAnnounced)}, []cms.PageState{{"Announced", cms.Good}}},
		"withdrawn":  {cms.PageRow{Last: outcome(cms.OutcomeWithdrawn)}, []cms.PageState{{"Withdrawn", cms.Past}}},
		"gone":       {cms.PageRow{Last: outcome(cms.OutcomeGone)}, []cms.PageState{{"Gone", cms.Past}}},
		"redirected": {cms.PageRow{Last: outcome(cms.OutcomeRedirect)}, []cms.PageState{{"Redirects to /there", cms.Past}}},
		"to look at": {cms.PageRow{Last: &live, ReviewBy: cms.Date{Year: 2026, Month: 3, Day: 5}}, []cms.PageState{{"Live", cms.Good}}},
		"overdue":    {cms.PageRow{Last: &live, ReviewBy: cms.Date{Year: 2026, Month: 3, Day: 4}}, []cms.PageState{{"Live", cms.Good}, {"Review overdue", cms.Wait}}},
		"nothing to look at": {cms.PageRow{Last: outcome(cms.OutcomeGone), ReviewBy: cms.Date{Year: 2026, Month: 3, Day: 4}},
			[]cms.PageState{{"Gone", cms.Past}}},
	} {
		test.row.At = now
		got := test.row.States(zone)
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %v, want %v", name, got, test.want)
			}
		}
	}
}
