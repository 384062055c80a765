package check

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Entry is one state of one page among those that are checked together. Without
// a value it only tells that there is the page.
type Entry struct {
	Page  cms.ID
	Name  string // of the file, or the address
	State State  // of this state of it: Live or NotLive; a page is live if one of its states is
	Value schema.Kind
	Line  func(field string) int // of the field in the file; nil: there are no lines
}

// Pages walks the same entries each time it is called.
type Pages func(yield func(Entry) error) error

// Site checks every entry, and whether what they lead to is there. What is in
// memory at once is one entry and the pages of which others name a part.
func Site(registry *schema.Registry, base string, pages Pages) ([]cms.Problem, error) {
	known := map[cms.ID]Neighbour{}
	named := map[cms.ID]bool{} // pages of which a part is named
	names := map[schema.Name][]cms.ID{}
	err := pages(func(e Entry) error {
		known[e.Page] = Neighbour{State: max(e.State, known[e.Page].State)}
		if e.Value == nil {
			return nil
		}
		for _, page := range registry.PartsNamed(e.Value) {
			named[page] = true
		}
		if own, has := registry.NameOf(e.Value); has {
			names[own.Name] = append(names[own.Name], e.Page)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = pages(func(e Entry) error {
		if n := known[e.Page]; named[e.Page] && n.State == e.State && n.Value == nil {
			n.Value = e.Value
			known[e.Page] = n
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	world := World{Base: base, Page: func(page cms.ID) Neighbour {
		if n, there := known[page]; there {
			return n
		}
		return Neighbour{State: Missing}
	}, Named: func(name schema.Name) []cms.ID { return names[name] }}
	var problems []cms.Problem
	err = pages(func(e Entry) error {
		if e.Value == nil {
			return nil
		}
		world.Self = e.Page
		for _, p := range Page(registry, e.Value, world) {
			p.File = e.Name
			if e.Line != nil {
				p.Line = e.Line(p.Field)
			}
			problems = append(problems, p)
		}
		return nil
	})
	return problems, err
}
