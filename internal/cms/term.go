package cms

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Term is an entry of a controlled vocabulary, such as a topic. Terms are
// current, not versioned.
type Term struct {
	ID         ID
	Vocabulary string // such as "topic" or "information-type"
	Slug       string
	Name       string
	Parent     ID
	Synonyms   []string
	Position   int
}

// TermUse says how many pages use a term, and what else does.
type TermUse struct {
	Live    int // pages that carry it now
	Planned int // pages of which a release that is to come carries it
	Past    int // pages that only once carried it: history needs it
	Drafts  int // drafts that name it
	Below   int // terms that stand below it
}

// None reports whether nothing uses the term.
func (u TermUse) None() bool { return u == TermUse{} }

const longestName = 150 // of a term, in characters

// Problems says what is wrong with a term, given all terms of its vocabulary as
// they are now: itself included, if it is there already.
func (t Term) Problems(vocabulary []Term) (problems []Problem) {
	add := func(field, format string, args ...any) {
		problems = append(problems, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
	}
	switch {
	case strings.TrimSpace(t.Name) == "":
		add("name", "a term needs a name; fill it in")
	case utf8.RuneCountInString(t.Name) > longestName:
		add("name", "a name has at most %d characters; shorten it", longestName)
	}
	twin := slices.IndexFunc(vocabulary, func(o Term) bool { return o.Slug == t.Slug && o.ID != t.ID })
	switch {
	case !ValidSlug(t.Slug):
		add("slug", "%q cannot be part of an address; use lower-case letters, digits and hyphens", t.Slug)
	case twin >= 0:
		add("slug", "%q is the name in addresses of the term %q already; choose another", t.Slug, vocabulary[twin].Name)
	}
	if problem := t.misplaced(vocabulary); problem != "" {
		add("parent", "%s", problem)
	}
	return problems
}

// misplaced says why the term cannot stand where it is to stand; empty: it can.
func (t Term) misplaced(vocabulary []Term) string {
	if t.Parent == "" {
		return ""
	}
	byID := make(map[ID]Term, len(vocabulary))
	for _, o := range vocabulary {
		byID[o.ID] = o
	}
	parent, there := byID[t.Parent]
	if !there {
		return "the term that it should stand below is not in this vocabulary; choose another"
	}
	for above, hops := parent, 0; hops <= len(vocabulary); hops++ {
		switch {
		case parent.ID == t.ID:
			return "a term cannot stand below itself; choose another"
		case above.ID == t.ID:
			return fmt.Sprintf("%q stands below this term already, so this one cannot stand below it; choose another", parent.Name)
		case above.Parent == "":
			return ""
		}
		above = byID[above.Parent]
	}
	return ""
}

// PlacedTerm is a term in the tree of its vocabulary.
type PlacedTerm struct {
	Term
	Depth       int
	First, Last bool // among those below the same term
}

// TermTree puts the terms of a vocabulary in the order of reading: each before
// those below it, and those beside each other by their positions.
func TermTree(vocabulary []Term) []PlacedTerm {
	below := map[ID][]Term{}
	for _, t := range vocabulary {
		below[t.Parent] = append(below[t.Parent], t)
	}
	var tree []PlacedTerm
	var add func(parent ID, depth int)
	add = func(parent ID, depth int) {
		siblings := below[parent]
		slices.SortStableFunc(siblings, func(a, b Term) int {
			if a.Position != b.Position {
				return a.Position - b.Position
			}
			return strings.Compare(a.Slug, b.Slug)
		})
		for i, t := range siblings {
			tree = append(tree, PlacedTerm{Term: t, Depth: depth, First: i == 0, Last: i == len(siblings)-1})
			add(t.ID, depth+1)
		}
	}
	add("", 0)
	return tree
}

// ArrangeTerms returns the terms of a vocabulary whose position changes when
// those beside each other are put in the order of places. Terms of the same
// place stay in their order, as do those without one.
func ArrangeTerms(vocabulary []Term, places map[ID]int) (moved []Term) {
	siblings := map[ID][]Term{}
	for _, t := range TermTree(vocabulary) {
		siblings[t.Parent] = append(siblings[t.Parent], t.Term)
	}
	for _, list := range siblings {
		if !slices.ContainsFunc(list, func(t Term) bool { _, given := places[t.ID]; return given }) {
			continue
		}
		place := make(map[ID]int, len(list))
		for i, t := range list {
			place[t.ID] = i
			if wanted, given := places[t.ID]; given {
				place[t.ID] = wanted
			}
		}
		slices.SortStableFunc(list, func(a, b Term) int { return place[a.ID] - place[b.ID] })
		for i, t := range list {
			if t.Position != i {
				t.Position = i
				moved = append(moved, t)
			}
		}
	}
	slices.SortFunc(moved, func(a, b Term) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return moved
}
