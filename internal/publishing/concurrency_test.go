package publishing_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// held is an edit that has done its part and does not end.
type held struct {
	end  chan struct{}
	done chan error
}

// hold begins an edit and waits until it has done f.
func (d *desk) hold(f func(e *publishing.Edit) error) held {
	d.t.Helper()
	return d.holdAs(admin, f)
}

func (d *desk) holdAs(u cms.User, f func(e *publishing.Edit) error) held {
	d.t.Helper()
	h := held{make(chan struct{}), make(chan error, 1)}
	did := make(chan error, 1)
	go func() {
		h.done <- d.as(u, func(e *publishing.Edit) error {
			err := f(e)
			did <- err
			if err == nil {
				select {
				case <-h.end:
				case <-d.t.Context().Done(): // the test has failed
				}
			}
			return err
		})
	}()
	if err := <-did; err != nil {
		d.t.Fatal(err)
	}
	return h
}

// finish lets the edit end.
func (h held) finish(t *testing.T) {
	t.Helper()
	close(h.end)
	if err := <-h.done; err != nil {
		t.Fatal(err)
	}
}

// begin begins an edit that has to wait for another, and waits until it does.
func (d *desk) begin(u cms.User, f func(e *publishing.Edit) error) (done chan error) {
	d.t.Helper()
	done = make(chan error, 1)
	go func() { done <- d.as(u, f) }()
	for one[int](d, `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`) == 0 {
		select {
		case err := <-done:
			d.t.Fatalf("the edit did not wait: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	return done
}

func TestAReleaseHappensAfterTheWaitForAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	release := func(e *publishing.Edit, p cms.ID) (cms.Release, error) {
		return e.ReleaseContent(t.Context(), p, publishing.State{Value: value("page", "new")}, urgent)
	}
	first := d.hold(func(e *publishing.Edit) error { _, err := release(e, a); return err })
	var second cms.Release
	done := d.begin(admin, func(e *publishing.Edit) (err error) {
		second, err = release(e, b)
		return err
	})
	waiting := d.now()
	first.finish(t)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if !second.LiveFrom.After(waiting) {
		t.Errorf("the second begins at %s, and was still waiting at %s", stamp(second.LiveFrom), stamp(waiting))
	}
}

func TestARecheckAfterTheWait(t *testing.T) {
	t.Parallel()
	// What somebody does to /a/page while its section is being moved to /b.
	for name, test := range map[string]struct {
		do   func(e *publishing.Edit, d *desk, section, page cms.ID) error
		want error
	}{
		"a release is at the new address": {func(e *publishing.Edit, d *desk, _, page cms.ID) error {
			r, err := e.ReleaseContent(d.t.Context(), page, publishing.State{Value: value("page", "new")}, urgent)
			wants(d.t, "the path", r.Path, "/b/page")
			return err
		}, nil},
		"a scheduled one too": {func(e *publishing.Edit, d *desk, _, page cms.ID) error {
			r, err := e.ReleaseContent(d.t.Context(), page, publishing.State{Value: value("page", "new")}, from(later(1)))
			wants(d.t, "the path", r.Path, "/b/page")
			return err
		}, nil},
		"what is withdrawn as well": {func(e *publishing.Edit, d *desk, _, page cms.ID) error {
			r, err := e.Gone(d.t.Context(), page, "", publishing.Plan{})
			wants(d.t, "the path", r.Path, "/b/page")
			return err
		}, nil},
		"the old address is free": {func(e *publishing.Edit, d *desk, _, _ cms.ID) error {
			_, err := e.Create(d.t.Context(), publishing.NewPage{Kind: "page", Parent: d.home, Slug: "a"})
			return err
		}, nil},
		"the new address is taken": {func(e *publishing.Edit, d *desk, _, _ cms.ID) error {
			_, err := e.Create(d.t.Context(), publishing.NewPage{Kind: "page", Parent: d.home, Slug: "b"})
			return err
		}, cms.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			section := d.page(d.home, "a")
			page := d.page(section, "page")
			move := d.hold(func(e *publishing.Edit) error {
				_, err := e.Move(t.Context(), section, d.home, "b")
				return err
			})
			done := d.begin(admin, func(e *publishing.Edit) error { return test.do(e, d, section, page) })
			move.finish(t)
			if err := <-done; !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			newWatch(d) // the rules hold
		})
	}
}

func TestSectionsMovedBelowEachOtherAtOnceMakeNoCircle(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	first := d.hold(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), a, b, "a")
		return err
	})
	done := d.begin(admin, func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), b, a, "b")
		return err
	})
	first.finish(t)
	if err := <-done; !errors.Is(err, cms.ErrInvalid) {
		t.Errorf("error %v, want it to be refused", err)
	}
}

func TestRightsAreThoseAfterTheWait(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.page(d.home, "a"), d.page(d.home, "b")
	page := d.page(a, "page")
	move := d.hold(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), page, b, "page")
		return err
	})
	done := d.begin(user(30, cms.Publisher, a), func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), page, publishing.Plan{})
		return err
	})
	move.finish(t)
	if err := <-done; !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("error %v, want it to be forbidden", err)
	}
}

func TestAReleaseDoesNotTakeWhatIsBeingSaved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.save(p, "before")
	d.ready(p)
	typing := d.hold(func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", "just typed"), Version: 1, Automatic: true})
		return err
	})
	done := d.begin(admin, func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, publishing.Plan{})
		return err
	})
	typing.finish(t)
	if err := <-done; !errors.Is(err, cms.ErrConflict) {
		t.Errorf("error %v, want a conflict: nobody has approved that", err)
	}
	wants(t, "live", d.live("/a", d.now()), "")
}

func TestASaveDuringTheReleaseIsRefusedNotLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	d.save(p, "before")
	d.ready(p)
	release := d.hold(func(e *publishing.Edit) error {
		_, err := e.Release(t.Context(), p, publishing.Plan{})
		return err
	})
	done := d.begin(admin, func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: value("page", "just typed"), Version: 1, Automatic: true})
		return err
	})
	release.finish(t)
	if err := <-done; !errors.Is(err, cms.ErrConflict) {
		t.Errorf("error %v, want a conflict", err)
	}
}

func TestEditorsAtOnceNeitherBreakTheRulesNorBlockEachOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sections := []cms.ID{d.page(d.home, "a"), d.page(d.home, "b")}
	pages := []cms.ID{d.create("upcoming", sections[0], "x"), d.create("upcoming", sections[0], "y"), d.create("upcoming", sections[1], "x")}
	for _, p := range pages {
		d.save(p, "text")
	}
	watch := newWatch(d)
	before := len(watch.numbers)

	ctx, stop := context.WithCancel(t.Context())
	numbers := d.poll(ctx)
	var editors sync.WaitGroup
	var mu sync.Mutex
	var instants []time.Time // of the edits
	for n := range 4 {
		editors.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(n)))
			for range 40 {
				var at time.Time
				u := user(40+n, cms.Administrator, "")
				u.Grants[0].Delete = true
				err := d.as(u, func(e *publishing.Edit) error {
					err := whatever(t.Context(), e, random, sections, pages)
					at = e.At()
					return err
				})
				refused := errors.Is(err, cms.ErrConflict) || errors.Is(err, cms.ErrInvalid) || errors.As(err, new(*cms.InBin))
				if err != nil && (!refused || strings.Contains(err.Error(), "same moment")) {
					t.Errorf("an edit failed: %v", err)
				}
				mu.Lock()
				instants = append(instants, at)
				mu.Unlock()
			}
		})
	}
	editors.Wait()
	stop()
	polled := <-numbers
	watch.look()

	// Edits come one after the other, each with one change at most: between two
	// changes, in the order of their numbers, another edit has begun.
	slices.SortFunc(instants, time.Time.Compare)
	changes := all[time.Time](d, `select at from change order by number offset $1`, before)
	last := 0
	for i, at := range changes {
		edits, _ := slices.BinarySearchFunc(instants, at, time.Time.Compare) // that had begun by then
		if edits <= last {
			t.Errorf("change %d of %d, at %s, is not of an edit after the one before", i+1, len(changes), stamp(at))
		}
		last = edits
	}
	if have := all[int64](d, `select number from change order by number`); !slices.Equal(polled, have[:len(polled)]) {
		t.Errorf("who polls by number misses changes: saw %v of %v", polled, have)
	}
	deleted := one[int](d, `select count(*) from audit where action in ('delete', 'undelete')`)
	t.Logf("%d changes, %d seen while they were made; %d deletions and restores", len(changes), len(polled), deleted)
}

// poll reads the changes by number until ctx ends, as every node does, and then
// tells the numbers that it has seen.
func (d *desk) poll(ctx context.Context) <-chan []int64 {
	seen := make(chan []int64, 1)
	go func() {
		var numbers []int64
		defer func() { seen <- numbers }()
		conn, err := pgx.ConnectConfig(ctx, d.store.Pool.Config().ConnConfig)
		if err != nil {
			d.t.Error(err)
			return
		}
		defer func() { _ = conn.Close(context.Background()) }()
		last := int64(0)
		for ctx.Err() == nil {
			rows, _ := conn.Query(ctx, `select number from change where number > $1 order by number`, last)
			news, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			if err != nil {
				return
			}
			if len(news) > 0 {
				last = news[len(news)-1]
				numbers = append(numbers, news...)
			}
		}
	}()
	return seen
}

// whatever does one to three commands.
func whatever(ctx context.Context, e *publishing.Edit, random *rand.Rand, sections, pages []cms.ID) error {
	for range 1 + random.IntN(3) {
		page := pages[random.IntN(len(pages))]
		plan := publishing.Plan{Reason: "it cannot wait"}
		if random.IntN(3) > 0 {
			plan.From = later(random.IntN(20))
		}
		var err error
		switch random.IntN(12) {
		case 0, 1, 2:
			_, err = e.Release(ctx, page, plan)
		case 3:
			_, err = e.Announce(ctx, page, plan)
		case 4:
			_, err = e.Withdraw(ctx, page, "wrong", plan)
		case 5:
			_, err = e.Move(ctx, page, sections[random.IntN(2)], []string{"x", "y", "z"}[random.IntN(3)])
		case 6:
			_, err = e.Move(ctx, sections[0], append(sections[1:], pages[2])[random.IntN(2)], "a")
		case 7:
			err = saveOver(ctx, e, page, false)
		case 8: // an automatic save is an edit of its own
			return saveOver(ctx, e, page, true)
		case 9, 10:
			err = takeOut(ctx, e, page)
		case 11:
			if err = e.Undelete(ctx, publishing.Undeleting{Page: page, Slug: []string{"", "x"}[random.IntN(2)]}); errors.Is(err, cms.ErrNotFound) {
				err = nil // it is not in the bin
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// takeOut deletes a page, when nothing of it is public any more or planned to be.
func takeOut(ctx context.Context, e *publishing.Edit, page cms.ID) error {
	timeline, err := e.Timeline(ctx, page)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(timeline) {
		if r.Begun(e.At()) {
			break
		}
		if err := e.Cancel(ctx, r.ID); err != nil {
			return err
		}
	}
	if now, live := timeline.At(e.At()); live && now.Outcome.Shows() {
		if _, err := e.Gone(ctx, page, "", publishing.Plan{}); err != nil {
			return err
		}
	}
	return e.Delete(ctx, page, publishing.Sure{})
}

// saveOver saves over whatever version is there.
func saveOver(ctx context.Context, e *publishing.Edit, page cms.ID, automatic bool) error {
	draft, err := e.Draft(ctx, page)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return err
	}
	_, err = e.Save(ctx, publishing.Save{Page: page, Value: value("upcoming", "more"), Version: draft.Version, Automatic: automatic})
	return err
}
