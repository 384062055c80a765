package pgsearch_test

import (
	"log/slog"
	"testing"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestEngine(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, func(t *testing.T) searchtest.Site {
		publisher, store := testkit.Publisher(t)
		engine := open(t, store)
		return searchtest.Site{
			Publisher: publisher, Engine: func() search.Engine { return engine },
			Now: func() (at time.Time) {
				if err := store.Pool.QueryRow(t.Context(), `select clock_timestamp()`).Scan(&at); err != nil {
					t.Fatal(err)
				}
				return at
			},
		}
	})
}

func open(t testing.TB, store *postgres.Store) *pgsearch.Engine {
	t.Helper()
	index, err := postgres.OpenIndex(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	return pgsearch.New(index, time.UTC, slog.New(slog.DiscardHandler))
}
