package feeds

import (
	"encoding/xml"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	gorilla "github.com/gorilla/feeds"
)

const (
	generator = "Lectern"

	atomNamespace  = "http://www.w3.org/2005/Atom"
	mediaNamespace = "http://search.yahoo.com/mrss/"

	// minutes is how long readers may wait before they ask again.
	minutes = 15

	// RSS has no larger pictures of channels.
	imageWidth, imageHeight = 144, 400
)

// rssDocument, rssChannel and rssItem are the library's, with what it lacks.
// Of fields with one name, encoding/xml takes the outer one.
type rssDocument struct {
	XMLName    xml.Name `xml:"rss"`
	Version    string   `xml:"version,attr"`
	Atom       string   `xml:"xmlns:atom,attr"`
	Content    string   `xml:"xmlns:content,attr"`
	DublinCore string   `xml:"xmlns:dc,attr"`
	Media      string   `xml:"xmlns:media,attr"`
	Channel    rssChannel
}

type rssChannel struct {
	*gorilla.RssFeed
	Links   []rssLink
	Creator string    `xml:"dc:creator,omitempty"`
	Items   []rssItem `xml:"item"`
}

// rssLink is a link of Atom inside RSS.
type rssLink struct {
	XMLName xml.Name `xml:"atom:link"`
	Href    string   `xml:"href,attr"`
	Rel     string   `xml:"rel,attr,omitempty"`
	Type    string   `xml:"type,attr,omitempty"`
	Length  string   `xml:"length,attr,omitempty"`
}

type rssItem struct {
	*gorilla.RssItem
	Updated    string        `xml:"atom:updated"`
	Creators   []string      `xml:"dc:creator"` // the library's author has to be an email address
	Language   string        `xml:"dc:language,omitempty"`
	Categories []rssCategory `xml:"category"`
	Thumbnail  *rssThumbnail
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Label  string `xml:",chardata"`
}

type rssThumbnail struct {
	XMLName xml.Name `xml:"media:thumbnail"`
	URL     string   `xml:"url,attr"`
}

// FeedXml makes it a feed of the library.
func (d rssDocument) FeedXml() any { return d }

func (f Feed) rss() ([]byte, error) {
	return writeXML(rssDocument{
		Version:    "2.0",
		Atom:       atomNamespace,
		Content:    "http://purl.org/rss/1.0/modules/content/",
		DublinCore: "http://purl.org/dc/elements/1.1/",
		Media:      mediaNamespace,
		Channel:    f.rssChannel(),
	}, f.Stylesheet)
}

func (f Feed) rssChannel() rssChannel {
	channel := rssChannel{
		RssFeed: &gorilla.RssFeed{
			Title: f.Title, Link: f.Page, Description: f.Description,
			Language: strings.ToLower(f.Language), Copyright: f.Rights, LastBuildDate: rfc822(f.Updated),
			Generator: generator, Docs: "https://www.rssboard.org/rss-specification", Ttl: minutes,
			Image: f.rssImage(),
		},
		Creator: f.Publisher,
		Items:   each(f.Items, Item.rss),
	}
	for _, link := range f.links(RSS) {
		if link.Rel != "alternate" { // which the channel's own link is
			channel.Links = append(channel.Links, rssLink(link))
		}
	}
	return channel
}

// rssImage is the feed's picture where it is known to be small enough.
func (f Feed) rssImage() *gorilla.RssImage {
	i := f.Image
	if i == nil || i.Width < 1 || i.Width > imageWidth || i.Height < 1 || i.Height > imageHeight {
		return nil
	}
	return &gorilla.RssImage{Url: i.URL, Title: f.Title, Link: f.Page, Width: i.Width, Height: i.Height}
}

func (i Item) rss() rssItem {
	item := rssItem{
		RssItem: &gorilla.RssItem{
			Title: i.Title, Link: i.URL, Description: asHTML(i.Summary),
			Guid:    &gorilla.RssGuid{Id: i.ID, IsPermaLink: "false"},
			PubDate: rfc822(i.Published),
		},
		Updated:  i.Updated.Format(time.RFC3339),
		Language: i.Language,
	}
	if i.HTML != "" {
		item.Content = &gorilla.RssContent{Content: i.HTML}
	}
	for _, author := range i.Authors {
		item.Creators = append(item.Creators, author.Name)
	}
	for _, category := range i.Categories {
		item.Categories = append(item.Categories, rssCategory{category.Scheme, category.label()})
	}
	if i.Image != "" {
		item.Thumbnail = &rssThumbnail{URL: i.Image}
	}
	if len(i.Enclosures) > 0 { // of which RSS has one
		first := i.Enclosures[0]
		item.Enclosure = &gorilla.RssEnclosure{Url: first.URL, Type: first.MediaType, Length: strconv.FormatInt(first.Length, 10)}
	}
	return item
}

func rfc822(t time.Time) string { return t.Format(http.TimeFormat) }

var markup = regexp.MustCompile(`<|&#|&[A-Za-z0-9]+;?`)

// asHTML is plain text for readers of HTML, which descriptions in RSS are for.
// Some show it as it is, so Q&A stays Q&A: only what HTML would misread is
// escaped.
func asHTML(text string) string {
	return markup.ReplaceAllStringFunc(text, func(found string) string {
		if found == "<" || found == "&#" || html.UnescapeString(found) != found {
			return html.EscapeString(found)
		}
		return found
	})
}
