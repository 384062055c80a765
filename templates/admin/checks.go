package admin

import "lectern/internal/cms"

// Checks are the content rules, with what each of them does.
type Checks struct {
	Action   string // where what is chosen is sent
	Groups   []RuleGroup
	Problems []cms.Problem
}

// RuleGroup are rules about the same.
type RuleGroup struct {
	Label string
	Rules []RuleRow
}

// RuleRow is a rule with its levels to choose from.
type RuleRow struct {
	Name        string // of the field
	Label, Help string
	Levels      []RuleLevel
}

// RuleLevel is a level that a rule may have.
type RuleLevel struct {
	Value, Label string
	Chosen       bool
}
