package cms

import "slices"

// Role is what a user may do within a branch. Each includes those before it.
type Role int

const (
	Author        Role = iota + 1 // writes drafts and submits them
	Reviewer                      // approves or returns them
	Publisher                     // releases, schedules, withdraws, moves
	Administrator                 // everything, accounts and settings included
)

// Grant gives a role on a branch of the tree.
type Grant struct {
	Role   Role
	Branch ID // the branch's top page; empty: the whole site
}

// User is somebody, or the system itself, who acts.
type User struct {
	ID     ID
	Name   string
	Grants []Grant
}

// System is the user in whose name the importer and the worker act.
var System = User{
	ID:     "00000000-0000-7000-8000-000000000001",
	Name:   "system",
	Grants: []Grant{{Role: Administrator}},
}

// Action is something a user does to a page.
type Action string

const (
	ActionSave        Action = "save"         // write the draft
	ActionCreate      Action = "create"       // make a page below another
	ActionDeleteDraft Action = "delete-draft" // throw the draft away
	ActionRelease     Action = "release"      // now or at an instant, expire, cancel, announce
	ActionWithdraw    Action = "withdraw"     // withdraw, gone, redirect
	ActionMove        Action = "move"
	ActionConfigure   Action = "configure" // terms, redirects, kinds without an address
)

var needed = map[Action]Role{
	ActionSave:        Author,
	ActionCreate:      Author,
	ActionDeleteDraft: Author,
	ActionRelease:     Publisher,
	ActionWithdraw:    Publisher,
	ActionMove:        Publisher,
	ActionConfigure:   Administrator,
}

// Can reports whether the user may do that to a page. branch holds the page
// and its ancestors; it is empty for what belongs to the whole site.
func Can(u User, a Action, branch []ID) bool {
	role, known := needed[a]
	if !known {
		return false
	}
	return slices.ContainsFunc(u.Grants, func(g Grant) bool {
		return g.Role >= role && (g.Branch == "" || slices.Contains(branch, g.Branch))
	})
}
