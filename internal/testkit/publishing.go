package testkit

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
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
	return publisherOf(t, store, registry), store
}

func publisherOf(t testing.TB, store *postgres.Store, registry *schema.Registry) *publishing.Publisher {
	t.Helper()
	jobs, err := worker.NewInserter(store.Pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return publishing.New(store, registry, jobs)
}

// Fill makes a synthetic site in an empty database.
func Fill(t testing.TB, store *postgres.Store, documents int) {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	wanted := corpus.Corpus{Documents: documents, Seed: 1}
	err = corpus.Generate(context.Background(), publisherOf(t, store, registry), cms.System, wanted, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
}

// Corpus is a database with a synthetic site, kept for the next time.
func Corpus(t testing.TB, documents int) (store *postgres.Store, url string) {
	t.Helper()
	return KeptDatabase(t, fmt.Sprintf("corpus_%d", documents), func(s *postgres.Store) { Fill(t, s, documents) })
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
