package publishing

import (
	"context"
	"fmt"
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
