package admin

import (
	"net/http"
	"net/url"

	"lectern/internal/cms"
)

// Route is an address of the admin, for the test of roles.
type Route struct {
	Method, Pattern string
	Open            bool
}

// RouteTable is every address of the admin.
func RouteTable() (list []Route) {
	for _, r := range (&Admin{}).routes() {
		list = append(list, Route{r.method, r.pattern, r.open})
	}
	return list
}

// Safe reports whether asking for an address must change nothing.
func (r Route) Safe() bool { return r.Method == http.MethodGet }

func (r Route) String() string { return r.Method + " " + r.Pattern }

// Stay stores a form that stays open as it is, and returns what it says from then
// on that was read.
func (a *Admin) Stay(user cms.User, page cms.ID, form url.Values) (version int, seen string, err error) {
	r, err := http.NewRequest(http.MethodPost, "/", nil)
	if err != nil {
		return 0, "", err
	}
	r.PostForm = form
	s := a.saving(&request{Request: r, User: user}, page)
	s.verb = "stay"
	if err := a.Publisher.Read(r.Context(), user, s.read); err != nil {
		return 0, "", err
	}
	s.value, _ = s.view.Form.Value()
	if err := s.store(r.Context(), s.write); err != nil {
		return 0, "", err
	}
	version, seen = s.reading()
	return version, seen, nil
}
