package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what is typed. What is longer is cut.
const (
	longestText = 200 // characters
	MostWords   = 10
)

// LeastPrefix is how many letters a word needs to be taken for the beginning of
// one.
const LeastPrefix = 3

// Tidy returns as much of what was typed as is searched for, on one line and
// without what cannot be seen.
func Tidy(typed string) string {
	letters := []rune(OneLine(typed))
	return strings.TrimSpace(string(letters[:min(len(letters), longestText)]))
}

// OneLine returns all that was typed on one line, without what cannot be seen.
func OneLine(typed string) string {
	typed = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cf, r) && r != joiner:
			return -1
		}
		return r
	}, strings.ToValidUTF8(typed, ""))
	return strings.Join(strings.Fields(typed), " ")
}

const joiner = '\u200d' // holds emoji and some scripts together

// Typed is how a text is understood.
type Typed struct {
	Whole   string   // all of it as one canonical text, be it longer than the clauses
	Clauses []Clause // every one of which a result has
	Swaps   []Swap   // or what will do instead, in their order and apart from each other
}

// Swap is what means the same as some clauses in a row.
type Swap struct {
	From, To int      // as a slice is cut
	For      []string // canonical; the words of each stand one after the other
}

// Need is what a result has: all of the clauses, or one of the phrases.
type Need struct {
	Clauses []Clause
	Or      []string
}

// Needs returns every need that a result meets.
func (t Typed) Needs() []Need {
	var needs []Need
	at := 0
	for _, s := range t.Swaps {
		for ; at < s.From; at++ {
			needs = append(needs, Need{Clauses: t.Clauses[at : at+1]})
		}
		needs = append(needs, Need{Clauses: t.Clauses[s.From:s.To], Or: s.For})
		at = s.To
	}
	for ; at < len(t.Clauses); at++ {
		needs = append(needs, Need{Clauses: t.Clauses[at : at+1]})
	}
	return needs
}

// Clause is a word, or words that stand one after the other. They are
// canonical.
type Clause struct {
	Words  []string
	Prefix bool // a longer word will do
	Exact  bool // no other form of the words will do
}

// Text returns the words with spaces between.
func (c Clause) Text() string { return strings.Join(c.Words, " ") }

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "″", `"`)

// Understand reads a text: words, and phrases in quotation marks. A word that is
// several, such as COVID-19, is a phrase. What the lexicon knows to mean the same
// will do instead, but not for a phrase in quotation marks: that is to be found
// as it stands.
func Understand(text string, lexicon Lexicon) Typed {
	var t Typed
	var all []string
	left := MostWords
	for i, part := range strings.Split(quotes.Replace(text), `"`) {
		if i%2 == 1 {
			words := strings.Fields(Canonical(part))
			left, all = t.add(Clause{Words: words, Exact: len(words) > 1}, left), append(all, words...)
			continue
		}
		from := len(t.Clauses)
		for _, word := range together(part) {
			words := strings.Fields(Canonical(word))
			left = t.add(Clause{Words: words, Prefix: len(words) == 1 && utf8.RuneCountInString(words[0]) >= LeastPrefix}, left)
			all = append(all, words...)
		}
		t.swap(from, lexicon)
	}
	t.Whole = strings.Join(all, " ")
	if t.IsReference() { // the letters of which are no word
		t.Swaps = slices.DeleteFunc(t.Swaps, func(s Swap) bool { return s.To-s.From < len(t.Clauses) })
	}
	return t
}

// Exact returns the phrases that a result has as they stand.
func (t Typed) Exact() (phrases []string) {
	for _, c := range t.Clauses {
		if c.Exact {
			phrases = append(phrases, c.Text())
		}
	}
	return phrases
}

// IsReference reports whether what was typed looks like the number of something,
// such as CC-4456.
func (t Typed) IsReference() bool { return len(Names(t.Whole)) > 1 }

func join(clauses []Clause) string {
	var all []string
	for _, c := range clauses {
		all = append(all, c.Words...)
	}
	return strings.Join(all, " ")
}

// mostWholes is how many ways to say the same are told apart.
const mostWholes = 24

// Wholes returns the whole text, and then the same with what means the same in
// its place, in every way that there is.
func (t Typed) Wholes() []string {
	ways := []string{""}
	for _, need := range t.Needs() {
		var longer []string
		for _, phrase := range append([]string{join(need.Clauses)}, need.Or...) {
			for _, way := range ways {
				longer = append(longer, strings.TrimSpace(way+" "+phrase))
			}
		}
		ways = longer[:min(len(longer), mostWholes)]
	}
	rest := strings.TrimPrefix(t.Whole, ways[0]) // of a long text
	for i := range ways {
		ways[i] += rest
	}
	return ways
}

// swap notes what will do instead of the clauses from one on: of the longest
// texts that the lexicon knows, from the left.
func (t *Typed) swap(from int, lexicon Lexicon) {
	for from < len(t.Clauses) {
		to := min(len(t.Clauses), from+lexicon.longest)
		for to > from && lexicon.others[key(join(t.Clauses[from:to]))] == nil {
			to--
		}
		if to > from {
			t.Swaps = append(t.Swaps, Swap{from, to, lexicon.others[key(join(t.Clauses[from:to]))]})
		}
		from = max(to, from+1)
	}
}

func (t *Typed) add(c Clause, left int) int {
	c.Words = c.Words[:min(len(c.Words), left)]
	if len(c.Words) > 0 {
		t.Clauses = append(t.Clauses, c)
	}
	return left - len(c.Words)
}

// together cuts a text at its spaces, but for those within a year range or the
// like, which are cut off as one word.
func together(text string) []string { return strings.Fields(unspaced(fold(text))) }

// Canonical returns the words of a text as both an index and a query spell them:
// small letters and digits without accents, with single spaces between.
//
// Whatever stands between words separates them, so that CC-4456, CC4456 and
// CC 4456 are the same two words, as are COVID-19 and Covid 19. A year range is
// one word however its dash is written, and so is A&E.
func Canonical(text string) string {
	var words strings.Builder
	words.Grow(len(text))
	for word := range strings.FieldsFuncSeq(unspaced(fold(text)), parts) {
		for _, part := range split(word) {
			if words.Len() > 0 {
				words.WriteByte(' ')
			}
			words.WriteString(part)
		}
	}
	return words.String()
}

// parts reports whether a character stands between words.
func parts(r rune) bool {
	if r < utf8.RuneSelf {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Mc, r)
}

var dashes = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-", "﹘", "-", "－", "-",
	"’", "'", "‘", "'", "ʼ", "'", "`", "'")

// fold takes case, accents and the many forms of a character away. ASCII, which most
// texts are nearly all of, has neither accents nor forms.
func fold(text string) string {
	var folded strings.Builder
	folded.Grow(len(text))
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c != '\'' && c != '`' {
				folded.WriteByte(c)
			}
			i++
			continue
		}
		from := i
		for i < len(text) && text[i] >= utf8.RuneSelf {
			i++
		}
		folded.WriteString(foldForms(text[from:i]))
	}
	return folded.String()
}

func foldForms(text string) string {
	text = norm.NFD.String(norm.NFKC.String(strings.ToLower(text)))
	text = strings.Map(func(r rune) rune {
		if 0x300 <= r && r <= 0x36f { // accents of the Latin, Greek and Cyrillic letters
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	return norm.NFC.String(strings.ReplaceAll(dashes.Replace(text), "'", ""))
}

var (
	ampersand = regexp.MustCompile(`(^|[^\pL\d])(\pL) ?& ?(\pL)($|[^\pL\d])`) // of single letters
	spelledAE = regexp.MustCompile(`(^|[^\pL\d])a and e($|[^\pL\d])`)
	yearRange = regexp.MustCompile(`^(((?:19|20)\d\d) ?[-/] ?((?:19|20)?\d\d))(?:$|[^\pL\d-])`)
	numbered  = regexp.MustCompile(`^(\pL{2,6})(\d{1,6})$`)
)

// unspaced writes as one word what has spaces or signs within. Most texts have
// none, which is seen sooner without the expressions.
func unspaced(folded string) string {
	if strings.Contains(folded, "&") {
		folded = ampersand.ReplaceAllString(folded, "${1}${2}and$3$4")
	}
	if strings.Contains(folded, "a and e") {
		folded = spelledAE.ReplaceAllString(folded, "${1}aande$2")
	}
	return joinYears(folded)
}

// longestRange is how many bytes a year range takes at most, and what follows.
const longestRange = len("2023 - 2024") + utf8.UTFMax

// joinYears writes year ranges as one word. An expression for all of a long text
// would take far longer than one for what begins like a year.
func joinYears(folded string) string {
	var joined strings.Builder
	done := 0
	for i := 0; i < len(folded); i++ {
		if folded[i] != '1' && folded[i] != '2' || goesOn(folded[:i]) {
			continue
		}
		m := yearRange.FindStringSubmatch(folded[i:min(i+longestRange, len(folded))])
		if m == nil {
			continue
		}
		from, to := m[2], m[3][len(m[3])-2:]
		if to <= from[2:] && from[2:] != "99" { // a month, or no range
			continue
		}
		joined.WriteString(folded[done:i] + from + rangeSign + to)
		done = i + len(m[1])
		i = done - 1
	}
	return joined.String() + folded[done:]
}

// goesOn reports whether what follows a text is a part of its last word.
func goesOn(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && (last == '-' || unicode.IsLetter(last) || unicode.IsDigit(last))
}

// rangeSign stands between the years of a range: 2023-24 is 2023x24.
const rangeSign = "x"

var rangeWord = regexp.MustCompile(`^((?:19|20)\d\d)` + rangeSign + `(\d\d)$`)

// split separates letters from the number behind them.
func split(word string) []string {
	if last := word[len(word)-1]; last < '0' || last > '9' {
		return []string{word}
	}
	if m := numbered.FindStringSubmatch(word); m != nil {
		return m[1:]
	}
	return []string{word}
}

// Further returns words that a canonical text is also to be found by: the years
// of its ranges. They are no part of its phrases.
func Further(canonical string) []string {
	var years []string
	for word := range strings.FieldsSeq(canonical) {
		if len(word) != len("2023x24") || word[4:5] != rangeSign { // as nearly all are
			continue
		}
		m := rangeWord.FindStringSubmatch(word)
		if m == nil {
			continue
		}
		century := m[1][:2]
		if m[2] <= m[1][2:] {
			century = "20" // 1999-00
		}
		for _, year := range []string{m[1], century + m[2]} {
			if !slices.Contains(years, year) {
				years = append(years, year)
			}
		}
	}
	return years
}

var (
	shouted = regexp.MustCompile(`[\pL\d&]+`)
	small   = regexp.MustCompile(`\p{Ll}`)
)

// Acronyms returns the words of a text that are written in capitals, canonical:
// WHO and IT are words that an index leaves out when they are written small.
func Acronyms(text string) []string {
	if !small.MatchString(text) { // all of it is
		return nil
	}
	var list []string
	for _, word := range shouted.FindAllString(text, -1) {
		if utf8.RuneCountInString(word) < 2 || len(word) > 12 || small.MatchString(word) || !strings.ContainsFunc(word, unicode.IsLetter) {
			continue
		}
		if word = Canonical(word); word != "" && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

var bareNumber = regexp.MustCompile(`^\pL{2,4} (\d{2,6})$`)

// Names returns what a reference is looked up by: its canonical form, and its
// number alone.
func Names(reference string) []string {
	name := Canonical(reference)
	if name == "" {
		return nil
	}
	if m := bareNumber.FindStringSubmatch(name); m != nil {
		return []string{name, m[1]}
	}
	return []string{name}
}
