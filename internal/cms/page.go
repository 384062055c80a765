package cms

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Page is a place in the editors' tree. What the public sees of it is said by
// its releases, not here.
type Page struct {
	ID        ID
	Kind      string // permanent name of its kind
	Parent    ID     // empty: the home page, or a kind without an address
	Slug      string // last part of its address; empty for the home page
	CreatedAt time.Time
}

// Kind describes a page kind. Names are permanent: they are stored.
type Kind struct {
	Name      string   // such as "service"
	Label     string   // such as "Service", for editors
	Help      string   // one sentence for editors: what the kind is for
	Addressed bool     // false: a kind without an address, such as a menu
	Below     []string // kinds it may stand below; empty: any addressed kind
	Top       bool     // it is the home page, and stands nowhere else
	Tag       string   // what every page that shows it carries; for kinds without an address
}

// BlockType describes a content block. Names are permanent: they are stored.
type BlockType struct {
	Name  string
	Label string
	Help  string
}

// Card is what lists, menus and breadcrumbs show of a page.
type Card struct {
	Title      string
	ShortTitle string    // for breadcrumbs, menus and cards; empty: Title
	Summary    string    // plain text, one or two sentences
	SortAt     time.Time // date that lists sort by; zero: the first publication

	Label       string    // a word or two that tell what kind of alert, news … it is; lists are narrowed by it
	Note        string    // a line of small print, such as a place
	StartsAt    time.Time // when what SortAt is the end of begins; zero: SortAt says it all
	PinnedUntil time.Time // until when lists of news put it first; zero: they do not
	Unlisted    bool      // it asks to be left out of the lists of its kind
	Unindexed   bool      // it asks to be left out of search engines and the sitemap
}

// Equal reports whether both cards show the same.
func (c Card) Equal(o Card) bool {
	return c.Title == o.Title && c.ShortTitle == o.ShortTitle && c.Summary == o.Summary && c.SortAt.Equal(o.SortAt) &&
		c.Label == o.Label && c.Note == o.Note && c.StartsAt.Equal(o.StartsAt) && c.PinnedUntil.Equal(o.PinnedUntil) &&
		c.Unlisted == o.Unlisted && c.Unindexed == o.Unindexed
}

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidSlug reports whether s can be the last part of an address: lower-case
// letters, digits and single hyphens between them, at most 100 bytes.
func ValidSlug(s string) bool { return len(s) <= 100 && slugPattern.MatchString(s) }

// ValidTarget reports whether a redirect may lead there: a path of this site,
// or an https URL.
func ValidTarget(to string) bool {
	if strings.ContainsFunc(to, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f || r == utf8.RuneError }) {
		return false
	}
	u, err := url.Parse(to)
	if rest, isPath := strings.CutPrefix(to, "/"); isPath {
		return err == nil && !strings.HasPrefix(rest, "/")
	}
	return err == nil && u.Scheme == "https" && u.Host != ""
}

// BadTarget says what is wrong with an address that is no ValidTarget.
func BadTarget(to string) string {
	return fmt.Sprintf("%q is not an address; give a path such as /services or a URL that begins with https://", to)
}

// asPages spells what no address of a page holds.
var asPages = strings.NewReplacer(`\`, "/", " ", "-")

// CanonicalPath returns the one spelling of an address that pages have: lower
// case, hyphens for spaces, single slashes, none at the end.
func CanonicalPath(p string) string {
	return strings.ToLower(path.Clean("/" + asPages.Replace(p)))
}

// Bounds of an address that something may be found at.
const (
	maxPath     = 1000 // bytes
	maxPathDeep = 20   // parts
)

// ValidPath reports whether something may be found at the address p: in its
// canonical spelling, without a query, and neither very long nor very deep.
func ValidPath(p string) bool {
	return !tooLong(p) && utf8.ValidString(p) && p == CanonicalPath(p) &&
		!strings.ContainsFunc(p, unicode.IsControl) && !strings.ContainsAny(p, "?#")
}

func tooLong(path string) bool { return len(path) > maxPath || strings.Count(path, "/") > maxPathDeep }

// BadPath says what is wrong with an address that is no ValidPath.
func BadPath(p string) string {
	return fmt.Sprintf("%q is not how an address of this site is spelt; write it in lower case, with / at its start and none at its end", p)
}

// ownNames are the first parts of the addresses that are the program's own.
var ownNames = []string{"admin", "dev", "livez", "media", "metrics", "readyz", "search", "share", "static"}

// OwnName reports whether no page directly below the home page may be called
// that: the program itself answers there.
func OwnName(slug string) bool { return slices.Contains(ownNames, slug) }

// ownFiles are further addresses of the program's own.
var ownFiles = []string{"/opensearch.xml", "/robots.txt", "/security.txt", "/sitemap.xml", "/.well-known/security.txt"}

// OwnAddress reports whether the program itself answers at a path, whatever a
// redirect says. Below /search nothing is its own.
func OwnAddress(path string) bool {
	first, _, below := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if first == "search" && below {
		return false
	}
	return OwnName(first) || slices.Contains(ownFiles, path)
}

// ProgramAddress reports whether what stands at a path is no page: the program
// itself answers there, perhaps with a feed or a part of the sitemap.
func ProgramAddress(path string) bool {
	for _, extension := range []string{".rss", ".atom", ".json"} {
		if strings.HasPrefix(path, "/feeds/") && strings.HasSuffix(path, extension) {
			return true
		}
	}
	return OwnAddress(path) || strings.HasPrefix(path, "/sitemap-") && strings.HasSuffix(path, ".xml")
}

// JoinPath returns the address of the child called slug below parent.
func JoinPath(parent, slug string) string {
	if parent == "" || parent == "/" {
		return "/" + slug
	}
	return parent + "/" + slug
}

// Ancestors returns the addresses above path, from "/" down.
// It is empty for "/" itself.
func Ancestors(path string) []string {
	if path == "/" || path == "" {
		return nil
	}
	above := []string{"/"}
	for i := 1; i < len(path); i++ {
		if path[i] == '/' {
			above = append(above, path[:i])
		}
	}
	return above
}

// SplitPath returns the address of the parent and the slug of path.
func SplitPath(path string) (parent, slug string) {
	i := strings.LastIndexByte(path, '/')
	if i <= 0 {
		return "/", strings.TrimPrefix(path, "/")
	}
	return path[:i], path[i+1:]
}
