package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

// view begins what every page of the admin shows.
func (a *Admin) view(r *request, title string) *pages.View {
	v := &pages.View{Title: title, User: r.User, Email: r.email, Path: r.URL.Path, Zone: a.Zone, Static: a.Assets.URL}
	v.Done = done[r.URL.Query().Get("done")]
	return v
}

// shown is a page that is to be answered with.
type shown struct {
	status int
	html   templ.Component
}

// show answers with a page.
func (a *Admin) show(w http.ResponseWriter, r *request, status int, page templ.Component) error {
	html, err := web.Render(r.Context(), page)
	if err != nil {
		return err
	}
	return web.Respond(w, r.Request, status, web.HTML, html)
}

// done is what a page can say of what was done just before: an address names
// it by its key, so that no address can make a page say anything else.
var done = map[string]string{
	"signed-out": "You have signed out.",

	"page-made":        "The page is made. Nobody but editors sees it until it is released.",
	"page-moved":       "The page has moved. Its old addresses lead to the new ones.",
	"page-copied":      "The copy is made. It is a draft.",
	"order-saved":      "The order is saved.",
	"page-deleted":     "It is in the bin, and can be restored from there.",
	"draft-discarded":  "The draft is thrown away.",
	"terms-arranged":   "The terms stand in their new order.",
	"term-added":       "The term was added.",
	"term-changed":     "The term was changed.",
	"term-deleted":     "The term was deleted.",
	"redirect-added":   "The redirect was added.",
	"redirects-added":  "The redirects were added.",
	"redirect-changed": "The redirect was changed.",
	"redirect-deleted": "The redirect was deleted.",
	"sent-deleted":     "The form was deleted.",
	"sent-deleted-all": "The forms were deleted.",
	"details-saved":    "The name and the email address are saved.",
	"disabled":         "The account is disabled, and whoever was signed in is signed out.",
	"enabled":          "The account is enabled.",
	"closed":           "The account is closed, and who it was is erased.",
	"factor-forgotten": "The app is forgotten. At the next sign-in another one is set up.",
	"factor-removed":   "You sign in with your password alone.",
	"name-saved":       "Your name is saved.",
	"letters-saved":    "Which letters you get is saved.",
	"password-changed": "Your password is changed. You are signed out everywhere else.",
	"password-reset":   "Your password is changed. Sign in with it.",
	"reset-asked":      "If there is an account with that email address, a letter with a link is on its way to it.",
	"rights-saved":     "The rights are saved. They hold from the next sign-in.",
	"session-ended":    "You are signed out there.",
}

// redirect goes on to a page of the admin after something was done. key is one
// of done; empty: nothing needs to be said.
func redirect(w http.ResponseWriter, r *request, to, key string) error {
	if key != "" {
		to += "?done=" + key
	}
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// fail shows the page for an error.
func (a *Admin) fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	account, _ := a.account(r)
	a.failFor(w, r, account.User, status, err)
}

// failFor does so for somebody who may be nobody.
func (a *Admin) failFor(w http.ResponseWriter, r *http.Request, user cms.User, status int, err error) {
	if errors.Is(err, errSignIn) {
		status = http.StatusUnauthorized
	}
	view := a.view(&request{Request: r, User: user}, pages.FailureTitle(status))
	page := pages.Failure(view, status, reasonOf(err), web.RequestID(r.Context()))
	if in := (*cms.InBin)(nil); errors.As(err, &in) {
		view.Title = "This page is in the bin"
		view.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}}
		page = pages.InBin(view, in)
	}
	html, renderErr := web.Render(context.WithoutCancel(r.Context()), page)
	if renderErr != nil {
		a.Logger.Error("an error page cannot be rendered", "status", status, "error", renderErr)
		http.Error(w, http.StatusText(status), status)
		return
	}
	if err := web.Respond(w, r, status, web.HTML, html); err != nil {
		a.Logger.Error("an error page cannot be sent", "status", status, "error", err)
	}
}

// reasonOf is what its reader is told of an error; empty: nothing but what its
// kind says.
func reasonOf(err error) string {
	if errors.Is(err, cms.ErrForbidden) || errors.Is(err, cms.ErrConflict) || errors.Is(err, cms.ErrInvalid) {
		return err.Error()
	}
	return ""
}
