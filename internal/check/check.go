// Package check holds the content rules: what makes a page good, beyond what
// its declaration demands. Every rule looks at a page's value and at what its
// caller knows of the rest of the site, and at nothing else.
package check

import (
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Level says what a rule's finding means for the page.
type Level string

// The levels, gravest first.
const (
	Block  Level = "block"  // readers would be shut out or led astray: the page is not fit to publish
	Advise Level = "advise" // the page would be better without it
)

// Rule is one thing to look for.
type Rule struct {
	Name  string // permanent, such as "heading-order"
	Label string // for editors
	Help  string // one sentence for editors: why it matters
	Level Level

	find func(*page) []cms.Problem
}

var rules = []Rule{
	headingOrder, emptySection, sameHeading,
	altFileName, altText,
	linkWithoutText, linkText, linkTargets,
	pageMissing, pageNotLive, linkFragment, ownAddress,
	nameTaken, nameMissing,
	tableHeaders,
	transcript,
	summary,
	robots,
}

// RedirectChain is the rule about old addresses, which whoever knows all of
// them looks for.
var RedirectChain = Rule{
	Name: "redirect-chain", Label: "Redirect to an address that leads on itself", Level: Advise,
	Help: "Readers are sent to the end at once; but whoever takes the second redirect away breaks the first",
}

// Rules returns every rule about a page in the order in which they are explained.
func Rules() []Rule { return slices.Clone(rules) }

// LevelOf returns the level of a problem by the name of its rule. What a
// declaration itself asks for, which has no rule, blocks.
func LevelOf(rule string) Level {
	for _, r := range append(Rules(), RedirectChain) {
		if r.Name == rule {
			return r.Level
		}
	}
	return Block
}

// World is what is known of the site around a page. The zero World knows
// nothing: what would need to know more is then not looked for.
type World struct {
	Base string                 // origin of the site, such as https://www.example.org
	Page func(cms.ID) Neighbour // nil: nothing is known of other pages

	Self  cms.ID                          // the page itself
	Named func(name schema.Name) []cms.ID // pages that go by a name, now or when they are public; nil: nothing is known of names
}

// Neighbour is what is known of a page that another one leads to.
type Neighbour struct {
	State State
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
		for _, problem := range rule.find(p) {
			problem.Rule = rule.Name
			problems = append(problems, problem)
		}
	}
	slices.SortStableFunc(problems, func(a, b cms.Problem) int { return p.order[a.Field] - p.order[b.Field] })
	return problems
}
