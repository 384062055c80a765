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
