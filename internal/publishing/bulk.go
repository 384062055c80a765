package publishing

import (
	"context"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/schema"
)

// BulkPage is a page with its whole history, to be copied in.
type BulkPage struct {
	cms.Page
	Path     string   // empty: a kind without an address
	Above    []cms.ID // pages above it, from the top down
	Releases []BulkRelease
}

// BulkRelease is one state of a BulkPage. They are in the order they begin.
type BulkRelease struct {
	ID       cms.ID
	Revision cms.ID
	Value    schema.Kind
	From     time.Time
	EndsAt   time.Time // zero: open
}

// Filling is a run of bulk writes.
type Filling struct {
	*Edit
	bequests map[cms.ID]schema.Kind // what pages hold that others inherit from
}

// Fill lets f fill an empty database in bulk. It is all or nothing, and fails
// with cms.ErrConflict when there is any page already.
func (p *Publisher) Fill(ctx context.Context, user cms.User, f func(*Filling) error) error {
	return p.inBulk(ctx, user, func(e *Filling) error {
		pages, err := e.tx.Pages(ctx)
		if err != nil {
			return err
		}
		if len(pages) > 0 {
			return cms.Conflictf("the database holds pages already; only an empty one can be filled in bulk")
		}
		return nil
	}, f)
}

// FillBeside lets f add pages in bulk to those that there are. No new page may
// inherit from one that was there before. Nobody is told of the change: it is for
// a site that is not served yet.
func (p *Publisher) FillBeside(ctx context.Context, user cms.User, f func(*Filling) error) error {
	return p.inBulk(ctx, user, func(*Filling) error { return nil }, f)
}

func (p *Publisher) inBulk(ctx context.Context, user cms.User, check, f func(*Filling) error) error {
	err := p.Edit(ctx, user, func(e *Edit) error {
		if err := e.mayConfigure(ctx); err != nil {
			return err
		}
		filling := &Filling{e, map[cms.ID]schema.Kind{}}
		if err := check(filling); err != nil {
			return err
		}
		return e.tx.WithoutIndexes(ctx, func() error { return f(filling) })
	})
	if err != nil {
		return err
	}
	return p.store.Analyze(ctx)
}

// Copy writes pages in bulk: the same rows that Create and Release would leave,
// but for the audit's.
func (e *Filling) Copy(ctx context.Context, pages []BulkPage) error {
	b := postgres.Bulk{Addressed: e.addressed, References: map[cms.ID][]postgres.Reference{}}
	bequeathed := map[string]bool{}
	for _, kind := range e.registry.InheritedKinds() {
		bequeathed[kind] = true
	}
	for _, page := range pages {
		b.Pages = append(b.Pages, e.bulkPage(page))
		for n, r := range page.Releases {
			e.registry.Normalise(r.Value)
			body, err := e.registry.Encode(r.Value)
			if err != nil {
				return err
			}
			b.Revisions = append(b.Revisions, cms.Revision{
				ID: r.Revision, Page: page.ID, Kind: page.Kind, Number: n + 1, Body: body,
				CreatedAt: r.From, CreatedBy: e.user.ID,
			})
			b.References[r.Revision] = references(e.registry, r.Value)
			release, err := e.bulkRelease(page, n)
			if err != nil {
				return err
			}
			b.Releases = append(b.Releases, release)
			if bequeathed[page.Kind] && !r.From.After(e.at) {
				e.bequests[page.ID] = r.Value
			}
		}
	}
	return e.tx.CopyIn(ctx, b)
}

func (e *Filling) bulkPage(page BulkPage) postgres.BulkPage {
	b := postgres.BulkPage{Page: page.Page, Path: page.Path, ChangedAt: page.CreatedAt, ChangedBy: e.user.ID}
	if n := len(page.Releases); n > 0 {
		last := page.Releases[n-1]
		b.Title = postgres.Title{Text: last.Value.Card().Title, Key: TitleKey(last.Value.Card().Title)}
		b.ChangedAt = last.From
	}
	return b
}

func (e *Filling) bulkRelease(page BulkPage, n int) (postgres.BulkRelease, error) {
	r := page.Releases[n]
	until := r.EndsAt
	if n+1 < len(page.Releases) {
		until = cms.Earlier(until, page.Releases[n+1].From)
	}
	c := dated(r.Value.Card(), page.Releases[0].From)
	whole, err := e.withBequests(page, r.Value)
	if err != nil {
		return postgres.BulkRelease{}, err
	}
	return postgres.BulkRelease{
		Release: cms.Release{
			ID: r.ID, Page: page.ID, Revision: r.Revision, Outcome: cms.OutcomePage, Path: page.Path, Kind: page.Kind, Card: c,
			FirstPublishedAt: page.Releases[0].From, LastEditedAt: r.From,
			LiveFrom: r.From, LiveUntil: until, EndsAt: r.EndsAt,
		},
		TitleKey: TitleKey(c.Title), Sections: page.Above, Projection: projection(e.registry, whole),
	}, nil
}

// withBequests is withInherited from the pages that were copied in before.
func (e *Filling) withBequests(page BulkPage, value schema.Kind) (schema.Kind, error) {
	return e.inherited(value, func(kind string) (schema.Kind, error) {
		for _, above := range slices.Backward(page.Above) {
			if from := e.bequests[above]; from != nil && from.Kind().Name == kind {
				return from, nil
			}
		}
		return nil, nil
	})
}

func (e *Edit) addressed(kind string) bool {
	k, known := e.registry.Kind(kind)
	return known && k.Addressed
}
