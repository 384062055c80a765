package pgsearch

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// state is what can be found at one version of the site. It does not change: a search
// goes on with the one that it began with.
//
// Bitmaps hold the numbers of entries. That of a value may still hold entries
// that have ended: whatever is looked up is cut with live.
type state struct {
	version postgres.IndexVersion
	at      time.Time

	base     uint32  // the number of the first of entries
	entries  []entry // with gaps: numbers of what is not live yet, or is gone
	placed   uint64  // how many are no gaps
	live     *roaring.Bitmap
	values   map[search.Facet]map[string]*roaring.Bitmap
	sections map[uuid.UUID]*roaring.Bitmap
	words    *words // nil: Postgres is asked

	byDate   []uint32 // the newest first; those without a date last
	byFirst  []uint32 // what was first published last comes first
	byWeight []uint32

	terms []cms.Term
	lines search.Terms // what carrying one of them means

	lexicon search.Lexicon
	betOrds map[cms.ID]uint32 // of the pages of its best bets
}

// entry is what orders a release among others.
type entry struct {
	release uuid.UUID
	page    uuid.UUID
	depth   uint8 // how many pages are above it
	weight  float32
	dated   int64 // seconds; undated: it has no date
	first   int64 // when the page was first published, in microseconds
}

const undated = math.MinInt64

func (s *state) entry(ord uint32) *entry { return &s.entries[ord-s.base] }

func (e *entry) time() time.Time {
	if e.dated == undated {
		return time.Time{}
	}
	return time.Unix(e.dated, 0)
}

// newer orders entries by date.
func (s *state) newer(a, b uint32) int {
	return cmp.Or(cmp.Compare(s.entry(b).dated, s.entry(a).dated), cmp.Compare(b, a))
}

// later orders entries by when their pages were first published.
func (s *state) later(a, b uint32) int {
	return cmp.Or(cmp.Compare(s.entry(b).first, s.entry(a).first), cmp.Compare(b, a))
}

// heavier orders entries by their kind, and then by date.
func (s *state) heavier(a, b uint32) int {
	return cmp.Or(cmp.Compare(s.entry(b).weight, s.entry(a).weight), s.newer(a, b))
}

func (s *state) parent(facet search.Facet) func(string) string {
	return s.lines.Parent(facet)
}

// builder makes the next state of the last one. What they share is left alone.
type builder struct {
	*state
	zone  *time.Location
	own   map[*roaring.Bitmap]bool // nil: there is no last state to share any with
	added []uint32
}

// build begins the next state. Without a last one, or with other terms, it
// begins from nothing.
func build(last *state, zone *time.Location, terms []cms.Term) *builder {
	b := &builder{zone: zone}
	if last != nil {
		b.own = map[*roaring.Bitmap]bool{}
		next := *last
		next.live = last.live.Clone()
		next.values = map[search.Facet]map[string]*roaring.Bitmap{}
		for facet, values := range last.values {
			next.values[facet] = cloned(values)
		}
		next.sections = cloned(last.sections)
		b.state = &next
	} else {
		b.state = &state{
			live: roaring.New(), sections: map[uuid.UUID]*roaring.Bitmap{},
			values: map[search.Facet]map[string]*roaring.Bitmap{},
		}
	}
	b.terms, b.lines = terms, search.NewTerms(terms)
	return b
}

func cloned[K comparable](m map[K]*roaring.Bitmap) map[K]*roaring.Bitmap {
	c := make(map[K]*roaring.Bitmap, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

// take takes in an entry that is new here or has changed, and keeps the numbers of
// live ones: one that is written anew has another by then, even if it ends.
func (b *builder) take(e postgres.IndexEntry, numbers map[postgres.Key]uint32) {
	if was, known := numbers[e.Key]; known {
		b.live.Remove(was)
		delete(numbers, e.Key)
	}
	if e.Live {
		numbers[e.Key] = e.Ord
		b.add(e)
	}
}

// teach gives the state what editors have told the search. bets has the live
// releases of the pages of best bets.
func (b *builder) teach(lexicon search.Lexicon, bets map[cms.ID]cms.ID, numbers map[postgres.Key]uint32) {
	b.lexicon, b.betOrds = lexicon, map[cms.ID]uint32{}
	for page, release := range bets {
		if ord, known := numbers[postgres.KeyOf(release)]; known {
			b.betOrds[page] = ord
		}
	}
}

// add takes in a live entry. Entries come in the order of their numbers, but for
// those that were written long before they began.
func (b *builder) add(e postgres.IndexEntry) {
	b.place(e)
	b.live.Add(e.Ord)
	b.added = append(b.added, e.Ord)
	b.set(search.Type, e.Kind, e.Ord)
	if e.Status != "" {
		b.set(search.Status, e.Status, e.Ord)
	}
	if !e.DatedAt.IsZero() {
		local := e.DatedAt.In(b.zone)
		b.set(search.Year, strconv.Itoa(local.Year()), e.Ord)
		b.set(search.Month, strconv.Itoa(int(local.Month())), e.Ord)
	}
	for _, term := range e.Terms {
		for facet, slug := range b.lines.Values(term) {
			b.set(facet, slug, e.Ord)
		}
	}
	for facet, values := range e.Facets {
		for _, value := range values {
			b.set(facet, value, e.Ord)
		}
	}
	for _, section := range e.Sections {
		add(b, b.sections, section, e.Ord)
	}
}

// place gives an entry its place, which is the same for as long as it is there:
// the last state may be reading it.
func (b *builder) place(e postgres.IndexEntry) {
	if len(b.entries) == 0 {
		b.base = e.Ord
	}
	if e.Ord < b.base {
		b.entries = append(make([]entry, b.base-e.Ord), b.entries...)
		b.base = e.Ord
	}
	for int(e.Ord-b.base) >= len(b.entries) {
		b.entries = append(b.entries, entry{})
	}
	if at := b.entry(e.Ord); at.release == uuid.Nil {
		b.placed++
		at.release, at.page, at.depth = e.Release, e.Page, uint8(min(len(e.Sections), math.MaxUint8))
		at.weight, at.dated, at.first = float32(search.Weight(e.Kind)), undated, e.FirstAt.UnixMicro()
		if !e.DatedAt.IsZero() {
			at.dated = e.DatedAt.Unix()
		}
	}
}

func (b *builder) set(facet search.Facet, value string, ord uint32) {
	if b.values[facet] == nil {
		b.values[facet] = map[string]*roaring.Bitmap{}
	}
	add(b, b.values[facet], value, ord)
}

// add puts an entry into a bitmap, which is copied first if the last state has
// it as well.
func add[K comparable](b *builder, m map[K]*roaring.Bitmap, key K, ord uint32) {
	bitmap := m[key]
	if bitmap != nil && (b.own == nil || b.own[bitmap]) {
		bitmap.Add(ord)
		return
	}
	if bitmap == nil {
		bitmap = roaring.New()
	} else {
		bitmap = bitmap.Clone()
	}
	bitmap.Add(ord)
	m[key] = bitmap
	if b.own != nil {
		b.own[bitmap] = true
	}
}

// finish returns the state as it is at a version.
func (b *builder) finish(version postgres.IndexVersion, at time.Time) *state {
	b.version, b.at = version, at
	var sorting sync.WaitGroup
	sorting.Go(func() { b.byDate = merged(b.byDate, b.added, b.newer) })
	sorting.Go(func() { b.byFirst = merged(b.byFirst, b.added, b.later) })
	sorting.Go(func() { b.byWeight = merged(b.byWeight, b.added, b.heavier) })
	sorting.Wait()
	return b.state
}

// merged returns a sorted list with more in it.
func merged(list, more []uint32, compare func(a, b uint32) int) []uint32 {
	more = slices.Clone(more)
	slices.SortFunc(more, compare)
	out := make([]uint32, 0, len(list)+len(more))
	for _, ord := range list {
		for len(more) > 0 && compare(more[0], ord) < 0 {
			out, more = append(out, more[0]), more[1:]
		}
		if len(more) > 0 && more[0] == ord {
			more = more[1:] // it has changed in place, such as its terms
		}
		out = append(out, ord)
	}
	return append(out, more...)
}
