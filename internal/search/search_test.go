package search_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/kinds"
	"lectern/internal/search"
)

func TestAddressesHaveOneSpelling(t *testing.T) {
	for given, want := range map[string]string{
		"":                                     "",
		"q=":                                   "",
		"q=+spine%20":                          "?q=spine",
		"query=spine":                          "?q=spine",
		"page=2&q=b":                           "?q=b&page=2",
		"page=1&sort=relevance":                "",
		"page=-1&sort=up":                      "",
		"page=99999999999999999999":            "",
		"sort=date&q=a&utm_source=x":           "?q=a&sort=date",
		"topic=b&topic=a&topic=a&type=service": "?type=service&topic=a&topic=b",
		"month=3":                              "",
		"month=03&year=2024&month=12":          "?year=2024&month=3&month=12",
		"year=20x4&year=02024&month=1":         "",
		"status=upcoming&status=secret":        "?status=upcoming",
		"topic=%27+or+1%3D1&type=../..":        "",
		"q=%00%FF":                             "",
		"q=a%26b%3Dc":                          "?q=a%26b%3Dc",
		"information-type=survey&coverage=england&granularity=regions": "?information-type=survey&coverage=england&granularity=regions",
	} {
		values, _ := url.ParseQuery(given)
		if got := search.ParseQuery(values).Address(); got != want {
			t.Errorf("%q is spelt %q, want %q", given, got, want)
		}
	}
}

func TestAPageOffersGroupsOfItsOwn(t *testing.T) {
	page := search.Query{
		Groups: []search.Group{{Facet: "setting", Of: "catalogue"}, {Facet: "made-with", Of: "catalogue"}, {Facet: "when", Of: search.Year}, {Facet: search.Month}, {Facet: search.Letter}},
		Sorts:  []search.Sort{search.Title, search.Relevance},
	}
	for given, want := range map[string]string{
		"setting=b&made-with=a&catalogue=c&topic=d": "?setting=b&made-with=a",
		"when=2024&month=3&year=2023":               "?when=2024&month=3",
		"year=2024&month=3":                         "",
		"when=later&letter=B":                       "?letter=b",
		"sort=title":                                "",
		"sort=date":                                 "",
		"sort=relevance":                            "",
		"sort=&q=a":                                 "?q=a",
		"sort=relevance&q=a":                        "?q=a",
		"sort=title&q=a&page=2":                     "?q=a&sort=title&page=2",
	} {
		values, _ := url.ParseQuery(given)
		if got := page.Parse(values).Address(); got != want {
			t.Errorf("%q is spelt %q, want %q", given, got, want)
		}
	}
	asked := page.Parse(url.Values{"q": {"a"}, "setting": {"b"}})
	if got := asked.Order(); got != search.Relevance {
		t.Errorf("who types something gets it by %s", got)
	}
	if got := asked.SortedBy(search.Title).Address(); got != "?q=a&sort=title&setting=b" {
		t.Errorf("from A to Z it is at %s", got)
	}
	if !asked.Chooses("catalogue") || asked.Chooses("setting") || asked.Of("made-with") != "catalogue" || asked.Of("topic") != "topic" {
		t.Error("what the address calls a facet is not what the index does")
	}
}

func TestTitlesStandAtLetters(t *testing.T) {
	for title, want := range map[string]string{
		"Spine": "s", "“Quoted”": "q", "École": "e", "ﬁne": "f", "111 online": "0-9", "٣": "0-9", "Ωmega": "other", "!?": "other", "": "other", "e-Referral": "e",
	} {
		if got := search.LetterOf(title); got != want {
			t.Errorf("%q stands at %q, want %q", title, got, want)
		}
	}
}

func TestWhatIsTakenAwayTakesAlongWhatDependsOnIt(t *testing.T) {
	parents := map[string]string{"pharmacy": "primary-care", "general-practice": "primary-care", "rural": "general-practice"}
	parent := func(slug string) string { return parents[slug] }
	for _, c := range []struct {
		from, facet, value, want string
	}{
		{"year=2023&month=4&page=3", "year", "2023", ""},
		{"year=2023&year=2024&month=4", "year", "2023", "?year=2024&month=4"},
		{"year=2023&month=4", "month", "4", "?year=2023"},
		{"topic=primary-care&topic=rural&topic=else", "topic", "primary-care", "?topic=else"},
		{"topic=primary-care&topic=rural", "topic", "rural", "?topic=primary-care"},
		{"topic=else", "topic", "primary-care", "?topic=else"},
	} {
		values, _ := url.ParseQuery(c.from)
		before := search.ParseQuery(values)
		spelt := before.Address()
		if got := before.Without(search.Facet(c.facet), c.value, parent).Address(); got != c.want {
			t.Errorf("%s without %s %s is %q, want %q", c.from, c.facet, c.value, got, c.want)
		}
		if before.Address() != spelt {
			t.Errorf("%s was changed", c.from)
		}
	}
	q := search.Query{}.With(search.Topic, "primary-care").With(search.Topic, "rural").With(search.Topic, "else")
	if diff := cmp.Diff([]string{"else", "rural"}, q.Narrowest(search.Topic, parent)); diff != "" {
		t.Error(diff)
	}
	circle := func(slug string) string { return map[string]string{"a": "b", "b": "a"}[slug] }
	if got := search.ParseQuery(url.Values{"topic": {"a", "c"}}).Without(search.Topic, "c", circle).Address(); got != "?topic=a" {
		t.Errorf("terms in a circle leave %q", got)
	}
}

func TestWhatIsTypedIsUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"Spine":                     "spine*",
		"nhs ap":                    "nhs* ap",
		`"waiting  times" in Wales`: "[waiting times] in wales*",
		"“waiting times”":           "[waiting times]",
		`open " quote`:              "open* quote",
		"CC-4456":                   "[cc 4456]",
		"cc4456":                    "[cc 4456]",
		"cc 4456":                   "cc 4456*",
		"CC–4456":                   "[cc 4456]",
		"COVID-19":                  "[covid 19]",
		"ICD10":                     "[icd 10]",
		"2023-24":                   "2023x24*",
		"2023/24":                   "2023x24*",
		"2023–24":                   "2023x24*",
		"2023 – 2024":               "2023x24*",
		"1999-00":                   "1999x00*",
		"2023-04-05":                "[2023 04 05]",
		"2023-04":                   "[2023 04]",
		"A&E":                       "aande*",
		"A & E waits":               "aande* waits*",
		"a and e":                   "aande*",
		"R&D":                       "randd*",
		"Marks & Spencer":           "marks* spencer*",
		"WHO":                       "who*",
		"patient's":                 "patients*",
		"patient’s":                 "patients*",
		"Café ﬁne":                  "cafe* fine*",
		"HL7 FHIR":                  "[hl 7] fhir*",
		"well-known":                "[well known]",
		"a b c d e f g h i j k l":   "a b c d e f g h i j",
		"' or 1=1 --":               "or [1 1]",
		"<b>x</b>":                  "[b x b]",
		"\u202eevil\u0000":          "evil*",
	} {
		if got := told(search.Understand(search.Tidy(text), search.Lexicon{})); got != want {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
	}
}

func told(typed search.Typed) string {
	var parts []string
	for _, c := range typed.Clauses {
		part := c.Text()
		switch {
		case c.Prefix:
			part += "*"
		case len(c.Words) > 1:
			part = "[" + part + "]"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func TestAnIndexSpellsAsAQueryDoes(t *testing.T) {
	for text, want := range map[string]string{
		"Statistics, 2023-24: A&E (COVID-19)": "statistics 2023x24 aande covid 19",
		"2020-21 2021-22, 12020-21, a2020-21": "2020x21 2021x22 12020 21 a2020 21",
		"CC-4456 – Ransomware":                "cc 4456 ransomware",
		"one\ntwo\tthree":                     "one two three",
		"ann@example.org":                     "ann example org",
	} {
		if got := search.Canonical(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if diff := cmp.Diff([]string{"2023", "2024", "1999", "2000"}, search.Further("a 2023x24 b 1999x00 2023x24")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"who", "aande", "icd 10"}, search.Acronyms("What the WHO says of A&E and ICD10, the WHO")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"cc 4456", "4456"}, search.Names("CC-4456")); diff != "" {
		t.Error(diff)
	}
}

func TestMatchesAreMarked(t *testing.T) {
	for _, c := range []struct{ text, typed, want string }{
		{"Hospital Episode Statistics", "statistic", "Hospital Episode [Statistics]"},
		{"Hospital Episode Statistics", "hospital episode", "[Hospital Episode] Statistics"},
		{"A statistical note", "statistics", "A statistical note"}, // that is another word
		{"Prescribing data", "prescri", "[Prescribing] data"},
		{"A&E waits in 2023-24.", "a&e 2023/24", "[A&E] waits in [2023-24]."},
		{"The use of the NHS App", "the nhs app", "The use of the [NHS App]"},
		{"Café & <b>bread</b>", "cafe b", "[Café] & <[b]>bread</[b]>"},
		{"Nothing here", "else", "Nothing here"},
		{"CC-4456: an alert", "cc4456", "[CC-4456]: an alert"},
	} {
		marked := search.Mark(c.text, search.Understand(c.typed, search.Lexicon{}))
		var got strings.Builder
		for _, p := range marked.Parts() {
			if p.Match {
				got.WriteString("[" + p.Text + "]")
			} else {
				got.WriteString(p.Text)
			}
		}
		if got.String() != c.want {
			t.Errorf("%q typed: %s, want %s", c.typed, got.String(), c.want)
		}
	}
}

func TestWhatIsNewCountsMore(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	last, old := search.Recency(now.AddDate(-1, 0, 0), now), search.Recency(now.AddDate(-20, 0, 0), now)
	if !(1 > last && last > old && old > 0.5) || search.Recency(time.Time{}, now) != 1 || search.Recency(now.AddDate(1, 0, 0), now) != 1 {
		t.Errorf("last year counts %v, twenty years ago %v", last, old)
	}
}

func TestWeightsAreOfKindsThatThereAre(t *testing.T) {
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for kind := range search.Weights {
		if k, known := registry.Kind(kind); !known || !k.Addressed {
			t.Errorf("there are no pages of the kind %q", kind)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"q=a&page=2", "year=2024&month=1&topic=x", "q=%22a+b%22", "q=A%26E+2023-24", "q=\xff%00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		values, _ := url.ParseQuery(address)
		q := search.ParseQuery(values)
		if !utf8.ValidString(q.Text) || utf8.RuneCountInString(q.Text) > 200 || strings.ContainsRune(q.Text, 0) {
			t.Fatalf("text %q", q.Text)
		}
		if again := search.ParseQuery(q.Values()); !cmp.Equal(again, q) {
			t.Fatal(cmp.Diff(q, again))
		}
	})
}

func FuzzUnderstand(f *testing.F) {
	for _, seed := range []string{`"a b" c`, "CC-4456", "2023-24", "A&E", "'; drop table page", "İstanbul ſ ﬁ Ⅷ ½", "CAFE\u0301 a\u0338<\u0338 O\u2019Neill\u2018s `x` \xe2\x80 \u212a \u00b4e"} {
		f.Add(seed, "Some text: "+seed)
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		understood := search.Understand(search.Tidy(typed), search.Lexicon{})
		words := 0
		for _, c := range understood.Clauses {
			words += len(c.Words)
			if strings.ContainsAny(c.Text(), `'"\&|!<>():*`) {
				t.Fatalf("%q holds a sign", c.Text())
			}
		}
		if words > 10 {
			t.Fatalf("%d words", words)
		}
		if folded := search.Fold(text); folded != search.FoldForms(text) {
			t.Fatalf("%q is folded to %q, and as a whole to %q", text, folded, search.FoldForms(text))
		}
		if once := search.Canonical(text); search.Canonical(once) != once {
			t.Fatalf("%q becomes %q, and that %q", text, once, search.Canonical(once))
		}
		var whole strings.Builder
		for _, p := range search.Mark(text, understood).Parts() {
			whole.WriteString(p.Text)
		}
		if whole.String() != text {
			t.Fatalf("marked, %q is %q", text, whole.String())
		}
	})
}
