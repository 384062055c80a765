package site_test

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/internal/media"
	"lectern/internal/publishing"
)

func TestPictureOfAPage(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: page\ntitle: A & B\nsummary: What both are.\n",
		"pages/later.yaml": "kind: page\ntitle: Later\nlive_from: 2090-01-01\n",
	})
	w.get("/a").wants(t, 200,
		`property="og:title" content="A &amp; B"`, `property="og:description" content="What both are."`,
		`property="og:url" content="https://site.example/a"`, `property="og:image" content="https://site.example/share/a.png"`)
	w.get("/").wants(t, 200, `content="https://site.example/share.png"`)
	w.get("/nothing").lacks(t, "og:image")

	picture := w.get("/share/a.png")
	picture.wants(t, 200)
	if _, err := png.Decode(bytes.NewReader([]byte(picture.body))); err != nil {
		t.Errorf("the picture cannot be read: %v", err)
	}
	if got := picture.Header.Get("Cross-Origin-Resource-Policy"); got != "cross-origin" {
		t.Errorf("others may not show the picture: %q", got)
	}
	etag := picture.Header.Get("ETag")
	w.get("/share/a.png", "If-None-Match", etag).wants(t, 304)
	if w.get("/share.png").wants(t, 200); w.get("/share.png").Header.Get("ETag") == etag {
		t.Error("two pages have one picture")
	}
	for _, path := range []string{"/share/later.png", "/share/nothing.png", "/share/a", "/share", "/share/.png"} {
		w.get(path).wants(t, 404)
	}

	a := w.pageAt("/a")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(context.Background(), a, time.Time{})
		return err
	})
	w.get("/share/a.png").wants(t, 404)
}

// cardsIn has a site keep its drawn pictures in a folder.
func cardsIn(t testing.TB, w *website, dir string) *media.Cache {
	t.Helper()
	cards, err := media.OpenCache(dir, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cards.Close() })
	w.site.Cards = cards
	return cards
}

func TestPictureIsDrawnOnce(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: A\n"})
	dir := t.TempDir()
	cards := cardsIn(t, w, dir)
	drawn := w.get("/share/a.png")
	drawn.wants(t, 200)
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v are kept", files, err)
	}
	name := files[0].Name()

	// What is kept is what is sent, also after a restart.
	if err := cards.Put(name, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		kept := w.get("/share/a.png")
		kept.wants(t, 200)
		if kept.body != "kept" || kept.Header.Get("Content-Type") != "image/png" || kept.Header.Get("ETag") != drawn.Header.Get("ETag") {
			t.Errorf("it sends %.20q, %v", kept.body, kept.Header)
		}
		cardsIn(t, w, dir)
	}

	// What is spoilt is drawn again.
	if err := os.WriteFile(filepath.Join(dir, name), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again := w.get("/share/a.png"); again.body != drawn.body {
		t.Errorf("it sends %.20q", again.body)
	}

	// Another title is another picture; of a page that is gone there is none.
	w.load(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: B\n"})
	if other := w.get("/share/a.png"); other.body == drawn.body || other.Header.Get("ETag") == drawn.Header.Get("ETag") {
		t.Error("another title has the same picture")
	}
	a := w.pageAt("/a")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Expire(context.Background(), a, time.Time{})
		return err
	})
	w.get("/share/a.png").wants(t, 404)
}

// TestPictureIsSentWhereNothingCanBeKept has a folder that is no more.
func TestPictureIsSentWhereNothingCanBeKept(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home})
	if err := cardsIn(t, w, t.TempDir()).Close(); err != nil {
		t.Fatal(err)
	}
	picture := w.get("/share.png")
	picture.wants(t, 200)
	if _, err := png.Decode(bytes.NewReader([]byte(picture.body))); err != nil {
		t.Errorf("the picture cannot be read: %v", err)
	}
}

// BenchmarkSharePicture measures the picture of a page from the request to the
// last byte, drawn each time and kept.
func BenchmarkSharePicture(b *testing.B) {
	w := newWebsite(b, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: service\ntitle: Appointments in general practice\nsummary: What they are.\n"})
	handler := w.site.Routes()
	ask := func(b *testing.B) {
		for b.Loop() {
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/share/a.png", nil))
			if answer.Code != http.StatusOK {
				b.Fatal(answer.Code)
			}
		}
	}
	b.Run("drawn", ask)
	cardsIn(b, w, b.TempDir())
	b.Run("kept", ask)
}
