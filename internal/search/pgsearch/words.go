package pgsearch

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"lectern/internal/postgres"
)

// words is which entries have which words. Postgres knows that, too; but of a word that
// a hundred thousand entries have it must look at each of them. It does not change.
//
// Bitmaps may still hold entries that have ended.
type words struct {
	list []string // sorted
	has  []posting
}

// posting is the entries that have a word.
type posting struct {
	anywhere *roaring.Bitmap
	title    *roaring.Bitmap // nil: no title has it
}

// collector collects words.
type collector map[string]*posting

func (c collector) add(e postgres.EntryWords) {
	for word := range strings.SplitSeq(e.Words, postgres.WordSeparator) {
		c.posting(word).anywhere.Add(e.Ord)
	}
	for word := range strings.SplitSeq(e.Title, postgres.WordSeparator) {
		p := c.posting(word)
		if p.title == nil {
			p.title = roaring.New()
		}
		p.title.Add(e.Ord)
	}
}

func (c collector) posting(word string) *posting {
	p := c[word]
	if p == nil {
		p = &posting{anywhere: roaring.New()}
		c[strings.Clone(word)] = p
	}
	return p
}

// collected returns the words that were collected.
func (c collector) collected() *words {
	w := &words{list: slices.Sorted(maps.Keys(c))}
	w.has = make([]posting, len(w.list))
	for i, word := range w.list {
		w.has[i] = *c[word]
	}
	return w
}

// with returns words of which some entries have others. What was known of these is
// forgotten.
func (w *words) with(others *words, entries *roaring.Bitmap) *words {
	next := &words{list: make([]string, 0, len(w.list)+len(others.list))}
	i, j := 0, 0
	for i < len(w.list) || j < len(others.list) {
		order := -1
		switch {
		case i == len(w.list):
			order = 1
		case j < len(others.list):
			order = cmp.Compare(w.list[i], others.list[j])
		}
		var word string
		var p posting
		if order <= 0 {
			word, p = w.list[i], w.has[i].without(entries)
			i++
		}
		if order >= 0 {
			word, p = others.list[j], p.and(others.has[j])
			j++
		}
		next.list, next.has = append(next.list, word), append(next.has, p)
	}
	return next
}

func (p posting) without(entries *roaring.Bitmap) posting {
	return posting{without(p.anywhere, entries), without(p.title, entries)}
}

func without(b, entries *roaring.Bitmap) *roaring.Bitmap {
	if b == nil || !b.Intersects(entries) {
		return b
	}
	return roaring.AndNot(b, entries)
}

func (p posting) and(more posting) posting {
	return posting{and(p.anywhere, more.anywhere), and(p.title, more.title)}
}

func and(a, b *roaring.Bitmap) *roaring.Bitmap {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return roaring.Or(a, b)
}

// find returns the entries that have what is looked for, anywhere or in their titles.
// Not exact: among them are such as have words in another order.
func (w *words) find(q tsquery, title bool) (found *roaring.Bitmap, exact bool) {
	switch q.operator {
	case 0:
		return w.having(q, title), true
	case '!':
		return roaring.New(), false
	}
	exact = q.operator != '<'
	var parts []*roaring.Bitmap
	for _, part := range q.of {
		one, right := w.find(part, title)
		parts, exact = append(parts, one), exact && right
	}
	if q.operator == '|' {
		return roaring.FastOr(parts...), exact
	}
	return roaring.FastAnd(parts...), exact
}

func (w *words) having(q tsquery, title bool) *roaring.Bitmap {
	at, _ := slices.BinarySearch(w.list, q.word)
	var parts []*roaring.Bitmap
	for ; at < len(w.list); at++ {
		if w.list[at] != q.word && !(q.prefix && strings.HasPrefix(w.list[at], q.word)) {
			break
		}
		if title {
			parts = append(parts, some(w.has[at].title))
		} else {
			parts = append(parts, w.has[at].anywhere)
		}
	}
	return roaring.FastOr(parts...)
}

// wordsAtOnce is of how many entries words are read at once.
const wordsAtOnce = 5000

// readWords reads the words of some entries.
func readWords(ctx context.Context, g *postgres.Glance, ords []uint32) (*words, error) {
	c := collector{}
	for some := range slices.Chunk(ords, wordsAtOnce) {
		if err := g.Words(ctx, some, c.add); err != nil {
			return nil, err
		}
	}
	return c.collected(), nil
}

// LoadWords reads all words into memory, unless they are there, and keeps them in step
// from then on. Of a very large site that takes a minute, in which Postgres is asked.
func (e *Engine) LoadWords(ctx context.Context) error {
	var read *state
	var all *words
	err := e.index.Look(ctx, func(g *postgres.Glance) (err error) {
		if read, err = e.stateAt(ctx, g); err != nil || read.words != nil {
			return err
		}
		all, err = readWords(ctx, g, read.live.ToArray())
		return err
	})
	if err != nil || all == nil {
		return err
	}
	return e.index.Look(ctx, func(g *postgres.Glance) error {
		if _, err := e.stateAt(ctx, g); err != nil {
			return err
		}
		entries, err := entriesSince(ctx, g, read)
		if err != nil {
			return err
		}
		changed, err := all.follow(ctx, g, entries)
		if err != nil {
			return err
		}
		e.renewing.Lock()
		defer e.renewing.Unlock()
		if now := e.state.Load(); now.version == g.Version && now.words == nil { // else the next time
			next := *now
			next.words = changed
			e.state.Store(&next)
		}
		return nil
	})
}

// mostFollowed is how many entries may change before all words are read anew: whoever
// searches waits for those of fewer.
const mostFollowed = 5000

// follow returns words that are in step with what has changed; nil: that is too much.
func (w *words) follow(ctx context.Context, g *postgres.Glance, entries []postgres.IndexEntry) (*words, error) {
	changed := roaring.New()
	for _, entry := range entries {
		if entry.Live {
			changed.Add(entry.Ord)
		}
	}
	switch n := changed.GetCardinality(); {
	case n == 0:
		return w, nil
	case n > mostFollowed:
		return nil, nil
	}
	others, err := readWords(ctx, g, changed.ToArray())
	if err != nil {
		return nil, err
	}
	return w.with(others, changed), nil
}

// keepWords has all words in memory whenever they are not, until ctx ends.
func (e *Engine) keepWords(ctx context.Context) {
	for {
		if s := e.state.Load(); s == nil || s.words == nil {
			if err := e.LoadWords(ctx); err != nil && ctx.Err() == nil {
				e.logger.Warn("the words of the search index could not be read", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(looksEvery):
		}
	}
}
