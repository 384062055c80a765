package testkit_test

import (
	"strings"
	"testing"

	"lectern/internal/feeds"
	"lectern/internal/testkit"
)

const (
	goodRSS  = `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><description>D</description><item><guid isPermaLink="false">urn:x:1</guid><title>One</title></item></channel></rss>`
	goodAtom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:x:0</id><link href="https://a.example/"/><entry><id>urn:x:1</id><link href="https://a.example/1"/><title>One</title></entry></feed>`
	goodJSON = `{"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "https://a.example/feed", "home_page_url": "https://a.example/", "items": [{"id": "urn:x:1", "title": "One", "content_html": ""}]}`
)

func TestReadFeedReads(t *testing.T) {
	t.Parallel()
	for format, body := range map[feeds.Format]string{feeds.RSS: goodRSS, feeds.Atom: goodAtom, feeds.JSON: goodJSON} {
		feed := testkit.ReadFeed(t, format, []byte(body))
		if feed.Title != "T" || feed.Links["alternate"] != "https://a.example/" || len(feed.Items) != 1 || feed.Items[0].Title != "One" {
			t.Errorf("of %s it read %+v", format, feed)
		}
	}
}

// TestReadFeedFindsFaults puts one fault at a time into a good feed.
func TestReadFeedFindsFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format         feeds.Format
		body, old, new string
		want           string
	}{
		"not well-formed":          {feeds.RSS, goodRSS, "</item>", "", "not well-formed"},
		"undeclared prefix":        {feeds.RSS, goodRSS, "<guid", "<dc:creator>A</dc:creator><guid", "not well-formed"},
		"no feed":                  {feeds.RSS, "<html></html>", "", "", "gofeed cannot read it"},
		"another format":           {feeds.Atom, goodRSS, "", "", "it is rss"},
		"an old RSS":               {feeds.RSS, goodRSS, `"2.0"`, `"0.91"`, "is rss091u, not rss20"},
		"no identifier":            {feeds.Atom, goodAtom, "<id>urn:x:1</id>", "", "an item without an identifier"},
		"windows characters":       {feeds.RSS, goodRSS, "One", "O\u0085ne", "differently"},
		"no items":                 {feeds.JSON, goodJSON, `"items"`, `"_items"`, "feed has no items"},
		"no content":               {feeds.JSON, goodJSON, `, "content_html": ""`, "", "has no content"},
		"a member twice":           {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "title": "U"`, "names something twice"},
		"an unknown member":        {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "links": []`, "feed.links is not in the standard"},
		"an extension as text":     {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "_rights": "R"`, "an extension and no object"},
		"a number for a text":      {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "hubs": [{"type": 1, "url": "https://a.example/hub"}]`, "hubs[0].type is no text"},
		"a relative address":       {feeds.JSON, goodJSON, `"https://a.example/feed"`, `"/feed"`, "no address"},
		"a date without a zone":    {feeds.JSON, goodJSON, `"One"`, `"One", "date_published": "2026-01-02T03:04:05"`, "no date"},
		"a file without a type":    {feeds.JSON, goodJSON, `"One"`, `"One", "attachments": [{"url": "https://a.example/f"}]`, "has no mime_type"},
		"a tag that is no text":    {feeds.JSON, goodJSON, `"One"`, `"One", "tags": [null]`, "tags[0] is no text"},
		"an empty author":          {feeds.JSON, goodJSON, `"One"`, `"One", "authors": [{}]`, "an empty one"},
		"a hub without an address": {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "hubs": [{"type": "WebSub"}]`, "has no url"},
		"the next page is itself":  {feeds.JSON, goodJSON, `"title": "T"`, `"title": "T", "next_url": "https://a.example/feed"`, "its next page is itself"},
		"an identifier twice":      {feeds.JSON, goodJSON, `[{`, `[{"id": "urn:x:1", "content_text": ""}, {`, "two items have one identifier"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := strings.Replace(c.body, c.old, c.new, 1)
			_, err := testkit.TryFeed(t, c.format, []byte(body))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, not %q, of %s", err, c.want, body)
			}
		})
	}
}
