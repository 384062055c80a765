package site_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/theme"
	"lectern/templates/block"
	"lectern/templates/kind"
	"lectern/templates/ui"
)

// Every route, in every status that it can answer with.
var everyAnswer = []struct {
	path   string
	method string
	status int
}{
	{"/", "GET", 200},
	{"/", "HEAD", 200},
	{"/", "POST", 405},
	{"/file", "GET", 200},
	{"/form", "GET", 200},
	{"/form", "HEAD", 200},
	{"/form?sent=1", "GET", 200},
	{"/form", "POST", 415},
	{"/form", "PUT", 405},
	{"/nothing", "POST", 405},
	{"/nothing", "GET", 404},
	{"/nothing", "HEAD", 404},
	{"/gone", "GET", 410},
	{"/old", "GET", 301},
	{"/File/", "GET", 301},
	{"/broken", "GET", 500},
	{"/panics", "GET", 500},
	{"/search", "GET", 200},
	{"/search?q=front", "GET", 200},
	{"/search?q=front&page=99", "GET", 404},
	{"/%00", "GET", 404},
	{"/a%00b", "GET", 404},
	{"/a%0Ab", "GET", 404},
	{"/" + strings.Repeat("a/", 9000) + "b", "GET", 404},
	{"/search", "PUT", 405},
	{"/search/suggest?q=fr", "GET", 200},
	{"/search/suggest", "HEAD", 200},
	{"/search/suggest", "POST", 405},
	{"/search/choice", "POST", 415},
	{"/search/choice", "GET", 404},
	{"/search.rss?q=front", "GET", 200},
	{"/search.atom?q=front", "HEAD", 200},
	{"/search.json?q=front&sort=date", "GET", 301},
	{"/search.rss?page=9", "GET", 404},
	{"/search.rss", "PUT", 405},
	{"/search.xml", "GET", 404},
	{"/a", "OPTIONS", 405},
	{"/static/site.0123456789.css", "GET", 200},
	{"/static/site.0000000000.css", "GET", 404},
	{"/static/" + theme.Own.IconFile(), "GET", 200},
	{"/static/theme.0b3d2e-00614a-ffc64c.0000000000.css", "GET", 404},
	{"/media/00000000-0000-7000-8000-000000000000/x.pdf", "GET", 404},
	{"/media/x/x.pdf", "GET", 404},
	{"MEDIA", "GET", 200},
	{"MEDIA", "HEAD", 200},
	{"/share.png", "GET", 200},
	{"/share/file.png", "HEAD", 200},
	{"/share/file.png", "POST", 405},
	{"/share/nothing.png", "GET", 404},
	{"/robots.txt", "GET", 200},
	{"/robots.txt", "HEAD", 200},
	{"/sitemap.xml", "GET", 200},
	{"/sitemap.xml", "HEAD", 200},
	{"/sitemap-pages.xml", "GET", 200},
	{"/sitemap-pages.xml", "HEAD", 200},
	{"/sitemap-pages.xml", "POST", 405},
	{"/sitemap-images.xml", "GET", 200},
	{"/sitemap-news.xml", "GET", 200},
	{"/sitemap-pages-2.xml", "GET", 404},
	{"/sitemap-1.xml", "GET", 404},
	{"/opensearch.xml", "GET", 200},
	{"/opensearch.xml", "HEAD", 200},
	{"/security.txt", "GET", 301},
	{"/.well-known/security.txt", "GET", 200},
	{"/.well-known/security.txt", "HEAD", 200},
	{"/.well-known/security.txt", "POST", 405},
	{"/.well-known/change-password", "GET", 404},
	{"/metrics", "GET", 200},
	{"/metrics", "HEAD", 200},
	{"/livez", "GET", 200},
	{"/readyz", "GET", 200},
	{"/dev/gallery", "GET", 200},
	{"/dev/gallery", "DELETE", 405},
}

func TestEveryAnswerIsStrict(t *testing.T) {
	t.Parallel()
	for _, baseURL := range []string{"http://site.example", "https://site.example"} {
		w := newWebsite(t, options{baseURL: baseURL, dev: true, renderers: kind.Renderers{"legal": broken}})
		w.load(map[string]string{
			"pages/index.yaml":  home,
			"pages/gone.yaml":   "kind: page\ntitle: Soon gone\n",
			"pages/broken.yaml": "kind: legal\ntitle: Broken\n",
			"pages/panics.yaml": "kind: legal\ntitle: Panics\n",
			"pages/form.yaml":   feedback,
			"pages/file.yaml":   "kind: page\ntitle: A file\nbody:\n- {type: downloads, items: [{file: {file: plain.txt, title: Words}}]}\n",
			"media/plain.txt":   "words",
			"redirects.yaml":    "- {from: /old, to: /}\n",
			"site.yaml":         "title: Office\nsecurity: {email: security@office.example}\n",
		})
		gone := w.pageAt("/gone")
		w.edit(func(e *publishing.Edit) error {
			_, err := e.Gone(context.Background(), gone, "", publishing.Plan{})
			return err
		})
		for _, c := range everyAnswer {
			if c.path == "MEDIA" {
				c.path = w.mediaURL("plain.txt")
			}
			r := w.do(c.method, c.path)
			what := fmt.Sprintf("%s %s %d", c.method, c.path, r.StatusCode)
			if r.StatusCode != c.status {
				t.Errorf("%s: want status %d", what, c.status)
			}
			strict(t, what, r, strings.HasPrefix(baseURL, "https"))
		}
		etag := w.get("/").Header.Get("ETag")
		r := w.get("/", "If-None-Match", etag)
		if r.StatusCode != http.StatusNotModified || r.body != "" {
			t.Errorf("with its validator: %d and %d bytes, want 304 and none", r.StatusCode, len(r.body))
		}
		strict(t, "GET / 304", r, strings.HasPrefix(baseURL, "https"))
	}
}

// strict fails the test unless the answer carries everything that tells
// browsers to be strict.
func strict(t *testing.T, what string, r response, secure bool) {
	t.Helper()
	csp := r.Header.Get("Content-Security-Policy")
	wanted := []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "require-trusted-types-for 'script'"}
	if strings.Contains(what, "/media/") && r.StatusCode == 200 {
		wanted = []string{"default-src 'none'", "sandbox"}
	}
	for _, part := range wanted {
		if !strings.Contains(csp, part) {
			t.Errorf("%s: the content security policy lacks %q: %s", what, part, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("%s: the content security policy allows something unsafe: %s", what, csp)
	}
	policy := "same-origin"
	if (strings.Contains(what, "/share") || strings.Contains(what, "/search.")) && r.StatusCode == 200 {
		policy = "cross-origin" // it is for the pages of others
	}
	for name, value := range map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Referrer-Policy":              "strict-origin-when-cross-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": policy,
	} {
		if got := r.Header.Get(name); got != value {
			t.Errorf("%s: %s is %q, want %q", what, name, got, value)
		}
	}
	for _, name := range []string{"X-Request-Id", "Cache-Control"} {
		if r.Header.Get(name) == "" {
			t.Errorf("%s: no %s", what, name)
		}
	}
	partOfPages := r.StatusCode == 200 && strings.HasPrefix(r.Header.Get("Content-Type"), "text/css")
	if got := r.Header.Get("Permissions-Policy"); (got == "") != partOfPages {
		t.Errorf("%s: Permissions-Policy is %q", what, got)
	}
	if got := r.Header.Get("Strict-Transport-Security"); (got != "") != secure {
		t.Errorf("%s: Strict-Transport-Security is %q", what, got)
	}
	if r.Header.Get("Set-Cookie") != "" {
		t.Errorf("%s: sets a cookie", what)
	}
}

// broken is a template that fails after it has written something.
func broken(v *ui.View, _ any, _ block.Renderers) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "half a page")
		if v.Path == "/panics" {
			panic("a template panics")
		}
		return errors.New("a template fails")
	})
}

func TestFailureIsAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{renderers: kind.Renderers{"legal": broken}})
	w.load(map[string]string{
		"pages/index.yaml":  home,
		"pages/broken.yaml": "kind: legal\ntitle: Broken\n",
		"pages/a.yaml":      "kind: page\ntitle: Something\n",
		"site.yaml":         "title: Test Office\n",
		"menus.yaml":        "- {name: main, title: Main, place: main, entries: [/a]}\n",
	})
	r := w.get("/broken")
	r.wants(t, 500, "<h1>", "Test Office", `href="/a"`)
	r.lacks(t, "half a page", "a template fails", "panic")
	w.get("/nothing").wants(t, 404, "Page not found", "Test Office", `name="q"`, `href="/a"`)
	w.do("POST", "/a").wants(t, 405, "<h1>")

}

func TestCompressionAndValidators(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home})
	tags := map[string]bool{}
	for accept, encoding := range map[string]string{
		"br": "br", "gzip, br;q=0.9": "gzip", "gzip": "gzip", "identity": "", "": "", "br;q=0": "", "*": "br", "deflate": "", "gzip;q=nonsense": "",
	} {
		if accept == "" {
			accept = "identity;q=1"
		}
		r := w.get("/", "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding"); got != encoding {
			t.Errorf("Accept-Encoding %q: %q, want %q", accept, got, encoding)
		}
		etag := r.Header.Get("ETag")
		if !strings.HasPrefix(etag, `"`) || !strings.Contains(r.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("Accept-Encoding %q: ETag %s, Vary %s", accept, etag, r.Header.Get("Vary"))
		}
		tags[encoding+etag] = true
		if again := w.get("/", "Accept-Encoding", accept, "If-None-Match", `W/"other", `+etag); again.StatusCode != http.StatusNotModified {
			t.Errorf("Accept-Encoding %q: its own validator gives %d", accept, again.StatusCode)
		}
	}
	if len(tags) != 3 {
		t.Errorf("%d validators for three encodings", len(tags))
	}
	r := w.get("/static/site.0123456789.css")
	if got := r.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("a built file has Cache-Control %q", got)
	}
}

func (w *website) mediaURL(filename string) string {
	w.t.Helper()
	var id string
	if err := w.store.Pool.QueryRow(context.Background(), `select id from asset where filename = $1`, filename).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return (cms.Asset{ID: cms.ID(id), Filename: filename}).URL()
}
