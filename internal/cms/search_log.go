package cms

import "time"

// Search is one search as the log keeps it: what was typed and how much it
// found. Nothing says who it was.
type Search struct {
	Query    string
	Results  int
	Narrowed bool // by filters
}

// Searched is what the log tells of one text, however it was capitalised.
type Searched struct {
	Query   string    // in small letters
	Times   int       // that it was searched for
	Empty   int       // times that nothing was found, without any filter
	Results int       // that it found the last time, without a filter if it ever was
	Chosen  int       // times that a result was chosen
	Rank    float64   // the mean place of those chosen, from 1; 0: none was
	Latest  time.Time // when it was last searched for
}

// SearchOutcome is what became of searches.
type SearchOutcome string

// The outcomes that the log can be asked for.
const (
	AnyOutcome   SearchOutcome = ""
	FoundNothing SearchOutcome = "nothing" // the last time
	ChoseNothing SearchOutcome = "unused"  // something was found, and a result chosen in less than a quarter of three searches or more
)

// SearchLogQuery asks the log for texts, those first that matter most: by how
// often they were searched for, or how often no result was chosen.
type SearchLogQuery struct {
	From time.Time // searched for at or after; zero: from the first
	Only SearchOutcome
	Paging
}

// SearchTotals is what the log tells of all searches since a time together.
type SearchTotals struct {
	Times  int     // searches
	Texts  int     // different texts
	Empty  int     // searches that found nothing, without any filter
	Chosen int     // results that were chosen
	Rank   float64 // their mean place, from 1; 0: none was
}
