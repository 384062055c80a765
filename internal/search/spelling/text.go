package spelling

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/internal/search"
)

// mostTexts is how many other spellings of a text are thought of.
const mostTexts = 4

// Texts returns other spellings of what was typed, the likeliest first. Whether
// they find more is for an engine to say. Acronyms, references, and what stands
// beside a digit or in an address stay as they were typed.
func (v *Vocabulary) Texts(typed string) []string {
	s := spelling{typed: typed, words: v.read(typed)}
	var list []guess
	if first := s.guess(nil); first.text != typed {
		list = append(list, first)
	}
	for i, w := range s.words {
		for n := 1; n < len(w.choices); n++ {
			list = append(list, s.guess(map[int]int{i: n}))
		}
	}
	list = append(list, v.joined(s)...)
	slices.SortStableFunc(list, func(a, b guess) int { return cmp.Compare(a.cost, b.cost) })
	var texts []string
	for _, g := range list {
		if g.text != typed && !slices.Contains(texts, g.text) && len(texts) < mostTexts {
			texts = append(texts, g.text)
		}
	}
	return texts
}

// spelling is a text on its way to another spelling.
type spelling struct {
	typed string
	words []word
}

// word is a word of a text that can be spelt otherwise.
type word struct {
	from, to int // where it stands, in bytes
	canon    string
	count    int      // of pages that are called by it; 0: it is not known
	choices  []choice // the likeliest first; never none
}

// choice is how a word may be spelt. What costs more is less likely.
type choice struct {
	text string
	cost float64
}

// guess is a text in another spelling.
type guess struct {
	text string
	cost float64
}

// What it costs to believe that the typed word was not meant, beside a letter
// that is wrong, which costs 1.
const (
	costUnknown  = 2.5 // that a word is right which no page is called by
	costKnown    = 1.5 // that a word is wrong which pages are called by
	costTogether = 0.5 // that two words are one, or one is two
)

// muchMore is how many times the pages a word must have to be meant by another
// that some pages are called by as well.
const muchMore = 10

// guess spells every word as is likeliest, but for those that say which of their
// choices.
func (s spelling) guess(others map[int]int) guess {
	var g guess
	var text strings.Builder
	at := 0
	for i, w := range s.words {
		c := w.choices[others[i]]
		text.WriteString(s.typed[at:w.from])
		text.WriteString(c.text)
		at, g.cost = w.to, g.cost+c.cost
	}
	text.WriteString(s.typed[at:])
	g.text = text.String()
	return g
}

var inWords = regexp.MustCompile(`[\pL\pM]+(?:['’][\pL\pM]+)*`)

// read finds the words of a text, and how each may be spelt.
func (v *Vocabulary) read(typed string) []word {
	var words []word
	for _, at := range inWords.FindAllStringIndex(typed, search.MostWords) {
		text := typed[at[0]:at[1]]
		canon := search.Canonical(text)
		if strings.Contains(canon, " ") || canon == "" {
			continue
		}
		w := word{from: at[0], to: at[1], canon: canon, count: v.frequency(canon)}
		w.choices = []choice{{text: text}}
		if !fixed(typed, at[0], at[1]) {
			w.choices = v.choices(text, w)
		}
		words = append(words, w)
	}
	return words
}

// choices are how a word may be spelt, the likeliest first.
func (v *Vocabulary) choices(text string, w word) []choice {
	var list []choice
	asTyped := choice{text, 0}
	if w.count == 0 {
		asTyped.cost = costUnknown
	}
	for _, n := range v.near(w.canon) {
		cost := float64(n.wrong)
		if w.count > 0 {
			if n.wrong > 1 || n.count < muchMore*w.count {
				continue
			}
			cost += costKnown
		}
		list = append(list, choice{n.word, cost})
	}
	if w.count == 0 {
		list = append(list, v.parted(w.canon)...)
	}
	list = append(list, asTyped)
	slices.SortStableFunc(list, func(a, b choice) int { return cmp.Compare(a.cost, b.cost) })
	return list
}

// parted are two words that may have been written as one.
func (v *Vocabulary) parted(word string) []choice {
	var best choice
	most := 0
	for i := range word {
		first, second := word[:i], word[i:]
		if utf8.RuneCountInString(first) < leastLetters-1 || utf8.RuneCountInString(second) < leastLetters-1 {
			continue
		}
		if n := min(v.count(first, false), v.count(second, false)); n > most {
			best, most = choice{first + " " + second, 1 + costTogether}, n
		}
	}
	if most == 0 {
		return nil
	}
	return []choice{best}
}

// joined are texts in which two words are written as one.
func (v *Vocabulary) joined(s spelling) []guess {
	var list []guess
	for i := 1; i < len(s.words); i++ {
		a, b := s.words[i-1], s.words[i]
		if between := s.typed[a.to:b.from]; between != " " && between != "-" || v.count(a.canon+b.canon, false) == 0 {
			continue
		}
		one := spelling{typed: s.typed, words: slices.Concat(s.words[:i-1], []word{{
			from: a.from, to: b.to, choices: []choice{{a.canon + b.canon, costTogether}},
		}}, s.words[i+1:])}
		list = append(list, one.guess(nil))
	}
	return list
}

// fixed reports whether the word of a text stays as it was typed: an acronym, or
// a part of a reference or an address.
func fixed(typed string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(typed[:from])
	after, _ := utf8.DecodeRuneInString(typed[to:])
	return acronym(typed[from:to], typed) || strings.ContainsRune("@/\\_&.", before) || strings.ContainsRune("@/\\_&", after) ||
		unicode.IsDigit(before) || unicode.IsDigit(after) ||
		utf8.RuneCountInString(typed[from:to]) <= longestPrefix && numbered(typed[to:])
}

// longestPrefix is how many letters a reference begins with at most.
const longestPrefix = 4

// numbered reports whether a number follows, as in CC-4456 and CC 4456.
func numbered(rest string) bool {
	rest = strings.TrimLeft(rest, " -–")
	return rest != "" && unicode.IsDigit(rune(rest[0]))
}

// longestAcronym is in letters: a longer word in capitals was shouted.
const longestAcronym = 6

// acronym reports whether a word stands for several: it is written in capitals
// among others that are not, or nobody could say it.
func acronym(text, typed string) bool {
	if utf8.RuneCountInString(text) > longestAcronym {
		return false
	}
	shouted := strings.ToUpper(text) == text && (strings.ToUpper(typed) != typed || !strings.Contains(typed, " "))
	return shouted || !strings.ContainsAny(strings.ToLower(text), "aeiouyàáâäèéêëìíîïòóôöùúûü")
}
