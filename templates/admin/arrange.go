package admin

import "lectern/internal/cms"

// NewPageForm makes a page below another.
type NewPageForm struct {
	Used, Others []KindChoice // kinds that are below the page already, and the others
	Kind         string
	Title, Slug  string
	Base         string // the address that the slug follows, such as "/services/"
	Problems     []cms.Problem
}

// KindChoice is a kind of page that may be made.
type KindChoice struct{ Name, Label, Help string }

// PlaceForm gives a page, or its copy, another place.
type PlaceForm struct {
	Copy     bool
	Search   string // what the page above is looked for by
	Found    []cms.PageRow
	Parent   *cms.PageRow // the page that is chosen
	Slug     string
	Title    string // of a copy
	Below    bool   // copy the pages below, too
	Shown    *Change
	Problems []cms.Problem
}

// Change is what would become of addresses.
type Change struct {
	Rows  []ChangeRow // at most ChangeRows
	Total int
	Leads int // old addresses that lead on
}

// ChangeRows is how many addresses a page shows. A file holds the others.
const ChangeRows = 100

// ChangeRow is a page with the address it would have.
type ChangeRow struct {
	Title, From, To string
	Leads           bool
}

// base is the address of the admin for an action on a page.
func (f PlaceForm) base(row cms.PageRow) string {
	if f.Copy {
		return "/admin/pages/" + string(row.ID) + "/copy"
	}
	return "/admin/pages/" + string(row.ID) + "/move"
}

// OrderForm puts the pages below a page in order.
type OrderForm struct {
	Rows     []cms.PageRow
	Places   []string // as they were typed
	Ordered  bool     // somebody has put them in order
	Problems []cms.Problem
}

func problemOf(problems []cms.Problem, field string) string {
	return Field{Name: field, Problems: problems}.problem()
}

// AddressBase is what the address of a page below that one begins with.
func AddressBase(parent cms.PageRow) string {
	if parent.Path == "/" {
		return "/"
	}
	return parent.Path + "/"
}
