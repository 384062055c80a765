package cms

import (
	"fmt"
	"strings"
	"time"
)

// Binned is a branch in the bin: a page that was deleted, and all that was
// deleted with it.
type Binned struct {
	Page              // the top; its parent is the page that it would stand below again
	KindLabel  string // such as "Service"
	Title      string // as editors know it; see Name
	Path       string // that it had; empty: a kind without an address
	By         Person
	At         time.Time
	Pages      int  // that went into the bin together
	ParentGone bool // the page that it stood below was deleted for good
}

// Name is what the page is called where it must have a name.
func (b Binned) Name() string { return PageRow{Title: b.Title}.Name() }

// InBin is an ErrNotFound for those who may know why: the page is in the bin.
type InBin struct {
	Branch Binned
	Asked  ID // the page that was asked for: the top of the branch, or one that was deleted with it

	Restorable bool // by who asked
}

// Error is for whoever wanted to do something with the page.
func (e *InBin) Error() string {
	by := e.Branch.By.Name
	if by == "" {
		by = "somebody"
	}
	if e.Asked != e.Branch.ID {
		return fmt.Sprintf("the page is in the bin: %s deleted it with “%s”; restore that first", by, e.Branch.Name())
	}
	return fmt.Sprintf("“%s” is in the bin: %s deleted it; restore it first", e.Branch.Name(), by)
}

func (e *InBin) Unwrap() error { return ErrNotFound }

// FewPages are deleted at once without more ado. Whoever deletes more types
// the title of their branch first.
const FewPages = 10

// SameTitle reports whether somebody has typed a title, whatever the case and
// the spaces.
func SameTitle(typed, title string) bool {
	one := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	return strings.EqualFold(one(typed), one(title))
}

// BinQuery asks for a part of the bin.
type BinQuery struct {
	Text string // in the title or the address of the branch, or of a page in it
	Paging
}

// Standpoint is where a page stands in the editors' tree, or stood.
type Standpoint struct {
	Page  ID
	Title string
	Path  string
}

// Name is what the page is called where it must have a name.
func (s Standpoint) Name() string { return PageRow{Title: s.Title}.Name() }

// Deletion is what would go into the bin with a page.
type Deletion struct {
	Pages       int
	First       []Standpoint // the page and some of those below it, by their addresses
	Holds       []Hold       // what keeps it from going there: some pages
	Held        int          // how many of them there are
	Redirects   int          // addresses that lead there
	MentionedBy []PageRow    // pages elsewhere that lead there
}

// Hold is why a page cannot go into the bin.
type Hold struct {
	Standpoint
	Public   bool // it is, now
	Planned  bool // something else is to become of it
	BestBets int  // searches that it comes first for
}

// Kept is why a branch in the bin is not deleted for good.
type Kept struct {
	Public    bool // a page of it has been public, or one that stood below it
	Redirects int  // addresses that lead there
}

// BinBranch is a branch in the bin, as somebody decides about it.
type BinBranch struct {
	Binned
	First []Standpoint // some of its pages
	Kept  Kept         // why it is not deleted for good
	Above *InBin       // the page that it stood below is in the bin, too; nil: it is not
}
