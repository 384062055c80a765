package meili

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"

	"lectern/internal/search"
)

// stem is what the forms of a word have in common, as on Postgres.
func stem(word string) string { return english.Stem(word, true) }

// stems returns a canonical text with the stems of its words.
func stems(canonical string) string {
	words := strings.Fields(canonical)
	for i, word := range words {
		words[i] = stem(word)
	}
	return strings.Join(words, " ")
}

func stemmed(texts []string) []string {
	var list []string
	for _, text := range texts {
		if text = stems(text); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// longestBeginning is that of the beginnings that are kept, in letters: who types
// more of a word goes on to its end.
const longestBeginning = 12

// beginnings returns the beginnings of the words of texts that no stem is: the
// server takes the last word of a query alone for the beginning of a longer one.
// They stand so far apart that it does not take them for neighbours.
func beginnings(texts []string) string {
	var list []string
	seen := map[string]bool{}
	for _, word := range strings.Fields(strings.Join(texts, " ")) {
		seen[stem(word)] = true
	}
	for _, word := range strings.Fields(strings.Join(texts, " ")) {
		letters := []rune(word)
		for n := search.LeastPrefix; n <= min(len(letters), longestBeginning); n++ {
			if begun := stem(string(letters[:n])); !seen[begun] {
				seen[begun] = true
				list = append(list, begun)
			}
		}
	}
	return strings.Join(list, ". ")
}

// wording is a text as the server is asked for it.
type wording struct {
	text       string
	strategy   string   // which of the words are needed
	attributes []string // where they are looked for
	loose      bool
	swapped    bool // for some of it something will do that means the same
}

// Where words are looked for.
var (
	everywhere = []string{"title", "meant", "names", "terms", "summary", "begun", "body"}
	precisely  = []string{"title", "meant", "names", "terms", "summary", "body"} // by whole words
	byName     = []string{"title", "meant", "names"}
	nearly     = []string{"near"}
)

// wordings are what may be found, the best first: what has all the words, titles
// with words like these, and what has any of the words.
func wordings(typed search.Typed) []wording {
	needs := telling(typed.Needs())
	strict := wording{
		text: strictly(needs), strategy: "all", attributes: everywhere,
		swapped: slices.ContainsFunc(needs, func(n search.Need) bool { return len(n.Or) > 0 }),
	}
	switch {
	case !slices.ContainsFunc(needs, func(n search.Need) bool { return !idle(n) }):
		strict.attributes = byName // such as WHO: every text has that word
	case slices.ContainsFunc(needs, quotedWord):
		strict.attributes = precisely
	}
	near := wording{text: typed.Whole, strategy: "all", attributes: nearly, loose: true}
	some := wording{text: loosely(needs), strategy: "frequency", attributes: precisely, loose: true}
	switch {
	case len(needs) == 0: // signs alone: words that nothing has
		return nil
	case typed.IsReference(): // another one is not what comes near
		return []wording{strict}
	case len(needs) == 1:
		return []wording{strict, near}
	}
	return []wording{strict, near, some}
}

// telling are the needs that say something, or all if none does.
func telling(needs []search.Need) []search.Need {
	if list := slices.DeleteFunc(slices.Clone(needs), idle); len(list) > 0 {
		return list
	}
	return needs
}

func idle(n search.Need) bool {
	return len(n.Or) == 0 && len(n.Clauses) == 1 && len(n.Clauses[0].Words) == 1 && idleWords[n.Clauses[0].Words[0]]
}

// quotedWord reports whether a need is a word that is long enough for a beginning,
// and is none.
func quotedWord(n search.Need) bool {
	return len(n.Or) == 0 && slices.ContainsFunc(n.Clauses, func(c search.Clause) bool {
		return !c.Prefix && len(c.Words) == 1 && utf8.RuneCountInString(c.Words[0]) >= search.LeastPrefix
	})
}

// strictly asks for all needs. The last word is a beginning unless it is quoted or
// its stem is another word.
func strictly(needs []search.Need) string {
	var parts []string
	for n, need := range needs {
		if len(need.Or) > 0 {
			parts = append(parts, `"`+token(need.Key())+`"`)
			continue
		}
		for _, c := range need.Clauses {
			word := stems(c.Text())
			switch {
			case !c.Prefix:
				word = `"` + word + `"`
			case n == len(needs)-1 && word != c.Text():
				word += " "
			}
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, " ")
}

// loosely asks for some of the needs.
func loosely(needs []search.Need) string {
	var parts []string
	for _, need := range needs {
		if len(need.Or) > 0 {
			parts = append(parts, token(need.Key()))
			continue
		}
		for _, c := range need.Clauses {
			parts = append(parts, stems(c.Text()))
		}
	}
	return strings.Join(parts, " ")
}

// idleWords say nothing beside others.
var idleWords = setOf(`a about after all also am an and any are as at be because been before being but by can could did do does
	doing down during each few for from further had has have having he her here hers him his how i if in into is it its me more most
	my no nor not of off on once only or other our ours out over own same she should so some such than that the their theirs them then
	there these they this those through to too under until up very was we were what when where which while who whom why will with would
	you your yours`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
