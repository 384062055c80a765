package testkit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"

	"lectern/internal/feeds"
)

// Feed is what programs find in a feed, whatever its format.
type Feed struct {
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Language    string            `json:"language"` // in small letters
	Updated     time.Time         `json:"updated"`  // JSON Feed does not tell
	Authors     []string          `json:"authors"`
	Links       map[string]string `json:"links"` // by relation; of JSON Feed only self, alternate and next
	Items       []FeedItem        `json:"items"`
}

// FeedItem is what programs find in an item. Its text has no space around it.
type FeedItem struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Summary    string          `json:"summary"` // plain text
	URL        string          `json:"url"`
	Published  time.Time       `json:"published"`
	Updated    time.Time       `json:"updated"`
	HTML       string          `json:"html"`
	Authors    []string        `json:"authors"` // their names
	Categories []string        `json:"categories"`
	Image      string          `json:"image"`
	Enclosures []FeedEnclosure `json:"enclosures"` // of which RSS has one
}

// FeedEnclosure is a file of an item.
type FeedEnclosure struct {
	URL       string `json:"url"`
	MediaType string `json:"type"`
	Length    int64  `json:"length"`
}

// ReadFeed reads a feed with a library of Go, gofeed, and with one of Python:
// feedparser, or json and the rules of JSON Feed. It fails the test when one
// of them cannot read it, or when they do not find the same.
func ReadFeed(t testing.TB, format feeds.Format, body []byte) Feed {
	t.Helper()
	feed, err := readFeed(t, format, body)
	if err != nil {
		t.Fatalf("the %s feed: %v\n%.2000s", format, err, body)
	}
	return feed
}

func readFeed(t testing.TB, format feeds.Format, body []byte) (Feed, error) {
	inGo, err := readFeedInGo(format, body)
	if err != nil {
		return Feed{}, fmt.Errorf("gofeed cannot read it: %w", err)
	}
	inPython, err := readFeedInPython(t, format, body)
	if err != nil {
		return Feed{}, err
	}
	if difference := gocmp.Diff(inGo, inPython, cmpopts.EquateEmpty()); difference != "" {
		return Feed{}, fmt.Errorf("gofeed (-) and Python (+) read it differently:\n%s", difference)
	}
	return inGo, nil
}

func readFeedInPython(t testing.TB, format feeds.Format, body []byte) (Feed, error) {
	script := filepath.Join(Root(t), "internal", "testkit", "feed.py")
	output, err := outputOf(t.Context(), body, python(), script, string(format))
	if err != nil {
		return Feed{}, err
	}
	var feed Feed
	if err := json.Unmarshal(output, &feed); err != nil {
		return Feed{}, fmt.Errorf("the results of %s: %w", script, err)
	}
	return trimmed(feed), nil
}

// python is the one that has feedparser. What Debian installs is not for
// others that may come first on PATH.
var python = sync.OnceValue(func() string {
	if exec.Command("python3", "-c", "import feedparser").Run() == nil {
		return "python3"
	}
	return "/usr/bin/python3"
})

func readFeedInGo(format feeds.Format, body []byte) (Feed, error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	found, err := parser.Parse(bytes.NewReader(body))
	if err != nil {
		return Feed{}, err
	}
	if found.FeedType != string(format) {
		return Feed{}, fmt.Errorf("it is %s", found.FeedType)
	}
	feed := Feed{
		Title: found.Title, Description: found.Description, Language: strings.ToLower(found.Language),
		Authors: names(found.Authors), Links: feedLinks(found),
	}
	if format != feeds.JSON { // of which gofeed takes the first item's
		feed.Updated = instant(found.UpdatedParsed)
	}
	for _, item := range found.Items {
		feed.Items = append(feed.Items, feedItem(format, item))
	}
	return trimmed(feed), nil
}

func feedItem(format feeds.Format, found *gofeed.Item) FeedItem {
	item := FeedItem{
		ID: found.GUID, Title: found.Title, Summary: found.Description, URL: found.Link, HTML: found.Content,
		Published: instant(found.PublishedParsed), Updated: instant(found.UpdatedParsed),
		Authors: names(found.Authors), Categories: found.Categories,
	}
	if format == feeds.RSS {
		item.Summary = html.UnescapeString(found.Description)
		if found.DublinCoreExt != nil {
			item.Authors = found.DublinCoreExt.Creator // gofeed has only the first
		}
	}
	if found.Image != nil {
		item.Image = found.Image.URL
	}
	for _, thumbnail := range found.Extensions["media"]["thumbnail"] {
		item.Image = thumbnail.Attrs["url"]
	}
	for _, file := range found.Enclosures {
		length, _ := strconv.ParseInt(file.Length, 10, 64) // Python refuses what is no number
		item.Enclosures = append(item.Enclosures, FeedEnclosure{file.URL, file.Type, length})
	}
	return item
}

func feedLinks(found *gofeed.Feed) map[string]string {
	links := map[string]string{"alternate": found.Link}
	for _, link := range found.Extensions["atom"]["link"] {
		links[link.Attrs["rel"]] = link.Attrs["href"]
	}
	switch original := found.OriginalFeed().(type) {
	case *atom.Feed:
		for _, link := range original.Links {
			links[cmp.Or(link.Rel, "alternate")] = link.Href
		}
	case *jsonfeed.Feed:
		links["self"] = original.FeedURL
		if original.NextURL != "" {
			links["next"] = original.NextURL
		}
	}
	return links
}

func names(people []*gofeed.Person) []string {
	var list []string
	for _, person := range people {
		list = append(list, person.Name)
	}
	return list
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// trimmed is the feed without space around its texts, which some parsers drop.
func trimmed(feed Feed) Feed {
	feed.Title, feed.Description = strings.TrimSpace(feed.Title), strings.TrimSpace(feed.Description)
	for i := range feed.Items {
		item := &feed.Items[i]
		for _, text := range []*string{&item.Title, &item.Summary, &item.HTML} {
			*text = strings.TrimSpace(*text)
		}
	}
	return feed
}

// IDs are the identifiers of the feed's items, in order.
func (f Feed) IDs() []string {
	var ids []string
	for _, item := range f.Items {
		ids = append(ids, item.ID)
	}
	return ids
}
