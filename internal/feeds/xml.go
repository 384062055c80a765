package feeds

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	gorilla "github.com/gorilla/feeds"
)

// writeXML writes the document, and names the stylesheet before it.
func writeXML(document gorilla.XmlFeed, stylesheet string) ([]byte, error) {
	text, err := gorilla.ToXML(document)
	if err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	_, root, _ := strings.Cut(text, "?>")
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if stylesheet != "" {
		out.WriteString(`<?xml-stylesheet type="text/css" href="`)
		if err := xml.EscapeText(&out, []byte(stylesheet)); err != nil {
			return nil, fmt.Errorf("feeds: %w", err)
		}
		out.WriteString("\"?>\n")
	}
	out.WriteString(root + "\n")
	return out.Bytes(), nil
}

// links lead from a page of the feed to itself, to what it stands for, and to
// the other pages (RFC 5005).
func (f Feed) links(format Format) []gorilla.AtomLink {
	mediaType, _, _ := strings.Cut(format.MediaType(), ";")
	var links []gorilla.AtomLink
	toPage := func(rel string, page int) {
		links = append(links, gorilla.AtomLink{Rel: rel, Href: cleanText(f.Address(format, page)), Type: mediaType})
	}
	toPage("self", f.PageNumber)
	links = append(links, gorilla.AtomLink{Rel: "alternate", Href: f.Page, Type: "text/html"})
	if f.LicenceURL != "" {
		links = append(links, gorilla.AtomLink{Rel: "license", Href: f.LicenceURL})
	}
	// A hub tells of what is new, which is on the first page.
	if f.Hub != "" && f.PageNumber == 1 {
		links = append(links, gorilla.AtomLink{Rel: "hub", Href: f.Hub})
	}
	if f.Pages < 2 {
		return links
	}
	toPage("first", 1)
	if f.PageNumber > 1 {
		toPage("previous", f.PageNumber-1)
	}
	if f.PageNumber < f.Pages {
		toPage("next", f.PageNumber+1)
	}
	toPage("last", f.Pages)
	return links
}
