package postgres_test

import (
	"sync"
	"testing"

	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

func TestNodesThatStartAtOnceMigrateOnce(t *testing.T) {
	t.Parallel()
	url := testkit.EmptyDatabaseURL(t)
	applied := make([]int, 3)
	var nodes sync.WaitGroup
	for i := range applied {
		nodes.Go(func() {
			store, err := postgres.Open(t.Context(), url)
			if err != nil {
				t.Error(err)
				return
			}
			defer store.Close()
			if applied[i], err = store.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	migrated := 0
	for _, n := range applied {
		if n > 0 {
			migrated++
		}
	}
	if migrated != 1 {
		t.Errorf("%d nodes migrated (%v), want 1", migrated, applied)
	}
}
