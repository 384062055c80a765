package cms

import "time"

// Outcome is what the public gets at an address while a release is live.
type Outcome string

const (
	OutcomePage      Outcome = "page"      // the revision
	OutcomeAnnounced Outcome = "announced" // the redacted revision of something upcoming
	OutcomeWithdrawn Outcome = "withdrawn" // the revision, below a notice that it is withdrawn
	OutcomeGone      Outcome = "gone"      // status 410 and, if given, a notice
	OutcomeRedirect  Outcome = "redirect"  // another address
)

// Shows reports whether the outcome shows a revision.
func (o Outcome) Shows() bool {
	return o == OutcomePage || o == OutcomeAnnounced || o == OutcomeWithdrawn
}

// brings reports whether the outcome shows content of its own, rather than
// changing how the content before it is shown.
func (o Outcome) brings() bool { return o == OutcomePage || o == OutcomeAnnounced }

// Release says what the public gets for a page from one instant until another.
// At any instant a page has at most one, and so has an address.
type Release struct {
	ID         ID
	Page       ID
	Revision   ID // empty for gone and redirect
	Outcome    Outcome
	Notice     string
	RedirectTo string // path or URL, for OutcomeRedirect
	Path       string // empty: a kind without an address
	Kind       string
	Card       Card

	FirstPublishedAt time.Time
	LastEditedAt     time.Time

	LiveFrom  time.Time
	LiveUntil time.Time // exclusive; zero: open. Never after EndsAt or the next release's LiveFrom
	EndsAt    time.Time // the end that was asked for; zero: none. What cancelling a successor gives back
}

// LiveAt reports whether the release is what the public gets at that instant.
func (r Release) LiveAt(at time.Time) bool {
	return !at.Before(r.LiveFrom) && (r.LiveUntil.IsZero() || at.Before(r.LiveUntil))
}

// Begun reports whether the release has started by that instant. A begun
// release is history: it can be ended, but neither deleted nor re-pointed.
func (r Release) Begun(at time.Time) bool { return !at.Before(r.LiveFrom) }
