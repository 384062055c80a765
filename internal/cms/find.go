package cms

import (
	"net/url"
	"strings"
	"time"
)

// PageQuery asks for pages of the editors' tree. Empty fields do not narrow.
type PageQuery struct {
	Text  string // words of a title or an address, an address, a URL, or an id
	Kinds []string
	State PageFilter
	User  ID // whose drafts FindMine finds
	Owner ID
	Term  ID
	Since time.Time // changed at or after
	Today Date      // where the site is; what FindOverdue goes by
	Below ID        // a page: only those below it
	Sort  PageSort  // empty: what fits the text best, otherwise what changed last
	Paging
}

// PageFilter narrows pages by how far they are.
type PageFilter string

// How far pages may be asked to be.
const (
	FindLive      PageFilter = "live"
	FindChanged   PageFilter = "changed"   // live, with changes that are not
	FindDraft     PageFilter = "draft"     // with anything written that is not released
	FindMine      PageFilter = "mine"      // with a draft that the person wrote last
	FindReview    PageFilter = "review"    // the draft is in review
	FindApproved  PageFilter = "approved"  // the draft is approved
	FindScheduled PageFilter = "scheduled" // something of it is planned
	FindWithdrawn PageFilter = "withdrawn" // readable below a notice
	FindGone      PageFilter = "gone"      // gone, or redirected
	FindExpired   PageFilter = "expired"   // it was public, and nothing is any more
	FindNever     PageFilter = "never"     // it has never been public
	FindOverdue   PageFilter = "overdue"   // readers have it, and somebody was to have looked at it again before today
)

// PageSort is the order of pages that were found.
type PageSort string

// Orders of pages.
const (
	LastChanged PageSort = "changed"
	FromAToZ    PageSort = "title"
	ByAddress   PageSort = "address"
	LastMade    PageSort = "created"
)

// Narrows reports whether the query asks for anything in particular.
func (q PageQuery) Narrows() bool {
	return q.Text != "" || len(q.Kinds) > 0 || q.State != "" || q.Owner != "" || q.Term != "" || !q.Since.IsZero() || q.Sort != ""
}

// Address returns the address that the text names, if it is one, or a URL.
func (q PageQuery) Address() (path string, is bool) {
	text := strings.TrimSpace(q.Text)
	lower := strings.ToLower(text)
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		u, err := url.Parse(text)
		if err != nil {
			return "", false
		}
		return CanonicalPath(u.Path), true
	}
	return CanonicalPath(text), strings.HasPrefix(text, "/")
}

// Words are those of the text, at most eight of them.
func (q PageQuery) Words() []string {
	words := strings.Fields(q.Text)
	return words[:min(len(words), 8)]
}
