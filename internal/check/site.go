package check

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Entry is one state of one page among those that are checked together. Without
// a value it only tells that there is the page.
type Entry struct {
	Page  cms.ID
	Name  string // of the file, or the address
	Live  Span   // when readers get this state of it; the zero Span: they do not
	Value schema.Kind
	Line  func(field string) int // of the field in the file; nil: there are no lines
}

// Span is the time from one instant until another.
type Span struct{ From, Until time.Time } // a zero Until: open

// holds reports whether an instant is in the span.
func (s Span) holds(at time.Time) bool {
	return !s.From.IsZero() && !s.From.After(at) && (s.Until.IsZero() || s.Until.After(at))
}

// Pages walks the same entries each time it is called.
type Pages func(yield func(Entry) error) error

// Site checks every entry as things are when readers begin to get it, at the
// earliest at that instant, and whether what they lead to is there. What is in
// memory at once is one entry and the pages of which others name a part. Of the
// world the caller knows all but names, and but the pages that are no entries.
func Site(registry *schema.Registry, world World, at time.Time, pages Pages) ([]cms.Problem, error) {
	s := site{registry: registry, others: world.Page, known: map[cms.ID][]shown{}, named: map[cms.ID]bool{}, names: map[schema.Name][]cms.ID{}}
	if err := pages(s.note); err != nil {
		return nil, err
	}
	if err := pages(s.keepNamed); err != nil {
		return nil, err
	}
	world.Words.Known = append(world.Words.Known, s.knownWords...)
	others := world.Named
	world.Named = func(name schema.Name) []cms.ID {
		if pages := s.names[name]; len(pages) > 0 || others == nil {
			return pages
		}
		return others(name)
	}
	var problems []cms.Problem
	err := pages(func(e Entry) error {
		if e.Value == nil {
			return nil
		}
		world.Self, world.At = e.Page, time.Time{}
		if e.Live.From.After(at) {
			world.At = e.Live.From
		}
		world.Page = func(page cms.ID) Neighbour { return s.neighbour(page, later(at, world.At)) }
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

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// site is what is known of all entries.
type site struct {
	registry   *schema.Registry
	others     func(cms.ID) Neighbour // pages that are no entries; nil: there are none
	known      map[cms.ID][]shown
	named      map[cms.ID]bool // pages of which a part is named
	names      map[schema.Name][]cms.ID
	knownWords []string
}

// shown is a state that readers get for a time.
type shown struct {
	Span
	value schema.Kind // only of a page of which a part is named
}

func (s *site) note(e Entry) error {
	states := s.known[e.Page]
	if e.Live != (Span{}) {
		states = append(states, shown{Span: e.Live})
	}
	s.known[e.Page] = states
	if e.Value == nil {
		return nil
	}
	for _, page := range s.registry.PartsNamed(e.Value) {
		s.named[page] = true
	}
	if own, has := s.registry.NameOf(e.Value); has {
		s.names[own.Name] = append(s.names[own.Name], e.Page)
	}
	if settings, is := e.Value.(KnowsWords); is {
		s.knownWords = append(s.knownWords, settings.KnownAcronyms()...)
	}
	return nil
}

func (s *site) keepNamed(e Entry) error {
	if !s.named[e.Page] {
		return nil
	}
	for i, one := range s.known[e.Page] {
		if one.Span == e.Live {
			s.known[e.Page][i].value = e.Value
		}
	}
	return nil
}

// neighbour is what is known of a page as things are at an instant.
func (s *site) neighbour(page cms.ID, at time.Time) Neighbour {
	states, there := s.known[page]
	switch {
	case !there && s.others != nil:
		return s.others(page)
	case !there:
		return Neighbour{State: Missing}
	}
	n := Neighbour{State: NotLive}
	for _, one := range states {
		if one.holds(at) {
			return Neighbour{State: Live, Value: one.value}
		}
		if one.From.After(at) && (n.From.IsZero() || one.From.Before(n.From)) {
			n.From = one.From
		}
	}
	return n
}
