package site

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"io"
	"time"

	"lectern/internal/postgres"
)

const (
	sitemapSpace  = "http://www.sitemaps.org/schemas/sitemap/0.9"
	newsSpace     = "http://www.google.com/schemas/sitemap-news/0.9"
	picturesSpace = "http://www.google.com/schemas/sitemap-image/1.1"
	newsLanguage  = "en" // as search engines want it: without the country
)

// sitemapEntry is a page, or a part of a sitemap, in the order of the protocol.
type sitemapEntry struct {
	Address  string           `xml:"loc"`
	Changed  string           `xml:"lastmod,omitempty"`
	News     *sitemapNews     `xml:"news:news"`
	Pictures []sitemapPicture `xml:"image:image"`
}

type sitemapNews struct {
	Publication string `xml:"news:publication>news:name"`
	Language    string `xml:"news:publication>news:language"`
	Published   string `xml:"news:publication_date"`
	Title       string `xml:"news:title"`
}

type sitemapPicture struct {
	Address string `xml:"image:loc"`
}

func newsOf(publication string, p postgres.SitemapPage) *sitemapNews {
	return &sitemapNews{publication, newsLanguage, p.PublishedAt.UTC().Format(time.RFC3339), p.Title}
}

// sitemapText is a sitemap that is being written.
type sitemapText struct {
	to      *bufio.Writer // remembers its first failure until end
	encoder *xml.Encoder
}

func newSitemap(to io.Writer) *sitemapText {
	t := &sitemapText{to: bufio.NewWriterSize(to, 32<<10)}
	t.encoder = xml.NewEncoder(t.to)
	_, _ = t.to.WriteString(xml.Header + `<urlset xmlns="` + sitemapSpace + `" xmlns:news="` + newsSpace + `" xmlns:image="` + picturesSpace + `">` + "\n")
	return t
}

var sitemapURL = xml.StartElement{Name: xml.Name{Local: "url"}}

func (t *sitemapText) add(e sitemapEntry) error {
	if err := t.encoder.EncodeElement(e, sitemapURL); err != nil {
		return err
	}
	return t.to.WriteByte('\n')
}

func (t *sitemapText) end() error {
	_, _ = t.to.WriteString("</urlset>\n")
	return t.to.Flush()
}

// sitemapIndex names sitemaps.
func sitemapIndex(parts []sitemapEntry) ([]byte, error) {
	var text bytes.Buffer
	text.WriteString(xml.Header + `<sitemapindex xmlns="` + sitemapSpace + `">` + "\n")
	encoder := xml.NewEncoder(&text)
	for _, part := range parts {
		if err := encoder.EncodeElement(part, xml.StartElement{Name: xml.Name{Local: "sitemap"}}); err != nil {
			return nil, err
		}
		text.WriteByte('\n')
	}
	text.WriteString("</sitemapindex>\n")
	return text.Bytes(), nil
}
