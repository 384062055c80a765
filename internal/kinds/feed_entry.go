package kinds

import "lectern/internal/cms"

// FeedEntry is what feeds tell of a page beyond its card and its content.
type FeedEntry struct {
	Number  string    // that comes before its title, such as CC-1234
	Note    string    // that comes before its summary, such as how severe it is
	Authors []cms.Ref // people with a page here
	Guests  []GuestAuthor
	Labels  []FeedLabel // that are no terms
	Picture cms.Image
	Files   []Attachment
}

// FeedLabel files a page under a value of a vocabulary that has no terms.
type FeedLabel struct{ Vocabulary, Value, Name string }

// Syndicated is implemented by kinds of which feeds tell more than the card and
// the content.
type Syndicated interface {
	FeedEntry() FeedEntry
}
