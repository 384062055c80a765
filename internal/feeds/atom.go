package feeds

import (
	"encoding/xml"
	"strconv"
	"time"

	gorilla "github.com/gorilla/feeds"
)

// atomDocument and atomEntry are the library's, with what it lacks. Of fields
// with one name, encoding/xml takes the outer one.
type atomDocument struct {
	*gorilla.AtomFeed
	Media     string             `xml:"xmlns:media,attr"`
	Language  string             `xml:"xml:lang,attr,omitempty"`
	Generator string             `xml:"generator"`
	Links     []gorilla.AtomLink // the library has room for one
	Entries   []atomEntry        `xml:"entry"`
}

type atomEntry struct {
	*gorilla.AtomEntry
	Language   string `xml:"xml:lang,attr,omitempty"`
	Content    *atomContent
	Authors    []gorilla.AtomPerson `xml:"author"`
	Categories []atomCategory       `xml:"category"` // the library's are not valid
	Thumbnail  *rssThumbnail
}

// atomContent is half as long as the library's, which escapes every bracket.
type atomContent struct {
	XMLName xml.Name `xml:"content"`
	Type    string   `xml:"type,attr"`
	HTML    string   `xml:",cdata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr"`
}

// FeedXml makes it a feed of the library.
func (d atomDocument) FeedXml() any { return d }

func (f Feed) atom() ([]byte, error) {
	document := atomDocument{
		AtomFeed: &gorilla.AtomFeed{
			Xmlns: atomNamespace,
			Id:    f.ID, Title: f.Title, Subtitle: f.Description, Updated: f.Updated.Format(time.RFC3339),
			Rights: f.Rights, Icon: f.Icon,
		},
		Media:     mediaNamespace,
		Language:  f.Language,
		Generator: generator,
		Links:     f.links(Atom),
		Entries:   each(f.Items, Item.atom),
	}
	if f.Publisher != "" {
		document.Author = &gorilla.AtomAuthor{AtomPerson: gorilla.AtomPerson{Name: f.Publisher, Uri: f.PublisherURL}}
	}
	if f.Image != nil {
		document.Logo = f.Image.URL
	}
	return writeXML(document, f.Stylesheet)
}

func (i Item) atom() atomEntry {
	entry := atomEntry{
		AtomEntry: &gorilla.AtomEntry{
			Id: i.ID, Title: i.Title,
			Published: i.Published.Format(time.RFC3339), Updated: i.Updated.Format(time.RFC3339),
			Links: []gorilla.AtomLink{{Rel: "alternate", Href: i.URL, Type: "text/html"}},
		},
		Language: i.Language,
	}
	if i.Summary != "" {
		entry.Summary = &gorilla.AtomSummary{Type: "text", Content: i.Summary}
	}
	if i.HTML != "" {
		entry.Content = &atomContent{Type: "html", HTML: i.HTML}
	}
	for _, author := range i.Authors {
		entry.Authors = append(entry.Authors, gorilla.AtomPerson{Name: author.Name, Uri: author.URL})
	}
	for _, category := range i.Categories {
		entry.Categories = append(entry.Categories, atomCategory{category.Term, category.Scheme, category.label()})
	}
	if i.Image != "" {
		entry.Thumbnail = &rssThumbnail{URL: i.Image}
	}
	for _, file := range i.Enclosures {
		entry.Links = append(entry.Links, gorilla.AtomLink{
			Rel: "enclosure", Href: file.URL, Type: file.MediaType, Length: strconv.FormatInt(file.Length, 10),
		})
	}
	return entry
}
