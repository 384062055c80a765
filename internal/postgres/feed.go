package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Version is what every answer depends on. While it is the same, so is the site,
// but for what a page shows differently by the clock.
type Version struct {
	Change    int64     // number of the last change
	ChangedAt time.Time // when what is public last changed; zero: never
}

const siteVersion = `select number, changed_at, site_now() from site_version()`

// Version returns the version of the site, and the instant at which it is that.
func (s *Site) Version(ctx context.Context) (Version, time.Time, error) {
	return versionOf(ctx, s.Pool)
}

// Version returns the version of the site as the snapshot sees it, and the
// instant that it looks from.
func (s *Snapshot) Version(ctx context.Context) (Version, time.Time, error) {
	return versionOf(ctx, s.tx)
}

func versionOf(ctx context.Context, db interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}) (v Version, at time.Time, err error) {
	err = db.QueryRow(ctx, siteVersion).Scan(&v.Change, (*instant)(&v.ChangedAt), &at)
	return v, at, failure("read the version of the site", err)
}

// Entries is a page of a list, with everything that is known of what is live.
type Entries struct {
	Releases  []cms.Release
	Total     int       // of the whole list
	ChangesAt time.Time // when the list changes by the clock; zero: not planned
}

// Entries returns the live releases of a list.
func (s *Snapshot) Entries(ctx context.Context, q cms.ListQuery) (e Entries, err error) {
	batch := &pgx.Batch{}
	sql, args := listSQL(releaseColumns, q)
	batch.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		e.Releases, err = pgx.CollectRows(rows, scanRelease)
		return err
	})
	sql, args = countSQL(q)
	batch.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&e.Total) })
	kinds, sections := watched([]cms.ListQuery{q})
	batch.Queue(nextChange, kinds, sections, []string{}).QueryRow(func(row pgx.Row) error { return row.Scan((*instant)(&e.ChangesAt)) })
	return e, failure("read a feed", s.tx.SendBatch(ctx, batch).Close())
}

// Releases returns those of the releases that are live and show a page that is
// not withdrawn, in their order.
func (s *Snapshot) Releases(ctx context.Context, wanted []cms.ID) ([]cms.Release, error) {
	rows, _ := s.tx.Query(ctx, `
		select `+releaseColumns+` from unnest($1::uuid[]) with ordinality as wanted (id, n) join release on release.id = wanted.id
		where release.path is not null and release.outcome in ('page', 'announced') order by n`, ids(wanted))
	list, err := pgx.CollectRows(rows, scanRelease)
	return list, failure("read what was found for a feed", err)
}

func scanRelease(row pgx.CollectableRow) (r cms.Release, err error) {
	err = row.Scan(releaseFields(&r)...)
	return r, err
}

// TermsOf returns the terms that each of the releases carries.
func (s *Snapshot) TermsOf(ctx context.Context, releases []cms.ID) (map[cms.ID][]cms.Term, error) {
	terms := map[cms.ID][]cms.Term{}
	rows, _ := s.tx.Query(ctx, `
		select carried.release_id, `+termColumns+`
		from release_term carried join term on term.id = carried.term_id
		where carried.release_id = any ($1) order by term.vocabulary, term.position, term.slug`, ids(releases))
	carried, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c carriedTerm, err error) {
		err = row.Scan(append([]any{&c.release}, termFields(&c.term)...)...)
		return c, err
	})
	for _, c := range carried {
		terms[c.release] = append(terms[c.release], c.term)
	}
	return terms, failure("read the terms of a feed", err)
}

type carriedTerm struct {
	release cms.ID
	term    cms.Term
}

// Renamed returns the live pages of some kinds that once had an address which
// ends in a name.
func (s *Snapshot) Renamed(ctx context.Context, kinds []string, slug string) ([]cms.Item, error) {
	rows, _ := s.tx.Query(ctx, `
		select `+itemColumns+` from release
		where release.kind = any ($1) and release.outcome = 'page' and release.page_id in (
			select page_id from redirect where right(from_path, length($2) + 1) = '/' || $2)
		order by release.first_published_at, release.page_id`, kinds, slug)
	list, err := pgx.CollectRows(rows, scanItem)
	return list, failure("find a page by a name that it had", err)
}

// TermNamed returns a term of a vocabulary; false: there is none of that slug.
func (s *Snapshot) TermNamed(ctx context.Context, vocabulary, slug string) (cms.Term, bool, error) {
	rows, _ := s.tx.Query(ctx, `select `+termColumns+` from term where vocabulary = $1 and slug = $2`, vocabulary, slug)
	found, err := pgx.CollectRows(rows, scanTerm)
	if err != nil || len(found) == 0 {
		return cms.Term{}, false, failure("find a term by its name", err)
	}
	return found[0], true, nil
}

// Filed is where a live page stands, and what it is filed under.
type Filed struct {
	Page     cms.ID
	Kind     string
	Sections []cms.ID // pages above it
	Terms    []cms.ID // that it carries, and those above them
}

// Filed returns where each of the pages stands that is live.
func (s *Snapshot) Filed(ctx context.Context, pages []cms.ID) ([]Filed, error) {
	rows, _ := s.tx.Query(ctx, `
		select release.page_id, release.kind,
			array(select section_id::text from release_section where release_id = release.id),
			array(with recursive carried as (
				select term.id, term.parent_id from release_term join term on term.id = term_id where release_id = release.id
				union select term.id, term.parent_id from term join carried on term.id = carried.parent_id
			) select id::text from carried)
		from release where release.page_id = any ($1) and release.path is not null`, ids(pages))
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Filed])
	return list, failure("read where pages stand", err)
}
