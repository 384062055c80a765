// Package spelling offers another spelling of what was typed when that finds
// more. It knows the words that live pages are called by, and no engine.
package spelling

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"

	"lectern/internal/search"
)

// Vocabulary is words in their canonical spelling, and how many pages are called
// by each. A million pages have some hundred thousand: it takes some 30 bytes a
// word.
type Vocabulary struct {
	words   []string // sorted
	counts  []uint32
	letters []uint32 // which each word has
}

// New returns a vocabulary. Words with anything but letters in them, or too
// short to be corrected by, are left out.
func New(words iter.Seq2[string, int]) *Vocabulary {
	counts := map[string]uint32{}
	v := &Vocabulary{}
	for word, count := range words {
		if utf8.RuneCountInString(word) < leastLetters-1 || strings.ContainsFunc(word, notLetter) {
			continue
		}
		if counts[word] == 0 {
			v.words = append(v.words, word)
		}
		counts[word] += uint32(count)
	}
	slices.Sort(v.words)
	for _, word := range v.words {
		v.counts, v.letters = append(v.counts, counts[word]), append(v.letters, lettersOf(word))
	}
	return v
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// Size is how many words there are.
func (v *Vocabulary) Size() int { return len(v.words) }

// count is how many pages are called by a word, or by one that begins with it if
// it may be the beginning of one.
func (v *Vocabulary) count(word string, begins bool) (n int) {
	for i := sort.SearchStrings(v.words, word); i < len(v.words); i++ {
		if v.words[i] != word && (!begins || !strings.HasPrefix(v.words[i], word)) {
			break
		}
		n += int(v.counts[i])
	}
	return n
}

// forms are endings that a word may have which the pages' own has not.
var forms = []string{"s", "es", "ed", "ing"}

// frequency is how many pages are called by a word, by one that it may be the
// beginning of, or else by another form of it; 0: nobody knows it.
func (v *Vocabulary) frequency(word string) int {
	most := v.count(word, utf8.RuneCountInString(word) >= search.LeastPrefix)
	for _, ending := range forms {
		if rest, has := strings.CutSuffix(word, ending); has && most == 0 {
			most = v.count(rest, false)
		}
	}
	return most
}

// leastLetters is how long a word is that may be mistyped: a shorter one is as
// near to many.
const leastLetters = 4

// tolerance is how many letters of a word may be wrong. A word in which two are
// has more than six.
func tolerance(letters int) int {
	switch {
	case letters < leastLetters:
		return 0
	case letters <= 6:
		return 1
	}
	return 2
}

// near is a word of the vocabulary that may have been meant.
type near struct {
	word  string
	wrong int // letters: left out, too many, another one, or two that have changed places
	count int // of pages
}

// mostNear is how many words come into question for one.
const mostNear = 3

// near returns the words that may have been meant by one: those with fewer
// letters wrong first, then those with the right first letter, then those that
// more pages are called by.
func (v *Vocabulary) near(word string) []near {
	most := tolerance(utf8.RuneCountInString(word))
	if most == 0 {
		return nil
	}
	letters := lettersOf(word)
	var list []near
	for i, other := range v.words {
		if differ(letters, v.letters[i]) > 2*most || other == word || abs(len(other)-len(word)) > 2*most {
			continue
		}
		if wrong := edlib.OSADamerauLevenshteinDistance(word, other); wrong <= most {
			list = append(list, near{other, wrong, int(v.counts[i])})
		}
	}
	slices.SortFunc(list, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.wrong, b.wrong), cmp.Compare(misbegun(word, a.word), misbegun(word, b.word)),
			cmp.Compare(b.count, a.count), cmp.Compare(a.word, b.word))
	})
	return list[:min(len(list), mostNear)]
}

// misbegun is 1 for words with different first letters: few mistype that one.
func misbegun(a, b string) int {
	first, _ := utf8.DecodeRuneInString(a)
	if strings.HasPrefix(b, string(first)) {
		return 0
	}
	return 1
}

// lettersOf has a bit for each letter of the alphabet that a word has, and one
// for all others.
func lettersOf(word string) (bits uint32) {
	for _, r := range word {
		if 'a' <= r && r <= 'z' {
			bits |= 1 << (r - 'a')
		} else {
			bits |= 1 << 31
		}
	}
	return bits
}

// differ is how many letters one word has and the other has not.
func differ(a, b uint32) (n int) {
	for x := a ^ b; x != 0; x &= x - 1 {
		n++
	}
	return n
}

func abs(n int) int { return max(n, -n) }
