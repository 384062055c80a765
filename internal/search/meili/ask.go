package meili

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// One page of results is one call with several queries:
//
//   - the mark, first and last: that both are the same says that all between them
//     are of the same state of the index;
//   - what comes first: best bets, and what is called just what was typed. In an
//     order that asks for no words it is best bets alone, which are then put in
//     their places;
//   - all else that has the words, on the page that is asked for and on the one
//     before it, because what comes first moves it on;
//   - for each facet of which something is chosen, the counts of what all other
//     choices leave.
//
// Of what is not shown no hits are asked for. Totals and counts of the parts add
// up to those of the whole.

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
	if p.size == 0 || from >= a.rest.total || a.first.total >= p.skip()+p.size || from >= (a.pages[0]-1)*p.size {
		return nil
	}
	return []int{from/p.size + 1, from/p.size + 2}
}

// part is what one of the queries has found.
type part struct {
	total    int
	releases []cms.ID
	places   []standing // of the releases
	counts   search.Counts
}

// standing is where a page stands in the orders that ask for no words.
type standing struct {
	Release cms.ID `json:"release"`
	When    *int64 `json:"when"`
	Coming  *int64 `json:"coming"`
	AtoZ    string `json:"atoz"`
	Ord     uint32 `json:"ord"`
}

// compare compares places in an order, as the server does.
func (p standing) compare(other standing, order search.Sort) int {
	switch order {
	case search.Title:
		return cmp.Or(cmp.Compare(p.AtoZ, other.AtoZ), cmp.Compare(p.Release, other.Release))
	case search.Coming:
		p.When, other.When = p.Coming, other.Coming
	}
	switch {
	case p.When != nil && other.When != nil && *p.When != *other.When:
		return cmp.Compare(*other.When, *p.When)
	case (p.When == nil) != (other.When == nil):
		return cmp.Compare(fewer(p.When), fewer(other.When))
	}
	return cmp.Compare(other.Ord, p.Ord)
}

// fewer puts what has no date last.
func fewer(date *int64) int {
	if date == nil {
		return 1
	}
	return 0
}

// answer is what a call has found.
type answer struct {
	mark   mark
	first  part // all that comes first, up to the end of the page
	rest   part
	pages  []int // of the rest that its releases are of
	facets []part
}

// found cuts the page out of the answer.
func (a answer) found(p pages) found {
	f := found{mark: a.mark, total: min(a.first.total+a.rest.total, mostHits), counts: search.Counts{}}
	for _, of := range append([]part{a.first, a.rest}, a.facets...) {
		f.counts = sum(f.counts, of.counts)
	}
	first := a.first.releases
	f.releases = slices.Clone(first[min(p.skip(), len(first)):min(p.skip()+p.size, len(first))])
	from := max(0, p.skip()-a.first.total) - (a.pages[0]-1)*p.size
	rest := a.rest.releases[min(max(from, 0), len(a.rest.releases)):]
	f.releases = append(f.releases, rest[:min(len(rest), p.size-len(f.releases))]...)
	return f
}

// merged are the releases of the page when what comes first is put in its places
// among the rest.
func (a answer) merged(p pages, order search.Sort) (page []cms.ID) {
	at, first := (a.pages[0]-1)*p.size, a.first.places
	add := func(one standing) {
		if at >= p.skip() && at < p.skip()+p.size {
			page = append(page, one.Release)
		}
		at++
	}
	for _, one := range a.rest.places {
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

// request makes the call for some pages of the rest.
func (a asking) request(ctx context.Context, w wording, p pages, rest []int) (answer, error) {
	keys := a.engine.server.keys.Load()
	if keys == nil { // whoever keeps the index makes them: no visitor waits for that
		return answer{}, ErrBehind
	}
	queries := a.queries(w, p, rest)
	response, err := keys.search.MultiSearch(ctx, &meilisearch.MultiSearchRequest{Queries: queries})
	switch code := codeOf(err); {
	case code == "index_not_found":
		return answer{}, ErrBehind
	case err != nil:
		return answer{}, problem("search", err)
	case len(response.Results) != len(queries):
		return answer{}, fmt.Errorf("meili: %d queries have %d answers", len(queries), len(response.Results))
	}
	return a.read(response.Results, w, rest)
}

// queries are those of a call, in the order that read expects.
func (a asking) queries(w wording, p pages, rest []int) []*meilisearch.SearchRequest {
	list := []*meilisearch.SearchRequest{a.markQuery()}
	all, tops := a.filter(""), a.tops(w)
	var not [][]string // what has come before
	for _, top := range tops {
		filter := slices.Concat(all, not, [][]string{top})
		list = append(list, a.search(wording{}, filter, 1, p.skip()+p.size, a.open())) // it need not have the words
		not = append(not, nots(top)...)
	}
	others := slices.Concat(all, not)
	for n, page := range rest {
		facets := a.open()
		if n > 0 {
			facets = nil
		}
		list = append(list, a.search(w, others, page, p.size, facets))
	}
	for _, facet := range a.chosen() {
		but, counted := a.filter(facet), []string{attribute(a.query.Of(facet))}
		if len(tops) > 0 {
			list = append(list, a.search(wording{}, append(slices.Clone(but), slices.Concat(tops...)), 1, 0, counted))
		}
		list = append(list, a.search(w, slices.Concat(but, not), 1, 0, counted))
	}
	return append(list, a.markQuery())
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
	tops = append(tops, equals("called", []string{a.typed.Whole}))
	if others := a.otherNames(); len(others) > 0 {
		tops = append(tops, equals("called", others))
	}
	return tops
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

// otherNames are other ways to say what was typed: what means the same, and two
// words as one, such as nhs mail.
func (a asking) otherNames() []string {
	others := a.typed.Wholes()[1:]
	if first, second, two := strings.Cut(a.typed.Whole, " "); two && !strings.Contains(second, " ") {
		others = append(slices.Clone(others), first+second)
	}
	return others
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

func (a asking) markQuery() *meilisearch.SearchRequest {
	one := int64(1)
	return &meilisearch.SearchRequest{
		IndexUID: a.engine.uid, Filter: [][]string{{"page = false"}}, Page: 1, HitsPerPage: &one, AttributesToRetrieve: []string{"mark"},
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

// read reads the answers to the queries of a call.
func (a asking) read(results []meilisearch.SearchResponse, w wording, rest []int) (got answer, err error) {
	got.pages = rest
	last := len(results) - 1
	if got.mark, err = readMark(results[0]); err != nil {
		return got, err
	}
	if after, err := readMark(results[last]); err != nil || after != got.mark {
		return got, cmp.Or(err, ErrBehind)
	}
	var parts []part
	for _, r := range results[1:last] {
		p, err := readPart(r)
		if err != nil {
			return got, err
		}
		parts = append(parts, p)
	}
	for range a.tops(w) {
		got.first.add(parts[0])
		parts = parts[1:]
	}
	got.rest = parts[0]
	for _, p := range parts[1:len(rest)] {
		got.rest.releases, got.rest.places = append(got.rest.releases, p.releases...), append(got.rest.places, p.places...)
	}
	got.first.counts, got.rest.counts = a.named(got.first.counts), a.named(got.rest.counts)
	got.facets = a.namedEach(w, parts[len(rest):])
	return got, nil
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
			p.counts = search.Counts{facet: p.counts[a.query.Of(facet)]}
		}
	}
	return parts
}

// add adds what comes after.
func (p *part) add(more part) {
	p.total += more.total
	p.releases, p.places = append(p.releases, more.releases...), append(p.places, more.places...)
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

// readMark reads the mark; without one the index is not in step with anything.
func readMark(r meilisearch.SearchResponse) (m mark, err error) {
	if len(r.Hits) == 0 {
		return m, ErrBehind
	}
	if err := json.Unmarshal(r.Hits[0]["mark"], &m); err != nil {
		return m, fmt.Errorf("meili: read the mark: %w", err)
	}
	return m, nil
}

func readPart(r meilisearch.SearchResponse) (part, error) {
	p := part{total: int(r.TotalHits), counts: search.Counts{}}
	for _, hit := range r.Hits {
		var one standing
		if err := hit.DecodeInto(&one); err != nil {
			return p, fmt.Errorf("meili: read a hit: %w", err)
		}
		p.releases, p.places = append(p.releases, one.Release), append(p.places, one)
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
