package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
)

// Lexicon is what editors have told the search: what means the same, what comes
// first, and what is offered to others. Its zero value knows nothing. It does not
// change.
type Lexicon struct {
	others  map[string][]string // canonical, by the key of what is typed
	spelt   map[string][]string // how that is written, canonical
	longest int                 // words of what is typed
	bets    map[string][]cms.ID

	begins  []begin           // how what leads to bets is typed, A to Z
	instead map[string]string // the text that is offered, by the key of what is typed
	typing  []offer           // what is offered to those who type
}

// begin is a text of a best bet.
type begin struct {
	canon string
	pages []cms.ID
}

// offer is a search that is offered to those who type.
type offer struct {
	text   string
	canon  string
	others []string // canonical, that it is offered instead of
}

// NewLexicon returns a lexicon of what has no Problems.
func NewLexicon(synonyms []cms.Synonyms, bets []cms.BestBet, suggested []cms.SuggestedSearch) Lexicon {
	l := Lexicon{others: map[string][]string{}, spelt: map[string][]string{}, bets: map[string][]cms.ID{}, instead: map[string]string{}}
	for _, group := range synonyms {
		l.add(group)
	}
	for _, bet := range bets {
		for _, text := range bet.Texts {
			canon := Canonical(text)
			l.bets[key(canon)] = bet.Pages
			l.begins = append(l.begins, begin{canon, bet.Pages})
		}
	}
	slices.SortFunc(l.begins, func(a, b begin) int { return cmp.Compare(a.canon, b.canon) })
	for _, s := range suggested {
		l.suggest(s)
	}
	return l
}

func (l *Lexicon) suggest(s cms.SuggestedSearch) {
	o := offer{text: s.Text, canon: Canonical(s.Text)}
	for _, text := range s.Instead {
		canon := Canonical(text)
		l.instead[key(canon)] = s.Text
		o.others = append(o.others, canon)
	}
	if s.Typing {
		l.typing = append(l.typing, o)
	}
}

func (l *Lexicon) add(group cms.Synonyms) {
	all := slices.Concat(group.Words, group.Also)
	keys := make([]string, len(all))
	for i := range all {
		all[i] = Canonical(all[i])
		keys[i] = key(all[i])
	}
	for n, own := range keys[:len(group.Words)] {
		l.spelt[own] = append(l.spelt[own], all[n])
		for i, other := range all {
			if keys[i] != own && other != "" {
				l.others[own] = append(l.others[own], other)
			}
		}
		l.longest = max(l.longest, len(strings.Fields(own)))
	}
}

// Best returns the pages that come first for what was typed, in their order.
func (l Lexicon) Best(typed Typed) []cms.ID { return l.bets[key(typed.Whole)] }

// Instead returns what editors offer to whoever has typed just that, as a canonical
// text; empty: nothing.
func (l Lexicon) Instead(canonical string) string { return l.instead[key(canonical)] }

// BestBegun returns the pages of best bets that a canonical text leads to, or begins
// to: those of the shortest text first, which is the nearest.
func (l Lexicon) BestBegun(canonical string) (pages []cms.ID) {
	var begun []begin
	from, _ := slices.BinarySearchFunc(l.begins, canonical, func(b begin, text string) int { return cmp.Compare(b.canon, text) })
	for _, b := range l.begins[from:] {
		if !strings.HasPrefix(b.canon, canonical) {
			break
		}
		begun = append(begun, b)
	}
	slices.SortStableFunc(begun, func(a, b begin) int { return cmp.Compare(len(a.canon), len(b.canon)) })
	for _, b := range append([]begin{{pages: l.bets[key(canonical)]}}, begun...) {
		for _, page := range b.pages {
			if !slices.Contains(pages, page) {
				pages = append(pages, page)
			}
		}
	}
	return pages
}

// OfferedBegun returns what editors offer to whoever has typed that, as a canonical
// text: what goes on so, or is offered instead of what does, and then what has a
// word that does.
func (l Lexicon) OfferedBegun(canonical string) []string {
	var first, later []string
	begins := func(text string) bool { return strings.HasPrefix(text, canonical) }
	for _, o := range l.typing {
		switch {
		case key(o.canon) == key(canonical):
		case begins(o.canon), slices.ContainsFunc(o.others, begins):
			first = append(first, o.text)
		case strings.Contains(o.canon, " "+canonical):
			later = append(later, o.text)
		}
	}
	return append(first, later...)
}

// key is what a canonical text is known by: that of one thing and of many is the
// same.
func key(canonical string) string {
	words := strings.Fields(canonical)
	for i, word := range words {
		words[i] = singular(word)
	}
	return strings.Join(words, " ")
}

// leastPlural is how many letters a word needs to be taken for a plural. Shorter
// ones are acronyms more often than not, such as EPS.
const leastPlural = 4

func singular(word string) string {
	if utf8.RuneCountInString(word) < leastPlural || strings.HasSuffix(word, "ss") {
		return word
	}
	word = strings.TrimSuffix(word, "s")
	if root, ends := strings.CutSuffix(word, "ie"); ends { // of therapies, and of cookies
		return root + "y"
	}
	return word
}
