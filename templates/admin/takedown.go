package admin

import "lectern/internal/cms"

// Takedown is a page for one thing that can be done to what is public.
type Takedown struct {
	Row      cms.PageRow
	Crumbs   []Link
	Action   string // last part of its address
	Title    string
	Lead     string // what it does
	Button   string
	Asks     Asks
	Form     TakedownForm
	Problems []cms.Problem

	Confirm []string // what readers will get, in words; empty: it is not asked yet
	Warning string   // what may be a mistake
}

// Asks says which fields the form has.
type Asks struct{ Notice, NoticeOptional, To, Time, Until, Never bool }

// TakedownForm is what was typed.
type TakedownForm struct {
	Notice, To string
	Which      string // now, at or never
	From       When
	Until      When
}

// Base is the address of the page for publishing.
func (t *Takedown) Base() string { return "/admin/pages/" + string(t.Row.ID) + "/publish" }

func (t *Takedown) problem(field string) string {
	for _, p := range t.Problems {
		if p.Field == field {
			return p.Message
		}
	}
	return ""
}

// Planned is a page to change or cancel what is planned.
type Planned struct {
	Row         cms.PageRow
	Crumbs      []Link
	Release     Public
	From, Until When
	Problems    []cms.Problem
	Instead     string // what readers get if it is cancelled
	Base        string // address of the release
	Back        string
}
