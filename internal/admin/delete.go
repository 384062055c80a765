package admin

import (
	"errors"
	"net/http"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// showDelete asks whether a page and all below it are to be deleted, or says what
// keeps them and what to do about it.
func (a *Admin) showDelete(w http.ResponseWriter, r *request) error {
	return a.askDelete(w, r, http.StatusOK, pages.DeleteForm{})
}

func (a *Admin) askDelete(w http.ResponseWriter, r *request, status int, f pages.DeleteForm) error {
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
		if !row.May(cms.ActionDelete) {
			return cms.Forbiddenf("you may not delete this page; deleting is a right of its own, which administrators give")
		}
		f.Deletion, err = e.Deletion(r.Context(), id)
		page = shown{status, pages.Delete(v, row, f)}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// sureOf is what a form says of what somebody was told before they delete, and
// what they have typed.
func sureOf(r *request) publishing.Sure {
	told, err := strconv.Atoi(r.PostFormValue("pages"))
	if err != nil {
		told = 0
	}
	return publishing.Sure{Pages: told, Title: r.PostFormValue("title")}
}

// delete puts a page and all below it into the bin.
func (a *Admin) delete(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	sure := sureOf(r)
	var row cms.PageRow
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		return e.Delete(r.Context(), id, sure)
	})
	var invalid *cms.Invalid
	switch {
	case errors.As(err, &invalid):
		return a.askDelete(w, r, http.StatusUnprocessableEntity, pages.DeleteForm{Title: sure.Title, Problems: sentences(invalid.Problems)})
	case errors.Is(err, cms.ErrConflict) && row.Parent != "":
		return a.askDelete(w, r, http.StatusConflict, pages.DeleteForm{Problems: []cms.Problem{{Message: sentence(err.Error())}}})
	case err != nil:
		return err
	}
	if kind, known := a.Registry.Kind(row.Kind); known && !kind.Addressed {
		return redirect(w, r, fixturesURL(kind), "page-deleted")
	}
	to := "/admin/pages?done=page-deleted"
	if row.Parent != "" {
		to += "&below=" + string(row.Parent)
	}
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// showDiscard asks whether a draft is to be thrown away.
func (a *Admin) showDiscard(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	var page shown
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		v, row, err := a.pageView(r, e, id)
		if err == nil && !row.May(cms.ActionDeleteDraft) {
			err = cms.Forbiddenf("you may not throw this draft away")
		}
		page = shown{http.StatusOK, pages.Discard(v, row)}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// discard throws away the draft that was shown; one that was saved since stays.
func (a *Admin) discard(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.DeleteDraft(r.Context(), id, r.version())
	})
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/pages/"+string(id), "draft-discarded")
}
