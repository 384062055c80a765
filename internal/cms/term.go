package cms

// Term is an entry of a controlled vocabulary, such as a topic. Terms are
// current, not versioned.
type Term struct {
	ID         ID
	Vocabulary string // such as "topic" or "information-type"
	Slug       string
	Name       string
	Parent     ID
	Synonyms   []string
	Position   int
}

// Redirect sends an old address on. It names a page, and so follows the page
// wherever it moves, or another address.
type Redirect struct {
	From string // path
	Page ID     // target page; empty: To is given
	To   string // path or URL
}
