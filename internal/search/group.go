package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Group is a facet as a page offers it. Several groups may be of the same facet:
// who chooses from two of them wants what has a value of each.
type Group struct {
	Facet       // its name: of the parameter of the address, of what is chosen and of what is counted
	Of    Facet // what an index knows it as; empty: the same
}

// Facets that only pages ask for which list what is of one kind.
const (
	Letter Facet = "letter" // that a title begins with
	Listed Facet = "listed" // Yes: lists of its kind show it
)

// Yes is the one value of a facet that something has or has not.
const Yes = "yes"

// Values of the facet Letter besides a to z.
const (
	Digits       = "0-9"
	OtherLetters = "other"
)

// reserved are the facets that no vocabulary may take the place of.
var reserved = []Facet{Type, Year, Month, Status, Letter, Listed}

// Reserved reports whether a facet is one of ours, so that nothing else may be
// called so.
func Reserved(facet Facet) bool { return slices.Contains(reserved, facet) }

// LetterOf returns the value of the facet Letter that a title has.
func LetterOf(title string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(fold(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	switch {
	case 'a' <= first && first <= 'z':
		return string(first)
	case unicode.IsDigit(first):
		return Digits
	}
	return OtherLetters
}

// Grouped are the groups that the page of the query offers, each with what an
// index knows it as.
func (q Query) Grouped() []Group {
	groups := slices.Clone(q.Groups)
	if groups == nil {
		for _, facet := range Facets {
			groups = append(groups, Group{Facet: facet})
		}
	}
	for i, group := range groups {
		groups[i].Of = cmp.Or(group.Of, group.Facet)
	}
	return groups
}

// Of returns what an index knows a facet as that the page of the query offers.
func (q Query) Of(name Facet) Facet {
	for _, group := range q.Groups {
		if group.Facet == name {
			return cmp.Or(group.Of, name)
		}
	}
	return name
}

// Chooses reports whether something is chosen of what an index knows as that
// facet.
func (q Query) Chooses(of Facet) bool {
	for name := range q.Chosen {
		if q.Of(name) == of {
			return true
		}
	}
	return false
}

// Order is the order of the results. Whoever typed something wants what is about
// it first, unless they say otherwise.
func (q Query) Order() Sort { return cmp.Or(q.Sort, q.usual()) }

func (q Query) usual() Sort {
	if q.Text != "" {
		return Relevance
	}
	return q.offered()[0]
}

// Offered are the orders that the page of the query offers, to who has typed what
// it says or nothing.
func (q Query) Offered() []Sort {
	return slices.DeleteFunc(slices.Clone(q.offered()), func(s Sort) bool { return s == Relevance && q.Text == "" && q.Sorts != nil })
}

func (q Query) offered() []Sort {
	if q.Sorts == nil {
		return sorts
	}
	return q.Sorts
}
