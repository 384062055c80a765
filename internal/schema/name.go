package schema

import "reflect"

// Name is what a page goes by among the public pages of its kind, such as a
// feed by the name in its address.
type Name struct{ Kind, Text string }

// Mention is one mention of a page by its name.
type Mention struct {
	Name
	Field string // path of the field that mentions it
}

// unique returns the field by which pages of the kind go; nil: there is none.
func (t *structType) unique() *Field {
	for i := range t.fields {
		if t.fields[i].Unique {
			return &t.fields[i]
		}
	}
	return nil
}

// NameOf returns what v goes by, and the field that says so; false: nothing.
func (r *Registry) NameOf(v Kind) (Mention, bool) {
	t, value := r.open(v)
	f := t.unique()
	if f == nil || f.Of(value).String() == "" {
		return Mention{}, false
	}
	return Mention{Name{v.Kind().Name, f.Of(value).String()}, f.Name}, true
}

// NamesIn returns every mention of a page by its name.
func (r *Registry) NamesIn(v any) []Mention {
	var mentions []Mention
	r.Walk(v, func(path string, f *Field, value reflect.Value) {
		if f.Names != "" && value.String() != "" {
			mentions = append(mentions, Mention{Name{f.Names, value.String()}, path})
		}
	})
	return mentions
}
