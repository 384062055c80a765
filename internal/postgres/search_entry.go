package postgres

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// mostText is how much of a text is kept for the search, in bytes: more than
// Postgres takes the words of is no page for reading.
const mostText = 400_000

// entry is what the search engine finds of a release, in the spelling of
// package search.
type entry struct {
	release  cms.ID
	status   string
	datedAt  time.Time
	title    string
	names    []string // what else it is called
	keys     string   // names, and years of ranges
	summary  string
	body     string
	acronyms string
	facets   []string // each facet=value
}

// Spell does beforehand what SetProjections needs of the texts: on every processor,
// because it takes longer than all else that is done in Go.
func Spell(list []Projected) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range list {
		p := &list[i]
		if p.entry == nil {
			group.Go(func() error {
				p.entry = entryOf(p.Release, p.Projection)
				return nil
			})
		}
	}
	_ = group.Wait() // nothing fails
}

func entryOf(release cms.ID, p Projection) *entry {
	e := &entry{
		release: release, status: p.Status, datedAt: p.DatedAt,
		title: search.Canonical(p.Title), summary: search.Canonical(p.Summary), body: spell(p.Body),
		names: []string{}, facets: paired(p.Facets),
	}
	for _, name := range p.Names {
		for _, spelt := range search.Names(name) {
			if spelt != e.title && !slices.Contains(e.names, spelt) {
				e.names = append(e.names, spelt)
			}
		}
	}
	acronyms := slices.Concat(search.Acronyms(p.Title), search.Acronyms(p.Summary))
	years := search.Further(strings.Join([]string{e.title, e.summary, e.body}, " "))
	e.keys, e.acronyms = strings.Join(slices.Concat(e.names, years), " . "), strings.Join(acronyms, " ")
	return e
}

// paired writes what a page has of facets as an index keeps it, and facetsOf
// reads it.
func paired(facets map[search.Facet][]string) []string {
	pairs := []string{}
	for facet, values := range facets {
		for _, value := range values {
			pairs = append(pairs, string(facet)+"="+value)
		}
	}
	slices.Sort(pairs)
	return pairs
}

func facetsOf(pairs []string) map[search.Facet][]string {
	facets := map[search.Facet][]string{}
	for _, pair := range pairs {
		facet, value, _ := strings.Cut(pair, "=")
		facets[search.Facet(facet)] = append(facets[search.Facet(facet)], value)
	}
	return facets
}

func spell(text string) string {
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "")
	}
	return search.Canonical(text)
}

// insertEntries takes the arguments of entryArgs, for what is spelt. What has no
// address is found by nobody.
const insertEntries = `
	insert into search_entry (release_id, kind, status, dated_at, title, names, facets, spelt, title_words, own_words, term_words, live_from, live_until)
	select id, kind, e.status, e.dated_at, e.title, string_to_array(e.names, chr(10)),
		string_to_array(e.facets, chr(10)), ' ' || replace(concat_ws(chr(10), e.title, e.names, e.summary, e.body), chr(10), E' \n ') || ' ', to_tsvector('english', e.title) || to_tsvector('simple', e.title),
		setweight(to_tsvector('english', e.title) || to_tsvector('simple', e.title), 'A')
			|| setweight(to_tsvector('english', e.keys) || to_tsvector('simple', e.acronyms), 'B')
			|| setweight(to_tsvector('english', e.summary), 'C') || to_tsvector('english', e.body),
		search_term_words(id), live_from, live_until
	from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
		as e (release_id, status, dated_at, title, names, keys, acronyms, summary, body, facets)
	join release on id = e.release_id
	where path is not null`

func entryArgs(list []Projected) []any {
	var releases, status, titles, names, keys, acronyms, summaries, bodies, facets []string
	var dates []any
	for _, p := range list {
		e := p.entry
		releases, status, dates = append(releases, string(e.release)), append(status, e.status), append(dates, nullableInstant(e.datedAt))
		titles, names, keys = append(titles, e.title), append(names, strings.Join(e.names, "\n")), append(keys, e.keys)
		acronyms, summaries, bodies = append(acronyms, e.acronyms), append(summaries, e.summary), append(bodies, e.body)
		facets = append(facets, strings.Join(e.facets, "\n"))
	}
	return []any{releases, status, dates, titles, names, keys, acronyms, summaries, bodies, facets}
}

// termWords is what pages that carry a term are found by.
func termWords(t cms.Term) string {
	return search.Canonical(strings.Join(append([]string{t.Name}, t.Synonyms...), " . "))
}

// setTermWords writes anew what pages are found by because of a term: those that
// carry it or one below it.
func (tx *Tx) setTermWords(ctx context.Context, term cms.ID) error {
	_, err := tx.Exec(ctx, `
		with recursive below as (
			select id from term where id = $1 union select term.id from term join below on term.parent_id = below.id
		)
		update search_entry set term_words = search_term_words(release_id), changed = nextval('search_change')
		where release_id in (select release_id from release_term where term_id in (select id from below))`, string(term))
	return failure("set the words of a term", err)
}

// SpellTerms writes anew how a query spells the terms.
func (tx *Tx) SpellTerms(ctx context.Context) error {
	terms, err := tx.Terms(ctx)
	if err != nil {
		return err
	}
	var list, words []string
	for _, t := range terms {
		list, words = append(list, string(t.ID)), append(words, termWords(t))
	}
	_, err = tx.Exec(ctx, `
		update term set words = spelt.words from unnest($1::uuid[], $2::text[]) as spelt (id, words)
		where term.id = spelt.id and term.words <> spelt.words`, list, words)
	return failure("spell the terms", err)
}

// IndexMissing reports whether there are pages, and nothing to find them by, or only
// what an older version of the program has written.
func (s *Store) IndexMissing(ctx context.Context) (missing bool, err error) {
	err = s.Pool.QueryRow(ctx, `
		select exists (select from search_entry where spelt = '') or not exists (select from search_entry)
			and exists (select from release where path is not null and outcome in ('page', 'announced', 'withdrawn'))`).Scan(&missing)
	return missing, failure("look for the search index", err)
}
