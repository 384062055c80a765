// Package suggest offers pages and searches to somebody who types, and the words
// that typing errors are held against. It keeps what live pages are called in
// memory, whichever engine answers the searches.
package suggest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Suggestions is what is offered for a text.
type Suggestions struct {
	Searches []string   // that many have made
	Pages    []cms.Item // live, the best first
}

// How much is offered, and for how little.
const (
	mostPages    = 6
	mostSearches = 3
	leastTyped   = 2  // characters
	candidates   = 12 // that begin so, and others
)

// For returns what is offered to who has typed that.
func (s *Suggester) For(ctx context.Context, typed string) (Suggestions, error) {
	typed = search.Tidy(typed)
	whole := search.Canonical(typed)
	k := s.known.Load()
	if k == nil || len([]rune(whole)) < leastTyped {
		return Suggestions{}, nil
	}
	found := Suggestions{Searches: begun(k.popular, whole)}
	words := strings.Fields(whole)
	releases := k.titles.find(words[:min(len(words), search.MostWords)], candidates)
	if len(releases) == 0 {
		return found, nil
	}
	items, err := s.index.Live(ctx, releases)
	if err != nil {
		return found, err
	}
	found.Pages = best(items, whole)
	return found, nil
}

// begun returns popular searches that go on with what was typed, or have a word
// that does.
func begun(searches []popular, whole string) []string {
	var first, later []string
	within := " " + whole
	for _, s := range searches {
		switch {
		case s.canon == whole:
		case strings.HasPrefix(s.canon, whole):
			first = append(first, s.query)
		case strings.Contains(s.canon, within):
			later = append(later, s.query)
		}
	}
	list := append(first, later...)
	return list[:min(len(list), mostSearches)]
}

// best orders pages by how well their titles do, and leaves out what has no page
// of its own and what reads like another.
func best(items []cms.Item, whole string) []cms.Item {
	items = slices.DeleteFunc(items, func(i cms.Item) bool {
		return i.Path == "" || i.Outcome != cms.OutcomePage && i.Outcome != cms.OutcomeAnnounced
	})
	slices.SortStableFunc(items, func(a, b cms.Item) int { return cmp.Compare(fits(b, whole), fits(a, whole)) })
	type look struct{ title, kind string }
	seen := map[look]bool{}
	items = slices.DeleteFunc(items, func(i cms.Item) bool {
		same := look{i.Card.Title, i.Kind}
		defer func() { seen[same] = true }()
		return seen[same]
	})
	return items[:min(len(items), mostPages)]
}

// fits says how well a title does for what was typed.
func fits(item cms.Item, whole string) int {
	switch title := search.Canonical(item.Card.Title); {
	case title == whole, search.Canonical(item.Card.ShortTitle) == whole:
		return 3
	case strings.HasPrefix(title, whole):
		return 2
	case strings.Contains(title, " "+whole):
		return 1
	}
	return 0
}
