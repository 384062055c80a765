package admin

import (
	"net/http"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

// showHome shows what somebody finds when they come to work.
func (a *Admin) showHome(w http.ResponseWriter, r *request) error {
	var desk cms.Desk
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		desk, err = e.Desk(r.Context())
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, pages.Home(a.view(r, "Home"), desk))
}
