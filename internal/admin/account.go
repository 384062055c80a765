package admin

import (
	"errors"
	"net/http"
	"slices"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/web"
	pages "lectern/templates/admin"
)

func (a *Admin) showAccount(w http.ResponseWriter, r *request) error {
	return a.accountPage(w, r, http.StatusOK, nil)
}

func (a *Admin) accountPage(w http.ResponseWriter, r *request, status int, problems []cms.Problem) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	sessions, err := a.Auth.OwnSessions(r.Context())
	if err != nil {
		return err
	}
	page := pages.AccountPage{Account: p.Account, Places: p.Places, Mailed: a.Mails, Problems: problems}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		page.Off, err = e.LettersOff(r.Context())
		return err
	})
	if err != nil {
		return err
	}
	if problems != nil {
		page.Name = r.PostFormValue("name")
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, pages.Session{Token: s.Token, Browser: s.Browser, Network: s.Network, Begun: s.BegunAt, Used: s.UsedAt, Here: s.Here})
	}
	return a.show(w, r, status, pages.Account(a.view(r, "Your account"), page))
}

// self is the user's own account.
func (a *Admin) self(r *request) (p publishing.Person, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		p, err = e.Self(r.Context())
		return err
	})
	return p, err
}

// edit changes something in the user's name.
func (a *Admin) edit(r *request, f func(*publishing.Edit) error) error {
	return a.Publisher.Edit(r.Context(), r.User, f)
}

func (a *Admin) setOwnName(w http.ResponseWriter, r *request) error {
	err := a.edit(r, func(e *publishing.Edit) error { return e.SetOwnName(r.Context(), r.PostFormValue("name")) })
	if problems, is := problemsOf(err); is {
		return a.accountPage(w, r, http.StatusUnprocessableEntity, problems)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/account", "name-saved")
}

// setOwnLetters keeps which sorts of letter were left out.
func (a *Admin) setOwnLetters(w http.ResponseWriter, r *request) error {
	_ = r.PostFormValue("") // reads the form
	off := slices.DeleteFunc(slices.Clone(cms.LetterSorts), func(sort cms.LetterSort) bool {
		return slices.Contains(r.PostForm["letter"], string(sort))
	})
	if err := a.edit(r, func(e *publishing.Edit) error { return e.SetOwnLetters(r.Context(), off) }); err != nil {
		return err
	}
	return redirect(w, r, "/admin/account", "letters-saved")
}

func (a *Admin) showPassword(w http.ResponseWriter, r *request) error {
	return a.passwordPage(w, r, http.StatusOK, nil)
}

func (a *Admin) passwordPage(w http.ResponseWriter, r *request, status int, problems []cms.Problem) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	view := a.view(r, "Change your password")
	view.Crumbs = accountCrumbs
	return a.show(w, r, status, pages.ChangePassword(view, p.Email, problems))
}

var accountCrumbs = []pages.Link{{Text: "Your account", Href: "/admin/account"}}

func (a *Admin) setPassword(w http.ResponseWriter, r *request) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	status, problems, err := a.confirm(w, r)
	if err != nil {
		return err
	}
	hash, err := a.newPassword(r, p.Name, p.Email)
	wrong, is := problemsOf(err)
	if err != nil && !is {
		return err
	}
	if problems = append(problems, wrong...); len(problems) > 0 {
		return a.passwordPage(w, r, max(status, http.StatusUnprocessableEntity), problems)
	}
	if err := a.edit(r, func(e *publishing.Edit) error { return e.SetOwnPassword(r.Context(), hash) }); err != nil {
		return err
	}
	if err := a.Auth.Begin(r.Context(), r.User.ID, client(r.Request)); err != nil {
		return err
	}
	return redirect(w, r, "/admin/account", "password-changed")
}

// confirm asks for the password that is. It returns what is wrong with what was
// typed.
func (a *Admin) confirm(w http.ResponseWriter, r *request) (status int, problems []cms.Problem, err error) {
	if err = a.Auth.Confirm(r.Context(), r.PostFormValue("current")); err == nil {
		return 0, nil, nil
	}
	return refused(w, err, "current", "This is not your password")
}

func (a *Admin) endSession(w http.ResponseWriter, r *request) error {
	err := a.Auth.EndOwnSession(r.Context(), r.PostFormValue("session"))
	if err != nil && !errors.Is(err, cms.ErrNotFound) { // it may have ended by itself
		return err
	}
	return redirect(w, r, "/admin/account", "session-ended")
}

func (a *Admin) endSessions(w http.ResponseWriter, r *request) error {
	if err := a.edit(r, func(e *publishing.Edit) error { return e.EndOwnSessions(r.Context()) }); err != nil {
		return err
	}
	return a.signOut(w, r)
}

func (a *Admin) showFactor(w http.ResponseWriter, r *request) error {
	return a.factorPage(w, r, http.StatusOK, nil)
}

func (a *Admin) factorPage(w http.ResponseWriter, r *request, status int, problems []cms.Problem) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	page := pages.FactorPage{Has: p.HasFactor, Forced: owesFactor(p.Account), Secret: a.Auth.FactorSecret(r.Context()), Problems: problems}
	view := a.view(r, "Sign in with a code, too")
	if view.Alone = page.Forced; !page.Forced {
		view.Crumbs = accountCrumbs
	}
	return a.show(w, r, status, pages.Factor(view, page))
}

// owesFactor reports whether somebody must set up codes before anything else.
func owesFactor(a cms.Account) bool { return cms.NeedsFactor(a.User) && !a.HasFactor }

func (a *Admin) startFactor(w http.ResponseWriter, r *request) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	if !owesFactor(p.Account) { // else the password was given a moment ago
		status, problems, err := a.confirm(w, r)
		if err != nil {
			return err
		}
		if problems != nil {
			return a.factorPage(w, r, status, problems)
		}
	}
	if err := a.Auth.BeginFactor(r.Context()); err != nil {
		return err
	}
	return redirect(w, r, "/admin/account/factor", "")
}

// factorImage is the secret as a picture, for the session that sets it up.
func (a *Admin) factorImage(w http.ResponseWriter, r *request) error {
	p, err := a.self(r)
	if err != nil {
		return err
	}
	image, err := a.Auth.FactorImage(r.Context(), p.Email)
	if err != nil {
		return err
	}
	return web.Respond(w, r.Request, http.StatusOK, "image/png", image)
}

func (a *Admin) setFactor(w http.ResponseWriter, r *request) error {
	secret, step, err := a.Auth.FinishFactor(r.Context(), r.PostFormValue("code"))
	if errors.Is(err, cms.ErrNotFound) {
		return redirect(w, r, "/admin/account/factor", "")
	}
	if err != nil {
		status, problems, err := refused(w, err, "code", "This is not the code that the app shows now. Is the clock of your phone right?")
		if err != nil {
			return err
		}
		return a.factorPage(w, r, status, problems)
	}
	shown, hashes := auth.NewRecoveryCodes()
	if err := a.edit(r, func(e *publishing.Edit) error { return e.SetOwnFactor(r.Context(), secret, step, hashes) }); err != nil {
		return err
	}
	if err := a.Auth.Begin(r.Context(), r.User.ID, client(r.Request)); err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.RecoveryCodes(a.view(r, "Your recovery codes"), shown))
}

func (a *Admin) showCodes(w http.ResponseWriter, r *request) error {
	return a.codesPage(w, r, http.StatusOK, nil)
}

func (a *Admin) codesPage(w http.ResponseWriter, r *request, status int, problems []cms.Problem) error {
	view := a.view(r, "Make new recovery codes")
	view.Crumbs = accountCrumbs
	return a.show(w, r, status, pages.ConfirmPage(view, "You get ten new codes, and those that you have do not work any more.", "Make new codes", "/admin/account/codes", problems))
}

func (a *Admin) setCodes(w http.ResponseWriter, r *request) error {
	status, problems, err := a.confirm(w, r)
	if err != nil {
		return err
	}
	if problems != nil {
		return a.codesPage(w, r, status, problems)
	}
	shown, hashes := auth.NewRecoveryCodes()
	if err := a.edit(r, func(e *publishing.Edit) error { return e.SetOwnRecoveryCodes(r.Context(), hashes) }); err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.RecoveryCodes(a.view(r, "Your recovery codes"), shown))
}

func (a *Admin) showRemoveFactor(w http.ResponseWriter, r *request) error {
	return a.removeFactorPage(w, r, http.StatusOK, nil)
}

func (a *Admin) removeFactorPage(w http.ResponseWriter, r *request, status int, problems []cms.Problem) error {
	view := a.view(r, "Sign in without a code")
	view.Crumbs = accountCrumbs
	return a.show(w, r, status, pages.ConfirmPage(view, "Your password alone will do, and the recovery codes are of no use any more.", "Sign in without a code", "/admin/account/factor/remove", problems))
}

func (a *Admin) removeFactor(w http.ResponseWriter, r *request) error {
	status, problems, err := a.confirm(w, r)
	if err != nil {
		return err
	}
	if problems != nil {
		return a.removeFactorPage(w, r, status, problems)
	}
	if err := a.edit(r, func(e *publishing.Edit) error { return e.RemoveOwnFactor(r.Context()) }); err != nil {
		return err
	}
	if err := a.Auth.Begin(r.Context(), r.User.ID, client(r.Request)); err != nil {
		return err
	}
	return redirect(w, r, "/admin/account", "factor-removed")
}
