package cms

import "time"

// Submission is a form that a visitor has sent. Nothing says who it was.
type Submission struct {
	Token   ID // made with the form: what is sent again is the same submission
	Page    ID // of the form
	At      time.Time
	Answers Answers
}

// Answers is what was answered, by the names of the questions: one text, or
// several where several could be chosen. A question left open is not there.
type Answers map[string][]string

// FormBox is a page with the forms that were sent from it.
type FormBox struct {
	Page   ID
	Title  string // empty: the page is not there any more
	Path   string // where it is public now; empty: nowhere
	Count  int
	Latest time.Time // zero: none was sent
}

// SubmissionQuery asks for the forms that were sent from a page.
type SubmissionQuery struct {
	Page   ID
	From   time.Time // sent at or after; zero: from the first
	Until  time.Time // sent before; zero: up to now
	Paging           // without a size: all
}
