package site_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/transfer"
)

var updateGolden = flag.Bool("update", false, "write the golden files of feeds anew")

// TestIdentifiersOfItemsNeverChange takes two articles through all that may
// happen to them, and holds what programs know them by, and when they came out,
// against a golden file. What is said to be new would be shown twice.
func TestIdentifiersOfItemsNeverChange(t *testing.T) {
	t.Parallel()
	w := newsSite(t, map[string]string{
		"pages/news/a.yaml": newsFile("A", "2023-05-01 10:00"),
		"pages/news/b.yaml": newsFile("B", "2024-05-01 10:00"),
	})
	var told strings.Builder
	tell := func(w *website, after string) {
		for _, format := range feeds.Formats {
			fmt.Fprintf(&told, "%s, %s:\n", after, format)
			for _, item := range w.feedOf("news", format).Items {
				fmt.Fprintf(&told, "  %s %s %s\n", item.ID, item.Published.UTC().Format(time.RFC3339), item.Title)
			}
		}
	}
	do := func(f func(context.Context, *publishing.Edit) error) {
		t.Helper()
		w.edit(func(e *publishing.Edit) error { return f(context.Background(), e) })
	}
	tell(w, "imported")
	page := w.pageAt("/news/a")
	do(func(ctx context.Context, e *publishing.Edit) error {
		value := &kinds.NewsArticle{Title: "A, mended", Summary: "In short.", PublishedAt: time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC)}
		_, err := e.ReleaseContent(ctx, page, publishing.State{Value: value}, publishing.Plan{})
		return err
	})
	tell(w, "edited")
	do(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Withdraw(ctx, page, "Wrong.", publishing.Plan{})
		return err
	})
	tell(w, "withdrawn")
	do(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.ReleaseAgain(ctx, page, publishing.Plan{})
		return err
	})
	tell(w, "published again")
	do(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Move(ctx, page, w.pageAt("/news"), "another")
		return err
	})
	tell(w, "moved")
	tell(w.copied(), "exported and imported")
	wantsGolden(t, "feed_ids.golden", told.String())
}

// copied is another site with what an export of this one holds.
func (w *website) copied() *website {
	w.t.Helper()
	dir := filepath.Join(w.t.TempDir(), "site")
	if _, err := (transfer.Site{Publisher: w.publisher, Registry: w.registry, Blobs: w.blobs}).Export(context.Background(), dir, false); err != nil {
		w.t.Fatal(err)
	}
	other := newWebsite(w.t, options{baseURL: w.config.BaseURL})
	if _, err := (transfer.Site{Publisher: other.publisher, Registry: other.registry, Blobs: other.blobs}).Import(context.Background(), dir); err != nil {
		w.t.Fatal(err)
	}
	return other
}

// wantsGolden compares with a file, or writes it anew.
func wantsGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *updateGolden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if difference := cmp.Diff(string(want), got); difference != "" {
		t.Errorf("it is no longer as in %s:\n%s", file, difference)
	}
}
