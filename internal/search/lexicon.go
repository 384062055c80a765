package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
)

// Lexicon is what editors have told the search: what means the same, and what
// comes first. Its zero value knows nothing. It does not change.
type Lexicon struct {
	others  map[string][]string // canonical, by the key of what is typed
	spelt   map[string][]string // how that is written, canonical
	longest int                 // words of what is typed
	bets    map[string][]cms.ID
}

// NewLexicon returns a lexicon of what has no Problems.
func NewLexicon(synonyms []cms.Synonyms, bets []cms.BestBet) Lexicon {
	l := Lexicon{others: map[string][]string{}, spelt: map[string][]string{}, bets: map[string][]cms.ID{}}
	for _, group := range synonyms {
		l.add(group)
	}
	for _, bet := range bets {
		for _, text := range bet.Texts {
			l.bets[key(Canonical(text))] = bet.Pages
		}
	}
	return l
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
