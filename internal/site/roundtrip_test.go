package site_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// mostRoundTrips is what a page may cost, however many lists it shows.
const mostRoundTrips = 4

func TestAPageCostsFewRoundTrips(t *testing.T) {
	t.Parallel()
	database := testkit.DatabaseURL(t)
	counted := newCounter(t, database)
	w := newWebsite(t, options{database: database, publicURL: counted.publicURL(t, database)})

	var lists strings.Builder
	for n := range 30 {
		fmt.Fprintf(&lists, "- {type: latest, heading: List %d, kinds: [page, legal], size: 5}\n- {type: latest, heading: Below %d, here: true}\n", n, n)
	}
	files := map[string]string{
		"pages/index.yaml":     home,
		"pages/hub/index.yaml": "kind: landing\ntitle: Hub\nsummary: Much.\nbody:\n" + lists.String(),
		"menus.yaml":           "- {name: a, title: A, place: main, entries: [/hub, /hub/p0]}\n- {name: b, title: B, place: legal, entries: [/hub/p1]}\n",
		"site.yaml":            "title: Test Office\n",
		"redirects.yaml":       "- {from: /old, to: /hub}\n",
	}
	for n := range 10 {
		files[fmt.Sprintf("pages/hub/p%d.yaml", n)] = fmt.Sprintf("kind: page\ntitle: Page %d\n", n)
	}
	w.load(files)
	w.get("/hub").wants(t, 200, "List 29", "Below 29") // also fills the pool and its statement cache
	for _, path := range []string{"/hub", "/hub/p3", "/", "/nothing"} {
		w.get(path)
		trips := int64(math.MaxInt64)
		for range 5 { // on a busy machine one write may arrive as two
			before := counted.trips.Load()
			w.renderAny(path)
			trips = min(trips, counted.trips.Load()-before)
		}
		t.Logf("%s: %d round trips", path, trips)
		if trips > mostRoundTrips || trips == 0 {
			t.Errorf("%s costs %d round trips to the database, want at most %d", path, trips, mostRoundTrips)
		}
	}
}

// renderAny renders whatever is at the address.
func (w *website) renderAny(path string) {
	w.t.Helper()
	err := w.db.Snapshot(context.Background(), func(snap *postgres.Snapshot) error {
		_, err := w.site.Render(context.Background(), snap, path, nil)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestAWebsiteWithoutItsDatabaseSaysSo(t *testing.T) {
	t.Parallel()
	database := testkit.DatabaseURL(t)
	between := newCounter(t, database)
	w := newWebsite(t, options{database: database, publicURL: between.publicURL(t, database)})
	w.load(map[string]string{"pages/index.yaml": home, "site.yaml": "title: Test Office\n"})
	w.get("/").wants(t, 200, "Front page")
	between.cut()
	for _, path := range []string{"/", "/nothing", "/search?q=x", "/readyz"} {
		r := w.get(path)
		r.wants(t, http.StatusServiceUnavailable, "<h1>", "Test Office")
		if r.Header.Get("Retry-After") == "" || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: nobody is told to come back: %v", path, r.Header)
		}
	}
	w.get("/livez").wants(t, 200, "ok")
	w.get("/static/site.0123456789.css").wants(t, 200)
	between.listen(t)
	w.get("/").wants(t, 200, "Front page")
	w.get("/readyz").wants(t, 200)
}

// counter stands between the site and the database and counts how often the
// one has to wait for the other. It can also part them.
type counter struct {
	dir              string
	network, address string
	trips            atomic.Int64

	mu       sync.Mutex
	listener net.Listener
	open     []net.Conn
}

// newCounter listens where clients look for a server of the given folder.
func newCounter(t *testing.T, database string) *counter {
	t.Helper()
	c := &counter{dir: t.TempDir()}
	c.network, c.address = dialled(t, database)
	c.listen(t)
	t.Cleanup(c.cut)
	return c
}

func (c *counter) listen(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("unix", filepath.Join(c.dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.listener = listener
	c.mu.Unlock()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(c.network, c.address)
			if err != nil {
				_ = client.Close()
				return
			}
			c.mu.Lock()
			c.open = append(c.open, client, server)
			c.mu.Unlock()
			c.join(client, server)
		}
	}()
}

// cut parts the site from the database, as a fault of the network would.
func (c *counter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.listener.Close()
	for _, conn := range c.open {
		_ = conn.Close()
	}
	c.open = nil
}

// join passes on what both say. A round trip begins when the client speaks
// after the server did.
func (c *counter) join(client, server net.Conn) {
	var asked atomic.Bool
	go func() {
		defer server.Close()
		_, _ = io.Copy(writer(func(p []byte) (int, error) {
			if !asked.Swap(true) {
				c.trips.Add(1)
			}
			return server.Write(p)
		}), client)
	}()
	go func() {
		defer client.Close()
		_, _ = io.Copy(writer(func(p []byte) (int, error) {
			asked.Store(false)
			return client.Write(p)
		}), server)
	}()
}

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func dialled(t *testing.T, database string) (network, address string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	if host := u.Query().Get("host"); strings.HasPrefix(host, "/") {
		return "unix", filepath.Join(host, ".s.PGSQL."+u.Query().Get("port"))
	}
	return "tcp", u.Host
}

// publicURL is the public login's way to the database through the counter.
func (c *counter) publicURL(t *testing.T, database string) string {
	t.Helper()
	owner, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	login, err := owner.Login(t.Context(), "public")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	u.User, u.Host = url.UserPassword(login.Name, login.Password), ""
	u.RawQuery = url.Values{"host": {c.dir}, "port": {"5432"}, "sslmode": {"disable"}}.Encode()
	return u.String()
}
