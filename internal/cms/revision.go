package cms

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Revision is one immutable state of a page's content.
type Revision struct {
	ID          ID
	Page        ID
	Kind        string
	Number      int    // 1, 2, 3 … within the page
	Body        []byte // JSON, as package schema encodes it
	Redacted    bool   // derived for an announcement, not written by an editor
	Automatic   bool   // cut from what was saved automatically, so that it can be looked back at
	ChangeNotes []ChangeNote
	CreatedAt   time.Time
	CreatedBy   ID
}

// RevisionRow is what lists show of a revision.
type RevisionRow struct {
	ID        ID
	Number    int
	Redacted  bool
	Automatic bool
	Name      string // empty: it has none
	At        time.Time
	By        ID
}

// LongestRevisionName is how many characters the name of a revision may have.
const LongestRevisionName = 80

// CheckRevisionName fails unless a revision can be called so.
func CheckRevisionName(name string) error {
	switch length := utf8.RuneCountInString(name); {
	case length == 0:
		return Invalidf("name", "enter a name")
	case length > LongestRevisionName:
		return Invalidf("name", "a name has at most %d characters; this one has %d", LongestRevisionName, length)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return Invalidf("name", "a name is one line of text")
	}
	return nil
}

// ChangeNote tells readers what changed on a page, and when.
type ChangeNote struct {
	At   time.Time `json:"at"`
	Note string    `json:"note"`
}

// Draft is the one mutable working state of a page.
type Draft struct {
	Page        ID
	Body        []byte // JSON, as package schema encodes it
	ChangeNotes []ChangeNote
	Version     int       // rises at each save, and is never given twice; a save names the one it read
	Base        ID        // the revision it was begun from; empty: none
	Editor      ID        // who wrote its last change
	UpdatedAt   time.Time // when
	Review      Review
	Tab         Tab // that it was saved in; empty: it was not told
}

// Tab is a page in a browser that saves again and again.
type Tab struct {
	Name   string // random; empty: there is none
	Number int    // of the save; they rise
	Unread bool   // it does not show all that was stored: what others had saved went in as well
}

// Follows reports whether a save comes from the same page as another, after it, and
// with all that it has stored.
func (t Tab) Follows(other Tab) bool {
	return t.Name != "" && t.Name == other.Name && t.Number > other.Number && !other.Unread
}

// Precedes reports whether a save comes from the same page as another, and was sent
// before it.
func (t Tab) Precedes(other Tab) bool {
	return t.Name != "" && t.Name == other.Name && t.Number <= other.Number
}
