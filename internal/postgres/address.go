package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Address is what is live at an address, with what every page shows.
type Address struct {
	Release  *cms.Release  // nil: nothing is live there
	Revision cms.Revision  // of Release, if its outcome shows one
	Trail    []cms.Item    // live pages above the address, from the top down
	Sections []cms.ID      // pages above the page of Release, live or not
	Redirect *cms.Redirect // where an old address leads, by itself or by a rule; To is filled in
	Above    []Content     // live pages above the address whose kind others inherit from, the nearest first
	Fixtures []Content     // live pages without an address: menus, site settings
	Chapters []Part        // live pages that Revision refers to, of the kinds that were asked for
	At       time.Time     // the instant that all this is true at
}

// Content is what a live page holds.
type Content struct {
	Page cms.ID
	Kind string
	Body []byte
}

// Part is a live page with what it holds.
type Part struct {
	Release cms.Release
	Body    []byte
}

const itemColumns = `release.page_id, release.kind, release.outcome, coalesce(release.path, ''), release.title,
	release.short_title, release.summary, release.sort_at, release.label, release.note, release.starts_at, release.pinned_until,
	not release.listed, release.first_published_at`

func itemFields(i *cms.Item) []any {
	return []any{&i.Page, &i.Kind, &i.Outcome, &i.Path, &i.Card.Title,
		&i.Card.ShortTitle, &i.Card.Summary, &i.Card.SortAt, &i.Card.Label, &i.Card.Note, (*instant)(&i.Card.StartsAt),
		(*instant)(&i.Card.PinnedUntil), &i.Card.Unlisted, &i.FirstPublishedAt}
}

func scanItem(row pgx.CollectableRow) (i cms.Item, err error) {
	err = row.Scan(itemFields(&i)...)
	return i, err
}

// The planner has no statistics on paths (the migration says why), so that
// each path is looked up alone, by its index and a limit.
const (
	byPath = `
		select ` + releaseColumns + `, coalesce(revision.id::text, ''), coalesce(revision.number, 0), revision.body,
			coalesce(revision.redacted, false), coalesce(revision.change_notes, '[]'),
			array(select section_id::text from release_section where release_id = release.id)
		from (select * from release where path = $1 order by live_from desc limit 1) as release
		left join lateral (
			select id, number, body, redacted, change_notes from revision where revision.id = release.revision_id
		) as revision on true`

	byPaths = `
		select ` + itemColumns + `
		from unnest($1::text[]) with ordinality as above (path, height)
		cross join lateral (
			select * from release where release.path = above.path order by live_from desc limit 1
		) as release
		where release.outcome in ('page', 'announced', 'withdrawn') order by height`

	aboveOf = `
		select release.page_id, release.kind, revision.body
		from unnest($1::text[]) with ordinality as above (path, height)
		cross join lateral (
			select * from release where release.path = above.path order by live_from desc limit 1
		) as release
		cross join lateral (select body from revision where revision.id = release.revision_id limit 1) as revision
		where release.kind = any ($2) and release.outcome in ('page', 'withdrawn') order by height desc`

	chaptersOf = `
		select ` + releaseColumns + `, revision.body
		from (select revision_id from release where path = $1 order by live_from desc limit 1) as work
		cross join lateral (select distinct target_id from reference where revision_id = work.revision_id) as part
		cross join lateral (select * from release where page_id = part.target_id limit 1) as release
		cross join lateral (select body from revision where revision.id = release.revision_id limit 1) as revision
		where release.kind = any ($2) and release.path is not null and release.outcome in ('page', 'withdrawn')`

	leadsTo = `
		select from_path, coalesce(page_id::text, ''), coalesce(target.path, to_path)
		from (%s) as redirect
		left join lateral (select path from release where release.page_id = redirect.page_id limit 1) as target on true`

	fixturesOf = `
		select release.page_id, release.kind, revision.body
		from release join revision on revision.id = release.revision_id
		where release.kind = any ($1) and release.path is null and release.outcome = 'page'
		order by release.title_key, release.page_id`
)

// Rules are asked for where nothing else is: the conditions that do not depend
// on them are looked at once, before any is read.
var (
	redirectFrom = fmt.Sprintf(leadsTo, `select from_path, page_id, to_path from redirect where from_path = $1 and position('*' in from_path) = 0 limit 1`)

	rulesAt = fmt.Sprintf(leadsTo, `
		select from_path, page_id, to_path from redirect
		where position('*' in from_path) > 0 and not exists (select from release where release.path = $1)
			and not exists (select from redirect as exact where exact.from_path = $1 and position('*' in exact.from_path) = 0)`)
)

// Address returns what is live at a path, in one round trip. Live pages of the
// fixture kinds come with it, whatever is at the path, those above it of kinds
// that others inherit from, and those it refers to of the chapter kinds.
func (s *Snapshot) Address(ctx context.Context, path string, fixtureKinds, inheritedKinds []string, chapterKinds ...string) (a Address, err error) {
	batch := &pgx.Batch{}
	queueContents := func(into *[]Content, sql string, args ...any) {
		batch.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
			*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Content])
			return err
		})
	}
	batch.Queue(byPath, path).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scanAddress)
		if len(found) == 1 {
			a.Release, a.Revision, a.Sections = &found[0].release, found[0].revision, found[0].sections
		}
		return err
	})
	batch.Queue(byPaths, cms.Ancestors(path)).Query(func(rows pgx.Rows) (err error) {
		a.Trail, err = pgx.CollectRows(rows, scanItem)
		return err
	})
	s.queueRedirects(batch, path, &a.Redirect)
	queueContents(&a.Above, aboveOf, cms.Ancestors(path), inheritedKinds)
	queueContents(&a.Fixtures, fixturesOf, fixtureKinds)
	if len(chapterKinds) > 0 {
		batch.Queue(chaptersOf, path, chapterKinds).Query(func(rows pgx.Rows) (err error) {
			a.Chapters, err = pgx.CollectRows(rows, scanPart)
			return err
		})
	}
	batch.Queue(`select site_now()`).QueryRow(func(row pgx.Row) error { return row.Scan(&a.At) })
	err = s.tx.SendBatch(ctx, batch).Close()
	if a.Release == nil && a.Redirect == nil {
		if r, found := s.rules.Find(path); found {
			a.Redirect = &r
		}
	}
	return a, failure("read an address", err)
}

// queueRedirects asks for the redirect from a path, and for the rules if there
// is none and they are not known yet.
func (s *Snapshot) queueRedirects(batch *pgx.Batch, path string, exact **cms.Redirect) {
	batch.Queue(redirectFrom, path).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[cms.Redirect])
		if len(found) == 1 {
			*exact = found[0]
		}
		return err
	})
	if s.rules != nil {
		return
	}
	batch.Queue(rulesAt, path).Query(func(rows pgx.Rows) error {
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Redirect])
		if len(list) > 0 {
			s.rules = cms.NewRules(list)
		}
		return err
	})
}

type foundAddress struct {
	release  cms.Release
	revision cms.Revision
	sections []cms.ID
}

func scanAddress(row pgx.CollectableRow) (f foundAddress, err error) {
	revision := &f.revision
	err = row.Scan(append(releaseFields(&f.release),
		&revision.ID, &revision.Number, &revision.Body, &revision.Redacted, &revision.ChangeNotes, &f.sections)...)
	revision.Page, revision.Kind = f.release.Page, f.release.Kind
	return f, err
}

func scanPart(row pgx.CollectableRow) (p Part, err error) {
	err = row.Scan(append(releaseFields(&p.Release), &p.Body)...)
	return p, err
}

// Fixtures returns the live pages of kinds without an address.
func (s *Snapshot) Fixtures(ctx context.Context, kinds []string) ([]Content, error) {
	rows, _ := s.tx.Query(ctx, fixturesOf, kinds)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Content])
	return list, failure("read menus and settings", err)
}
