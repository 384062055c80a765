package admin

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// A form that comes from somebody whose session has ended is not lost: it goes
// through the steps of signing in, in a hidden field, and is given back after
// them. Nothing is stored on the way, and only our own pages can send it, since
// the origin of every form is checked first.

// carried is a form on its way through the sign-in.
type carried struct {
	path string // and query, of where it was sent
	body []byte // as it was sent
}

// largestCarried is how long the form of a sign-in may be that carries the
// largest form of all.
const largestCarried = (largestForm+4<<10)*4/3 + 64<<10

// String is the value of the hidden field: letters that no form writes longer.
func (c carried) String() string {
	return base64.RawURLEncoding.EncodeToString(slices.Concat([]byte(c.path), []byte("\n"), c.body))
}

// readCarried reads one. It fails unless the form goes to a page of the admin.
func readCarried(text string) (c carried, ok bool) {
	all, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || text == "" {
		return c, false
	}
	path, body, cut := bytes.Cut(all, []byte("\n"))
	c = carried{string(path), body}
	return c, cut && localPath(c.path) == c.path
}

// navigates reports whether a browser shows the answer to a form, so that what
// was typed would be gone from the screen.
func navigates(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return r.Method == http.MethodPost && (mode == "navigate" || mode == "" && strings.Contains(r.Header.Get("Accept"), "text/html"))
}

// askFirst answers a form of somebody who is not signed in with the sign-in,
// which carries it.
func (a *Admin) askFirst(w http.ResponseWriter, r *request) error {
	if r.URL.Path == "/admin/signout" {
		return redirect(w, r, "/admin/signin", "")
	}
	f := pages.SignInForm{Next: cameFrom(r.Request)}
	body, _, gone, err := readCarriable(r.Request)
	switch {
	case err != nil:
		return err
	case gone != "":
		f.Note = "You were signed out before this was done. " + gone
	default:
		f.Note = "You were signed out before this was done. What you typed is kept while you sign in here."
		f.Carried = carried{r.URL.RequestURI(), body}.String()
	}
	return a.show(w, r, http.StatusUnauthorized, pages.SignIn(a.view(r, "Sign in to go on"), f))
}

// readCarriable reads a form that may go through the steps of signing in. gone says
// to who sent it why it may not, and that it is not kept.
func readCarriable(r *http.Request) (body []byte, pairs []pair, gone string, err error) {
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/x-www-form-urlencoded" {
		return nil, nil, "The file was not kept: choose it again afterwards.", nil
	}
	if body, err = io.ReadAll(r.Body); err != nil {
		return nil, nil, "", err
	}
	if pairs, err = readPairs(body); err != nil {
		return nil, nil, "", err
	}
	if slices.ContainsFunc(pairs, func(p pair) bool { return slices.Contains(secretFields, p.name) }) {
		return nil, nil, "Passwords and codes are not kept: type them again afterwards.", nil
	}
	return body, pairs, "", nil
}

// secretFields are never carried.
var secretFields = []string{"password", "current", "code", "token"}

// cameFrom is the page of the admin that a form was sent from.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil {
		return "/admin"
	}
	return localPath(from.RequestURI())
}

// giveBack goes on after a sign-in: to the page that was asked for or, if a form
// was carried, to what was typed. Nothing of it is done by itself.
func (a *Admin) giveBack(w http.ResponseWriter, r *request, f pages.SignInForm) error {
	c, ok := readCarried(f.Carried)
	if !ok {
		return redirect(w, r, f.Next, "")
	}
	account, err := a.account(r.Request)
	if err != nil {
		return err
	}
	r.User, r.email = account.User, account.Email
	pairs, err := readPairs(c.body)
	if err != nil {
		return err
	}
	if a.SignedIn == nil && owesFactor(account) {
		return a.showCarried(w, r, http.StatusOK, signedOut, pages.CarriedForm{Path: c.path, Leave: f.Next, Note: factorNote, Before: factorURL}, pairs)
	}
	if page := pageForm.FindStringSubmatch(c.path); page != nil {
		return a.giveBackPage(w, r, cms.ID(page[1]), pairs, f.Next)
	}
	return a.showCarried(w, r, http.StatusOK, signedOut, pages.CarriedForm{Path: c.path, Leave: f.Next}, pairs)
}

const (
	signedOut  = "You were signed out before this was done" // and are signed in again
	factorNote = "Set up the second step of signing in first."
	factorURL  = "/admin/account/factor"
)

// factorFirst gives a form back to somebody who has to set up the second step of
// signing in before it can be done.
func (a *Admin) factorFirst(w http.ResponseWriter, r *request) error {
	_, pairs, gone, err := readCarriable(r.Request)
	if err != nil {
		return err
	}
	view := pages.CarriedForm{Path: r.URL.RequestURI(), Leave: "/admin", Note: factorNote, Before: factorURL}
	if gone != "" {
		view.Path, view.Note = "", factorNote+" "+gone
	}
	return a.showCarried(w, r, http.StatusForbidden, "This cannot be done yet", view, pairs)
}

// pageForm is the address that the edit page is sent to.
var pageForm = regexp.MustCompile(`^/admin/pages/([0-9a-f-]{36})$`)

// giveBackPage shows the edit page with exactly what was sent, if who has signed
// in may save it. Who wrote it and may not any more gets it to read.
func (a *Admin) giveBackPage(w http.ResponseWriter, r *request, page cms.ID, pairs []pair, next string) error {
	r.PostForm = valuesOf(pairs)
	s := a.saving(r, page)
	err := s.giveBack(w)
	if !s.foreign() && (errors.Is(err, cms.ErrForbidden) || errors.Is(err, cms.ErrNotFound)) {
		view := pages.CarriedForm{Leave: next, Note: "It cannot be saved: the page is gone, or you may not write it any more. Copy what you need."}
		return a.showCarried(w, r, http.StatusOK, signedOut, view, pairs)
	}
	return err
}

// foreign reports whether somebody else has written the form, who was signed in in
// this browser before.
func (s *saving) foreign() bool {
	author := cms.ID(s.request.PostForm.Get(":author"))
	return author != "" && author != s.request.User.ID
}

// giveBack shows the form as it was sent, and stores nothing.
func (s *saving) giveBack(w http.ResponseWriter) error {
	ctx := s.request.Context()
	err := s.admin.Publisher.Read(ctx, s.request.User, func(e *publishing.Edit) error {
		if err := e.MaySave(ctx, s.page); err != nil {
			return err
		}
		return s.read(e)
	})
	if err != nil {
		return err
	}
	s.value, _ = s.view.Form.Value()
	s.view.Carried = &pages.Carried{Foreign: s.foreign()}
	return s.again(w, http.StatusOK)
}

// showCarried lists what was typed into a form, and offers to send it again as
// it was.
func (a *Admin) showCarried(w http.ResponseWriter, r *request, status int, title string, view pages.CarriedForm, pairs []pair) error {
	for _, p := range pairs {
		view.Fields = append(view.Fields, pages.CarriedField{Name: p.name, Value: p.value})
	}
	return a.show(w, r, status, pages.CarriedPage(a.view(r, title), view))
}

// pair is a field of a form, in the order in which it was sent.
type pair struct{ name, value string }

func readPairs(body []byte) (list []pair, err error) {
	for one := range strings.SplitSeq(string(body), "&") {
		name, value, _ := strings.Cut(one, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			return nil, cms.Invalidf("", "the form came broken; go back and send it again")
		}
		list = append(list, pair{name, value})
	}
	return list, nil
}

func valuesOf(pairs []pair) url.Values {
	values := url.Values{}
	for _, p := range pairs {
		values.Add(p.name, p.value)
	}
	return values
}
