package feeds_test

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"lectern/internal/feeds"
)

// FuzzWrite writes feeds with any text in every field. Whatever it is, each
// format must be well-formed, and say it to the letter.
func FuzzWrite(f *testing.F) {
	for _, item := range hostileFeed().Items {
		f.Add(item.Title, item.Title, item.Title)
	}
	f.Add("&#0 &notit; &amp", "AT&T &#x26", "&ampx; &; & <")
	f.Add(" spaces ", "\x00\x1b[31m\r\n\r\u0085\ufffe\uffff\ufffd", "\xed\xa0\x80 lone surrogate \xff")
	f.Add("?>", "", "x")
	f.Fuzz(func(t *testing.T, one, two, three string) {
		feed := feedOf(one, two, three)
		if kept(one) == "" || kept(two) == "" {
			for _, format := range feeds.Formats {
				if _, err := feed.Write(format); err == nil {
					t.Errorf("a %s feed without identifiers or addresses was written", format)
				}
			}
			return
		}
		want := saidOf(kept(one), kept(two), kept(three))
		for format, read := range map[feeds.Format]func(testing.TB, []byte) said{
			feeds.RSS: readRSS, feeds.Atom: readAtom, feeds.JSON: readJSON,
		} {
			body := write(t, feed, format)
			if difference := gocmp.Diff(want, read(t, body)); difference != "" {
				t.Errorf("written (-), read as %s (+):\n%s\n%s", format, difference, body)
			}
		}
	})
}

// said is what all formats say alike.
type said struct {
	Title, Description, Page, Self, Rights, Licence, Hub, Author string

	ItemID, ItemTitle, ItemURL, Summary, HTML, ItemAuthor, Category, Image, File, FileType, Language string
}

func feedOf(one, two, three string) feeds.Feed {
	noon := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	return feeds.Feed{
		ID: one, Title: three, Description: two, Page: two, Language: one, Rights: one, LicenceURL: two,
		Publisher: one, PublisherURL: three, Icon: three, Updated: noon, Hub: one, Stylesheet: three,
		Address: func(feeds.Format, int) string { return one },
		Image:   &feeds.Image{URL: one, Title: two, Width: 1, Height: 1},
		Items: []feeds.Item{{
			ID: one, Title: two, Summary: three, URL: two, Published: noon, HTML: three, Image: two,
			Authors:    []feeds.Author{{Name: one, URL: three}},
			Categories: []feeds.Category{{Scheme: two, Term: one, Label: three}},
			Enclosures: []feeds.Enclosure{{URL: two, MediaType: one, Length: 1}},
			Language:   two,
		}},
	}
}

func saidOf(one, two, three string) said {
	return said{
		Title: three, Description: two, Page: two, Self: one, Rights: one, Licence: two, Hub: one, Author: one,
		ItemID: one, ItemTitle: two, ItemURL: two, Summary: three, HTML: three, ItemAuthor: one,
		Category: cmp.Or(three, one), Image: two, File: two, FileType: one, Language: two,
	}
}

// kept is what a feed says of a text: all but what no format of XML can hold,
// and control characters.
func kept(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var kept strings.Builder
	for i, r := range text {
		valid := r != unicode.ReplacementChar || strings.HasPrefix(text[i:], "\ufffd")
		control := r < 0x20 && r != '\n' && r != '\t' || 0x7f <= r && r < 0xa0
		if valid && !control && r != 0xfffe && r != 0xffff {
			kept.WriteRune(r)
		}
	}
	return kept.String()
}

func readJSON(t testing.TB, body []byte) said {
	t.Helper()
	type author struct{ Name string }
	var found struct {
		Title, Description string
		FeedURL            string                         `json:"feed_url"`
		PageURL            string                         `json:"home_page_url"`
		Rights             struct{ Text, Licence string } `json:"_rights"`
		Hubs               []struct{ URL string }
		Authors            []author
		Items              []struct {
			ID, Title, URL, Summary, Image, Language string
			HTML                                     string `json:"content_html"`
			Authors                                  []author
			Tags                                     []string
			Attachments                              []struct {
				URL       string
				MediaType string `json:"mime_type"`
			}
		}
	}
	if err := json.Unmarshal(body, &found); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	item := found.Items[0]
	return said{
		Title: found.Title, Description: found.Description, Page: found.PageURL, Self: found.FeedURL,
		Rights: found.Rights.Text, Licence: found.Rights.Licence, Hub: found.Hubs[0].URL, Author: found.Authors[0].Name,
		ItemID: item.ID, ItemTitle: item.Title, ItemURL: item.URL, Summary: item.Summary, HTML: item.HTML,
		ItemAuthor: item.Authors[0].Name, Category: item.Tags[0], Image: item.Image, Language: item.Language,
		File: item.Attachments[0].URL, FileType: item.Attachments[0].MediaType,
	}
}

// element is any element of XML.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func readXML(t testing.TB, body []byte) element {
	t.Helper()
	var root element
	if err := xml.Unmarshal(body, &root); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return root
}

// child is the first child of that name, or one without anything in it.
func (e element) child(name string) element {
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			return child
		}
	}
	return element{}
}

func (e element) attr(name string) string {
	for _, attr := range e.Attrs {
		if attr.Name.Local == name {
			return attr.Value
		}
	}
	return ""
}

// link is where the link of that relation leads.
func (e element) link(rel string) element {
	for _, child := range e.Children {
		if child.XMLName.Local == "link" && child.attr("rel") == rel {
			return child
		}
	}
	return element{}
}

func readRSS(t testing.TB, body []byte) said {
	t.Helper()
	channel := readXML(t, body).child("channel")
	item := channel.child("item")
	return said{
		Title: channel.child("title").Text, Description: channel.child("description").Text,
		Page: channel.child("link").Text, Self: channel.link("self").attr("href"),
		Rights: channel.child("copyright").Text, Licence: channel.link("license").attr("href"),
		Hub: channel.link("hub").attr("href"), Author: channel.child("creator").Text,
		ItemID: item.child("guid").Text, ItemTitle: item.child("title").Text, ItemURL: item.child("link").Text,
		Summary: shownAsHTML(t, item.child("description").Text), HTML: item.child("encoded").Text,
		ItemAuthor: item.child("creator").Text, Category: item.child("category").Text,
		Image: item.child("thumbnail").attr("url"), Language: item.child("language").Text,
		File: item.child("enclosure").attr("url"), FileType: item.child("enclosure").attr("type"),
	}
}

func readAtom(t testing.TB, body []byte) said {
	t.Helper()
	feed := readXML(t, body)
	entry := feed.child("entry")
	return said{
		Title: feed.child("title").Text, Description: feed.child("subtitle").Text,
		Page: feed.link("alternate").attr("href"), Self: feed.link("self").attr("href"),
		Rights: feed.child("rights").Text, Licence: feed.link("license").attr("href"),
		Hub: feed.link("hub").attr("href"), Author: feed.child("author").child("name").Text,
		ItemID: entry.child("id").Text, ItemTitle: entry.child("title").Text, ItemURL: entry.link("alternate").attr("href"),
		Summary: entry.child("summary").Text, HTML: entry.child("content").Text,
		ItemAuthor: entry.child("author").child("name").Text, Category: entry.child("category").attr("label"),
		Image: entry.child("thumbnail").attr("url"), Language: entry.attr("lang"),
		File: entry.link("enclosure").attr("href"), FileType: entry.link("enclosure").attr("type"),
	}
}

// shownAsHTML is what a reader of HTML shows, which must be text alone.
func shownAsHTML(t testing.TB, source string) string {
	t.Helper()
	var text strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(source)); ; {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return text.String()
		case html.TextToken:
			text.WriteString(tokens.Token().Data)
		default:
			t.Errorf("a summary has a %v: %s", kind, tokens.Raw())
		}
	}
}
