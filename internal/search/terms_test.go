package search_test

import (
	"maps"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/search"
)

func TestTermsAreCarriedWithThoseAboveThem(t *testing.T) {
	t.Parallel()
	terms := search.NewTerms([]cms.Term{
		{ID: "3", Vocabulary: "topic", Slug: "teeth", Parent: "2"},
		{ID: "1", Vocabulary: "topic", Slug: "care"},
		{ID: "2", Vocabulary: "topic", Slug: "dentistry", Parent: "1"},
		{ID: "4", Vocabulary: "coverage", Slug: "teeth"},
		{ID: "5", Vocabulary: "topic", Slug: "orphan", Parent: "gone"},
		{ID: "6", Vocabulary: "topic", Slug: "hen", Parent: "7"}, // a circle
		{ID: "7", Vocabulary: "topic", Slug: "egg", Parent: "6"},
		{ID: "8", Vocabulary: "topic", Slug: "itself", Parent: "8"},
		{ID: "9", Vocabulary: "year", Slug: "leap"}, // ours is another
		{ID: "10", Vocabulary: "year", Slug: "2024", Parent: "9"},
	})
	for id, want := range map[cms.ID]struct{ line, values string }{
		"1":  {"care", "topic=care"},
		"3":  {"teeth dentistry care", "topic=teeth topic=dentistry topic=care"},
		"4":  {"teeth", "coverage=teeth"},
		"5":  {"orphan", "topic=orphan"},
		"6":  {"hen egg", "topic=hen topic=egg"},
		"8":  {"itself", "topic=itself"},
		"10": {"2024 leap", ""},
		"":   {"", ""},
		"11": {"", ""},
	} {
		var line, values []string
		for _, term := range terms.Line(id) {
			line = append(line, term.Slug)
		}
		for facet, slug := range terms.Values(id) {
			values = append(values, string(facet)+"="+slug)
		}
		if got := strings.Join(line, " "); got != want.line {
			t.Errorf("%s stands in the line %q, want %q", id, got, want.line)
		}
		if got := strings.Join(values, " "); got != want.values {
			t.Errorf("%s has the values %q, want %q", id, got, want.values)
		}
	}
	got := map[string]string{}
	for _, of := range []struct {
		facet search.Facet
		slug  string
	}{{"topic", "teeth"}, {"topic", "dentistry"}, {"topic", "care"}, {"topic", "egg"}, {"topic", "orphan"}, {"topic", "none"}, {"coverage", "teeth"}, {"year", "2024"}, {"none", "teeth"}} {
		if parent := terms.Parent(of.facet)(of.slug); parent != "" {
			got[string(of.facet)+" "+of.slug] = parent
		}
	}
	want := map[string]string{"topic teeth": "dentistry", "topic dentistry": "care", "topic egg": "hen"}
	if !maps.Equal(got, want) {
		t.Errorf("above stand %v, want %v", got, want)
	}
	for range terms.Values("3") {
		break // as soon as somebody has seen enough
	}
	if (search.Terms{}).Parent("topic")("teeth") != "" {
		t.Error("of no terms, one stands above another")
	}
}
