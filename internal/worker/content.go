package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// checker looks at everything that is public with the content rules, once a week
// and whenever somebody asks for it. It lets itself be interrupted, for it may wait
// long for other websites.
type checker struct {
	river.WorkerDefaults[publishing.CheckContentArgs]
	publisher *publishing.Publisher
	web       publishing.Web  // nil: other websites are left alone
	stopping  <-chan struct{} // closed when the program is to end
}

// Timeout is for a site of a million pages.
func (c *checker) Timeout(*river.Job[publishing.CheckContentArgs]) time.Duration {
	return 4 * time.Hour
}

func (c *checker) Work(ctx context.Context, job *river.Job[publishing.CheckContentArgs]) error {
	due := job.Args.Asked
	if !due {
		err := c.publisher.Read(ctx, cms.System, func(e *publishing.Edit) (err error) {
			due, err = e.ContentCheckIsDue(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	if !due {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-c.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	err := c.publisher.CheckContent(ctx, c.web, askedSince(job))
	switch {
	case errors.Is(err, publishing.ErrChecking):
		return river.JobSnooze(time.Minute)
	case err != nil && c.ends():
		return river.JobSnooze(0) // to go on when a worker is there again
	}
	return err
}

// askedLately is how long what another website answered is as good as new, though
// somebody wants a look now. Verdicts want answers that lie as far apart.
const askedLately = 20 * time.Hour

// askedSince is from when on a website that was asked is not asked again.
func askedSince(job *river.Job[publishing.CheckContentArgs]) time.Time {
	if job.Args.Asked {
		return job.CreatedAt.Add(-askedLately)
	}
	return job.CreatedAt
}

func (c *checker) ends() bool {
	select {
	case <-c.stopping:
		return true
	default:
		return false
	}
}
