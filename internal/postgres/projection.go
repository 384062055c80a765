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

// SetReferences replaces what is known of a revision's references.
func (tx *Tx) SetReferences(ctx context.Context, revision cms.ID, list []Reference) error {
	targets, fields := columnsOf(list)
	batch := &pgx.Batch{}
	batch.Queue(`delete from reference where revision_id = $1`, revision)
	batch.Queue(`insert into reference (revision_id, target_id, field)
		select distinct $1::uuid, page.id, mention.field
		from unnest($2::uuid[], $3::text[]) as mention (target, field) join page on page.id = mention.target`, revision, targets, fields)
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

// SetProjection replaces what is derived from a release.
func (tx *Tx) SetProjection(ctx context.Context, release cms.ID, p Projection) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from release_asset where release_id = $1`, release)
	batch.Queue(`delete from release_term where release_id = $1`, release)
	batch.Queue(`delete from search_document where release_id = $1`, release)
	batch.Queue(`delete from search_entry where release_id = $1`, release)
	batch.Queue(`insert into release_asset (release_id, asset_id)
		select $1, id from asset where id = any ($2)`, release, ids(p.Assets))
	batch.Queue(`insert into release_term (release_id, term_id)
		select $1, id from term where id = any ($2)`, release, ids(p.Terms))
	batch.Queue(`insert into search_document (release_id, title, summary, body, live_from, live_until)
		select id, $2, $3, $4, live_from, live_until from release where id = $1`, release, p.Title, p.Summary, p.Body)
	batch.Queue(insertEntries, entryArgs([]entry{entryOf(release, p)})...)
	return failure("set projection", tx.SendBatch(ctx, batch).Close())
}
