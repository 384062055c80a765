package search

import "strings"

// Meanings returns all that the lexicon swaps: what means the same, canonical, by
// the key of what is typed. An index may be made of it.
func (l Lexicon) Meanings() map[string][]string { return l.others }

// Key is what the clauses are known by in the lexicon.
func (n Need) Key() string {
	var all []string
	for _, c := range n.Clauses {
		all = append(all, c.Words...)
	}
	return key(strings.Join(all, " "))
}
