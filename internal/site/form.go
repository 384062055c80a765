package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/forms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/web"
	"lectern/templates/ui"
)

const (
	largestForm = 1 << 20 // bytes, as sent
	formWindow  = 10 * time.Minute
)

// takeForm takes what a visitor has sent to a form's page. What is right is
// kept once, whoever sends it again; what is not comes back with all that was
// typed.
func (s *Site) takeForm(w http.ResponseWriter, r *http.Request) error {
	if err := s.origins.Check(r); err != nil {
		return web.Refusal(http.StatusForbidden)
	}
	at, err := s.formAt(r.Context(), r.URL.Path)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	if at.moved != "" {
		http.Redirect(w, r, at.moved, http.StatusPermanentRedirect) // with what was typed
		return nil
	}
	if at.form == nil {
		w.Header().Set("Allow", allowed)
		return web.Refusal(http.StatusMethodNotAllowed)
	}
	sent, err := readForm(r)
	if err != nil {
		return err
	}
	status, state := s.judge(w, r, at, sent)
	if status == http.StatusSeeOther {
		http.Redirect(w, r, r.URL.Path+"?"+ui.SentParam+"="+state.Sent, status)
		return nil
	}
	return s.showFormAgain(w, r, status, state)
}

// judge decides what becomes of a form: kept (303), or back to the visitor.
func (s *Site) judge(w http.ResponseWriter, r *http.Request, at target, sent url.Values) (status int, state *ui.FormState) {
	sheet := forms.Read(at.form, sent)
	state = &ui.FormState{Token: cms.ID(sent.Get(ui.TokenField)), Typed: sheet.Typed}
	about := func(message string) []cms.Problem { return []cms.Problem{{Message: message}} }
	if s.throttle.Reached(w, r) {
		state.Problems = about("Many forms have come from your network in the last ten minutes. Wait ten minutes, then send this one. What you typed is still here")
		return http.StatusTooManyRequests, state
	}
	if sent.Get(ui.TrapField) != "" {
		return http.StatusSeeOther, &ui.FormState{Sent: ui.SentFirst} // a program, which learns nothing
	}
	state.Problems = sheet.Problems
	if !state.Token.Valid() {
		state.Problems = append(about("Something of the form was missing. Check your answers and send it again"), state.Problems...)
	}
	if len(state.Problems) > 0 {
		state.Token = newToken() // nothing was kept under the old one
		return http.StatusUnprocessableEntity, state
	}
	first, err := s.SubmitForm(r.Context(), cms.Submission{Token: state.Token, Page: at.page, Answers: sheet.Answers})
	if err != nil {
		s.Logger.Error("a form was not kept", "request", web.RequestID(r.Context()), "path", r.URL.Path, "error", err)
		state.Problems = about("Your answers could not be stored, and the fault is ours. What you typed is still here: wait a few minutes, then send it again")
		return http.StatusServiceUnavailable, state
	}
	if first {
		return http.StatusSeeOther, &ui.FormState{Sent: ui.SentFirst}
	}
	return http.StatusSeeOther, &ui.FormState{Sent: ui.SentAgain}
}

// target is what stands at an address that a form was sent to.
type target struct {
	page  cms.ID
	form  *kinds.Form // nil: none
	moved string      // where the page is now; empty: it is here
}

// formAt returns what stands at an address, without what surrounds it.
func (s *Site) formAt(ctx context.Context, path string) (at target, err error) {
	if !cms.ValidPath(path) {
		return at, nil
	}
	err = s.DB.Snapshot(ctx, func(snap *postgres.Snapshot) error {
		address, err := snap.Address(ctx, path, nil, nil)
		if err != nil {
			return err
		}
		onward, err := s.lead(ctx, snap, path, nil, address)
		if err != nil || onward.to != "" {
			if strings.HasPrefix(onward.to, "/") { // nothing typed here is passed on to others
				at.moved = onward.to
			}
			return err
		}
		l := &loading{site: s, path: path, address: address}
		if err := l.decode(); err != nil {
			return err
		}
		if l.takesForm() {
			at.page, at.form = address.Release.Page, l.value.(*kinds.Form)
		}
		return nil
	})
	return at, err
}

// takesForm reports whether the page is a form that can be sent. One that was
// withdrawn cannot.
func (l *loading) takesForm() bool {
	_, form := l.value.(*kinds.Form)
	return form && l.address.Release.Outcome == cms.OutcomePage && !l.address.Revision.Redacted
}

// formState is the form as it is first shown, or as the visitor is told that it
// was sent.
func (l *loading) formState() *ui.FormState {
	if l.form != nil {
		return l.form
	}
	if sent := l.query.Get(ui.SentParam); sent != "" {
		return &ui.FormState{Sent: sent}
	}
	return &ui.FormState{Token: newToken()}
}

// fillForm puts into the view how far the visitor has come.
func (l *loading) fillForm(v *ui.View) {
	if !l.takesForm() {
		return
	}
	v.Form = l.formState()
	switch {
	case v.Form.Sent != "":
		v.Title, v.NoIndex = l.value.(*kinds.Form).DoneTitle, true
	case len(v.Form.Problems) > 0:
		v.Title, v.NoIndex = "Error: "+v.Title, true
	}
}

func newToken() cms.ID { return cms.ID(uuid.NewString()) }

// readForm reads what a browser sends of a form without files.
func readForm(r *http.Request) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, web.Refusal(http.StatusUnsupportedMediaType)
	}
	text, err := io.ReadAll(r.Body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, err
	}
	if err != nil {
		return nil, web.Refusal(http.StatusBadRequest) // it broke off: nobody reads the answer
	}
	sent, err := url.ParseQuery(string(text))
	if err != nil {
		return nil, web.Refusal(http.StatusBadRequest)
	}
	return sent, nil
}

// showFormAgain shows the form with what was typed and what is wrong with it.
func (s *Site) showFormAgain(w http.ResponseWriter, r *http.Request, status int, state *ui.FormState) error {
	var page Rendered
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		page, err = s.render(r.Context(), snap, &loading{path: r.URL.Path, form: state})
		return err
	})
	if err != nil {
		return err
	}
	if page.Location != "" || !page.Once { // it went while it was read
		return fmt.Errorf("the form at %s is gone: %w", r.URL.Path, cms.ErrNotFound)
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	return web.Respond(w, r, status, web.HTML, page.HTML)
}
