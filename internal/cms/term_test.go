package cms_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
)

func term(id cms.ID, parent cms.ID, position int) cms.Term {
	return cms.Term{ID: id, Vocabulary: "topic", Slug: string(id), Name: strings.ToUpper(string(id)), Parent: parent, Position: position}
}

// vocabulary is a with b and c below it, c with d below it, and e.
var vocabulary = []cms.Term{term("e", "", 1), term("d", "c", 0), term("a", "", 0), term("c", "a", 1), term("b", "a", 0)}

func TestATermFitsItsVocabulary(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*cms.Term)
		want   string // what is wrong, "field: words"
	}{
		"as it is":            {func(*cms.Term) {}, ""},
		"no name":             {func(t *cms.Term) { t.Name = " " }, "name: needs a name"},
		"a long name":         {func(t *cms.Term) { t.Name = strings.Repeat("é", 151) }, "name: at most 150"},
		"a name that fits":    {func(t *cms.Term) { t.Name = strings.Repeat("é", 150) }, ""},
		"no slug":             {func(t *cms.Term) { t.Slug = "" }, "slug: cannot be part"},
		"a bad slug":          {func(t *cms.Term) { t.Slug = "A b" }, "slug: cannot be part"},
		"another's slug":      {func(t *cms.Term) { t.Slug = "e" }, `slug: of the term "E"`},
		"below itself":        {func(t *cms.Term) { t.Parent = "a" }, "parent: below itself"},
		"below its child":     {func(t *cms.Term) { t.Parent = "b" }, "parent: stands below this term already"},
		"below a grandchild":  {func(t *cms.Term) { t.Parent = "d" }, "parent: stands below this term already"},
		"below what is not":   {func(t *cms.Term) { t.Parent = "x" }, "parent: is not in this vocabulary"},
		"below another":       {func(t *cms.Term) { t.Parent = "e" }, ""},
		"wrong in three ways": {func(t *cms.Term) { t.Name, t.Slug, t.Parent = "", "", "a" }, "name: needs a name, slug: cannot be part, parent: below itself"},
	} {
		changed := term("a", "", 0)
		c.change(&changed)
		var wants []string
		if c.want != "" {
			wants = strings.Split(c.want, ", ")
		}
		got := changed.Problems(vocabulary)
		if len(got) != len(wants) {
			t.Errorf("%s: %v, want %v", name, got, wants)
			continue
		}
		for i, want := range wants {
			field, words, _ := strings.Cut(want, ": ")
			if got[i].Field != field || !strings.Contains(got[i].Message, words) {
				t.Errorf("%s: %v, want %s", name, got[i], want)
			}
		}
	}
}

func TestAVocabularyThatGoesRoundIsNotFollowedForEver(t *testing.T) {
	t.Parallel()
	round := []cms.Term{term("a", "b", 0), term("b", "a", 0), term("c", "", 0)}
	c := term("c", "a", 0)
	if got := c.Problems(round); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if got := cms.TermTree(round); len(got) != 1 {
		t.Errorf("the tree: %v", got)
	}
}

func TestATreeOfTermsIsInTheOrderOfReading(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range cms.TermTree(vocabulary) {
		line := strings.Repeat("-", p.Depth) + string(p.ID)
		if p.First {
			line += " first"
		}
		if p.Last {
			line += " last"
		}
		got = append(got, line)
	}
	if want := []string{"a first", "-b first", "-c last", "--d first last", "e last"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTermsAreArrangedAmongTheirSiblings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		places map[cms.ID]int
		want   string
	}{
		"nothing":             {nil, ""},
		"as they are":         {map[cms.ID]int{"a": 1, "e": 2, "b": 5, "c": 9}, ""},
		"the other way round": {map[cms.ID]int{"a": 2, "e": 1}, "a1 e0"},
		"below another":       {map[cms.ID]int{"b": 2, "c": 1}, "b1 c0"},
		"one place for both":  {map[cms.ID]int{"b": 7, "c": 7}, ""},
		"of another":          {map[cms.ID]int{"x": 0}, ""},
	} {
		var got []string
		for _, moved := range cms.ArrangeTerms(vocabulary, c.places) {
			got = append(got, string(moved.ID)+string(rune('0'+moved.Position)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}
