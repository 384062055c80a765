package search

import "strings"

// Meaning is what a text means that is typed, all of it canonical.
type Meaning struct {
	As     []string // how the text itself is spelt: a key is not always a word
	Others []string // what means the same
}

// Meanings returns all that the lexicon swaps, by the key of what is typed. An index
// may be made of it.
func (l Lexicon) Meanings() map[string]Meaning {
	all := make(map[string]Meaning, len(l.others))
	for key, others := range l.others {
		all[key] = Meaning{As: l.spelt[key], Others: others}
	}
	return all
}

// Key is what the clauses are known by in the lexicon.
func (n Need) Key() string {
	var all []string
	for _, c := range n.Clauses {
		all = append(all, c.Words...)
	}
	return key(strings.Join(all, " "))
}
