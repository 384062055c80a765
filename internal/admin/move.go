package admin

import (
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// showMove asks where a page is to stand.
func (a *Admin) showMove(w http.ResponseWriter, r *request) error {
	return a.place(w, r, http.StatusOK, placeAsked(r, false))
}

// showCopy asks where the copy of a page is to stand.
func (a *Admin) showCopy(w http.ResponseWriter, r *request) error {
	return a.place(w, r, http.StatusOK, placeAsked(r, true))
}

// asked is what a form asks for, before the pages that it names are read.
type asked struct {
	pages.PlaceForm
	parent cms.ID
}

func placeAsked(r *request, copies bool) asked {
	_ = r.ParseForm()
	f := asked{parent: cms.ID(r.Form.Get("parent"))}
	f.Copy, f.Search, f.Below = copies, cms.SearchText(r.Form.Get("q")), r.Form.Get("below") != ""
	f.Slug, f.Title = strings.TrimSpace(r.Form.Get("slug")), strings.TrimSpace(r.Form.Get("title"))
	if !f.parent.Valid() {
		f.parent = ""
	}
	return f
}

const placesShown = 20 // pages to choose from

// place shows the form for another place, with what it asks for and what that
// would do, if it has been tried.
func (a *Admin) place(w http.ResponseWriter, r *request, status int, f asked) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	var page shown
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		v, row, err := a.pageView(r, e, id)
		if err != nil {
			return err
		}
		if !row.Readable {
			return cms.Forbiddenf("you may not work on this page")
		}
		if row.Parent == "" {
			return cms.Conflictf("this page has no place in the tree that it could leave")
		}
		if err := a.choosePlace(r, e, row, &f); err != nil {
			return err
		}
		page = shown{status, pages.Replace(v, row, f.PlaceForm)}
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// choosePlace fills in the page that is chosen to stand below, and those that
// were looked for.
func (a *Admin) choosePlace(r *request, e *publishing.Edit, row cms.PageRow, f *asked) error {
	if f.parent == "" {
		f.parent = row.Parent
	}
	parents, err := e.PageRows(r.Context(), []cms.ID{f.parent})
	if err != nil {
		return err
	}
	if len(parents) == 1 {
		f.Parent = &parents[0]
	}
	if f.Title == "" && f.Copy {
		f.Title = row.Title
	}
	if f.Slug == "" {
		f.Slug = row.Slug
		if f.Copy {
			if f.Slug, err = e.FreeSlug(r.Context(), f.parent, row.Slug); err != nil {
				return err
			}
		}
	}
	if f.Search == "" {
		return nil
	}
	list, err := e.FindPages(r.Context(), cms.PageQuery{Text: f.Search, Kinds: e.KindsAbove(row.Kind), Paging: cms.Paging{Size: placesShown}})
	f.Found = list.Rows
	return err
}

// move shows what a move would do, hands it out as a file, or does it.
func (a *Admin) move(w http.ResponseWriter, r *request) error {
	page, err := r.page()
	if err != nil {
		return err
	}
	f := placeAsked(r, false)
	var moved []publishing.Moved
	run := func(e *publishing.Edit) (err error) {
		moved, err = e.MoveBranch(r.Context(), page, f.parent, f.Slug)
		if err == nil && len(moved) == 0 {
			err = cms.Invalidf("slug", "it stands there already; choose another page to stand below, or another name")
		}
		return err
	}
	return a.replace(w, r, f, run, func() (list []pages.ChangeRow) {
		for _, m := range moved {
			list = append(list, pages.ChangeRow{Title: m.Title, From: m.From, To: m.To, Leads: m.Leads})
		}
		return list
	}, "/admin/pages/"+string(page), "page-moved")
}

// copy does the same for a copy.
func (a *Admin) copy(w http.ResponseWriter, r *request) error {
	page, err := r.page()
	if err != nil {
		return err
	}
	f := placeAsked(r, true)
	var copied []publishing.Copied
	run := func(e *publishing.Edit) (err error) {
		copied, err = e.Copy(r.Context(), publishing.Copying{Page: page, Parent: f.parent, Slug: f.Slug, Title: f.Title, Below: f.Below})
		return err
	}
	return a.replace(w, r, f, run, func() (list []pages.ChangeRow) {
		for _, c := range copied {
			list = append(list, pages.ChangeRow{Title: c.Title, To: c.Path})
		}
		return list
	}, "", "page-copied", func() string { return "/admin/pages/" + string(copied[0].To) })
}

// replace tries or does what a form for another place asks for.
func (a *Admin) replace(w http.ResponseWriter, r *request, f asked, run func(*publishing.Edit) error, rows func() []pages.ChangeRow, to, key string, found ...func() string) error {
	do := a.Publisher.TryEdit
	action := r.PostFormValue("action")
	if action == "do" {
		do = a.Publisher.Edit
	}
	if f.parent == "" {
		f.Problems = []cms.Problem{{Field: "parent", Message: "Choose the page that it is to stand below"}}
		return a.place(w, r, http.StatusUnprocessableEntity, f)
	}
	err := do(r.Context(), r.User, run)
	if f.Problems = a.slugProblems(r, err, f.parent, f.Slug); len(f.Problems) > 0 {
		return a.place(w, r, http.StatusUnprocessableEntity, f)
	}
	switch {
	case err != nil:
		return err
	case action == "do":
		for _, where := range found {
			to = where()
		}
		return redirect(w, r, to, key)
	case action == "csv":
		return changesCSV(w, r, rows())
	}
	list := rows()
	f.Shown = &pages.Change{Total: len(list), Rows: list[:min(len(list), pages.ChangeRows)]}
	for _, row := range list {
		if row.Leads {
			f.Shown.Leads++
		}
	}
	return a.place(w, r, http.StatusOK, f)
}

// changesCSV hands out what would become of addresses.
func changesCSV(w http.ResponseWriter, r *request, rows []pages.ChangeRow) error {
	table := [][]string{{"page", "from", "to", "redirect"}}
	for _, row := range rows {
		leads := "no"
		if row.Leads {
			leads = "yes"
		}
		table = append(table, []string{row.Title, row.From, row.To, leads})
	}
	return writeTable(w, r, "addresses.csv", table)
}
