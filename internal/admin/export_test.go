package admin

import "net/http"

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
