package spelling_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"lectern/internal/search"
	"lectern/internal/search/spelling"
)

// words are those of a small site, with how many pages are called by each.
var words = map[string]int{
	"privacy": 3, "and": 90, "cookies": 2, "address": 40, "across": 60, "mental": 20, "health": 80, "coronavirus": 9, "statistics": 50,
	"statistical": 4, "spine": 12, "spike": 2, "care": 70, "core": 3, "data": 90, "date": 5, "waiting": 20, "times": 20, "summary": 8,
	"record": 9, "records": 8, "online": 6, "form": 1, "from": 30, "clinic": 3, "clinics": 2, "x1": 4, "ab": 9, "iapt": 3, "team": 30,
}

func vocabulary() *spelling.Vocabulary { return spelling.New(maps.All(words)) }

func TestTexts(t *testing.T) {
	t.Parallel()
	v := vocabulary()
	for typed, want := range map[string]string{
		"privicy and cookies":  "privacy and cookies",
		"Privicy, and cookies": "privacy, and cookies", // the rest stays as it was typed
		"adress":               "address",              // one letter wrong, and not the more frequent of those with two
		"helath data":          "health data",
		"mentla  helath":       "mental  health",
		"mentalhealth":         "mental health",
		"corona virus":         "coronavirus",
		"corona-virus":         "coronavirus",
		"ststistics 2023":      "statistics 2023",
		"waitting tims":        "waiting times",
		"summery care record":  "summary care record",
		"spline":               "spine", // of two, the more frequent
		"“privicy” notice":     "“privacy” notice",
		"form across teams":    "from across teams", // a word that is known, and another that is far more so
		"PRIVICY AND COOKIES":  "privacy AND COOKIES",
		"teams and records":    "", // more than one of a word that is known
		"privacy":              "",
		"privac":               "", // it may go on
		"clin":                 "",
		"care":                 "", // core is not known by so many more
		"xqzzt":                "",
		"":                     "",
		"and":                  "",
		// Acronyms, references, and what is beside a digit or in an address.
		"IAPPT":              "",
		"the SPINA":          "",
		"nppf":               "",
		"cc-4456":            "",
		"date-4456":          "",
		"spina1":             "",
		"ann@privicy.org":    "",
		"www/privicy":        "",
		"datt":               "data", // four letters are enough
		"dta":                "",     // three are not
		"\x00\xff":           "",
		"privicy 943476591":  "privacy 943476591",
		"статистика privicy": "статистика privacy",
	} {
		got := ""
		if texts := v.Texts(typed); len(texts) > 0 {
			got = texts[0]
		}
		if got != want {
			t.Errorf("%q is spelt %q, want %q", typed, got, want)
		}
	}
	if got := v.Texts("spime care"); !reflect.DeepEqual(got[:2], []string{"spine care", "spike care"}) {
		t.Errorf("all that may be meant: %q", got)
	}
	for _, hostile := range []string{strings.Repeat("privicy ", 2000), strings.Repeat("z", 100_000), "((((", `"`, "'", "\u202eycavirp"} {
		if got := v.Texts(search.Tidy(hostile)); len(got) > 4 {
			t.Errorf("%.20q is spelt in %d ways", hostile, len(got))
		}
	}
}

func TestAVocabularyKeepsWordsThatCanBeMistyped(t *testing.T) {
	t.Parallel()
	if got := vocabulary().Size(); got != len(words)-2 { // not x1, nor ab
		t.Errorf("%d words are kept of %d", got, len(words))
	}
	empty := spelling.New(maps.All(map[string]int{}))
	if got := empty.Texts("privicy"); len(got) > 0 {
		t.Errorf("of no words, one is %q", got)
	}
}

// all may be offered.
func all(_ context.Context, _ string, texts []string) ([]string, error) { return texts, nil }

// engine finds so many pages by texts. What it has no number for it finds
// loosely.
type engine struct {
	totals  map[string]int
	instead map[string]string // what editors offer
	asked   []search.Query
	fails   error // after the first search
}

func (*engine) Name() string { return "small" }

func (e *engine) Search(_ context.Context, q search.Query) (search.Results, error) {
	e.asked = append(e.asked, q)
	total, known := e.totals[q.Text]
	if e.fails != nil && len(e.asked) > 1 {
		return search.Results{}, e.fails
	}
	if !known {
		return search.Results{Engine: "small", Total: 5, Loose: true, Instead: e.instead[q.Text]}, nil
	}
	return search.Results{Engine: "small", Total: total, Instead: e.instead[q.Text]}, nil
}

func TestASuggestionHasBeenTried(t *testing.T) {
	t.Parallel()
	chosen := search.Chosen{search.Year: {"2026"}}
	for name, c := range map[string]struct {
		totals map[string]int
		query  search.Query
		want   string
		asked  int
	}{
		"nothing is found":        {map[string]int{"privicy": 0, "privacy": 3}, search.Query{Text: "privicy"}, "privacy", 2},
		"something near is":       {map[string]int{"privacy": 1}, search.Query{Text: "privicy"}, "privacy", 2},
		"it finds nothing either": {map[string]int{"privicy": 0, "privacy": 0}, search.Query{Text: "privicy"}, "", 2},
		"it finds what is near":   {map[string]int{"privicy": 0}, search.Query{Text: "privicy"}, "", 2},
		"few are found":           {map[string]int{"privicy": 2, "privacy": 21}, search.Query{Text: "privicy"}, "privacy", 2},
		"few, and few more":       {map[string]int{"privicy": 2, "privacy": 20}, search.Query{Text: "privicy"}, "", 2},
		"enough are found":        {map[string]int{"privicy": 4, "privacy": 900}, search.Query{Text: "privicy"}, "", 1},
		"the second page":         {map[string]int{"privicy": 0, "privacy": 3}, search.Query{Text: "privicy", Page: 2}, "", 1},
		"no text":                 {map[string]int{"": 0}, search.Query{}, "", 1},
		"with reasons":            {map[string]int{"privicy": 0, "privacy": 3}, search.Query{Text: "privicy", Explain: true}, "privacy", 2},
		"with filters":            {map[string]int{"privicy": 0, "privacy": 3}, search.Query{Text: "privicy", Chosen: chosen}, "privacy", 2},
	} {
		e := &engine{totals: c.totals}
		found, err := spelling.Over(e, vocabulary, all).Search(t.Context(), c.query)
		if err != nil || found.Suggestion != c.want || len(e.asked) != c.asked {
			t.Errorf("%s: %q after %d searches, %v; want %q after %d", name, found.Suggestion, len(e.asked), err, c.want, c.asked)
		}
		if found.Total != e.totals[c.query.Text] && !found.Loose {
			t.Errorf("%s: %d results are not those of what was typed", name, found.Total)
		}
		if last := e.asked[len(e.asked)-1]; !reflect.DeepEqual(last.Chosen, c.query.Chosen) {
			t.Errorf("%s: tried with the filters %v", name, last.Chosen)
		}
		for _, tried := range e.asked[1:] {
			if !tried.Counted || tried.Explain {
				t.Errorf("%s: %q is not only counted", name, tried.Text)
			}
		}
		if first := e.asked[0]; !reflect.DeepEqual(first, c.query) {
			t.Errorf("%s: what was typed is searched for as %+v", name, first)
		}
	}
}

// What editors offer comes first, whatever was typed finds, if it finds anything.
func TestWhatEditorsOfferComesBeforeAnotherSpelling(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		totals map[string]int
		query  search.Query
		want   string
		asked  int
	}{
		"nothing is found":        {map[string]int{"privicy": 0, "privacy": 3, "GP records": 1}, search.Query{Text: "privicy"}, "GP records", 2},
		"much is found":           {map[string]int{"privicy": 900, "GP records": 1}, search.Query{Text: "privicy"}, "GP records", 2},
		"it finds nothing":        {map[string]int{"privicy": 0, "privacy": 3, "GP records": 0}, search.Query{Text: "privicy"}, "privacy", 3},
		"it finds what is near":   {map[string]int{"privicy": 0, "privacy": 3}, search.Query{Text: "privicy"}, "privacy", 3},
		"much, and it is nothing": {map[string]int{"privicy": 900, "GP records": 0}, search.Query{Text: "privicy"}, "", 2},
		"the second page":         {map[string]int{"privicy": 900, "GP records": 1}, search.Query{Text: "privicy", Page: 2}, "", 1},
		"with filters": {map[string]int{"privicy": 0, "GP records": 1},
			search.Query{Text: "privicy", Chosen: search.Chosen{search.Year: {"2026"}}, Explain: true}, "GP records", 2},
	} {
		e := &engine{totals: c.totals, instead: map[string]string{"privicy": "GP records"}}
		found, err := spelling.Over(e, vocabulary, all).Search(t.Context(), c.query)
		if err != nil || found.Suggestion != c.want || len(e.asked) != c.asked {
			t.Errorf("%s: %q after %d searches, %v; want %q after %d", name, found.Suggestion, len(e.asked), err, c.want, c.asked)
		}
		for _, tried := range e.asked[1:] {
			if !tried.Counted || tried.Explain || !reflect.DeepEqual(tried.Chosen, c.query.Chosen) {
				t.Errorf("%s: %q is tried as %+v", name, tried.Text, tried)
			}
		}
	}
}

func TestASpellingThatMayNotBeOfferedIsNotTried(t *testing.T) {
	t.Parallel()
	query := search.Query{Text: "spime care"} // spine, or else spike
	for name, c := range map[string]struct {
		offered spelling.Offered
		want    string
		asked   int
	}{
		"all": {all, "spine care", 2},
		"not the first": {func(_ context.Context, typed string, texts []string) ([]string, error) {
			if typed != query.Text || texts[0] != "spine care" {
				t.Errorf("asked about %q to who has typed %q", texts, typed)
			}
			return texts[1:], nil
		}, "spike care", 2},
		"none":           {func(context.Context, string, []string) ([]string, error) { return nil, nil }, "", 1},
		"nobody can say": {func(context.Context, string, []string) ([]string, error) { return nil, errors.New("too busy") }, "", 1},
	} {
		e := &engine{totals: map[string]int{"spime care": 0, "spine care": 3, "spike care": 3}}
		found, err := spelling.Over(e, vocabulary, c.offered).Search(t.Context(), query)
		if err != nil || found.Suggestion != c.want || len(e.asked) != c.asked {
			t.Errorf("%s: %q after %d searches, %v; want %q after %d", name, found.Suggestion, len(e.asked), err, c.want, c.asked)
		}
	}
}

func TestWhatWasTypedIsAnsweredWhateverBecomesOfASuggestion(t *testing.T) {
	t.Parallel()
	e := &engine{totals: map[string]int{"privicy": 2}, fails: errors.New("too busy")}
	found, err := spelling.Over(e, vocabulary, all).Search(t.Context(), search.Query{Text: "privicy"})
	if err != nil || found.Total != 2 || found.Suggestion != "" {
		t.Errorf("%+v, %v", found, err)
	}
	none := spelling.Over(&engine{totals: map[string]int{"privicy": 0}}, func() *spelling.Vocabulary { return nil }, all)
	if found, err := none.Search(t.Context(), search.Query{Text: "privicy"}); err != nil || found.Suggestion != "" {
		t.Errorf("before the words are known: %+v, %v", found, err)
	}
	if none.Name() != "small" {
		t.Errorf("the engine is called %s", none.Name())
	}
}
