package pgsearch

import (
	"cmp"
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// mostRanked is how many candidates are ranked by their words. What comes after
// them is in the order of their titles, kinds and dates.
const mostRanked = 1000

// finding is one search.
type finding struct {
	*state
	glance *postgres.Glance
	query  search.Query
	typed  search.Typed
}

// match is what the words of a query find.
type match struct {
	postgres.Match
	rank  func(context.Context, []uint32) ([]float32, error) // by the words; nil: the tiers say it all
	loose bool
}

func (f finding) run(ctx context.Context) (search.Results, error) {
	results := search.Results{Engine: Name}
	scope := f.scope()
	var found match
	if f.query.Text != "" {
		var err error
		if found, scope, err = f.match(ctx, scope); err != nil {
			return results, err
		}
		results.Loose = found.loose
	}
	chosen := f.chosen()
	all := cut(scope, chosen, "")
	results.Total, results.Counts = int(all.GetCardinality()), f.counts(scope, all, chosen)
	ords, err := f.page(ctx, all, found)
	if err != nil || len(ords) == 0 {
		return results, err
	}
	releases := make([]cms.ID, len(ords))
	for i, ord := range ords {
		releases[i] = f.entry(ord).release
	}
	items, err := f.glance.Items(ctx, releases)
	results.Hits = search.Hits(items, f.typed)
	return results, err
}

// latest returns the releases on the page that is asked for, those of what was
// first published last first, and how many there are on all pages.
func (f finding) latest(ctx context.Context) (releases []cms.ID, total int, err error) {
	scope := f.scope()
	if f.query.Text != "" {
		var found match
		if found, scope, err = f.match(ctx, scope); err != nil || found.loose {
			return nil, 0, err
		}
	}
	all := cut(scope, f.chosen(), "")
	skip, size := f.window()
	for _, ord := range take([][]uint32{f.byFirst}, all, skip, size) {
		releases = append(releases, f.entry(ord).release)
	}
	return releases, int(all.GetCardinality()), nil
}

// scope is what there is to narrow.
func (f finding) scope() *roaring.Bitmap {
	scope := f.live
	if len(f.query.Kinds) > 0 {
		scope = roaring.And(scope, f.union(search.Type, f.query.Kinds))
	}
	if f.query.Below != "" {
		scope = roaring.And(scope, some(f.sections[f.query.Below]))
	}
	return scope
}

func some(b *roaring.Bitmap) *roaring.Bitmap {
	if b == nil {
		return roaring.New()
	}
	return b
}

func (f finding) union(facet search.Facet, values []string) *roaring.Bitmap {
	bitmaps := make([]*roaring.Bitmap, len(values))
	for i, value := range values {
		bitmaps[i] = some(f.values[facet][value])
	}
	return roaring.FastOr(bitmaps...)
}

// match cuts the scope to what has the words, or, when nothing has them, to what
// comes near.
func (f finding) match(ctx context.Context, scope *roaring.Bitmap) (match, *roaring.Bitmap, error) {
	for _, attempt := range f.attempts() {
		m, err := attempt(ctx)
		if err != nil {
			return m, nil, err
		}
		found := roaring.BitmapOf(m.Ords...)
		if found.And(scope); !found.IsEmpty() {
			return m, found, nil
		}
	}
	return match{}, roaring.New(), nil
}

// attempts are what may be found, the best first: what has all the words, titles
// with words like these, and what has any of the words.
func (f finding) attempts() []func(context.Context) (match, error) {
	clauses := clausesOf(f.typed)
	having := func(anyOf bool) func(context.Context) (match, error) {
		return func(ctx context.Context) (match, error) {
			found, err := f.glance.Match(ctx, f.typed.Whole, clauses, anyOf)
			return match{Match: found, loose: anyOf, rank: func(ctx context.Context, ords []uint32) ([]float32, error) {
				return f.glance.Rank(ctx, clauses, anyOf, ords)
			}}, err
		}
	}
	like := func(ctx context.Context) (match, error) {
		found, err := f.glance.Like(ctx, f.typed.Whole)
		return match{Match: found, loose: true}, err
	}
	switch isReference := len(search.Names(f.typed.Whole)) > 1; {
	case len(clauses) == 0: // signs alone: words that nothing has
		return nil
	case isReference: // another one is not what comes near
		return []func(context.Context) (match, error){having(false)}
	case len(clauses) == 1:
		return []func(context.Context) (match, error){having(false), like}
	}
	return []func(context.Context) (match, error){having(false), like, having(true)}
}

func clausesOf(typed search.Typed) []string {
	var clauses []string
	for _, c := range typed.Clauses {
		text := c.Text()
		if c.Prefix {
			text += "*"
		}
		clauses = append(clauses, text)
	}
	return clauses
}

// chosen is what has one of the chosen values, by facet.
func (f finding) chosen() map[search.Facet]*roaring.Bitmap {
	chosen := map[search.Facet]*roaring.Bitmap{}
	for facet := range f.query.Chosen {
		chosen[facet] = f.union(facet, f.query.Narrowest(facet, f.parent(facet)))
	}
	return chosen
}

// cut narrows a scope by what is chosen of all facets but one.
func cut(scope *roaring.Bitmap, chosen map[search.Facet]*roaring.Bitmap, but search.Facet) *roaring.Bitmap {
	for facet, bitmap := range chosen {
		if facet != but {
			scope = roaring.And(scope, bitmap)
		}
	}
	return scope
}

// counts says how many each value leaves. all is what is left by every choice.
func (f finding) counts(scope, all *roaring.Bitmap, chosen map[search.Facet]*roaring.Bitmap) search.Counts {
	counts := search.Counts{}
	for facet, values := range f.values {
		if facet == search.Month && chosen[search.Year] == nil {
			continue
		}
		left := all
		if chosen[facet] != nil {
			left = cut(scope, chosen, facet)
		}
		counts[facet] = map[string]int{}
		for value, bitmap := range values {
			if n := left.AndCardinality(bitmap); n > 0 {
				counts[facet][value] = int(n)
			}
		}
	}
	return counts
}

// page returns the entries of the page that is asked for, in their order.
func (f finding) page(ctx context.Context, all *roaring.Bitmap, found match) ([]uint32, error) {
	skip, size := f.window()
	if skip >= int(all.GetCardinality()) {
		return nil, nil
	}
	switch {
	case f.query.Sort == search.Date:
		return take(f.dates(f.glance.At), all, skip, size), nil
	case f.typed.Whole == "":
		return take([][]uint32{f.byWeight}, all, skip, size), nil
	}
	best, err := f.best(ctx, all, found, skip+size)
	if err != nil {
		return nil, err
	}
	return best[min(skip, len(best)):min(skip+size, len(best))], nil
}

// window is how many results come before the page that is asked for, and how many
// are on it.
func (f finding) window() (skip, size int) {
	size = cmp.Or(f.query.Size, search.PageSize)
	return (max(f.query.Page, 1) - 1) * size, size
}

// dates returns all entries by date in runs: the newest first, then what is to
// come, the next first, and then what has no date.
func (f finding) dates(now time.Time) [][]uint32 {
	past, _ := slices.BinarySearchFunc(f.byDate, now.Unix(), func(ord uint32, now int64) int { return cmp.Compare(now, f.entry(ord).dated) })
	none, _ := slices.BinarySearchFunc(f.byDate, undated+1, func(ord uint32, least int64) int { return cmp.Compare(least, f.entry(ord).dated) })
	none = max(none, past)
	ahead := slices.Clone(f.byDate[:past])
	slices.Reverse(ahead)
	return [][]uint32{f.byDate[past:none], ahead, f.byDate[none:]}
}

func take(runs [][]uint32, all *roaring.Bitmap, skip, size int) []uint32 {
	var page []uint32
	if size == 0 {
		return nil
	}
	for _, run := range runs {
		for _, ord := range run {
			if !all.Contains(ord) {
				continue
			}
			if skip > 0 {
				skip--
				continue
			}
			if page = append(page, ord); len(page) == size {
				return page
			}
		}
	}
	return page
}

// candidate is an entry on its way to its place.
type candidate struct {
	ord   uint32
	tier  int32
	score float64
}

// best returns the first so many of what was found in the order of relevance:
// how well the title does, and then how well the words do, by the weight of the
// kind and the age.
func (f finding) best(ctx context.Context, all *roaring.Bitmap, found match, wanted int) ([]uint32, error) {
	list := f.candidates(all, found, max(wanted, mostRanked))
	f.sort(list)
	if top := list[:min(len(list), mostRanked)]; found.rank != nil && len(top) > 1 {
		ranks, err := found.rank(ctx, numbers(top))
		if err != nil {
			return nil, err
		}
		for i := range top {
			top[i].score *= float64(ranks[i])
		}
		f.sort(top)
	}
	return numbers(list), nil
}

// candidates are all that have the words in their titles, and of the others so
// many that there are enough, those of weighty kinds first.
func (f finding) candidates(all *roaring.Bitmap, found match, enough int) []candidate {
	var list []candidate
	add := func(ord uint32, tier int32, length int32) {
		e := f.entry(ord)
		list = append(list, candidate{ord, tier, float64(e.weight) * search.Recency(e.time(), f.glance.At) * f.fills(length)})
	}
	for i, ord := range found.Titled {
		if all.Contains(ord) {
			add(ord, found.Tiers[i], found.Lengths[i])
		}
	}
	others := roaring.AndNot(all, roaring.BitmapOf(found.Titled...))
	for _, ord := range take([][]uint32{f.byWeight}, others, 0, max(enough-len(list), 0)) {
		add(ord, 0, 0)
	}
	return list
}

// fills is how much of a title of a length what was typed is: of two titles that
// have it, the shorter one says little else.
func (f finding) fills(length int32) float64 {
	if length == 0 {
		return 1
	}
	return 0.5 + 0.5*min(1, float64(utf8.RuneCountInString(f.typed.Whole))/float64(length))
}

func (f finding) sort(list []candidate) {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.tier, a.tier), cmp.Compare(b.score, a.score), f.newer(a.ord, b.ord))
	})
}

func numbers(list []candidate) []uint32 {
	ords := make([]uint32, len(list))
	for i, c := range list {
		ords[i] = c.ord
	}
	return ords
}
