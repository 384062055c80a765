package app_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search/meili/meilitest"
	"lectern/internal/testkit"
)

// outage is a website that is searched without a pause.
type outage struct {
	*testing.T
	app    *app.App
	url    string
	home   cms.ID
	server *meilitest.Server

	mu       sync.Mutex
	engine   string // that has answered last
	row      int    // and how often it has in a row
	problems []string
	pages    int // with the word that is searched for, at the least
}

const masterKey = "the key of a stand-in"

func newOutage(t *testing.T) *outage {
	o := &outage{T: t, server: meilitest.New(t, masterKey)}
	o.app, o.url = serveWith(t, config.Serve{MeilisearchURL: o.server.URL, MeilisearchKey: masterKey})
	o.publish("", &kinds.Home{Title: "Home", Summary: "S"})
	o.publish("first", &kinds.ContentPage{Title: "Quokka first"})
	return o
}

// serveWith serves an empty site until the test ends, and says where.
func serveWith(t *testing.T, serve config.Serve) (*app.App, string) {
	t.Helper()
	settings := config.Settings{
		DatabaseURL: config.Secret(testkit.DatabaseURL(t)), DataDir: t.TempDir(), TimeZone: "Europe/London", LogFormat: "text",
	}
	a, err := app.Open(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	serve.Addr = "127.0.0.1:0"
	server, err := a.Listen(t.Context(), serve)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for _, err := range []error{<-ended, server.Close(), a.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return a, server.URL
}

// TestAServerThatIsNotThere starts with the address of a server that is away, and
// without one.
func TestAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://127.0.0.1:9": `lectern_search_server_state{engine="meilisearch",state="away"} 1`,
		config.NoMeilisearch: `lectern_search_duration_seconds_count{engine="postgres"} 5`,
	} {
		_, url := serveWith(t, config.Serve{MeilisearchURL: address})
		for range 5 {
			r, err := http.Get(url + "/search?q=anything")
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			if got := r.Header.Get("X-Search-Engine"); r.StatusCode != http.StatusOK || got != "postgres" {
				t.Errorf("%s: a search is answered with %d by %q", address, r.StatusCode, got)
			}
		}
		if told := string(fetch(t, url+"/metrics")); !strings.Contains(told, want) || address == config.NoMeilisearch && strings.Contains(told, "search_server") {
			t.Errorf("%s: told is not %s", address, want)
		}
	}
}

func (o *outage) publish(slug string, value schema.Kind) {
	o.Helper()
	err := o.app.Publisher.Edit(o.Context(), cms.System, func(e *publishing.Edit) error {
		page, err := e.Create(o.Context(), publishing.NewPage{Kind: value.Kind().Name, Parent: o.home, Slug: slug})
		if err != nil {
			return err
		}
		if o.home == "" {
			o.home = page.ID
		}
		_, err = e.ReleaseContent(o.Context(), page.ID, publishing.State{Value: value}, publishing.Plan{})
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	if slug != "" {
		o.mu.Lock()
		o.pages++
		o.mu.Unlock()
	}
}

// search searches until ctx ends. Whoever answers, all that was public when it was
// asked is found.
func (o *outage) search(ctx context.Context) {
	for ctx.Err() == nil {
		o.mu.Lock()
		least := o.pages
		o.mu.Unlock()
		engine, found, err := o.ask()
		o.mu.Lock()
		if engine != o.engine {
			o.engine, o.row = engine, 0
		}
		o.row++
		if err != nil || found < least {
			o.problems = append(o.problems, fmt.Sprintf("%s finds %d of %d (%v)", engine, found, least, err))
		}
		o.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
}

func (o *outage) ask() (engine string, found int, err error) {
	r, err := http.Get(o.url + "/search?q=quokka")
	if err != nil {
		return "", 0, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", r.StatusCode)
	}
	return r.Header.Get("X-Search-Engine"), strings.Count(string(body), "<mark>Quokka</mark>"), err
}

// answeredBy waits until an engine has answered some searches in a row. Two minutes
// are for a machine that does much else.
func (o *outage) answeredBy(when, engine string) {
	o.Helper()
	settled := func() bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		return o.engine == engine && o.row >= 20
	}
	o.mu.Lock()
	o.row = 0
	o.mu.Unlock()
	for deadline := time.Now().Add(2 * time.Minute); !settled(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.Fatalf("%s, searches are never answered by %s", when, engine)
		}
	}
}

// TestNoSearchFailsWhileTheServerIsAway searches without a pause while the search
// server fails, hangs, is gone and has lost its index, and pages are published.
// Whatever happens, everything that is public is found; and when the server is back it
// answers again, unasked.
func TestNoSearchFailsWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	o := newOutage(t)
	ctx, stop := context.WithCancel(t.Context())
	var searchers sync.WaitGroup
	for range 4 {
		searchers.Go(func() { o.search(ctx) })
	}
	t.Cleanup(searchers.Wait)
	t.Cleanup(stop)

	o.answeredBy("at first", "meilisearch")
	for n, outage := range []struct {
		when       string
		begin, end func()
	}{
		{"while it fails", func() { o.server.Fail(http.StatusServiceUnavailable) }, func() { o.server.Fail(0) }},
		{"while it hangs", func() { o.server.Delay(3 * time.Second) }, func() { o.server.Delay(0) }},
		{"while it follows nothing", func() { o.server.FailTasks("documentAdditionOrUpdate") }, func() { o.server.FailTasks("") }},
		{"while it has lost its index", func() { o.server.FailTasks("indexCreation"); o.server.Vanish() }, func() { o.server.FailTasks("") }},
	} {
		outage.begin()
		o.publish(fmt.Sprint("page-", n), &kinds.ContentPage{Title: fmt.Sprint("Quokka ", n)})
		o.answeredBy(outage.when, "postgres")
		outage.end()
		o.answeredBy("not any more "+outage.when, "meilisearch")
	}
	stop()
	searchers.Wait()
	for _, problem := range o.problems[:min(10, len(o.problems))] {
		t.Error(problem)
	}
}
