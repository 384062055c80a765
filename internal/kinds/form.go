package kinds

import (
	"fmt"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Form asks visitors for something. Its fields are content.
type Form struct {
	Title      string       `rule:"required max=150"`
	ShortTitle string       `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string       `type:"longtext" label:"Lead" rule:"max=300"`
	Intro      cms.Blocks   `label:"Before the form"`
	Fields     []FormField  `rule:"required max=50"`
	Privacy    richtext.Doc `label:"What happens to the answers"`
	Button     string       `default:"Send" rule:"required max=40"`
	DoneTitle  string       `label:"Heading when it was sent" rule:"required max=100" default:"Thank you"`
	Done       richtext.Doc `label:"Text when it was sent" rule:"required"`
	Recipient  string       `label:"Mail new answers to" rule:"max=254 email" search:"none"`
}

// FormField is one question.
type FormField struct {
	Name     string       `help:"What the answer is stored under, such as reason" rule:"required max=40 pattern=^[a-z][a-z0-9]*(-[a-z0-9]+)*$" search:"none"`
	Section  string       `label:"Heading above it" help:"Begins a group of questions" rule:"max=100"`
	Label    string       `label:"Question" rule:"required max=150"`
	Hint     string       `rule:"max=400"`
	Type     string       `type:"choice" options:"text=One line,longtext=Several lines,email=Email address,telephone=Telephone number,radios=One of several,checkboxes=Some of several" default:"text" rule:"required"`
	Options  []FormOption `label:"Answers to choose from"`
	Required bool
	Missing  string `label:"What is said when it is left open" help:"Tells what to do, such as: Enter why you came" rule:"max=150" search:"none"`
	Max      int    `label:"Most characters" help:"0 leaves it to us" rule:"min=0 max=10000"`
}

// FormOption is one answer to choose.
type FormOption struct {
	Label string `rule:"required max=150"`
}

func (*Form) Kind() cms.Kind {
	return cms.Kind{Name: "form", Label: "Form page", Help: "Asks visitors for something", Addressed: true}
}

func (f *Form) Card() cms.Card {
	return cms.Card{Title: f.Title, ShortTitle: f.ShortTitle, Summary: f.Summary}
}

// Check refuses two questions of one name, and choices without answers.
func (f *Form) Check() []cms.Problem {
	var problems []cms.Problem
	names := map[string]bool{}
	for i, field := range f.Fields {
		at := fmt.Sprintf("fields[%d]", i)
		if names[field.Name] {
			problems = append(problems, cms.Problem{
				Field: at + ".name", Message: fmt.Sprintf("another question is called %q; give each a name of its own", field.Name),
			})
		}
		names[field.Name] = true
		if choices := field.Chooses(); choices && len(field.Options) < 2 {
			problems = append(problems, cms.Problem{Field: at + ".options", Message: "a question to choose from needs two answers or more; add them"})
		} else if !choices && len(field.Options) > 0 {
			problems = append(problems, cms.Problem{Field: at + ".options", Message: "this question is answered in words; take the options away, or make it a choice"})
		}
	}
	return problems
}

// Chooses reports whether the question is answered by choosing.
func (f *FormField) Chooses() bool { return f.Type == "radios" || f.Type == "checkboxes" }

// Most is how many characters an answer may have.
func (f *FormField) Most() int {
	if f.Max > 0 {
		return f.Max
	}
	switch f.Type {
	case "longtext":
		return 5000
	case "email":
		return 254
	case "telephone":
		return 40
	default:
		return 500
	}
}
