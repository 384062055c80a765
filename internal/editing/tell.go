package editing

import (
	"iter"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// All visits every field of the form, in its order, those of groups and blocks
// included.
func (f *Form) All() iter.Seq[*Field] { return all(f.Fields) }

func all(fields []*Field) iter.Seq[*Field] {
	return func(yield func(*Field) bool) { each(fields, yield) }
}

func each(fields []*Field, yield func(*Field) bool) bool {
	for _, f := range fields {
		if !yield(f) || !each(f.Fields, yield) {
			return false
		}
		for _, entry := range f.Entries {
			if !each(entry.Fields, yield) {
				return false
			}
		}
	}
	return true
}

// Find returns the field, or the entry of the list, that has that name in the
// form. Both are nil when there is none.
func (f *Form) Find(name string) (field *Field, entry *Entry) {
	for one := range f.All() {
		if one.Name == name {
			return one, nil
		}
		for _, e := range one.Entries {
			if e.Name == name {
				return one, e
			}
		}
	}
	return nil, nil
}

// Refuse puts what Value could not read beside the fields.
func (f *Form) Refuse(problems []cms.Problem) { f.tell(Problem{Unreadable: true}, problems) }

// Tell puts beside the fields what keeps the page from being released or, as
// advice, what would make it better.
func (f *Form) Tell(advice bool, problems []cms.Problem) { f.tell(Problem{Advice: advice}, problems) }

func (f *Form) tell(like Problem, problems []cms.Problem) {
	places := map[string]*[]Problem{"": &f.Problems}
	for field := range f.All() {
		places[field.Path] = &field.Problems
		for _, entry := range field.Entries {
			places[entry.Path] = &entry.Problems
		}
	}
	for _, p := range problems {
		place := places[nearest(p.Field, places)]
		like.Message = p.Message
		*place = append(*place, like)
	}
}

// nearest returns the path, or the first one above it that is a place.
func nearest(path string, places map[string]*[]Problem) string {
	for path != "" && places[path] == nil {
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return path
}

// Told is a problem with the place that a summary leads to.
type Told struct {
	Problem
	Name  string // of the field or the entry; empty: the whole form
	Label string // what it is called, with the blocks and groups that it is in
}

// Told returns every problem of the form in its order.
func (f *Form) Told() []Told {
	var list []Told
	for _, p := range f.Problems {
		list = append(list, Told{Problem: p})
	}
	return told(list, "", f.Fields)
}

func told(list []Told, above string, fields []*Field) []Told {
	for _, f := range fields {
		label := within(above, f.Label)
		for _, p := range f.Problems {
			list = append(list, Told{p, f.Name, label})
		}
		list = told(list, label, f.Fields)
		for i, entry := range f.Entries {
			label := within(label, entry.Label(i))
			for _, p := range entry.Problems {
				list = append(list, Told{p, entry.Name, label})
			}
			list = told(list, label, entry.Fields)
		}
	}
	return list
}

func within(above, label string) string {
	if above == "" {
		return label
	}
	return above + " › " + label
}

// Mentions are the pages and files that the form mentions, each once, and
// whether it holds terms.
func (f *Form) Mentions() (pages, assets []cms.ID, terms bool) {
	add := func(list *[]cms.ID, id cms.ID) {
		if id.Valid() && !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	for field := range f.All() {
		switch field.Type {
		case schema.TypeRef, schema.TypeRefs:
			for _, id := range field.IDs {
				add(&pages, cms.ID(id))
			}
		case schema.TypeLink:
			add(&pages, cms.ID(field.Link.Page))
		case schema.TypeImage:
			add(&assets, field.Image.Asset)
		case schema.TypeFile:
			add(&assets, field.File.Asset)
		case schema.TypeTerms:
			terms = terms || len(field.IDs) > 0
		}
	}
	return pages, assets, terms
}

// Links are the links within the form's texts.
func (f *Form) Links() []cms.Link {
	var links []cms.Link
	for field := range f.All() {
		links = append(links, field.Doc.Links()...)
	}
	return links
}

// Labels are what the fields and entries of the form are called, with the blocks
// and groups that they are in, by their names.
func (f *Form) Labels() map[string]string {
	labels := map[string]string{}
	label(labels, "", f.Fields)
	return labels
}

func label(labels map[string]string, above string, fields []*Field) {
	for _, f := range fields {
		labels[f.Name] = within(above, f.Label)
		label(labels, labels[f.Name], f.Fields)
		for i, entry := range f.Entries {
			labels[entry.Name] = within(labels[f.Name], entry.Label(i))
			label(labels, labels[entry.Name], entry.Fields)
		}
	}
}

// Mark says how many problems an entry has, by what they mean for the page.
type Mark struct{ Unreadable, Unfit, Advice int }

// Mark counts the problems of an entry, with all that is in it.
func (e *Entry) Mark() (m Mark) {
	m.add(e.Problems)
	for field := range all(e.Fields) {
		m.add(field.Problems)
		for _, entry := range field.Entries {
			m.add(entry.Problems)
		}
	}
	return m
}

func (m *Mark) add(list []Problem) {
	for _, p := range list {
		switch {
		case p.Unreadable:
			m.Unreadable++
		case p.Advice:
			m.Advice++
		default:
			m.Unfit++
		}
	}
}

// Marks are those of all entries that have any, by their names.
func (f *Form) Marks() map[string]Mark {
	marks := map[string]Mark{}
	for field := range f.All() {
		for _, entry := range field.Entries {
			if m := entry.Mark(); m != (Mark{}) {
				marks[entry.Name] = m
			}
		}
	}
	return marks
}

// Text is what somebody has typed into a field.
type Text struct{ Label, Text string }

// Texts are all that was typed, for whoever cannot store it.
func (f *Form) Texts() (list []Text) {
	labels := f.Labels()
	for field := range f.All() {
		text := field.Text
		switch field.Type {
		case schema.TypeChoice:
			continue // it was not typed
		case schema.TypeLink:
			text = strings.TrimSpace(field.Link.Text + "\n" + field.Link.URL)
		case schema.TypeImage:
			text = strings.TrimSpace(field.Image.Alt + "\n" + field.Image.Caption)
		case schema.TypeFile:
			text = field.File.Title
		}
		if text != "" {
			list = append(list, Text{labels[field.Name], text})
		}
	}
	return list
}
