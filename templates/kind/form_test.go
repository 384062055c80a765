package kind_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
	"lectern/templates/ui"
)

// tellUs is a form with a question of every type.
func tellUs() *kinds.Form {
	return &kinds.Form{
		Title: "Tell us", Summary: "What you think.", Button: "Send it", DoneTitle: "Thank you", Done: prose("It has come."),
		Privacy: prose("We keep it for a year."),
		Fields: []kinds.FormField{
			{Name: "why", Label: "Why did you come?", Hint: "In a few words.", Type: "longtext", Required: true, Max: 2000},
			{Name: "found", Label: "Did you find it?", Type: "radios", Required: true, Options: []kinds.FormOption{{Label: "Yes"}, {Label: "No"}}},
			{Name: "uses", Label: "What do you use?", Type: "checkboxes", Options: []kinds.FormOption{{Label: "A phone"}, {Label: "A computer at work"}}},
			{Name: "menu", Label: "Which page?", Type: "text"},
			{Name: "email", Section: "About you", Label: "Email address", Type: "email"},
			{Name: "phone", Label: "Telephone", Type: "telephone"},
		},
	}
}

// describes fails the test unless the texts, and no others, describe the field
// in that order.
func describes(t *testing.T, page, field *testkit.Part, texts ...string) {
	t.Helper()
	var got []string
	for id := range strings.FieldsSeq(field.AttrOr("aria-describedby", "")) {
		got = append(got, strings.TrimSpace(page.Find("#"+id).Text()))
	}
	if !slices.Equal(got, texts) {
		t.Errorf("what describes the field is %q, want %q", got, texts)
	}
}

func TestForm(t *testing.T) {
	v := view(tellUs())
	v.Form = &ui.FormState{Token: "the-token"}
	page := shown(t, v)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	page.Lacks("There is a problem", "Thank you")
	page.Wants("Which page? (optional)", "We keep it for a year.")
	page.Section("About you").Field("Email address (optional)")
	why := page.Field("Why did you come?")
	describes(t, page, why, "In a few words. You can write up to 2,000 characters.")
	for label, attributes := range map[string][2]string{
		"Email address (optional)": {"email", "email"}, "Telephone (optional)": {"tel", "tel"}, "Which page? (optional)": {"text", ""},
	} {
		field := page.Field(label)
		if got := [2]string{field.AttrOr("type", ""), field.AttrOr("autocomplete", "")}; got != attributes {
			t.Errorf("%s has the type and purpose %q, want %q", label, got, attributes)
		}
	}
	if n := page.Find("main [aria-invalid], main [required], main [maxlength]").Length(); n != 0 {
		t.Errorf("%d fields are marked although nothing was typed", n)
	}
	form := page.Find("main form")
	if form.AttrOr("method", "") != "post" || form.AttrOr("action", "") != "/a/page" || !form.Is("[novalidate]") {
		t.Error("the form is not sent to its own page")
	}
	if got := form.Find("[name="+ui.TokenField+"]").AttrOr("value", ""); got != "the-token" {
		t.Errorf("the form carries the token %q", got)
	}
	trap := page.Field("Leave this field empty")
	if !trap.ParentsFiltered("[hidden]").Is("div") || trap.AttrOr("tabindex", "") != "-1" || trap.AttrOr("autocomplete", "") != "off" {
		t.Error("people come across the field that is for programs")
	}
	page.Button("Send it")
}

func TestFormTellsWhatIsWrong(t *testing.T) {
	v := view(tellUs())
	v.Form = &ui.FormState{
		Token: "another",
		Typed: map[string][]string{"why": {"\n <b>words</b> "}, "email": {"me@"}, "uses": {"A phone"}},
		Problems: []cms.Problem{
			{Message: "It came too often"},
			{Field: "found", Message: "Choose one"},
			{Field: "email", Message: "Enter an email address"},
		},
	}
	page := shown(t, v)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	summary := page.Find("main [role=alert]")
	if !summary.Is("[tabindex='-1'][autofocus]") {
		t.Error("the summary does not take the focus")
	}
	if main := strings.TrimSpace(page.Find("main").Text()); !strings.HasPrefix(main, "There is a problem") {
		t.Error("the summary is not the first of the page")
	}
	page.Section("There is a problem").Wants("It came too often.")
	if found := page.Find(strings.TrimSpace(page.Link("Choose one").AttrOr("href", ""))); found.AttrOr("type", "") != "radio" || found.AttrOr("value", "") != "Yes" {
		t.Error("the summary does not lead to the first of the answers")
	}
	email := page.Field("Email address (optional)")
	page.Link("Enter an email address").Leads("#" + email.AttrOr("id", ""))
	describes(t, page, email, "Error: Enter an email address")
	group := page.Find("fieldset").First()
	if got := group.AttrOr("aria-describedby", ""); got != "answer_found_error" {
		t.Errorf("the group is described by %q", got)
	}
	if got := page.Find("[aria-invalid=true]"); got.Length() != 1 || got.AttrOr("name", "") != "email" {
		t.Error("another field than the email address is marked as wrong")
	}
	if got := email.AttrOr("value", ""); got != "me@" {
		t.Errorf("of the address %q is kept", got)
	}
	if got := page.Field("Why did you come?").Selection.Text(); got != "\n <b>words</b> " {
		t.Errorf("of the text %q is kept", got)
	}
	if got := page.Find("main [checked]"); got.Length() != 1 || got.AttrOr("value", "") != "A phone" {
		t.Error("what was chosen is not kept")
	}
}

func TestFormWasSent(t *testing.T) {
	v := view(tellUs())
	v.Form = &ui.FormState{Sent: ui.SentFirst}
	page := shown(t, v)
	page.Heading(1, "Thank you")
	page.Wants("It has come.")
	page.Link("Fill in the form again").Leads("/a/page")
	page.Lacks("Why did you come?", "more than once")
	if page.Find("main form").Length() != 0 {
		t.Error("there is a form after it was sent")
	}
}

func TestFormWasSentAgain(t *testing.T) {
	v := view(tellUs())
	v.Form = &ui.FormState{Sent: ui.SentAgain}
	page := shown(t, v)
	page.Wants("It has come.", "is kept as it was first")
	page.Link("Fill in the form again").Leads("/a/page")
}

func TestFormThatCannotBeSentAsksNothing(t *testing.T) {
	page := shown(t, view(tellUs()))
	page.Heading(1, "Tell us")
	page.Lacks("Why did you come?", "Send it")
}
