package check

import "slices"

// Level says what a rule's finding means for the page.
type Level string

// The levels, gravest first.
const (
	Block  Level = "block"  // readers would be shut out or led astray: the page is not fit to publish
	Advise Level = "advise" // the page would be better without it
	Off    Level = "off"    // it is not looked for
)

// Valid reports whether it is one of the levels.
func (l Level) Valid() bool { return l == Block || l == Advise || l == Off }

// Levels are those that administrators have chosen, by the names of rules. A
// rule that is not among them has its own; nil is all of these.
type Levels map[string]Level

// Of returns the level of a problem by the name of its rule. What a declaration
// itself asks for, which has no rule, blocks, whatever is chosen.
func (l Levels) Of(rule string) Level {
	if chosen, is := l[rule]; is && rule != "" {
		return chosen
	}
	if rule == RedirectChain.Name {
		return RedirectChain.Level
	}
	if r, known := RuleAbout(rule); known {
		return r.Level
	}
	return Block
}

// RuleAbout returns the rule about pages that has that name.
func RuleAbout(name string) (Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}
