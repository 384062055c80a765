package admin

import (
	"strconv"

	"lectern/internal/cms"
)

// History is what became of a page, the newest first.
type History struct {
	Row    cms.PageRow
	Days   []HistoryDay
	Older  int64 // where the next part begins; 0: this is the last
	Newest bool  // this part is the newest
}

// HistoryDay is what happened on one day.
type HistoryDay struct {
	Day     string
	Entries []HistoryEntry
}

// HistoryEntry is one thing that happened.
type HistoryEntry struct {
	Time   string // of the day
	Who    string
	What   string // goes on from who
	Notes  []HistoryNote
	Unseen string // why nobody else has seen what was released
}

// HistoryNote is what was said with it.
type HistoryNote struct{ Label, Text string }

func (h *History) base() string { return "/admin/pages/" + string(h.Row.ID) + "/history" }

func (h *History) older() string { return h.base() + "?before=" + strconv.FormatInt(h.Older, 10) }
