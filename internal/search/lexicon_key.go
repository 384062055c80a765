package search

import "strings"

// Key is what synonyms, best bets and suggested searches know a text by: two texts
// with the same key are the same to them.
func Key(text string) string { return key(Canonical(text)) }

// Holds returns those of the words that a text holds in a row, whatever stands
// between them; empty: none.
func Holds(text string, words []string) string {
	text = " " + Canonical(text) + " "
	for _, some := range words {
		if strings.Contains(text, " "+Canonical(some)+" ") {
			return some
		}
	}
	return ""
}
