package meilitest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a text and where it stands.
type word struct {
	text     string
	position int
}

const (
	hardGap = 8 // between words with a hard separator between them
)

// hard are separators that keep words apart.
const hard = ".,;:!?\n()[]{}/|"

// cut returns the words of a text from a position on.
func cut(text string, at int) (words []word) {
	var current strings.Builder
	gap := 0
	end := func() {
		if current.Len() == 0 {
			return
		}
		if len(words) > 0 {
			at += max(gap, 1)
		}
		words = append(words, word{current.String(), at})
		current.Reset()
		gap = 0
	}
	for _, r := range strings.ToLower(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			current.WriteRune(r)
			continue
		}
		end()
		if strings.ContainsRune(hard, r) {
			gap = hardGap
		}
	}
	end()
	return words
}

// tokenize cuts the texts of the searchable attributes.
func (x *index) tokenize(fields map[string]any) map[string][]word {
	words := map[string][]word{}
	for _, name := range texts(x.settings["searchableAttributes"]) {
		switch value := fields[name].(type) {
		case string:
			words[name] = cut(value, 0)
		case []any:
			at := 0
			for _, text := range value {
				text, _ := text.(string)
				more := cut(text, at)
				words[name] = append(words[name], more...)
				if len(more) > 0 {
					at = more[len(more)-1].position + hardGap
				}
			}
		}
	}
	return words
}

func texts(value any) (list []string) {
	switch value := value.(type) {
	case []string:
		return value
	case []any:
		for _, text := range value {
			if text, is := text.(string); is {
				list = append(list, text)
			}
		}
	}
	return list
}

// term is a word of a query, or words in a row.
type term struct {
	words  []string
	phrase bool
	prefix bool
	typos  int // how many are allowed
}

// longestWord is that of the words that are found at all, in bytes.
const longestWord = 250

// mostTerms is how many terms of a query are looked at.
const mostTerms = 10

// parse reads a query as the server does: words, phrases in quotation marks, and
// the last word as the beginning of one, unless something follows it.
func (x *index) parse(query string) (terms []term) {
	parts := strings.Split(query, `"`)
	for i, part := range parts {
		words := cut(part, 0)
		if i%2 == 1 {
			var phrase []string
			for _, w := range words {
				phrase = append(phrase, w.text)
			}
			if len(phrase) > 0 {
				terms = append(terms, term{words: phrase, phrase: true})
			}
			continue
		}
		for n, w := range words {
			last := i == len(parts)-1 && n == len(words)-1 && strings.HasSuffix(strings.ToLower(part), w.text)
			terms = append(terms, term{words: []string{w.text}, prefix: last, typos: x.allowed(w.text)})
		}
	}
	return terms[:min(len(terms), mostTerms)]
}

// allowed is how many typos a word may have.
func (x *index) allowed(text string) int {
	tolerance, _ := x.settings["typoTolerance"].(map[string]any)
	sizes, _ := tolerance["minWordSizeForTypos"].(map[string]any)
	enabled, _ := tolerance["enabled"].(bool)
	one, _ := sizes["oneTypo"].(float64)
	two, _ := sizes["twoTypos"].(float64)
	numbers, _ := tolerance["disableOnNumbers"].(bool)
	switch n := float64(utf8.RuneCountInString(text)); {
	case !enabled || n < one || numbers && strings.Trim(text, "0123456789") == "":
		return 0
	case n < two:
		return 1
	}
	return 2
}

// distance returns how many typos two words are apart: letters left out, put in,
// changed, or two that have changed places. A typo in the first letter counts as
// two. With prefix the second may go on. What is more than most is most + 1.
func distance(typed, is string, prefix bool, most int) int {
	a, b := []rune(typed), []rune(is)
	if !prefix && abs(len(a)-len(b)) > most {
		return most + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	d := rows[len(a)][len(b)]
	if prefix {
		for _, n := range rows[len(a)] {
			d = min(d, n)
		}
	}
	if d > 0 && len(a) > 0 && len(b) > 0 && a[0] != b[0] {
		d = max(d, 2)
		if most < 2 || rows[len(a)][len(b)] > 1 && !prefix {
			return most + 1
		}
	}
	return min(d, most+1)
}

func abs(n int) int { return max(n, -n) }
