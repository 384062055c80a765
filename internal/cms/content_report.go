package cms

import "time"

// ContentReport is one look of the content rules at everything that is public.
type ContentReport struct {
	ID       ID
	BegunAt  time.Time
	EndedAt  time.Time
	Pages    int // that were looked at
	Blocking int // problems that would keep a page from being published
	Advice   int // problems without which a page would be better
	Web      WebLook
}

// PageProblem is a problem of a page that is public.
type PageProblem struct {
	Problem
	Page   ID
	Blocks bool // it would keep the page from being published

	Title string // of the page, as readers know it
	Path  string // empty: it has none
	Owner Person // ID and name of who looks after the page
}

// ContentQuery asks a report for problems.
type ContentQuery struct {
	Rule  string // empty: all; NoRule: those of what a kind itself asks for
	Owner ID     // empty: everybody's
	Text  string // in the title or the address of the page
	Paging
}

// Narrowed reports whether a part of the problems is asked for by what they are.
func (q ContentQuery) Narrowed() bool { return q.Rule != "" || q.Owner != "" || q.Text != "" }

// NoRule stands for what the kind of a page itself asks for.
const NoRule = "declaration"

// RuleCount is how often a rule has found something.
type RuleCount struct {
	Rule   string // NoRule: what kinds themselves ask for
	Times  int
	Pages  int
	Blocks bool
}

// OwnerCount is how many problems the pages of somebody have.
type OwnerCount struct {
	Owner Person
	Times int
	Pages int
}
