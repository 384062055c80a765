package admin

import "lectern/internal/cms"

// Field is a text that a form asks for.
type Field struct {
	Name, Label, Hint string
	Type              string // empty: text
	Value             string
	Autocomplete      string
	Mode              string // which keys a phone shows, such as numeric
	Short             bool
	Problems          []cms.Problem // of the whole form
}

func (f Field) problem() string {
	for _, p := range f.Problems {
		if p.Field == f.Name {
			return p.Message
		}
	}
	return ""
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// described names what tells more of the field.
func (f Field) described() string {
	ids := ""
	if f.Hint != "" {
		ids = f.Name + "-hint"
	}
	if f.problem() != "" {
		ids += " " + f.Name + "-problem"
	}
	return ids
}
