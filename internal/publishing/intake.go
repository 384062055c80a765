package publishing

import (
	"context"

	"lectern/internal/postgres"
)

// Intake takes what visitors hand in. It works as the public login, which may
// insert and never read.
type Intake struct{ site *postgres.Site }

// NewIntake returns an Intake.
func NewIntake(site *postgres.Site) *Intake { return &Intake{site: site} }

// RecordSearch keeps what was searched for, without who searched.
func (i *Intake) RecordSearch(ctx context.Context, query string, results int) error {
	return i.site.InsertSearchQuery(ctx, query, results)
}

// CountRedirect keeps that an old address was used.
func (i *Intake) CountRedirect(ctx context.Context, from string) error {
	return i.site.InsertRedirectHit(ctx, from)
}
