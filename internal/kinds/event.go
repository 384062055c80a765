package kinds

import (
	"fmt"
	"time"

	"lectern/internal/cms"
)

// Event is something to take part in. Lists sort it by its end, so that it is
// to come until it is over.
type Event struct {
	Title      string        `rule:"required max=150"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"required max=300"`
	Sessions   []Session     `rule:"required max=50"`
	Location   string        `rule:"required max=200"`
	Map        string        `label:"Address of a map" rule:"url max=500"`
	Booking    string        `label:"Address to book at" rule:"url max=500"`
	Types      []cms.TermRef `vocabulary:"event-type"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Image      cms.Image
	Body       cms.Blocks   `label:"Content"`
	Files      []Attachment `label:"Resources"`
	People     []cms.Ref    `kinds:"person" label:"People who take part"`
	Related    []cms.Ref    `label:"Related pages"`
	Unlisted   bool         `label:"Leave out of the lists of events"`
}

// Session is a time at which an event takes place.
type Session struct {
	Starts time.Time `rule:"required"`
	Ends   time.Time `rule:"required"`
}

func (*Event) Kind() cms.Kind {
	return cms.Kind{Name: "event", Label: "Event", Help: "Something to take part in, at one time or several", Addressed: true}
}

func (e *Event) Card() cms.Card {
	return cms.Card{
		Title: e.Title, ShortTitle: e.ShortTitle, Summary: e.Summary, SortAt: e.Ends(),
		Note: e.Location, StartsAt: e.Starts(), Unlisted: e.Unlisted,
	}
}

func (e *Event) FeedEntry() FeedEntry { return FeedEntry{Picture: e.Image, Files: e.Files} }

// Starts is the beginning of the first session; zero: there is none.
func (e *Event) Starts() time.Time {
	var first time.Time
	for _, s := range e.Sessions {
		first = cms.Earlier(first, s.Starts)
	}
	return first
}

// Ends is the end of the last session; zero: there is none.
func (e *Event) Ends() time.Time {
	var last time.Time
	for _, s := range e.Sessions {
		if s.Ends.After(last) {
			last = s.Ends
		}
	}
	return last
}

// ChangesAt is the end of the next session to end: until then it can be booked.
func (e *Event) ChangesAt(at time.Time) time.Time {
	var next time.Time
	for _, s := range e.Sessions {
		if s.Ends.After(at) {
			next = cms.Earlier(next, s.Ends)
		}
	}
	return next
}

// Check refuses sessions that end before they start.
func (e *Event) Check() []cms.Problem {
	var problems []cms.Problem
	for i, s := range e.Sessions {
		if !s.Starts.IsZero() && !s.Ends.IsZero() && !s.Ends.After(s.Starts) {
			problems = append(problems, cms.Problem{
				Field: fmt.Sprintf("sessions[%d].ends", i), Message: "the session ends before it starts; correct one of the two times",
			})
		}
	}
	return problems
}
