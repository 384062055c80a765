package admin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// said is what the editor of text is answered.
func said(t *testing.T, a answer) map[string]any {
	t.Helper()
	var said map[string]any
	if a.StatusCode != http.StatusOK {
		t.Fatalf("answered %s", a.Status)
	}
	if err := json.Unmarshal(a.body, &said); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return said
}

func TestTextIsConverted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	hub := o.publish("landing", o.home, "services", &kinds.Landing{Title: "Services", Summary: "S."})
	author := o.user(cms.Author, hub)

	const markdown = "See **the** [list](/services#all), [home](/) or [law](https://example.org).\n\n- one\n- two"
	read := said(t, o.post(author, "/admin/convert", url.Values{"from": {"markdown"}, "text": {markdown}}))
	if read["problems"] != nil {
		t.Errorf("problems: %v", read["problems"])
	}
	tree, _ := json.Marshal(read["doc"])
	if !strings.Contains(string(tree), `{"fragment":"all","page":"`+string(hub)+`"}`) {
		t.Errorf("the link is not to the page: %s", tree)
	}
	printed := said(t, o.post(author, "/admin/convert", url.Values{"from": {"json"}, "text": {string(tree)}}))
	if printed["text"] != markdown {
		t.Errorf("the text came back as %q", printed["text"])
	}

	wrong := said(t, o.post(author, "/admin/convert", url.Values{"from": {"markdown"}, "text": {"Fine\n\n# Not\n\n[x](/nowhere)"}}))
	problems, _ := json.Marshal(wrong["problems"])
	if s := string(problems); !strings.Contains(s, `{"line":3,"message":"a heading`) || !strings.Contains(s, `{"line":5,"message":"there is no page at`) {
		t.Errorf("problems: %s", problems)
	}

	if a := o.post(author, "/admin/convert", url.Values{"from": {"json"}, "text": {"{"}}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("what is no tree is answered %s", a.Status)
	}
	for _, path := range []string{"/admin/convert", "/admin/paste"} {
		if a := o.post(o.user(0, ""), path, url.Values{"text": {"a"}}); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s answers somebody without a role %s", path, a.Status)
		}
	}
}

func TestTextIsPasted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, o.home)
	html := `<h2>Visits</h2><p>Go <a href="http://site.example/#top">home</a>, <a href="http://site.example/media/a.pdf">read</a>
		or <a href="http://site.example.evil/">not</a> <a href="/nowhere">there</a>.</p><img src="a.png">`
	r, err := http.NewRequest(http.MethodPost, o.url+"/admin/paste", strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/html")
	got := said(t, o.send(author, r))
	tree, _ := json.Marshal(got["doc"])
	for _, want := range []string{
		`{"fragment":"top","page":"` + string(o.home) + `"}`, `{"url":"http://site.example/media/a.pdf"}`, `{"url":"http://site.example.evil/"}`,
	} {
		if !strings.Contains(string(tree), want) {
			t.Errorf("%s is not in %s", want, tree)
		}
	}
	lost, _ := json.Marshal(got["lost"])
	for _, want := range []string{"1 heading became a paragraph", "1 image was left out", "1 link became plain words: there is no page"} {
		if !strings.Contains(string(lost), want) {
			t.Errorf("%q is not told in %s", want, lost)
		}
	}
}

func TestLinkedPagesAreTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.get(o.user(cms.Author, ""), "/admin/linked?id="+string(o.home)+"&id=nobody")
	want := `[{"id":"` + string(o.home) + `","title":"Home","path":"/","live":true}]`
	if string(a.body) != want {
		t.Errorf("told %s, want %s", a.body, want)
	}
}
