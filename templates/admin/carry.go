package admin

import (
	"slices"
	"strings"
)

// CarriedForm is a form that was sent by somebody who was not signed in any more, or
// who has to set up the second step first.
type CarriedForm struct {
	Path   string // where it is to be sent again; empty: nowhere
	Fields []CarriedField
	Leave  string // where to go without sending it
	Note   string // empty: nothing needs to be said
	Before string // where something has to be done first; empty: nothing has
}

// CarriedField is one of its fields.
type CarriedField struct{ Name, Value string }

// Typed are the fields that somebody may want to read: not what forms send along.
func (f CarriedForm) Typed() (list []CarriedField) {
	for _, field := range f.Fields {
		if strings.TrimSpace(field.Value) != "" && !strings.Contains(field.Name, ":") && !slices.Contains(sentAlong, field.Name) {
			list = append(list, field)
		}
	}
	return list
}

var sentAlong = []string{"action", "version", "session"}

// Label is what the field may have been called.
func (f CarriedField) Label() string {
	return sentence(strings.NewReplacer("-", " ", "_", " ", ".", ", ").Replace(f.Name))
}
