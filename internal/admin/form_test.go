package admin_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

func prose(text string) richtext.Doc {
	return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}}
}

// aForm asks one question, and which of two.
func aForm(question string) *kinds.Form {
	return &kinds.Form{
		Title: "Feedback", Button: "Send", DoneTitle: "Thank you", Done: prose("It is here."),
		Fields: []kinds.FormField{
			{Name: "why", Label: question, Type: "longtext"},
			{Name: "uses", Label: "What do you use?", Type: "checkboxes", Options: []kinds.FormOption{{Label: "Phone"}, {Label: "Paper"}}},
		},
	}
}

// submit sends a form as a visitor does.
func (o *office) submit(page cms.ID, answers cms.Answers) (token cms.ID) {
	o.t.Helper()
	token = cms.ID(uuid.NewString())
	_, err := publishing.NewIntake(testkit.Site(o.t, o.store)).SubmitForm(o.t.Context(), cms.Submission{Token: token, Page: page, Answers: answers})
	if err != nil {
		o.t.Fatal(err)
	}
	return token
}

func TestWhatVisitorsSentIsReadUnderTheQuestionsOfItsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	form := o.publish("form", o.home, "feedback", aForm("Why did you come?"))
	first := o.submit(form, cms.Answers{"why": {hostile}, "uses": {"Phone", "Paper"}, "older": {"x"}})
	o.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(t.Context(), form, publishing.State{Value: aForm("What brought you here?")}, publishing.Plan{})
		return err
	})
	second := o.submit(form, cms.Answers{"why": {"=1+1"}})

	boxes := o.get(admin, "/admin/forms").page(t).Table("Forms").Row("Feedback")
	boxes.Wants("/feedback", "2")
	boxes.Link("Feedback").Leads("/admin/forms/" + string(form))

	list := o.get(admin, "/admin/forms/"+string(form))
	list.wantsText(t)
	list.page(t).Wants("2 forms were sent", "Phone, Paper")

	one := o.get(admin, "/admin/forms/"+string(form)+"/"+string(first))
	one.wantsText(t)
	one.page(t).Wants("Why did you come?", "What do you use?", "Phone", "Paper", "older")
	o.get(admin, "/admin/forms/"+string(form)+"/"+string(second)).page(t).Wants("What brought you here?", "=1+1")

	other := o.publish("form", o.home, "other", aForm("Why?"))
	o.get(admin, "/admin/forms/"+string(other)+"/"+string(first)).wantsStatus(t, http.StatusNotFound)
	o.get(admin, "/admin/forms/"+string(form)+"/x").wantsStatus(t, http.StatusNotFound)
	o.get(admin, "/admin/forms/"+string(publishing.NewID())).wantsStatus(t, http.StatusNotFound)

	table := o.get(admin, "/admin/forms/"+string(form)+"/csv")
	if got := table.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(table.body), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, strings.Join(row[1:len(row)-1], "|"))
	}
	want := []string{"What brought you here?|What do you use?|older", hostile + "|Phone\nPaper|x", "'=1+1||"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestATableHoldsTheFormsOfSomeDays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	form := o.publish("form", o.home, "feedback", aForm("Why?"))
	for _, at := range []string{"2026-03-04 23:59:59", "2026-03-05 00:00:00", "2026-03-05 23:59:59", "2026-03-06 00:00:00"} {
		token := o.submit(form, cms.Answers{"why": {at}})
		if _, err := o.store.Pool.Exec(t.Context(), `update form_submission set received_at = $2::timestamp at time zone 'Europe/London' where token = $1`, token, at); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]int{"": 4, "?from=2026-03-05": 3, "?to=2026-03-05": 3, "?from=2026-03-05&to=2026-03-05": 2} {
		a := o.get(admin, "/admin/forms/"+string(form)+"/csv"+query)
		if got := strings.Count(string(a.body), "\n") - 1; got != want {
			t.Errorf("%s: %d forms, want %d", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"?from=5+March": `"5 March" is not a day`, "?from=2026-03-05&to=2026-03-04": "The last day is before the first", "?to=2026-02-30": "is not a day",
	} {
		a := o.get(admin, "/admin/forms/"+string(form)+"/csv"+query)
		a.wantsStatus(t, http.StatusUnprocessableEntity)
		a.page(t).Wants(want)
	}
}

func TestOldFormsAreDeletedAfterAQuestion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	eraser := o.eraser()
	form := o.publish("form", o.home, "feedback", aForm("Why?"))
	old, kept := o.submit(form, cms.Answers{"why": {"old"}}), o.submit(form, cms.Answers{"why": {"new"}})
	if _, err := o.store.Pool.Exec(t.Context(), `update form_submission set received_at = '2026-03-04' where token = $1`, old); err != nil {
		t.Fatal(err)
	}
	at := "/admin/forms/" + string(form)
	for before, want := range map[string]string{"": "Type a day", "2999-01-01": "still to come", "2026-03-04": "Nothing was sent before that day"} {
		a := o.get(eraser, at+"/delete?before="+before)
		a.wantsStatus(t, http.StatusUnprocessableEntity)
		a.page(t).Wants(want)
	}
	ask := o.get(eraser, at+"/delete?before=2026-03-05").page(t)
	ask.Heading(1, "Delete what was sent before 5 March 2026")
	ask.Wants("1 form is deleted.")
	ask.Button("Delete 1 form")
	o.post(eraser, at+"/delete", url.Values{"before": {"2999-01-01"}}).wantsStatus(t, http.StatusUnprocessableEntity)
	o.post(eraser, at+"/delete", url.Values{"before": {"2026-03-05"}}).wantsAway(t, at+"?done=sent-deleted-all")
	o.get(eraser, at).page(t).Wants("1 form was sent")
	o.get(eraser, at+"/"+string(kept)+"/delete").page(t).Button("Delete it")
	o.post(eraser, at+"/"+string(kept)+"/delete", url.Values{}).wantsAway(t, at+"?done=sent-deleted")
	o.get(eraser, at).page(t).Wants("0 forms were sent")
	o.post(eraser, at+"/"+string(kept)+"/delete", url.Values{}).wantsStatus(t, http.StatusNotFound)
}
