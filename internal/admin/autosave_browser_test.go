package admin_test

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
	"lectern/internal/web"
	"lectern/static"
)

// TestNothingTypedIsLost writes in a browser while the line, the server, the
// session and the browser itself go away.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	s := newShop(t, o)
	o.person("ann@example.org", author)
	o.person("ben@example.org", author)
	pages := map[string]cms.ID{}
	for _, name := range []string{"typing", "leaving", "killed", "server", "answer", "session", "plain", "tabs", "people"} {
		pages[name] = o.draft("page", o.home, name, contentPage("A"))
	}
	pages["public"] = o.publish("page", o.home, "public", &kinds.ContentPage{Title: "Public", Summary: "What it is about."})
	job := struct {
		Origin   string            `json:"origin"`
		Control  string            `json:"control"` // stops and starts the server, and ends sessions
		Profile  string            `json:"profile"` // folder of a browser
		Password string            `json:"password"`
		Pages    map[string]cms.ID `json:"pages"`
	}{s.origin, s.control, t.TempDir(), goodPassword, pages}
	var found struct {
		Findings []string          `json:"findings"`
		Titles   map[string]string `json:"titles"` // that pages must have now
		Trip     float64           `json:"trip"`
	}
	testkit.Script(t, "autosave.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	for name, want := range found.Titles {
		if got := o.content(pages[name]).Value.(*kinds.ContentPage).Title; got != want {
			t.Errorf("%s: stored is %q, want %q", name, got, want)
		}
	}
	if len(found.Titles) != len(pages) {
		t.Errorf("only %v were looked at", found.Titles)
	}
	t.Logf("a save takes %.0f ms from the browser and back", found.Trip)
}

// shop serves an admin, with all that browsers load, at an address that stays
// when it is stopped.
type shop struct {
	t               *testing.T
	origin, control string
	handler         http.Handler
	mu              sync.Mutex
	server          *http.Server
}

func newShop(t *testing.T, o *office) *shop {
	t.Helper()
	dist, err := fs.Sub(static.Dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(dist)
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.origin = "http://" + listener.Addr().String()
	mux := http.NewServeMux()
	editors := admin.New(admin.Config{
		Publisher: o.publisher, Registry: o.registry, Assets: assets, BaseURL: s.origin, Zone: o.registry.Zone(), Logger: quiet,
		Blobs: testkit.Blobs(t), Preview: o.preview, Auth: auth.New(auth.Config{Store: o.store, Logger: quiet}),
	}).Routes()
	mux.Handle("/admin", editors)
	mux.Handle("/admin/", editors)
	mux.HandleFunc("/static/", func(w http.ResponseWriter, r *http.Request) {
		assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, "/static/"))
	})
	s.handler = mux
	s.start(listener)
	control := http.NewServeMux()
	control.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { s.stop() })
	control.HandleFunc("/start", func(w http.ResponseWriter, _ *http.Request) {
		listener, err := net.Listen("tcp", strings.TrimPrefix(s.origin, "http://"))
		if err != nil {
			t.Error(err)
			return
		}
		s.start(listener)
	})
	control.HandleFunc("/end-sessions", func(w http.ResponseWriter, r *http.Request) {
		if _, err := o.store.Pool.Exec(r.Context(), `update session set ended = true`); err != nil {
			t.Error(err)
		}
	})
	controls := httptest.NewServer(control)
	t.Cleanup(controls.Close)
	t.Cleanup(s.stop)
	s.control = controls.URL
	return s
}

func (s *shop) start(listener net.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.server = &http.Server{Handler: s.handler}
	go func(server *http.Server) {
		if err := server.Serve(listener); err != http.ErrServerClosed {
			fmt.Println(err)
		}
	}(s.server)
}

// stop ends every connection at once.
func (s *shop) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.server.Close()
}
