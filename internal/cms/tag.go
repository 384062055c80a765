package cms

// Tags name what a rendered page depends on. Publishing bumps tags, and the
// pages that carry a bumped tag are rendered again.
const (
	MenuTag   = "menu"
	SiteTag   = "site"
	NoticeTag = "notice" // banners and update notices
	FeedTag   = "feed"   // which feeds there are
	SearchTag = "search" // what editors have told the search
)

// PageTag stands for what the public gets for a page.
func PageTag(page ID) string { return "page:" + string(page) }

// RefTag stands for a page's title, address and liveness as others show them.
func RefTag(page ID) string { return "ref:" + string(page) }

// TermTag stands for a term's name and place.
func TermTag(term ID) string { return "term:" + string(term) }

// ListTag stands for the lists of a kind below a section. The empty section is
// the whole site.
func ListTag(kind string, section ID) string { return "list:" + kind + ":" + string(section) }
