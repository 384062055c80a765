package admin

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

// showLists shows the lists that belong to the whole site.
func (a *Admin) showLists(w http.ResponseWriter, r *request) error {
	var counts cms.SiteCounts
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		counts, err = e.SiteCounts(r.Context())
		return err
	})
	if err != nil {
		return err
	}
	var entries []pages.ListEntry
	for _, kind := range a.Registry.Kinds() {
		if !kind.Addressed && kind.Tag != cms.SiteTag {
			entries = append(entries, pages.ListEntry{
				Link: pages.Link{Text: plural(kind.Label), Href: fixturesURL(kind)}, Help: kind.Help, Count: counts.Fixtures[kind.Name],
			})
		}
	}
	entries = append(entries,
		pages.ListEntry{Link: pages.Link{Text: "Terms", Href: "/admin/lists/terms"}, Help: "Words that pages are filed under, and that readers narrow lists by", Count: counts.Terms},
		pages.ListEntry{Link: pages.Link{Text: "Redirects", Href: "/admin/lists/redirects"}, Help: "Old addresses that lead on to where things are now", Count: counts.Redirects},
		pages.ListEntry{Link: pages.Link{Text: "Checks of content", Href: checksURL}, Help: "What is looked for before a page is published, and whether it blocks, advises or is off", Uncounted: true},
		pages.ListEntry{Link: pages.Link{Text: "Searches", Href: searchURL}, Help: "What visitors search for, what they do not find, and why a page comes where it does", Uncounted: true},
		pages.ListEntry{Link: pages.Link{Text: "Best bets", Href: betsURL}, Help: "Pages that come first when just some text is searched for", Count: counts.BestBets},
		pages.ListEntry{Link: pages.Link{Text: "Synonyms and acronyms", Href: synonymsURL}, Help: "Words that mean the same to those who search", Count: counts.Synonyms},
		pages.ListEntry{Link: pages.Link{Text: "Suggested searches", Href: suggestedURL}, Help: "Searches that are offered to those who type, and to those who may mean them", Count: counts.Suggested},
	)
	return a.show(w, r, http.StatusOK, pages.Lists(a.view(r, "Lists"), entries, a.SearchHealth()))
}

// fixturesURL is where the pages of a kind without an address are listed.
func fixturesURL(kind *schema.KindType) string {
	if kind.Tag == cms.SiteTag {
		return "/admin/settings"
	}
	return "/admin/lists/kind/" + kind.Name
}

// plural is what several of a kind are called.
func plural(label string) string {
	switch {
	case strings.HasSuffix(label, "s"):
		return label
	case strings.HasSuffix(label, "y"):
		return strings.TrimSuffix(label, "y") + "ies"
	default:
		return label + "s"
	}
}

var listsCrumb = pages.Link{Text: "Lists", Href: "/admin/lists"}

// problemsOf returns what an error says is wrong with what was typed, as
// sentences; false: it says something else.
func problemsOf(err error) ([]cms.Problem, bool) {
	var invalid *cms.Invalid
	if !errors.As(err, &invalid) {
		return nil, false
	}
	problems := slices.Clone(invalid.Problems)
	for i := range problems {
		problems[i].Message = sentence(problems[i].Message)
	}
	return problems, true
}

// sentence begins with a capital letter.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
