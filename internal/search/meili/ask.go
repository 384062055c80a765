package meili

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	meilisearch "github.com/meilisearch/meilisearch-go"
	"golang.org/x/sync/errgroup"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// One page of results is one call with several queries:
//
//   - what comes first: best bets, and what is called just what was typed, if anything
//     may be;
//   - all that has the words;
//   - for each facet of which something is chosen, the counts of what all other
//     choices leave.
//
// Most of the time nothing comes first, or nothing that has not the words as well. A
// call that supposes so is asked together. Where it is not so, or where what comes
// first moves a later page on, what comes first and all else are asked apart: totals
// and counts of the parts add up to those of the whole. In an order that asks for no
// words best bets have places like all else, and are put there.
//
// Of what is not shown no hits are asked for.

// pages says which part of the results is asked for.
type pages struct{ size, number int }

func (p pages) skip() int { return (p.number - 1) * p.size }

// guess is the pages of the rest that are needed unless more than so many come
// before it.
func (p pages) guess(first int) []int {
	from := p.number
	if p.size > 0 {
		from = max(1, p.number-(first+p.size-1)/p.size)
	}
	var list []int
	for n := from; n <= p.number; n++ {
		list = append(list, n)
	}
	return list
}

// missing is the pages of the rest that are needed and have not been asked for.
func (p pages) missing(a answer) []int {
	from := max(0, p.skip()-a.first.total)
	if p.size == 0 || from >= a.rest.total || a.first.total >= p.skip()+p.size || from >= a.begins {
		return nil
	}
	return []int{from/p.size + 1, from/p.size + 2}
}

// part is what one of the queries has found.
type part struct {
	total  int
	hits   []hit
	counts search.Counts
}

// hit is what a query tells of a result, as far as it asks for it.
type hit struct {
	Release cms.ID   `json:"release"`
	Called  []string `json:"called"`

	// Where it stands in the orders that ask for no words.
	When   *int64 `json:"when"`
	Coming *int64 `json:"coming"`
	AtoZ   string `json:"atoz"`
	Ord    uint32 `json:"ord"`

	// What the first results are ordered by: see reorder.
	Title string   `json:"title"`
	Meant []string `json:"meant"`
	Rank  int      `json:"rank"`
	Score float64  `json:"_rankingScore"`

	Details   map[string]detail `json:"_rankingScoreDetails"` // by the rules: see explain
	reordered bool
}

// compare compares places in an order, as the server does.
func (h hit) compare(other hit, order search.Sort) int {
	switch order {
	case search.Title:
		return cmp.Or(cmp.Compare(h.AtoZ, other.AtoZ), cmp.Compare(h.Release, other.Release))
	case search.Coming:
		h.When, other.When = h.Coming, other.Coming
	}
	switch {
	case h.When != nil && other.When != nil && *h.When != *other.When:
		return cmp.Compare(*other.When, *h.When)
	case (h.When == nil) != (other.When == nil):
		return cmp.Compare(fewer(h.When), fewer(other.When))
	}
	return cmp.Compare(other.Ord, h.Ord)
}

// fewer puts what has no date last.
func fewer(date *int64) int {
	if date == nil {
		return 1
	}
	return 0
}

// answer is what has been found apart.
type answer struct {
	mark   mark
	first  part // all that comes first, up to the end of the page
	rest   part
	begins int // how many of the rest come before its hits
	facets []part
}

// found cuts the page out of the answer.
func (a answer) found(p pages) found {
	f := found{mark: a.mark, total: min(a.first.total+a.rest.total, mostHits), counts: search.Counts{}}
	for _, of := range append([]part{a.first, a.rest}, a.facets...) {
		f.counts = sum(f.counts, of.counts)
	}
	first := a.first.hits
	hits := slices.Clone(first[min(p.skip(), len(first)):min(p.skip()+p.size, len(first))])
	from := max(0, p.skip()-a.first.total) - a.begins
	rest := a.rest.hits[min(max(from, 0), len(a.rest.hits)):]
	f.hits = append(hits, rest[:min(len(rest), p.size-len(hits))]...)
	f.releases = releases(f.hits)
	return f
}

func releases(hits []hit) []cms.ID {
	list := make([]cms.ID, len(hits))
	for i, h := range hits {
		list[i] = h.Release
	}
	return list
}

// merged are the releases of the page when what comes first is put in its places
// among the rest.
func (a answer) merged(p pages, order search.Sort) (page []cms.ID) {
	at, first := a.begins, a.first.hits
	add := func(one hit) {
		if at >= p.skip() && at < p.skip()+p.size {
			page = append(page, one.Release)
		}
		at++
	}
	for _, one := range a.rest.hits {
		for len(first) > 0 && first[0].compare(one, order) < 0 {
			add(first[0])
			first = first[1:]
		}
		add(one)
	}
	for _, one := range first {
		add(one)
	}
	return page
}

// call finds what some queries ask for, and the mark, which says what state the index is
// at. It must have been at that before: what comes in afterwards is of a later state of
// the site, which Postgres knows of by the time that it is asked what to show. So the mark
// is read at the same time, and if it is not the one that was seen last, all is asked
// again. As one of the queries it would take the server five times as long.
func (a asking) call(ctx context.Context, queries []*meilisearch.SearchRequest) (m mark, parts []part, err error) {
	keys := a.engine.server.keys.Load()
	if keys == nil { // whoever keeps the index makes them: no visitor waits for that
		return m, nil, ErrBehind
	}
	before := a.engine.seen.Load()
	var reading errgroup.Group
	reading.Go(func() (err error) {
		m, err = readMark(ctx, keys.search, a.engine.uid)
		return err
	})
	parts, err = multiSearch(ctx, keys.search, queries)
	switch failed := reading.Wait(); {
	case errors.Is(failed, errNoMark):
		return m, nil, ErrBehind
	case failed != nil:
		return m, nil, failed
	}
	if a.engine.seen.Store(&m); before == nil || !before.same(m) {
		parts, err = multiSearch(ctx, keys.search, queries)
	}
	return m, parts, err
}

// multiSearch makes a call and reads what each of the queries finds.
func multiSearch(ctx context.Context, client meilisearch.ServiceManager, queries []*meilisearch.SearchRequest) ([]part, error) {
	response, err := client.MultiSearch(ctx, &meilisearch.MultiSearchRequest{Queries: queries})
	switch code := codeOf(err); {
	case code == "index_not_found":
		return nil, ErrBehind
	case err != nil:
		return nil, problem("search", err)
	case len(response.Results) != len(queries):
		return nil, fmt.Errorf("meili: %d queries have %d answers", len(queries), len(response.Results))
	}
	var parts []part
	for _, r := range response.Results {
		p, err := readPart(r)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// together asks for a page and supposes that what comes first has the words. It
// reports whether it is so.
func (a asking) together(ctx context.Context, w wording, p pages) (f found, is bool, err error) {
	all, chosen := a.filter(""), a.chosen()
	named, strange := slices.Concat(a.tops(w)...), a.strange(w)
	holding, skip := a.block(w, p)
	most := p.size                       // that may come first
	if len(named) > 0 && a.reorders(w) { // what comes first is not put in order
		most = min(most, fewNamed)
		holding.size += most
	}
	queries := []*meilisearch.SearchRequest{a.searchBlock(w, all, holding, a.open())}
	for _, facet := range chosen {
		queries = append(queries, a.search(w, a.filter(facet), 1, 0, []string{attribute(a.query.Of(facet))}))
	}
	wide := len(chosen) > 1 && w.text != "" // of one, what is without it tells as well
	if wide {
		queries = append(queries, a.search(w, a.cleared(), 1, 0, nil))
	}
	if len(named) > 0 {
		first := a.search(wording{}, append(slices.Clone(all), named), 1, p.size, nil)
		first.AttributesToRetrieve = append(first.AttributesToRetrieve, "called")
		queries = append(queries, first)
	}
	if len(chosen) > 0 && len(strange) > 0 { // counts are also of what is not chosen
		queries = append(queries, a.search(wording{}, append(a.cleared(), strange), 1, 0, nil))
	}
	m, parts, err := a.call(ctx, queries)
	if err != nil {
		return found{}, false, err
	}
	var first part
	rest, parts := parts[0], parts[1:]
	f = found{mark: m, total: min(rest.total, mostHits), counts: a.named(rest.counts)}
	for i, facet := range chosen {
		f.counts = sum(f.counts, a.namedOne(facet, parts[i].counts))
		f.wide = f.wide || parts[i].total > 0
	}
	if parts = parts[len(chosen):]; wide {
		f.wide, parts = parts[0].total > 0, parts[1:]
	}
	if len(named) > 0 {
		first, parts = parts[0], parts[1:]
	}
	switch {
	case first.total > min(most, len(first.hits)), len(parts) > 0 && parts[0].total > 0, len(strange) > 0 && !holds(rest.hits, first.hits):
		return found{}, false, nil
	}
	others := slices.DeleteFunc(rest.hits, func(h hit) bool { return holds(first.hits, []hit{h}) })
	if a.reorders(w) && holding.page == 1 {
		others = a.reorder(w, others[:min(len(others), reorderedPages*p.size)])
	}
	f.releases = releases(a.firstly(first.hits, others[min(skip, len(others)):], p.size))
	return f, true, nil
}

// cleared is the conditions of the query when nothing is chosen.
func (a asking) cleared() [][]string {
	a.query = a.query.Cleared()
	return a.filter("")
}

// holds reports whether some hits hold others.
func holds(hits, others []hit) bool {
	return !slices.ContainsFunc(others, func(other hit) bool {
		return !slices.ContainsFunc(hits, func(h hit) bool { return h.Release == other.Release })
	})
}

// firstly puts what comes first before all else: best bets, what is called what was
// typed, and what is called what means the same.
func (a asking) firstly(first, rest []hit, size int) []hit {
	best := a.best()
	class := func(h hit) int {
		if place := slices.Index(best, h.Release); place >= 0 {
			return place
		}
		if slices.Contains(h.Called, a.typed.Whole) {
			return len(best)
		}
		return len(best) + 1
	}
	slices.SortStableFunc(first, func(x, y hit) int { return cmp.Compare(class(x), class(y)) })
	return append(first, rest[:min(len(rest), max(size-len(first), 0))]...)
}

// apart asks for some pages of what does not come first, and for what does.
func (a asking) apart(ctx context.Context, w wording, p pages, rest []int) (answer, error) {
	all, tops := a.filter(""), a.tops(w)
	var queries []*meilisearch.SearchRequest
	var not [][]string // what has come before
	for _, top := range tops {
		filter := slices.Concat(all, not, [][]string{top})
		queries = append(queries, a.search(wording{}, filter, 1, p.skip()+p.size, a.open())) // it need not have the words
		not = append(not, nots(top)...)
	}
	others := slices.Concat(all, not)
	blocks := a.blocks(w, p, rest)
	for n, block := range blocks {
		facets := a.open()
		if n > 0 {
			facets = nil
		}
		queries = append(queries, a.searchBlock(w, others, block, facets))
	}
	for _, facet := range a.chosen() {
		but, counted := a.filter(facet), []string{attribute(a.query.Of(facet))}
		if len(tops) > 0 {
			queries = append(queries, a.search(wording{}, append(slices.Clone(but), slices.Concat(tops...)), 1, 0, counted))
		}
		queries = append(queries, a.search(w, slices.Concat(but, not), 1, 0, counted))
	}
	a.explain(queries)
	m, parts, err := a.call(ctx, queries)
	if err != nil {
		return answer{}, err
	}
	return a.read(m, parts, w, blocks), nil
}

// nots is that none of some conditions is met.
func nots(conditions []string) [][]string {
	var list [][]string
	for _, condition := range conditions {
		list = append(list, []string{"NOT " + condition})
	}
	return list
}

// tops are what comes first, whether or not it has the words: each of the best
// bets, what is called just what was typed, and what is called what means the same.
func (a asking) tops(w wording) (tops [][]string) {
	switch best := a.best(); {
	case !a.exact(w):
		return nil
	case a.places() && len(best) > 0:
		return [][]string{equals("release", ids(best))}
	case a.places():
		return nil
	}
	for _, release := range a.best() {
		tops = append(tops, equals("release", []string{string(release)}))
	}
	for _, names := range [][]string{{a.typed.Whole}, a.otherNames()} {
		if names = a.borne(names); len(names) > 0 {
			tops = append(tops, equals("called", names))
		}
	}
	return tops
}

// borne are those of the names that a page may have.
func (a asking) borne(names []string) (list []string) {
	for _, name := range names {
		if slices.Contains(a.names, name) {
			list = append(list, name)
		}
	}
	return list
}

// places reports whether the order asks for no words, and so has a place for best
// bets as for all else.
func (a asking) places() bool { return a.query.Order() != search.Relevance }

func ids(list []cms.ID) []string {
	texts := make([]string, len(list))
	for i, id := range list {
		texts[i] = string(id)
	}
	return texts
}

// best are the live best bets for what was typed, in their order.
func (a asking) best() (releases []cms.ID) {
	for _, page := range a.vocabulary.lexicon.Best(a.typed) {
		if release := a.vocabulary.bets[page]; release != "" {
			releases = append(releases, release)
		}
	}
	return releases
}

// strange is what comes first and may not have the words: what is called what was
// typed has them, and what is called what means the same has our words for them.
func (a asking) strange(w wording) []string {
	if len(a.tops(w)) == 0 {
		return nil
	}
	strange := equals("release", ids(a.best()))
	if joined := joined(a.typed); joined != "" {
		strange = append(strange, equals("called", a.borne([]string{joined}))...)
	}
	return strange
}

// otherNames are other ways to say what was typed.
func (a asking) otherNames() []string {
	others := a.typed.Wholes()[1:]
	if joined := joined(a.typed); joined != "" {
		others = append(slices.Clone(others), joined)
	}
	return others
}

// joined is two words as one, such as nhs mail; empty: there are not two.
func joined(typed search.Typed) string {
	first, second, two := strings.Cut(typed.Whole, " ")
	if !two || strings.Contains(second, " ") {
		return ""
	}
	return first + second
}

// exact reports whether something is found whether or not it has the words.
func (a asking) exact(w wording) bool {
	return a.typed.Whole != "" && len(a.typed.Whole) <= mostCalled && w.text != "" && !w.loose
}

func (a asking) search(w wording, filter [][]string, page, size int, facets []string) *meilisearch.SearchRequest {
	hits, shown := int64(size), []string{"release"}
	if a.places() {
		shown = append(shown, "when", "coming", "atoz", "ord")
	}
	return &meilisearch.SearchRequest{
		IndexUID: a.engine.uid, Query: w.text, MatchingStrategy: meilisearch.MatchingStrategy(w.strategy), AttributesToSearchOn: w.attributes,
		Filter: filter, Facets: facets, Sort: a.sort(w), Page: int64(page), HitsPerPage: &hits, AttributesToRetrieve: shown,
	}
}

// sort is the order by date or title, or that of pages among which nothing was typed.
func (a asking) sort(w wording) []string {
	switch order := a.query.Order(); {
	case order == search.Date:
		return []string{"when:desc", "ord:desc"}
	case order == search.Coming:
		return []string{"coming:desc", "ord:desc"}
	case order == search.Title:
		return []string{"atoz:asc", "release:asc"}
	case w.text == "":
		return []string{"weight:desc", "dated:desc", "ord:desc"}
	}
	return nil
}

// chosen is the facets of which something is chosen, in a fixed order.
func (a asking) chosen() []search.Facet {
	var list []search.Facet
	for facet, values := range a.query.Chosen {
		if len(values) > 0 {
			list = append(list, facet)
		}
	}
	slices.Sort(list)
	return list
}

// openGroups are those of which nothing is chosen. Months are those of chosen years.
func (a asking) openGroups() []search.Group {
	return slices.DeleteFunc(a.query.Grouped(), func(g search.Group) bool {
		return len(a.query.Chosen[g.Facet]) > 0 || g.Of == search.Month && !a.query.Chooses(search.Year)
	})
}

// open is the attributes of the facets of which nothing is chosen.
func (a asking) open() []string {
	var list []string
	for _, group := range a.openGroups() {
		if name := attribute(group.Of); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// filter is the conditions of the query but for the choices of one facet: one of
// each list must be met.
func (a asking) filter(but search.Facet) [][]string {
	filter := [][]string{{"page = true"}}
	if len(a.query.Kinds) > 0 {
		filter = append(filter, equals(attribute(search.Type), a.query.Kinds))
	}
	if a.query.Below != "" {
		filter = append(filter, equals("sections", []string{string(a.query.Below)}))
	}
	if a.query.Listed {
		filter = append(filter, equals(attribute(search.Listed), []string{search.Yes}))
	}
	for _, facet := range a.chosen() {
		if of := a.query.Of(facet); facet != but {
			filter = append(filter, equals(attribute(of), a.query.Narrowest(facet, a.vocabulary.terms.Parent(of))))
		}
	}
	return filter
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// attribute is where the values of a facet are.
func attribute(facet search.Facet) string {
	if !plainName.MatchString(string(facet)) {
		return "facets.none" // which nothing has
	}
	return "facets." + string(facet)
}

func equals(attribute string, values []string) []string {
	var list []string
	for _, value := range values {
		list = append(list, attribute+" = "+quote(value))
	}
	return list
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// quote writes a value of a filter.
func quote(value string) string { return `"` + escapes.Replace(value) + `"` }

// read puts together what the queries of a call that asks apart have found.
func (a asking) read(m mark, parts []part, w wording, blocks []block) answer {
	got := answer{mark: m, begins: (blocks[0].page - 1) * blocks[0].size}
	for range a.tops(w) {
		got.first.add(parts[0])
		parts = parts[1:]
	}
	got.rest = parts[0]
	if blocks[0].page == 1 {
		got.rest.hits = a.reorder(w, got.rest.hits)
	}
	for _, p := range parts[1:len(blocks)] {
		got.rest.hits = append(got.rest.hits, p.hits...)
	}
	got.first.counts, got.rest.counts = a.named(got.first.counts), a.named(got.rest.counts)
	got.facets = a.namedEach(w, parts[len(blocks):])
	return got
}

// named are counts by the names of the groups of which nothing is chosen.
func (a asking) named(counts search.Counts) search.Counts {
	named := search.Counts{}
	for _, group := range a.openGroups() {
		named[group.Facet] = counts[group.Of]
	}
	return named
}

// namedEach are the counts of the groups of which something is chosen, by their
// names.
func (a asking) namedEach(w wording, parts []part) []part {
	each := 1
	if len(a.tops(w)) > 0 {
		each = 2
	}
	for i, facet := range a.chosen() {
		for n := range each {
			p := &parts[i*each+n]
			p.counts = a.namedOne(facet, p.counts)
		}
	}
	return parts
}

func (a asking) namedOne(facet search.Facet, counts search.Counts) search.Counts {
	return search.Counts{facet: counts[a.query.Of(facet)]}
}

// add adds what comes after.
func (p *part) add(more part) {
	p.total += more.total
	p.hits = append(p.hits, more.hits...)
	p.counts = sum(p.counts, more.counts)
}

// sum adds counts up.
func sum(a, b search.Counts) search.Counts {
	if a == nil {
		a = search.Counts{}
	}
	for facet, values := range b {
		if a[facet] == nil {
			a[facet] = map[string]int{}
		}
		for value, n := range values {
			a[facet][value] += n
		}
	}
	return a
}

func readPart(r meilisearch.SearchResponse) (part, error) {
	p := part{total: int(r.TotalHits), counts: search.Counts{}}
	for _, fields := range r.Hits {
		var h hit
		if err := fields.DecodeInto(&h); err != nil {
			return p, fmt.Errorf("meili: read a hit: %w", err)
		}
		p.hits = append(p.hits, h)
	}
	if len(r.FacetDistribution) == 0 {
		return p, nil
	}
	var counts map[string]map[string]int
	if err := json.Unmarshal(r.FacetDistribution, &counts); err != nil {
		return p, fmt.Errorf("meili: read counts: %w", err)
	}
	for name, values := range counts {
		p.counts[search.Facet(strings.TrimPrefix(name, "facets."))] = values // by what an index knows
	}
	return p, nil
}
