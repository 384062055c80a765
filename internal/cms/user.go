package cms

import (
	"fmt"
	"slices"
)

// Role is what a user may do within a branch. Each includes those before it.
type Role int

const (
	Author        Role = iota + 1 // writes drafts and submits them
	Reviewer                      // approves or returns them
	Publisher                     // releases, schedules, withdraws, moves
	Administrator                 // everything, accounts and settings included
)

// Roles are all there are, the least first.
var Roles = []Role{Author, Reviewer, Publisher, Administrator}

var roleNames = map[Role]string{Author: "author", Reviewer: "reviewer", Publisher: "publisher", Administrator: "administrator"}

// String is the role's name; empty for none.
func (r Role) String() string { return roleNames[r] }

// UnmarshalText reads a role by its name.
func (r *Role) UnmarshalText(text []byte) error {
	for role, name := range roleNames {
		if name == string(text) {
			*r = role
			return nil
		}
	}
	return fmt.Errorf("%q is not a role: author, reviewer, publisher or administrator", text)
}

// Grant gives a role on a branch of the tree.
type Grant struct {
	Role   Role
	Branch ID   // the branch's top page; empty: the whole site
	Delete bool // may also delete there, and bring back
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
	Grants: []Grant{{Role: Administrator, Delete: true}},
}

// Action is something a user does to a page.
type Action string

const (
	ActionRead        Action = "read"         // see the draft and the history of a page
	ActionSave        Action = "save"         // write the draft
	ActionCreate      Action = "create"       // make a page below another
	ActionSubmit      Action = "submit"       // ask for a review of the draft
	ActionReview      Action = "review"       // approve or return it
	ActionDeleteDraft Action = "delete-draft" // throw the draft away
	ActionDelete      Action = "delete"       // put it into the bin, bring it back and, if it was never public, delete it for good
	ActionRelease     Action = "release"      // now or at an instant, expire, cancel, announce
	ActionOverride    Action = "override"     // release what nobody has approved
	ActionWithdraw    Action = "withdraw"     // withdraw, gone, redirect
	ActionMove        Action = "move"
	ActionAssign      Action = "assign"    // say who looks after it
	ActionUpload      Action = "upload"    // add files
	ActionAccounts    Action = "accounts"  // create, disable and close accounts
	ActionConfigure   Action = "configure" // terms, redirects, kinds without an address
)

var needed = map[Action]Role{
	ActionRead:        Author,
	ActionSave:        Author,
	ActionCreate:      Author,
	ActionSubmit:      Author,
	ActionReview:      Reviewer,
	ActionDeleteDraft: Author,
	ActionDelete:      Author, // and the right to delete
	ActionRelease:     Publisher,
	ActionOverride:    Administrator,
	ActionWithdraw:    Publisher,
	ActionMove:        Publisher,
	ActionAssign:      Publisher,
	ActionUpload:      Author,
	ActionAccounts:    Administrator,
	ActionConfigure:   Administrator,
}

// Actions returns everything that the user may do to a page. See Can.
func Actions(u User, branch []ID) []Action {
	var list []Action
	for action := range needed {
		if Can(u, action, branch) {
			list = append(list, action)
		}
	}
	slices.Sort(list)
	return list
}

// Can reports whether the user may do that to a page. branch holds the page
// and its ancestors; it is empty for what belongs to the whole site.
func Can(u User, a Action, branch []ID) bool {
	role, known := needed[a]
	if !known {
		return false
	}
	return slices.ContainsFunc(u.Grants, func(g Grant) bool {
		return g.Role >= role && g.covers(branch) && (a != ActionDelete || g.Delete)
	})
}

func (g Grant) covers(branch []ID) bool { return g.Branch == "" || slices.Contains(branch, g.Branch) }

// CanSomewhere reports whether there is any branch where the user may do that.
func CanSomewhere(u User, a Action) bool {
	return slices.ContainsFunc(u.Grants, func(g Grant) bool { return Can(u, a, []ID{g.Branch}) })
}

// Reach is where a user may do something: everywhere, or on some branches.
type Reach struct {
	Everywhere bool
	Branches   []ID
}

// ReachOf returns where the user may do that.
func ReachOf(u User, a Action) Reach {
	var r Reach
	for _, g := range u.Grants {
		switch {
		case !Can(User{Grants: []Grant{g}}, a, []ID{g.Branch}):
		case g.Branch == "":
			r.Everywhere = true
		default:
			r.Branches = append(r.Branches, g.Branch)
		}
	}
	return r
}
