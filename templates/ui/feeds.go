package ui

// Follow is what readers can follow from a page with a program of theirs.
type Follow struct {
	Feeds []FeedLink // that their programs find there
	Here  bool       // they are of this very page, and not of one above it
	All   string     // address of the page that names every feed; empty: there is none
}

// FeedLink leads to a feed.
type FeedLink struct {
	Title  string
	Name   string // in its address; empty: it is the feed of a search
	Search string // the state of that search, such as ?q=spine; empty: everything
}

// Href is the address of the feed in a format.
func (f FeedLink) Href(format FeedFormat) string {
	if f.Name == "" {
		return "/search." + format.Ending + f.Search
	}
	return "/feeds/" + f.Name + "." + format.Ending
}

// FeedFormat is a language that feeds are written in.
type FeedFormat struct {
	Ending    string // of an address
	Name      string // for readers
	MediaType string
}

// The formats of every feed.
var (
	RSS         = FeedFormat{"rss", "RSS", "application/rss+xml"}
	Atom        = FeedFormat{"atom", "Atom", "application/atom+xml"}
	JSONFeed    = FeedFormat{"json", "JSON Feed", "application/feed+json"}
	FeedFormats = []FeedFormat{RSS, Atom, JSONFeed}
)

// Found are the formats in which programs find the feeds. A page is small, so
// that only one that has a feed itself offers more than one.
func (f Follow) Found() []FeedFormat {
	if f.Here {
		return []FeedFormat{RSS, Atom}
	}
	return []FeedFormat{RSS}
}

// call asks to follow the page, or says which of its feeds is meant.
func (f Follow) call() string {
	if len(f.Feeds) > 1 {
		return "Follow " + f.Feeds[0].Title + ":"
	}
	return "Follow this page:"
}
