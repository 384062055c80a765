package worker_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/mail"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
	"lectern/internal/worker"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var quiet = slog.New(slog.DiscardHandler)

var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return zone
}()

// shop is a site on a database of its own, with blobs in a folder.
type shop struct {
	t         *testing.T
	publisher *publishing.Publisher
	store     *postgres.Store
	blobs     *media.Disk
	dir       string
	keeps     worker.Retention
	letters   chan mail.Letter // that were sent
	fails     atomic.Int32     // how many letters more cannot be sent
	hub       worker.Hub
	web       publishing.Web // nil: other websites are left alone
}

// Send takes a letter.
func (s *shop) Send(_ context.Context, l mail.Letter) error {
	if s.fails.Add(-1) >= 0 {
		return errors.New("there is no server for mail")
	}
	s.letters <- l
	return nil
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{t: t, dir: t.TempDir(), keeps: worker.Retention{Searches: retention, Forms: retention}, letters: make(chan mail.Letter, 8)}
	s.publisher, s.store = testkit.Publisher(t)
	var err error
	if s.blobs, err = media.OpenDisk(s.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.blobs.Close() })
	return s
}

// retention is how long the shop keeps what visitors leave.
const retention = 90 * 24 * time.Hour

// work runs a worker until the test is over.
func (s *shop) work() {
	s.t.Helper()
	w, err := worker.New(s.store, s.publisher, s.blobs, s.keeps, worker.Post{Sender: s, Origin: "http://site.example", Zone: london}, s.hub, s.web, quiet)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
}

// until waits for something to become so; a minute is for a machine that does
// much else.
func (s *shop) until(what string, is func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("it never happened: %s", what)
		}
	}
}

func (s *shop) count(sql string, args ...any) (n int) {
	s.t.Helper()
	if err := s.store.Pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		s.t.Fatalf("%v: %s", err, sql)
	}
	return n
}

// schedule makes a home page that is live from some time after its edit.
func (s *shop) schedule(ahead time.Duration) (r cms.Release) {
	s.t.Helper()
	err := s.publisher.Edit(s.t.Context(), cms.System, func(e *publishing.Edit) error {
		page, err := e.Create(s.t.Context(), publishing.NewPage{Kind: "home"})
		if err != nil {
			return err
		}
		value := &kinds.Home{Title: "Home", Summary: "Home"}
		r, err = e.ReleaseContent(s.t.Context(), page.ID, publishing.State{Value: value}, publishing.Plan{From: e.At().Add(ahead)})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func TestAScheduledReleaseIsToldSoonAfterItBegins(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.work()
	r := s.schedule(300 * time.Millisecond)
	told := `select count(*) from change where at >= $1 and $2 = any (tags)`
	s.until("the job tells of the release", func() bool { return s.count(told, r.LiveFrom, cms.PageTag(r.Page)) > 0 })
	s.until("the job is done", func() bool {
		return s.count(`select count(*) from river_job where kind = 'tell' and state <> 'completed'`) == 0
	})
	if n := s.count(told, r.LiveFrom, cms.PageTag(r.Page)); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestAReleaseBeginsWithoutAWorker(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	site := testkit.Site(t, s.store)
	r := s.schedule(300 * time.Millisecond)
	var at time.Time
	for live := false; !at.After(r.LiveFrom); {
		err := site.Snapshot(t.Context(), func(snap *postgres.Snapshot) error {
			a, err := snap.Address(t.Context(), "/", nil, nil)
			at, live = a.At, a.Release != nil
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := !at.Before(r.LiveFrom); live != want {
			t.Fatalf("at %s before the begin: live %v, want %v", r.LiveFrom.Sub(at), live, want)
		}
	}
}

// sweep runs a worker, which sweeps when it starts, and waits for that.
func (s *shop) sweep() {
	s.t.Helper()
	s.work()
	s.until("a sweep", func() bool {
		return s.count(`select count(*) from river_job where kind = 'sweep' and state = 'completed'`) == 1
	})
}

func TestTheSweepForgetsWhatVisitorsLeftLongAgo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, sql := range []string{
		`insert into search_query (at, query, results) select now() - days * interval '1 day', 'q', 1 from unnest(array[0, 89, 91]) as days`,
		`insert into search_choice (at, query, rank) select now() - days * interval '1 day', 'q', 1 from unnest(array[0, 89, 91]) as days`,
		`insert into redirect_hit (at, from_path) select now() - days * interval '1 day', '/old' from unnest(array[0, 89, 91]) as days`,
		sentForms,
		`insert into change (at, tags) select now() - days * interval '1 day', '{}' from unnest(array[8, 6, 0]) as days`,
	} {
		if _, err := s.store.Pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	s.sweep()
	for _, table := range []string{"search_query", "search_choice", "redirect_hit", "form_submission", "change"} {
		if n := s.count(`select count(*) from ` + table); n != 2 {
			t.Errorf("%d of %s are left, want 2", n, table)
		}
	}
}

// sentForms is one form of today, and one on each side of retention.
const sentForms = `insert into form_submission (token, page_id, data, received_at)
	select gen_random_uuid(), gen_random_uuid(), '{}', now() - days * interval '1 day' from unnest(array[0, 89, 91]) as days`

func TestTheSweepKeepsFormsForEverIfItIsToldTo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.keeps.Forms = 0
	if _, err := s.store.Pool.Exec(t.Context(), sentForms); err != nil {
		t.Fatal(err)
	}
	s.sweep()
	if n := s.count(`select count(*) from form_submission`); n != 3 {
		t.Errorf("%d forms are left, want all 3", n)
	}
}

func TestTheSweepDeletesOldBlobsThatNobodyUses(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	old := time.Now().Add(-25 * time.Hour)
	blob := func(text string, changed time.Time) string {
		t.Helper()
		hash, err := s.blobs.Put([]byte(text))
		if err == nil {
			err = os.Chtimes(filepath.Join(s.dir, hash[:2], hash), changed, changed)
		}
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	used, usedNow, unused, fresh := blob("used", old), blob("used now", time.Now()), blob("unused", old), blob("fresh", time.Now())
	again := blob("stored again", old)
	if _, err := s.blobs.Put([]byte("stored again")); err != nil { // its row is about to be written
		t.Fatal(err)
	}
	left := unused + ".part123" // of a write that was interrupted
	if err := os.WriteFile(filepath.Join(s.dir, unused[:2], left), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(s.dir, unused[:2], left), old, old); err != nil {
		t.Fatal(err)
	}
	err := s.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		for _, hash := range []string{used, usedNow} {
			if err := e.AddAsset(t.Context(), cms.Asset{ID: publishing.NewID(), Hash: hash, Filename: "a.txt"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.work() // sweeps when it starts
	s.until("a sweep", func() bool {
		return s.count(`select count(*) from river_job where kind = 'sweep' and state = 'completed'`) == 1
	})
	var kept []string
	err = s.blobs.Each(func(hash string, _ fs.FileInfo) error {
		kept = append(kept, hash)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{used, usedNow, fresh, again}
	slices.Sort(kept)
	slices.Sort(want)
	if !slices.Equal(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
}
