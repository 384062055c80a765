package admin

import (
	"errors"
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

func init() {
	done["undeleted"] = "It is back, with everything that was written there."
	done["erased"] = "It is deleted for good."
}

const binSize = 50 // branches on a page

func binURL(page cms.ID) string { return pages.BinURL + "/" + string(page) }

// showBin lists what was deleted.
func (a *Admin) showBin(w http.ResponseWriter, r *request) error {
	b := pages.Bin{Text: cms.SearchText(r.URL.Query().Get("q"))}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		q := cms.BinQuery{Text: b.Text, Paging: paging(r, binSize)}
		if b.List, b.Total, err = e.Bin(r.Context(), q); err == nil && len(b.List) == 0 && q.Number > 1 {
			q.Number = 1
			_, b.Total, err = e.Bin(r.Context(), q)
		}
		return err
	})
	if err != nil {
		return err
	}
	b.Pages = paged(r, b.Total, binSize)
	if last := b.Pages.Last; b.Pages.Number > last { // the rest was restored meanwhile
		return redirect(w, r, b.Pages.Href(last), "")
	}
	v := a.view(r, "Bin")
	v.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}}
	return a.show(w, r, http.StatusOK, pages.BinPage(v, b))
}

// binView begins a page about a branch that was deleted.
func (a *Admin) binView(r *request, b cms.Binned) *pages.View {
	v := a.view(r, b.Name())
	v.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}, {Text: "Bin", Href: pages.BinURL}}
	return v
}

// undeleting is where a form says that a branch is to stand. No parent: where it
// was.
func undeleting(r *request) (to publishing.Undeleting, err error) {
	_ = r.ParseForm()
	to.Page, err = r.page()
	to.Parent, to.Slug = cms.ID(r.Form.Get("parent")), strings.TrimSpace(r.Form.Get("slug"))
	return to, err
}

// showBinned shows a branch that was deleted, and where it may be put.
func (a *Admin) showBinned(w http.ResponseWriter, r *request) error {
	to, err := undeleting(r)
	if err != nil {
		return err
	}
	return a.binned(w, r, to, http.StatusOK, nil)
}

// binned does so with what is wrong with a form that was sent; nil: none was, and
// what keeps the branch from where it would stand is told as something to choose.
// Whoever asks for a
// page that was deleted with others is led to the top of these.
func (a *Admin) binned(w http.ResponseWriter, r *request, to publishing.Undeleting, status int, problems []cms.Problem) error {
	f := pages.BinnedForm{Search: cms.SearchText(r.Form.Get("q")), Slug: to.Slug, Problems: problems}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if f.BinBranch, err = e.BinBranch(r.Context(), to.Page); err != nil || f.ID != to.Page {
			return err
		}
		if f.Slug == "" {
			f.Slug = f.Binned.Slug
		}
		return a.placeBinned(r, e, to, &f)
	})
	switch {
	case err != nil:
		return err
	case f.ID != to.Page:
		return redirect(w, r, binURL(f.ID), "")
	}
	return a.show(w, r, status, pages.BinnedPage(a.binView(r, f.Binned), f))
}

// placeBinned finds out where a branch would stand, and what keeps it from there.
func (a *Admin) placeBinned(r *request, e *publishing.Edit, to publishing.Undeleting, f *pages.BinnedForm) (err error) {
	above := to.Parent
	if above == "" && f.Above == nil && !f.ParentGone {
		above = f.Binned.Parent
	}
	noPage := above != "" && !above.Valid()
	if above.Valid() {
		rows, err := e.PageRows(r.Context(), []cms.ID{above})
		if err != nil {
			return err
		}
		if len(rows) == 1 {
			f.Parent = &rows[0]
		}
	}
	if f.Parent != nil || noPage {
		to.Slug = f.Slug
		var invalid *cms.Invalid
		f.Address, err = e.Place(r.Context(), to)
		switch {
		case errors.As(err, &invalid):
			f.Told = sentences(invalid.Problems)
		case err != nil && invalid == nil && !errors.Is(err, cms.ErrForbidden):
			return err
		}
	}
	if f.Search == "" {
		return nil
	}
	list, err := e.FindPages(r.Context(), cms.PageQuery{Text: f.Search, Kinds: e.KindsAbove(f.Kind), Paging: cms.Paging{Size: placesShown}})
	f.Found = list.Rows
	return err
}

// undelete puts a branch back into the tree.
func (a *Admin) undelete(w http.ResponseWriter, r *request) error {
	to, err := undeleting(r)
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.Undelete(r.Context(), to)
	})
	if problems := a.slugProblems(r, err, to.Parent, to.Slug); len(problems) > 0 {
		return a.binned(w, r, to, http.StatusUnprocessableEntity, sentences(problems))
	}
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/pages/"+string(to.Page), "undeleted")
}

// sentences are problems as a form tells of them.
func sentences(problems []cms.Problem) (list []cms.Problem) {
	for _, p := range problems {
		p.Message = sentence(p.Message)
		list = append(list, p)
	}
	return list
}

// showErase asks whether a branch of the bin is to be deleted for good.
func (a *Admin) showErase(w http.ResponseWriter, r *request) error {
	return a.askErase(w, r, http.StatusOK, pages.EraseForm{})
}

func (a *Admin) askErase(w http.ResponseWriter, r *request, status int, f pages.EraseForm) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		f.BinBranch, err = e.BinBranch(r.Context(), id)
		return err
	})
	switch {
	case err != nil:
		return err
	case f.ID != id:
		return redirect(w, r, binURL(f.ID), "")
	}
	v := a.binView(r, f.Binned)
	v.Crumbs = append(v.Crumbs, pages.Link{Text: f.Name(), Href: binURL(id)})
	v.Title = "Delete for good: " + f.Name()
	return a.show(w, r, status, pages.Erase(v, f))
}

// erase deletes a branch of the bin for good.
func (a *Admin) erase(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	sure := sureOf(r)
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.Erase(r.Context(), id, sure) })
	var invalid *cms.Invalid
	switch {
	case errors.As(err, &invalid):
		return a.askErase(w, r, http.StatusUnprocessableEntity, pages.EraseForm{Title: sure.Title, Problems: sentences(invalid.Problems)})
	case errors.Is(err, cms.ErrConflict):
		return a.askErase(w, r, http.StatusConflict, pages.EraseForm{Problems: []cms.Problem{{Message: sentence(err.Error())}}})
	case err != nil:
		return err
	}
	return redirect(w, r, pages.BinURL, "erased")
}
