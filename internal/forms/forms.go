// Package forms judges what a visitor has filled in, by what the form's page
// declares. It is pure: a form and what was sent go in, a sheet comes out.
package forms

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Sheet is a form that was filled in.
type Sheet struct {
	Typed    map[string][]string // as it was typed, to be shown again
	Answers  cms.Answers         // as it is kept
	Problems []cms.Problem       // by the names of the questions, in their order
}

// Read judges what was sent. Whatever the form does not ask for is left aside.
func Read(form *kinds.Form, sent url.Values) Sheet {
	sheet := Sheet{Typed: map[string][]string{}, Answers: cms.Answers{}}
	for _, q := range form.Fields {
		typed := readable(sent[q.Name])
		if len(typed) == 0 {
			typed = []string{""}
		}
		if q.Type != "checkboxes" {
			typed = typed[:1] // a browser sends no more
		}
		sheet.Typed[q.Name] = typed
		answers, problem := answer(q, typed)
		if problem != "" {
			sheet.Problems = append(sheet.Problems, cms.Problem{Field: q.Name, Message: problem})
		} else if len(answers) > 0 {
			sheet.Answers[q.Name] = answers
		}
	}
	return sheet
}

// readable is text that can be shown: UTF-8, with line ends as ours.
func readable(texts []string) []string {
	clean := make([]string, len(texts))
	for i, text := range texts {
		clean[i] = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""), "\r\n", "\n")
	}
	return clean
}

// answer returns what is kept of what was typed, or what is wrong with it.
func answer(q kinds.FormField, typed []string) (answers []string, problem string) {
	if q.Chooses() {
		answers, problem = choice(q, typed)
	} else if text := written(q, typed[0]); text != "" {
		answers, problem = []string{text}, unfit(q, text)
	}
	if problem == "" && q.Required && len(answers) == 0 {
		return nil, missing(q)
	}
	return answers, problem
}

// written is a text in the form that is kept.
func written(q kinds.FormField, text string) string {
	if q.Type == "longtext" {
		return richtext.NormaliseLines(text)
	}
	return richtext.NormaliseLine(text)
}

// unfit says what is wrong with a text; empty: nothing.
func unfit(q kinds.FormField, text string) string {
	n, most := utf8.RuneCountInString(text), q.Most()
	switch {
	case n > most:
		return fmt.Sprintf("Your answer to “%s” has %s characters and may have %s. Take %s away", q.Label, count(n), count(most), count(n-most))
	case q.Type == "email" && !schema.IsEmail(text):
		return "Enter an email address in the correct format, like name@example.org"
	case q.Type == "telephone" && !isTelephone(text):
		return "Enter a telephone number, like 0300 303 5678 or +44 20 7946 0958"
	default:
		return ""
	}
}

var digit = regexp.MustCompile(`[0-9]`)

var telephone = regexp.MustCompile(`^[0-9+()./ -]+((x|ext\.?) ?[0-9]+)?$`)

// isTelephone is generous: people write numbers in many ways.
func isTelephone(text string) bool {
	return len(digit.FindAllString(text, 5)) == 5 && telephone.MatchString(text)
}

// choice returns the answers that were chosen, in the order of the form.
func choice(q kinds.FormField, typed []string) (answers []string, problem string) {
	for _, option := range q.Options {
		if slices.Contains(typed, option.Label) {
			answers = append(answers, option.Label)
		}
	}
	for _, text := range typed {
		if text != "" && !slices.Contains(answers, text) {
			return nil, fmt.Sprintf("Choose your answer to “%s” from those that the form offers", q.Label)
		}
	}
	return answers, ""
}

// missing says what to do about a question that was left open.
func missing(q kinds.FormField) string {
	switch {
	case q.Missing != "":
		return q.Missing
	case q.Type == "email":
		return "Enter an email address"
	case q.Type == "telephone":
		return "Enter a telephone number"
	case q.Chooses():
		return fmt.Sprintf("Choose an answer to “%s”", q.Label)
	default:
		return fmt.Sprintf("Enter an answer to “%s”", q.Label)
	}
}

// count writes a number with its thousands parted by commas.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
