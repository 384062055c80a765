package pgsearch

import (
	"cmp"
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"lectern/internal/search"
)

// mostRanked is how many candidates are ranked by their words. Of those after them
// the titles, the kinds and the like count, and then the kinds alone.
const mostRanked = 1000

// candidate is an entry on its way to its place.
type candidate struct {
	ord    uint32
	class  int32 // comes before any score
	title  search.TitleMatch
	length int32   // of a title that matches
	rank   float32 // by the words; 1: it is not ranked by them
	score  float64
}

// classBest is the class of the first best bet. That of what is called so is its
// title match, and that of what has words alike is how like they are, of 100.
const classBest = 1000

func unranked(ords []uint32) []candidate {
	list := make([]candidate, len(ords))
	for i, ord := range ords {
		list[i] = candidate{ord: ord, rank: 1}
	}
	return list
}

// ranked returns a page of what was found in the order of relevance: best bets,
// what is called just so, and then all else by how well the title and the words
// do, by the weight of the kind, the place on the site and the age. Which are the
// candidates for that, and what comes after them, is the same for every page.
func (f finding) ranked(ctx context.Context, all *roaring.Bitmap, found match, skip, size int) ([]candidate, error) {
	list, others := f.candidates(all, found)
	if skip < len(list) {
		f.score(list)
	}
	if skip < mostRanked {
		if err := f.rank(ctx, list[:min(len(list), mostRanked)], found); err != nil {
			return nil, err
		}
	}
	page := slices.Clip(list[min(skip, len(list)):min(skip+size, len(list))])
	after := f.weightiest(others, max(skip-len(list), 0), size-len(page))
	return append(page, unranked(after)...), nil
}

// rank sorts the first candidates by their words as well.
func (f finding) rank(ctx context.Context, top []candidate, found match) error {
	if found.alike || len(top) < 2 && !f.query.Explains() {
		return nil
	}
	ords := make([]uint32, len(top))
	for i, c := range top {
		ords[i] = c.ord
	}
	ranks, err := f.glance.Rank(ctx, found.sought, ords)
	if err != nil {
		return err
	}
	for i := range top {
		top[i].rank = ranks[i]
		top[i].score *= float64(ranks[i])
	}
	f.sort(top)
	return nil
}

func (f finding) sort(list []candidate) {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.class, a.class), cmp.Compare(b.score, a.score), f.newer(a.ord, b.ord))
	})
}

// candidates are the best bets, all that have the words in their titles, and of
// the others so many that there are enough, those of weighty kinds first. The
// second result is what is none.
func (f finding) candidates(all *roaring.Bitmap, found match) ([]candidate, *roaring.Bitmap) {
	list := make([]candidate, 0, len(found.Titled)+mostRanked)
	for i, ord := range found.Titled {
		if all.Contains(ord) {
			list = append(list, titled(ord, found.Tiers[i], found.Lengths[i], found.alike))
		}
	}
	others := roaring.AndNot(all, roaring.BitmapOf(found.Titled...))
	for _, ord := range f.best {
		if others.CheckedRemove(ord) {
			list = append(list, candidate{ord: ord})
		}
	}
	for _, ord := range f.weightiest(others, 0, max(mostRanked-len(list), 0)) {
		others.Remove(ord)
		list = append(list, candidate{ord: ord})
	}
	return list, others
}

// score sorts candidates by all that counts but the words.
func (f finding) score(list []candidate) {
	for i := range list {
		c := &list[i]
		c.rank = 1
		c.score = f.merit(*c).score()
		if place := slices.Index(f.best, c.ord); place >= 0 {
			c.class = int32(classBest - place)
		}
	}
	f.sort(list)
}

// titled is an entry whose title has the words, or words like them.
func titled(ord uint32, tier, length int32, alike bool) candidate {
	if alike {
		return candidate{ord: ord, class: tier, length: length}
	}
	c := candidate{ord: ord, title: search.TitleMatch(tier), length: length}
	if c.title >= search.TitleNamed {
		c.class = tier
	}
	return c
}
