package postgres

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
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
	words    string   // all of its own, as Postgres writes them; empty: not taken yet
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

// ownWords is the words of an entry e, weighted.
const (
	ownWords = `setweight(title_words, 'A')
		|| setweight(to_tsvector('english', e.keys) || to_tsvector('simple', e.acronyms), 'B')
		|| setweight(to_tsvector('english', e.summary), 'C') || to_tsvector('english', e.body)`
	titleWords = `lateral (select to_tsvector('english', e.title) || to_tsvector('simple', e.title) as title_words offset 0) as of_title`
)

// Stemmer takes the words of entries before they are written. It has a connection of
// its own: taking them is most of the work, and the transaction does the rest meanwhile.
type Stemmer struct{ conn *pgx.Conn }

// Stemmer opens one.
func (tx *Tx) Stemmer(ctx context.Context) (*Stemmer, error) {
	conn, err := pgx.ConnectConfig(ctx, tx.Conn().Config())
	return &Stemmer{conn}, failure("connect to take words", err)
}

// Close ends its connection.
func (s *Stemmer) Close() { _ = s.conn.Close(context.Background()) }

// Stem takes the words of what is spelt.
func (s *Stemmer) Stem(ctx context.Context, list []Projected) error {
	columns := make([][]string, 5)
	for _, p := range list {
		for i, text := range []string{p.entry.title, p.entry.keys, p.entry.acronyms, p.entry.summary, p.entry.body} {
			columns[i] = append(columns[i], text)
		}
	}
	rows, _ := s.conn.Query(ctx, `
		select (`+ownWords+`)::text
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality as e (title, keys, acronyms, summary, body, n)
		cross join `+titleWords+` order by n`, columns[0], columns[1], columns[2], columns[3], columns[4])
	words, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for i, taken := range words {
		list[i].entry.words = taken
	}
	return failure("take words", err)
}

// insertEntries takes the arguments of entryArgs, for what is spelt. What has no
// address is found by nobody.
const insertEntries = `
	insert into search_entry (release_id, kind, status, dated_at, title, names, facets, spelt, title_words, own_words, term_words, live_from, live_until)
	select id, kind, e.status, e.dated_at, e.title, string_to_array(e.names, chr(10)), string_to_array(e.facets, chr(10)),
		' ' || replace(concat_ws(chr(10), e.title, e.names, e.summary, e.body), chr(10), E' \n ') || ' ', title_words,
		case when e.words = '' then ` + ownWords + ` else e.words::tsvector end, coalesce(of_terms.words, ''), live_from, live_until
	from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
		as e (release_id, status, dated_at, title, names, keys, acronyms, summary, body, facets, words)
	cross join ` + titleWords + `
	join release on id = e.release_id
	left join search_term_words($1) as of_terms on of_terms.release_id = id
	where path is not null`

func entryArgs(list []Projected) []any {
	var releases, status, titles, names, keys, acronyms, summaries, bodies, facets, words []string
	var dates []any
	for _, p := range list {
		e := p.entry
		releases, status, dates = append(releases, string(e.release)), append(status, e.status), append(dates, nullableInstant(e.datedAt))
		titles, names, keys = append(titles, e.title), append(names, strings.Join(e.names, "\n")), append(keys, e.keys)
		acronyms, summaries, bodies = append(acronyms, e.acronyms), append(summaries, e.summary), append(bodies, e.body)
		facets, words = append(facets, strings.Join(e.facets, "\n")), append(words, e.words)
	}
	return []any{releases, status, dates, titles, names, keys, acronyms, summaries, bodies, facets, words}
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
		update search_entry set term_words = of_terms.words, changed = nextval('search_change')
		from search_term_words(array(select release_id from release_term where term_id in (select id from below))) as of_terms
		where of_terms.release_id = search_entry.release_id`, string(term))
	return failure("set the words of a term", err)
}

// NumberEntries tells everybody by which number entries have changed last, once the
// transaction is committed. Numbers rise in that order: nobody else may change any.
func (tx *Tx) NumberEntries(ctx context.Context) error {
	_, err := tx.Exec(ctx, `
		insert into search_changed as known (number) select last_value from search_change where is_called
		on conflict (one) do update set number = excluded.number where known.number <> excluded.number`)
	return failure("number the entries", err)
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
