package site

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/web"
)

const (
	// mostInSitemap is how many pages one sitemap names. Search engines take five
	// times as many, but each is made in memory.
	mostInSitemap = 10_000

	mostSitemaps = 50_000 // that a list of them may name

	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xmlText      = "application/xml; charset=utf-8"
)

// showRobots lets every robot read everything, and says where the sitemap is.
func (s *Site) showRobots(w http.ResponseWriter, r *http.Request) error {
	return web.Respond(w, r, http.StatusOK, plainText, []byte("User-agent: *\nAllow: /\n\nSitemap: "+s.BaseURL+"/sitemap.xml\n"))
}

// showSitemap names every page that search engines may know, or the parts of
// that list when it is long.
func (s *Site) showSitemap(w http.ResponseWriter, r *http.Request) error {
	return s.sendSitemap(w, r, func(snap *postgres.Snapshot) ([]byte, error) {
		total, err := snap.CountSitemap(r.Context())
		if err != nil {
			return nil, err
		}
		if parts := (total + s.sitemapPart - 1) / s.sitemapPart; parts > 1 {
			return s.sitemapIndex(parts)
		}
		return s.sitemap(r, snap, 1)
	})
}

// showSitemapPart names the pages of one part.
func (s *Site) showSitemapPart(w http.ResponseWriter, r *http.Request) error {
	part, err := strconv.Atoi(chi.URLParam(r, "part"))
	if err != nil || part < 1 || part > mostSitemaps || strconv.Itoa(part) != chi.URLParam(r, "part") {
		return cms.ErrNotFound
	}
	return s.sendSitemap(w, r, func(snap *postgres.Snapshot) ([]byte, error) { return s.sitemap(r, snap, part) })
}

func (s *Site) sendSitemap(w http.ResponseWriter, r *http.Request, write func(*postgres.Snapshot) ([]byte, error)) error {
	var text []byte
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		text, err = write(snap)
		return err
	})
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, xmlText, text)
}

// sitemapEntry is a page, or a part of the sitemap.
type sitemapEntry struct {
	Address string `xml:"loc"`
	Edited  string `xml:"lastmod,omitempty"`
}

// sitemap names the pages of a part. There is always a first one.
func (s *Site) sitemap(r *http.Request, snap *postgres.Snapshot, part int) ([]byte, error) {
	text := newSitemap("urlset", "url")
	named := 0
	err := snap.Sitemap(r.Context(), s.sitemapPart, (part-1)*s.sitemapPart, func(path string, edited time.Time) error {
		named++
		return text.add(sitemapEntry{s.BaseURL + (&url.URL{Path: path}).EscapedPath(), edited.UTC().Format(time.RFC3339)})
	})
	if err != nil {
		return nil, err
	}
	if named == 0 && part > 1 {
		return nil, cms.ErrNotFound
	}
	return text.end(), nil
}

func (s *Site) sitemapIndex(parts int) ([]byte, error) {
	text := newSitemap("sitemapindex", "sitemap")
	for part := range parts {
		if err := text.add(sitemapEntry{Address: s.BaseURL + "/sitemap-" + strconv.Itoa(part+1) + ".xml"}); err != nil {
			return nil, err
		}
	}
	return text.end(), nil
}

// sitemapText is a sitemap, or a list of some, that is being written.
type sitemapText struct {
	whole   string // name of the root element
	each    xml.StartElement
	text    bytes.Buffer
	encoder *xml.Encoder
}

func newSitemap(whole, each string) *sitemapText {
	t := &sitemapText{whole: whole, each: xml.StartElement{Name: xml.Name{Local: each}}}
	t.text.WriteString(xml.Header + `<` + whole + ` xmlns="` + sitemapSpace + `">` + "\n")
	t.encoder = xml.NewEncoder(&t.text)
	return t
}

func (t *sitemapText) add(e sitemapEntry) error {
	err := t.encoder.EncodeElement(e, t.each)
	t.text.WriteByte('\n')
	return err
}

func (t *sitemapText) end() []byte {
	t.text.WriteString("</" + t.whole + ">\n")
	return t.text.Bytes()
}
