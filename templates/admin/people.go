package admin

import (
	"strconv"

	"lectern/internal/cms"
)

// Person is somebody's account, for those who manage it.
type Person struct {
	cms.Account
	Places map[cms.ID]string // path of each branch that a grant names
	Own    bool
}

// state says in a word how an account is, and in which colour.
func (p Person) state() (word, colour string) {
	switch {
	case !p.ClosedAt.IsZero():
		return "Closed", "grey"
	case !p.DisabledAt.IsZero():
		return "Disabled", "red"
	case !p.HasPassword:
		return "Invited", "amber"
	case cms.NeedsFactor(p.User) && !p.HasFactor:
		return "No second step yet", "amber"
	default:
		return "Active", "green"
	}
}

// GrantRow is a right as it is edited.
type GrantRow struct {
	Role   cms.Role
	Path   string // empty: the whole site
	Delete bool
}

func (g GrantRow) name(part string, i int) string { return part + "." + strconv.Itoa(i) }

// PersonForm is what was typed about somebody.
type PersonForm struct {
	Person
	Name, Email string
	Rows        []GrantRow
	Mailed      bool // letters leave the house
	Problems    []cms.Problem
}

// problemsOf are the problems of some fields only.
func problemsOf(problems []cms.Problem, fields ...string) []cms.Problem {
	var list []cms.Problem
	for _, p := range problems {
		for _, f := range fields {
			if p.Field == f {
				list = append(list, p)
			}
		}
	}
	return list
}
