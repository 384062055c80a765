package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/web"
)

const largestForm = 4 << 20 // bytes; a page of a few hundred blocks

// route is an address of the admin. The test of roles walks the whole table.
type route struct {
	method  string // GET answers HEAD, too, and changes nothing
	pattern string // below /admin
	open    bool   // also for those who are not signed in
	handle  handler
}

// handler answers a request, or fails. See web.Handler.
type handler func(w http.ResponseWriter, r *request) error

// request is a request and who makes it.
type request struct {
	*http.Request
	User cms.User // nobody, on an open route
}

// param is a part of the address that its pattern names.
func (r *request) param(name string) string { return chi.URLParam(r.Request, name) }

// page is the page that the address names by its id.
func (r *request) page() (cms.ID, error) {
	id := cms.ID(r.param("page"))
	if !id.Valid() {
		return "", cms.ErrNotFound
	}
	return id, nil
}

// routes is every address of the admin, feature by feature.
func (a *Admin) routes() []route {
	return []route{
		{http.MethodGet, "/", false, a.showHome},

		{http.MethodGet, "/pages/{page}", false, a.editPage},
		{http.MethodPost, "/pages/{page}", false, a.savePage},
		{http.MethodGet, "/pages/{page}/block", false, a.newEntry},
		{http.MethodGet, "/pages/{page}/blocks", false, a.chooseBlock},
		{http.MethodPost, "/pages/{page}/blocks", false, a.addBlock},
		{http.MethodPost, "/pages/{page}/choose", false, a.putChoice},
		{http.MethodGet, "/signin", true, a.showSignIn},
		{http.MethodPost, "/signin", true, a.signIn},
		{http.MethodPost, "/signout", false, a.signOut},
		{http.MethodGet, "/setup", true, a.showSetUp},
		{http.MethodPost, "/setup", true, a.setUp},

		{http.MethodGet, "/choose/pages", false, a.choosePages},

		{http.MethodGet, "/pages", false, a.showPages},
		{http.MethodGet, "/pages/{page}/new", false, a.showNewPage},
		{http.MethodPost, "/pages/{page}/new", false, a.makePage},
		{http.MethodGet, "/pages/{page}/move", false, a.showMove},
		{http.MethodPost, "/pages/{page}/move", false, a.move},
		{http.MethodGet, "/pages/{page}/copy", false, a.showCopy},
		{http.MethodPost, "/pages/{page}/copy", false, a.copy},
		{http.MethodGet, "/pages/{page}/order", false, a.showOrder},
		{http.MethodPost, "/pages/{page}/order", false, a.saveOrder},
		{http.MethodGet, "/pages/{page}/delete", false, a.showDelete},
		{http.MethodPost, "/pages/{page}/delete", false, a.delete},
		{http.MethodGet, "/pages/{page}/discard", false, a.showDiscard},
		{http.MethodPost, "/pages/{page}/discard", false, a.discard},
		{http.MethodGet, "/linked", false, a.linkedPages},
		{http.MethodPost, "/convert", false, a.convertText},
		{http.MethodPost, "/paste", false, a.pasteText},
		{http.MethodGet, "/linked", false, a.linkedPages},
		{http.MethodPost, "/convert", false, a.convertText},
		{http.MethodPost, "/paste", false, a.pasteText},
		{http.MethodGet, "/choose/pages", false, a.choosePages},
	}
}

// Routes answers everything at and below /admin.
func (a *Admin) Routes() http.Handler {
	adapt := web.Adapt(a.Logger, a.fail)
	r := chi.NewRouter()
	r.Use(web.Identify)
	r.Use(web.Visitor(a.Proxies))
	r.Use(web.Watch(web.Log(a.Logger), a.count))
	r.Use(web.SecurityHeaders(a.BaseURL, web.ForEditors))
	r.Use(private)
	r.Use(web.Limit(largestForm, 20*time.Second))
	if a.SignedIn == nil {
		r.Use(a.Auth.Sessions(func(w http.ResponseWriter, r *http.Request, err error) {
			adapt(func(http.ResponseWriter, *http.Request) error { return err })(w, r)
		}))
	}
	for _, one := range a.routes() {
		answer := adapt(web.Recover(a.guard(one)))
		pattern := "/admin" + strings.TrimSuffix(one.pattern, "/")
		r.Method(one.method, pattern, answer)
		if one.method == http.MethodGet {
			r.Method(http.MethodHead, pattern, answer)
		}
	}
	r.NotFound(func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, http.StatusNotFound, nil) })
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, http.StatusMethodNotAllowed, nil) })
	return r
}

// errSignIn sends somebody who is not signed in to where they can.
var errSignIn = errors.New("not signed in")

// guard lets only those through who are signed in, unless the route is open,
// and takes changes from our own pages only.
func (a *Admin) guard(one route) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := a.origins.Check(r); err != nil {
			return cms.Forbiddenf("this was sent from another website, and nothing was done")
		}
		user, err := a.user(r)
		if err != nil && !errors.Is(err, cms.ErrNotFound) {
			return err
		}
		if user.ID == "" && !one.open {
			if r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Mode") != "navigate" {
				return errSignIn
			}
			http.Redirect(w, r, "/admin/signin?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return nil
		}
		return one.handle(w, &request{Request: r, User: user})
	}
}

// user returns who makes a request; cms.ErrNotFound: nobody who is signed in.
func (a *Admin) user(r *http.Request) (cms.User, error) {
	if a.SignedIn == nil {
		return a.Auth.User(r.Context())
	}
	user, in := a.SignedIn(r)
	if !in {
		return cms.User{}, cms.ErrNotFound
	}
	return user, nil
}

// private keeps what editors see out of every cache and search engine.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex")
		w.Header().Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// count counts an answer by the route that the address matched.
func (a *Admin) count(r *http.Request, answer web.Answer) {
	if a.CountRequest != nil {
		a.CountRequest(chi.RouteContext(r.Context()).RoutePattern(), r.Method, answer.Status, answer.Took)
	}
}
