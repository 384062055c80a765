package app_test

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"lectern/internal/admin"
	"lectern/internal/testkit"
)

// TestJourney goes through the admin as those do who work in it, from the first
// administrator's link to pages that visitors read: once with scripts, and once
// without.
func TestJourney(t *testing.T) {
	for name, scripts := range map[string]bool{"JavaScript": true, "NoJavaScript": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // one waits for its instant while the other works
			w := serve(t, filepath.Join(testkit.Root(t), "content"))
			_, err := w.Store.Pool.Exec(t.Context(), `
				insert into form_submission (token, page_id, data, received_at)
				select gen_random_uuid(), id, '{"comments": ["It was easy to find."]}', now() - interval '40 days' from page where path = '/feedback'`)
			if err != nil {
				t.Fatal(err)
			}
			link, err := w.FirstLink(t.Context(), w.url)
			if err != nil {
				t.Fatal(err)
			}
			job := struct {
				Origin  string   `json:"origin"`
				Link    string   `json:"link"` // that makes the first administrator
				Zone    string   `json:"zone"`
				Picture string   `json:"picture"` // to upload
				Scripts bool     `json:"scripts"`
				Routes  []string `json:"routes"` // of the admin that answer GET, such as /pages/{page}
			}{w.url, link, "Europe/London", picture(t), scripts, adminRoutes(t)}
			var found struct {
				Findings []string `json:"findings"`
				Looked   int      `json:"looked"` // pages of the admin that were looked at
			}
			testkit.Script(t, "journey.mjs", job, &found)
			for _, f := range found.Findings {
				t.Error(f)
			}
			if scripts {
				t.Logf("looked at %d pages of the admin, on a phone and on a desktop", found.Looked)
			}
		})
	}
}

// adminRoutes are the patterns below /admin that answer GET.
func adminRoutes(t *testing.T) (patterns []string) {
	t.Helper()
	router := admin.New(admin.Config{Logger: slog.New(slog.DiscardHandler)}).Routes().(chi.Routes)
	err := chi.Walk(router, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet {
			patterns = append(patterns, cmp.Or(strings.TrimPrefix(pattern, "/admin"), "/"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return patterns
}

// picture makes a picture, and returns the path of its file.
func picture(t *testing.T) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for x := range 640 {
		for y := range 400 {
			img.Set(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "desk.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
