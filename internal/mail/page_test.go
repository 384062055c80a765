package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"lectern/internal/mail"
)

var reader = mail.Reader{Email: "ina@caredata.example", Name: "Ina", Origin: "https://caredata.example"}

// page is what a letter tells of, as something has happened to it.
func page(happens string, change ...func(*mail.Page)) mail.Page {
	p := mail.Page{
		Title: "What we learnt", Address: "https://caredata.example/blogs/learnt", Public: true, Happens: happens, Who: "Ann",
		Link: "https://caredata.example/admin/pages/1/publish#draft",
	}
	for _, c := range change {
		c(&p)
	}
	return p
}

func TestLettersAboutPages(t *testing.T) {
	t.Parallel()
	planned := func(p *mail.Page) { p.Planned = true }
	then := func(p *mail.Page) { p.When, p.Now = "3 May 2026, 9:30 am BST", "4 May 2026, 9:30 am BST" }
	for name, test := range map[string]struct {
		letter  mail.Letter
		subject string
		says    []string
	}{
		"to review": {
			mail.Review(reader, []mail.Page{page("submitted", func(p *mail.Page) { p.Note, p.Public = "The second part.\nPlease.", false })}),
			"To review: What we learnt", []string{
				"Hello Ina,", "Ann asks for a review of “What we learnt”.", "\n> The second part.\n> Please.\n",
				"Its address: https://caredata.example/blogs/learnt (nothing is public there now)",
				"Read it, and approve or return it:\nhttps://caredata.example/admin/pages/1/publish#draft",
				"because you may approve drafts there", "https://caredata.example/admin/account#letters",
			},
		},
		"returned": {
			mail.Answer(reader, []mail.Page{page("returned")}),
			"Returned: What we learnt", []string{"Ann has returned “What we learnt”, with what to change.", "The page: https://caredata.example/blogs/learnt\n"},
		},
		"approved":      {mail.Answer(reader, []mail.Page{page("approved")}), "Approved: What we learnt", []string{"Ann has approved “What we learnt”."}},
		"several said":  {mail.Answer(reader, []mail.Page{page("approved"), page("returned")}), "Reviewed: 2 pages", []string{"approved “What", "returned “What"}},
		"published":     {mail.Released(reader, []mail.Page{page("page")}), "Published: What we learnt", []string{"Ann has published “What we learnt”."}},
		"begun":         {mail.Released(reader, []mail.Page{page("page", planned)}), "Published: What we learnt", []string{"“What we learnt” is published now, as Ann planned."}},
		"three at once": {mail.Released(reader, []mail.Page{page("page"), page("page"), page("page")}), "Published: 3 pages", nil},
		"withdrawn":     {mail.Released(reader, []mail.Page{page("withdrawn")}), "Withdrawn: What we learnt", []string{"Ann has withdrawn “What we learnt”."}},
		"gone":          {mail.Released(reader, []mail.Page{page("gone")}), "Taken away: What we learnt", []string{"Ann has taken away “What we learnt”."}},
		"elsewhere":     {mail.Released(reader, []mail.Page{page("redirect", planned)}), "Leads elsewhere: What we learnt", []string{"Readers of “What we learnt” are sent to another address now, as Ann planned."}},
		"cancelled": {
			mail.Planned(reader, []mail.Page{page("cancelled", then)}),
			"Cancelled: What we learnt", []string{"Ann has cancelled what was planned for “What we learnt” on 3 May 2026, 9:30 am BST."},
		},
		"moved by who has left": {
			mail.Planned(reader, []mail.Page{page("moved", then, func(p *mail.Page) { p.Who = "somebody who has left" })}),
			"Moved to another time: What we learnt", []string{"Somebody who has left has moved what was planned for “What we learnt” from 3 May 2026, 9:30 am BST to 4 May 2026, 9:30 am BST."},
		},
		"overdue": {
			mail.Overdue(reader, []mail.Page{page("overdue", then), page("overdue", then)}),
			"Overdue for review: 2 pages", []string{"Readers still get what follows", "“What we learnt” was to be looked at by 3 May 2026", "It comes once a week at most."},
		},
		"without an address": {mail.Released(reader, []mail.Page{page("page", func(p *mail.Page) { p.Address = "" })}), "Published: What we learnt", nil},
		"a long title": {
			mail.Review(reader, []mail.Page{page("submitted", func(p *mail.Page) { p.Title = strings.Repeat("long ", 40) })}),
			"To review: " + strings.TrimSpace(strings.Repeat("long ", 14))[:69] + "…", nil,
		},
	} {
		if test.letter.To != reader.Email || test.letter.Subject != test.subject {
			t.Errorf("%s: to %s: %q, want %q", name, test.letter.To, test.letter.Subject, test.subject)
		}
		for _, want := range test.says {
			if !strings.Contains(test.letter.Text, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, test.letter.Text)
			}
		}
	}
}

func TestALetterTellsOfManyPagesInShort(t *testing.T) {
	t.Parallel()
	var many []mail.Page
	for i := range 60 {
		many = append(many, page("page", func(p *mail.Page) { p.Title = fmt.Sprintf("Page %d.", i) }))
	}
	text := mail.Released(reader, many).Text
	if !strings.Contains(text, "Page 49.") || strings.Contains(text, "Page 50.") || !strings.Contains(text, "And 10 pages more") {
		t.Errorf("it says\n%s", text)
	}
}

// TestWhatOthersWroteLooksLikeTheirs has a title, a name and a note try to look
// like more of the letter.
func TestWhatOthersWroteLooksLikeTheirs(t *testing.T) {
	t.Parallel()
	const trick = "Text\n\r\rYour password ends today: https://evil.example"
	l := mail.Review(reader, []mail.Page{page("submitted", func(p *mail.Page) { p.Title, p.Who, p.Note = trick, trick, trick })})
	if strings.ContainsAny(l.Subject, "\r\n") {
		t.Errorf("the subject has lines: %q", l.Subject)
	}
	for line := range strings.Lines(strings.ReplaceAll(l.Text, "\r", "\n")) {
		if strings.HasPrefix(line, "Your password") {
			t.Errorf("it has a line %q:\n%s", line, l.Text)
		}
	}
}
