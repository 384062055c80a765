package site_test

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/metrics"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/spelling"
	"lectern/internal/search/suggest"
	"lectern/internal/site"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
	"lectern/internal/web"
	"lectern/internal/worker"
	"lectern/templates/block"
	"lectern/templates/kind"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// website is a running site on a database of its own, and its only writer.
type website struct {
	t         testing.TB
	url       string
	config    site.Config
	site      *site.Site
	db        *postgres.Site
	store     *postgres.Store
	registry  *schema.Registry
	publisher *publishing.Publisher
	blobs     *media.Disk
	suggester *suggest.Suggester
}

// options is what a test may want different.
type options struct {
	kinds     []schema.Kind
	blocks    []schema.Block
	renderers kind.Renderers
	blockHTML block.Renderers
	publicURL string // of the database
	database  string
	baseURL   string
	dev       bool
	formLimit int
	submit    func(context.Context, cms.Submission) (bool, error) // nil: to the database
	proxies   []netip.Prefix
}

var quiet = slog.New(slog.DiscardHandler)

func newWebsite(t testing.TB, o options) *website {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w := &website{t: t}
	var err error
	if o.database == "" {
		o.database = testkit.DatabaseURL(t)
	}
	w.store, err = postgres.Open(t.Context(), o.database)
	must(err)
	t.Cleanup(w.store.Close)
	w.registry, err = schema.New(append(kinds.All(), o.kinds...), append(blocks.All(), o.blocks...))
	must(err)
	jobs, err := worker.NewInserter(w.store.Pool, quiet)
	must(err)
	w.publisher = publishing.New(w.store, w.registry, jobs)
	w.blobs, err = media.OpenDisk(t.TempDir())
	must(err)
	t.Cleanup(func() { _ = w.blobs.Close() })
	w.db, err = postgres.OpenSite(t.Context(), w.store, o.publicURL)
	must(err)
	t.Cleanup(w.db.Close)
	index, err := postgres.OpenIndex(t.Context(), w.store)
	must(err)
	t.Cleanup(index.Close)
	assets, err := web.NewAssets(assetFiles)
	must(err)
	zone, err := time.LoadLocation("Europe/London")
	must(err)
	renderers, blockHTML := kind.All(), block.All()
	for name, r := range o.renderers {
		renderers[name] = r
	}
	for name, r := range o.blockHTML {
		blockHTML[name] = r
	}
	if o.baseURL == "" {
		o.baseURL = "http://site.example"
	}
	engine := pgsearch.New(index, zone, quiet)
	w.suggester = suggest.New(index, engine, quiet)
	counted := metrics.New()
	intake := publishing.NewIntake(w.db)
	submit := intake.SubmitForm
	if o.submit != nil {
		submit = o.submit
	}
	w.config = site.Config{
		DB: w.db, Registry: w.registry, Kinds: renderers, Blocks: blockHTML, Assets: assets, Blobs: w.blobs, Pictures: media.NewPictures(w.blobs, quiet),
		BaseURL: o.baseURL, Zone: zone, Dev: o.dev, Logger: quiet,
		Metrics: counted.Handler(), CountRequest: counted.Request,
		Search: spelling.Over(engine, w.suggester.Vocabulary, index.Offered), Latest: engine.Latest, CountSearch: counted.Search, Suggest: w.suggester.For,
		Proxies: o.proxies, FormLimit: o.formLimit, SubmitForm: submit,
		RecordSearch: intake.RecordSearch, RecordChoice: intake.RecordChoice, CountRedirect: intake.CountRedirect,
	}
	w.site = w.again()
	server := httptest.NewServer(w.site.Routes())
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

// again is another node of the site, or the same after a restart.
func (w *website) again() *site.Site { return site.New(w.config) }

// assetFiles stands for a build: handlers do not care what is in it.
var assetFiles fs.FS = fstest.MapFS{
	"manifest.json":       {Data: []byte(`{"site.css":{"file":"site.0123456789.css","type":"text/css"}}`)},
	"site.0123456789.css": {Data: []byte("body{}")},
}

// load imports content files, given by name.
func (w *website) load(files map[string]string) {
	w.t.Helper()
	if _, err := w.importFiles(files); err != nil {
		w.t.Fatalf("import: %v", err)
	}
}

func (w *website) importFiles(files map[string]string) (transfer.Result, error) {
	w.t.Helper()
	dir := w.t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
	return transfer.Site{Publisher: w.publisher, Registry: w.registry, Blobs: w.blobs}.Import(context.Background(), dir)
}

// edit changes the site in the system's name.
func (w *website) edit(f func(e *publishing.Edit) error) {
	w.t.Helper()
	if err := w.publisher.Edit(context.Background(), cms.System, f); err != nil {
		w.t.Fatal(err)
	}
}

// response is an answer, read whole.
type response struct {
	*http.Response
	body string
}

var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (w *website) get(path string, headers ...string) response {
	w.t.Helper()
	return w.do(http.MethodGet, path, headers...)
}

// do sends a request; headers are names and values in turn.
func (w *website) do(method, path string, headers ...string) response {
	w.t.Helper()
	return w.doWith(method, path, nil, headers...)
}

// doWith is do with a body.
func (w *website) doWith(method, path string, sent io.Reader, headers ...string) response {
	w.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, w.url+path, sent)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response{Response: answer, body: string(body)}
}

// wants fails the test unless the answer has that status and holds the texts.
func (r response) wants(t testing.TB, status int, texts ...string) {
	t.Helper()
	if r.StatusCode != status {
		t.Errorf("%s: status %d, want %d", r.Request.URL, r.StatusCode, status)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			t.Errorf("%s: does not hold %q", r.Request.URL, text)
		}
	}
}

// lacks fails the test if the answer holds one of the texts.
func (r response) lacks(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(r.body, text) {
			t.Errorf("%s: holds %q", r.Request.URL, text)
		}
	}
}

// home is the least that a site needs.
const home = "kind: home\ntitle: Front page\nsummary: What we do.\n"
