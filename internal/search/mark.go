package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marked is a text with the parts of it that match. A template shows the parts
// one by one, and so escapes them: there is no HTML here.
type Marked struct {
	Text   string
	Ranges []Range // in order, apart from each other
}

// Range is a part of a text, in bytes.
type Range struct{ From, To int }

// Part is a piece of a marked text.
type Part struct {
	Text  string
	Match bool
}

// Parts cuts the text into what matches and what does not.
func (m Marked) Parts() []Part {
	var parts []Part
	at := 0
	for _, r := range m.Ranges {
		if r.From > at {
			parts = append(parts, Part{Text: m.Text[at:r.From]})
		}
		parts = append(parts, Part{Text: m.Text[r.From:r.To], Match: true})
		at = r.To
	}
	if at < len(m.Text) {
		parts = append(parts, Part{Text: m.Text[at:]})
	}
	return parts
}

// Mark marks the words of a text that match what was typed, and phrases that mean
// the same.
func Mark(text string, typed Typed) Marked {
	m := Marked{Text: text}
	roots := rootsOf(typed)
	if len(roots) == 0 {
		return m
	}
	words := wordsIn(text)
	instead := phrasesIn(text, words, typed)
	for i, word := range words {
		if !instead[i] && !matches(text[word.From:word.To], roots) {
			continue
		}
		if n := len(m.Ranges); n > 0 && joins(text[m.Ranges[n-1].To:word.From]) {
			m.Ranges[n-1].To = word.To
			continue
		}
		m.Ranges = append(m.Ranges, word)
	}
	return m
}

// phrasesIn says which of the words are part of a phrase that means the same as
// something that was typed.
func phrasesIn(text string, words []Range, typed Typed) []bool {
	within := make([]bool, len(words))
	if len(typed.Swaps) == 0 {
		return within
	}
	var stems []string
	var of []int // the word that each is of
	for i, word := range words {
		for canonical := range strings.FieldsSeq(Canonical(text[word.From:word.To])) {
			stems, of = append(stems, stem(canonical)), append(of, i)
		}
	}
	for _, swap := range typed.Swaps {
		for _, phrase := range swap.For {
			wanted := strings.Fields(phrase)
			for n := range wanted {
				wanted[n] = stem(wanted[n])
			}
			for at := 0; at+len(wanted) <= len(stems); at++ {
				if slices.Equal(stems[at:at+len(wanted)], wanted) {
					for _, i := range of[at : at+len(wanted)] {
						within[i] = true
					}
				}
			}
		}
	}
	return within
}

// joins reports whether two matches with that between are shown as one.
func joins(between string) bool { return between == " " || between == "-" || between == "–" }

// root is what a word that matches begins with, or is.
type root struct {
	text   string
	prefix bool
	exact  bool // no other form of it matches
}

func rootsOf(typed Typed) []root {
	var roots []root
	for _, c := range typed.Clauses {
		for _, word := range c.Words {
			if unmarked[word] && len(typed.Clauses) > 1 {
				continue
			}
			if roots = append(roots, root{word, c.Prefix, c.Exact}); !c.Exact {
				roots = append(roots, root{text: stem(word)})
			}
		}
	}
	return roots
}

func matches(word string, roots []root) bool {
	for canonical := range strings.FieldsSeq(Canonical(word)) {
		if slices.ContainsFunc(roots, func(r root) bool {
			return canonical == r.text || !r.exact && stem(canonical) == r.text || r.prefix && strings.HasPrefix(canonical, r.text)
		}) {
			return true
		}
	}
	return false
}

// unmarked are words that say nothing beside others.
var unmarked = map[string]bool{
	"a": true, "an": true, "and": true, "are": true, "as": true, "at": true, "be": true, "by": true, "for": true, "from": true,
	"how": true, "in": true, "is": true, "it": true, "of": true, "on": true, "or": true, "the": true, "to": true, "we": true,
	"what": true, "with": true, "your": true,
}

// SaysNothing reports whether a canonical word says nothing beside others.
func SaysNothing(word string) bool { return unmarked[word] }

// endings are taken off, so that forms of a word are marked alike. What is found
// is decided by the engine; this only shows it.
var endings = []string{"ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "s", "y", "e"}

func stem(word string) string {
	for _, ending := range endings {
		if rest, cut := strings.CutSuffix(word, ending); cut && utf8.RuneCountInString(rest) >= LeastPrefix {
			return rest
		}
	}
	return word
}

// wordsIn returns where the words of a text are. Signs within a word belong to
// it: A&E, 2023/24, don't.
func wordsIn(text string) []Range {
	var words []Range
	from, to := -1, 0
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if from < 0 {
				from = i
			}
			to = i + utf8.RuneLen(r)
		case strings.ContainsRune("&'’/-–", r) && from >= 0 && to == i:
		case from >= 0:
			words = append(words, Range{from, to})
			from = -1
		}
	}
	if from >= 0 {
		words = append(words, Range{from, to})
	}
	return words
}
