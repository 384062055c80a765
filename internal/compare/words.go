package compare

import (
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// What a comparison may cost. Beyond it a text is shown whole on both sides.
const (
	mostTokens = 4000                   // that differ, on one side; go-diff takes quadratic time at worst
	longest    = 100 * time.Millisecond // for one text
	longestAll = time.Second            // for all texts of a page
)

// differ finds what is different between two runs of anything that can be
// spelt.
type differ struct{ spent time.Duration }

func newDiffer() *differ { return &differ{} }

// run is a stretch of tokens that stand on the same side.
type run struct {
	op Op
	n  int
}

// diff compares two runs of tokens that are spelt as given. What is removed
// comes before what is added in its place.
func (d *differ) diff(a, b []string) []run {
	first := 0
	for first < len(a) && first < len(b) && a[first] == b[first] {
		first++
	}
	last := 0
	for last < len(a)-first && last < len(b)-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
	}
	runs := []run{{Same, first}}
	runs = append(runs, d.middle(a[first:len(a)-last], b[first:len(b)-last])...)
	return merged(append(runs, run{Same, last}))
}

func (d *differ) middle(a, b []string) []run {
	replaced := []run{{Removed, len(a)}, {Added, len(b)}}
	if len(a) == 0 || len(b) == 0 || len(a) > mostTokens || len(b) > mostTokens || d.spent > longestAll {
		return replaced
	}
	began := time.Now()
	defer func() { d.spent += time.Since(began) }()
	spelt := map[string]rune{}
	library := diffmatchpatch.New()
	library.DiffTimeout = longest
	var runs []run
	for _, found := range library.DiffMainRunes(asRunes(a, spelt), asRunes(b, spelt), false) {
		runs = append(runs, run{sides[found.Type], utf8.RuneCountInString(found.Text)})
	}
	return runs
}

var sides = map[diffmatchpatch.Operation]Op{
	diffmatchpatch.DiffDelete: Removed, diffmatchpatch.DiffInsert: Added, diffmatchpatch.DiffEqual: Same,
}

// firstRune begins a stretch of more characters than there can be tokens, none
// of which is half of a pair.
const firstRune = 0x10000

// asRunes writes each token as one character, the same for the same spelling.
func asRunes(tokens []string, spelt map[string]rune) []rune {
	runes := make([]rune, len(tokens))
	for i, token := range tokens {
		r, known := spelt[token]
		if !known {
			r = firstRune + rune(len(spelt))
			spelt[token] = r
		}
		runes[i] = r
	}
	return runes
}

// readable takes away what is the same between two edits that are both at least
// as long: a few words in common within a sentence that was written anew only
// make it hard to read. It does what DiffCleanupSemantic does, which counts
// characters where it cuts bytes, and so breaks all that is not ASCII.
func readable(runs []run) []run {
	edits := collected(runs)
	for i := 1; i < len(edits); {
		before, here := edits[i-1], edits[i]
		if gap := here.same; gap > 0 && gap <= max(before.removed, before.added) && gap <= max(here.removed, here.added) {
			edits[i-1].removed += gap + here.removed
			edits[i-1].added += gap + here.added
			edits = append(edits[:i], edits[i+1:]...)
			i = max(i-1, 1) // what has grown may take in what is before it
			continue
		}
		i++
	}
	var list []run
	for _, e := range edits {
		list = append(list, run{Same, e.same}, run{Removed, e.removed}, run{Added, e.added})
	}
	return merged(list)
}

// edit is what is the same up to a place, and what was replaced there.
type edit struct{ same, removed, added int }

func collected(runs []run) []edit {
	var edits []edit
	current := edit{}
	for _, r := range runs {
		switch r.op {
		case Same:
			if current.removed+current.added > 0 {
				edits = append(edits, current)
				current = edit{}
			}
			current.same += r.n
		case Removed:
			current.removed += r.n
		case Added:
			current.added += r.n
		}
	}
	return append(edits, current)
}

// merged joins what stands on the same side, and leaves out what is empty.
func merged(runs []run) []run {
	var list []run
	for _, r := range runs {
		switch last := len(list) - 1; {
		case r.n == 0:
		case last >= 0 && list[last].op == r.op:
			list[last].n += r.n
		default:
			list = append(list, r)
		}
	}
	return list
}

// text compares two plain texts word by word.
func (d *differ) text(a, b string) []Piece {
	before, after := tokens(a), tokens(b)
	var pieces []Piece
	i, j := 0, 0
	for _, r := range readable(d.diff(before, after)) {
		switch r.op {
		case Removed:
			pieces = append(pieces, Piece{Op: Removed, Text: joined(before[i : i+r.n])})
			i += r.n
		case Added:
			pieces = append(pieces, Piece{Op: Added, Text: joined(after[j : j+r.n])})
			j += r.n
		default:
			pieces = append(pieces, context(after[j:j+r.n], j == 0, j+r.n == len(after))...)
			i, j = i+r.n, j+r.n
		}
	}
	return pieces
}

const nearby = 40 // tokens of what is the same, beside what is not: about twenty words

// context shortens what is the same to what stands beside what is not.
func context(tokens []string, begins, ends bool) []Piece {
	before, after := nearby, nearby // that stay at the end and at the beginning
	if begins {
		after = 0
	}
	if ends {
		before = 0
	}
	left := tokens[min(after, len(tokens)):max(len(tokens)-before, min(after, len(tokens)))]
	n := words(left)
	if len(tokens) <= after+before || n < nearby/2 { // it is not worth it
		return []Piece{{Text: joined(tokens)}}
	}
	var pieces []Piece
	if after > 0 {
		pieces = append(pieces, Piece{Text: joined(tokens[:after])})
	}
	pieces = append(pieces, Piece{Left: n})
	if before > 0 {
		pieces = append(pieces, Piece{Text: joined(tokens[len(tokens)-before:])})
	}
	return pieces
}

// words counts the tokens that are words.
func words(tokens []string) (n int) {
	for _, token := range tokens {
		if first, _ := utf8.DecodeRuneInString(token); wordly(first) {
			n++
		}
	}
	return n
}

func joined(tokens []string) string {
	size := 0
	for _, token := range tokens {
		size += len(token)
	}
	text := make([]byte, 0, size)
	for _, token := range tokens {
		text = append(text, token...)
	}
	return string(text)
}

// tokens takes a text apart into words, runs of blanks, and signs. Joined they
// are the text.
func tokens(text string) []string {
	var list []string
	start, kind := 0, -1
	for i, r := range text {
		k := 0 // a sign, which stands alone
		switch {
		case wordly(r):
			k = 1
		case unicode.IsSpace(r):
			k = 2
		}
		if i > start && (k != kind || k == 0) {
			list = append(list, text[start:i])
			start = i
		}
		kind = k
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

func wordly(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '\'' || r == '’'
}

// pair holds two entries of lists against each other; -1: there is none.
type pair struct {
	a, b int
	same bool
}

// align pairs the entries of two lists: those that are spelt the same, and
// between these one after another.
func align(d *differ, na, nb int, spellA, spellB func(int) string) []pair {
	a, b := make([]string, na), make([]string, nb)
	for i := range a {
		a[i] = spellA(i)
	}
	for i := range b {
		b[i] = spellB(i)
	}
	var pairs []pair
	i, j := 0, 0
	for _, e := range collected(d.diff(a, b)) {
		for range e.same {
			pairs = append(pairs, pair{i, j, true})
			i, j = i+1, j+1
		}
		for n := range max(e.removed, e.added) {
			p := pair{-1, -1, false}
			if n < e.removed {
				p.a = i
				i++
			}
			if n < e.added {
				p.b = j
				j++
			}
			pairs = append(pairs, p)
		}
	}
	return pairs
}
