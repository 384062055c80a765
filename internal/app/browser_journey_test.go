package app_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

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
			link, err := w.FirstLink(t.Context(), w.url)
			if err != nil {
				t.Fatal(err)
			}
			job := struct {
				Origin  string `json:"origin"`
				Link    string `json:"link"` // that makes the first administrator
				Zone    string `json:"zone"`
				Picture string `json:"picture"` // to upload
				Scripts bool   `json:"scripts"`
			}{w.url, link, "Europe/London", picture(t), scripts}
			var found struct {
				Findings []string `json:"findings"`
			}
			testkit.Script(t, "journey.mjs", job, &found)
			for _, f := range found.Findings {
				t.Error(f)
			}
		})
	}
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
