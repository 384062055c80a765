package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// InsertSearch records what was searched for, as the public login may.
func (s *Site) InsertSearch(ctx context.Context, made cms.Search) error {
	_, err := s.Pool.Exec(ctx, `insert into search_query (query, results, narrowed) values ($1, $2, $3)`,
		made.Query, made.Results, made.Narrowed)
	return failure("record a search", err)
}

// InsertChoice records the place of the result that was chosen, as the public
// login may.
func (s *Site) InsertChoice(ctx context.Context, query string, rank int) error {
	_, err := s.Pool.Exec(ctx, `insert into search_choice (query, rank) values ($1, $2)`, query, rank)
	return failure("record a choice", err)
}

// searchLog is what the log tells of each text from $1 on.
const searchLog = `
	with asked as (
		select lower(query) as text, count(*)::int as times, count(*) filter (where results = 0 and not narrowed)::int as empty,
			(array_agg(results order by narrowed, at desc, id desc))[1] as results, max(at) as latest
		from search_query
		where ($1::timestamptz is null or at >= $1) group by 1
	), chosen as (
		select lower(query) as text, count(*)::int as chosen, avg(rank)::float8 as rank
		from search_choice
		where ($1::timestamptz is null or at >= $1) group by 1
	), log as (
		select text, times, empty, results, coalesce(chosen, 0) as chosen, coalesce(rank, 0) as rank, latest
		from asked left join chosen using (text)
	)`

// outcomes are the conditions and orders of what the log can be asked for.
var outcomes = map[cms.SearchOutcome]string{
	cms.AnyOutcome:   `true order by times desc, text`,
	cms.FoundNothing: `results = 0 and empty > 0 order by times desc, text`,
	cms.ChoseNothing: `results > 0 and times >= 3 and chosen * 4 < times order by times - chosen desc, text`,
}

// Searches returns a page of what the log tells of each text.
func (tx *Tx) Searches(ctx context.Context, q cms.SearchLogQuery) ([]cms.Searched, error) {
	rows, _ := tx.Query(ctx, searchLog+`
		select text, times, empty, results, chosen, rank, latest from log where `+outcomes[q.Only]+` limit $2 offset $3`,
		nullableInstant(q.From), limit(q.Size), q.Skip())
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s cms.Searched, err error) {
		err = row.Scan(&s.Query, &s.Times, &s.Empty, &s.Results, &s.Chosen, &s.Rank, &s.Latest)
		return s, err
	})
	return list, failure("read the search log", err)
}

// CountSearches returns of how many texts there are pages.
func (tx *Tx) CountSearches(ctx context.Context, q cms.SearchLogQuery) (n int, err error) {
	err = tx.QueryRow(ctx, searchLog+` select count(*) from (select from log where `+outcomes[q.Only]+`) as counted`,
		nullableInstant(q.From)).Scan(&n)
	return n, failure("count the search log", err)
}

// SearchTotals returns what the log tells of all texts together from an instant
// on. Choices count whether the text was searched for in the same time or just
// before it.
func (tx *Tx) SearchTotals(ctx context.Context, from time.Time) (t cms.SearchTotals, err error) {
	err = tx.QueryRow(ctx, searchLog+`
		select coalesce(sum(times), 0)::int, count(*)::int, coalesce(sum(empty), 0)::int,
			(select coalesce(sum(chosen), 0)::int from chosen),
			(select coalesce(sum(rank * chosen) / sum(chosen), 0)::float8 from chosen)
		from asked`, nullableInstant(from)).Scan(&t.Times, &t.Texts, &t.Empty, &t.Chosen, &t.Rank)
	return t, failure("sum up the search log", err)
}

// ForbidSearch keeps words from being offered; false: they are not offered anyway.
func (tx *Tx) ForbidSearch(ctx context.Context, query string) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `insert into search_forbidden (query, words) values ($1, $2) on conflict do nothing`, query, search.Canonical(query))
	return tag.RowsAffected() > 0, failure("forbid a search", err)
}

// SpellForbidden writes anew how a query spells what is not offered.
func (tx *Tx) SpellForbidden(ctx context.Context) error {
	list, err := tx.ForbiddenSearches(ctx)
	if err != nil {
		return err
	}
	words := make([]string, len(list))
	for i, query := range list {
		words[i] = search.Canonical(query)
	}
	_, err = tx.Exec(ctx, `
		update search_forbidden as f set words = spelt.words from unnest($1::text[], $2::text[]) as spelt (query, words)
		where f.query = spelt.query and f.words <> spelt.words`, list, words)
	return failure("spell the forbidden searches", err)
}

// AllowSearch takes that back; false: they were not forbidden.
func (tx *Tx) AllowSearch(ctx context.Context, query string) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `delete from search_forbidden where query = $1`, query)
	return tag.RowsAffected() > 0, failure("allow a search", err)
}

// ForbiddenSearches returns what is not offered, A to Z.
func (tx *Tx) ForbiddenSearches(ctx context.Context) ([]string, error) {
	rows, _ := tx.Query(ctx, `select query from search_forbidden order by query`)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return list, failure("read the forbidden searches", err)
}
