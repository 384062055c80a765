package admin

import (
	"strings"
	"time"

	"lectern/internal/cms"
)

// Publish is the page on which a page is reviewed and released.
type Publish struct {
	Row     cms.PageRow
	Live    *Public  // nil: readers get nothing
	Before  *Public  // what they got last; nil: they never got anything
	Planned []Public // what is to come, the next first
	Draft   *Draft   // nil: there is none
	Said    []Remark // in reviews since the last release, the latest first
	Blocks  []Finding
	Advice  []Finding
	Timely  bool   // what keeps it from being released may be otherwise at another instant
	AsOf    string // the instant that it was looked at as of; empty: now
	Ways    []Way  // to take away what is public, or to bring it back

	Review   string // state of the draft: a cms.ReviewState; empty: it needs no review
	Returned bool
	New      bool // nothing of the page was ever public

	MaySubmit, MayReview, MayRelease, MayOverride bool
	Wrote                                         bool   // the person wrote the last change
	AskReview, AskRelease                         string // who can: such as "Ann or Bob"
	Announceable                                  bool

	MayAssign bool     // the person may say who looks after the page
	Owner     cms.ID   // who does; empty: nobody
	Owners    []Option // who could
	Ownerless int      // pages below that nobody looks after

	Form     ReleaseForm
	Problems []cms.Problem // of what was sent
	Conflict string        // why what was sent could not be done
}

// Base is the address that everything is sent to.
func (p *Publish) Base() string { return "/admin/pages/" + string(p.Row.ID) + "/publish" }

// Edit is the address of the edit page.
func (p *Publish) Edit() string { return "/admin/pages/" + string(p.Row.ID) }

// Ready reports whether the draft may be released by somebody who may release.
func (p *Publish) Ready() bool { return p.Review == "" || p.Review == string(cms.Approved) }

// ReviewDay is the day by which the page is to be looked at again.
func (p *Publish) ReviewDay() string { return p.Row.ReviewBy.In(time.UTC).Format("2 January 2006") }

func (p *Publish) problem(field string) string {
	for _, one := range p.Problems {
		if one.Field == field {
			return one.Message
		}
	}
	return ""
}

// State says how far the draft is.
func (p *Publish) State() cms.PageState {
	switch {
	case p.Review == string(cms.Approved):
		return cms.PageState{Text: "Approved", Tone: cms.Good}
	case p.Review == string(cms.InReview):
		return cms.PageState{Text: "In review", Tone: cms.Wait}
	case p.Returned:
		return cms.PageState{Text: "Returned", Tone: cms.Past}
	}
	return cms.PageState{Text: "Draft", Tone: cms.Plain}
}

// Public is what readers get from one instant until another.
type Public struct {
	ID         cms.ID
	What       string // such as "Revision 14"
	From       string
	Until      string // empty: open
	Notice     string
	By         string // who released it; empty: not known
	ApprovedBy string
	Reason     string // why nobody has approved it
	Note       string // what readers are told has changed
	Minor      bool
	Ahead      []Finding // what will be wrong when it begins
}

// what is What as a sentence begins.
func (s *Public) what() string { return strings.ToUpper(s.What[:1]) + s.What[1:] }

// Draft is what there is to say of a draft.
type Draft struct {
	Version int
	By, At  string
	Summary string   // of what is different from what was last public
	Compare string   // address of the two beside each other
	Changes []string // in words; what is more than a few is counted
	More    int
}

// Remark is what somebody said of a draft.
type Remark struct{ Who, What, At, Note string }

// Finding is something to be said of the content, with the way to its place, if
// there is one.
type Finding struct{ Label, Message, Href string }

// Way leads to something that can be done to what is public.
type Way struct {
	Link
	Help string
}

// ReleaseForm is what was typed before.
type ReleaseForm struct {
	Note, Approval, Comment, Reason string
	Scheduled                       bool
	From, Until                     When
	Change, ChangeNote              string // minor or major
	ReviewBy                        string // as browsers write a day
	OwnerBelow                      bool   // pages below are given to somebody, too
}

// whomToAsk names people to ask.
func whomToAsk(names string, role string) string {
	if names == "" {
		return "Ask " + role + "."
	}
	return "Ask " + names + "."
}
