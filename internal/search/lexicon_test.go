package search_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/search"
)

var lexicon = search.NewLexicon([]cms.Synonyms{
	{ID: "1", Words: []string{"IAPT", "improving access to psychological therapies", "NHS talking therapies"}},
	{ID: "2", Words: []string{"doctor"}, Also: []string{"GP", "general practice"}},
	{ID: "3", Words: []string{"GP", "general practice"}},
	{ID: "4", Words: []string{"WHO", "World Health Organization"}},
	{ID: "5", Words: []string{"CC", "carbon copy"}},
	{ID: "6", Words: []string{"A&E", "casualty"}},
	{ID: "7", Words: []string{"NHS 111", "111 online"}},
	{ID: "8", Words: []string{"job", "vacancy"}},
}, []cms.BestBet{
	{Texts: []string{"Privacy", "cookie policy"}, Pages: []cms.ID{"a", "b"}},
	{Texts: []string{"Private beds", "cookies"}, Pages: []cms.ID{"c", "a"}},
}, []cms.SuggestedSearch{
	{Text: "GP appointments", Typing: true, Instead: []string{"gp apointmnets", "Doctor’s visit"}},
	{Text: "Book a vaccine", Typing: true},
	{Text: "Vaccine records", Instead: []string{"jab list"}},
	{Text: "Vaccination sites", Typing: true},
})

// TestWhatMeansTheSameIsFoundInstead writes what will do instead in brackets.
func TestWhatMeansTheSameIsFoundInstead(t *testing.T) {
	for text, want := range map[string]string{
		"iapt":            "iapt* (improving access to psychological therapies|nhs talking therapies)",
		"IAPT waits":      "iapt* (improving access to psychological therapies|nhs talking therapies), waits*",
		"iap":             "iap*",
		"talking therapy": "talking*, therapy*",
		"improving access to psychological therapies in Wales": "improving* access* to psychological* therapies* (iapt|nhs talking therapies), in, wales*",
		"nhs talking therapy": "nhs* talking* therapy* (iapt|improving access to psychological therapies)", // one or many
		"GP":                  "gp (general practice)",                                                     // not doctor: that is one way
		"doctors":             "doctors* (gp|general practice)",
		`"doctors" doctors`:   "doctors, doctors* (gp|general practice)", // in quotes it is to be found as it stands
		`"talking therapies"`: "talking therapies",
		"cc-4456":             "cc 4456",
		"CC 4456":             "cc, 4456*", // the letters of a reference are no word
		"cc me":               "cc (carbon copy), me",
		"nhs 111":             "nhs* 111* (111 online)", // though it looks like a reference
		"A & E in York":       "aande* (casualty), in, york*",
		"jobs":                "jobs* (vacancy)",
		"vacancies":           "vacancies* (job)",
		"who":                 "who* (world health organization)",
	} {
		var needs []string
		for _, need := range search.Understand(text, lexicon).Needs() {
			var words []string
			for _, c := range need.Clauses {
				word := c.Text()
				if c.Prefix {
					word += "*"
				}
				words = append(words, word)
			}
			if len(need.Or) > 0 {
				words = append(words, "("+strings.Join(need.Or, "|")+")")
			}
			needs = append(needs, strings.Join(words, " "))
		}
		if got := strings.Join(needs, ", "); got != want {
			t.Errorf("%q needs %s, want %s", text, got, want)
		}
	}
}

func TestEveryWayToSayTheSame(t *testing.T) {
	typed := search.Understand("GP jobs near me", lexicon)
	want := []string{"gp jobs near me", "general practice jobs near me", "gp vacancy near me", "general practice vacancy near me"}
	if diff := cmp.Diff(want, typed.Wholes()); diff != "" {
		t.Error(diff)
	}
	long := "GP one two three four five six seven eight nine ten eleven"
	typed = search.Understand(long, lexicon)
	want = []string{strings.ToLower(long), "general practice" + strings.TrimPrefix(long, "GP")}
	if diff := cmp.Diff(want, typed.Wholes()); diff != "" {
		t.Error(diff)
	}
	if got := len(search.Understand(strings.Repeat("iapt ", 10), lexicon).Wholes()); got > 24 {
		t.Errorf("%d ways", got)
	}
}

func TestBestBetsAreOfTheWholeText(t *testing.T) {
	for text, want := range map[string]int{"privacy": 2, " PRIVACY! ": 2, `"privacy"`: 2, "cookie policies": 2, "privacy notice": 0, "priv": 0, "": 0, "!": 0} {
		if got := lexicon.Best(search.Understand(text, lexicon)); len(got) != want {
			t.Errorf("%q has the best bets %v", text, got)
		}
	}
	if got := (search.Lexicon{}).Best(search.Understand("privacy", search.Lexicon{})); got != nil {
		t.Errorf("who knows nothing has %v", got)
	}
}

func TestWhatBeginsATextOfABestBetLeadsToItsPages(t *testing.T) {
	for typed, want := range map[string]string{
		"priv":    "a b c", // privacy is nearer than private beds
		"private": "c a", "cookie": "c a b", "cookies": "c a", "cookie pol": "a b", "privacies": "a b", "beds": "", "x": "", "privacy notice": "",
	} {
		var got []string
		for _, page := range lexicon.BestBegun(typed) {
			got = append(got, string(page))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q leads to %q, want %q", typed, got, want)
		}
	}
}

func TestSuggestedSearchesAreOfferedToThoseWhoBeginThem(t *testing.T) {
	for typed, want := range map[string]string{
		"gp": "GP appointments", "gp apo": "GP appointments", "appoint": "GP appointments", "doc": "GP appointments", "gp apointmnets": "GP appointments",
		"visit": "", // of what it is offered instead of, the beginning alone
		"va":    "Vaccination sites, Book a vaccine", "jab": "", "vaccine records": "", "gp appointment": "", "zz": "",
	} {
		if got := strings.Join(lexicon.OfferedBegun(typed), ", "); got != want {
			t.Errorf("%q is offered %q, want %q", typed, got, want)
		}
	}
	for typed, want := range map[string]string{
		"gp apointmnets": "GP appointments", "GP apointmnet": "GP appointments", "doctors visits": "GP appointments", "jab lists": "Vaccine records",
		"gp": "", "gp apointmnets near me": "", "": "",
	} {
		if got := lexicon.Instead(search.Canonical(typed)); got != want {
			t.Errorf("instead of %q %q is offered, want %q", typed, got, want)
		}
	}
}

func TestWordsAreHeldWhateverStandsBetween(t *testing.T) {
	words := []string{"“self harm”", "O’Brien", "café"}
	for text, want := range map[string]string{
		"Self-harm help": "“self harm”", "the o'brien case": "O’Brien", "cafe": "café", "cafés": "", "self": "", "harm self": "", "": "",
	} {
		if got := search.Holds(text, words); got != want {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}

func TestPhrasesThatMeanTheSameAreMarked(t *testing.T) {
	for _, c := range []struct{ text, typed, want string }{
		{"What NHS Talking Therapies offer", "iapt", "What [NHS Talking Therapies] offer"},
		{"Talking about therapies", "iapt", "Talking about therapies"},
		{"A vacancy, and a job", "jobs", "A [vacancy], and a [job]"},
	} {
		var got strings.Builder
		for _, p := range search.Mark(c.text, search.Understand(c.typed, lexicon)).Parts() {
			if p.Match {
				p.Text = "[" + p.Text + "]"
			}
			got.WriteString(p.Text)
		}
		if got.String() != c.want {
			t.Errorf("%q typed: %s, want %s", c.typed, got.String(), c.want)
		}
	}
}

func TestWhatIsWrongWithALexicon(t *testing.T) {
	words := func(n int) (list []string) {
		for i := range n {
			list = append(list, strings.Repeat("x", i+1))
		}
		return list
	}
	site := []cms.Synonyms{{ID: "1", Words: []string{"GP", "general practice"}, Also: []string{"doctor"}}}
	for _, c := range []struct {
		group cms.Synonyms
		want  string
	}{
		{cms.Synonyms{ID: "1", Words: []string{"GP", "surgery"}}, ""},
		{cms.Synonyms{ID: "2", Words: []string{"doctor"}, Also: []string{"GP"}}, ""},
		{cms.Synonyms{ID: "2", Words: words(13)}, "words: there are 13 words, and at most 12 can be in a group; take some out"},
		{cms.Synonyms{ID: "2"}, "words: write at least one word that is typed"},
		{cms.Synonyms{ID: "2", Also: []string{"a"}}, "words: write at least one word that is typed"},
		{cms.Synonyms{ID: "2", Words: []string{"a"}}, "words: one word by itself means nothing more; write another one that means the same"},
		{cms.Synonyms{ID: "2", Words: []string{"a", "!"}}, `words: "!" has neither a letter nor a digit; write a word, or take it out`},
		{cms.Synonyms{ID: "2", Words: []string{"a", "a"}}, `words: "a" is there twice; take one out`},
		{cms.Synonyms{ID: "2", Words: []string{"Vaccine"}, Also: []string{"vaccines"}}, `also: "vaccines" is the same as "Vaccine" to the search; take one out`},
		{cms.Synonyms{ID: "2", Words: []string{"a", "general practices"}}, `words: "general practices" is in another group already: GP, general practice; put these words there, or take it out`},
		{cms.Synonyms{ID: "2", Words: []string{"a", "b c d e f g h i j k l"}}, `words: "b c d e f g h i j k l"… is too long; write at most 10 words and 80 characters`},
	} {
		if got := spelt(search.SynonymRules(site)(c.group)); got != c.want {
			t.Errorf("%v: %s, want %s", c.group, got, c.want)
		}
	}
	bets := []cms.BestBet{{ID: "1", Texts: []string{"privacy", "cookies"}, Pages: []cms.ID{"a"}}}
	for _, c := range []struct {
		bet  cms.BestBet
		want string
	}{
		{cms.BestBet{ID: "1", Texts: []string{"privacy"}, Pages: []cms.ID{"a", "b"}}, ""},
		{cms.BestBet{ID: "2", Texts: []string{"x"}}, "pages: a best bet leads to at least one page; choose it"},
		{cms.BestBet{ID: "2", Pages: []cms.ID{"a"}}, "texts: write at least one text that is typed"},
		{cms.BestBet{ID: "2", Texts: words(21), Pages: []cms.ID{"a"}}, "texts: there are 21 texts, and at most 20 can be in a best bet; take some out"},
		{cms.BestBet{ID: "2", Texts: []string{"Cookie"}, Pages: []cms.ID{"a"}}, `texts: "Cookie" has a best bet already, with privacy, cookies; change that one, or take it out`},
		{cms.BestBet{ID: "2", Texts: []string{"x"}, Pages: []cms.ID{"a", "a"}}, "pages: the same page is there twice; take one out"},
		{cms.BestBet{ID: "2", Texts: []string{"x"}, Pages: []cms.ID{"a", "b", "c", "d", "e", "f"}}, "pages: there are 6 pages, and at most 5 can come first; take some out"},
		{cms.BestBet{ID: "2", Texts: []string{"x"}, Pages: []cms.ID{"a"}, Note: strings.Repeat("n", 501)}, "note: a note has at most 500 characters; shorten it"},
	} {
		if got := spelt(search.BetRules(bets)(c.bet)); got != c.want {
			t.Errorf("%v: %s, want %s", c.bet, got, c.want)
		}
	}
	suggested := []cms.SuggestedSearch{{ID: "1", Text: "GP appointments", Typing: true, Instead: []string{"gp apointmnets"}}}
	for _, c := range []struct {
		suggested cms.SuggestedSearch
		want      string
	}{
		{cms.SuggestedSearch{ID: "1", Text: "GP appointments", Instead: []string{"gp apointmnets", "doctor"}}, ""},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Typing: true}, ""},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines"}, "typing: say who is offered it: those who type how it begins, or those who search for what you write below"},
		{cms.SuggestedSearch{ID: "2", Typing: true}, "text: write the search that is offered"},
		{cms.SuggestedSearch{ID: "2", Text: "?!", Typing: true}, `text: "?!" has neither a letter nor a digit; write a word, or take it out`},
		{cms.SuggestedSearch{ID: "2", Text: "b c d e f g h i j k l", Typing: true}, `text: "b c d e f g h i j k l"… is too long; write at most 10 words and 80 characters`},
		{cms.SuggestedSearch{ID: "2", Text: strings.Repeat("x", 81), Typing: true}, `text: "` + strings.Repeat("x", 40) + `"… is too long; write at most 10 words and 80 characters`},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Instead: []string{"vaccine"}}, `instead: "vaccine" is the same as "Vaccines" to the search; take one out`},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Instead: []string{"jab", "jab"}}, `instead: "jab" is there twice; take one out`},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Instead: []string{"jab", "-"}}, `instead: "-" has neither a letter nor a digit; write a word, or take it out`},
		{cms.SuggestedSearch{ID: "2", Text: "GP appointment", Typing: true}, `text: "GP appointment" is in another suggested search already: GP appointments, gp apointmnets; change that one, or write another text`},
		{cms.SuggestedSearch{ID: "2", Text: "gp apointmnet", Typing: true}, `text: "gp apointmnet" is in another suggested search already: GP appointments, gp apointmnets; change that one, or write another text`},
		{cms.SuggestedSearch{ID: "2", Text: "Doctors", Instead: []string{"GP appointments"}}, `instead: "GP appointments" is in another suggested search already: GP appointments, gp apointmnets; change that one, or write another text`},
		{cms.SuggestedSearch{ID: "2", Text: "Doctors", Instead: []string{"GP Apointmnets"}}, `instead: "GP Apointmnets" is in another suggested search already: GP appointments, gp apointmnets; change that one, or write another text`},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Instead: words(21)}, "instead: there are 21 texts, and at most 20 can be in a suggested search; take some out"},
		{cms.SuggestedSearch{ID: "2", Text: "Vaccines", Typing: true, Note: strings.Repeat("n", 501)}, "note: a note has at most 500 characters; shorten it"},
	} {
		if got := spelt(search.SuggestedRules(suggested)(c.suggested)); got != c.want {
			t.Errorf("%v: %s, want %s", c.suggested, got, c.want)
		}
	}
}

func spelt(problems []cms.Problem) string {
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return strings.Join(list, "\n")
}

func TestTheBetterTitleCountsMore(t *testing.T) {
	last := 0.0
	for title := search.TitleOther; title <= search.TitlePhrase; title++ {
		if title.Counts() <= last {
			t.Errorf("a title of %d counts %v, and a worse one %v", title, title.Counts(), last)
		}
		last = title.Counts()
	}
	if search.Leads(10) <= search.Leads(1) || search.Near(1) <= search.Near(2) {
		t.Error("what leads to more, or is nearer, counts less")
	}
}
