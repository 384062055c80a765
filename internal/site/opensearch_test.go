package site_test

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/internal/site"
	"lectern/internal/testkit"
)

// searchDescription is what a browser reads of it.
type searchDescription struct {
	XMLName     xml.Name
	ShortName   string `xml:"http://a9.com/-/spec/opensearch/1.1/ ShortName"`
	LongName    string `xml:"http://a9.com/-/spec/opensearch/1.1/ LongName"`
	Description string `xml:"http://a9.com/-/spec/opensearch/1.1/ Description"`
	Language    string `xml:"http://a9.com/-/spec/opensearch/1.1/ Language"`
	Encoding    string `xml:"http://a9.com/-/spec/opensearch/1.1/ InputEncoding"`
	Image       struct {
		Type    string `xml:"type,attr"`
		Address string `xml:",chardata"`
	} `xml:"http://a9.com/-/spec/opensearch/1.1/ Image"`
	URLs []struct {
		Type     string `xml:"type,attr"`
		Rel      string `xml:"rel,attr"`
		Template string `xml:"template,attr"`
	} `xml:"http://a9.com/-/spec/opensearch/1.1/ Url"`
}

func (w *website) searchDescription() (read searchDescription) {
	w.t.Helper()
	r := w.get("/opensearch.xml")
	r.wants(w.t, 200)
	if got := r.Header.Get("Content-Type"); got != "application/opensearchdescription+xml; charset=utf-8" {
		w.t.Errorf("it is sent as %s", got)
	}
	if err := xml.Unmarshal([]byte(r.body), &read); err != nil {
		w.t.Fatal(err)
	}
	w.get("/opensearch.xml", "If-None-Match", r.Header.Get("ETag")).wants(w.t, http.StatusNotModified)
	return read
}

func TestBrowsersLearnHowToSearch(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{
		"pages/index.yaml": home,
		"pages/a.yaml":     "kind: page\ntitle: Trust & care\n",
		"site.yaml":        "title: Ministry of <Care> & Data\n",
	})
	told := w.searchDescription()
	if told.XMLName != (xml.Name{Space: "http://a9.com/-/spec/opensearch/1.1/", Local: "OpenSearchDescription"}) ||
		told.ShortName != "Ministry" || told.LongName != "Ministry of <Care> & Data" || told.Description != "Search Ministry of <Care> & Data" ||
		told.Language != "en-GB" || told.Encoding != "UTF-8" || len(told.URLs) != 2 || told.URLs[1].Template != "https://site.example/opensearch.xml" {
		t.Fatalf("browsers are told %+v", told)
	}
	icon := w.get(strings.TrimPrefix(told.Image.Address, "https://site.example"))
	if icon.wants(t, 200); icon.Header.Get("Content-Type") != told.Image.Type {
		t.Errorf("the icon is %s, not %s", icon.Header.Get("Content-Type"), told.Image.Type)
	}
	search := strings.Replace(strings.TrimPrefix(told.URLs[0].Template, "https://site.example"), "{searchTerms}", url.QueryEscape("trust & care"), 1)
	testkit.Page(t, []byte(w.get(search).body)).Link("Trust & care").Leads("/a")

	const link = `<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title="Ministry of &lt;Care&gt; &amp; Data"`
	for _, path := range []string{"/", "/a", "/search", "/nothing"} {
		if page := w.get(path); strings.Count(page.body, link) != 1 {
			t.Errorf("%s does not say where a browser finds it", path)
		}
	}

	w.load(map[string]string{
		"media/logo.png": picture(t),
		"site.yaml":      "title: Office\nlogo: {file: logo.png, decorative: true}\n",
	})
	if got := w.searchDescription().Image; got.Type != "image/png" || !strings.HasSuffix(got.Address, "/logo.png") {
		t.Errorf("with a logo, the icon is %+v", got)
	}
}

func TestNamesAreShortenedByWholeWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Care Data Office":               "Care Data Office",
		"NHS England Digital":            "NHS England",
		"Office for National Statistics": "Office",
		"Department of Health":           "Department",
		"Statistics, Research and Data":  "Statistics",
		"Bundesgesundheitsministerium":   "Bundesgesundheit",
		"Swyddfa’r Ystadegau ac Iechyd":  "Swyddfa’r",
		"Ministry":                       "Ministry",
	} {
		got := site.Shortened(name, 16)
		if got != want || utf8.RuneCountInString(got) > 16 {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
