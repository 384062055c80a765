package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

func (a *Admin) showSignIn(w http.ResponseWriter, r *request) error {
	next := localPath(r.URL.Query().Get("next"))
	if r.User.ID != "" {
		return redirect(w, r, next, "")
	}
	return a.show(w, r, http.StatusOK, pages.SignIn(a.view(r, "Sign in"), pages.SignInForm{Next: next}))
}

func (a *Admin) signIn(w http.ResponseWriter, r *request) error {
	f := pages.SignInForm{Email: strings.TrimSpace(r.PostFormValue("email")), Next: localPath(r.PostFormValue("next")), Carried: stillCarried(r)}
	code, err := a.Auth.SignIn(r.Context(), f.Email, r.PostFormValue("password"), client(r.Request))
	if err != nil {
		status, problem, err := refused(w, err, "email", "The email address or the password is not right")
		if err != nil {
			return err
		}
		f.Problems = problem
		return a.show(w, r, status, pages.SignIn(a.view(r, "Sign in"), f))
	}
	switch {
	case code && f.Carried != "":
		return a.show(w, r, http.StatusOK, pages.SignInCode(a.view(r, "Sign in"), f))
	case code:
		return redirect(w, r, "/admin/signin/code?next="+url.QueryEscape(f.Next), "")
	}
	return a.giveBack(w, r, f)
}

// stillCarried is the form that a step of signing in hands on; empty: none.
func stillCarried(r *request) string {
	text := r.PostFormValue("carried")
	if _, ok := readCarried(text); !ok {
		return ""
	}
	return text
}

// refused turns what a sign-in or a code was refused for into a status and what
// to say of it; other errors stay.
func refused(w http.ResponseWriter, err error, field, wrong string) (status int, problems []cms.Problem, _ error) {
	var wait auth.Wait
	switch {
	case errors.As(err, &wait):
		w.Header().Set("Retry-After", strconv.Itoa(wait.Seconds()))
		return http.StatusTooManyRequests, []cms.Problem{{Field: field, Message: "There were too many tries. Wait " + waitInWords(wait.Seconds()) + ", and try again"}}, nil
	case errors.Is(err, auth.ErrWrong):
		return http.StatusUnprocessableEntity, []cms.Problem{{Field: field, Message: wrong}}, nil
	default:
		return 0, nil, err
	}
}

func waitInWords(seconds int) string {
	if seconds > 90 {
		return fmt.Sprintf("%d minutes", (seconds+59)/60)
	}
	if seconds == 1 {
		return "a second"
	}
	return fmt.Sprintf("%d seconds", seconds)
}

// client is from where a request comes.
func client(r *http.Request) auth.Client {
	return auth.Client{Address: web.Address(r), Network: web.Network(r), Browser: browser(r.UserAgent())}
}

// browser names a browser and its system, as people call them.
func browser(userAgent string) string {
	first := func(names ...string) string {
		for i := 0; i < len(names); i += 2 {
			if strings.Contains(userAgent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	name := first("Edg", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "FxiOS/", "Firefox", "CriOS/", "Chrome", "Chrome/", "Chrome", "Safari/", "Safari")
	system := first("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Macintosh", "Mac", "CrOS", "ChromeOS", "Linux", "Linux")
	switch {
	case name == "":
		return "A browser"
	case system == "":
		return name
	default:
		return name + " on " + system
	}
}

// A page that asks for a code, and what tries the code.
type (
	codePage func(*pages.View, pages.SignInForm) templ.Component
	tryCode  func(ctx context.Context, code string, from auth.Client) error
)

func (a *Admin) showSignInCode(w http.ResponseWriter, r *request) error {
	return a.askCode(w, r, pages.SignInCode)
}

func (a *Admin) showSignInRecovery(w http.ResponseWriter, r *request) error {
	return a.askCode(w, r, pages.SignInRecovery)
}

func (a *Admin) signInByCode(w http.ResponseWriter, r *request) error {
	return a.takeCode(w, r, a.Auth.SignInByCode, pages.SignInCode, "This is not the code that the app shows now, or it was used before. Wait for the next one")
}

func (a *Admin) signInByRecovery(w http.ResponseWriter, r *request) error {
	return a.takeCode(w, r, a.Auth.SignInByRecovery, pages.SignInRecovery, "This is not one of your recovery codes, or it was used before")
}

func (a *Admin) askCode(w http.ResponseWriter, r *request, page codePage) error {
	next := localPath(r.URL.Query().Get("next"))
	if _, err := a.Auth.Halfway(r.Context()); errors.Is(err, cms.ErrNotFound) {
		return redirect(w, r, "/admin/signin?next="+url.QueryEscape(next), "")
	} else if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, page(a.view(r, "Sign in"), pages.SignInForm{Next: next}))
}

func (a *Admin) takeCode(w http.ResponseWriter, r *request, try tryCode, page codePage, wrong string) error {
	f := pages.SignInForm{Next: localPath(r.PostFormValue("next")), Carried: stillCarried(r)}
	if r.PostFormValue("ask") != "" {
		return a.show(w, r, http.StatusOK, page(a.view(r, "Sign in"), f))
	}
	err := try(r.Context(), r.PostFormValue("code"), client(r.Request))
	if errors.Is(err, cms.ErrNotFound) { // it took too long
		if f.Carried != "" {
			f.Note = "That took too long. Begin again; what you typed before is still kept."
			return a.show(w, r, http.StatusOK, pages.SignIn(a.view(r, "Sign in"), f))
		}
		return redirect(w, r, "/admin/signin?next="+url.QueryEscape(f.Next), "")
	}
	if err != nil {
		status, problem, err := refused(w, err, "code", wrong)
		if err != nil {
			return err
		}
		f.Problems = problem
		return a.show(w, r, status, page(a.view(r, "Sign in"), f))
	}
	return a.giveBack(w, r, f)
}

func (a *Admin) signOut(w http.ResponseWriter, r *request) error {
	if err := a.Auth.SignOut(r.Context()); err != nil {
		return err
	}
	return redirect(w, r, "/admin/signin", "signed-out")
}

// localPath is where somebody may be sent on to: a page of the admin, and
// nothing that a browser could read as another website.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(next, "\\\t\r\n") || strings.HasPrefix(next, "//") {
		return "/admin"
	}
	if u.Path != "/admin" && !strings.HasPrefix(u.Path, "/admin/") || strings.HasPrefix(u.Path, "/admin/sign") || strings.Contains(u.Path, "..") {
		return "/admin"
	}
	return u.RequestURI()
}

func (a *Admin) showSetUp(w http.ResponseWriter, r *request) error {
	f, err := a.passwordForm(r, r.URL.Query().Get("token"), publishing.LinkSetup, publishing.LinkInvite)
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.SetUp(a.view(r, setUpTitle), f))
}

const setUpTitle = "Set up your account"

// passwordForm begins the form behind a link for one of those purposes.
func (a *Admin) passwordForm(r *request, token string, purposes ...string) (pages.PasswordForm, error) {
	link, err := a.Auth.Link(r.Context(), token)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return pages.PasswordForm{}, err
	}
	for _, purpose := range purposes {
		if err == nil && link.Purpose == purpose {
			return pages.PasswordForm{First: link.Account == "", Token: token, Name: link.Name, Email: link.Email}, nil
		}
	}
	return pages.PasswordForm{}, cms.Conflictf("this link was used before, or is too old")
}

func (a *Admin) setUp(w http.ResponseWriter, r *request) error {
	f, err := a.passwordForm(r, r.PostFormValue("token"), publishing.LinkSetup, publishing.LinkInvite)
	if err != nil {
		return err
	}
	if f.First {
		f.Name, f.Email = strings.TrimSpace(r.PostFormValue("name")), strings.TrimSpace(r.PostFormValue("email"))
	}
	account, err := a.takeAccount(r, f)
	if problems, is := problemsOf(err); is {
		f.Problems = problems
		return a.show(w, r, http.StatusUnprocessableEntity, pages.SetUp(a.view(r, setUpTitle), f))
	}
	if err != nil {
		return err
	}
	if err := a.Auth.Begin(r.Context(), account, client(r.Request)); err != nil {
		return err
	}
	return redirect(w, r, "/admin", "")
}

// takeAccount gives the account behind a link its password.
func (a *Admin) takeAccount(r *request, f pages.PasswordForm) (account cms.ID, err error) {
	password, judged := a.newPassword(r, f.Name, f.Email)
	if f.First {
		judged = allProblems(cms.CheckAccount(cms.Account{User: cms.User{Name: f.Name}, Email: f.Email}), judged)
	}
	if judged != nil {
		return "", judged
	}
	link := auth.HashSecret(f.Token)
	err = a.Publisher.Edit(r.Context(), cms.System, func(e *publishing.Edit) error {
		if !f.First {
			account, err = e.Accept(r.Context(), link, password)
			return err
		}
		made, err := e.SetUp(r.Context(), link, f.Name, f.Email, password)
		account = made.ID
		return err
	})
	return account, err
}

// newPassword returns the hash of the password that was chosen, unless it is
// easy to guess for who knows its holder and the site.
func (a *Admin) newPassword(r *request, about ...string) (hash string, err error) {
	organisation, err := a.Auth.Organisation(r.Context())
	if err != nil {
		return "", err
	}
	password := r.PostFormValue("password")
	if err := a.Auth.Check(password, append(about, organisation)...); err != nil {
		return "", err
	}
	return a.Auth.Hash(r.Context(), password)
}

// allProblems joins what is wrong for several reasons.
func allProblems(errs ...error) error {
	var all []cms.Problem
	for _, err := range errs {
		problems, is := problemsOf(err)
		if err != nil && !is {
			return err
		}
		all = append(all, problems...)
	}
	return cms.InvalidUnlessNone(all)
}

func (a *Admin) showAskReset(w http.ResponseWriter, r *request) error {
	return a.show(w, r, http.StatusOK, pages.AskReset(a.view(r, askResetTitle), pages.SignInForm{}))
}

const askResetTitle = "Choose another password"

// askReset answers alike whether there is an account or not.
func (a *Admin) askReset(w http.ResponseWriter, r *request) error {
	f := pages.SignInForm{Email: strings.TrimSpace(r.PostFormValue("email"))}
	if err := cms.CheckAccount(cms.Account{User: cms.User{Name: "-"}, Email: f.Email}); err != nil {
		f.Problems, _ = problemsOf(err)
		return a.show(w, r, http.StatusUnprocessableEntity, pages.AskReset(a.view(r, askResetTitle), f))
	}
	if err := a.Auth.MayAskForReset(r.Context(), f.Email, client(r.Request)); err != nil {
		status, problems, err := refused(w, err, "email", "")
		if err != nil {
			return err
		}
		f.Problems = problems
		return a.show(w, r, status, pages.AskReset(a.view(r, askResetTitle), f))
	}
	err := a.Publisher.Edit(r.Context(), cms.System, func(e *publishing.Edit) error { return e.QueueReset(r.Context(), f.Email) })
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/signin", "reset-asked")
}

func (a *Admin) showReset(w http.ResponseWriter, r *request) error {
	f, err := a.passwordForm(r, r.URL.Query().Get("token"), publishing.LinkReset)
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.Reset(a.view(r, askResetTitle), f))
}

func (a *Admin) reset(w http.ResponseWriter, r *request) error {
	f, err := a.passwordForm(r, r.PostFormValue("token"), publishing.LinkReset)
	if err != nil {
		return err
	}
	password, err := a.newPassword(r, f.Name, f.Email)
	if problems, is := problemsOf(err); is {
		f.Problems = problems
		return a.show(w, r, http.StatusUnprocessableEntity, pages.Reset(a.view(r, askResetTitle), f))
	}
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.ResetPassword(r.Context(), auth.HashSecret(f.Token), password)
		return err
	})
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/signin", "password-reset")
}
