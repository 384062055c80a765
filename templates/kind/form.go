package kind

import (
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// asked is a question, with a word beside it if it may be left open.
func asked(f kinds.FormField) string {
	if f.Required {
		return f.Label
	}
	return f.Label + " (optional)"
}

// hint tells more of a question: of a long answer also how long it may be.
func hint(f kinds.FormField) string {
	if f.Type != "longtext" {
		return f.Hint
	}
	most := "You can write up to " + ui.Count(f.Most()) + " characters."
	return strings.TrimSpace(f.Hint + " " + most)
}

// described names what describes a field: its hint, and what is wrong with it.
func described(f kinds.FormField, problem string) string {
	var ids []string
	if hint(f) != "" {
		ids = append(ids, ui.AnswerID(f.Name)+"_hint")
	}
	if problem != "" {
		ids = append(ids, ui.AnswerID(f.Name)+"_error")
	}
	return strings.Join(ids, " ")
}

// inputType is the type of a field of one line.
func inputType(f kinds.FormField) string {
	switch f.Type {
	case "email":
		return "email"
	case "telephone":
		return "tel"
	default:
		return "text"
	}
}

// inputPurposes says of questions about the visitor, by their names, what a
// browser may fill in by itself.
var inputPurposes = map[string]string{
	"name": "name", "first-name": "given-name", "last-name": "family-name", "email": "email", "telephone": "tel",
	"organisation": "organization", "role": "organization-title", "job-title": "organization-title",
	"postcode": "postal-code", "country": "country-name",
}

// purpose is what a browser may fill in; empty: nothing that it knows.
func purpose(f kinds.FormField) string {
	if known := inputPurposes[f.Name]; known != "" {
		return known
	}
	return inputPurposes[f.Type]
}

// sideBySide reports whether the answers stand beside each other: two short ones,
// such as yes and no.
func sideBySide(f kinds.FormField) bool {
	if len(f.Options) != 2 {
		return false
	}
	return len(f.Options[0].Label)+len(f.Options[1].Label) <= 16
}

// answerAttributes are those that every field to type into has.
func answerAttributes(f kinds.FormField, problem string) templ.OrderedAttributes {
	class := "govuk-input"
	if problem != "" {
		class += " govuk-input--error"
	}
	all := templ.OrderedAttributes{{Key: "class", Value: class}, {Key: "id", Value: ui.AnswerID(f.Name)}, {Key: "name", Value: f.Name}}
	add := func(key, value string) {
		if value != "" {
			all = append(all, templ.KeyValue[string, any]{Key: key, Value: value})
		}
	}
	add("autocomplete", purpose(f))
	add("aria-describedby", described(f, problem))
	if f.Type == "email" {
		add("spellcheck", "false")
	}
	if problem != "" {
		add("aria-invalid", "true")
	}
	return all
}
