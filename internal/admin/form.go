package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/forms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

const (
	formsURL          = "/admin/forms"
	submissionsAtOnce = 50
)

// formKind is the kind that asks visitors for something.
var formKind = (&kinds.Form{}).Kind().Name

// showForms lists the pages with forms, and how much was sent from each.
func (a *Admin) showForms(w http.ResponseWriter, r *request) error {
	var boxes []cms.FormBox
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		boxes, err = e.FormBoxes(r.Context(), formKind)
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.Forms(a.view(r, "Forms"), boxes))
}

// box is the form that the address names.
func (a *Admin) box(r *request, e *publishing.Edit) (cms.FormBox, error) {
	boxes, err := e.FormBoxes(r.Context(), formKind)
	if err != nil {
		return cms.FormBox{}, err
	}
	for _, box := range boxes {
		if string(box.Page) == r.param("page") {
			return box, nil
		}
	}
	return cms.FormBox{}, cms.ErrNotFound
}

// versions are what a form has asked so far, the latest first.
func versions(ctx context.Context, e *publishing.Edit, page cms.ID) (list []shownForm, err error) {
	states, err := e.Shown(ctx, page)
	for _, s := range states {
		if form, is := s.Value.(*kinds.Form); is {
			list = append([]shownForm{{s.Release, form}}, list...)
		}
	}
	return list, err
}

// shownForm is a form as visitors got it for a time.
type shownForm struct {
	cms.Release
	form *kinds.Form
}

// questions returns those that were answered. at is when: what was asked
// then stands first; zero: what was asked last.
func questions(shown []shownForm, at time.Time, answers ...cms.Answers) []forms.Question {
	var list []*kinds.Form
	for _, s := range shown {
		if !at.IsZero() && s.LiveAt(at) {
			list = append([]*kinds.Form{s.form}, list...)
			continue
		}
		list = append(list, s.form)
	}
	return forms.Asked(list, answers...)
}

// showForm lists what was sent from a form.
func (a *Admin) showForm(w http.ResponseWriter, r *request) error {
	var list pages.FormList
	q := cms.SubmissionQuery{Paging: paging(r, submissionsAtOnce)}
	var shown []shownForm
	var sent []cms.Submission
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if list.Box.FormBox, err = a.box(r, e); err != nil {
			return err
		}
		q.Page = list.Box.Page
		if sent, list.Total, err = e.Submissions(r.Context(), q); err != nil {
			return err
		}
		shown, err = versions(r.Context(), e, q.Page)
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range sent {
		list.Rows = append(list.Rows, pages.SentRow{Token: s.Token, At: s.At, Begins: firstWords(questions(shown, time.Time{}, s.Answers), s.Answers)})
	}
	list.Pages = paged(r, list.Total, submissionsAtOnce)
	return a.formList(w, r, http.StatusOK, list)
}

func (a *Admin) formList(w http.ResponseWriter, r *request, status int, list pages.FormList) error {
	v := a.view(r, list.Name())
	v.Crumbs = []pages.Link{{Text: "Forms", Href: formsURL}}
	return a.show(w, r, status, pages.Form(v, list))
}

func formURL(page cms.ID) string { return formsURL + "/" + string(page) }

const excerpt = 140 // characters of an answer that a list shows

// firstWords is how the answers begin, in the order of the questions.
func firstWords(questions []forms.Question, answers cms.Answers) string {
	var parts []string
	for _, q := range questions {
		if given := answers[q.Name]; len(given) > 0 {
			parts = append(parts, strings.Join(given, ", "))
		}
	}
	text := []rune(strings.Join(strings.Fields(strings.Join(parts, " · ")), " "))
	if len(text) > excerpt {
		return string(text[:excerpt]) + "…"
	}
	return string(text)
}

// showSubmission shows one form that a visitor sent.
func (a *Admin) showSubmission(w http.ResponseWriter, r *request) error {
	one, err := a.submission(r)
	if err != nil {
		return err
	}
	v := a.view(r, "")
	v.Title = "Sent on " + v.At(one.At)
	v.Crumbs = []pages.Link{{Text: "Forms", Href: formsURL}, {Text: one.Box.Name(), Href: formURL(one.Box.Page)}}
	return a.show(w, r, http.StatusOK, pages.Sent(v, one))
}

// submission is the form that the address names by its token.
func (a *Admin) submission(r *request) (one pages.SentForm, err error) {
	token := cms.ID(r.param("submission"))
	if !token.Valid() {
		return one, cms.ErrNotFound
	}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if one.Box.FormBox, err = a.box(r, e); err != nil {
			return err
		}
		sent, err := e.Submission(r.Context(), token)
		if err != nil {
			return err
		}
		if sent.Page != one.Box.Page {
			return cms.ErrNotFound
		}
		shown, err := versions(r.Context(), e, sent.Page)
		if err != nil {
			return err
		}
		one.Token, one.At = sent.Token, sent.At
		for _, q := range questions(shown, sent.At, sent.Answers) {
			if given := sent.Answers[q.Name]; len(given) > 0 {
				one.Answers = append(one.Answers, pages.SentAnswer{Question: q.Label, Given: given})
			}
		}
		return nil
	})
	return one, err
}

// writeForm answers with what was sent from a form as a table: all, or what was
// sent from one day to another.
func (a *Admin) writeForm(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	list := pages.FormList{From: query.Get("from"), To: query.Get("to")}
	q, problems := a.span(list.From, list.To)
	var sent []forms.Received
	var shown []shownForm
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if list.Box.FormBox, err = a.box(r, e); err != nil || len(problems) > 0 {
			return err
		}
		q.Page = list.Box.Page
		submissions, _, err := e.Submissions(r.Context(), q)
		if err != nil {
			return err
		}
		for _, s := range slices.Backward(submissions) {
			sent = append(sent, forms.Received{ID: s.Token, At: s.At.In(a.Zone), Answers: s.Answers})
		}
		shown, err = versions(r.Context(), e, q.Page)
		return err
	})
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		list.Problems, list.Total = problems, list.Box.Count
		return a.formList(w, r, http.StatusUnprocessableEntity, list)
	}
	answers := make([]cms.Answers, len(sent))
	for i, s := range sent {
		answers[i] = s.Answers
	}
	return writeTable(w, r, "answers.csv", forms.Table(questions(shown, time.Time{}, answers...), sent))
}

// span reads two days; empty ones are open.
func (a *Admin) span(from, to string) (q cms.SubmissionQuery, problems []cms.Problem) {
	read := func(field, text string) cms.Date {
		if text = strings.TrimSpace(text); text == "" {
			return cms.Date{}
		}
		day, err := cms.ParseDate(text)
		if err != nil || day.Year < 1 {
			problems = append(problems, cms.Problem{Field: field, Message: fmt.Sprintf("%q is not a day; type one such as 2026-03-05", text)})
		}
		return day
	}
	first, last := read("from", from), read("to", to)
	if !first.IsZero() {
		q.From = first.In(a.Zone)
	}
	if !last.IsZero() {
		q.Until = last.In(a.Zone).AddDate(0, 0, 1)
	}
	if len(problems) == 0 && !q.From.IsZero() && !q.Until.IsZero() && !q.From.Before(q.Until) {
		problems = append(problems, cms.Problem{Field: "to", Message: "The last day is before the first; change one of them"})
	}
	return q, problems
}

// showDeleteSubmission asks whether one form is to be deleted.
func (a *Admin) showDeleteSubmission(w http.ResponseWriter, r *request) error {
	one, err := a.submission(r)
	if err != nil {
		return err
	}
	if !cms.Can(r.User, cms.ActionDelete, nil) {
		return mayNotErase
	}
	v := a.view(r, "")
	v.Title = "Delete what was sent on " + v.At(one.At)
	v.Crumbs = []pages.Link{{Text: "Forms", Href: formsURL}, {Text: one.Box.Name(), Href: formURL(one.Box.Page)}}
	back := formURL(one.Box.Page) + "/" + string(one.Token)
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{"It cannot be had back. The record of changes keeps that something was deleted, and by whom; not what it said."},
		Action: back + "/delete", Button: "Delete it", Back: back,
	}))
}

var mayNotErase = cms.Forbiddenf("you may not delete this; that needs the right to delete on the whole site")

// deleteSubmission deletes one form.
func (a *Admin) deleteSubmission(w http.ResponseWriter, r *request) error {
	one, err := a.submission(r)
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.DeleteSubmission(r.Context(), one.Token) })
	if err != nil {
		return err
	}
	return redirect(w, r, formURL(one.Box.Page), "sent-deleted")
}

// showDeleteForms asks whether what was sent before a day is to be deleted, and
// says how much that is.
func (a *Admin) showDeleteForms(w http.ResponseWriter, r *request) error {
	if !cms.Can(r.User, cms.ActionDelete, nil) {
		return mayNotErase
	}
	list := pages.FormList{Before: r.URL.Query().Get("before")}
	q, problems := a.before(list.Before)
	var many int
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if list.Box.FormBox, err = a.box(r, e); err != nil || len(problems) > 0 {
			return err
		}
		q.Page, q.Paging = list.Box.Page, cms.Paging{Size: 1, Number: 1}
		_, many, err = e.Submissions(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	if len(problems) == 0 && many == 0 {
		problems = []cms.Problem{{Field: "before", Message: "Nothing was sent before that day"}}
	}
	if len(problems) > 0 {
		list.Problems, list.Total = problems, list.Box.Count
		return a.formList(w, r, http.StatusUnprocessableEntity, list)
	}
	v := a.view(r, "Delete what was sent before "+q.Until.Format("2 January 2006"))
	v.Crumbs = []pages.Link{{Text: "Forms", Href: formsURL}, {Text: list.Box.Name(), Href: formURL(list.Box.Page)}}
	says := fmt.Sprintf("%d forms are deleted", many)
	if many == 1 {
		says = "1 form is deleted"
	}
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{says + ". They cannot be had back: download them first if they are still needed."},
		Action: formURL(list.Box.Page) + "/delete", Hidden: []pages.Hidden{{Name: "before", Value: list.Before}},
		Button: "Delete " + strings.TrimSuffix(strings.TrimSuffix(says, " are deleted"), " is deleted"), Back: formURL(list.Box.Page),
	}))
}

// before reads the day before which everything is to be deleted.
func (a *Admin) before(text string) (q cms.SubmissionQuery, problems []cms.Problem) {
	day, err := cms.ParseDate(strings.TrimSpace(text))
	if err != nil || day.Year < 1 {
		return q, []cms.Problem{{Field: "before", Message: "Type a day such as 2026-03-05"}}
	}
	q.Until = day.In(a.Zone)
	if q.Until.After(time.Now()) {
		return q, []cms.Problem{{Field: "before", Message: "That day is still to come; choose today or an earlier one"}}
	}
	return q, nil
}

// deleteForms deletes what was sent before a day.
func (a *Admin) deleteForms(w http.ResponseWriter, r *request) error {
	if !cms.Can(r.User, cms.ActionDelete, nil) {
		return mayNotErase
	}
	q, problems := a.before(r.PostFormValue("before"))
	if len(problems) > 0 {
		return &cms.Invalid{Problems: problems}
	}
	var box cms.FormBox
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if box, err = a.box(r, e); err != nil {
			return err
		}
		_, err = e.DeleteSubmissions(r.Context(), box.Page, q.Until)
		return err
	})
	if err != nil {
		return err
	}
	return redirect(w, r, formURL(box.Page), "sent-deleted-all")
}
