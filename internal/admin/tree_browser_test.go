package admin_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/testkit"
	"lectern/internal/web"
	"lectern/static"
)

// TestTheTreeInABrowser opens branches, makes, moves, copies, orders and deletes
// pages as a person does, by keyboard, by mouse and without JavaScript, and looks
// at each of these pages with axe, on a phone and on a desktop.
func TestTheTreeInABrowser(t *testing.T) {
	t.Parallel()
	dist, err := fs.Sub(static.Dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(dist)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	var chief cms.User
	var config admin.Config
	o := newOffice(t, func(c *admin.Config) {
		c.Assets, c.BaseURL = assets, server.URL
		c.SignedIn = func(*http.Request) (cms.User, bool) { return chief, true }
		config = *c
	})
	chief = o.eraser()
	mux.Handle("/admin/", admin.New(config).Routes())
	mux.Handle("/admin", admin.New(config).Routes())
	mux.HandleFunc("/static/", func(w http.ResponseWriter, r *http.Request) {
		assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, "/static/"))
	})
	services := o.page(o.home, "services", "Services")
	for _, name := range []string{"Alpha", "Beta", "Gamma"} {
		o.page(services, strings.ToLower(name), name)
	}
	news := o.page(o.home, "news", "News")
	o.drafted(chief, news, "News, changed")
	job := struct {
		Origin   string `json:"origin"`
		Home     cms.ID `json:"home"`
		Services cms.ID `json:"services"`
		News     cms.ID `json:"news"`
		Draft    cms.ID `json:"draft"`
	}{server.URL, o.home, services, news, o.begun(chief, news, "never-public", "Never public")}
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "arrange.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
}
