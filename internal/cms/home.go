package cms

import "time"

// Desk is what somebody finds when they come to work.
type Desk struct {
	Drafts    PageList // that they wrote last
	ToReview  PageList // drafts of others that they may approve
	Returned  PageList // their drafts that a reviewer gave back
	ToRelease PageList // approved drafts that they may release
	Planned   []Happening
	Recent    []Happening
	Tops      []PageRow // where they begin, if they work on some branches only
}

// Waiting is how many drafts wait for them.
func (d Desk) Waiting() int { return d.ToReview.Total + d.Returned.Total + d.ToRelease.Total }

// Happening is a release of a page that has begun or is to begin.
type Happening struct {
	Page    PageRow
	Outcome Outcome
	At      time.Time
	By      Person // who planned it
}
