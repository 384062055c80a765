package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/worker"
)

// need is what somebody must hold to use a route.
type need struct {
	role   cms.Role // 0: to be signed in is enough
	where  place
	delete bool // and the right to delete
}

// place is where they must hold it.
type place int

const (
	onPage    place = iota // on the page that the address names
	somewhere              // on any branch
	onSite                 // on the whole site
)

// needs says who may use each route: the one place where all rights of the
// admin stand side by side. A route that is not here fails the test.
var needs = map[string]need{
	"GET /":                                               {0, somewhere, false},
	"POST /signout":                                       {0, somewhere, false},
	"GET /account":                                        {0, somewhere, false},
	"POST /account/name":                                  {0, somewhere, false},
	"GET /account/password":                               {0, somewhere, false},
	"POST /account/password":                              {0, somewhere, false},
	"GET /account/factor":                                 {0, somewhere, false},
	"POST /account/factor":                                {0, somewhere, false},
	"POST /account/factor/start":                          {0, somewhere, false},
	"GET /account/factor/qr.png":                          {0, somewhere, false},
	"GET /account/factor/remove":                          {0, somewhere, false},
	"POST /account/factor/remove":                         {0, somewhere, false},
	"GET /account/codes":                                  {0, somewhere, false},
	"POST /account/codes":                                 {0, somewhere, false},
	"POST /account/sessions/end":                          {0, somewhere, false},
	"POST /account/sessions/end-all":                      {0, somewhere, false},
	"GET /people":                                         {cms.Administrator, somewhere, false},
	"GET /people/new":                                     {cms.Administrator, somewhere, false},
	"POST /people/new":                                    {cms.Administrator, somewhere, false},
	"GET /people/{person}":                                {cms.Administrator, onPage, false}, // somebody who works on the page
	"POST /people/{person}/details":                       {cms.Administrator, onPage, false},
	"POST /people/{person}/grants":                        {cms.Administrator, onPage, false},
	"POST /people/{person}/link":                          {cms.Administrator, onPage, false},
	"POST /people/{person}/factor":                        {cms.Administrator, onPage, false},
	"POST /people/{person}/disable":                       {cms.Administrator, onPage, false},
	"POST /people/{person}/enable":                        {cms.Administrator, onPage, false},
	"GET /people/{person}/close":                          {cms.Administrator, onPage, false},
	"POST /people/{person}/close":                         {cms.Administrator, onPage, false},
	"GET /pages":                                          {0, somewhere, false},
	"GET /pages/{page}":                                   {cms.Author, onPage, false},
	"POST /pages/{page}":                                  {cms.Author, onPage, false},
	"GET /pages/{page}/new":                               {cms.Author, onPage, false},
	"POST /pages/{page}/new":                              {cms.Author, onPage, false},
	"GET /pages/{page}/block":                             {cms.Author, onPage, false},
	"GET /pages/{page}/blocks":                            {cms.Author, onPage, false},
	"POST /pages/{page}/blocks":                           {cms.Author, onPage, false},
	"POST /pages/{page}/choose":                           {cms.Author, onPage, false},
	"POST /pages/{page}/upload":                           {cms.Author, onPage, false},
	"GET /pages/{page}/discard":                           {cms.Author, onPage, false},
	"POST /pages/{page}/discard":                          {cms.Author, onPage, false},
	"GET /pages/{page}/delete":                            {cms.Author, onPage, false}, // tells what stands in the way
	"POST /pages/{page}/delete":                           {cms.Author, onPage, true},
	"GET /pages/{page}/history":                           {cms.Author, onPage, false},
	"GET /pages/{page}/publish":                           {cms.Author, onPage, false},
	"GET /pages/{page}/preview":                           {cms.Author, onPage, false},
	"GET /pages/{page}/preview/frame":                     {cms.Author, onPage, false},
	"POST /pages/{page}/publish/submit":                   {cms.Author, onPage, false},
	"POST /pages/{page}/publish/approve":                  {cms.Reviewer, onPage, false},
	"POST /pages/{page}/publish/return":                   {cms.Reviewer, onPage, false},
	"POST /pages/{page}/publish/release":                  {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/withdraw":                  {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/withdraw":                 {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/redirect":                  {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/redirect":                 {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/gone":                      {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/gone":                     {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/expire":                    {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/expire":                   {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/again":                     {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/again":                    {cms.Publisher, onPage, false},
	"GET /pages/{page}/publish/planned/{release}":         {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/planned/{release}":        {cms.Publisher, onPage, false},
	"POST /pages/{page}/publish/planned/{release}/cancel": {cms.Publisher, onPage, false},
	"GET /pages/{page}/move":                              {cms.Author, onPage, false}, // tells where it could go
	"POST /pages/{page}/move":                             {cms.Publisher, onPage, false},
	"GET /pages/{page}/copy":                              {cms.Author, onPage, false},
	"POST /pages/{page}/copy":                             {cms.Author, onPage, false},
	"GET /pages/{page}/order":                             {cms.Author, onPage, false},
	"POST /pages/{page}/order":                            {cms.Author, onPage, false},
	"GET /files":                                          {cms.Author, somewhere, false},
	"POST /files":                                         {cms.Author, somewhere, false},
	"GET /files/{file}":                                   {cms.Author, somewhere, false},
	"POST /files/{file}":                                  {cms.Author, somewhere, false},
	"POST /files/{file}/delete":                           {cms.Author, somewhere, true},
	"GET /files/{file}/original":                          {cms.Author, somewhere, false},
	"GET /media/{file}/small":                             {cms.Author, somewhere, false},
	"GET /media/{file}/{filename}":                        {cms.Author, somewhere, false},
	"GET /media/{file}/{width}/{filename}":                {cms.Author, somewhere, false},
	"GET /choose/pages":                                   {cms.Author, somewhere, false},
	"GET /choose/people":                                  {cms.Author, somewhere, false},
	"GET /choose/images":                                  {cms.Author, somewhere, false},
	"GET /choose/files":                                   {cms.Author, somewhere, false},
	"GET /choose/terms":                                   {0, somewhere, false},
	"GET /choose/chosen":                                  {0, somewhere, false},
	"GET /linked":                                         {cms.Author, somewhere, false},
	"POST /convert":                                       {cms.Author, somewhere, false},
	"POST /paste":                                         {cms.Author, somewhere, false},
}

// configuring are the routes of those who configure the whole site.
var configuring = []string{"/lists", "/settings", "/forms"}

func needed(r admin.Route) (need, bool) {
	if strings.HasPrefix(r.Pattern, "/forms/") && strings.HasSuffix(r.Pattern, "/delete") { // what visitors sent
		return need{cms.Administrator, onSite, true}, true
	}
	for _, prefix := range configuring {
		if r.Pattern == prefix || strings.HasPrefix(r.Pattern, prefix+"/") || strings.HasPrefix(r.Pattern, prefix+".") {
			return need{cms.Administrator, onSite, false}, true
		}
	}
	n, known := needs[r.Method+" "+r.Pattern]
	return n, known
}

// walker is somebody who tries every route.
type walker struct {
	name   string
	role   cms.Role
	branch string // site, inside or outside
	delete bool
}

func walkers() (list []walker) {
	list = append(list, walker{name: "somebody without a role", branch: "outside"})
	for _, role := range cms.Roles {
		for _, branch := range []string{"site", "inside", "outside"} {
			list = append(list, walker{role.String() + ", " + branch, role, branch, false})
		}
	}
	return append(list, walker{"author, inside, may delete", cms.Author, "inside", true}, walker{"author, outside, may delete", cms.Author, "outside", true}, walker{"administrator, site, may delete", cms.Administrator, "site", true})
}

// may reports whether somebody holds what a route needs.
func (w walker) may(n need) bool {
	switch {
	case w.role < n.role, n.delete && !w.delete:
		return false
	case n.where == onSite:
		return w.branch == "site"
	case n.where == onPage:
		return w.branch != "outside"
	default:
		return true
	}
}

// TestEveryRouteAsksWhoItIs walks every route as everybody: with each role, on
// the whole site, on the branch that is asked for and on another one; and as a
// stranger. Whoever may not is refused, and nothing changes. Nothing that is
// asked for by GET changes anything for anybody: those requests find a
// database that takes no change.
func TestEveryRouteAsksWhoItIs(t *testing.T) {
	t.Parallel()
	routes := admin.AllRoutes()
	seen := map[string]bool{}
	for _, r := range routes {
		name := r.Method + " " + r.Pattern
		if seen[name] {
			t.Errorf("%s is in the table twice", name)
		}
		seen[name] = true
		if _, known := needed(r); !known && !r.Open {
			t.Errorf("%s is a new route: say in needs who may use it", name)
		}
	}
	for name := range needs {
		if !seen[name] {
			t.Errorf("%s is not a route any more", name)
		}
	}
	var tried atomic.Int64
	t.Run("as", func(t *testing.T) {
		for _, w := range walkers() {
			t.Run(w.name, func(t *testing.T) {
				t.Parallel()
				newWalk(t, w).all(routes, &tried)
			})
		}
		t.Run("a stranger", func(t *testing.T) {
			t.Parallel()
			k := newWalk(t, walkers()[0])
			k.user = cms.User{}
			k.stranger(routes, &tried)
		})
	})
	t.Logf("%d routes, %d kinds of people, %d requests", len(routes), len(walkers())+1, tried.Load())
}

// walk is a site that somebody walks through.
type walk struct {
	*office
	t      *testing.T
	who    walker
	user   cms.User
	still  string // address of the same admin on a database that takes no change
	params map[string]string
}

func newWalk(t *testing.T, w walker) *walk {
	t.Helper()
	var config admin.Config
	o := newOffice(t, func(c *admin.Config) {
		c.Preview = func(ctx context.Context, user cms.User, look publishing.Look, _ string, _ url.Values) (p admin.Previewed, err error) {
			err = c.Publisher.Preview(ctx, user, look, func(_ *postgres.Snapshot, seen publishing.Seen) error {
				p = admin.Previewed{Seen: seen, Status: http.StatusOK}
				return nil
			})
			return p, err
		}
		config = *c
	})
	news := o.publish("landing", o.home, "news", &kinds.Landing{Title: "News", Summary: "S."})
	about := o.publish("landing", o.home, "about", &kinds.Landing{Title: "About", Summary: "S."})
	page := o.publish("landing", news, "page", &kinds.Landing{Title: "Page", Summary: "S."})
	k := &walk{office: o, t: t, who: w}
	k.user = o.user(w.role, map[string]cms.ID{"site": "", "inside": news, "outside": about}[w.branch])
	if w.delete {
		k.user.Grants[0].Delete = true
		o.users[k.user.ID] = k.user
		o.edit(func(e *publishing.Edit) error { return e.SetGrants(context.Background(), k.user.ID, k.user.Grants) })
	}
	colleague := o.user(cms.Author, page)
	none := string(publishing.NewID())
	k.params = map[string]string{
		"page": string(page), "person": string(colleague.ID), "kind": "menu", "vocabulary": "topic",
		"term": none, "submission": none, "release": none, "file": none, "width": "320", "filename": "a.png",
		"outside": string(about),
	}
	k.draft()

	reading, err := postgres.Open(t.Context(), withSetting(t, o.store.Pool.Config().ConnString(), "default_transaction_read_only=on"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(reading.Close)
	jobs, err := worker.NewInserter(reading.Pool, quiet)
	if err != nil {
		t.Fatal(err)
	}
	config.Publisher = publishing.New(reading, o.registry, jobs)
	config.Auth = auth.New(auth.Config{Store: o.store, Logger: quiet})
	server := httptest.NewServer(admin.New(config).Routes())
	t.Cleanup(server.Close)
	k.still = server.URL
	return k
}

// withSetting adds a setting for the session to the URL of a database.
func withSetting(t *testing.T, connection, setting string) string {
	t.Helper()
	u, err := url.Parse(connection)
	if err != nil {
		t.Fatal(err)
	}
	name, value, _ := strings.Cut(setting, "=")
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// draft gives the page a draft that waits for approval, by somebody else.
func (k *walk) draft() {
	k.t.Helper()
	page := cms.ID(k.params["page"])
	err := k.publisher.Edit(k.t.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.Save(k.t.Context(), publishing.Save{Page: page, Value: &kinds.Landing{Title: "Page", Summary: "Another."}})
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// path is the address of a route, with objects of the branch.
func (k *walk) path(pattern string) string {
	for name, value := range k.params {
		pattern = strings.ReplaceAll(pattern, "{"+name+"}", value)
	}
	return "/admin" + strings.TrimSuffix(pattern, "/")
}

// rolledBack are what is shown by doing it and taking it back.
var rolledBack = []string{"/pages/{page}/preview", "/pages/{page}/preview/frame", "/pages/{page}/delete", "/pages/{page}/move", "/pages/{page}/copy"}

func (k *walk) all(routes []admin.Route, tried *atomic.Int64) {
	state := k.state()
	check := func(r admin.Route, status int) (refused bool) {
		k.t.Helper()
		tried.Add(1)
		n, _ := needed(r)
		refused = status == http.StatusForbidden || status == http.StatusNotFound
		switch may := k.who.may(n); {
		case may && (status == http.StatusForbidden || status == http.StatusUnauthorized):
			k.t.Errorf("%s %s: refused (%d)", r.Method, r.Pattern, status)
		case !may && !refused:
			k.t.Errorf("%s %s: allowed (%d)", r.Method, r.Pattern, status)
		case status >= 500 && status != http.StatusServiceUnavailable:
			k.t.Errorf("%s %s: %d", r.Method, r.Pattern, status)
		}
		return refused
	}
	for _, r := range routes {
		if r.Method != http.MethodGet || r.Open {
			continue
		}
		own := k.office.url
		if !slices.Contains(rolledBack, r.Pattern) {
			k.office.url = k.still
		}
		check(r, k.get(k.user, k.path(r.Pattern)).StatusCode)
		k.office.url = own
	}
	if now := k.state(); now != state {
		k.t.Error("something has changed by GET")
	}
	for _, r := range routes {
		if r.Method == http.MethodGet || r.Open {
			continue
		}
		state := k.state()
		if check(r, k.post(k.user, k.path(r.Pattern), url.Values{}).StatusCode) && k.state() != state {
			k.t.Errorf("%s %s: refused, and something has changed", r.Method, r.Pattern)
		}
	}
	k.targets(tried)
}

// targets tries to move and copy pages of the branch to another one, and the
// other way round: who may must be allowed at both ends.
func (k *walk) targets(tried *atomic.Int64) {
	inside, outside := k.params["page"], k.params["outside"]
	for _, action := range []string{"move", "copy"} {
		for _, ends := range [][2]string{{inside, outside}, {outside, inside}} {
			tried.Add(1)
			state := k.state()
			form := url.Values{"parent": {ends[1]}, "slug": {"there"}, "title": {"There"}, "action": {"do"}}
			status := k.post(k.user, "/admin/pages/"+ends[0]+"/"+action, form).StatusCode
			if done := k.state() != state; done && k.who.branch != "site" {
				k.t.Errorf("%s from %s to %s: done (%d)", action, ends[0], ends[1], status)
			}
		}
	}
}

func (k *walk) stranger(routes []admin.Route, tried *atomic.Int64) {
	state := k.state()
	for _, r := range routes {
		if r.Open {
			continue
		}
		tried.Add(1)
		if r.Method == http.MethodGet {
			if a := k.get(k.user, k.path(r.Pattern)); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/admin/signin?next=") {
				k.t.Errorf("%s %s: %s", r.Method, r.Pattern, a.Status)
			}
		} else if a := k.post(k.user, k.path(r.Pattern), url.Values{}); a.StatusCode != http.StatusUnauthorized {
			k.t.Errorf("%s %s: %s", r.Method, r.Pattern, a.Status)
		}
	}
	if k.state() != state {
		k.t.Error("something has changed")
	}
}

// state is all that the database holds, in short; but for who is signed in, and
// how often somebody tried to.
func (k *walk) state() string {
	k.t.Helper()
	var tables []string
	err := k.store.Pool.QueryRow(k.t.Context(), `
		select array_agg(relname::text order by relname) from pg_class
		where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('session', 'throttle')`).Scan(&tables)
	if err != nil {
		k.t.Fatal(err)
	}
	parts := make([]string, len(tables))
	for i, table := range tables {
		parts[i] = fmt.Sprintf(`(select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from %q t)`, table)
	}
	var sum string
	if err := k.store.Pool.QueryRow(k.t.Context(), `select concat_ws(' ', `+strings.Join(parts, ", ")+`)`).Scan(&sum); err != nil {
		k.t.Fatal(err)
	}
	return sum
}
