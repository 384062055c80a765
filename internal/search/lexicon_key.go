package search

// Key is what synonyms and best bets know a text by: two texts with the same key
// are the same to them.
func Key(text string) string { return key(Canonical(text)) }
