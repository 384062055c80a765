package testkit

import (
	"log/slog"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/worker"
)

// Publisher returns the writer of a database of the test's own, which also
// knows the given kinds of page beside the real ones.
func Publisher(t testing.TB, more ...schema.Kind) (*publishing.Publisher, *postgres.Store) {
	t.Helper()
	registry, err := schema.New(append(kinds.All(), more...), blocks.All())
	if err != nil {
		t.Fatal(err)
	}
	store := Database(t)
	jobs, err := worker.NewInserter(store.Pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return publishing.New(store, registry, jobs), store
}

// Site returns the visitors' view of the database.
func Site(t testing.TB, store *postgres.Store) *postgres.Site {
	t.Helper()
	site, err := postgres.OpenSite(t.Context(), store, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	return site
}
