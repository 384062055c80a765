package admin

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
	User  cms.User // nobody, on an open route
	email string   // what they sign in with
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

// version is that of the draft that the sender of a form has read. Without one
// it is that of no draft: it is refused.
func (r *request) version() int {
	version, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil || version <= 0 {
		return -1
	}
	return version
}

// routes is every address of the admin, feature by feature.
func (a *Admin) routes() []route {
	return []route{
		{http.MethodGet, "/", false, a.showHome},

		{http.MethodGet, "/pages/{page}", false, a.editPage},
		{http.MethodPost, "/pages/{page}", false, a.savePage},
		{http.MethodPost, "/pages/{page}/autosave", false, a.autosave},
		{http.MethodPost, "/pages/{page}" + presenceAt, false, a.attend},
		{http.MethodGet, "/pages/{page}/block", false, a.newEntry},
		{http.MethodGet, "/pages/{page}/blocks", false, a.chooseBlock},
		{http.MethodPost, "/pages/{page}/blocks", false, a.addBlock},
		{http.MethodPost, "/pages/{page}/choose", false, a.putChoice},
		{http.MethodGet, "/signin", true, a.showSignIn},
		{http.MethodPost, "/signin", true, a.signIn},
		{http.MethodGet, "/signin/code", true, a.showSignInCode},
		{http.MethodPost, "/signin/code", true, a.signInByCode},
		{http.MethodGet, "/signin/recovery", true, a.showSignInRecovery},
		{http.MethodPost, "/signin/recovery", true, a.signInByRecovery},
		{http.MethodPost, "/signout", false, a.signOut},
		{http.MethodGet, "/setup", true, a.showSetUp},
		{http.MethodPost, "/setup", true, a.setUp},
		{http.MethodGet, "/reset", true, a.showAskReset},
		{http.MethodPost, "/reset", true, a.askReset},
		{http.MethodGet, "/reset/set", true, a.showReset},
		{http.MethodPost, "/reset/set", true, a.reset},

		{http.MethodGet, "/account", false, a.showAccount},
		{http.MethodPost, "/account/name", false, a.setOwnName},
		{http.MethodPost, "/account/letters", false, a.setOwnLetters},
		{http.MethodGet, "/account/password", false, a.showPassword},
		{http.MethodPost, "/account/password", false, a.setPassword},
		{http.MethodGet, "/account/factor", false, a.showFactor},
		{http.MethodPost, "/account/factor", false, a.setFactor},
		{http.MethodPost, "/account/factor/start", false, a.startFactor},
		{http.MethodGet, "/account/factor/qr.png", false, a.factorImage},
		{http.MethodGet, "/account/factor/remove", false, a.showRemoveFactor},
		{http.MethodPost, "/account/factor/remove", false, a.removeFactor},
		{http.MethodGet, "/account/codes", false, a.showCodes},
		{http.MethodPost, "/account/codes", false, a.setCodes},
		{http.MethodPost, "/account/sessions/end", false, a.endSession},
		{http.MethodPost, "/account/sessions/end-all", false, a.endSessions},

		{http.MethodGet, "/people", false, a.showPeople},
		{http.MethodGet, "/people/new", false, a.showNewPerson},
		{http.MethodPost, "/people/new", false, a.createPerson},
		{http.MethodGet, "/people/{person}", false, a.showPerson},
		{http.MethodPost, "/people/{person}/details", false, a.setDetails},
		{http.MethodPost, "/people/{person}/grants", false, a.setGrants},
		{http.MethodPost, "/people/{person}/link", false, a.makeLink},
		{http.MethodPost, "/people/{person}/factor", false, a.forgetFactor},
		{http.MethodPost, "/people/{person}/disable", false, a.disablePerson},
		{http.MethodPost, "/people/{person}/enable", false, a.enablePerson},
		{http.MethodGet, "/people/{person}/close", false, a.showClosePerson},
		{http.MethodPost, "/people/{person}/close", false, a.closePerson},

		{http.MethodGet, "/lists", false, a.showLists},
		{http.MethodGet, "/lists/kind/{kind}", false, a.showFixtures},
		{http.MethodPost, "/lists/kind/{kind}", false, a.addFixture},
		{http.MethodGet, "/settings", false, a.showSettings},

		{http.MethodGet, "/lists/terms", false, a.showVocabularies},
		{http.MethodGet, "/lists/terms/{vocabulary}", false, a.showTerms},
		{http.MethodPost, "/lists/terms/{vocabulary}/order", false, a.arrangeTerms},
		{http.MethodGet, "/lists/terms/{vocabulary}/new", false, a.showNewTerm},
		{http.MethodPost, "/lists/terms/{vocabulary}/new", false, a.addTerm},
		{http.MethodGet, "/lists/terms/{vocabulary}/{term}", false, a.showTerm},
		{http.MethodPost, "/lists/terms/{vocabulary}/{term}", false, a.changeTerm},
		{http.MethodGet, "/lists/terms/{vocabulary}/{term}/delete", false, a.showDeleteTerm},
		{http.MethodPost, "/lists/terms/{vocabulary}/{term}/delete", false, a.deleteTerm},

		{http.MethodGet, "/lists/redirects", false, a.showRedirects},
		{http.MethodGet, "/lists/redirects.csv", false, a.writeRedirects},
		{http.MethodGet, "/lists/redirects/new", false, a.showNewRedirect},
		{http.MethodPost, "/lists/redirects/new", false, a.addRedirect},
		{http.MethodGet, "/lists/redirects/change", false, a.showRedirect},
		{http.MethodPost, "/lists/redirects/change", false, a.changeRedirect},
		{http.MethodGet, "/lists/redirects/delete", false, a.showDeleteRedirect},
		{http.MethodPost, "/lists/redirects/delete", false, a.deleteRedirect},
		{http.MethodGet, "/lists/redirects/import", false, a.showImportRedirects},
		{http.MethodPost, "/lists/redirects/import", false, a.importRedirects},

		{http.MethodGet, "/report", false, a.showContentReport},
		{http.MethodGet, "/report.csv", false, a.writeContentReport},
		{http.MethodPost, "/report/check", false, a.checkContent},
		{http.MethodGet, "/lists/checks", false, a.showChecks},
		{http.MethodPost, "/lists/checks", false, a.setChecks},

		{http.MethodGet, "/lists/search", false, a.showSearches},
		{http.MethodGet, "/lists/search/searches.csv", false, a.writeSearches},
		{http.MethodPost, "/lists/search/forbid", false, a.forbidSearch},
		{http.MethodPost, "/lists/search/allow", false, a.allowSearch},
		{http.MethodGet, "/lists/search/try", false, a.showTry},
		{http.MethodGet, "/lists/search/bets", false, a.showBets},
		{http.MethodGet, "/lists/search/bets/new", false, a.showNewBet},
		{http.MethodPost, "/lists/search/bets/new", false, a.addBet},
		{http.MethodGet, "/lists/search/bets/{bet}", false, a.showBet},
		{http.MethodPost, "/lists/search/bets/{bet}", false, a.changeBet},
		{http.MethodGet, "/lists/search/bets/{bet}/delete", false, a.showDeleteBet},
		{http.MethodPost, "/lists/search/bets/{bet}/delete", false, a.deleteBet},
		{http.MethodGet, "/lists/search/suggested", false, a.showSuggested},
		{http.MethodGet, "/lists/search/suggested/new", false, a.showNewSuggested},
		{http.MethodPost, "/lists/search/suggested/new", false, a.addSuggested},
		{http.MethodGet, "/lists/search/suggested/{suggested}", false, a.showSuggestedForm},
		{http.MethodPost, "/lists/search/suggested/{suggested}", false, a.changeSuggested},
		{http.MethodGet, "/lists/search/suggested/{suggested}/delete", false, a.showDeleteSuggested},
		{http.MethodPost, "/lists/search/suggested/{suggested}/delete", false, a.deleteSuggested},
		{http.MethodGet, "/lists/search/synonyms", false, a.showSynonyms},
		{http.MethodGet, "/lists/search/synonyms/new", false, a.showNewSynonyms},
		{http.MethodPost, "/lists/search/synonyms/new", false, a.addSynonyms},
		{http.MethodGet, "/lists/search/synonyms/import", false, a.showImportSynonyms},
		{http.MethodPost, "/lists/search/synonyms/import", false, a.importSynonyms},
		{http.MethodGet, "/lists/search/synonyms/{synonyms}", false, a.showSynonymsForm},
		{http.MethodPost, "/lists/search/synonyms/{synonyms}", false, a.changeSynonyms},
		{http.MethodGet, "/lists/search/synonyms/{synonyms}/delete", false, a.showDeleteSynonyms},
		{http.MethodPost, "/lists/search/synonyms/{synonyms}/delete", false, a.deleteSynonyms},

		{http.MethodGet, "/forms", false, a.showForms},
		{http.MethodGet, "/forms/{page}", false, a.showForm},
		{http.MethodGet, "/forms/{page}/csv", false, a.writeForm},
		{http.MethodGet, "/forms/{page}/delete", false, a.showDeleteForms},
		{http.MethodPost, "/forms/{page}/delete", false, a.deleteForms},
		{http.MethodGet, "/forms/{page}/{submission}", false, a.showSubmission},
		{http.MethodGet, "/forms/{page}/{submission}/delete", false, a.showDeleteSubmission},
		{http.MethodPost, "/forms/{page}/{submission}/delete", false, a.deleteSubmission},
		{http.MethodGet, "/pages/{page}/preview", false, a.showPreview},
		{http.MethodGet, "/pages/{page}/preview/frame", false, a.showPreviewFrame},
		{http.MethodGet, "/pages/{page}/history", false, a.showHistory},
		{http.MethodGet, "/pages/{page}/revisions", false, a.showRevisions},
		{http.MethodPost, "/pages/{page}/revisions/{revision}/name", false, a.nameRevision},
		{http.MethodPost, "/pages/{page}/revisions/{revision}/restore", false, a.restoreRevision},
		{http.MethodGet, "/pages/{page}/compare", false, a.showCompare},
		{http.MethodGet, "/pages/{page}/publish", false, a.showPublish},
		{http.MethodPost, "/pages/{page}/publish/review-by", false, a.setReviewBy},
		{http.MethodPost, "/pages/{page}/publish/owner", false, a.setOwner},
		{http.MethodPost, "/pages/{page}/publish/submit", false, a.submitDraft},
		{http.MethodPost, "/pages/{page}/publish/approve", false, a.approveDraft},
		{http.MethodPost, "/pages/{page}/publish/return", false, a.returnDraft},
		{http.MethodPost, "/pages/{page}/publish/release", false, a.releaseDraft},
		{http.MethodGet, "/pages/{page}/publish/withdraw", false, a.showTakedown("withdraw")},
		{http.MethodPost, "/pages/{page}/publish/withdraw", false, a.takeDown("withdraw")},
		{http.MethodGet, "/pages/{page}/publish/redirect", false, a.showTakedown("redirect")},
		{http.MethodPost, "/pages/{page}/publish/redirect", false, a.takeDown("redirect")},
		{http.MethodGet, "/pages/{page}/publish/gone", false, a.showTakedown("gone")},
		{http.MethodPost, "/pages/{page}/publish/gone", false, a.takeDown("gone")},
		{http.MethodGet, "/pages/{page}/publish/expire", false, a.showTakedown("expire")},
		{http.MethodPost, "/pages/{page}/publish/expire", false, a.takeDown("expire")},
		{http.MethodGet, "/pages/{page}/publish/again", false, a.showTakedown("again")},
		{http.MethodPost, "/pages/{page}/publish/again", false, a.takeDown("again")},
		{http.MethodGet, "/pages/{page}/publish/planned/{release}", false, a.showPlanned},
		{http.MethodPost, "/pages/{page}/publish/planned/{release}", false, a.changePlanned},
		{http.MethodPost, "/pages/{page}/publish/planned/{release}/cancel", false, a.cancelPlanned},
		{http.MethodGet, "/files", false, a.listFiles},
		{http.MethodPost, "/files", false, a.uploadFile},
		{http.MethodGet, "/files/{file}", false, a.showFile},
		{http.MethodPost, "/files/{file}", false, a.describeFile},
		{http.MethodPost, "/files/{file}/delete", false, a.deleteFile},
		{http.MethodGet, "/files/{file}/original", false, a.downloadFile},
		{http.MethodGet, "/media/{file}/small", false, a.showSmallPicture},
		{http.MethodGet, "/media/{file}/{filename}", false, a.showMedia},
		{http.MethodGet, "/media/{file}/{width}/{filename}", false, a.showPicture},

		{http.MethodGet, "/choose/pages", false, a.choosePages},
		{http.MethodGet, "/choose/people", false, a.choosePeople},
		{http.MethodGet, "/choose/images", false, a.chooseImages},
		{http.MethodGet, "/choose/files", false, a.chooseFiles},
		{http.MethodGet, "/choose/terms", false, a.chooseTerms},
		{http.MethodGet, "/choose/chosen", false, a.showChosen},
		{http.MethodPost, "/pages/{page}/upload", false, a.uploadChoice},
		{http.MethodGet, "/linked", false, a.linkedPages},
		{http.MethodPost, "/convert", false, a.convertText},
		{http.MethodPost, "/paste", false, a.pasteText},

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
		{http.MethodGet, "/bin", false, a.showBin},
		{http.MethodGet, "/bin/{page}", false, a.showBinned},
		{http.MethodPost, "/bin/{page}", false, a.undelete},
		{http.MethodGet, "/bin/{page}/erase", false, a.showErase},
		{http.MethodPost, "/bin/{page}/erase", false, a.erase},
		{http.MethodGet, "/pages/{page}/discard", false, a.showDiscard},
		{http.MethodPost, "/pages/{page}/discard", false, a.discard},
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
	r.Use(a.known)
	if a.Auth != nil {
		r.Use(a.Auth.Sessions(func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil {
				return // whoever asked has left, and takes no answer
			}
			a.Logger.Error("sessions cannot be read or written", "request", web.RequestID(r.Context()), "error", err)
			a.failFor(w, r, cms.User{}, web.StatusOf(err), nil)
		}, func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, presenceAt) }))
	}
	for _, one := range a.routes() {
		answer := adapt(web.Recover(a.guard(one)))
		pattern := "/admin" + strings.TrimSuffix(one.pattern, "/")
		r.With(one.limit()).Method(one.method, pattern, answer)
		if one.method == http.MethodGet {
			r.With(one.limit()).Method(http.MethodHead, pattern, answer)
		}
	}
	r.NotFound(func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, http.StatusNotFound, nil) })
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, http.StatusMethodNotAllowed, nil) })
	return r
}

// uploads are the routes that take files.
var uploads = []string{"/files", "/pages/{page}/upload"}

// limit bounds what a request may cost.
func (one route) limit() func(http.Handler) http.Handler {
	if one.method == http.MethodPost && slices.Contains(uploads, one.pattern) {
		return web.Limit(largestUpload, uploadTime)
	}
	if one.method == http.MethodPost && strings.HasPrefix(one.pattern, "/signin") {
		return web.Limit(largestCarried, 20*time.Second)
	}
	return web.Limit(largestForm, 20*time.Second)
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
		account, err := a.account(r)
		if err != nil && !errors.Is(err, cms.ErrNotFound) {
			return err
		}
		switch {
		case one.open:
		case account.ID == "" && asksForPage(r):
			http.Redirect(w, r, "/admin/signin?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return nil
		case account.ID == "" && navigates(r):
			return a.askFirst(w, &request{Request: r})
		case account.ID == "":
			return errSignIn
		case a.SignedIn == nil && owesFactor(account) && !beforeFactor(one.pattern):
			if asksForPage(r) {
				http.Redirect(w, r, "/admin/account/factor", http.StatusSeeOther)
				return nil
			}
			if navigates(r) {
				return a.factorFirst(w, &request{Request: r, User: account.User, email: account.Email})
			}
			return cms.Forbiddenf("set up the second step of signing in first")
		}
		return one.handle(w, &request{Request: r, User: account.User, email: account.Email})
	}
}

// asksForPage reports whether a browser wants to show the answer: not a script,
// and not a form that was sent.
func asksForPage(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && (mode == "" || mode == "navigate")
}

// beforeFactor reports whether a route is for those, too, who have not yet set
// up the second step that their role needs.
func beforeFactor(pattern string) bool {
	return pattern == "/signout" || pattern == "/account/factor" || strings.HasPrefix(pattern, "/account/factor/")
}

// account returns whose request it is; cms.ErrNotFound: nobody's who is signed in.
func (a *Admin) account(r *http.Request) (cms.Account, error) {
	if a.SignedIn == nil {
		return a.Auth.Account(r.Context())
	}
	user, in := a.SignedIn(r)
	if !in {
		return cms.Account{}, cms.ErrNotFound
	}
	return cms.Account{User: user}, nil
}

// known refuses requests that name another host: what would be made of it, such
// as links, would lead there.
func (a *Admin) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.Host != "" && !strings.EqualFold(r.Host, a.Host) {
			a.failFor(w, r, cms.User{}, http.StatusMisdirectedRequest, nil)
			return
		}
		next.ServeHTTP(w, r)
	})
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
