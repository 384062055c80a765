package cms

import (
	"slices"
	"time"
)

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
	Labels   []string  // only pages with one of these labels
	Listed   bool      // without those that ask to be left out
	Pinned   bool      // only those that come first now
	Named    string    // only pages whose address ends in this name
	Sort     Sort      // empty: Newest
	Size     int       // how many to a page of the list; at least 1
	Number   int       // which page of the list, from 1; 0 means 1
	Count    bool      // also say how many there are in all
	FiledIn  string    // also say which terms of this vocabulary they are filed under

	// What the reader may ask for by the address. The site puts it into the
	// fields above.
	Paged  bool    // which page of the list, and of which year and month; one by title has no years
	Filter *Filter // nil: the list cannot be narrowed by labels
	Facets []Facet // groups of terms that it can be narrowed by
}

// Filter says by which labels a reader may narrow a list.
type Filter struct {
	Param   string // of the address, such as severity
	Name    string // for readers, such as Severity
	Options []Choice
}

// Facet is a group of terms, of which a reader may choose one.
type Facet struct {
	Param  string // of the address, such as care-setting
	Name   string // for readers, such as Care setting
	Terms  []ID   // to choose from, in their order
	Chosen string // the slug of one of them; empty: any
}

// Narrowed reports whether a reader has chosen a term of one of the facets.
func (q ListQuery) Narrowed() bool {
	return slices.ContainsFunc(q.Facets, func(f Facet) bool { return f.Chosen != "" })
}

// Choice is a value that may stand in an address, and the label it stands for.
type Choice struct{ Value, Label string }

// Chosen is what a reader has asked of the list of a page.
type Chosen struct {
	Page        int // from 1
	Year, Month int // 0: any
	Label       string
	Value       string // of the label in the address
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
	Total int    // set when the query asked to count
	Terms []Term // from A to Z, when the query asked for them: those that the pages carry, and those above these

	Chosen Chosen
	Pages  int            // of a paged list
	Months []MonthCount   // of a paged list: in which months there are how many, the latest first
	Filter *Filter        // of the query
	Facets []Facet        // of the query, with what was chosen
	Found  map[ID]int     // of a list with facets: how many entries each term would leave
	Called map[string]int // of a list with a filter: how many entries each label would leave
}

// MonthCount says how many entries of a list fall into a month.
type MonthCount struct {
	Year, Month, Count int
}
