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
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Suggestions is what is offered for a text.
type Suggestions struct {
	Searches []string   // of editors, and then those that many have made
	Pages    []cms.Item // live, the best first
}

// How much is offered, and for how little.
const (
	mostPages    = 6
	mostSearches = 3
	mostTried    = 12 // of those that editors suggest
	leastTyped   = 2  // characters
	candidates   = 12 // that begin so, and others
)

// For returns what is offered to who has typed that.
func (s *Suggester) For(ctx context.Context, typed string) (Suggestions, error) {
	whole := search.Canonical(search.Tidy(typed))
	k := s.known.Load()
	if k == nil || len([]rune(whole)) < leastTyped {
		return Suggestions{}, nil
	}
	if t := s.told.Load(); t != nil {
		found, version, err := s.offer(ctx, k, t, whole)
		if err != nil || version == t.version {
			return found, err
		}
	}
	t, err := s.listen(ctx)
	if err != nil {
		return Suggestions{}, err
	}
	found, _, err := s.offer(ctx, k, t, whole)
	return found, err
}

// offer offers by what editors have told. It returns the version of the site at
// which the pages were live: if that is another one, editors may have told more.
func (s *Suggester) offer(ctx context.Context, k *known, t *told, whole string) (found Suggestions, version postgres.IndexVersion, err error) {
	words := strings.Fields(whole)
	best := t.lexicon.BestBegun(whole)
	var releases []cms.ID
	for _, page := range best {
		releases = append(releases, t.live[page])
	}
	for _, release := range k.titles.find(words[:min(len(words), search.MostWords)], candidates) {
		releases = append(releases, postgres.ReleaseID(release))
	}
	live, err := s.index.Find(ctx, releases)
	if err != nil {
		return found, version, err
	}
	found.Pages = choose(live.Items, best, whole)
	found.Searches = s.searches(ctx, k, t, whole)
	return found, live.Version, nil
}

// searches are those that editors suggest, if they find anything, and then popular
// ones. What editors offer another text instead of is left out.
func (s *Suggester) searches(ctx context.Context, k *known, t *told, whole string) (list []string) {
	var keys []string
	add := func(text string) {
		if key := search.Key(text); len(list) < mostSearches && !slices.Contains(keys, key) {
			list, keys = append(list, text), append(keys, key)
		}
	}
	offered := t.lexicon.OfferedBegun(whole)
	for _, text := range offered[:min(len(offered), mostTried)] {
		if len(list) == mostSearches {
			break
		}
		if finds, err := s.finds(ctx, t, text); err == nil && finds { // else it is tried again with the next letter
			add(text)
		}
	}
	for _, p := range begun(k.popular, whole) {
		if t.lexicon.Instead(p.canon) == "" {
			add(p.query)
		}
	}
	return list
}

// begun returns popular searches that go on with what was typed, or have a word
// that does.
func begun(searches []popular, whole string) []popular {
	var first, later []popular
	within := " " + whole
	for _, s := range searches {
		switch {
		case s.canon == whole:
		case strings.HasPrefix(s.canon, whole):
			first = append(first, s)
		case strings.Contains(s.canon, within):
			later = append(later, s)
		}
	}
	return append(first, later...)
}

// choose orders pages: the best bets in their order, and then the others by how well
// their titles do. It leaves out what has no page of its own and what reads like
// another.
func choose(items []cms.Item, best []cms.ID, whole string) []cms.Item {
	items = slices.DeleteFunc(items, func(i cms.Item) bool {
		return i.Path == "" || i.Outcome != cms.OutcomePage && i.Outcome != cms.OutcomeAnnounced
	})
	does := func(i cms.Item) int {
		if slices.Contains(best, i.Page) {
			return fitsBest
		}
		return fits(i, whole)
	}
	slices.SortStableFunc(items, func(a, b cms.Item) int { return cmp.Compare(does(b), does(a)) })
	type look struct{ title, kind string }
	seen := map[look]bool{}
	items = slices.DeleteFunc(items, func(i cms.Item) bool {
		same := look{i.Card.Title, i.Kind}
		defer func() { seen[same] = true }()
		return seen[same]
	})
	return items[:min(len(items), mostPages)]
}

// fitsBest is more than any title does.
const fitsBest = 4

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
