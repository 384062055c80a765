package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Reference is where a revision points to a page.
type Reference struct {
	Target cms.ID
	Field  string
}

// SetReferences replaces what is known of the references of revisions. What it was is
// not written again.
func (tx *Tx) SetReferences(ctx context.Context, references map[cms.ID][]Reference) error {
	var revisions, of, targets, fields []string
	for revision, list := range references {
		revisions = append(revisions, string(revision))
		for _, r := range list {
			of, targets, fields = append(of, string(revision)), append(targets, string(r.Target)), append(fields, r.Field)
		}
	}
	batch := &pgx.Batch{}
	batch.Queue(`delete from reference where revision_id = any ($1) and not exists (
		select from unnest($2::uuid[], $3::uuid[], $4::text[]) as mention (revision, target, field)
		where revision = revision_id and target = target_id and mention.field = reference.field)`, revisions, of, targets, fields)
	batch.Queue(`insert into reference (revision_id, target_id, field)
		select mention.revision, page.id, mention.field
		from unnest($1::uuid[], $2::uuid[], $3::text[]) as mention (revision, target, field) join every_page as page on page.id = mention.target
		on conflict do nothing`, of, targets, fields)
	return failure("set references", tx.SendBatch(ctx, batch).Close())
}

func columnsOf(references []Reference) (targets, fields []string) {
	targets, fields = []string{}, []string{}
	for _, r := range references {
		targets, fields = append(targets, string(r.Target)), append(fields, r.Field)
	}
	return targets, fields
}

// Projection is what is derived from a release besides its own row.
type Projection struct {
	Assets  []cms.ID
	Terms   []cms.ID
	Title   string
	Summary string
	Body    string

	// What the search engine knows of it besides.
	Names   []string  // the first is the title of the page; then its short title, its reference …
	Status  string    // of what can be announced; otherwise empty
	DatedAt time.Time // the date that readers know it by; zero: none

	// Facets are what readers narrow lists by besides its kind, its date, its
	// status and its terms.
	Facets map[search.Facet][]string
}

// Projected is what is derived from one release.
type Projected struct {
	Release cms.ID
	Projection
	entry *entry // nil: not spelt yet
}

// SetProjections replaces what is derived from releases. Only the entry of the search
// engine is written again if it is what it was.
func (tx *Tx) SetProjections(ctx context.Context, list []Projected) error {
	if len(list) == 0 {
		return nil
	}
	Spell(list)
	var releases, titles, summaries, bodies []string
	var assets, terms pairs
	for _, p := range list {
		releases, titles = append(releases, string(p.Release)), append(titles, p.Title)
		summaries, bodies = append(summaries, p.Summary), append(bodies, p.Body)
		assets.add(p.Release, p.Assets)
		terms.add(p.Release, p.Terms)
	}
	batch := &pgx.Batch{}
	batch.Queue(`delete from release_asset where release_id = any ($1) and not exists (
		select from unnest($2::uuid[], $3::uuid[]) as uses (release, file) where release = release_id and file = asset_id)`,
		releases, assets.of, assets.to)
	batch.Queue(`insert into release_asset (release_id, asset_id)
		select release, asset.id from unnest($1::uuid[], $2::uuid[]) as uses (release, file) join asset on asset.id = file
		on conflict do nothing`, assets.of, assets.to)
	batch.Queue(`delete from release_term where release_id = any ($1) and not exists (
		select from unnest($2::uuid[], $3::uuid[]) as carries (release, carried) where release = release_id and carried = term_id)`,
		releases, terms.of, terms.to)
	batch.Queue(`insert into release_term (release_id, term_id)
		select release, term.id from unnest($1::uuid[], $2::uuid[]) as carries (release, carried) join term on term.id = carried
		on conflict do nothing`, terms.of, terms.to)
	batch.Queue(`insert into search_document as old (release_id, title, summary, body, live_from, live_until)
		select id, d.title, d.summary, d.body, live_from, live_until
		from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as d (release, title, summary, body) join release on id = release
		on conflict (release_id) do update set title = excluded.title, summary = excluded.summary, body = excluded.body,
			live_from = excluded.live_from, live_until = excluded.live_until
		where (old.title, old.summary, old.body, old.live_from, old.live_until)
			is distinct from (excluded.title, excluded.summary, excluded.body, excluded.live_from, excluded.live_until)`,
		releases, titles, summaries, bodies)
	batch.Queue(`delete from search_entry where release_id = any ($1)`, releases)
	batch.Queue(insertEntries, entryArgs(list)...)
	return failure("set projections", tx.SendBatch(ctx, batch).Close())
}

// TakeRoom gives the transaction memory for writing many entries: all words that wait
// to be brought into the index are sorted at once.
func (tx *Tx) TakeRoom(ctx context.Context) error {
	_, err := tx.Exec(ctx, `set local work_mem = '64MB'`)
	return failure("take room", err)
}

// pairs are the two columns of what belongs to releases.
type pairs struct{ of, to []string }

func (p *pairs) add(release cms.ID, list []cms.ID) {
	for _, id := range list {
		p.of, p.to = append(p.of, string(release)), append(p.to, string(id))
	}
}
