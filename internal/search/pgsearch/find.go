package pgsearch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// finding is one search.
type finding struct {
	*state
	glance *postgres.Glance
	query  search.Query
	typed  search.Typed
	best   []uint32 // best bets for what was typed, in their order
}

// match is what the words of a query find.
type match struct {
	postgres.Match
	all    *roaring.Bitmap
	sought postgres.Sought
	loose  bool
	alike  bool // the titles have words like these, and the tiers say how like
}

func (f finding) run(ctx context.Context) (search.Results, error) {
	results := search.Results{Engine: Name}
	scope := f.scope()
	var found match
	if f.query.Text != "" {
		var err error
		results.Instead = f.lexicon.Instead(f.typed.Whole)
		f.best = f.bets(scope)
		if found, scope, err = f.match(ctx, scope); err != nil {
			return results, err
		}
		results.Loose = found.loose
	}
	chosen := f.chosen()
	all := cut(scope, chosen, "")
	results.Total, results.Counts = int(all.GetCardinality()), f.counts(scope, all, chosen)
	if f.query.Counted {
		return results, nil
	}
	list, err := f.page(ctx, all, found)
	if err == nil && len(list) > 0 {
		results.Hits, err = f.hits(ctx, list, found)
	}
	return results, err
}

// bets are the best bets within a scope. They are found whether or not they have
// the words.
func (f finding) bets(scope *roaring.Bitmap) (list []uint32) {
	for _, page := range f.lexicon.Best(f.typed) {
		if ord, live := f.betOrds[page]; live && scope.Contains(ord) {
			list = append(list, ord)
		}
	}
	return list
}

func (f finding) hits(ctx context.Context, list []candidate, found match) ([]search.Hit, error) {
	releases := make([]cms.ID, len(list))
	for i, c := range list {
		releases[i] = cms.ID(f.entry(c.ord).release.String())
	}
	items, err := f.glance.Items(ctx, releases)
	if err != nil {
		return nil, err
	}
	hits := search.Hits(items, f.typed)
	for i := range hits {
		hits[i].Best = slices.Contains(f.best, list[i].ord)
	}
	if f.query.Explains() {
		err = f.explain(ctx, hits, list, found)
	}
	return hits, err
}

// latest returns the releases on the page that is asked for, those of what was
// first published last first, and how many there are on all pages.
func (f finding) latest(ctx context.Context) (releases []cms.ID, total int, err error) {
	scope := f.scope()
	if f.query.Text != "" {
		var found match
		f.best, f.query.Counted = f.bets(scope), true // the order asks for no words
		if found, scope, err = f.match(ctx, scope); err != nil || found.loose {
			return nil, 0, err
		}
	}
	all := cut(scope, f.chosen(), "")
	skip, size := f.window()
	for _, ord := range take([][]uint32{among(f.byFirst, all, f.later)}, all, skip, size) {
		releases = append(releases, cms.ID(f.entry(ord).release.String()))
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
		below, err := uuid.Parse(string(f.query.Below))
		if err != nil {
			return roaring.New()
		}
		scope = roaring.And(scope, some(f.sections[below]))
	}
	if f.query.Listed {
		scope = roaring.And(scope, f.union(search.Listed, []string{search.Yes}))
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
	for _, attempt := range f.attempts(cut(scope, f.chosen(), "")) {
		m, err := attempt(ctx)
		if err != nil {
			return m, nil, err
		}
		found := roaring.And(m.all, scope)
		if found.AddMany(f.best); !found.IsEmpty() {
			return m, found, nil
		}
	}
	return match{}, roaring.New(), nil
}

// attempts are what may be found, the best first: what has all the words, titles
// with words like these, and what has any of the words. Of titles only those within
// a scope matter.
func (f finding) attempts(scope *roaring.Bitmap) []func(context.Context) (match, error) {
	needs := f.typed.Needs()
	having := func(anyOf bool) func(context.Context) (match, error) {
		sought := postgres.Sought{Wholes: f.typed.Wholes(), Needs: needs, AnyOf: anyOf}
		if !anyOf {
			sought.Needs = asOne(f.typed, needs)
		}
		return func(ctx context.Context) (match, error) {
			m, err := f.having(ctx, sought, scope)
			m.sought, m.loose = sought, anyOf
			return m, err
		}
	}
	like := func(ctx context.Context) (match, error) {
		found, err := f.glance.Like(ctx, f.typed.Whole)
		return match{Match: found, all: roaring.BitmapOf(found.Ords...), loose: true, alike: true}, err
	}
	switch {
	case len(needs) == 0: // signs alone: words that nothing has
		return nil
	case f.typed.IsReference(): // another one is not what comes near
		return []func(context.Context) (match, error){having(false)}
	case len(needs) == 1:
		return []func(context.Context) (match, error){having(false), like}
	}
	return []func(context.Context) (match, error){having(false), like, having(true)}
}

// Bounds of what Postgres is asked about, where words are in memory.
const (
	mostChecked = 20_000         // entries whose words may stand in another order
	mostTitled  = 3 * mostRanked // titles that have the words: those of weighty kinds
)

// having returns what has the words, and, where the order asks for words, how well the
// titles within a scope have them.
func (f finding) having(ctx context.Context, sought postgres.Sought, scope *roaring.Bitmap) (match, error) {
	if f.words == nil {
		return f.asked(ctx, sought)
	}
	text, err := f.glance.Query(ctx, sought)
	if err != nil {
		return match{}, err
	}
	query, err := parseTSQuery(text)
	switch {
	case err != nil:
		return f.asked(ctx, sought)
	case query == nil:
		return match{all: roaring.New()}, nil
	}
	all, exact := f.words.find(*query, false)
	all.And(f.live)
	if !exact || len(f.typed.Exact()) > 0 && !sought.AnyOf {
		if all.GetCardinality() > mostChecked {
			return f.asked(ctx, sought)
		}
		having, err := f.glance.Having(ctx, sought, all.ToArray())
		if err != nil {
			return match{}, err
		}
		all = roaring.BitmapOf(having...)
	}
	if f.query.Order() != search.Relevance || f.query.Counted || !all.Intersects(scope) {
		return match{all: all}, nil
	}
	titled, _ := f.words.find(*query, true)
	titled.And(scope)
	m, err := f.glance.Titled(ctx, sought, f.weightiest(titled, 0, mostTitled))
	return match{Match: m, all: all}, err
}

// asked returns what Postgres says has the words.
func (f finding) asked(ctx context.Context, sought postgres.Sought) (match, error) {
	found, err := f.glance.Match(ctx, sought)
	return match{Match: found, all: roaring.BitmapOf(found.Ords...)}, err
}

// asOne lets two words be written as one, such as nhs mail.
func asOne(typed search.Typed, needs []search.Need) []search.Need {
	if len(needs) != 2 || len(needs[0].Or)+len(needs[1].Or) > 0 || len(strings.Fields(typed.Whole)) != 2 {
		return needs
	}
	return []search.Need{{Clauses: typed.Clauses, Or: []string{strings.ReplaceAll(typed.Whole, " ", "")}}}
}

// chosen is what has one of the chosen values, by facet.
func (f finding) chosen() map[search.Facet]*roaring.Bitmap {
	chosen := map[search.Facet]*roaring.Bitmap{}
	for facet := range f.query.Chosen {
		of := f.query.Of(facet)
		chosen[facet] = f.union(of, f.query.Narrowest(facet, f.parent(of)))
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
	for _, group := range f.query.Grouped() {
		if group.Of == search.Month && !f.query.Chooses(search.Year) {
			continue
		}
		left := all
		if chosen[group.Facet] != nil {
			left = cut(scope, chosen, group.Facet)
		}
		counts[group.Facet] = map[string]int{}
		for value, bitmap := range f.values[group.Of] {
			if n := left.AndCardinality(bitmap); n > 0 {
				counts[group.Facet][value] = int(n)
			}
		}
	}
	return counts
}

// page returns the entries of the page that is asked for, in their order.
func (f finding) page(ctx context.Context, all *roaring.Bitmap, found match) ([]candidate, error) {
	skip, size := f.window()
	if skip >= int(all.GetCardinality()) {
		return nil, nil
	}
	switch order := f.query.Order(); {
	case order == search.Title:
		ords, err := f.glance.ByTitle(ctx, all.ToArray(), skip, size)
		return unranked(ords), err
	case order == search.Date:
		return unranked(take(f.dates(all, f.glance.At), all, skip, size)), nil
	case order == search.Coming:
		runs := f.dates(all, f.glance.At)
		return unranked(take([][]uint32{runs[1], runs[0], runs[2]}, all, skip, size)), nil
	case f.typed.Whole == "":
		return unranked(f.weightiest(all, skip, size)), nil
	}
	return f.ranked(ctx, all, found, skip, size)
}

// window is how many results come before the page that is asked for, and how many
// are on it.
func (f finding) window() (skip, size int) {
	size = cmp.Or(f.query.Size, search.PageSize)
	return (max(f.query.Page, 1) - 1) * size, size
}

// dates returns entries by date in runs: the newest first, then what is to come, the
// next first, and then what has no date.
func (f finding) dates(all *roaring.Bitmap, now time.Time) [][]uint32 {
	byDate := among(f.byDate, all, f.newer)
	past, _ := slices.BinarySearchFunc(byDate, now.Unix(), func(ord uint32, now int64) int { return cmp.Compare(now, f.entry(ord).dated) })
	none, _ := slices.BinarySearchFunc(byDate, undated+1, func(ord uint32, least int64) int { return cmp.Compare(least, f.entry(ord).dated) })
	none = max(none, past)
	ahead := slices.Clone(byDate[:past])
	slices.Reverse(ahead)
	return [][]uint32{byDate[past:none], ahead, byDate[none:]}
}

// weightiest returns a page of entries in the order of their kinds.
func (f finding) weightiest(all *roaring.Bitmap, skip, size int) []uint32 {
	return take([][]uint32{among(f.byWeight, all, f.heavier)}, all, skip, size)
}

// among is a sorted list of entries, or, where few of them are looked for, a list of
// these alone: it is shorter to sort those than to find them.
func among(list []uint32, wanted *roaring.Bitmap, compare func(a, b uint32) int) []uint32 {
	if wanted.GetCardinality()*16 > uint64(len(list)) {
		return list
	}
	few := wanted.ToArray()
	slices.SortFunc(few, compare)
	return few
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
