package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Wanted is everything that a page's templates need besides its own content.
type Wanted struct {
	Pages  []cms.ID // linked pages, as items
	Assets []cms.ID
	Terms  []cms.ID
	Lists  []cms.ListQuery // Below and RefersTo name pages; Kinds is never empty
	Months []cms.ListQuery // lists of which to tell in which months there are how many
	Zone   string          // of those months, such as Europe/London

	Watched      []cms.ID // further pages whose next change counts, such as the page itself
	WatchedKinds []string // kinds of which any change counts, such as menus
}

// Loaded answers a Wanted. What is not live is absent.
type Loaded struct {
	Pages      map[cms.ID]cms.Item
	Assets     map[cms.ID]cms.Asset
	Terms      map[cms.ID]cms.Term
	Lists      []cms.List         // in the order they were asked for
	Months     [][]cms.MonthCount // the same
	NextChange time.Time          // when some of it changes by the clock; zero: not planned
}

const nextChange = `select next_change($1, $2, $3)`

const assetsByID = `select ` + assetColumns + ` from asset where id = any ($1)`

// Load answers everything in one round trip, however much is asked.
func (s *Snapshot) Load(ctx context.Context, w Wanted) (Loaded, error) {
	l := Loaded{
		Pages:  map[cms.ID]cms.Item{},
		Assets: map[cms.ID]cms.Asset{},
		Terms:  map[cms.ID]cms.Term{},
		Lists:  make([]cms.List, len(w.Lists)),
		Months: make([][]cms.MonthCount, len(w.Months)),
	}
	batch := &pgx.Batch{}
	queueMap(batch, l.Pages, scanItem, func(i cms.Item) cms.ID { return i.Page },
		`select `+itemColumns+` from release where page_id = any ($1) and outcome in ('page', 'announced', 'withdrawn')`, w.Pages)
	queueMap(batch, l.Assets, scanAsset, func(a cms.Asset) cms.ID { return a.ID },
		assetsByID, w.Assets)
	queueMap(batch, l.Terms, scanTerm, func(t cms.Term) cms.ID { return t.ID },
		`select `+termColumns+` from term where id = any ($1)`, w.Terms)
	for i, q := range w.Lists {
		queueList(batch, q, &l.Lists[i])
	}
	for i, q := range w.Months {
		queueMonths(batch, q, w.Zone, &l.Months[i])
	}
	kinds, sections := watched(append(w.Lists, cms.ListQuery{Kinds: w.WatchedKinds}))
	pages := ids(slices.Concat(w.Pages, w.Watched))
	batch.Queue(nextChange, kinds, sections, pages).QueryRow(func(row pgx.Row) error {
		return row.Scan((*instant)(&l.NextChange))
	})
	return l, failure("load what a page shows", s.tx.SendBatch(ctx, batch).Close())
}

func queueMap[T any](batch *pgx.Batch, into map[cms.ID]T, scan pgx.RowToFunc[T], key func(T) cms.ID, sql string, list []cms.ID) {
	if len(list) == 0 {
		return
	}
	batch.Queue(sql, ids(list)).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scan)
		for _, one := range found {
			into[key(one)] = one
		}
		return err
	})
}

// watched pairs every kind of every list with the list's section, as
// next_change wants them. Null stands for the whole site.
func watched(lists []cms.ListQuery) (kinds []string, sections []*string) {
	kinds, sections = []string{}, []*string{}
	for _, q := range lists {
		for _, kind := range q.Kinds {
			kinds = append(kinds, kind)
			sections = append(sections, sectionOf(q))
		}
	}
	return kinds, sections
}

func sectionOf(q cms.ListQuery) *string {
	if q.Below == "" {
		return nil
	}
	section := string(q.Below)
	return &section
}

func queueList(batch *pgx.Batch, q cms.ListQuery, into *cms.List) {
	sql, args := listSQL(itemColumns, q)
	batch.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		into.Items, err = pgx.CollectRows(rows, scanItem)
		return err
	})
	if q.Count {
		sql, args := countSQL(q)
		batch.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&into.Total) })
	}
	if q.FiledIn != "" {
		queueFiledIn(batch, q, &into.Terms)
	}
	if q.Count && q.Filter != nil {
		into.Called = map[string]int{}
		queueLabels(batch, q, into.Called)
	}
	if len(q.Facets) > 0 {
		into.Found = map[cms.ID]int{}
		queueFacets(batch, q, into.Found)
	}
}

// queueFiledIn asks which terms of a vocabulary the pages of a list carry. A
// term above one of these counts as well. Each is looked up by itself, and the
// first page that carries it is enough.
func queueFiledIn(batch *pgx.Batch, q cms.ListQuery, into *[]cms.Term) {
	c := matching(q)
	batch.Queue(`
		with recursive held as (
			select term.id, term.parent_id from term where vocabulary = `+c.arg(q.FiledIn)+` and exists (
				select from release_term t join release on release.id = t.release_id where t.term_id = term.id and `+c.where()+`)
			union select term.id, term.parent_id from term join held on term.id = held.parent_id
		)
		select `+termColumns+` from term where id in (select id from held) order by lower(name), slug`, c.args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scanTerm)
		return err
	})
}

// queueLabels asks how many entries of a list each label would leave, whichever
// is chosen now.
func queueLabels(batch *pgx.Batch, q cms.ListQuery, into map[string]int) {
	q.Labels = nil
	c := matching(q)
	batch.Queue(`select label, count(*) from release where `+c.where()+` group by 1`, c.args...).Query(scanCounts(into))
}

// scanCounts reads rows of a key and a number.
func scanCounts[K comparable](into map[K]int) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var key K
		var n int
		_, err := pgx.ForEachRow(rows, []any{&key, &n}, func() error {
			into[key] = n
			return nil
		})
		return err
	}
}

// queueFacets asks how many entries of a list each term of its facets would
// leave, whichever of the same facet is chosen now. Facets of which none is
// chosen are narrowed alike, and are counted together.
func queueFacets(batch *pgx.Batch, q cms.ListQuery, into map[cms.ID]int) {
	var open []cms.ID
	for i, facet := range q.Facets {
		if facet.Chosen == "" {
			open = append(open, facet.Terms...)
			continue
		}
		without := q
		without.Facets = slices.Clone(q.Facets)
		without.Facets[i].Chosen = ""
		queueTerms(batch, without, facet.Terms, into)
	}
	queueTerms(batch, q, open, into)
}

// queueTerms asks how many entries of a list have each of the terms.
func queueTerms(batch *pgx.Batch, q cms.ListQuery, terms []cms.ID, into map[cms.ID]int) {
	if len(terms) == 0 {
		return
	}
	c := matching(q)
	c.add("t.term_id = any (%s)", ids(terms))
	batch.Queue(`
		select t.term_id, count(*) from release_term t join release on release.id = t.release_id
		where `+c.where()+` group by 1`, c.args...).Query(scanCounts(into))
}

// listSQL returns the statement for columns of a list. The newest of some kinds, in the
// whole site or below a section, is what nearly every list asks: it walks one
// index per kind and stops. Other lists collect what matches and sort it.
func listSQL(columns string, q cms.ListQuery) (string, []any) {
	if q.RefersTo == "" && len(q.Terms) == 0 && q.Topic == "" && !q.Narrowed() && q.Sort != cms.ByTitle {
		return walkSQL(columns, q)
	}
	c := matching(q)
	order := map[cms.Sort]string{
		cms.ByTitle: "release.title_key, release.id",
		cms.Oldest:  "release.sort_at, release.id",
		cms.Latest:  "release.first_published_at desc, release.id",
	}[q.Sort]
	if order == "" {
		order = "release.sort_at desc, release.id"
	}
	return fmt.Sprintf(`select %s from release where %s order by %s limit %s offset %s`,
		columns, c.where(), order, c.arg(q.Size), c.arg(skip(q))), c.args
}

func countSQL(q cms.ListQuery) (string, []any) {
	plain := q.RefersTo == "" && len(q.Terms) == 0 && q.Topic == "" && !q.Narrowed() && q.From.IsZero() && q.To.IsZero()
	if plain && q.State == "" && len(q.Labels) == 0 && !q.Listed && !q.Pinned && q.Named == "" {
		return `select count_live($1, $2)`, []any{q.Kinds, nullable(q.Below)}
	}
	c := matching(q)
	return `select count(*) from release where ` + c.where(), c.args
}

// walkSQL asks an index per kind for what sorts up to now, and another for what
// sorts after now although it is live: see the migration. Nothing live came out
// after now.
func walkSQL(columns string, q cms.ListQuery) (string, []any) {
	c := &conditions{}
	by, direction := "sort_at", "desc"
	switch q.Sort {
	case cms.Oldest:
		direction = "asc"
	case cms.Latest:
		by = "first_published_at"
	}
	table, id := "release", "id"
	if q.Below != "" {
		table, id = "release_section", "release_id"
		c.add("section_id = %s", string(q.Below))
	} else {
		c.add("path is not null and outcome in ('page', 'announced', 'withdrawn')")
	}
	c.add("walked.kind = wanted.kind")
	c.window("sort_at", q)
	if narrow := c.narrowing("r", q); narrow != "" {
		c.add("exists (select from release r where r.id = walked." + id + " and " + narrow + ")")
	}
	// Limits are written out: the planner must know that they are small.
	walk := func(part string) string {
		return fmt.Sprintf(`(select %s as release_id, %s as place_at from %s as walked where %s and %s order by %s %s, %s limit %d)`,
			id, by, table, c.where(), part, by, direction, id, skip(q)+q.Size)
	}
	walks := walk(by + " <= (select site_now())")
	if by == "sort_at" {
		walks += " union all " + walk("sort_at > (select site_now()) and sort_at > live_from")
	}
	return fmt.Sprintf(`
		select %s
		from (
			select place.* from unnest(%s::text[]) as wanted (kind)
			cross join lateral (%s) as place
			order by place_at %s, release_id limit %d offset %d
		) as place
		cross join lateral (select * from release where release.id = place.release_id limit 1) as release
		order by place.place_at %s, place.release_id`,
		columns, c.arg(q.Kinds), walks, direction, q.Size, skip(q), direction), c.args
}

// matching returns the conditions of a list on the release table.
func matching(q cms.ListQuery) *conditions {
	c := &conditions{}
	c.add("release.kind = any (%s)", q.Kinds)
	c.add("release.path is not null and release.outcome in ('page', 'announced', 'withdrawn')")
	if narrow := c.narrowing("release", q); narrow != "" {
		c.add(narrow)
	}
	if q.Below != "" {
		c.add("exists (select from release_section s where s.release_id = release.id and s.section_id = %s)", string(q.Below))
	}
	if q.RefersTo != "" {
		c.add("exists (select from reference f where f.revision_id = release.revision_id and f.target_id = %s)", string(q.RefersTo))
	}
	for _, term := range q.Terms {
		c.add("exists (select from release_term t where t.release_id = release.id and t.term_id = %s)", string(term))
	}
	if q.Topic != "" {
		c.add(`exists (select from release_term t where t.release_id = release.id and t.term_id in (
			with recursive topic as (
				select id from term where id = %s union select term.id from term join topic on term.parent_id = topic.id
			) table topic))`, string(q.Topic))
	}
	for _, f := range q.Facets {
		if f.Chosen != "" {
			c.add("exists (select from release_term t join term on term.id = t.term_id where t.release_id = release.id and t.term_id = any (%s) and term.slug = %s)", ids(f.Terms), f.Chosen)
		}
	}
	c.window("release.sort_at", q)
	return c
}

// narrowing returns the conditions that only the row of the release itself can
// answer, under the name that it has in the statement; empty: there are none.
func (c *conditions) narrowing(release string, q cms.ListQuery) string {
	var parts []string
	if outcomes := outcomesOf(q.State); outcomes != nil {
		parts = append(parts, release+".outcome = any ("+c.arg(outcomes)+")")
	}
	if len(q.Labels) > 0 {
		parts = append(parts, release+".label = any ("+c.arg(q.Labels)+")")
	}
	if q.Listed {
		parts = append(parts, release+".listed")
	}
	if q.Named != "" {
		name := c.arg("/" + q.Named)
		parts = append(parts, "right("+release+".path, length("+name+")) = "+name)
	}
	if q.Pinned {
		parts = append(parts, release+".pinned_until > (select site_now())")
	}
	return strings.Join(parts, " and ")
}

// queueMonths asks how many entries of a list fall into which month of a zone.
func queueMonths(batch *pgx.Batch, q cms.ListQuery, zone string, into *[]cms.MonthCount) {
	c := matching(q)
	in := c.arg(zone)
	sql := fmt.Sprintf(`
		select extract(year from sort_at at time zone %[1]s)::int, extract(month from sort_at at time zone %[1]s)::int, count(*)::int
		from release where %[2]s group by 1, 2 order by 1 desc, 2 desc`, in, c.where())
	batch.Queue(sql, c.args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[cms.MonthCount])
		return err
	})
}

// outcomesOf returns the outcomes that a list is narrowed to; nil: it is not.
func outcomesOf(state cms.ListState) []string {
	switch state {
	case cms.Released:
		return []string{string(cms.OutcomePage), string(cms.OutcomeWithdrawn)}
	case cms.Upcoming:
		return []string{string(cms.OutcomeAnnounced)}
	case cms.Current:
		return []string{string(cms.OutcomePage)}
	}
	return nil
}

func skip(q cms.ListQuery) int { return (max(q.Number, 1) - 1) * q.Size }

// conditions collects the parts of a where clause and their arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("$%d", len(c.args))
}

func (c *conditions) add(part string, values ...any) {
	names := make([]any, len(values))
	for i, v := range values {
		names[i] = c.arg(v)
	}
	c.parts = append(c.parts, fmt.Sprintf(part, names...))
}

func (c *conditions) window(column string, q cms.ListQuery) {
	if !q.From.IsZero() {
		c.add(column+" >= %s", q.From)
	}
	if !q.To.IsZero() {
		c.add(column+" < %s", q.To)
	}
}

func (c *conditions) where() string { return strings.Join(c.parts, " and ") }
