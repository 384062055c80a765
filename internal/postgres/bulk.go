package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Bulk is rows to be copied in at once: the same rows that one change after
// another would have written.
type Bulk struct {
	Pages      []BulkPage
	Addressed  func(kind string) bool
	Revisions  []cms.Revision
	Releases   []BulkRelease
	References map[cms.ID][]Reference // by revision
}

// BulkPage is a page as the editors' tree shows it.
type BulkPage struct {
	cms.Page
	Path      string
	Title     Title
	ChangedAt time.Time
	ChangedBy cms.ID
}

// BulkRelease is a release with what belongs to it.
type BulkRelease struct {
	cms.Release
	TitleKey   string
	Sections   []cms.ID
	Projection Projection // nothing for a release that shows nothing
}

// CopyIn writes the rows.
func (tx *Tx) CopyIn(ctx context.Context, b Bulk) error {
	var page, revision, release, section, reference, file, term, document [][]any
	var derived []Projected
	for _, p := range b.Pages {
		page = append(page, []any{p.ID, p.Kind, b.Addressed(p.Kind), nullable(p.Parent), p.Slug, p.CreatedAt,
			nullableText(p.Path), p.Title.Text, p.Title.Key, nullable(p.ChangedBy), p.ChangedAt, nullable(p.ChangedBy)})
	}
	for _, r := range b.Revisions {
		revision = append(revision, []any{r.ID, r.Page, r.Number, json.RawMessage(r.Body), r.Redacted, notes(r.ChangeNotes), r.CreatedAt, r.CreatedBy})
		for _, f := range b.References[r.ID] {
			reference = append(reference, []any{r.ID, f.Target, f.Field})
		}
	}
	for _, r := range b.Releases {
		release = append(release, []any{r.ID, r.Page, nullable(r.Revision), string(r.Outcome), r.Notice, r.RedirectTo, nullableText(r.Path), r.Kind,
			r.Card.Title, r.Card.ShortTitle, r.Card.Summary, r.TitleKey, r.Card.SortAt, r.FirstPublishedAt, r.LastEditedAt,
			r.LiveFrom, end(r.LiveUntil), end(r.EndsAt),
			r.Card.Label, r.Card.Note, nullableInstant(r.Card.StartsAt), nullableInstant(r.Card.PinnedUntil), !r.Card.Unlisted, !r.Card.Unindexed})
		if !r.Outcome.Shows() {
			continue
		}
		for _, s := range r.Sections {
			section = append(section, []any{r.ID, s, r.Kind, r.Card.SortAt, r.FirstPublishedAt, r.LiveFrom, end(r.LiveUntil)})
		}
		for _, a := range r.Projection.Assets {
			file = append(file, []any{r.ID, a})
		}
		for _, t := range r.Projection.Terms {
			term = append(term, []any{r.ID, t})
		}
		document = append(document, []any{r.ID, r.Projection.Title, r.Projection.Summary, r.Projection.Body, r.LiveFrom, end(r.LiveUntil)})
		derived = append(derived, Projected{Release: r.ID, Projection: r.Projection})
	}
	for _, table := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"every_page", []string{"id", "kind", "has_address", "parent_id", "slug", "created_at",
			"path", "title", "title_key", "owner_id", "changed_at", "changed_by"}, page},
		{"revision", []string{"id", "page_id", "number", "body", "redacted", "change_notes", "created_at", "created_by"}, revision},
		{"release", []string{"id", "page_id", "revision_id", "outcome", "notice", "redirect_to", "path", "kind",
			"title", "short_title", "summary", "title_key", "sort_at", "first_published_at", "last_edited_at",
			"live_from", "live_until", "ends_at", "label", "note", "starts_at", "pinned_until", "listed", "indexed"}, release},
		{"release_section", []string{"release_id", "section_id", "kind", "sort_at", "first_published_at", "live_from", "live_until"}, section},
		{"reference", []string{"revision_id", "target_id", "field"}, reference},
		{"release_asset", []string{"release_id", "asset_id"}, file},
		{"release_term", []string{"release_id", "term_id"}, term},
		{"search_document", []string{"release_id", "title", "summary", "body", "live_from", "live_until"}, document},
	} {
		if len(table.rows) == 0 {
			continue
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{table.name}, table.columns, pgx.CopyFromRows(table.rows)); err != nil {
			return failure("copy into "+table.name, err)
		}
	}
	Spell(derived)
	_, err := tx.Exec(ctx, insertEntries, entryArgs(derived)...)
	return failure("insert what is found by a search", err)
}

// Analyze brings the planner's statistics up to date after much was written.
func (s *Store) Analyze(ctx context.Context) error {
	_, err := s.Pool.Exec(ctx, `vacuum analyze`)
	return failure("analyze", err)
}

// bulkTables are the tables that CopyIn writes.
var bulkTables = []string{"every_page", "revision", "release", "release_section", "reference", "release_asset", "release_term", "search_document", "search_entry"}

// WithoutIndexes runs f while the bulk tables have no indexes but their primary
// keys, and no foreign keys and exclusion rules: building and checking these
// once at the end is far quicker than row by row. What f wrote against a rule
// makes it fail. What is said about an index is made anew as well: its comment,
// and the statistics that it must not have.
func (tx *Tx) WithoutIndexes(ctx context.Context, f func() error) error {
	rows, _ := tx.Query(ctx, `
		select 1, format('alter table %s drop constraint %I', conrelid::regclass, conname),
			format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
		from pg_constraint where conrelid = any ($1::regclass[]) and contype in ('f', 'x')
		union all
		select 1, format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
		from pg_index where indrelid = any ($1::regclass[])
			and not exists (select from pg_constraint where conindid = indexrelid)
		union all
		select 2, '', format('comment on constraint %I on %s is %L', conname, conrelid::regclass, obj_description(oid, 'pg_constraint'))
		from pg_constraint where conrelid = any ($1::regclass[]) and contype in ('f', 'x')
			and obj_description(oid, 'pg_constraint') is not null
		union all
		select 2, '', format('alter index %s alter column %s set statistics %s', attrelid::regclass, attnum, attstattarget)
		from pg_attribute join pg_index on indexrelid = attrelid
		where indrelid = any ($1::regclass[]) and attstattarget >= 0
		order by 1`, bulkTables)
	rules, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
		Turn       int
		Drop, Make string
	}])
	if err != nil {
		return failure("read the indexes", err)
	}
	for _, rule := range rules {
		if _, err := tx.Exec(ctx, rule.Drop); err != nil {
			return failure("drop an index", err)
		}
	}
	if err := f(); err != nil {
		return err
	}
	for _, rule := range rules {
		if _, err := tx.Exec(ctx, rule.Make); err != nil {
			return failure("make an index", err)
		}
	}
	return nil
}
