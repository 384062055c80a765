package feeds_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"lectern/internal/feeds"
	"lectern/internal/testkit"
	"lectern/internal/web"
	"lectern/static"
)

const notice = "This is a feed, by which programs follow what is new here. To follow it, copy the address of this page into a feed reader."

// TestBrowserShowsFeeds opens feeds in Chromium, on a phone and wide.
func TestBrowserShowsFeeds(t *testing.T) {
	t.Parallel()
	server := feedServer(t)
	var found []struct {
		Path    string
		Width   int
		Console []string
		Texts   []string
		Over    int // pixels
	}
	testkit.Script(t, "feed.mjs", map[string]any{
		"origin": server.URL, "paths": []string{"/full.rss", "/full.atom", "/empty.rss", "/empty.atom"},
	}, &found)
	for _, page := range found {
		want := shown[strings.TrimPrefix(page.Path, "/")]
		if !slices.Equal(page.Texts, want) || len(want) == 0 {
			t.Errorf("%s shows at %d px\n%q, not\n%q", page.Path, page.Width, page.Texts, want)
		}
		if page.Over > 0 || len(page.Console) > 0 {
			t.Errorf("%s at %d px: %d px too wide, console %q", page.Path, page.Width, page.Over, page.Console)
		}
	}
	if len(found) != 8 {
		t.Errorf("%d pages were looked at", len(found))
	}
}

// shown is what there is to see of a feed, from top to bottom.
var shown = map[string][]string{
	"full.rss": {
		notice, "News & views", "What the “Care Data Office” has to tell", "https://care-data.example/news?topic=a&sort=date",
		"Wed, 01 Jul 2026 23:30:00 GMT", "Research & development in Wales 🩺", "Tom & Ann on R & D", "Ann Müller", "O’Neill, Tom", "https://care-data.example/news/what?a=1&b=2",
		"Fri, 09 Jan 2026 12:00:00 GMT", "Short", "https://care-data.example/news/short",
		"Newer items: https://care-data.example/feeds/news.rss", "Older items: https://care-data.example/feeds/news.rss?page=3",
	},
	"full.atom": {
		notice, "News & views", "What the “Care Data Office” has to tell", "https://care-data.example/news?topic=a&sort=date",
		"2026-07-01T23:30:00Z", "Research & development in Wales 🩺", "Tom & Ann on R & D", "Ann Müller", "O’Neill, Tom", "https://care-data.example/news/what?a=1&b=2",
		"2026-01-09T12:00:00Z", "Short", "https://care-data.example/news/short",
		"Newer items: https://care-data.example/feeds/news.atom", "Older items: https://care-data.example/feeds/news.atom?page=3",
	},
	"empty.rss":  {notice, "Tech Talk", "How we build what we build", "https://care-data.example/blogs/tech-talk", "Nothing has been published here yet."},
	"empty.atom": {notice, "Tech Talk", "How we build what we build", "https://care-data.example/blogs/tech-talk", "Nothing has been published here yet."},
}

// feedServer serves the samples with the built stylesheet, under a strict
// policy.
func feedServer(t *testing.T) *httptest.Server {
	t.Helper()
	dist, err := fs.Sub(static.Dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(dist)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if file, is := strings.CutPrefix(r.URL.Path, "/static/"); is {
			assets.Serve(w, r, file)
			return
		}
		name, extension, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), ".")
		feed, format := samples()[name], feeds.Format(extension)
		feed.Stylesheet = assets.URL("feed.css")
		w.Header().Set("Content-Type", format.BrowserMediaType())
		_, _ = w.Write(write(t, feed, format))
	}))
	t.Cleanup(server.Close)
	return server
}
