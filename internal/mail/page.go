package mail

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reader is whom a letter about pages is written to.
type Reader struct {
	Email, Name string
	Origin      string // of the site
}

// Page is what a letter tells of a page.
type Page struct {
	Title   string
	Address string // on the site; empty: it has none
	Public  bool   // readers find it there
	Link    string // to where something can be done about it
	Happens string // what has become of it: a word of the lists below
	Who     string // did it
	Planned bool   // they had planned it
	Note    string // what they said with it
	When    string // what was planned was for then, or it was to be looked at by then
	Now     string // it is planned for then
}

// Review asks for the review of drafts.
func Review(r Reader, pages []Page) Letter {
	return letter(r, pages, frame{
		subject: "To review",
		why:     "you may approve drafts there",
	})
}

// Answer tells a writer that their drafts were approved or returned.
func Answer(r Reader, pages []Page) Letter {
	return letter(r, pages, frame{
		subject: "Reviewed",
		why:     "you wrote the draft, or sent it for review",
	})
}

// Released tells that something has become public, or is taken away.
func Released(r Reader, pages []Page) Letter {
	return letter(r, pages, frame{
		subject: "Changes for readers",
		why:     "you wrote it, sent it for review, or look after the page",
	})
}

// Planned tells that what was planned will not happen, or not then.
func Planned(r Reader, pages []Page) Letter {
	return letter(r, pages, frame{
		subject: "Plans have changed",
		why:     "you planned it, or look after the page",
	})
}

// Overdue reminds somebody of pages that were to be looked at again by now.
func Overdue(r Reader, pages []Page) Letter {
	return letter(r, pages, frame{
		subject: "Overdue for review",
		opening: "Readers still get what follows, and somebody was to look at it again by now.\nCheck that it still holds: change it, or choose the next day.",
		all:     "/admin/pages?state=overdue",
		why:     "you look after the page, or may publish it and nobody looks after it.\nIt comes once a week at most",
	})
}

// frame is what letters of a sort have in common.
type frame struct {
	subject, opening, why string
	all                   string // where such pages are listed; empty: among all pages
}

// happening is what has become of a page.
type happening struct {
	subject string               // begins the subject of a letter about one
	does    string               // what the link is for
	says    func(p *Page) string // a sentence, without the full stop
}

func by(does string) func(*Page) string {
	return func(p *Page) string {
		if p.Planned {
			return quoted(p) + " is " + does + " now, as " + oneLine(p.Who) + " planned"
		}
		return oneLine(p.Who) + " has " + does + " " + quoted(p)
	}
}

func quoted(p *Page) string { return "“" + oneLine(p.Title) + "”" }

var happenings = map[string]happening{
	"submitted": {"To review", "Read it, and approve or return it", func(p *Page) string { return oneLine(p.Who) + " asks for a review of " + quoted(p) }},
	"approved": {"Approved", "See what comes next", func(p *Page) string {
		return oneLine(p.Who) + " has approved " + quoted(p) + ". A publisher can publish it now"
	}},
	"returned":  {"Returned", "Change it, and send it for review again", func(p *Page) string { return oneLine(p.Who) + " has returned " + quoted(p) + ", with what to change" }},
	"page":      {"Published", "See what readers get, and what can be done", by("published")},
	"announced": {"Announced", "See what readers get, and what can be done", by("announced")},
	"withdrawn": {"Withdrawn", "See what readers get, and what can be done", by("withdrawn")},
	"gone":      {"Taken away", "See what readers get, and what can be done", by("taken away")},
	"redirect": {"Leads elsewhere", "See what readers get, and what can be done", func(p *Page) string {
		if p.Planned {
			return "readers of " + quoted(p) + " are sent to another address now, as " + oneLine(p.Who) + " planned"
		}
		return oneLine(p.Who) + " has sent readers of " + quoted(p) + " to another address"
	}},
	"cancelled": {"Cancelled", "See what is planned now", func(p *Page) string {
		return oneLine(p.Who) + " has cancelled what was planned for " + quoted(p) + " on " + p.When
	}},
	"moved": {"Moved to another time", "See what is planned now", func(p *Page) string {
		return oneLine(p.Who) + " has moved what was planned for " + quoted(p) + " from " + p.When + " to " + p.Now
	}},
	"overdue": {"Overdue for review", "Look at it, and choose the next day", func(p *Page) string { return quoted(p) + " was to be looked at by " + p.When }},
}

// mostTold is how many pages a letter tells of one by one.
const mostTold = 50

func letter(r Reader, pages []Page, f frame) Letter {
	var b strings.Builder
	fmt.Fprintf(&b, "Hello %s,\n", oneLine(r.Name))
	if f.opening != "" {
		fmt.Fprintf(&b, "\n%s\n", f.opening)
	}
	for i := range pages {
		if i == mostTold {
			fmt.Fprintf(&b, "\nAnd %s more: %s\n", plural(len(pages)-mostTold, "page"), r.Origin+cmp.Or(f.all, "/admin/pages"))
			break
		}
		about(&b, &pages[i])
	}
	// What is below such a line is known as no part of the letter proper.
	fmt.Fprintf(&b, "\n-- \nYou get this letter because %s.\nWhich letters you get you choose here: %s/admin/account#letters\n", f.why, r.Origin)
	return Letter{To: r.Email, Subject: subject(pages, f), Text: b.String()}
}

func about(b *strings.Builder, p *Page) {
	what := happenings[p.Happens]
	fmt.Fprintf(b, "\n%s.\n", sentence(what.says(p)))
	if note := lines.Replace(strings.TrimSpace(p.Note)); note != "" {
		// What others wrote is told from what we say.
		fmt.Fprintf(b, "\n> %s\n\n", strings.Join(strings.Split(note, "\n"), "\n> "))
	}
	switch {
	case p.Address != "" && p.Public:
		fmt.Fprintf(b, "The page: %s\n", p.Address)
	case p.Address != "":
		fmt.Fprintf(b, "Its address: %s (nothing is public there now)\n", p.Address)
	}
	fmt.Fprintf(b, "%s:\n%s\n", what.does, p.Link)
}

// lines are ends of lines, as letters spell them.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// subject is short, and tells of the page where there is only one.
func subject(pages []Page, f frame) string {
	word := happenings[pages[0].Happens].subject
	for _, p := range pages {
		if happenings[p.Happens].subject != word {
			word = f.subject
		}
	}
	if len(pages) == 1 {
		return word + ": " + short(oneLine(pages[0].Title))
	}
	return word + ": " + plural(len(pages), "page")
}

const longestTitle = 70 // characters, in a subject

func short(title string) string {
	runes := []rune(title)
	if len(runes) <= longestTitle {
		return title
	}
	return strings.TrimSpace(string(runes[:longestTitle-1])) + "…"
}

// sentence begins with a capital, whoever did it.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// oneLine keeps what somebody is called, or a page, from looking like more of the
// letter.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
