package cms

import (
	"strings"
	"time"
)

// ReviewState is how far a draft is on its way to its readers.
type ReviewState string

const (
	Drafting ReviewState = "draft"    // it is being written
	InReview ReviewState = "review"   // a reviewer is asked for
	Approved ReviewState = "approved" // it may be released
)

// Review is what was last said of a draft, and by whom. A draft that was
// returned is being written again, and keeps the comment it was returned with.
type Review struct {
	State ReviewState
	By    ID        // who asked for the review, approved or returned; empty: nobody yet
	At    time.Time // zero: never
	Note  string
}

// Returned reports whether a reviewer has given the draft back to its writer.
func (r Review) Returned() bool { return r.State == Drafting && r.By != "" }

// Submitted asks for a review. The note is for the reviewer, and may be empty.
func (r Review) Submitted(by ID, at time.Time, note string) (Review, error) {
	switch r.State {
	case InReview:
		return r, Conflictf("this draft is in review already")
	case Approved:
		return r, Conflictf("this draft is approved already")
	}
	return Review{InReview, by, at, strings.TrimSpace(note)}, nil
}

// ApprovedBy lets a draft be released that somebody else wrote. Nobody approves
// their own last change, whatever else they may do.
func (d Draft) ApprovedBy(by ID, at time.Time, note string) (Review, error) {
	switch {
	case d.Review.State == Approved:
		return d.Review, Conflictf("this draft is approved already")
	case d.Review.State != InReview:
		return d.Review, Conflictf("nobody has asked for a review of this draft; it must be sent for review first")
	case d.Editor == by:
		return d.Review, Forbiddenf("you wrote the last change of this draft; somebody else must approve it")
	}
	return Review{Approved, by, at, strings.TrimSpace(note)}, nil
}

// ReturnedBy gives a draft back to its writer, with what is to be done. That it
// was approved can be taken back so.
func (r Review) ReturnedBy(by ID, at time.Time, comment string) (Review, error) {
	if r.State != InReview && r.State != Approved {
		return r, Conflictf("nobody has asked for a review of this draft")
	}
	if comment = strings.TrimSpace(comment); comment == "" {
		return r, Invalidf("comment", "say what is to be changed, so that the writer can go on")
	}
	return Review{Drafting, by, at, comment}, nil
}

// AfterChange is the review of a draft whose text has changed: what was
// approved is no longer what it says, what is in review stays there.
func (r Review) AfterChange() Review {
	if r.State == Approved {
		return Review{State: Drafting}
	}
	return r
}
