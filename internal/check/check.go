// Package check holds the content rules: what makes a page good, beyond what
// its declaration demands. Every rule looks at a page's value and at what its
// caller knows of the rest of the site, and at nothing else.
package check

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Rule is one thing to look for.
type Rule struct {
	Name  string // permanent, such as "heading-order"
	Label string // for editors
	Help  string // one sentence for editors: why it matters
	Level Level  // unless administrators have chosen another

	find func(*page) []cms.Problem
}

// Group is what rules look at.
type Group struct {
	Label string // for editors
	Rules []Rule
}

var groups = []Group{
	{"Headings", []Rule{headingOrder, emptySection, sameHeading}},
	{"Pictures", []Rule{altFileName, altText}},
	{"Links", []Rule{linkWithoutText, linkText, linkTargets, pageMissing, pageNotLive, linkFragment, ownAddress, nameMissing, webLink, webLinkMoved}},
	{"Tables and charts", []Rule{tableHeaders, tableCaption, chartSummary}},
	{"Recordings and documents", []Rule{transcript, documentOnly}},
	{"Language", []Rule{readingAge, acronyms, summary}},
	{"Site", []Rule{nameTaken, robots}},
}

// Groups returns every rule about a page, in the order in which they are explained.
func Groups() []Group { return slices.Clone(groups) }

var rules = func() (all []Rule) {
	for _, g := range groups {
		all = append(all, g.Rules...)
	}
	return all
}()

// RedirectChain is the rule about old addresses, which whoever knows all of
// them looks for.
var RedirectChain = Rule{
	Name: "redirect-chain", Label: "Redirect to an address that leads on itself", Level: Advise,
	Help: "Readers are sent to the end at once; but whoever takes the second redirect away breaks the first",
}

// Rules returns every rule about a page in the order in which they are explained.
func Rules() []Rule { return slices.Clone(rules) }

// World is what is known of the site around a page. The zero World knows
// nothing: what would need to know more is then not looked for.
type World struct {
	Discreet bool // what is planned is told to nobody

	Levels Levels                       // of the rules
	Base   string                       // origin of the site, such as https://www.example.org
	Words  Words                        // what the site says of short forms
	At     time.Time                    // from when readers get the page
	Page   func(cms.ID) Neighbour       // as things are then; nil: nothing is known of other pages
	File   func(asset cms.ID) cms.Asset // nil: nothing is known of files

	Web func(address string) cms.WebLink // what other websites have answered; the zero WebLink: they were not asked; nil: nothing is known of them

	Self  cms.ID                          // the page itself
	Named func(name schema.Name) []cms.ID // pages that go by a name, now or when they are public; nil: nothing is known of names
}

// Neighbour is what is known of a page that another one leads to.
type Neighbour struct {
	State State
	From  time.Time   // of one that readers do not get: when they will; zero: that is not planned
	Value schema.Kind // what readers get there; nil: not known
}

// State says whether readers get a page.
type State int

// The states of a page.
const (
	Unknown State = iota
	Missing       // there is no such page
	NotLive       // it is there, and readers do not get it
	Live
)

// Page returns what the rules find in the value of a page, in the order in
// which it stands there. The value is of a kind that the registry declares. It
// need not be valid: what schema.Registry.Validate says is not said again.
func Page(registry *schema.Registry, value schema.Kind, world World) []cms.Problem {
	p := read(registry, value, world)
	var problems []cms.Problem
	for _, rule := range rules {
		if world.Levels.Of(rule.Name) == Off {
			continue
		}
		for _, problem := range rule.find(p) {
			problem.Rule = rule.Name
			problems = append(problems, problem)
		}
	}
	slices.SortStableFunc(problems, func(a, b cms.Problem) int { return p.order[a.Field] - p.order[b.Field] })
	return problems
}
