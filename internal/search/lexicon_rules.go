package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
)

// Bounds of a lexicon: a search looks for all that a group holds at once.
const (
	MostSynonyms = 12 // in a group
	MostTexts    = 20 // of a best bet, or that a search is suggested instead of
	MostBets     = 5  // pages of a best bet
	longestWord  = 80 // characters of one entry
	longestNote  = 500
)

// SynonymRules returns what says what is wrong with a group, given all groups that
// there will be: itself included, or as it was, or not.
func SynonymRules(all []cms.Synonyms) func(cms.Synonyms) []cms.Problem {
	known := owners{}
	for _, g := range all {
		known.add(g.ID, g.Words)
	}
	return func(g cms.Synonyms) []cms.Problem { return synonymProblems(g, known) }
}

func synonymProblems(g cms.Synonyms, known owners) []cms.Problem {
	var l lines
	l.read("words", g.Words)
	l.read("also", g.Also)
	switch n := len(g.Words) + len(g.Also); {
	case len(g.Words) == 0:
		l.add("words", "write at least one word that is typed")
	case n == 1:
		l.add("words", "one word by itself means nothing more; write another one that means the same")
	case n > MostSynonyms:
		l.add("words", "there are %d words, and at most %d can be in a group; take some out", n, MostSynonyms)
	}
	for _, word := range g.Words {
		if other := known.other(g.ID, word); other != nil {
			l.add("words", "%q is in another group already: %s; put these words there, or take it out", word, strings.Join(other, ", "))
		}
	}
	return l.problems
}

// BetRules returns what says what is wrong with a best bet, in the same way.
func BetRules(all []cms.BestBet) func(cms.BestBet) []cms.Problem {
	known := owners{}
	for _, b := range all {
		known.add(b.ID, b.Texts)
	}
	return func(b cms.BestBet) []cms.Problem { return betProblems(b, known) }
}

func betProblems(b cms.BestBet, known owners) []cms.Problem {
	var l lines
	l.read("texts", b.Texts)
	switch {
	case len(b.Texts) == 0:
		l.add("texts", "write at least one text that is typed")
	case len(b.Texts) > MostTexts:
		l.add("texts", "there are %d texts, and at most %d can be in a best bet; take some out", len(b.Texts), MostTexts)
	}
	for _, text := range b.Texts {
		if other := known.other(b.ID, text); other != nil {
			l.add("texts", "%q has a best bet already, with %s; change that one, or take it out", text, strings.Join(other, ", "))
		}
	}
	switch {
	case len(b.Pages) == 0:
		l.add("pages", "a best bet leads to at least one page; choose it")
	case len(b.Pages) > MostBets:
		l.add("pages", "there are %d pages, and at most %d can come first; take some out", len(b.Pages), MostBets)
	case twice(b.Pages):
		l.add("pages", "the same page is there twice; take one out")
	}
	l.note(b.Note)
	return l.problems
}

// SuggestedRules returns what says what is wrong with a suggested search, in the same
// way. A text is in one of them, be it what is offered or what that is offered
// instead of: nobody is to be sent from one to the next.
func SuggestedRules(all []cms.SuggestedSearch) func(cms.SuggestedSearch) []cms.Problem {
	known := owners{}
	for _, s := range all {
		known.add(s.ID, textsOf(s))
	}
	return func(s cms.SuggestedSearch) []cms.Problem { return suggestedProblems(s, known) }
}

func textsOf(s cms.SuggestedSearch) []string { return append([]string{s.Text}, s.Instead...) }

func suggestedProblems(s cms.SuggestedSearch, known owners) []cms.Problem {
	var l lines
	if s.Text == "" {
		l.add("text", "write the search that is offered")
	} else {
		l.read("text", []string{s.Text})
	}
	l.read("instead", s.Instead)
	for i, text := range textsOf(s) {
		field := "instead"
		if i == 0 {
			field = "text"
		}
		if other := known.other(s.ID, text); other != nil && text != "" {
			l.add(field, "%q is in another suggested search already: %s; change that one, or write another text", text, strings.Join(other, ", "))
		}
	}
	switch {
	case !s.Typing && len(s.Instead) == 0:
		l.add("typing", "say who is offered it: those who type how it begins, or those who search for what you write below")
	case len(s.Instead) > MostTexts:
		l.add("instead", "there are %d texts, and at most %d can be in a suggested search; take some out", len(s.Instead), MostTexts)
	}
	l.note(s.Note)
	return l.problems
}

// lines judges entries one by one.
type lines struct {
	seen     map[string]string // what was written, by key
	problems []cms.Problem
}

func (l *lines) add(field, format string, args ...any) {
	l.problems = append(l.problems, cms.Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

func (l *lines) note(text string) {
	if utf8.RuneCountInString(text) > longestNote {
		l.add("note", "a note has at most %d characters; shorten it", longestNote)
	}
}

func (l *lines) read(field string, entries []string) {
	if l.seen == nil {
		l.seen = map[string]string{}
	}
	for _, entry := range entries {
		canonical := Canonical(entry)
		switch first, seen := l.seen[key(canonical)]; {
		case canonical == "":
			l.add(field, "%q has neither a letter nor a digit; write a word, or take it out", entry)
		case utf8.RuneCountInString(entry) > longestWord || len(strings.Fields(canonical)) > MostWords:
			l.add(field, "%.40q… is too long; write at most %d words and %d characters", entry, MostWords, longestWord)
		case seen && first == entry:
			l.add(field, "%q is there twice; take one out", entry)
		case seen:
			l.add(field, "%q is the same as %q to the search; take one out", entry, first)
		}
		l.seen[key(canonical)] = entry
	}
}

// owners are the groups or best bets that have a text, by its key: of two
// thousand, each would otherwise be read for each.
type owners map[string][]owner

type owner struct {
	id    cms.ID
	texts []string
}

func (o owners) add(id cms.ID, texts []string) {
	for _, text := range texts {
		o[Key(text)] = append(o[Key(text)], owner{id, texts})
	}
}

// other returns the texts of another one that has the text; nil: none has.
func (o owners) other(id cms.ID, text string) []string {
	for _, one := range o[Key(text)] {
		if one.id != id {
			return one.texts
		}
	}
	return nil
}

func twice(pages []cms.ID) bool {
	for i, page := range pages {
		if slices.Contains(pages[:i], page) {
			return true
		}
	}
	return false
}
