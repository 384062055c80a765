package admin_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/spelling"
	"lectern/internal/search/suggest"
	"lectern/internal/site"
	"lectern/internal/testkit"
	"lectern/internal/web"
	"lectern/internal/worker"
	"lectern/static"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var quiet = slog.New(slog.DiscardHandler)

// office is a running admin on a database of its own.
type office struct {
	t         testing.TB
	url       string
	store     *postgres.Store
	registry  *schema.Registry
	publisher *publishing.Publisher
	users     map[cms.ID]cms.User
	home      cms.ID
	visitors  func() *site.Site // what previews are rendered by
}

// newOffice returns an admin over a site that has a home page and nothing else.
func newOffice(t testing.TB, change ...func(*admin.Config)) *office {
	t.Helper()
	store, err := postgres.Open(t.Context(), testkit.DatabaseURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	o := officeOf(t, store, change...)
	o.home = o.publish("home", "", "", &kinds.Home{Title: "Home", Summary: "Where it begins."})
	return o
}

// officeOf returns an admin over a site that there is.
func officeOf(t testing.TB, store *postgres.Store, change ...func(*admin.Config)) *office {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o := &office{t: t, store: store, users: map[cms.ID]cms.User{}}
	var err error
	o.registry, err = schema.New(kinds.All(), blocks.All())
	must(err)
	jobs, err := worker.NewInserter(o.store.Pool, quiet)
	must(err)
	o.publisher = publishing.New(o.store, o.registry, jobs)
	assets, err := web.NewAssets(assetFiles)
	must(err)
	o.visitors = sync.OnceValue(func() *site.Site { return o.newVisitors(assets) })
	zone, err := time.LoadLocation("Europe/London")
	must(err)
	blobs := testkit.Blobs(t)
	visitors := &visitorsSearch{t: t, store: store, zone: zone}
	config := admin.Config{
		Publisher: o.publisher, Registry: o.registry, Assets: assets, Blobs: blobs, Pictures: media.NewPictures(blobs, quiet),
		BaseURL: "http://site.example", Zone: zone, Logger: quiet, Preview: o.preview,
		SearchHealth: func() cms.SearchHealth { return cms.SearchHealth{} },
		Search:       visitors, Suggest: visitors.suggest, Retention: 90 * 24 * time.Hour,
		SignedIn: func(r *http.Request) (cms.User, bool) {
			user, in := o.users[cms.ID(r.Header.Get("X-Test-User"))]
			return user, in
		},
	}
	for _, c := range change {
		c(&config)
	}
	common, err := static.Dist.ReadFile("dist/passwords.bin")
	must(err)
	config.Auth = auth.New(auth.Config{Store: o.store, Common: common, Logger: quiet, HTTPS: strings.HasPrefix(config.BaseURL, "https:")})
	server := httptest.NewServer(admin.New(config).Routes())
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

// visitorsSearch is the engine of a site, which is made when it is first asked.
type visitorsSearch struct {
	t     testing.TB
	store *postgres.Store
	zone  *time.Location
	once  sync.Once

	suggester *suggest.Suggester
	engine    search.Engine
}

func (v *visitorsSearch) Name() string { return pgsearch.Name }

func (v *visitorsSearch) Search(ctx context.Context, q search.Query) (search.Results, error) {
	v.open()
	return v.engine.Search(ctx, q)
}

func (v *visitorsSearch) suggest(ctx context.Context, typed string) (suggest.Suggestions, error) {
	v.open()
	if err := v.suggester.Renew(ctx); err != nil {
		return suggest.Suggestions{}, err
	}
	return v.suggester.For(ctx, typed)
}

func (v *visitorsSearch) open() {
	v.once.Do(func() {
		index, err := postgres.OpenIndex(context.Background(), v.store)
		if err != nil {
			v.t.Error(err)
			return
		}
		v.t.Cleanup(index.Close)
		engine := pgsearch.New(index, v.zone, quiet)
		v.suggester = suggest.New(index, engine, quiet)
		v.engine = spelling.Over(engine, v.suggester.Vocabulary, index.Offered)
	})
}

// assetFiles stands for a build: handlers do not care what is in it.
var assetFiles fs.FS = fstest.MapFS{"manifest.json": {Data: []byte(`{}`)}}

// user adds somebody with a role on a branch; without one on the whole site.
func (o *office) user(role cms.Role, branch cms.ID) cms.User {
	n := len(o.users) + 1
	u := cms.User{ID: cms.ID(fmt.Sprintf("00000000-0000-7000-9000-%012d", n)), Name: fmt.Sprintf("User %d", n)}
	if role != 0 {
		u.Grants = []cms.Grant{{Role: role, Branch: branch}}
	}
	o.users[u.ID] = u
	err := o.store.Tx(context.Background(), func(tx *postgres.Tx) error {
		return tx.InsertAccount(context.Background(), cms.Account{User: u, Email: fmt.Sprintf("user%d@caredata.example", n)})
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return u
}

// publish makes a page and releases it.
func (o *office) publish(kind string, parent cms.ID, slug string, value schema.Kind) (page cms.ID) {
	o.t.Helper()
	err := o.publisher.Edit(context.Background(), cms.System, func(e *publishing.Edit) error {
		made, err := e.Create(context.Background(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		if err != nil {
			return err
		}
		page = made.ID
		_, err = e.ReleaseContent(context.Background(), page, publishing.State{Value: value}, publishing.Plan{})
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return page
}

// answer is what a request was answered with; redirects are not followed.
type answer struct {
	*http.Response
	body []byte
}

func (a answer) page(t testing.TB) *testkit.Part { return testkit.Page(t, a.body) }

// get asks for a page in somebody's name.
func (o *office) get(u cms.User, path string) answer { return o.do(u, http.MethodGet, path, nil) }

// post sends a form in somebody's name.
func (o *office) post(u cms.User, path string, form url.Values) answer {
	return o.do(u, http.MethodPost, path, form)
}

func (o *office) do(u cms.User, method, path string, form url.Values) answer {
	o.t.Helper()
	r, err := http.NewRequest(method, o.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		o.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return o.send(u, r)
}

// send sends a request in somebody's name.
func (o *office) send(u cms.User, r *http.Request) answer {
	o.t.Helper()
	r.Header.Set("X-Test-User", string(u.ID))
	r.Header.Set("Accept-Encoding", "identity") // thousands of pages need not be packed and unpacked
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return answer{response, body}
}
