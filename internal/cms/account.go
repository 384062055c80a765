package cms

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Account is somebody who works on the website, as those see it who manage
// accounts.
type Account struct {
	User
	Email         string // empty: the account is closed
	CreatedAt     time.Time
	SignedInAt    time.Time // zero: never
	DisabledAt    time.Time // zero: it is not
	ClosedAt      time.Time // zero: it is not
	HasPassword   bool      // else it was invited, and has not come yet
	HasFactor     bool      // codes are asked for at sign-in
	RecoveryCodes int       // that are left
}

// Active reports whether the account may be signed in to.
func (a Account) Active() bool { return a.DisabledAt.IsZero() && a.ClosedAt.IsZero() }

// NeedsFactor reports whether a user must sign in with a second factor: what
// they may do shows in public, or lets others in.
func NeedsFactor(u User) bool {
	return slices.ContainsFunc(u.Grants, func(g Grant) bool { return g.Role >= Publisher })
}

// CheckAccount finds what is wrong with the name and the email address of an
// account.
func CheckAccount(a Account) error {
	var problems []Problem
	if length := utf8.RuneCountInString(a.Name); length == 0 || length > 100 || strings.ContainsFunc(a.Name, unicode.IsControl) {
		problems = append(problems, Problem{Field: "name", Message: "Enter a name of at most 100 characters"})
	}
	if address, err := mail.ParseAddress(a.Email); err != nil || address.Address != a.Email || len(a.Email) > 254 {
		problems = append(problems, Problem{Field: "email", Message: "Enter an email address, such as name@example.org"})
	}
	return InvalidUnlessNone(problems)
}

// MayGrant reports whether a user may give somebody that right, or take it away:
// only what they hold themselves, where they manage accounts. branch holds the
// top page of the grant's branch and its ancestors; it is empty for the site.
func MayGrant(u User, g Grant, branch []ID) bool {
	return Can(u, ActionAccounts, branch) && (!g.Delete || Can(u, ActionDelete, branch))
}

// AdministersSite reports whether a user has a say over everything.
func AdministersSite(u User) bool { return Can(u, ActionAccounts, nil) }
