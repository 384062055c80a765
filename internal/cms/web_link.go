package cms

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// WebLink is an address of another website that public pages link to, with what
// is known of it.
type WebLink struct {
	Address string // as WebAddress writes it
	WebAnswer
	AnsweredAt time.Time  // when that came
	Since      time.Time  // since when nothing but the like of it came; nothing but what does not work, if it does not
	Verdict    WebVerdict // empty: it was not asked yet

	Page  ID     // one of the pages that link to it
	Title string // of that page, as readers know it
	Pages int    // that link to it
}

// WebAnswer is what came when an address of another website was asked.
type WebAnswer struct {
	Outcome WebOutcome
	Host    string    // that answered, which may be another than was asked; or that did not
	Status  int       // of HTTP; 0: there was no such answer
	Reason  WebReason // why there was none
	MovedTo string    // the address that it has for good; only of WebMoved

	LeftAlone bool // the website asks not to be asked for a while, and says nothing else
}

// WebOutcome is what an answer means by itself.
type WebOutcome string

// The outcomes of asking an address once.
const (
	WebFine    WebOutcome = "fine"
	WebMoved   WebOutcome = "moved"   // something is there, for good at another address
	WebGone    WebOutcome = "gone"    // the website says that nothing is there
	WebFailing WebOutcome = "failing" // there was no good answer, which may be otherwise tomorrow
	WebUnsure  WebOutcome = "unsure"  // the answer says nothing of what readers get
)

// WebVerdict is what all answers together mean.
type WebVerdict string

// The verdicts on an address.
const (
	VerdictFine   WebVerdict = "fine"
	VerdictMoved  WebVerdict = "moved"
	VerdictBroken WebVerdict = "broken" // gone; or failing when it was asked on different days
	VerdictUnsure WebVerdict = "unsure"
)

// WebReason is why there was no answer that counts.
type WebReason string

// The reasons.
const (
	WebNoName      WebReason = "no-name"     // nobody has the name
	WebTimeout     WebReason = "timeout"     // nothing came in time
	WebUnreached   WebReason = "unreached"   // nobody was there
	WebCertificate WebReason = "certificate" // it has run out, or is for another name
	WebUntrusted   WebReason = "untrusted"   // it is of somebody whom this server does not know
	WebClosed      WebReason = "closed"      // this server must not connect to it
	WebRedirects   WebReason = "redirects"   // from one address to another without an end
	WebGarbled     WebReason = "garbled"     // something came that is no answer
)

// WebLook is how far a look at the content has followed links to other websites.
// Empty: it was made by a version that did not.
type WebLook string

// The ways in which such a look ends.
const (
	WebOff         WebLook = "off"         // they are left alone
	WebAll         WebLook = "all"         // each was asked
	WebPart        WebLook = "part"        // some are left for the next time
	WebUnreachable WebLook = "unreachable" // this server reaches no other website
)

// ErrNoWeb says that no other website can be reached.
var ErrNoWeb = errors.New("no other website can be reached")

// WebCounts is how many addresses of other websites public pages link to.
type WebCounts struct {
	Known  int // in all
	Asked  int // at any time
	Fine   int // with those that have moved
	Moved  int
	Broken int
	Unsure int
}

// reservedNames are never on the web: RFC 2606, RFC 6761, RFC 6762, RFC 7686, RFC 8375.
var reservedNames = []string{"example", "test", "invalid", "localhost", "local", "internal", "onion", "home.arpa"}

const longestWebAddress = 2000 // bytes

// WebAddress is the one spelling of an address that a link to another website
// leads to. It reports false when the address cannot be one of the public web, or
// names somebody: such an address is neither asked nor kept.
func WebAddress(link string) (string, bool) {
	u, err := url.Parse(link)
	if err != nil || !OnWeb(u) {
		return "", false
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	address := u.String()
	if len(address) > longestWebAddress || !utf8.ValidString(address) {
		return "", false
	}
	return address, true
}

// OnWeb reports whether an address may be one of the public web, and names nobody.
func OnWeb(u *url.URL) bool {
	port := u.Port()
	if u.User != nil || u.Scheme != "http" && u.Scheme != "https" || port != "" && port != "80" && port != "443" {
		return false
	}
	host := "." + strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	return strings.ContainsAny(host[1:], ".:") && !slices.ContainsFunc(reservedNames, func(name string) bool {
		return strings.HasSuffix(host, "."+name)
	})
}

// Said says in words what came, and when: a sentence without its stop.
func (a WebAnswer) Said(when string) string {
	switch a.Reason {
	case WebNoName:
		return fmt.Sprintf("no website was called %s on %s", a.Host, when)
	case WebTimeout:
		return fmt.Sprintf("%s did not answer in time on %s", a.Host, when)
	case WebUnreached:
		return fmt.Sprintf("%s could not be reached on %s", a.Host, when)
	case WebCertificate:
		return fmt.Sprintf("the certificate of %s had run out or was for another name on %s", a.Host, when)
	case WebUntrusted:
		return fmt.Sprintf("the certificate of %s came from an authority that this server does not know on %s", a.Host, when)
	case WebClosed:
		return fmt.Sprintf("%s was not asked on %s, because this server may not connect to where it leads", a.Host, when)
	case WebRedirects:
		return fmt.Sprintf("%s sent on from one address to another without an end on %s", a.Host, when)
	case WebGarbled:
		return fmt.Sprintf("%s gave an answer that makes no sense on %s", a.Host, when)
	}
	return strings.TrimSpace(fmt.Sprintf("%s answered %d %s", a.Host, a.Status, http.StatusText(a.Status))) + " on " + when
}
