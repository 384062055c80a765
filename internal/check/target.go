package check

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
)

var pageMissing = Rule{
	Name: "page-missing", Label: "Reference to a page that is not there", Level: Block,
	Help: "Readers who follow it would find nothing",
	find: func(p *page) []cms.Problem {
		return p.leadingTo(Missing, func(Neighbour) string {
			return "a page that this leads to is not there; choose another page, or take it away"
		})
	},
}

// PageNotLive names the rule whose findings depend on when readers get the page.
const PageNotLive = "page-not-live"

var pageNotLive = Rule{
	Name: PageNotLive, Label: "Reference to a page that is not public", Level: Advise,
	Help: "It is left out, or is plain text, until the page that it leads to is public; looked at is the instant at which the page itself is or will be",
	find: func(p *page) []cms.Problem { return p.leadingTo(NotLive, p.notLive) },
}

func (p *page) notLive(n Neighbour) string {
	then := "now"
	if !p.world.At.IsZero() {
		then = "on " + p.clock(p.world.At)
	}
	if n.From.IsZero() || p.world.Discreet {
		return fmt.Sprintf("a page that this leads to is not public %s; publish it, choose another page, or take it away", then)
	}
	return fmt.Sprintf("a page that this leads to is not public %s, but from %s; publish this page then, choose another page, or take it away", then, p.clock(n.From))
}

// clock writes an instant in the site's zone.
func (p *page) clock(at time.Time) string {
	return at.In(p.registry.Zone()).Format("2 January 2006 at 3:04 pm")
}

// leadingTo returns one problem for every field that mentions pages in a state.
func (p *page) leadingTo(state State, message func(Neighbour) string) []cms.Problem {
	if p.world.Page == nil {
		return nil
	}
	var problems []cms.Problem
	for _, r := range p.registry.References(p.value) {
		told := len(problems) > 0 && problems[len(problems)-1].Field == r.Field
		if r.Page == p.world.Self {
			continue // it will be public when the page is
		}
		if n := p.world.Page(r.Page); !told && n.State == state {
			problems = append(problems, problem(r.Field, "%s", message(n)))
		}
	}
	return problems
}

// frame are the places that every page has.
var frame = []string{"main-content", "page-contents", "page-history"}

var linkFragment = Rule{
	Name: "link-fragment", Label: "Link to a place that is not on its page", Level: Advise,
	Help: "Readers get the top of the page in place of the part that they wanted",
	find: func(p *page) (problems []cms.Problem) {
		for _, l := range p.links() {
			if target, fragment := p.at(l.Link); target != nil && fragment != "" && !target.has(fragment) {
				problems = append(problems, problem(l.path, "no heading of the page answers to #%s; correct it, or link to the page alone", fragment))
			}
		}
		return problems
	},
}

// at returns the page that a link leads to, nil when its content is not known,
// and the place there.
func (p *page) at(l cms.Link) (*page, string) {
	if fragment, here := strings.CutPrefix(l.URL, "#"); here && l.Page == "" {
		return p, fragment
	}
	if l.Page == "" || l.Fragment == "" || p.world.Page == nil {
		return nil, ""
	}
	target := p.world.Page(cms.ID(l.Page))
	if target.Value == nil {
		return nil, ""
	}
	return read(p.registry, target.Value, World{}), l.Fragment
}

var repeated = regexp.MustCompile(`^(.+)-([0-9]+)$`)

// has reports whether the page has a place of that identifier: a heading's own,
// or that with a number when the words stand there more than once, or are those
// of the frame.
func (p *page) has(fragment string) bool {
	if p.anchors[fragment] > 0 || slices.Contains(frame, fragment) {
		return true
	}
	found := repeated.FindStringSubmatch(fragment)
	if found == nil {
		return false
	}
	n, err := strconv.Atoi(found[2])
	return err == nil && n >= 2 && p.anchors[found[1]] > 0 && n <= p.anchors[found[1]]+1
}

var ownAddress = Rule{
	Name: "own-address", Label: "Address of this site written out", Level: Advise,
	Help: "A link to a page follows it when it moves, and an address does not",
	find: func(p *page) (problems []cms.Problem) {
		for _, l := range p.links() {
			if l.Page == "" && p.isOwn(l.URL) {
				problems = append(problems, problem(l.path, "%q is an address of this site; link to the page itself, so that the link stays true when the page moves", l.URL))
			}
		}
		return problems
	},
}

// isOwn reports whether an address is one of this site's pages. What the
// program answers itself is no page.
func (p *page) isOwn(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if u.Host != "" && hostOf(u) != p.ownHost() {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	return (u.Host != "" || strings.HasPrefix(u.Path, "/")) && !cms.OwnName(first)
}
