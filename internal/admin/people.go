package admin

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

func (a *Admin) showPeople(w http.ResponseWriter, r *request) error {
	var list []pages.Person
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		people, err := e.Accounts(r.Context())
		for _, p := range people {
			list = append(list, pages.Person(p))
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.People(a.view(r, "People"), list))
}

var peopleCrumbs = []pages.Link{{Text: "People", Href: "/admin/people"}}

var mayNotManage = cms.Forbiddenf("you may not manage accounts")

func (a *Admin) showNewPerson(w http.ResponseWriter, r *request) error {
	if !cms.CanSomewhere(r.User, cms.ActionAccounts) {
		return mayNotManage
	}
	return a.newPersonPage(w, r, http.StatusOK, pages.PersonForm{Rows: []pages.GrantRow{{}}})
}

func (a *Admin) newPersonPage(w http.ResponseWriter, r *request, status int, f pages.PersonForm) error {
	view := a.view(r, "Add a person")
	view.Crumbs = peopleCrumbs
	return a.show(w, r, status, pages.NewPerson(view, f))
}

func (a *Admin) createPerson(w http.ResponseWriter, r *request) error {
	if !cms.CanSomewhere(r.User, cms.ActionAccounts) {
		return mayNotManage
	}
	f := pages.PersonForm{Name: strings.TrimSpace(r.PostFormValue("name")), Email: strings.TrimSpace(r.PostFormValue("email")), Rows: grantRows(r)}
	secret, hash := auth.NewSecret()
	var person publishing.Person
	err := a.edit(r, func(e *publishing.Edit) error {
		grants, err := a.readGrants(r, e, f.Rows)
		if err == nil && len(grants) == 0 {
			err = cms.Invalidf("grants", "Choose at least one role")
		}
		err = allProblems(cms.CheckAccount(cms.Account{User: cms.User{Name: f.Name}, Email: f.Email}), err)
		if err != nil {
			return err
		}
		account, err := e.CreateAccount(r.Context(), f.Name, f.Email, grants, hash)
		if err != nil {
			return err
		}
		if person, err = e.Person(r.Context(), account.ID); err != nil || !a.Mails {
			return err
		}
		return e.QueueInvitation(r.Context(), account.ID)
	})
	if problems, is := asProblems(err); is {
		f.Problems = problems
		return a.newPersonPage(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return a.showLink(w, r, person, "/admin/setup?token="+secret)
}

// asProblems returns what is wrong with what somebody typed, the rights that
// they may not give included.
func asProblems(err error) ([]cms.Problem, bool) {
	if errors.Is(err, publishing.ErrBeyondOwn) || errors.Is(err, cms.ErrConflict) {
		return []cms.Problem{{Field: "grants", Message: sentence(err.Error())}}, true
	}
	return problemsOf(err)
}

// showLink shows, once, a link by which somebody chooses a password.
func (a *Admin) showLink(w http.ResponseWriter, r *request, p publishing.Person, path string) error {
	view := a.view(r, "A link for "+p.Name)
	view.Crumbs = peopleCrumbs
	return a.show(w, r, http.StatusOK, pages.PersonLink(view, pages.PersonForm{Person: pages.Person(p), Mailed: a.Mails}, a.BaseURL+path))
}

// mostGrants bounds how many rights one form gives.
const mostGrants = 50

// grantRows reads the rights of a form.
func grantRows(r *request) []pages.GrantRow {
	var rows []pages.GrantRow
	for i := range mostGrants {
		name := func(part string) string { return fmt.Sprintf("%s.%d", part, i) }
		if _, there := r.PostForm[name("path")]; !there {
			break
		}
		row := pages.GrantRow{Path: strings.TrimSpace(r.PostFormValue(name("path"))), Delete: r.PostFormValue(name("delete")) != ""}
		_ = row.Role.UnmarshalText([]byte(r.PostFormValue(name("role")))) // what is none of the roles is none
		rows = append(rows, row)
	}
	return rows
}

// readGrants turns rows into rights. A row without a role is none.
func (a *Admin) readGrants(r *request, e *publishing.Edit, rows []pages.GrantRow) ([]cms.Grant, error) {
	var grants []cms.Grant
	var problems []cms.Problem
	for i, row := range rows {
		if row.Role == 0 {
			if row.Path != "" && i >= 0 {
				problems = append(problems, cms.Problem{Field: "grants", Message: "Choose a role for " + row.Path + ", or leave its address empty"})
			}
			continue
		}
		g := cms.Grant{Role: row.Role, Delete: row.Delete}
		if row.Path != "" {
			var err error
			g.Branch, err = e.PageAt(r.Context(), row.Path)
			if errors.Is(err, cms.ErrNotFound) {
				problems = append(problems, cms.Problem{Field: fmt.Sprintf("path.%d", i), Message: "There is no page at " + row.Path})
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		grants = append(grants, g)
	}
	return grants, cms.InvalidUnlessNone(problems)
}

func (a *Admin) showPerson(w http.ResponseWriter, r *request) error {
	return a.personPage(w, r, http.StatusOK, nil)
}

// personPage shows somebody's account; after problems, with what was typed.
func (a *Admin) personPage(w http.ResponseWriter, r *request, status int, typed func(*pages.PersonForm)) error {
	p, err := a.person(r)
	if err != nil {
		return err
	}
	f := pages.PersonForm{Person: pages.Person(p), Name: p.Name, Email: p.Email}
	for _, g := range p.Grants {
		f.Rows = append(f.Rows, pages.GrantRow{Role: g.Role, Path: p.Places[g.Branch], Delete: g.Delete})
	}
	f.Rows = append(f.Rows, pages.GrantRow{})
	if typed != nil {
		typed(&f)
	}
	view := a.view(r, p.Name)
	view.Crumbs = peopleCrumbs
	return a.show(w, r, status, pages.PersonPage(view, f))
}

// personID is the account that the address names.
func (r *request) personID() (cms.ID, error) {
	id := cms.ID(r.param("person"))
	if !id.Valid() {
		return "", cms.ErrNotFound
	}
	return id, nil
}

func (a *Admin) person(r *request) (p publishing.Person, err error) {
	id, err := r.personID()
	if err != nil {
		return p, err
	}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		p, err = e.Person(r.Context(), id)
		return err
	})
	return p, err
}

// change changes the account that the address names, and goes back to its page.
func (a *Admin) change(w http.ResponseWriter, r *request, done string, f func(*publishing.Edit, cms.ID) error) error {
	id, err := r.personID()
	if err != nil {
		return err
	}
	if err := a.edit(r, func(e *publishing.Edit) error { return f(e, id) }); err != nil {
		return err
	}
	return redirect(w, r, "/admin/people/"+string(id), done)
}

func (a *Admin) setGrants(w http.ResponseWriter, r *request) error {
	_ = r.PostFormValue("") // reads the form
	rows := grantRows(r)
	err := a.change(w, r, "rights-saved", func(e *publishing.Edit, id cms.ID) error {
		grants, err := a.readGrants(r, e, rows)
		if err != nil {
			return err
		}
		return e.SetGrants(r.Context(), id, grants)
	})
	if problems, is := asProblems(err); is {
		return a.personPage(w, r, http.StatusUnprocessableEntity, func(f *pages.PersonForm) { f.Rows, f.Problems = rows, problems })
	}
	return err
}

func (a *Admin) setDetails(w http.ResponseWriter, r *request) error {
	name, email := r.PostFormValue("name"), r.PostFormValue("email")
	err := a.change(w, r, "details-saved", func(e *publishing.Edit, id cms.ID) error {
		return e.SetAccount(r.Context(), id, name, email)
	})
	if problems, is := problemsOf(err); is {
		return a.personPage(w, r, http.StatusUnprocessableEntity, func(f *pages.PersonForm) { f.Name, f.Email, f.Problems = name, email, problems })
	}
	return err
}

func (a *Admin) disablePerson(w http.ResponseWriter, r *request) error {
	return a.change(w, r, "disabled", func(e *publishing.Edit, id cms.ID) error { return e.DisableAccount(r.Context(), id) })
}

func (a *Admin) enablePerson(w http.ResponseWriter, r *request) error {
	return a.change(w, r, "enabled", func(e *publishing.Edit, id cms.ID) error { return e.EnableAccount(r.Context(), id) })
}

func (a *Admin) forgetFactor(w http.ResponseWriter, r *request) error {
	return a.change(w, r, "factor-forgotten", func(e *publishing.Edit, id cms.ID) error { return e.RemoveFactor(r.Context(), id) })
}

func (a *Admin) showClosePerson(w http.ResponseWriter, r *request) error {
	p, err := a.person(r)
	if err != nil {
		return err
	}
	if p.Own || !p.ClosedAt.IsZero() {
		return cms.Conflictf("this account cannot be closed")
	}
	view := a.view(r, "Close the account of "+p.Name)
	view.Crumbs = append(peopleCrumbs[:1:1], pages.Link{Text: p.Name, Href: "/admin/people/" + string(p.ID)})
	return a.show(w, r, http.StatusOK, pages.ClosePerson(view, pages.PersonForm{Person: pages.Person(p)}))
}

func (a *Admin) closePerson(w http.ResponseWriter, r *request) error {
	return a.change(w, r, "closed", func(e *publishing.Edit, id cms.ID) error { return e.CloseAccount(r.Context(), id) })
}

func (a *Admin) makeLink(w http.ResponseWriter, r *request) error {
	id, err := r.personID()
	if err != nil {
		return err
	}
	secret, hash := auth.NewSecret()
	var person publishing.Person
	err = a.edit(r, func(e *publishing.Edit) error {
		if err := e.SendLink(r.Context(), id, hash); err != nil {
			return err
		}
		if person, err = e.Person(r.Context(), id); err != nil || !a.Mails {
			return err
		}
		return e.QueueInvitation(r.Context(), id)
	})
	if err != nil {
		return err
	}
	path := "/admin/setup?token="
	if person.HasPassword {
		path = "/admin/reset/set?token="
	}
	return a.showLink(w, r, person, path+secret)
}
