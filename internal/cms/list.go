package cms

import "time"

// Sort is the order of a list.
type Sort string

const (
	Newest  Sort = "newest"   // sort date, latest first
	Oldest  Sort = "oldest"   // sort date, earliest first
	ByTitle Sort = "by_title" // A to Z
)

// ListState narrows a list by how far its pages are.
type ListState string

const (
	Released ListState = "released" // the page itself can be read
	Upcoming ListState = "upcoming" // the page is announced
)

// ListQuery asks for live pages. Empty fields do not narrow.
type ListQuery struct {
	Kinds    []string
	Below    ID        // a section's page: only pages under it; This: the declaring page
	RefersTo ID        // only pages that refer to that page
	Terms    []ID      // only pages that carry every one of these
	From, To time.Time // sort date at or after From and before To
	State    ListState // empty: both what is released and what is announced
	Sort     Sort      // empty: Newest
	Size     int       // how many to a page of the list; at least 1
	Number   int       // which page of the list, from 1; 0 means 1
	Count    bool      // also say how many there are in all
}

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
	Total int // set when the query asked to count
}
