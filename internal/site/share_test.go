package site_test

import (
	"bytes"
	"context"
	"image/png"
	"testing"
	"time"

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
