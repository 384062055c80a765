package pgsearch

import (
	"context"
	"errors"
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
	list    []string // sorted
	has     []posting
	entries *roaring.Bitmap // whose words are known
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

// collected returns the words that were collected of some entries.
func (c collector) collected(entries *roaring.Bitmap) *words {
	w := &words{list: slices.Sorted(maps.Keys(c)), entries: entries}
	w.has = make([]posting, len(w.list))
	for i, word := range w.list {
		w.has[i] = *c[word]
	}
	return w
}

// with returns words of which some entries have others. What was known of these is
// forgotten.
func (w *words) with(others *words) *words {
	next := &words{list: w.list, has: slices.Clone(w.has), entries: roaring.Or(w.entries, others.entries)}
	if w.entries.Intersects(others.entries) { // such as when their terms have changed
		for i, p := range next.has {
			next.has[i] = posting{minus(p.anywhere, others.entries), minus(p.title, others.entries)}
		}
	}
	var fresh words
	for i, word := range others.list {
		more := others.has[i]
		at, known := slices.BinarySearch(w.list, word)
		if !known {
			fresh.list, fresh.has = append(fresh.list, word), append(fresh.has, more)
			continue
		}
		p := &next.has[at]
		p.anywhere, p.title = plus(p.anywhere, more.anywhere), plus(p.title, more.title)
	}
	if len(fresh.list) > 0 {
		next.insert(fresh)
	}
	return next
}

// insert puts words in their places that are not there.
func (w *words) insert(fresh words) {
	list, has := make([]string, 0, len(w.list)+len(fresh.list)), make([]posting, 0, len(w.list)+len(fresh.list))
	from := 0
	for i, word := range fresh.list {
		at, _ := slices.BinarySearch(w.list, word)
		list, has = append(append(list, w.list[from:at]...), word), append(append(has, w.has[from:at]...), fresh.has[i])
		from = at
	}
	w.list, w.has = append(list, w.list[from:]...), append(has, w.has[from:]...)
}

func minus(b, entries *roaring.Bitmap) *roaring.Bitmap {
	if b == nil || !b.Intersects(entries) {
		return b
	}
	return roaring.AndNot(b, entries)
}

func plus(a, b *roaring.Bitmap) *roaring.Bitmap {
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
	if q.operator == 0 {
		return w.having(q, title), true
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
		b := w.has[at].anywhere
		if title {
			b = w.has[at].title
		}
		if b != nil {
			parts = append(parts, b)
		}
	}
	return roaring.FastOr(parts...)
}

// wordsAtOnce is of how many entries words are read at once.
const wordsAtOnce = 5000

// readWords reads the words of some entries.
func readWords(ctx context.Context, g *postgres.Glance, entries *roaring.Bitmap) (*words, error) {
	c := collector{}
	for ords := range slices.Chunk(entries.ToArray(), wordsAtOnce) {
		if err := g.Words(ctx, ords, c.add); err != nil {
			return nil, err
		}
	}
	return c.collected(entries), nil
}

// LoadWords reads all words into memory, unless they are there, and keeps them in step
// from then on. Of a very large site that takes a minute, in which Postgres is asked.
func (e *Engine) LoadWords(ctx context.Context) error {
	var at *state // with which the words are in step
	var w *words
	err := e.index.Look(ctx, func(g *postgres.Glance) (err error) {
		if at, err = e.stateAt(ctx, g); err != nil || at.words != nil {
			return err
		}
		w, err = readWords(ctx, g, at.live.Clone())
		return err
	})
	for n := 0; n < tries && w != nil && (err == nil || errors.Is(err, errOutrun)); n++ {
		err = e.index.Look(ctx, func(g *postgres.Glance) error {
			at, w, err = e.catchUp(ctx, g, at, w)
			return err
		})
		if err == nil && at.words != nil {
			return nil
		}
	}
	if err == nil && w == nil && at.words == nil {
		err = errors.New("pgsearch: too much has changed while words were read")
	}
	return err
}

// catchUp brings words in step with a glance, and gives them to the state that is kept
// if that is of the same version.
func (e *Engine) catchUp(ctx context.Context, g *postgres.Glance, at *state, w *words) (*state, *words, error) {
	now, err := e.stateAt(ctx, g)
	if err != nil {
		return at, w, err
	}
	entries, err := entriesSince(ctx, g, at)
	if err != nil {
		return at, w, err
	}
	if w, err = w.follow(ctx, g, entries); err != nil || w == nil {
		return at, w, err
	}
	e.renewing.Lock()
	defer e.renewing.Unlock()
	if e.state.Load() != now {
		return now, w, nil
	}
	next := *now
	next.words = w
	e.state.Store(&next)
	return &next, w, nil
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
	others, err := readWords(ctx, g, changed)
	if err != nil {
		return nil, err
	}
	return w.with(others), nil
}

// rests is the longest pause between attempts to read all words that fail, such as while
// a large import is under way.
const rests = 5 * time.Minute

// keepWords has all words in memory whenever they are not, until ctx ends.
func (e *Engine) keepWords(ctx context.Context) {
	for pause := looksEvery; ; {
		if s := e.state.Load(); s == nil || s.words == nil {
			switch err := e.LoadWords(ctx); {
			case err == nil:
				pause = looksEvery
			case ctx.Err() == nil:
				e.logger.Warn("the words of the search index are not in memory, and searches may take longer", "error", err)
				pause = min(2*pause, rests)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
