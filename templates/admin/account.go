package admin

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
)

// AccountPage is what people see of their own account.
type AccountPage struct {
	cms.Account
	Places   map[cms.ID]string
	Sessions []Session
	Off      []cms.LetterSort // letters that they do without
	Mailed   bool             // letters leave the house
	Problems []cms.Problem
}

// letterHelp says what each sort of letter tells.
var letterHelp = map[cms.LetterSort]string{
	cms.LetterReview:   "A draft waits for a review that you may give",
	cms.LetterAnswer:   "A draft that you wrote or sent for review was approved or returned",
	cms.LetterReleased: "What you wrote, sent for review or look after was published, or taken away",
	cms.LetterPlanned:  "What you planned, or is planned for a page that you look after, was cancelled or moved to another time",
	cms.LetterOverdue:  "Pages that you look after are overdue for review: once a week at most",
}

// gets reports whether somebody gets letters of a sort.
func (p AccountPage) gets(sort cms.LetterSort) bool { return !slices.Contains(p.Off, sort) }

// Session is where somebody is signed in.
type Session struct {
	Token, Browser, Network string
	Begun, Used             time.Time
	Here                    bool
}

// FactorPage sets up the app that makes codes.
type FactorPage struct {
	Has      bool   // there is one already
	Forced   bool   // nothing else works before
	Secret   string // empty: not begun
	Problems []cms.Problem
}

// groups parts a secret, so that it can be typed.
func groups(secret string) string {
	var parts []string
	for len(secret) > 4 {
		parts, secret = append(parts, secret[:4]), secret[4:]
	}
	return strings.Join(append(parts, secret), " ")
}

func escaped(next string) string { return url.QueryEscape(next) }

var roleHelp = map[cms.Role]string{
	cms.Author:        "writes drafts and sends them for approval",
	cms.Reviewer:      "also approves or returns what others wrote",
	cms.Publisher:     "also publishes, schedules, withdraws and moves",
	cms.Administrator: "may do everything, settings and accounts included",
}

// RoleName is a role as it begins a line.
func RoleName(r cms.Role) string {
	name := r.String()
	if name == "" {
		return "No role"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// grantText says a right in words.
func grantText(g cms.Grant, places map[cms.ID]string) string {
	text := RoleName(g.Role) + " on the whole site"
	if g.Branch != "" {
		text = RoleName(g.Role) + " at and below " + places[g.Branch]
	}
	if g.Delete {
		text += ", and may delete"
	}
	return text
}

// when says since when somebody is signed in, and from where.
func (s Session) when(v *View) string {
	text := "Since " + v.At(s.Begun) + ", last used " + v.At(s.Used)
	if s.Network != "" {
		text += ", from " + s.Network
	}
	return text
}
