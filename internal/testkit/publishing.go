package testkit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/transfer"
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

// PublisherOf returns the writer of a database that is there already.
func PublisherOf(t testing.TB, store *postgres.Store) *publishing.Publisher {
	t.Helper()
	return publisherOf(t, store, realRegistry(t))
}

// Fill makes a synthetic site in an empty database. The bytes of its files are
// stored in blobs.
func Fill(t testing.TB, store *postgres.Store, blobs *media.Disk, wanted corpus.Corpus) {
	t.Helper()
	registry := realRegistry(t)
	into := corpus.Target{Publisher: publisherOf(t, store, registry), Registry: registry, Blobs: blobs, User: cms.System}
	if err := corpus.Generate(context.Background(), into, wanted, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

func realRegistry(t testing.TB) *schema.Registry {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// Corpus is a database with a synthetic site, kept for the next time: until the
// migrations change, or what the site consists of. The bytes of its files are
// not kept.
func Corpus(t testing.TB, documents int) (store *postgres.Store, url string) {
	t.Helper()
	fingerprint, err := corpus.Fingerprint(realRegistry(t))
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("corpus_%s_%d", fingerprint, documents)
	return KeptDatabase(t, name, func(s *postgres.Store) { Fill(t, s, Blobs(t), corpus.Corpus{Documents: documents, Seed: 1}) })
}

// Demonstration imports the site of content/ into an empty database, and adds a
// synthetic mass below /library until there are so many documents.
func Demonstration(t testing.TB, store *postgres.Store, blobs *media.Disk, documents int) {
	t.Helper()
	registry := realRegistry(t)
	publisher := publisherOf(t, store, registry)
	site := transfer.Site{Publisher: publisher, Registry: registry, Blobs: blobs}
	if _, err := site.Import(context.Background(), filepath.Join(Root(t), "content")); err != nil {
		t.Fatal(err)
	}
	into := corpus.Target{Publisher: publisher, Registry: registry, Blobs: blobs, User: cms.System}
	if err := corpus.Add(context.Background(), into, corpus.Corpus{Documents: documents, Seed: 1}, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

// KeptDemonstration is a database with Demonstration, kept for the next time:
// until the migrations change, or content/, or what the mass consists of. The
// bytes of its files are not kept.
func KeptDemonstration(t testing.TB, documents int) (store *postgres.Store, url string) {
	t.Helper()
	sum := sha256.New()
	fingerprint, err := corpus.Fingerprint(realRegistry(t))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(sum, fingerprint)
	if err := hashFolder(sum, filepath.Join(Root(t), "content")); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("demonstration_%x_%d", sum.Sum(nil)[:6], documents)
	return KeptDatabase(t, name, func(s *postgres.Store) { Demonstration(t, s, Blobs(t), documents) })
}

// hashFolder writes the names and the bytes of all files into a sum.
func hashFolder(sum io.Writer, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		fmt.Fprintln(sum, path, len(content))
		_, _ = sum.Write(content)
		return err
	})
}

// Blobs is a blob store of the test's own.
func Blobs(t testing.TB) *media.Disk {
	t.Helper()
	blobs, err := media.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	return blobs
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
