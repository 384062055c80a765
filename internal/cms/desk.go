package cms

import (
	"slices"
	"time"
)

// PageRow is what editors' lists and heads of pages show of a page. Somebody
// who may not read its draft is given what is live of it and nothing else.
type PageRow struct {
	Page
	KindLabel string // such as "Service"
	Title     string // as editors know it; see Name
	Path      string // in the editors' tree; empty: a kind without an address
	Position  int    // among the pages below the same page; 0: not ordered
	Owner     Person
	ChangedAt time.Time
	ChangedBy Person
	ReviewBy  Date      // by when somebody is to have looked at what is public again; zero: nobody has asked for it
	Readable  bool      // the person may read drafts here: the row holds all there is
	At        time.Time // when all this is so

	Last     *Standing // the release that began last, which may have ended since; nil: never public
	Next     *Standing // the next release to begin; nil: none is planned
	Draft    *DraftRow // nil: nothing is written that is not released
	Children int       // pages below it that the person may see; of one that is not Readable: 1 if there are any

	Allowed []Action // what the person may do to it; of a row that was asked for alone
}

// Standing is what a release says of when and how a page is public.
type Standing struct {
	Release    ID
	Revision   ID
	Outcome    Outcome
	RedirectTo string
	Path       string
	Title      string
	LiveFrom   time.Time
	LiveUntil  time.Time // zero: open
}

// DraftRow is what a row tells of a draft.
type DraftRow struct {
	Version   int
	Editor    Person
	UpdatedAt time.Time
	Review    Review
	Reviewer  Person // who Review.By is
}

// Person is somebody, as editors know them.
type Person struct {
	ID   ID
	Name string // of one that is not known: empty
}

// Name is what the page is called where it must have a name.
func (r PageRow) Name() string {
	if r.Title != "" {
		return r.Title
	}
	return "Without a title"
}

// May reports whether the person may do that to the page. It is known of a row
// that was asked for alone, and only there to leave out what would be refused.
func (r PageRow) May(a Action) bool { return slices.Contains(r.Allowed, a) }

// Live returns what the public gets of the page; nil: nothing.
func (r PageRow) Live() *Standing {
	if r.Last != nil && (r.Last.LiveUntil.IsZero() || r.At.Before(r.Last.LiveUntil)) {
		return r.Last
	}
	return nil
}

// Public reports whether visitors can read the page.
func (r PageRow) Public() bool {
	live := r.Live()
	return live != nil && live.Outcome.Shows()
}

// Tone colours a state. A word always says the same.
type Tone string

// The tones of states: those of the tags that show them.
const (
	Good  Tone = "green" // it is public
	Wait  Tone = "amber" // somebody has to do something, or time has to pass
	Past  Tone = "red"   // it was public
	Plain Tone = "neutral"
)

// PageState is one thing to know of how far a page is.
type PageState struct {
	Text string // such as "Live until 3 May"
	Tone Tone
}

// States says in words how far the page is: what the public gets, what is to
// come, and how far the draft is. The first is always about what is public.
func (r PageRow) States(zone *time.Location) []PageState {
	day := func(t time.Time) string { return shortTime(t, r.At, zone) }
	list := []PageState{r.publicState(day)}
	if r.Next != nil {
		list = append(list, PageState{planned[r.Next.Outcome] + " " + day(r.Next.LiveFrom), Wait})
	}
	if r.Draft != nil {
		list = append(list, r.draftState())
	}
	if r.Overdue(zone) {
		list = append(list, PageState{"Review overdue", Wait})
	}
	return list
}

// Overdue reports whether readers have the page, and somebody was to have looked
// at it again before today.
func (r PageRow) Overdue(zone *time.Location) bool {
	live := r.Live()
	return !r.ReviewBy.IsZero() && live != nil && live.Outcome == OutcomePage && r.ReviewBy.Before(DateOf(r.At.In(zone)))
}

var planned = map[Outcome]string{
	OutcomePage: "Scheduled for", OutcomeAnnounced: "To be announced", OutcomeWithdrawn: "To be withdrawn",
	OutcomeGone: "To be taken away", OutcomeRedirect: "To be redirected",
}

func (r PageRow) publicState(day func(time.Time) string) PageState {
	if r.Last == nil {
		return PageState{"Never published", Plain}
	}
	live := r.Live()
	if live == nil {
		return PageState{"Expired " + day(r.Last.LiveUntil), Past}
	}
	switch live.Outcome {
	case OutcomeWithdrawn:
		return PageState{"Withdrawn", Past}
	case OutcomeGone:
		return PageState{"Gone", Past}
	case OutcomeRedirect:
		return PageState{"Redirects to " + live.RedirectTo, Past}
	}
	word := "Live"
	if live.Outcome == OutcomeAnnounced {
		word = "Announced"
	}
	if ends := live.LiveUntil; !ends.IsZero() && (r.Next == nil || !r.Next.LiveFrom.Equal(ends)) {
		word += " until " + day(ends)
	}
	return PageState{word, Good}
}

func (r PageRow) draftState() PageState {
	switch review := r.Draft.Review; {
	case review.State == InReview:
		return PageState{"In review", Wait}
	case review.State == Approved:
		return PageState{"Approved", Wait}
	case review.Returned():
		return PageState{"Returned", Wait}
	case r.Public():
		return PageState{"Changes not published", Wait}
	}
	return PageState{"Draft", Wait}
}

// shortTime writes an instant as briefly as it can be understood at another:
// without the time when it is midnight, and without the year when it is this.
func shortTime(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	layout := "2 January"
	if t.Year() != now.Year() {
		layout += " 2006"
	}
	if t.Hour() != 0 || t.Minute() != 0 {
		layout += ", 3:04 pm"
	}
	return t.Format(layout)
}

// PageList is a part of a list of pages.
type PageList struct {
	Rows  []PageRow
	Total int  // in the whole list
	More  bool // there are more than Total: they were not all counted
}

// Paging is which part of a list is wanted.
type Paging struct {
	Number int // from 1
	Size   int
}

// Skip is how many entries come before the part.
func (p Paging) Skip() int { return (max(p.Number, 1) - 1) * p.Size }

// Pages is into how many parts a list of that length falls.
func (p Paging) Pages(total int) int { return max(1, (total+p.Size-1)/p.Size) }
