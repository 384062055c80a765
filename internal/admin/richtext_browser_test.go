package admin_test

import (
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/a-h/templ"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/richtext"
	"lectern/internal/site"
	"lectern/internal/testkit"
	"lectern/internal/web"
	"lectern/static"
	pages "lectern/templates/admin"
)

// textDesk is an admin with the real scripts, and a page of text fields at
// /admin/desk?fields=N that shows what was sent to it.
func textDesk(t testing.TB) (o *office, url string) {
	t.Helper()
	o = newOffice(t)
	dist, err := fs.Sub(static.Dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(dist)
	if err != nil {
		t.Fatal(err)
	}
	o.visitors = sync.OnceValue(func() *site.Site { return o.newVisitors(assets) })
	author := o.user(cms.Author, "")
	blobs := testkit.Blobs(t)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.Handle("/admin/", admin.New(admin.Config{
		Publisher: o.publisher, Registry: o.registry, Assets: assets, BaseURL: server.URL, Zone: o.registry.Zone(), Logger: quiet,
		Blobs: blobs, Pictures: media.NewPictures(blobs, quiet), Preview: o.preview,
		SignedIn: func(*http.Request) (cms.User, bool) { return author, true },
	}).Routes())
	mux.HandleFunc("/static/", func(w http.ResponseWriter, r *http.Request) {
		assets.Serve(w, r, strings.TrimPrefix(r.URL.Path, "/static/"))
	})
	mux.HandleFunc("/services", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `<!doctype html><title>Services</title><main><h2 id="costs">What it costs</h2></main>`)
	})
	desk := func(w http.ResponseWriter, r *http.Request) {
		fields := 2
		_, _ = fmt.Sscan(r.URL.Query().Get("fields"), &fields)
		v := &pages.View{Title: "Desk", User: author, Path: r.URL.Path, Static: assets.URL, Scripts: []string{"edit.js"}}
		children := templ.Raw(`<form class="panel" method="post">` + strings.Join(deskFields(fields, r), "") + `<button class="button">Save</button></form>`)
		if err := pages.Page(v).Render(templ.WithChildren(r.Context(), children), w); err != nil {
			t.Error(err)
		}
	}
	mux.Handle("/admin/desk", web.SecurityHeaders(server.URL, web.ForEditors)(http.HandlerFunc(desk)))
	return o, server.URL
}

// deskText is what the fields hold, or what was sent of the first.
const deskText = "See **the** [NHS]{National Health Service} [guide](https://example.org/guide).\n\n- one\n- two"

func deskFields(n int, r *http.Request) (fields []string) {
	for i := range n {
		name := fmt.Sprintf("body.%d", i)
		text, doc := deskText, readText(deskText)
		if r.Method == http.MethodPost && r.FormValue(name+":format") == "json" {
			doc = nil
			_ = json.Unmarshal([]byte(r.FormValue(name)), &doc)
			doc = doc.Normalise()
			text = doc.Markdown(cms.Places{}.Address)
		} else if r.Method == http.MethodPost {
			text = r.FormValue(name)
			doc = readText(text)
		}
		tree, _ := json.Marshal(doc)
		fields = append(fields, fmt.Sprintf(`<div class="field"><label class="label" for=%[1]q>Text %[2]d</label><p class="hint" id="%[1]s-hint">What it is about.</p>
			<lectern-rich-text data-label="Text %[2]d" data-doc="%[3]s"><textarea class="input" id=%[1]q name=%[1]q rows="6" aria-describedby="%[1]s-hint">
%[4]s</textarea><input type="hidden" name="%[1]s:format" value="markdown"></lectern-rich-text></div>`,
			name, i+1, html.EscapeString(string(tree)), html.EscapeString(text)))
	}
	return fields
}

func readText(markdown string) richtext.Doc {
	doc, _ := richtext.ParseMarkdown(markdown, nil)
	return doc
}

// TestTextInABrowser writes, marks, links, pastes and converts text as a person
// does, by keyboard wherever it can be.
func TestTextInABrowser(t *testing.T) {
	t.Parallel()
	o, url := textDesk(t)
	hub := o.publish("landing", o.home, "services", &kinds.Landing{Title: "All our services", Summary: "S."})
	job := struct {
		Origin  string            `json:"origin"`
		Page    cms.ID            `json:"page"`
		Samples map[string]sample `json:"samples"`
	}{url, hub, pasteSamples(t)}
	var found struct {
		Findings []string `json:"findings"`
		Told     []string `json:"told"`
	}
	testkit.Script(t, "rich-text.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	for _, line := range found.Told {
		t.Log(line)
	}
}

// sample is what a program puts on the clipboard, and what must come of it.
type sample struct {
	HTML string       `json:"html"`
	Doc  richtext.Doc `json:"doc"`
	Lost []string     `json:"lost"`
}

func pasteSamples(t *testing.T) map[string]sample {
	t.Helper()
	files, err := filepath.Glob("../richtext/testdata/paste/*.html")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	samples := map[string]sample{}
	for _, path := range files {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, lost := richtext.FromHTML(string(source), cms.Places{}.Link)
		samples[strings.TrimSuffix(filepath.Base(path), ".html")] = sample{string(source), doc, lost}
	}
	return samples
}
