package pgsearch_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
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

// TestKeepHearsOfChanges publishes a page, and waits until the engine knows it
// without a search.
func TestKeepHearsOfChanges(t *testing.T) {
	t.Parallel()
	publisher, store := testkit.Publisher(t)
	engine := open(t, store)
	ctx, stop := context.WithCancel(t.Context())
	kept := make(chan error)
	go func() { kept <- engine.Keep(ctx) }()
	parent := cms.ID("")
	for n, value := range []schema.Kind{&kinds.Home{Title: "Home", Summary: "S"}, &kinds.ContentPage{Title: "A"}, &kinds.ContentPage{Title: "B"}} {
		err := publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
			page, err := e.Create(ctx, publishing.NewPage{Kind: value.Kind().Name, Parent: parent, Slug: []string{"", "a", "b"}[n]})
			if err != nil {
				return err
			}
			if parent == "" {
				parent = page.ID
			}
			_, err = e.ReleaseContent(ctx, page.ID, publishing.State{Value: value}, publishing.Plan{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for engine.Size() != n+1 {
			select {
			case err := <-kept:
				t.Fatalf("it keeps no longer: %v", err)
			default:
				if _, err := store.Now(ctx); err != nil { // passes the time
					t.Fatal(err)
				}
			}
		}
	}
	stop()
	if err := <-kept; err != nil {
		t.Errorf("asked to stop, it fails: %v", err)
	}
}
