package forms_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/forms"
	"lectern/internal/kinds"
)

func options(labels ...string) (all []kinds.FormOption) {
	for _, label := range labels {
		all = append(all, kinds.FormOption{Label: label})
	}
	return all
}

// questions is one of each type, required or not as a test needs it.
var questions = map[string]kinds.FormField{
	"text":       {Label: "Name", Type: "text", Max: 5},
	"longtext":   {Label: "More", Type: "longtext", Max: 10},
	"email":      {Label: "Email", Type: "email"},
	"telephone":  {Label: "Telephone", Type: "telephone"},
	"radios":     {Label: "Found?", Type: "radios", Options: options("Yes", "No")},
	"checkboxes": {Label: "Uses", Type: "checkboxes", Options: options("Phone", "Laptop", "Paper")},
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		question string // with * when it must be answered
		typed    []string
		kept     []string
		problem  string // a part of it; empty: none
	}{
		{"text", nil, nil, ""},
		{"text", []string{" \t"}, nil, ""},
		{"text*", nil, nil, "Enter an answer to “Name”"},
		{"text*", []string{" \r\n "}, nil, "Enter an answer to “Name”"},
		{"text*", []string{" a \n b "}, []string{"a b"}, ""},
		{"text", []string{"12345"}, []string{"12345"}, ""},
		{"text", []string{"12345 "}, []string{"12345"}, ""},
		{"text", []string{"123456"}, nil, "has 6 characters and may have 5. Take 1 away"},
		{"text", []string{"ééééé"}, []string{"ééééé"}, ""}, // characters and not bytes
		{"text", []string{"one", "two"}, []string{"one"}, ""},
		{"text", []string{"a\x00b\xff"}, []string{"ab"}, ""},
		{"longtext", []string{"a\r\nb\r\n"}, []string{"a\nb"}, ""},
		{"longtext", []string{strings.Repeat("x", 10)}, []string{strings.Repeat("x", 10)}, ""},
		{"longtext", []string{strings.Repeat("x", 2011)}, nil, "has 2,011 characters and may have 10. Take 2,001 away"},
		{"longtext*", []string{"\n\n"}, nil, "Enter an answer"},
		{"email", []string{""}, nil, ""},
		{"email*", []string{""}, nil, "Enter an email address"},
		{"email*", []string{" me@example.org "}, []string{"me@example.org"}, ""},
		{"email", []string{"me"}, nil, "correct format"},
		{"email", []string{"me@example"}, nil, "correct format"},
		{"email", []string{"Me <me@example.org>"}, nil, "correct format"},
		{"email", []string{"me@example.org, you@example.org"}, nil, "correct format"},
		{"email", []string{"me@example.org\nBcc: you@example.org"}, nil, "correct format"},
		{"email", []string{strings.Repeat("x", 250) + "@example.org"}, nil, "may have 254"},
		{"telephone", []string{"0300 303 5678"}, []string{"0300 303 5678"}, ""},
		{"telephone", []string{"+44 (0)20-7946.0958 ext. 12"}, []string{"+44 (0)20-7946.0958 ext. 12"}, ""},
		{"telephone", []string{"1234"}, nil, "Enter a telephone number"},
		{"telephone", []string{"call me on 0300 303 5678"}, nil, "Enter a telephone number"},
		{"telephone*", nil, nil, "Enter a telephone number"},
		{"radios", nil, nil, ""},
		{"radios*", nil, nil, "Choose an answer to “Found?”"},
		{"radios*", []string{"No"}, []string{"No"}, ""},
		{"radios*", []string{"Yes", "No"}, []string{"Yes"}, ""},
		{"radios*", []string{"yes"}, nil, "from those that the form offers"},
		{"radios", []string{"Perhaps"}, nil, "from those that the form offers"},
		{"checkboxes", nil, nil, ""},
		{"checkboxes*", nil, nil, "Choose an answer to “Uses”"},
		{"checkboxes", []string{"Paper", "Phone", "Paper"}, []string{"Phone", "Paper"}, ""},
		{"checkboxes", []string{"Phone", "Fax"}, nil, "from those that the form offers"},
	} {
		q := questions[strings.TrimSuffix(c.question, "*")]
		q.Name, q.Required = "q", strings.HasSuffix(c.question, "*")
		sheet := forms.Read(&kinds.Form{Fields: []kinds.FormField{q}}, url.Values{"q": c.typed, "other": {"x"}})
		if got := sheet.Answers["q"]; !slices.Equal(got, c.kept) || len(sheet.Answers) > 1 {
			t.Errorf("%s %q: %q is kept, want %q", c.question, c.typed, sheet.Answers, c.kept)
		}
		problem := ""
		for _, p := range sheet.Problems {
			problem += p.Message
		}
		if (problem == "") != (c.problem == "") || !strings.Contains(problem, c.problem) || len(sheet.Problems) > 1 {
			t.Errorf("%s %q: the problem is %q, want %q", c.question, c.typed, problem, c.problem)
		}
	}
}

func TestProblemsStandInTheOrderOfTheQuestionsAndInTheirWords(t *testing.T) {
	t.Parallel()
	form := &kinds.Form{Fields: []kinds.FormField{
		{Name: "b", Label: "B", Type: "text", Required: true, Missing: "Say what B is"},
		{Name: "fine", Label: "Fine", Type: "text"},
		{Name: "a", Label: "A", Type: "email"},
	}}
	sheet := forms.Read(form, url.Values{"a": {"nonsense"}, "fine": {" kept "}})
	got := fmt.Sprint(sheet.Problems)
	if want := fmt.Sprint([]cms.Problem{
		{Field: "b", Message: "Say what B is"},
		{Field: "a", Message: "Enter an email address in the correct format, like name@example.org"},
	}); got != want {
		t.Errorf("the problems are %s, want %s", got, want)
	}
	if sheet.Typed["a"][0] != "nonsense" || sheet.Typed["fine"][0] != " kept " {
		t.Errorf("of what was typed %q is left", sheet.Typed)
	}
}

// FuzzRead sends whatever there is: what is kept is always what the form asks
// for, short enough, and text that can be stored.
func FuzzRead(f *testing.F) {
	for _, sent := range []string{"", "text=a&radios=Yes&email=a@b.org", "text=%00%ff&checkboxes=Paper&checkboxes=Phone", "longtext=" + strings.Repeat("%0D%0A", 50) + "x", "telephone=+44"} {
		f.Add(sent)
	}
	form := &kinds.Form{}
	for name, q := range questions {
		q.Name = name
		form.Fields = append(form.Fields, q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		sent, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		sheet := forms.Read(form, sent)
		if _, err := json.Marshal(sheet.Answers); err != nil {
			t.Fatal(err)
		}
		for name, answers := range sheet.Answers {
			q := questions[name]
			for _, answer := range answers {
				if answer == "" || !utf8.ValidString(answer) || strings.ContainsRune(answer, 0) || utf8.RuneCountInString(answer) > q.Most() {
					t.Errorf("%q is kept of %s", answer, name)
				}
				if q.Chooses() && !slices.Contains(q.Options, kinds.FormOption{Label: answer}) {
					t.Errorf("%q is kept of %s, which does not offer it", answer, name)
				}
			}
		}
		for name, typed := range sheet.Typed {
			for _, text := range typed {
				if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
					t.Errorf("%q would be shown again of %s", text, name)
				}
			}
		}
		// What is kept could be sent again, and would be kept as it is.
		again := forms.Read(form, url.Values(sheet.Answers))
		if len(again.Problems) > 0 || fmt.Sprint(again.Answers) != fmt.Sprint(sheet.Answers) {
			t.Errorf("%q, sent again, is %q with %v", sheet.Answers, again.Answers, again.Problems)
		}
	})
}
