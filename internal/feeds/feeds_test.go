package feeds_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/internal/feeds"
)

var update = flag.Bool("update", false, "write the feeds that TestFeedsStay compares with")

// TestFeedsStay fails when a feed is no longer written as it was. Readers take
// an item whose identifier has changed for a new one.
func TestFeedsStay(t *testing.T) {
	for name, feed := range samples() {
		for _, format := range feeds.Formats {
			file := filepath.Join("testdata", name+"."+string(format))
			got := write(t, feed, format)
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("the feed %s differs from %s", name, file)
			}
		}
	}
}

func samples() map[string]feeds.Feed {
	return map[string]feeds.Feed{"first": firstPage(), "full": fullFeed(), "hostile": hostileFeed(), "empty": emptyFeed()}
}

// emptyFeed has what a feed cannot do without.
func emptyFeed() feeds.Feed {
	return feeds.Feed{
		ID:          "urn:uuid:0191aaaa-0000-7000-8000-00000000000e",
		Title:       "Tech Talk",
		Description: "How we build what we build",
		Page:        "https://care-data.example/blogs/tech-talk",
		Address:     addressOf("tech-talk"),
		Language:    "en-GB",
		Publisher:   "Care Data Office",
		Updated:     time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC),
	}
}

// fullFeed has something in every field, and is the second of three pages.
func fullFeed() feeds.Feed {
	return feeds.Feed{
		ID:           "urn:uuid:0191aaaa-0000-7000-8000-000000000001",
		Title:        "News & views",
		Description:  "What the “Care Data Office” has to tell",
		Page:         "https://care-data.example/news?topic=a&sort=date",
		Address:      addressOf("news"),
		Language:     "en-GB",
		Rights:       "© Care Data Office. Open Government Licence v3.0",
		LicenceURL:   "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
		Publisher:    "Care Data Office",
		PublisherURL: "https://care-data.example/",
		Image:        &feeds.Image{URL: "https://care-data.example/media/feed.png", Title: "News", Width: 144, Height: 144},
		Icon:         "https://care-data.example/icon.png",
		Updated:      time.Date(2026, 7, 3, 10, 0, 0, 999, london),
		Hub:          "https://hub.example/",
		Stylesheet:   "https://care-data.example/static/feed.css?a=1&b=2",
		PageNumber:   2,
		Pages:        3,
		Items:        []feeds.Item{fullItem(), plainItem()},
	}
}

var london = time.FixedZone("BST", 3600)

func fullItem() feeds.Item {
	return feeds.Item{
		ID:        "urn:uuid:0191aaaa-0000-7000-8000-000000000002",
		Title:     "Research & development in Wales 🩺",
		Summary:   "Tom & Ann on R & D",
		URL:       "https://care-data.example/news/what?a=1&b=2",
		Published: time.Date(2026, 7, 2, 0, 30, 0, 0, london), // the day before, in GMT
		Updated:   time.Date(2026, 7, 3, 10, 0, 0, 999, london),
		HTML:      "<p>Whole, with <a href=\"https://care-data.example/data\">data</a>.</p>\n<p>Fish &amp; chips</p>",
		Authors:   []feeds.Author{{Name: "Ann Müller", URL: "https://care-data.example/people/ann"}, {Name: "O’Neill, Tom"}},
		Categories: []feeds.Category{
			{Scheme: "https://care-data.example/terms/topic", Term: "beds", Label: "Beds & wards"},
			{Term: "CVE-2026-1234"},
			{Scheme: "https://care-data.example/terms/theme", Term: "beds-and-wards", Label: "Beds & wards"},
		},
		Image: "https://care-data.example/media/what.jpg",
		Enclosures: []feeds.Enclosure{
			{URL: "https://care-data.example/media/talk.mp3", MediaType: "audio/mpeg", Length: 3_000_000_000},
			{URL: "https://care-data.example/media/talk.pdf", MediaType: "application/pdf", Length: 1234},
			{URL: "https://care-data.example/media/unknown"},
		},
		Language: "cy",
	}
}

func plainItem() feeds.Item {
	return feeds.Item{
		ID:        "urn:uuid:0191aaaa-0000-7000-8000-000000000003",
		Title:     "Short",
		URL:       "https://care-data.example/news/short",
		Published: time.Date(2026, 1, 9, 12, 0, 0, 0, time.UTC),
		HTML:      "<p>Short.</p>",
	}
}

// firstPage is the page on which a hub is named, with a picture that RSS has
// no room for.
func firstPage() feeds.Feed {
	feed := fullFeed()
	feed.PageNumber, feed.Image = 1, &feeds.Image{URL: "https://care-data.example/media/wide.png", Width: 1200, Height: 630}
	feed.Items = []feeds.Item{plainItem()}
	return feed
}

// hostileFeed has text that is easily taken for something else.
func hostileFeed() feeds.Feed {
	feed := emptyFeed()
	feed.Title = "What <b> means, and why &amp; stays &"
	feed.Description = "a < b, &lt; is \"less\", <script>alert('x')</script>"
	for i, text := range []string{
		"Ends like CDATA: ]]> and again ]]]]>>",
		"<b>bold</b> & <!-- no comment --> &amp; &#38; AT&T &copy &copy; <",
		"<?xml version=\"1.0\"?><![CDATA[x]]>",
		"שלום עולם \u202eמימין\u202c عنوان",
		"👩🏽‍⚕️ 𝒳 é é \u00a0 \u2028 \ufeff \uffee",
		`\u0041 \n "quoted" 'single' \`,
		"Two\n\tlines  and   spaces",
	} {
		item := plainItem()
		item.ID, item.URL = fmt.Sprint(item.ID[:44], i), fmt.Sprint(item.URL, i)
		item.Title, item.Summary, item.HTML = text, text, text
		item.Authors = []feeds.Author{{Name: text}}
		item.Categories = []feeds.Category{{Term: text}}
		feed.Items = append(feed.Items, item)
	}
	return feed
}

func addressOf(name string) func(feeds.Format, int) string {
	return func(format feeds.Format, page int) string {
		address := fmt.Sprintf("https://care-data.example/feeds/%s.%s", name, format)
		if page > 1 {
			address += fmt.Sprintf("?page=%d", page)
		}
		return address
	}
}

func write(t testing.TB, feed feeds.Feed, format feeds.Format) []byte {
	t.Helper()
	body, err := feed.Write(format)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
