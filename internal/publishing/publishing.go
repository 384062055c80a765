// Package publishing is the only writer. Every change to pages, releases,
// terms, redirects and files is one of its commands: it asks cms whether the
// user may, schema whether the content is right, and then writes everything
// that belongs to the change in one transaction, queued jobs included.
package publishing

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
)

// Publisher opens edits.
type Publisher struct {
	store    *postgres.Store
	registry *schema.Registry
	jobs     *river.Client[pgx.Tx]

	Pings  bool   // a hub tells the followers of feeds what is new: queue a job for it
	Origin string // of the site, such as https://www.example.org; empty: it is not known
}

// New returns a Publisher. jobs only needs to insert, not to work.
func New(store *postgres.Store, registry *schema.Registry, jobs *river.Client[pgx.Tx]) *Publisher {
	return &Publisher{store: store, registry: registry, jobs: jobs}
}

// Edit is a run of commands by one user that takes effect as a whole.
type Edit struct {
	tx       *postgres.Tx
	registry *schema.Registry
	jobs     *river.Client[pgx.Tx]
	user     cms.User
	at       time.Time                 // the instant of the change; zero until it is the edit's turn
	tags     map[string]bool           // what rendered pages must be dropped
	audits   []postgres.Audit          // still to be written
	touched  map[cms.ID]postgres.Touch // pages that the editors' tree must show anew
	known    map[cms.ID]cms.Page       // pages that were read since it is the edit's turn
	fresh    map[cms.ID]bool           // pages that the edit has made and not released

	changed    map[cms.ID]bool // pages of which readers get something else now
	pings      bool            // a hub wants to know what has changed
	origin     string          // of the site; empty: it is not known
	pretending bool            // it is a preview: nobody needs to be told of it

	news   []Item             // that people are to be told of
	begins map[time.Time]bool // when what is released begins
}

func (p *Publisher) begin(tx *postgres.Tx, user cms.User) *Edit {
	return &Edit{
		tx: tx, registry: p.registry, jobs: p.jobs, user: user, pings: p.Pings, origin: p.Origin,
		tags: map[string]bool{}, changed: map[cms.ID]bool{}, begins: map[time.Time]bool{}, known: map[cms.ID]cms.Page{}, fresh: map[cms.ID]bool{}, touched: map[cms.ID]postgres.Touch{},
	}
}

// Edit runs f, and makes all that it did take effect if it returns nil.
func (p *Publisher) Edit(ctx context.Context, user cms.User, f func(*Edit) error) error {
	return p.store.Tx(ctx, func(tx *postgres.Tx) error {
		e := p.begin(tx, user)
		if err := f(e); err != nil {
			return err
		}
		return e.finish(ctx)
	})
}

// TryEdit runs f like Edit and then takes everything back: a dry run.
func (p *Publisher) TryEdit(ctx context.Context, user cms.User, f func(*Edit) error) error {
	err := p.Edit(ctx, user, func(e *Edit) error {
		if err := f(e); err != nil {
			return err
		}
		if err := e.finish(ctx); err != nil {
			return err
		}
		return errDryRun
	})
	if errors.Is(err, errDryRun) {
		return nil
	}
	return err
}

// Read runs f on the site as it is at one instant, which is the edit's At.
// Nothing can be changed.
func (p *Publisher) Read(ctx context.Context, user cms.User, f func(*Edit) error) error {
	return p.store.ReadTx(ctx, func(tx *postgres.Tx) (err error) {
		e := p.begin(tx, user)
		if e.at, err = tx.Now(ctx); err != nil {
			return err
		}
		return f(e)
	})
}

// NewID returns a new UUIDv7: unique, and rising with time.
func NewID() cms.ID { return cms.ID(uuid.Must(uuid.NewV7()).String()) }

// lock waits for the edit's turn: one edit at a time changes anything but a
// draft. Whatever decides about the change is read after the wait, and before
// rows are written, so that edits neither act on what is no longer so nor wait
// for each other in a circle. All commands of an edit happen at the same
// instant, which is read after the wait, too.
func (e *Edit) lock(ctx context.Context) (err error) {
	if e.at.IsZero() {
		e.at, err = e.tx.LockReleases(ctx)
	}
	return err
}

// Turn waits for the edit's turn, for what reads much and then decides: until
// the edit is over nobody else changes anything but drafts.
func (e *Edit) Turn(ctx context.Context) error { return e.lock(ctx) }

// At returns the instant at which the edit's changes of releases happen.
// It is zero when the edit has changed none yet.
func (e *Edit) At() time.Time { return e.at }

func (e *Edit) finish(ctx context.Context) error {
	if err := e.writeAudits(ctx); err != nil {
		return err
	}
	if err := e.writeTouched(ctx); err != nil {
		return err
	}
	if err := e.queueNews(ctx); err != nil {
		return err
	}
	if !e.at.IsZero() { // only then it may have changed entries
		if err := e.tx.NumberEntries(ctx); err != nil {
			return err
		}
	}
	if len(e.tags) == 0 {
		return nil
	}
	if err := e.lock(ctx); err != nil { // change numbers rise in commit order
		return err
	}
	if _, err := e.tx.InsertChange(ctx, sortedKeys(e.tags), e.public()); err != nil {
		return err
	}
	return e.queuePing(ctx)
}

// may waits for the edit's turn, and fails with cms.ErrForbidden unless the
// user may do that to the page. It returns the page and the pages above it,
// from the top down.
func (e *Edit) may(ctx context.Context, action cms.Action, page cms.ID) ([]cms.Page, error) {
	if err := e.lock(ctx); err != nil {
		return nil, err
	}
	return e.mayNow(ctx, action, page)
}

// mayNow is may without the wait, for what only reads or writes drafts.
func (e *Edit) mayNow(ctx context.Context, action cms.Action, page cms.ID) ([]cms.Page, error) {
	line, err := e.lineage(ctx, page)
	if err != nil {
		return nil, err
	}
	needed, branch := action, pageIDs(line)
	if !e.addressed(line[len(line)-1].Kind) {
		needed, branch = cms.ActionConfigure, nil
	}
	if !cms.Can(e.user, needed, branch) || action == cms.ActionDelete && !cms.Can(e.user, action, branch) {
		return nil, cms.Forbiddenf("you may not %s this page", action)
	}
	return line, nil
}

// mayConfigure waits for the edit's turn, and fails with cms.ErrForbidden
// unless the user may change what belongs to the whole site.
func (e *Edit) mayConfigure(ctx context.Context) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	return e.configures()
}

// configures is mayConfigure without the wait, for what only reads.
func (e *Edit) configures() error {
	if !cms.Can(e.user, cms.ActionConfigure, nil) {
		return cms.Forbiddenf("you may not change the settings of the site")
	}
	return nil
}

// mayErase waits for the edit's turn, and fails with cms.ErrForbidden unless
// the user may delete what belongs to the whole site.
func (e *Edit) mayErase(ctx context.Context) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if !cms.Can(e.user, cms.ActionDelete, nil) {
		return cms.Forbiddenf("you may not delete this; that needs the right to delete on the whole site")
	}
	return nil
}

// lineage returns the page and the pages above it, from the top down: of a page
// in the bin it fails with a cms.InBin. While it
// is the edit's turn nobody else moves pages, and each is read once.
func (e *Edit) lineage(ctx context.Context, page cms.ID) ([]cms.Page, error) {
	var line []cms.Page
	for id := page; ; {
		p, known := e.known[id]
		if !known {
			break
		}
		line = append(line, p)
		if id = p.Parent; id == "" {
			slices.Reverse(line)
			return line, nil
		}
	}
	line, err := e.tx.Lineage(ctx, page)
	if err != nil {
		return nil, e.missing(ctx, page, err)
	}
	if !e.at.IsZero() {
		for _, p := range line {
			e.known[p.ID] = p
		}
	}
	return line, nil
}

// knowLines reads the pages of releases and those above them at once.
func (e *Edit) knowLines(ctx context.Context, releases []cms.Release) error {
	var unknown []cms.ID
	for _, r := range releases {
		if _, known := e.known[r.Page]; !known {
			unknown = append(unknown, r.Page)
		}
	}
	if len(unknown) == 0 || e.at.IsZero() {
		return nil
	}
	pages, err := e.tx.Lines(ctx, unknown)
	for _, p := range pages {
		e.known[p.ID] = p
	}
	return err
}

const auditsAtOnce = 1000 // that an edit keeps before it writes them

// audit tells what was done. Entries are only ever added, and so are written
// many at a time, at the latest when the edit ends.
func (e *Edit) audit(ctx context.Context, action string, page, revision, release cms.ID, detail map[string]any) error {
	if page != "" {
		e.touch(page)
	}
	return e.record(ctx, postgres.Audit{
		Actor: e.user.ID, Action: action, Page: page, Revision: revision, Release: release, Detail: detail,
	})
}

// record is audit for a page that stays as it was.
func (e *Edit) record(ctx context.Context, entry postgres.Audit) error {
	e.audits = append(e.audits, entry)
	if len(e.audits) < auditsAtOnce {
		return nil
	}
	return e.writeAudits(ctx)
}

func (e *Edit) writeAudits(ctx context.Context) error {
	if len(e.audits) == 0 {
		return nil
	}
	err := e.tx.InsertAudits(ctx, e.audits)
	e.audits = nil
	return err
}

func pageIDs(pages []cms.Page) []cms.ID {
	list := make([]cms.ID, len(pages))
	for i, p := range pages {
		list[i] = p.ID
	}
	return list
}
