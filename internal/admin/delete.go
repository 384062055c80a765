package admin

import (
	"net/http"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// showDelete asks whether a page is to be deleted, or says why it cannot be and
// what to do instead.
func (a *Admin) showDelete(w http.ResponseWriter, r *request) error {
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
		ties, err := e.Ties(r.Context(), id)
		if err != nil {
			return err
		}
		f := pages.DeleteForm{Public: ties.Begun, Planned: ties.Released, Children: ties.Children, Redirects: ties.Redirects, BestBets: ties.BestBets}
		switch {
		case ties.Begun:
			f.Reason = "It has been public, and what has been public is kept."
		case ties.Released:
			f.Reason = "It is planned to be released."
		case ties.Children > 0 || ties.Redirects > 0 || ties.BestBets > 0:
			f.Reason = "Others depend on it."
		case !row.May(cms.ActionDelete):
			return cms.Forbiddenf("you may not delete this page; deleting is a right of its own, which administrators give")
		}
		f.Mentions, err = e.PageRows(r.Context(), ties.Mentions)
		page = shown{http.StatusOK, pages.Delete(v, row, f)}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, page.status, page.html)
}

// delete deletes a page.
func (a *Admin) delete(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	var row cms.PageRow
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		return e.Delete(r.Context(), id)
	})
	if err != nil {
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
