package admin

import (
	"errors"
	"net/http"
	"strings"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
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
	f := pages.SignInForm{Email: strings.TrimSpace(r.PostFormValue("email")), Next: localPath(r.PostFormValue("next"))}
	err := a.Auth.SignIn(r.Context(), f.Email, r.PostFormValue("password"))
	if errors.Is(err, auth.ErrWrong) {
		f.Problems = []cms.Problem{{Field: "email", Message: "The email address or the password is not right"}}
		return a.show(w, r, http.StatusUnprocessableEntity, pages.SignIn(a.view(r, "Sign in"), f))
	}
	if err != nil {
		return err
	}
	return redirect(w, r, f.Next, "")
}

func (a *Admin) signOut(w http.ResponseWriter, r *request) error {
	if err := a.Auth.SignOut(r.Context()); err != nil {
		return err
	}
	return redirect(w, r, "/admin/signin", "signed-out")
}

// localPath is where somebody may be sent on to: a page of the admin.
func localPath(next string) string {
	if next != "/admin" && !strings.HasPrefix(next, "/admin/") || strings.ContainsFunc(next, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f }) {
		return "/admin"
	}
	return next
}

func (a *Admin) showSetUp(w http.ResponseWriter, r *request) error {
	f, err := a.setUpForm(r, r.URL.Query().Get("token"))
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.SetUp(a.view(r, setUpTitle), f))
}

const setUpTitle = "Set up your account"

// setUpForm begins the form behind a link.
func (a *Admin) setUpForm(r *request, token string) (pages.SetUpForm, error) {
	link, err := a.Auth.Link(r.Context(), token)
	if errors.Is(err, cms.ErrNotFound) || err == nil && link.Purpose == "reset" {
		return pages.SetUpForm{}, cms.Conflictf("this link was used before, or is too old")
	}
	if err != nil {
		return pages.SetUpForm{}, err
	}
	return pages.SetUpForm{First: link.Purpose == "setup", Token: token, Email: link.Email}, nil
}

func (a *Admin) setUp(w http.ResponseWriter, r *request) error {
	f, err := a.setUpForm(r, r.PostFormValue("token"))
	if err != nil {
		return err
	}
	if f.First {
		f.Name, f.Email = strings.TrimSpace(r.PostFormValue("name")), strings.TrimSpace(r.PostFormValue("email"))
	}
	account, err := a.takeAccount(r, f, r.PostFormValue("password"))
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		f.Problems = invalid.Problems
		return a.show(w, r, http.StatusUnprocessableEntity, pages.SetUp(a.view(r, setUpTitle), f))
	}
	if err != nil {
		return err
	}
	if err := a.Auth.Begin(r.Context(), account); err != nil {
		return err
	}
	return redirect(w, r, "/admin", "")
}

// takeAccount gives the account behind a link its password.
func (a *Admin) takeAccount(r *request, f pages.SetUpForm, password string) (account cms.ID, err error) {
	if len([]rune(password)) < 12 {
		return "", cms.Invalidf("password", "Enter a password of at least 12 characters")
	}
	hash, err := a.Auth.Hasher.Hash(r.Context(), password)
	if err != nil {
		return "", err
	}
	link := auth.HashSecret(f.Token)
	err = a.Publisher.Edit(r.Context(), cms.System, func(e *publishing.Edit) error {
		if !f.First {
			account, err = e.Accept(r.Context(), link, hash)
			return err
		}
		made, err := e.SetUp(r.Context(), link, f.Name, f.Email, hash)
		account = made.ID
		return err
	})
	return account, err
}
