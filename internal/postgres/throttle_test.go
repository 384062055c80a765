package postgres_test

import (
	"sync"
	"testing"
	"time"

	"lectern/internal/testkit"
)

// TestTriesWaitLongerAndLonger counts tries, moving the clock of the table
// rather than waiting.
func TestTriesWaitLongerAndLonger(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	key := []byte("somebody")
	try := func() time.Duration {
		t.Helper()
		wait, err := store.Try(t.Context(), key, 3, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	sql := func(change string) {
		t.Helper()
		if _, err := store.Pool.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if wait := try(); wait != 0 {
			t.Fatalf("the first tries wait %s", wait)
		}
	}
	// Each wait is begun by the try before it, and shows in the next.
	for _, most := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		most *= time.Second
		if wait := try(); wait <= 0 || wait > most || wait < most/4 {
			t.Errorf("the wait is %s, want %s", wait, most)
		}
		sql(`update throttle set next_at = now()`)
		if wait := try(); wait != 0 {
			t.Errorf("after the wait there is another one of %s", wait)
		}
	}
	if err := store.Forgive(t.Context(), key, true); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if wait := try(); wait != 0 {
			t.Errorf("forgiven, the wait is %s", wait)
		}
	}
	sql(`update throttle set tries = 5, tried_at = now() - interval '25 minutes', next_at = now()`) // leaves three
	if wait := try(); wait != 0 {
		t.Errorf("25 minutes later, the wait is %s", wait)
	}
	if wait := try(); wait > 2*time.Second {
		t.Errorf("25 minutes later, the wait after it is %s", wait)
	}
}

// TestTriesAtOnceAreCounted tries from many nodes at the same moment.
func TestTriesAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	var group sync.WaitGroup
	var mutex sync.Mutex
	passed := 0
	for range 40 {
		group.Go(func() {
			wait, err := store.Try(t.Context(), []byte("somebody"), 5, time.Hour)
			if err != nil {
				t.Error(err)
			}
			mutex.Lock()
			defer mutex.Unlock()
			if wait == 0 {
				passed++
			}
		})
	}
	group.Wait()
	if passed < 5 || passed > 7 { // a wait of a second may pass meanwhile
		t.Errorf("%d of 40 tries passed at once", passed)
	}
}

// TestOldAccessIsForgotten leaves what is still good.
func TestOldAccessIsForgotten(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	_, err := store.Pool.Exec(t.Context(), `
		insert into session (token, data, expires_at) values ('old', '{}', now() - interval '1 second'), ('new', '{}', now() + interval '1 hour');
		insert into account_link (hash, purpose, expires_at) values ('old', 'setup', now() - interval '1 second'), ('new', 'setup', now() + interval '1 hour');
		insert into throttle (key, tries, tried_at, next_at) values ('old', 1, now() - interval '25 hours', now()), ('new', 1, now(), now())`)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.ForgetAccess(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left string
	err = store.Pool.QueryRow(t.Context(), `
		select string_agg(x, ' ') from (select token from session union all select encode(hash, 'escape') from account_link union all select encode(key, 'escape') from throttle) as left_over (x)`).Scan(&left)
	if err != nil || left != "new new new" {
		t.Errorf("what is left is %q (%v)", left, err)
	}
}
