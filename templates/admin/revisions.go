package admin

import (
	"strconv"

	"lectern/internal/cms"
)

// Revisions is what was written on a page before, the newest first.
type Revisions struct {
	Row      cms.PageRow
	Draft    *DraftNow // nil: there is none, or this part is not the newest
	Lines    []RevisionLine
	Before   int // where this part begins; 0: at the newest
	Older    int // where the next part begins; 0: this is the last
	From, To string

	Naming   string // what a name could not be given to: the id of a revision, or "draft"
	Typed    string
	Problems []cms.Problem
	Conflict string // why what was sent could not be done
}

// DraftNow is the draft as it stands.
type DraftNow struct {
	Version int
	By, At  string
}

// RevisionLine is a revision, or some automatic ones in a row.
type RevisionLine struct {
	ID      cms.ID
	Number  int
	Name    string // empty: it has none
	By, At  string
	With    string // whose changes were merged into it, to follow By; empty: nobody's
	Why     []Purpose
	Live    bool // readers get it now
	Planned bool // they will

	Between string         // of those in a row: from when to when
	Folded  []RevisionLine // these; the rest is unused
}

// Purpose is what a revision was for.
type Purpose struct{ Text, Href string }

func revisionsOf(row cms.PageRow) string { return "/admin/pages/" + string(row.ID) + "/revisions" }

func compareOf(row cms.PageRow) string { return "/admin/pages/" + string(row.ID) + "/compare" }

// compareWith is the address of a comparison.
func compareWith(row cms.PageRow, from, to string) string {
	return compareOf(row) + "?from=" + from + "&to=" + to
}

func (r *Revisions) older() string {
	return revisionsOf(r.Row) + "?before=" + strconv.Itoa(r.Older)
}

func (r *Revisions) maySave() bool { return r.Row.May(cms.ActionSave) }

// problem is what is wrong with the name that was sent for something.
func (r *Revisions) problem(of string) string {
	if r.Naming != of || len(r.Problems) == 0 {
		return ""
	}
	return r.Problems[0].Message
}

// called is the name that stands in the form.
func (r *Revisions) called(of, name string) string {
	if r.Naming == of {
		return r.Typed
	}
	return name
}

// holdsNamed reports whether the form that is to be looked at is among those
// that are folded.
func (r *Revisions) holdsNamed(line RevisionLine) bool {
	for _, one := range line.Folded {
		if r.Naming == string(one.ID) {
			return true
		}
	}
	return false
}

func revisionTitle(number int) string { return "Revision " + strconv.Itoa(number) }

// nameID is the id of the input for a name. A problem's link leads to it.
func nameID(r *Revisions, of string) string {
	if r.problem(of) != "" {
		return "name"
	}
	return "name-" + of
}
