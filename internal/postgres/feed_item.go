package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Bodies is what several releases hold, and what stands above them.
type Bodies struct {
	Revisions map[cms.ID]cms.Revision // by their ID
	Above     map[string]Content      // live pages that others inherit from, by their address
	Fixtures  []Content               // live pages without an address
	At        time.Time               // the instant that all this is true at
}

const (
	bodiesByID = `select id, body, redacted from revision where id = any ($1)`

	// As for one address, each path is looked up alone.
	abovePaths = `
		select above.path, release.page_id, release.kind, revision.body
		from unnest($1::text[]) as above (path)
		cross join lateral (
			select * from release where release.path = above.path order by live_from desc limit 1
		) as release
		cross join lateral (select body from revision where revision.id = release.revision_id limit 1) as revision
		where release.kind = any ($2) and release.outcome in ('page', 'withdrawn')`
)

// Bodies returns what the revisions hold, in one round trip. Live pages of the
// fixture kinds come with it, and those at the addresses above of kinds that
// others inherit from.
func (s *Snapshot) Bodies(ctx context.Context, revisions []cms.ID, above, inheritedKinds, fixtureKinds []string) (Bodies, error) {
	b := Bodies{Revisions: map[cms.ID]cms.Revision{}, Above: map[string]Content{}}
	batch := &pgx.Batch{}
	queueMap(batch, b.Revisions, scanBody, func(r cms.Revision) cms.ID { return r.ID }, bodiesByID, revisions)
	if len(above) > 0 {
		batch.Queue(abovePaths, above, inheritedKinds).Query(func(rows pgx.Rows) error {
			var path string
			var c Content
			_, err := pgx.ForEachRow(rows, []any{&path, &c.Page, &c.Kind, &c.Body}, func() error {
				b.Above[path] = c
				c.Body = nil
				return nil
			})
			return err
		})
	}
	batch.Queue(fixturesOf, fixtureKinds).Query(func(rows pgx.Rows) (err error) {
		b.Fixtures, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Content])
		return err
	})
	batch.Queue(`select site_now()`).QueryRow(func(row pgx.Row) error { return row.Scan(&b.At) })
	return b, failure("read what a feed shows", s.tx.SendBatch(ctx, batch).Close())
}

func scanBody(row pgx.CollectableRow) (r cms.Revision, err error) {
	err = row.Scan(&r.ID, &r.Body, &r.Redacted)
	return r, err
}
