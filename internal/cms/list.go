package cms

import "time"

// Sort is the order of a list.
type Sort string

const (
	Newest  Sort = "newest"   // sort date, latest first
	Oldest  Sort = "oldest"   // sort date, earliest first
	ByTitle Sort = "by_title" // A to Z
	Latest  Sort = "latest"   // first publication, latest first
)

// ListState narrows a list by how far its pages are.
type ListState string

const (
	Released ListState = "released" // the page itself can be read
	Upcoming ListState = "upcoming" // the page is announced
	Current  ListState = "current"  // the page itself can be read, and is not withdrawn
)

// ListQuery asks for live pages. Empty fields do not narrow.
type ListQuery struct {
	Kinds    []string
	Below    ID        // a section's page: only pages under it; This: the declaring page
	RefersTo ID        // only pages that refer to that page
	Terms    []ID      // only pages that carry every one of these
	Topic    ID        // only pages that carry this term or one below it
	From, To time.Time // sort date at or after From and before To
	State    ListState // empty: both what is released and what is announced
	Listed   bool      // without those that ask to be left out
	Pinned   bool      // only those that come first now
	Named    string    // only pages whose address ends in this name
	Sort     Sort      // empty: Newest
	Size     int       // how many to a page of the list; at least 1
	Number   int       // which page of the list, from 1; 0 means 1
	Count    bool      // also say how many there are in all
	FiledIn  string    // also say which terms of this vocabulary they are filed under

	Paged bool // which page of it is shown stands in the address
}

// Choice is a value that may stand in an address, and the label it stands for.
type Choice struct{ Value, Label string }

// Item is one entry of a list, or the live state of a page that is linked to.
type Item struct {
	Page             ID
	Kind             string
	Outcome          Outcome
	Path             string
	Card             Card
	FirstPublishedAt time.Time
}

// Name is the page's short title if it has one, otherwise its title.
func (i Item) Name() string {
	if i.Card.ShortTitle != "" {
		return i.Card.ShortTitle
	}
	return i.Card.Title
}

// List is the answer to a ListQuery.
type List struct {
	Items []Item
	Total int    // set when the query asked to count
	Terms []Term // from A to Z, when the query asked for them: those that the pages carry, and those above these

	Number int // of a paged list: which page it is
	Pages  int // of how many
}
