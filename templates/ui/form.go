package ui

import (
	"slices"
	"strconv"

	"lectern/internal/cms"
)

// Names that a form sends besides those of its questions, which have no
// underscore.
const (
	TokenField = "form_token"
	TrapField  = "your_website" // people do not see it; what fills it in is a program
)

// SentParam tells in the address of a form's page that it was sent, and whether
// it had been before.
const (
	SentParam = "sent"
	SentFirst = "1"
	SentAgain = "again"
)

// FormState is how far a visitor has come with the form of the page.
type FormState struct {
	Token    cms.ID              // of this form: sent twice, it is kept once
	Typed    map[string][]string // by the names of the questions
	Problems []cms.Problem       // by the names of the questions, or with none about the whole form
	Sent     string              // SentFirst or SentAgain; empty: not yet
}

// Value is what was typed into a question.
func (f *FormState) Value(name string) string {
	if typed := f.Typed[name]; len(typed) > 0 {
		return typed[0]
	}
	return ""
}

// Chose reports whether an answer was chosen.
func (f *FormState) Chose(name, answer string) bool { return slices.Contains(f.Typed[name], answer) }

// Problem is what is wrong with the answer to a question; empty: nothing.
func (f *FormState) Problem(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Message
		}
	}
	return ""
}

// AnswerID is the id of the field for a question; what else of it has an id
// adds a word to that. No heading takes one with an underscore.
func AnswerID(name string) string { return "answer_" + name }

// OptionID is the id of the n-th answer to choose, from 0. The first is that
// of the question, for a link to lead to.
func OptionID(name string, n int) string {
	if n == 0 {
		return AnswerID(name)
	}
	return AnswerID(name) + "_" + strconv.Itoa(n+1)
}
