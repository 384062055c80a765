package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
)

func TestCanonicalPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/":                 "/",
		"/a/b":              "/a/b",
		"/a/":               "/a",
		"/a//b///":          "/a/b",
		"/A/B":              "/a/b",
		"/a/../b":           "/b",
		"/a/./b":            "/a/b",
		`/a\b`:              "/a/b",
		"/Two  words/b c":   "/two--words/b-c",
		"/media/x/a b.pdf":  "/media/x/a b.pdf",
		"/media/X/Name.PDF": "/media/X/Name.PDF",
		"/static/A.css":     "/static/A.css",
	} {
		if got := canonicalPath(path); got != want {
			t.Errorf("canonicalPath(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestCanonicalNeverLeadsElsewhere(t *testing.T) {
	t.Parallel()
	handler := Canonical(http.NotFoundHandler())
	for _, target := range []string{"//evil.example/x", "///evil.example", `/\evil.example`, "/%5Cevil.example/", "/A?next=//evil.example"} {
		r := httptest.NewRequest("GET", "http://site.example/", nil)
		r.URL.Path, r.RequestURI = strings.ReplaceAll(target, "%5C", `\`), target
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, "://") {
			t.Errorf("%s leads to %s", target, to)
		}
	}
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.77:1234":             "192.0.2.0/24",
		"[2001:db8:1:2:3:4:5:6]:1234": "2001:db8:1::/48",
		"[::ffff:192.0.2.77]:1234":    "192.0.2.0/24",
		"[fe80::1%eth0]:80":           "fe80::/48",
		"not an address":              "",
		"":                            "",
	} {
		if got := network(address); got != want {
			t.Errorf("network(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.77:1234":                "192.0.2.77",
		"192.0.2.77":                     "192.0.2.77",
		"::ffff:192.0.2.77":              "192.0.2.77",
		"2001:db8:1:2:3:4:5:6":           "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1%eth0]:80": "2001:db8:1:2::/64",
		"":                               "invalid IP", // all of these together
	} {
		if got := neighbours(address); got != want {
			t.Errorf("neighbours(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestLogTellsTheVisitorsNetworkBehindAProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ proxies, from, forwarded, want string }{
		{"", "127.0.0.1:80", "192.0.2.77", "127.0.0.0/24"},
		{"127.0.0.1/32", "127.0.0.1:80", "192.0.2.77", "192.0.2.0/24"},
		{"127.0.0.1/32", "127.0.0.1:80", "198.51.100.1, 192.0.2.77", "192.0.2.0/24"},
		{"127.0.0.1/32", "203.0.113.5:80", "192.0.2.77", "203.0.113.0/24"},
		{"127.0.0.1/32", "127.0.0.1:80", "nonsense", "127.0.0.0/24"},
		{"127.0.0.1/32", "127.0.0.1:80", "", "127.0.0.0/24"},
	} {
		var proxies []netip.Prefix
		if c.proxies != "" {
			proxies = append(proxies, netip.MustParsePrefix(c.proxies))
		}
		var text strings.Builder
		handler := Visitor(proxies)(Watch(Log(slog.New(slog.NewTextHandler(&text, nil))))(http.NotFoundHandler()))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Forwarded-For", c.forwarded)
		handler.ServeHTTP(httptest.NewRecorder(), r)
		if !strings.Contains(text.String(), "from="+c.want+"\n") {
			t.Errorf("%+v: %s", c, &text)
		}
	}
}

func TestAcceptsIsByNameAndWeight(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"image/avif,image/webp,*/*;q=0.8": true, "image/WEBP; q=0.1": true, "image/webp;level=1;q=1.0": true,
		"image/webp;q=0": false, "image/webp; q=0.000, image/png": false, "image/webp;q=x": false,
		"": false, "*/*": false, "image/*": false, "image/webp-other": false, "text/html;x=image/webp": false,
	} {
		if got := Accepts(header, "image/webp"); got != want {
			t.Errorf("%q: %t", header, got)
		}
	}
}

func TestStatusOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want int
	}{
		{cms.ErrNotFound, 404},
		{fmt.Errorf("wrapped: %w", cms.ErrNotFound), 404},
		{cms.Forbiddenf("no"), 403},
		{cms.Conflictf("no"), 409},
		{cms.Invalidf("field", "no"), 422},
		{cms.ErrUnavailable, 503},
		{context.DeadlineExceeded, 503},
		{fmt.Errorf("wrapped: %w", context.Canceled), 499},
		{&http.MaxBytesError{Limit: 1}, 413},
		{Refusal(http.StatusUnsupportedMediaType), 415},
		{errors.New("anything else"), 500},
	} {
		if got := StatusOf(c.err); got != c.want {
			t.Errorf("StatusOf(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

// TestAnErrorPageIsNoPicture fails after a handler has said what it will answer.
func TestAnErrorPageIsNoPicture(t *testing.T) {
	t.Parallel()
	handle := Adapt(slog.New(slog.DiscardHandler), func(w http.ResponseWriter, r *http.Request, status int, _ error) {
		_ = Respond(w, r, status, HTML, []byte("It failed."))
	})(func(w http.ResponseWriter, _ *http.Request) error {
		for _, name := range ofTheAnswer {
			w.Header().Set(name, "image/png")
		}
		return errors.New("it cannot be drawn")
	})
	w := httptest.NewRecorder()
	handle(w, httptest.NewRequest(http.MethodGet, "/share.png", nil))
	if w.Code != http.StatusInternalServerError || w.Header().Get("Content-Type") != HTML || w.Header().Get("ETag") != "" || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("it answers %d, %v", w.Code, w.Header())
	}
}

func TestLogKeepsNoPersonAndNoQuery(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	logger := slog.New(slog.NewTextHandler(&text, nil))
	handler := Identify(Watch(Log(logger))(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("short and stout"))
	})))
	r := httptest.NewRequest("GET", "/search?q=secret+illness", nil)
	r.RemoteAddr = "192.0.2.77:1234"
	r.Header.Set("User-Agent", "Netscape Navigator")
	r.Header.Set("Referer", "https://elsewhere.example/")
	r.Header.Set("Cookie", "crumb=1")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	line := text.String()
	for _, part := range []string{"status=418", "bytes=15", "path=/search", "from=192.0.2.0/24", "request="} {
		if !strings.Contains(line, part) {
			t.Errorf("the log lacks %s: %s", part, line)
		}
	}
	for _, part := range []string{"illness", "192.0.2.77", "Navigator", "elsewhere", "crumb"} {
		if strings.Contains(line, part) {
			t.Errorf("the log keeps %s: %s", part, line)
		}
	}
}

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	entered, release := make(chan bool), make(chan bool)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		_, _ = w.Write([]byte("finished"))
	})
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, listener, handler, 5*time.Second, slog.New(slog.DiscardHandler)) }()
	answered := make(chan int, 1)
	go func() {
		r, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answered <- 0
			return
		}
		_ = r.Body.Close()
		answered <- r.StatusCode
	}()
	<-entered
	stop()
	close(release)
	if status := <-answered; status != http.StatusOK {
		t.Errorf("the request under way got status %d", status)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("the address still answers")
	}
}

func TestServeRefusesHeadersThatAreTooLarge(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { _ = Serve(ctx, listener, http.NotFoundHandler(), time.Second, slog.New(slog.DiscardHandler)) }()
	r, err := http.NewRequest("GET", "http://"+listener.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Large", strings.Repeat("x", 64<<10))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 KB of headers: status %d", answer.StatusCode)
	}
}
