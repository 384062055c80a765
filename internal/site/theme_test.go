package site_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"lectern/internal/theme"
)

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><path d="M0 0h120v60z"/></svg>`

func squarePicture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var sheet = regexp.MustCompile(`<link rel="stylesheet" href="(/static/theme\.[^"]*)"`)

func TestColoursOfTheOrganisation(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "site.yaml": "title: Test Office\n"})
	plain := w.get("/")
	plain.lacks(t, "/static/theme.")
	plain.wants(t, 200, `<link rel="apple-touch-icon" href="/static/`+theme.Own.IconFile()+`">`)
	icon := w.get("/static/" + theme.Own.IconFile())
	icon.wants(t, 200, "PNG")
	if h := icon.Header; h.Get("Content-Type") != "image/png" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("the icon is sent as %v", h)
	}
	w.get("/static/icon.171f4a-2b3fae-ff8a4c.png").wants(t, 404) // it does not say how it is drawn
	plain.wants(t, 200, `<meta name="theme-color" content="#171f4a"`)

	w.load(map[string]string{"pages/index.yaml": home, "site.yaml": "title: Test Office\ncolours: {ink: \"#0b3d2e\", link: \"#00614A\", marker: \"#ffc64c\"}\n"})
	green := w.get("/")
	green.wants(t, 200, `<meta name="theme-color" content="#0b3d2e"`, `href="/static/icon.0b3d2e-00614a-ffc64c.`+theme.IconVersion+`.png"`)
	green.lacks(t, "style=", "<style")
	found := sheet.FindStringSubmatch(green.body)
	if found == nil {
		t.Fatal("no page names the style sheet of the colours")
	}
	if strings.Index(green.body, found[0]) < strings.Index(green.body, "/static/site.") {
		t.Error("the colours come before what they replace")
	}
	css := w.get(found[1], "Accept-Encoding", "br")
	if css.StatusCode != 200 || css.Header.Get("Content-Encoding") != "br" || css.Header.Get("Content-Type") != "text/css; charset=utf-8" ||
		!strings.Contains(css.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("the style sheet is sent as %d %v", css.StatusCode, css.Header)
	}
	w.get(found[1]).wants(t, 200, "--ink:#0b3d2e", "--link:#00614a", "--marker:#ffc64c", "prefers-color-scheme:dark", "@media print")
	w.get("/nothing").wants(t, 404, found[1]) // error pages look the same
}

func TestIconsAreDrawnOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	green, plum := theme.Colours{Ink: "#0b3d2e"}, theme.Colours{Ink: "#3b0a45"}
	first, err := w.site.Icon(t.Context(), green)
	if err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	done := w.site.Draw()
	if again, err := w.site.Icon(gone, green); err != nil || !bytes.Equal(again, first) {
		t.Errorf("the last is drawn again (%v)", err)
	}
	if _, err := w.site.Icon(gone, plum); !errors.Is(err, context.Canceled) {
		t.Errorf("two are drawn at once (%v)", err)
	}
	done()
	if other, err := w.site.Icon(t.Context(), plum); err != nil || bytes.Equal(other, first) {
		t.Errorf("another is the same (%v)", err)
	}
}

func TestColoursCanBeScheduled(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"site.yaml":        "title: Test Office\n---\nlive_from: 2090-01-01\ntitle: Test Office\ncolours: {ink: \"#0b3d2e\"}\n",
	})
	w.get("/").lacks(t, "/static/theme.")
}

func TestColoursWithTooLittleContrastAreRefused(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	_, err := w.importFiles(map[string]string{"pages/index.yaml": home, "site.yaml": "title: Test Office\ncolours:\n  ink: \"#6688cc\"\n"})
	if err == nil {
		t.Fatal("headings that nobody can read were accepted")
	}
	for _, part := range []string{"site.yaml:3", "darker", "#6688cc", "4.5"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
}

func TestLogoOfTheOrganisation(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	beside := map[string]string{
		"pages/index.yaml": home, "media/logo.svg": logo,
		"site.yaml": "title: Test Office\nlogo: {file: logo.svg, decorative: true}\n",
	}
	w.load(beside)
	url := w.mediaURL("logo.svg")
	w.get("/").wants(t, 200, `<img class="logo-picture" src="`+url+`" alt="" width="88" height="44">`, "<span>Test Office</span>")
	picture := w.get(url)
	picture.wants(t, 200, "<svg")
	if got := picture.Header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("the logo is sent as %s", got)
	}
	if got := picture.Header.Get("Content-Security-Policy"); got != "default-src 'none'; sandbox; style-src 'unsafe-inline'" {
		t.Errorf("a drawing may do %s", got)
	}
	w.get("/nothing").wants(t, 404, url)

	beside["site.yaml"] = "title: Test Office\nlogo: {file: logo.svg, alt: Test Office}\n"
	w.load(beside)
	w.get("/").wants(t, 200, `alt="Test Office" width="88"`)
	w.get("/").lacks(t, "<span>Test Office</span>", `<link rel="icon" href="/media/`) // too wide for an icon

	beside["media/square.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"/>`
	beside["site.yaml"] = "title: Test Office\nlogo: {file: square.svg, decorative: true}\n"
	w.load(beside)
	w.get("/").wants(t, 200, `<link rel="icon" href="`+w.mediaURL("square.svg")+`" type="image/svg+xml">`)
	w.get("/").lacks(t, "apple-touch-icon") // it takes no drawings

	beside["media/square.png"] = squarePicture(t)
	beside["site.yaml"] = "title: Test Office\nlogo: {file: square.png, decorative: true}\n"
	w.load(beside)
	at := strings.TrimSuffix(w.mediaURL("square.png"), "square.png")
	w.get("/").wants(t, 200, `<link rel="icon" href="`+at+`320/square.png" type="image/png">`, `<link rel="apple-touch-icon" href="`+at+`320/square.png">`)
	w.get(at+"320/square.png").wants(t, 200)
}
