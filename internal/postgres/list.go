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

	Watched      []cms.ID // further pages whose next change counts, such as the page itself
	WatchedKinds []string // kinds of which any change counts, such as menus
}

// Loaded answers a Wanted. What is not live is absent.
type Loaded struct {
	Pages      map[cms.ID]cms.Item
	Assets     map[cms.ID]cms.Asset
	Terms      map[cms.ID]cms.Term
	Lists      []cms.List // in the order they were asked for
	NextChange time.Time  // when some of it changes by the clock; zero: not planned
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

// listSQL returns the statement for columns of a list. The newest of some kinds, in the
// whole site or below a section, is what nearly every list asks: it walks one
// index per kind and stops. Other lists collect what matches and sort it.
func listSQL(columns string, q cms.ListQuery) (string, []any) {
	if q.RefersTo == "" && len(q.Terms) == 0 && q.Topic == "" && q.Sort != cms.ByTitle {
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
	plain := q.RefersTo == "" && len(q.Terms) == 0 && q.Topic == "" && q.From.IsZero() && q.To.IsZero()
	if plain && q.State == "" && !q.Listed && !q.Pinned && q.Named == "" {
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

// PageTerms returns which terms each of the pages carries now.
func (s *Snapshot) PageTerms(ctx context.Context, pages []cms.ID) (map[cms.ID][]cms.ID, error) {
	terms := map[cms.ID][]cms.ID{}
	rows, _ := s.tx.Query(ctx, `
		select page_id, term_id from release join release_term on release_id = release.id
		where page_id = any ($1) and outcome in ('page', 'announced', 'withdrawn') order by 1, 2`, ids(pages))
	var page, term cms.ID
	_, err := pgx.ForEachRow(rows, []any{&page, &term}, func() error {
		terms[page] = append(terms[page], term)
		return nil
	})
	return terms, failure("read the terms of pages", err)
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
