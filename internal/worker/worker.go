// Package worker runs background jobs. Each is short and calls the packages
// that do the work. No job has to run for a page to go live on time: jobs only
// tell others, and tidy up.
package worker

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
)

// NewInserter returns a client of the job queue that only inserts.
func NewInserter(pool *pgxpool.Pool, logger *slog.Logger) (*river.Client[pgx.Tx], error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: quiet(logger)})
	if err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	return client, nil
}

// Worker works off the queue.
type Worker struct {
	client   *river.Client[pgx.Tx]
	stopping chan struct{} // closed when it is to end
}

// Retention is how long what visitors leave is kept.
type Retention struct {
	Searches time.Duration // and uses of old addresses
	Forms    time.Duration // 0: until somebody deletes them
}

// New returns a worker for all kinds of job. web is asked about links to other
// websites; nil: they are left alone.
func New(store *postgres.Store, publisher *publishing.Publisher, blobs *media.Disk, retention Retention, post Post, hub Hub, web publishing.Web, logger *slog.Logger) (*Worker, error) {
	stopping := make(chan struct{})
	workers := river.NewWorkers()
	river.AddWorker(workers, &teller{publisher: publisher})
	river.AddWorker(workers, &sweeper{store: store, blobs: blobs, retention: retention})
	river.AddWorker(workers, &writer{publisher: publisher, post: post})
	river.AddWorker(workers, &pinger{hub: hub})
	river.AddWorker(workers, &checker{publisher: publisher, web: web, stopping: stopping})
	addNews(workers, publisher, post)
	client, err := river.NewClient(riverpgxv5.New(store.Pool), &river.Config{
		Logger:  quiet(logger),
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}, publishing.MailQueue: {MaxWorkers: 2}, publishing.CheckQueue: {MaxWorkers: 1}},
		Workers: workers,

		ErrorHandler: &failures{logger},
		PeriodicJobs: []*river.PeriodicJob{
			daily(SweepArgs{}),
			daily(publishing.CheckContentArgs{}), // which asks whether a week has passed
			// Also at the start: a server that was off on Monday morning makes up for it.
			// That people are told once a week is kept by what the job does.
			river.NewPeriodicJob(mondays{post.Zone}, func() (river.JobArgs, *river.InsertOpts) {
				return OverdueArgs{}, nil
			}, &river.PeriodicJobOpts{RunOnStart: true}),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("worker: %w", err)
	}
	return &Worker{client: client, stopping: stopping}, nil
}

// daily is a job of each day. It is also there at the start: a server that is
// started anew each day would never come to it.
func daily(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: 24 * time.Hour}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// Run works until ctx ends, and then finishes the jobs under way, or lets them be
// gone on with later. It can be called once.
func (w *Worker) Run(ctx context.Context) error {
	if err := w.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("worker: start: %w", err)
	}
	<-ctx.Done()
	close(w.stopping)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := w.client.Stop(ending); err != nil {
		return fmt.Errorf("worker: stop: %w", err)
	}
	return nil
}

// teller tells the nodes that a scheduled release has begun or ended.
type teller struct {
	river.WorkerDefaults[publishing.TellArgs]
	publisher *publishing.Publisher
}

func (t *teller) Work(ctx context.Context, job *river.Job[publishing.TellArgs]) error {
	return t.publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		return e.Tell(ctx, job.Args)
	})
}

// SweepArgs is the job that deletes what nobody needs any more: blobs that no
// file names, and what is kept for a time only.
type SweepArgs struct{}

// Kind is the permanent name of the job.
func (SweepArgs) Kind() string { return "sweep" }

type sweeper struct {
	river.WorkerDefaults[SweepArgs]
	store     *postgres.Store
	blobs     *media.Disk
	retention Retention
}

// unnamedFor is how long a blob may be without a row: it is written first.
const unnamedFor = 24 * time.Hour

func (s *sweeper) Work(ctx context.Context, _ *river.Job[SweepArgs]) error {
	return errors.Join(s.forget(ctx), s.sweepBlobs(ctx))
}

func (s *sweeper) forget(ctx context.Context) error {
	err := errors.Join(s.store.Forget(ctx, s.retention.Searches), s.store.ForgetAccess(ctx), s.store.ForgetCopies(ctx))
	if s.retention.Forms > 0 {
		err = errors.Join(err, s.store.ForgetForms(ctx, s.retention.Forms))
	}
	return err
}

func (s *sweeper) sweepBlobs(ctx context.Context) error {
	var old []string
	hashes := map[string]bool{}
	err := s.blobs.Each(func(name string, info fs.FileInfo) error {
		if time.Since(info.ModTime()) > unnamedFor {
			old = append(old, name)
			hashes[hashOf(name)] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	used, err := s.store.BlobsInUse(ctx, slices.Collect(maps.Keys(hashes)))
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, hash := range used {
		keep[hash] = true
	}
	for _, name := range old {
		if keep[hashOf(name)] && !media.Leftover(name) {
			continue
		}
		if err := s.blobs.Delete(name); err != nil {
			return err
		}
	}
	return nil
}

// hashOf returns the hash of the blob that is kept under a name, or that it was
// made from.
func hashOf(name string) string {
	hash, _, _ := strings.Cut(name, ".")
	return hash
}

// failures tells whoever runs the site of jobs that fail. Each is tried again for a
// while, at growing distances.
type failures struct{ logger *slog.Logger }

func (f *failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level, what := slog.LevelWarn, "a background job failed, and will be tried again"
	if job.Attempt >= job.MaxAttempts {
		level, what = slog.LevelError, "a background job failed, and is not tried again"
	}
	f.logger.Log(ctx, level, what, "job", job.Kind, "id", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err)
	return nil
}

func (f *failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	f.logger.ErrorContext(ctx, "a background job broke off", "job", job.Kind, "id", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", panicked, "trace", trace)
	return nil
}

// quiet leaves out what the queue says about itself when all is well.
func quiet(logger *slog.Logger) *slog.Logger {
	return slog.New(warnings{logger.Handler()})
}

// warnings passes on warnings and worse.
type warnings struct{ slog.Handler }

func (warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }
