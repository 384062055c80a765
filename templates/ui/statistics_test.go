package ui_test

import (
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

func TestCoverage(t *testing.T) {
	for _, test := range []struct {
		areas []string
		want  string
	}{
		{nil, ""},
		{[]string{"England"}, "England"},
		{[]string{"Wales", "England", "Scotland"}, "Great Britain"},
		{[]string{"Wales", "England", "Scotland", "England"}, "Great Britain"},
		{[]string{"England", "Northern Ireland", "Scotland", "Wales"}, "United Kingdom"},
		{[]string{"England", "Northern Ireland", "Scotland", "Wales", "Republic of Ireland"}, "British Isles"},
		{[]string{"Wales", "England"}, "Wales, England"},
		{[]string{"England", "Scotland", "Wales", "Republic of Ireland"}, "England, Scotland, Wales, Republic of Ireland"},
		{[]string{"England", "Scotland", "Wales", "Jersey"}, "England, Scotland, Wales, Jersey"},
	} {
		if got := ui.Coverage(test.areas); got != test.want {
			t.Errorf("Coverage(%q) = %q, want %q", test.areas, got, test.want)
		}
	}
}

func TestPeriod(t *testing.T) {
	first, last := cms.Date{Year: 2023, Month: time.April, Day: 1}, cms.Date{Year: 2024, Month: time.March, Day: 31}
	for _, test := range []struct {
		first, last cms.Date
		want        string
	}{
		{first, last, "1 Apr 2023 to 31 Mar 2024"},
		{last, last, "Snapshot on 31 Mar 2024"},
		{first, cms.Date{}, ""},
		{cms.Date{}, last, ""},
		{cms.Date{}, cms.Date{}, ""},
	} {
		if got := ui.Period(test.first, test.last); got != test.want {
			t.Errorf("Period(%s, %s) = %q, want %q", test.first, test.last, got, test.want)
		}
	}
}

func TestDataSize(t *testing.T) {
	for bytes, want := range map[int64]string{
		0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 42_200: "42.2 kB", 42_249: "42.2 kB", 999_949: "999.9 kB", 999_950: "1 MB",
		1_204_000: "1.2 MB", 999_949_999: "999.9 MB", 999_950_000: "1 GB",
	} {
		if got := ui.DataSize(bytes); got != want {
			t.Errorf("DataSize(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func TestBrief(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"", 5, ""},
		{"Five.", 5, "Five."},
		{"One two three", 7, "One two…"},
		{"One two three", 9, "One two…"},
		{"One two, three", 8, "One two…"},
		{"Élégante écriture", 8, "Élégante…"},
		{"Unbroken", 4, "Unbr…"},
	} {
		if got := ui.Brief(test.text, test.most); got != test.want {
			t.Errorf("Brief(%q, %d) = %q, want %q", test.text, test.most, got, test.want)
		}
	}
}

func TestTimes(t *testing.T) {
	zone := time.FixedZone("summer", 3600)
	view := &ui.View{Zone: zone}
	starts := time.Date(2026, time.July, 1, 21, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		hours time.Duration
		want  string
	}{
		{1, "Wednesday 1 July 2026, 10:30 pm</time> to <time datetime=\"2026-07-01T23:30:00+01:00\">11:30 pm</time>"},
		{2, "Wednesday 1 July 2026, 10:30 pm</time> to <time datetime=\"2026-07-02T00:30:00+01:00\">Thursday 2 July 2026, 12:30 am</time>"},
	} {
		want := `<time datetime="2026-07-01T22:30:00+01:00">` + test.want
		if got := html(t, ui.Times(view, starts, starts.Add(test.hours*time.Hour))); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestNames(t *testing.T) {
	ada, ben, kit := ui.Named{Text: "Ada", Href: "/ada"}, ui.Named{Text: "Ben & Co"}, ui.Named{Text: "Kit", Href: `javascript:alert("x")`}
	for _, test := range []struct {
		names []ui.Named
		want  string
	}{
		{nil, ""},
		{[]ui.Named{ada}, `<a href="/ada">Ada</a>`},
		{[]ui.Named{ben, ada}, `Ben &amp; Co and <a href="/ada">Ada</a>`},
		{[]ui.Named{ada, ben, ben}, `<a href="/ada">Ada</a>, Ben &amp; Co and Ben &amp; Co`},
		{[]ui.Named{kit}, `<a href="about:invalid#TemplFailedSanitizationURL">Kit</a>`},
	} {
		if got := html(t, ui.Names(test.names)); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestDial(t *testing.T) {
	if got := ui.Dial("+44 (0)300 303-5035"); got != "tel:+4403003035035" {
		t.Errorf("the number dials %q", got)
	}
}

func TestFactsThatAreNotKnownAreNotShown(t *testing.T) {
	if got := html(t, ui.Facts(ui.Said("Salary"), ui.Said("Team", ""), ui.Dated("Released", cms.Date{}), ui.Linked(&ui.View{}, "Map", cms.Link{}))); got != "" {
		t.Errorf("nothing is known, and shown is %s", got)
	}
	want := `<dl class="facts"><div><dt>Team</dt><dd>A, B</dd></div></dl>`
	if got := html(t, ui.Facts(ui.Said("Salary"), ui.Said("Team", "A", "B"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
