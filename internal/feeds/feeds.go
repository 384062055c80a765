// Package feeds writes lists of what is new for programs that follow it: as
// RSS 2.0, as Atom and as JSON Feed, all three saying the same.
package feeds

import (
	"errors"
	"fmt"
	"time"
)

// Format is how a feed is written.
type Format string

const (
	RSS  Format = "rss"
	Atom Format = "atom"
	JSON Format = "json"
)

// Formats are all that there are.
var Formats = []Format{RSS, Atom, JSON}

// Name is what people call the format.
func (f Format) Name() string {
	return map[Format]string{RSS: "RSS", Atom: "Atom", JSON: "JSON Feed"}[f]
}

// MediaType is the value of Content-Type for the format.
func (f Format) MediaType() string {
	return "application/" + map[Format]string{RSS: "rss+xml", Atom: "atom+xml", JSON: "feed+json"}[f] + "; charset=utf-8"
}

// BrowserMediaType is the value of Content-Type with which a browser shows the
// feed. Those of RSS and Atom make Chromium show the source instead.
func (f Format) BrowserMediaType() string {
	if f == JSON {
		return f.MediaType()
	}
	return "application/xml; charset=utf-8"
}

// Feed is one page of a list, newest first. The rest of the list is on others.
type Feed struct {
	ID           string // permanent, such as urn:uuid:…
	Title        string // plain text
	Description  string // plain text
	Page         string // absolute address of the page that it belongs to
	Address      func(f Format, page int) string
	Language     string // such as en-GB
	Rights       string // plain text: copyright and licence
	LicenceURL   string // empty: none
	Publisher    string // the organisation: author of what names none
	PublisherURL string
	Image        *Image    // nil: none
	Icon         string    // absolute address; empty: none
	Updated      time.Time // newest change of what is in it, never the present
	Hub          string    // WebSub hub; empty: none
	Stylesheet   string    // CSS that makes it readable in a browser; empty: none
	PageNumber   int       // from 1; 0 is the first, too
	Pages        int       // how many there are
	Items        []Item
}

// Image is the picture of a feed.
type Image struct {
	URL           string
	Title         string // no format tells it: RSS wants that of the feed
	Width, Height int    // 0: unknown
}

// Item is one entry of a feed.
type Item struct {
	ID         string // permanent, such as urn:uuid:…
	Title      string // plain text
	Summary    string // plain text
	URL        string // absolute
	Published  time.Time
	Updated    time.Time // zero: when it was published
	HTML       string    // complete content, its links absolute
	Authors    []Author  // none: the publisher
	Categories []Category
	Image      string // absolute address; empty: none
	Enclosures []Enclosure
	Language   string // empty: that of the feed
}

// Author is somebody who wrote an item.
type Author struct{ Name, URL string }

// Category is a term of a vocabulary.
type Category struct {
	Scheme string // IRI of the vocabulary; empty: none
	Term   string
	Label  string // for people; empty: the term
}

// Enclosure is a file that belongs to an item. One whose length or type is not
// known is left out.
type Enclosure struct {
	URL, MediaType string
	Length         int64
}

// Write returns the feed in a format. The same feed gives the same bytes.
// Control characters and what else XML cannot hold are dropped, and lines end
// in \n, whatever the format.
func (f Feed) Write(format Format) ([]byte, error) {
	f = f.clean()
	if err := f.complete(); err != nil {
		return nil, err
	}
	switch format {
	case RSS:
		return f.rss()
	case Atom:
		return f.atom()
	case JSON:
		return f.json()
	}
	return nil, fmt.Errorf("feeds: there is no format %q", format)
}

// complete refuses what a format would have to invent something for.
func (f Feed) complete() error {
	if f.ID == "" || f.Page == "" || f.Address == nil {
		return fmt.Errorf("feeds: feed %q needs an ID, a page and an address", f.Title)
	}
	if f.Updated.IsZero() {
		return fmt.Errorf("feeds: feed %q does not say when it was updated", f.Title)
	}
	var problems []error
	for _, item := range f.Items {
		if item.ID == "" || item.URL == "" || item.Published.IsZero() {
			problems = append(problems, fmt.Errorf("feeds: item %q needs an ID, an address and a date", item.Title))
		}
	}
	return errors.Join(problems...)
}

// label is how a category is shown to people.
func (c Category) label() string {
	if c.Label == "" {
		return c.Term
	}
	return c.Label
}
