package feeds_test

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lectern/internal/feeds"
)

// TestNothingIsInvented leaves out what a format would have to make up.
func TestNothingIsInvented(t *testing.T) {
	for want, spoil := range map[string]func(*feeds.Feed){
		`feed "News & views" needs an ID, a page and an address`:                      func(f *feeds.Feed) { f.ID = "\x00" },
		`feed "" needs an ID, a page and an address`:                                  func(f *feeds.Feed) { f.Title, f.Page = "", "" },
		`feed "News & views" does not say when it was updated`:                        func(f *feeds.Feed) { f.Updated = time.Time{} },
		`item "Short" needs an ID, an address and a date`:                             func(f *feeds.Feed) { f.Items[1].URL = "" },
		`item "Research & development in Wales 🩺" needs an ID, an address and a date`: func(f *feeds.Feed) { f.Items[0].Published = time.Time{} },
	} {
		feed := fullFeed()
		spoil(&feed)
		for _, format := range feeds.Formats {
			body, err := feed.Write(format)
			if err == nil || !strings.Contains(err.Error(), want) || body != nil {
				t.Errorf("%s: %v, not %q", format, err, want)
			}
		}
	}
	if _, err := fullFeed().Write("rdf"); err == nil {
		t.Error("it knows RDF")
	}
}

func TestWriteLeavesTheFeedAlone(t *testing.T) {
	feed, same := hostileFeed(), hostileFeed()
	for _, f := range []*feeds.Feed{&feed, &same} {
		f.Image = &feeds.Image{URL: "\x00"}
		f.Items[0].Enclosures = []feeds.Enclosure{{}, {URL: "https://care-data.example/a", MediaType: "a/b\x00", Length: 1}}
		f.Items[0].Authors = append([]feeds.Author{{}}, f.Items[0].Authors...)
	}
	for _, format := range feeds.Formats {
		write(t, feed, format)
	}
	if difference := gocmp.Diff(same, feed, cmpopts.IgnoreFields(feeds.Feed{}, "Address")); difference != "" {
		t.Errorf("Write changed what it was given:\n%s", difference)
	}
}

// BenchmarkWrite writes a hundred items of 10 KB each.
func BenchmarkWrite(b *testing.B) {
	feed := fullFeed()
	item := fullItem()
	item.HTML = strings.Repeat(item.HTML, 10_000/len(item.HTML))
	feed.Items = nil
	for range 100 {
		feed.Items = append(feed.Items, item)
	}
	for _, format := range feeds.Formats {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				write(b, feed, format)
			}
		})
	}
}
