package publishing

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"lectern/internal/cms"
)

// TellArgs is the job that tells, at the instant a release begins or ends,
// that this has changed what is public. The change itself needs no job.
type TellArgs struct {
	Release cms.ID    `json:"release"`
	At      time.Time `json:"at"`
}

// Kind is the permanent name of the job.
func (TellArgs) Kind() string { return "tell" }

func (e *Edit) queueTell(ctx context.Context, release cms.ID, at time.Time) error {
	if e.pretending {
		return nil
	}
	_, err := e.jobs.InsertTx(ctx, e.tx.Tx, TellArgs{Release: release, At: at}, &river.InsertOpts{ScheduledAt: at})
	if err != nil {
		return fmt.Errorf("publishing: queue a job for %s: %w", at.Format(time.RFC3339), err)
	}
	return nil
}

// PingArgs is the job that tells the hub of followers which feeds may have
// changed: those that hold one of the pages. What is planned is told when it has
// begun: that something is to come is nobody's business before.
type PingArgs struct {
	Pages []cms.ID `json:"pages"`
}

// Kind is the permanent name of the job.
func (PingArgs) Kind() string { return "ping" }

// mostPinged is how many changed pages a hub is told of. What changes more at
// once is an import of the site, and no news.
const mostPinged = 200

func (e *Edit) queuePing(ctx context.Context) error {
	if !e.pings || e.pretending {
		return nil
	}
	pages := slices.Sorted(maps.Keys(e.changed))
	if len(pages) == 0 || len(pages) > mostPinged {
		return nil
	}
	if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, PingArgs{Pages: pages}, &river.InsertOpts{MaxAttempts: 8}); err != nil {
		return fmt.Errorf("publishing: queue a ping: %w", err)
	}
	return nil
}

// LetterArgs is the job that mails somebody a link by which they choose a
// password. The link is made by the job: nothing that is kept holds it.
type LetterArgs struct {
	Email string `json:"email"`
}

// Kind is the permanent name of the job.
func (LetterArgs) Kind() string { return "letter" }

func (e *Edit) queueLetter(ctx context.Context, args LetterArgs) error {
	if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, args, &river.InsertOpts{MaxAttempts: 5}); err != nil {
		return fmt.Errorf("publishing: queue a letter: %w", err)
	}
	return nil
}
