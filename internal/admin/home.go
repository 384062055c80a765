package admin

import (
	"net/http"

	pages "lectern/templates/admin"
)

func (a *Admin) showHome(w http.ResponseWriter, r *request) error {
	return a.show(w, r, http.StatusOK, pages.Home(a.view(r, "Home")))
}
