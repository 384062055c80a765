package meilitest

import (
	"cmp"
	"slices"
	"strings"
)

// hit is how a term is found in an attribute.
type hit struct {
	attribute int // its rank among the searchable ones
	place     int // that of the attribute which counts: the first with the first word of a phrase
	position  int
	length    int
	typos     int
}

// needed says which terms a document must have. With the strategy frequency it is
// the rarest that any document has, or several if they are equally rare; the
// others are welcome.
func (x *index) needed(terms []term, q query) []bool {
	needed := make([]bool, len(terms))
	if len(terms) > 0 {
		needed[0] = true // last: the first word is the last to go
	}
	switch q.Strategy {
	case "all":
		for i := range needed {
			needed[i] = true
		}
	case "frequency":
		counts := make([]int, len(terms))
		for i, t := range terms {
			counts[i] = len(x.documents) + 1 // of what no document has
			if n := x.count(t, q); n > 0 {
				counts[i] = n
			}
		}
		for i, n := range counts {
			needed[i] = n == slices.Min(counts)
		}
	}
	return needed
}

// count is how many documents have a term.
func (x *index) count(t term, q query) (n int) {
	for _, d := range x.documents {
		if len(x.find1(d, t, q)) > 0 {
			n++
		}
	}
	return n
}

// rank says how well a document has the terms; false: it does not.
func (x *index) rank(d *document, terms []term, needed []bool, q query) (ranked, bool) {
	r := ranked{document: d}
	var before []hit
	for i, t := range terms {
		hits := x.find1(d, t, q)
		if len(hits) == 0 {
			if needed[i] {
				return r, false
			}
			before = nil
			continue
		}
		r.words++
		best := slices.MinFunc(hits, func(a, b hit) int { return cmp.Compare(a.typos, b.typos) })
		r.typos += best.typos
		hits = slices.DeleteFunc(hits, func(h hit) bool { return h.typos > best.typos })
		r.places += slices.MinFunc(hits, func(a, b hit) int { return cmp.Compare(a.place, b.place) }).place * len(t.words)
		if i > 0 {
			r.gaps += gap(before, hits)
		}
		before = hits
	}
	return r, true
}

// farthest is how far words are apart that are not near each other.
const farthest = 8

// gap is how far two terms are apart at best: 1 when one follows the other.
func gap(before, after []hit) int {
	least := farthest
	for _, a := range before {
		for _, b := range after {
			if a.attribute != b.attribute {
				continue
			}
			distance := b.position - (a.position + a.length - 1)
			if distance <= 0 { // the other way round
				distance = a.position - (b.position + b.length - 1) + 1
			}
			if distance > 0 {
				least = min(least, distance)
			}
		}
	}
	return least
}

// find1 returns where a document has a term.
func (x *index) find1(d *document, t term, q query) (hits []hit) {
	if t.phrase {
		return x.findPhrase(d, t.words, q)
	}
	if len(t.words[0]) > longestWord {
		return nil
	}
	tolerance, _ := x.settings["typoTolerance"].(map[string]any)
	exact := texts(tolerance["disableOnAttributes"])
	for rank, name := range texts(x.settings["searchableAttributes"]) {
		if q.Attributes != nil && !slices.Contains(q.Attributes, name) {
			continue
		}
		allowed := t.typos
		if slices.Contains(exact, name) {
			allowed = 0
		}
		for _, w := range d.words[name] {
			typed := t.words[0]
			switch {
			case w.text == typed || t.prefix && strings.HasPrefix(w.text, typed):
				hits = append(hits, hit{rank, rank, w.position, 1, 0})
			case allowed > 0:
				if n := distance(typed, w.text, t.prefix, allowed); n <= allowed {
					hits = append(hits, hit{rank, rank, w.position, 1, n})
				}
			}
		}
	}
	if len(hits) == 0 {
		hits = x.findSplit(d, t.words[0], q)
	}
	return hits
}

// findSplit looks for a word that is written as two. It counts as a typo.
func (x *index) findSplit(d *document, typed string, q query) (hits []hit) {
	letters := []rune(typed)
	for n := 1; n < len(letters); n++ {
		for _, h := range x.findPhrase(d, []string{string(letters[:n]), string(letters[n:])}, q) {
			h.typos = 1
			hits = append(hits, h)
		}
	}
	return hits
}

// findPhrase looks for words in a row.
func (x *index) findPhrase(d *document, phrase []string, q query) (hits []hit) {
	place := -1
	for rank, name := range texts(x.settings["searchableAttributes"]) {
		if q.Attributes != nil && !slices.Contains(q.Attributes, name) {
			continue
		}
		words := d.words[name]
		if place < 0 && slices.ContainsFunc(words, func(w word) bool { return w.text == phrase[0] }) {
			place = rank
		}
		for i := 0; i+len(phrase) <= len(words); i++ {
			if follows(words[i:i+len(phrase)], phrase) {
				hits = append(hits, hit{rank, place, words[i].position, len(phrase), 0})
			}
		}
	}
	return hits
}

func follows(words []word, phrase []string) bool {
	for i, w := range words {
		if w.text != phrase[i] || i > 0 && w.position != words[i-1].position+1 {
			return false
		}
	}
	return true
}
