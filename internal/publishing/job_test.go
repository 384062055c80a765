package publishing_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// queued returns the jobs that tell of a release, soonest first.
func (d *desk) queued(release cms.ID) (jobs []publishing.TellArgs) {
	d.t.Helper()
	for _, text := range all[string](d, `
		select args from river_job where kind = 'tell' and args->>'release' = $1 order by scheduled_at`, string(release)) {
		var job publishing.TellArgs
		if err := json.Unmarshal([]byte(text), &job); err != nil {
			d.t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// tell works a job.
func (d *desk) tell(job publishing.TellArgs) {
	d.t.Helper()
	if err := d.as(cms.System, func(e *publishing.Edit) error { return e.Tell(context.Background(), job) }); err != nil {
		d.t.Fatal(err)
	}
}

// told returns the tags of every change since an instant.
func (d *desk) told(since time.Time) [][]string {
	d.t.Helper()
	return all[[]string](d, `select tags from change where at >= $1`, since)
}

func wantsInstants(t *testing.T, jobs []publishing.TellArgs, want ...time.Time) {
	t.Helper()
	var got []time.Time
	for _, job := range jobs {
		got = append(got, job.At)
	}
	if !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Errorf("jobs at %v, want %v", got, want)
	}
}

func TestAJobTellsOfTheBeginAndTheEndOfARelease(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	wantsInstants(t, d.queued(d.release(p, "now", publishing.Plan{}).ID))
	wantsInstants(t, d.queued(d.release(p, "ending", until(later(9))).ID), later(9))
	wantsInstants(t, d.queued(d.release(p, "ahead", from(later(3))).ID), later(3))
	both := d.release(p, "both", publishing.Plan{From: later(1), Until: later(2)})
	wantsInstants(t, d.queued(both.ID), later(1), later(2))
	d.expire(p, later(1).Add(time.Minute))
	wantsInstants(t, d.queued(both.ID), later(1), later(1).Add(time.Minute), later(2))
}

// TestAHubLearnsNothingOfWhatIsPlanned shows that the hub is told of what has
// changed, and of nothing that is to change.
func TestAHubLearnsNothingOfWhatIsPlanned(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.publisher.Pings = true
	p := d.create("page", d.home, "a")
	wants := func(when string, want int) {
		t.Helper()
		if got := len(all[string](d, `select args from river_job where kind = 'ping'`)); got != want {
			t.Errorf("%s, %d pings are queued, want %d", when, got, want)
		}
	}
	d.release(p, "now", publishing.Plan{})
	wants("after a release", 1)
	planned := d.release(p, "ahead", publishing.Plan{From: later(1), Until: later(2)})
	d.expire(p, later(1).Add(time.Minute))
	wants("after plans", 1)
	if err := d.as(cms.System, func(e *publishing.Edit) error { return e.Cancel(context.Background(), planned.ID) }); err != nil {
		t.Fatal(err)
	}
	wants("after a plan is taken back", 1)
	d.move(p, d.home, "b")
	wants("after a move", 2)
}

func TestTheJobsOfAMovedReleaseMoveWithIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.release(p, "now", until(later(2)))
	d.move(p, d.home, "b")
	line := d.timeline(p)
	wantsInstants(t, d.queued(line[len(line)-1].ID), later(2))
}

func TestAFailedEditLeavesNoJob(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	no := errors.New("no")
	err := d.as(admin, func(e *publishing.Edit) error {
		if _, err := e.Release(t.Context(), p, publishing.Plan{From: later(1), Until: later(2)}); err != nil {
			return err
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Errorf("error %v, want %v", err, no)
	}
	wants(t, "jobs", one[int](d, `select count(*) from river_job where state = 'scheduled'`), 0)
}

func TestWhatHappensByTheClockIsToldOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.page(d.home, "a")
	// An editor may give an instant finer than Postgres keeps it.
	ends := func(at time.Time) publishing.Plan { return until(at.Add(123 * time.Nanosecond)) }
	for slug, plan := range map[string]func(time.Time) publishing.Plan{"begins": from, "ends": ends} {
		p := d.create("page", section, slug)
		r := d.soon(p, slug, 20*time.Millisecond, plan)
		at := r.LiveFrom
		if !r.EndsAt.IsZero() {
			at = r.EndsAt
		}
		jobs := d.queued(r.ID)
		wantsInstants(t, jobs, at)
		d.await(at)
		for range 2 { // River may run a job twice
			d.tell(jobs[0])
		}
		told := d.told(at)
		if len(told) != 1 {
			t.Fatalf("%s: told %d times", slug, len(told))
		}
		for _, tag := range []string{cms.PageTag(p), cms.RefTag(p), cms.ListTag("page", ""), cms.ListTag("page", d.home), cms.ListTag("page", section)} {
			if !slices.Contains(told[0], tag) {
				t.Errorf("%s: told without %s: %v", slug, tag, told[0])
			}
		}
	}
}

func TestWhatDoesNotHappenIsNotTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	ending := d.release(p, "ending", until(later(5)))
	cancelled := d.release(p, "cancelled", publishing.Plan{From: later(1), Until: later(2)})
	jobs := append(d.queued(cancelled.ID), d.queued(ending.ID)...)
	wantsInstants(t, jobs, later(1), later(2), later(5))
	d.cancel(cancelled.ID)
	d.release(p, "next", from(later(4))) // so that the first does not end by itself
	before := d.dump()
	for _, job := range jobs {
		d.tell(job)
	}
	wantsAll(t, "tables changed", changedTables(before, d.dump()))
}

func TestAnEndAndABeginAtOnceAreOneChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.save(p, "a")
	d.ready(p)
	var one, two cms.Release
	d.edit(func(e *publishing.Edit) (err error) {
		if _, err = e.Timeline(t.Context(), p); err != nil {
			return err
		}
		at := e.At().Add(20 * time.Millisecond)
		if one, err = e.Release(t.Context(), p, until(at)); err == nil {
			two, err = e.Release(t.Context(), p, from(at))
		}
		return err
	})
	d.await(two.LiveFrom)
	for _, job := range append(d.queued(one.ID), d.queued(two.ID)...) {
		d.tell(job)
	}
	wants(t, "changes", len(d.told(two.LiveFrom)), 1)
}
