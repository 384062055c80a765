package admin

import (
	"errors"
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

// showNewPage asks what page is to be made below another.
func (a *Admin) showNewPage(w http.ResponseWriter, r *request) error {
	return a.newPage(w, r, http.StatusOK, pages.NewPageForm{})
}

func (a *Admin) newPage(w http.ResponseWriter, r *request, status int, f pages.NewPageForm) error {
	parent, err := r.page()
	if err != nil {
		return err
	}
	var page shown
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		used, others, err := e.KindsFor(r.Context(), parent)
		if err != nil {
			return err
		}
		v, row, err := a.pageView(r, e, parent)
		if err != nil {
			return err
		}
		v.Crumbs = append(v.Crumbs, pages.Link{Text: row.Name(), Href: "/admin/pages?below=" + string(row.ID)})
		v.Title = "Make a page"
		f.Used, f.Others, f.Base = kindChoices(used), kindChoices(others), pages.AddressBase(row)
		page = shown{status, pages.NewPage(v, row, f)}
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

func kindChoices(kinds []*schema.KindType) (list []pages.KindChoice) {
	for _, k := range kinds {
		list = append(list, pages.KindChoice{Name: k.Name, Label: k.Label, Help: k.Help})
	}
	return list
}

// makePage makes a page with a draft that holds its title, and goes on to where
// it is written.
func (a *Admin) makePage(w http.ResponseWriter, r *request) error {
	parent, err := r.page()
	if err != nil {
		return err
	}
	f := pages.NewPageForm{Kind: r.PostFormValue("kind"), Title: strings.TrimSpace(r.PostFormValue("title")), Slug: strings.TrimSpace(r.PostFormValue("slug"))}
	var made cms.Page
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		n := publishing.NewPage{Kind: f.Kind, Parent: parent, Slug: f.Slug}
		if err := complete(f); err != nil {
			return err
		}
		if n.Slug == "" {
			if n.Slug, err = e.FreeSlug(r.Context(), parent, publishing.SlugOf(f.Title)); err != nil {
				return err
			}
		}
		made, err = e.Begin(r.Context(), n, f.Title)
		return err
	})
	if f.Problems = a.slugProblems(r, err, parent, f.Slug); len(f.Problems) > 0 {
		return a.newPage(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/pages/"+string(made.ID), "page-made")
}

// complete finds what is missing of a page that is to be made.
func complete(f pages.NewPageForm) error {
	var problems []cms.Problem
	if f.Title == "" {
		problems = append(problems, cms.Problem{Field: "title", Message: "Give the page a title"})
	}
	if f.Kind == "" {
		problems = append(problems, cms.Problem{Field: "kind", Message: "Choose what kind of page it is"})
	}
	if f.Slug == "" && f.Title != "" && publishing.SlugOf(f.Title) == "" {
		problems = append(problems, cms.Problem{Field: "slug", Message: "No address can be made from this title; write one"})
	}
	return cms.InvalidUnlessNone(problems)
}

// slugProblems is what a form can say of why a page could not be put at an
// address; none: it is something else.
func (a *Admin) slugProblems(r *request, err error, parent cms.ID, slug string) []cms.Problem {
	var invalid *cms.Invalid
	switch {
	case errors.As(err, &invalid):
		return invalid.Problems
	case !errors.Is(err, cms.ErrConflict):
		return nil
	}
	problem := cms.Problem{Field: "slug", Message: err.Error()}
	var free string
	readErr := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if cms.ValidSlug(slug) {
			free, err = e.FreeSlug(r.Context(), parent, slug)
		}
		return err
	})
	if readErr == nil && free != "" && free != slug {
		problem.Message += "; " + free + " is free"
	}
	return []cms.Problem{problem}
}
