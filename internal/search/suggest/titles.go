package suggest

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/internal/postgres"
	"lectern/internal/search"
)

// titles is what live pages are called, by words. It does not change. A page is
// known by its number: the weightier and the newer, the lower.
//
// It takes some 16 bytes a page and 4 for each word of its title, and no texts.
type titles struct {
	pages [][16]byte // releases
	words []string   // sorted
	on    [][]uint32 // the pages that are called by each, in order; the lowest bit: it is the first word of the title
}

// builder takes titles in before their order is known.
type builder struct {
	now   time.Time
	pages []entry
	arena []uint32 // numbers of words, with that lowest bit
	words map[string]uint32
	names []string // of the numbers
}

type entry struct {
	release  [16]byte
	weight   float64
	dated    int64
	from, to int // in the arena
}

func newBuilder(now time.Time) *builder { return &builder{now: now, words: map[string]uint32{}} }

// mostWords of a title are looked at.
const mostWords = 30

// add takes in what a page is called.
func (b *builder) add(t postgres.LiveTitle) {
	e := entry{release: t.Release, from: len(b.arena), dated: t.DatedAt.Unix(),
		weight: search.Weight(t.Kind) * search.Recency(t.DatedAt, b.now)}
	words := strings.Fields(t.Title)
	for i, word := range words[:min(len(words), mostWords)] {
		b.put(e.from, word, i == 0)
	}
	for _, name := range t.Names {
		for word := range strings.FieldsSeq(name) {
			b.put(e.from, word, false)
		}
	}
	e.to = len(b.arena)
	b.pages = append(b.pages, e)
}

func (b *builder) put(from int, word string, first bool) {
	n, known := b.words[word]
	if !known {
		word = strings.Clone(word) // and not the whole title
		n = uint32(len(b.names))
		b.words[word], b.names = n, append(b.names, word)
	}
	n <<= 1
	if slices.Contains(b.arena[from:], n) || slices.Contains(b.arena[from:], n|1) {
		return
	}
	if first {
		n |= 1
	}
	b.arena = append(b.arena, n)
}

// titles returns what has been taken in.
func (b *builder) titles() *titles {
	slices.SortFunc(b.pages, func(x, y entry) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(y.dated, x.dated), slices.Compare(y.release[:], x.release[:]))
	})
	counts := make([]int, len(b.names))
	for _, n := range b.arena {
		counts[n>>1]++
	}
	order := make([]int, len(b.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(b.names[x], b.names[y]) })
	t := &titles{pages: make([][16]byte, len(b.pages)), words: make([]string, len(order)), on: make([][]uint32, len(order))}
	place := make([]int, len(order))
	for i, n := range order {
		t.words[i], t.on[i], place[n] = b.names[n], make([]uint32, 0, counts[n]), i
	}
	for page, e := range b.pages {
		t.pages[page] = e.release
		for _, n := range b.arena[e.from:e.to] {
			on := &t.on[place[n>>1]]
			*on = append(*on, uint32(page)<<1|n&1)
		}
	}
	return t
}

// counts are all words, with how many pages are called by each.
func (t *titles) counts() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for i, word := range t.words {
			if !yield(word, len(t.on[i])) {
				return
			}
		}
	}
}

// set is pages by their numbers.
type set []uint64

func (t *titles) none() set { return make(set, (len(t.pages)+63)/64) }

func (s set) and(o set) {
	for i := range s {
		s[i] &= o[i]
	}
}

// take returns the lowest so many.
func (s set) take(most int) (list []uint32) {
	for i, word := range s {
		for ; word != 0 && len(list) < most; word &= word - 1 {
			list = append(list, uint32(i*64+bits.TrailingZeros64(word)))
		}
	}
	return list
}

// having returns the pages that are called by a word, and those of them whose
// titles begin with it. A prefix is any word that begins so.
func (t *titles) having(word string, prefix bool) (all, first set) {
	all, first = t.none(), t.none()
	for i := sort.SearchStrings(t.words, word); i < len(t.words); i++ {
		if t.words[i] != word && (!prefix || !strings.HasPrefix(t.words[i], word)) {
			break
		}
		for _, on := range t.on[i] {
			all[on>>7] |= 1 << (on >> 1 & 63)
			first[on>>7] |= uint64(on&1) << (on >> 1 & 63)
		}
	}
	return all, first
}

// find returns pages that are called by all the words, the best first: those
// whose titles begin with the first of them, and then others. Of the last word
// its beginning will do, as it will of longer ones.
func (t *titles) find(words []string, most int) [][16]byte {
	if len(words) == 0 {
		return nil
	}
	var all, first set
	for i, word := range words {
		prefix := i == len(words)-1 || utf8.RuneCountInString(word) >= search.LeastPrefix
		having, begun := t.having(word, prefix)
		if i == 0 {
			all, first = having, begun
			continue
		}
		all.and(having)
	}
	first.and(all)
	var list [][16]byte
	numbers := first.take(most)
	for _, n := range all.take(2 * most) {
		if len(numbers) < 2*most && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	for _, n := range numbers {
		list = append(list, t.pages[n])
	}
	return list
}

// call reports whether one page is called by all the words.
func (t *titles) call(words []string) bool {
	var all set
	for _, word := range words {
		having, _ := t.having(word, false)
		if all == nil {
			all = having
			continue
		}
		all.and(having)
	}
	return len(all.take(1)) > 0
}
