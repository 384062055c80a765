package cms

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Redirect sends an old address on. It names a page, and so follows the page
// wherever it moves, or another address.
type Redirect struct {
	From string // path, or a rule that stands for many
	Page ID     // target page; empty: To is given
	To   string // path or URL
}

// Signpost is a redirect with what editors are told of it.
type Signpost struct {
	Redirect
	MadeAt   time.Time
	Title    string    // of the page that it leads to
	Path     string    // where that page is now; empty: it is not public
	Taken    string    // title of what is live at the old address, and so wins over it
	Uses     int       // since the instant that was asked for
	LastUsed time.Time // zero: not since then
}

// SignpostQuery asks for redirects.
type SignpostQuery struct {
	From   string    // just the one from that address; empty: any
	Text   string    // in the addresses, or in the title of the page; empty: all
	Since  time.Time // uses from then on count
	Paging           // without a size: all
}

// Trace is where readers of an address end up, for editors.
type Trace struct {
	Steps  []string // addresses: the one that was asked for, and each that is led on to
	By     []string // the redirect that leads on from each but the last; empty: the page there does
	Circle bool     // there is no end
	Title  string   // of the page at the end; empty: there is none
}

// End is the address where readers end up.
func (t Trace) End() string { return t.Steps[len(t.Steps)-1] }

// PathOf is the path of an address of this site, without a query and a
// fragment; empty: it is an address elsewhere.
func PathOf(address string) string {
	if !strings.HasPrefix(address, "/") {
		return ""
	}
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	return CanonicalPath(address)
}

// mostSteps is how far readers are followed: who comes no end by then, comes to
// none.
const mostSteps = 20

// Chain follows an address on, step by step. next says where a path leads on
// to; empty: nowhere. What an address asks for by its query goes along. The
// chain ends where nothing leads on, or at the first address that is reached
// again. One without an end is a circle, too.
func Chain(from, to string, next func(path string) string) (steps []string, circle bool) {
	steps = []string{from, carry(from, to)}
	for {
		last := steps[len(steps)-1]
		path := PathOf(last)
		grown := len(steps) > mostSteps || len(steps) > 2 && tooLong(path)
		if grown || slices.ContainsFunc(steps[:len(steps)-1], func(s string) bool { return PathOf(s) == path && path != "" }) {
			return steps, true
		}
		on := ""
		if path != "" {
			on = next(path)
		}
		if on == "" {
			return steps, false
		}
		steps = append(steps, carry(last, on))
	}
}

// carry puts the query of an address before that of the address of this site
// that it leads to. Other websites are told nothing.
func carry(from, to string) string {
	from, _, _ = strings.Cut(from, "#")
	_, query, _ := strings.Cut(from, "?")
	if query == "" || PathOf(to) == "" {
		return to
	}
	to, fragment, cut := strings.Cut(to, "#")
	path, own, _ := strings.Cut(to, "?")
	if to = path + "?" + query; own != "" {
		to += "&" + own
	}
	if cut {
		to += "#" + fragment
	}
	return to
}

// mostTold is how many steps of a chain editors are told: a longer one grows
// without an end.
const mostTold = 5

// ChainText writes a chain for editors: /a → /b → /c. The stars of a rule stand
// as they do in it.
func ChainText(steps []string) string {
	if len(steps) > 2*mostTold {
		steps = append(slices.Clone(steps[:mostTold]), "…")
	}
	return strings.ReplaceAll(strings.Join(steps, " → "), url.PathEscape(star), star)
}
