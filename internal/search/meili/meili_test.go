package meili_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/meili"
	"lectern/internal/search/meili/meilitest"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// real is a Meilisearch server that the same tests run on if it is set, and its
// master key.
var real, realKey = os.Getenv("LECTERN_TEST_MEILISEARCH_URL"), os.Getenv("LECTERN_TEST_MEILISEARCH_KEY")

// TestEngine runs the contract on the stand-in, or on a real server if one is set.
func TestEngine(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, func(t *testing.T) searchtest.Site {
		publisher, store := testkit.Publisher(t)
		config := meili.Config{URL: real, Key: realKey}
		if real == "" {
			config.URL, config.Key = meilitest.New(t, master).URL, master
		}
		engine := open(t, store, config)
		engine.Wait() // how soon it answers is for the breaker to judge
		other := pgsearch.New(openIndex(t, store), time.UTC, slog.New(slog.DiscardHandler))
		return searchtest.Site{
			Publisher: publisher, Engine: func() search.Engine { return inStep{engine, other} },
			Now: func() (at time.Time) {
				if err := store.Pool.QueryRow(t.Context(), `select clock_timestamp()`).Scan(&at); err != nil {
					t.Fatal(err)
				}
				return at
			},
		}
	})
}

// TestPhrasesAreLeftToPostgres asks for phrases, and for what is none.
func TestPhrasesAreLeftToPostgres(t *testing.T) {
	t.Parallel()
	_, store := testkit.Publisher(t)
	engine := open(t, store, meili.Config{URL: "http://127.0.0.1:1"})
	for _, text := range []string{`"waiting times"`, `nhs “waiting times”`} {
		if _, err := engine.Search(t.Context(), search.Query{Text: text}); !errors.Is(err, search.ErrOther) || engine.Status().Err != nil {
			t.Errorf("%q: %v, and the status says %v", text, err, engine.Status().Err)
		}
	}
	for _, text := range []string{`"waiting" times`, "covid-19", `"`, ""} {
		if _, err := engine.Search(t.Context(), search.Query{Text: text}); err == nil || errors.Is(err, search.ErrOther) {
			t.Errorf("%q is left to another engine", text)
		}
	}
}

const master = "a master key of a test, long enough"

var opened atomic.Int64

func open(t testing.TB, store *postgres.Store, config meili.Config) *meili.Engine {
	t.Helper()
	config.Index = cmp.Or(config.Index, fmt.Sprintf("test-%d-%d", os.Getpid(), opened.Add(1)))
	config.Zone, config.Logger = time.UTC, slog.New(slog.DiscardHandler)
	engine, err := meili.New(config, openIndex(t, store))
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func openIndex(t testing.TB, store *postgres.Store) *postgres.Index {
	t.Helper()
	index, err := postgres.OpenIndex(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	return index
}

// inStep is an engine that waits until its index is in step, where a breaker would
// ask Postgres, and asks that for what is left to it.
type inStep struct {
	*meili.Engine
	other *pgsearch.Engine
}

func (e inStep) Search(ctx context.Context, q search.Query) (results search.Results, err error) {
	for {
		if err := e.Renew(ctx); err != nil {
			return results, err
		}
		switch results, err = e.Engine.Search(ctx, q); {
		case errors.Is(err, search.ErrOther):
			return e.other.Search(ctx, q)
		case !errors.Is(err, meili.ErrBehind):
			return results, err
		}
	}
}
