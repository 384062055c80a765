package admin

// Route is an address of the admin, for the test that walks them all.
type Route struct {
	Method, Pattern string
	Open            bool
}

// Routes of the admin, in the order of the table.
func AllRoutes() (list []Route) {
	for _, one := range new(Admin).routes() {
		list = append(list, Route{one.method, one.pattern, one.open})
	}
	return list
}
