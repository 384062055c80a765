package cms

import "time"

// Revision is one immutable state of a page's content.
type Revision struct {
	ID          ID
	Page        ID
	Kind        string
	Number      int    // 1, 2, 3 … within the page
	Body        []byte // JSON, as package schema encodes it
	Redacted    bool   // derived for an announcement, not written by an editor
	ChangeNotes []ChangeNote
	CreatedAt   time.Time
	CreatedBy   ID
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
}
