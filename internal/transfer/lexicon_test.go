package transfer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/transfer"
)

func TestWhatIsWrongWithTheLexiconIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "search.yaml": strings.Join([]string{
		"synonyms:",
		"- words: [IAPT, talking therapies]",
		"- words: [alone]",
		"- words: [other, Iapt]",
		"- {words: [a, b], means: c}",
		"- {words: [c, d], id: seven}",
		"best_bets:",
		"- {texts: [home], pages: [/]}",
		"- {texts: [x], pages: [/nowhere]}",
		"- {texts: [y]}",
		"- {texts: [z, HOME], pages: [/]}",
		"- {texts: [v], pages: [/], id: 01890000-0000-7000-8000-000000000001}",
		"- {texts: [w], pages: [/], id: 01890000-0000-7000-8000-000000000001}",
		"- {texts: [u], pages: [/]}",
		"- {texts: [U, t], pages: [/]}",
		"suggested:",
		"- {text: GP records, while_typing: true, instead: [gp recrods]}",
		"- {text: GP Recrods, while_typing: true}",
		"- {text: Vaccines}",
		"- {text: Jabs, typing: true}",
		"- {text: Flu, while_typing: perhaps}",
		"- {text: gp record, while_typing: true}",
	}, "\n")})
	_, problems, err := transfer.CheckFolder(t.Context(), s.registry, s.dir, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		`search.yaml:2: words: "IAPT" is in another group already: other, Iapt; put these words there, or take it out`,
		`search.yaml:3: words: one word by itself means nothing more; write another one that means the same`,
		`search.yaml:4: words: "Iapt" is in another group already: IAPT, talking therapies; put these words there, or take it out`,
		`search.yaml:5: a group of synonyms has words, and perhaps also and id, and nothing else: field means not found`,
		`search.yaml:6: id: "seven" is not an id; leave the line out to have one made`,
		`search.yaml:8: texts: "home" has a best bet already, with z, HOME; change that one, or take it out`,
		`search.yaml:9: pages: there is no page /nowhere; add it, or choose another one`,
		`search.yaml:10: pages: a best bet leads to at least one page; choose it`,
		`search.yaml:11: texts: "HOME" has a best bet already, with home; change that one, or take it out`,
		`search.yaml:13: id: another entry begins alike, or has the same id; put the two together, or give each an id of its own`,
		`search.yaml:15: id: another entry begins alike, or has the same id; put the two together, or give each an id of its own`,
		`search.yaml:17: text: "GP records" is in another suggested search already: gp record; change that one, or write another text`,
		`search.yaml:17: instead: "gp recrods" is in another suggested search already: GP Recrods; change that one, or write another text`,
		`search.yaml:18: text: "GP Recrods" is in another suggested search already: GP records, gp recrods; change that one, or write another text`,
		`search.yaml:19: typing: say who is offered it: those who type how it begins, or those who search for what you write below`,
		`search.yaml:20: a suggested search has text, while_typing, instead, and perhaps note and id, and nothing else: field typing not found`,
		"search.yaml:21: a suggested search has text, while_typing, instead, and perhaps note and id, and nothing else: cannot unmarshal !!str `perhaps`",
		`search.yaml:22: text: "gp record" is in another suggested search already: GP records, gp recrods; change that one, or write another text`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"- a\n": "holds synonyms, best_bets and suggested", "words: []\n": "holds synonyms, best_bets and suggested", "synonyms: {words: [a, b]}\n": "synonyms: is a list",
	} {
		s.write("search.yaml", text)
		if _, err := s.load(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is refused with %v", text, err)
		}
	}
}

// TestTheLexiconOfTheFilesJoinsThatOfTheSite imports beside what editors have
// told the search.
func TestTheLexiconOfTheFilesJoinsThatOfTheSite(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "search.yaml": "synonyms:\n- words: [a, b]\n"})
	s.mustLoad()
	own := cms.Synonyms{ID: publishing.NewID(), Words: []string{"Own", "mine"}}
	if err := s.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.SetSynonyms(t.Context(), own) }); err != nil {
		t.Fatal(err)
	}
	s.write("search.yaml", "synonyms:\n- words: [a, c]\n- words: [own, theirs]\n")
	s.mustLoad()
	if diff := cmp.Diff([]string{"[a c]", "[own theirs]"}, s.rows(`select words from synonyms order by words[1]`)); diff != "" {
		t.Error(diff)
	}
	if got := s.rows(`select id::text from synonyms where words[1] = 'own'`); got[0] != string(own.ID) {
		t.Errorf("the site's own group has become another: %s", got)
	}
	// What editors have forbidden since is offered to nobody, and keeps no file from
	// being imported that has held it before.
	searches := "suggested:\n- {text: Old states, while_typing: true}\n"
	s.write("search.yaml", searches)
	s.mustLoad()
	if err := s.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "states") }); err != nil {
		t.Fatal(err)
	}
	s.write("search.yaml", searches+"- {text: Others, while_typing: true}\n")
	s.mustLoad()
	s.write("search.yaml", "suggested:\n- {text: New, while_typing: true}\n- {text: New states, while_typing: true}\n")
	if _, err := s.load(); err == nil || !strings.Contains(err.Error(), `search.yaml:3: text: "New states" is not offered to anybody`) {
		t.Errorf("a forbidden text: %v", err)
	}
	s.write("search.yaml", "synonyms:\n- words: [new, theirs]\n")
	if _, err := s.load(); err == nil || !strings.Contains(err.Error(), `search.yaml:2: words: "theirs" is in another group already: own, theirs`) {
		t.Errorf("a word in two groups: %v", err)
	}
}
