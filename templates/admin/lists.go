package admin

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// ListEntry leads to one of the lists that belong to the whole site.
type ListEntry struct {
	Link
	Help      string // a sentence without a full stop
	Count     int
	Uncounted bool // there is nothing to count
}

// Fixtures is a list of the pages of a kind without an address.
type Fixtures struct {
	Label  string // of the kind, such as Menu
	Help   string
	Action string // where a new one is sent
	Rows   []cms.PageRow
	Name   string // typed
	Single bool   // the site has one at most
	Shown  []Fact // what readers get of the only one; empty: there are several, or none
	Outer  []Fact // what is set elsewhere

	Problems []cms.Problem
}

// one is a single one of the kind, within a sentence: an update notice.
func (f Fixtures) one() string {
	label := lowerFirst(f.Label)
	switch {
	case strings.HasSuffix(label, "s"):
		return label
	case strings.ContainsAny(label[:1], "aeiou"):
		return "an " + label
	default:
		return "a " + label
	}
}

// Fact is something that is set, by its name.
type Fact struct {
	Label string
	Text  string
	Href  string // of the page that it leads to; empty: none
}

// isColour reports whether the text of a fact is a colour: #rrggbb.
func (f Fact) isColour() bool {
	return len(f.Text) == 7 && f.Text[0] == '#' && strings.Trim(strings.ToLower(f.Text[1:]), "0123456789abcdef") == ""
}

// Asking is a page that asks before something is done that cannot be undone.
type Asking struct {
	Says   []string // sentences
	Action string   // where the answer is sent
	Hidden []Hidden
	Button string
	Back   string // where to go instead
}

// Hidden is a field that is sent along.
type Hidden struct{ Name, Value string }

// Vocabulary is a set of terms.
type Vocabulary struct {
	Name   string
	Label  string
	UsedBy []string // labels of the kinds and blocks with a field for its terms
	Count  int
}

func (v Vocabulary) href() string { return "/admin/lists/terms/" + v.Name }

// TermList is the tree of a vocabulary.
type TermList struct {
	Vocabulary
	Tree []cms.PlacedTerm
	Uses map[cms.ID]cms.TermUse
}

// place is the number of a term among those beside it.
func (l TermList) place(t cms.PlacedTerm) string {
	n := 0
	for _, other := range l.Tree {
		if other.Parent == t.Parent {
			n++
		}
		if other.ID == t.ID {
			break
		}
	}
	return strconv.Itoa(n)
}

// depth is the class that sets a term below another, for as far as it can be
// seen.
func depth(t cms.PlacedTerm) string { return "depth-" + strconv.Itoa(min(t.Depth, 4)) }

// TermForm is a term that is changed or made.
type TermForm struct {
	Vocabulary Vocabulary
	Term       cms.Term // without an id: it is new
	Synonyms   string   // typed, one a line
	Tree       []cms.PlacedTerm
	Use        cms.TermUse
	Problems   []cms.Problem
}

func (f TermForm) action() string {
	if f.Term.ID == "" {
		return f.Vocabulary.href() + "/new"
	}
	return f.Vocabulary.href() + "/" + string(f.Term.ID)
}

// pagesWith lists the pages that carry a term.
func pagesWith(term cms.ID) string { return "/admin/pages?term=" + string(term) }

// indented is the name of a term in a list that shows what stands below what.
func indented(t cms.PlacedTerm) string { return strings.Repeat("\u2003", t.Depth) + t.Name }

// counted says how many there are of something.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped writes a number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func problemAt(problems []cms.Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Message
		}
	}
	return ""
}

func lowerFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// RedirectList is a page of the list of redirects.
type RedirectList struct {
	Text  string // looked for
	Rows  []cms.Signpost
	Total int
	Pages ui.Pages

	Try      string     // an address that was typed, to see where it leads
	Trace    *cms.Trace // nil: nothing was, or nothing that can be asked
	Problems []cms.Problem
}

// ending says what readers find where an address leads.
func ending(t cms.Trace) string {
	end := cms.PathOf(t.End())
	switch {
	case t.Circle:
		return "They go round in a circle, so readers are told that nothing is there."
	case end == "":
		return "Readers are sent to that other website."
	case t.Title != "":
		return "Readers get the page “" + t.Title + "”."
	case cms.ProgramAddress(end):
		return "The program itself answers there."
	case len(t.Steps) > 1:
		return "No page is live there, so readers are told that nothing is at the old address."
	}
	return "No page is live there, and nothing leads on: readers are told that nothing is there."
}

func (l RedirectList) csv() string {
	if l.Text == "" {
		return "/admin/lists/redirects.csv"
	}
	return "/admin/lists/redirects.csv?" + url.Values{"q": {l.Text}}.Encode()
}

// redirectHref is where something is done to a redirect.
func redirectHref(what string, s cms.Signpost) string {
	return "/admin/lists/redirects/" + what + "?" + url.Values{"from": {s.From}}.Encode()
}

// RedirectForm is a redirect that is changed or made.
type RedirectForm struct {
	Had   string // the address of the one that is changed; empty: it is new
	From  string
	To    string // typed
	Page  cms.ID // chosen; empty: To counts
	Title string // of that page
	Path  string
	Find  string // looked for among pages

	Looked   bool
	Found    []cms.PageChoice
	More     bool
	Problems []cms.Problem
}

func (f RedirectForm) action() string {
	if f.Had == "" {
		return "/admin/lists/redirects/new"
	}
	return "/admin/lists/redirects/change?" + url.Values{"from": {f.Had}}.Encode()
}

// chosen is the page that was chosen, unless it is among those found.
func (f RedirectForm) chosen() bool {
	return f.Page != "" && !slices.ContainsFunc(f.Found, func(p cms.PageChoice) bool { return p.ID == f.Page })
}

// RedirectImport is many redirects, as they were typed.
type RedirectImport struct {
	Lines    string
	Problems []cms.Problem
}

// said is a problem with the number of its line.
func (f RedirectImport) said(p cms.Problem) string {
	if p.Line == 0 {
		return p.Message
	}
	return fmt.Sprintf("Line %d: %s", p.Line, p.Message)
}

// summary is the problems, each leading to the lines.
func (f RedirectImport) summary() (problems []cms.Problem) {
	for _, p := range f.Problems {
		problems = append(problems, cms.Problem{Field: "lines", Message: f.said(p)})
	}
	return problems
}

// Box is a page with the forms that were sent from it.
type Box struct{ cms.FormBox }

// Name is what a form is called where it must have a name.
func (b Box) Name() string {
	if b.Title == "" {
		return "A form that is not there any more"
	}
	return b.Title
}

func (b Box) href() string { return "/admin/forms/" + string(b.Page) }

// FormList is a page of the list of what was sent from a form.
type FormList struct {
	Box   Box
	Rows  []SentRow
	Total int
	Pages ui.Pages

	From, To string // typed: of which days a table is wanted
	Before   string // typed: what is to be deleted
	Problems []cms.Problem
}

// SentRow is one form in a list.
type SentRow struct {
	Token  cms.ID
	At     time.Time
	Begins string // how the answers begin
}

// SentForm is a form that a visitor sent.
type SentForm struct {
	Box     Box
	Token   cms.ID
	At      time.Time
	Answers []SentAnswer
}

func (s SentForm) href() string { return s.Box.href() + "/" + string(s.Token) }

// SentAnswer is what was answered to a question.
type SentAnswer struct {
	Question string
	Given    []string
}

// Name is what the form is called.
func (l FormList) Name() string { return l.Box.Name() }
