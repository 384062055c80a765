package site

import (
	"fmt"
	"strings"
	"testing"

	"lectern/internal/search"
)

func written(values []facetValue) string {
	var text []string
	for _, v := range values {
		text = append(text, fmt.Sprintf("%s%s %d", strings.Repeat("-", v.Depth), v.Value, v.Count))
	}
	return strings.Join(text, ", ")
}

func TestOrderOfValues(t *testing.T) {
	terms := Terms{search.Topic: {
		"b": {Name: "Bee"}, "a": {Name: "ant"}, "c": {Name: "Cat"},
		"c1": {Name: "Lion", Above: "c"}, "c2": {Name: "Lynx", Above: "c"}, "c11": {Name: "Cub", Above: "c1"},
		"x": {Name: "X", Above: "y"}, "y": {Name: "Y", Above: "x"}, // which the rules for terms forbid
	}}
	topics := map[string]int{"a": 2, "b": 2, "c": 9, "c1": 4, "c2": 5, "c11": 3, "unnamed": 7}
	for _, test := range []struct {
		facet  search.Facet
		counts map[string]int
		chosen []string
		want   string
	}{
		{search.Topic, topics, nil, "c 9, a 2, b 2"},
		{search.Topic, topics, []string{"b"}, "b 2, c 9, a 2"},
		{search.Topic, topics, []string{"c"}, "c 9, -c2 5, -c1 4, a 2, b 2"},
		{search.Topic, topics, []string{"c", "c1"}, "c 9, -c1 4, --c11 3, -c2 5, a 2, b 2"},
		{search.Topic, topics, []string{"c", "c11"}, "c 9, -c11 3, -c2 5, -c1 4, a 2, b 2"},
		{search.Topic, topics, []string{"c11", "unnamed", "none"}, "unnamed 7, c11 3, none 0, c 9, a 2, b 2"},
		{search.Topic, map[string]int{"x": 1, "y": 1, "b": 1}, []string{"x", "y"}, "b 1"},
		{search.Year, map[string]int{"2021": 5, "2023": 1, "2022": 9}, []string{"1999"}, "1999 0, 2023 1, 2022 9, 2021 5"},
		{search.Month, map[string]int{"2": 5, "12": 1, "9": 9}, nil, "12 1, 9 9, 2 5"},
		{search.Type, map[string]int{"service": 1, "page": 50, "blog-post": 2, "nothing": 1}, []string{"page"}, "page 50, blog-post 2, service 1"},
		{search.Status, map[string]int{"upcoming": 1, "published": 1}, nil, "published 1, upcoming 1"},
	} {
		r := SearchResults{Terms: terms}
		r.Counts = search.Counts{test.facet: test.counts}
		if test.chosen != nil {
			r.Chosen = search.Chosen{test.facet: test.chosen}
		}
		if got := written(r.values(test.facet)); got != test.want {
			t.Errorf("%s with %v chosen: %s, want %s", test.facet, test.chosen, got, test.want)
		}
	}
}

func TestLongListsAreCut(t *testing.T) {
	r := SearchResults{Terms: Terms{search.Coverage: {}}}
	r.Counts = search.Counts{search.Coverage: {}}
	for n := range 3 * mostLong {
		slug := fmt.Sprint("t", n)
		r.Counts[search.Coverage][slug], r.Terms[search.Coverage][slug] = n+1, Term{Name: slug}
	}
	r.Chosen = search.Chosen{search.Coverage: {"t0"}}
	facets := r.facets()
	if len(facets) != 1 || len(facets[0].short()) != mostShort || len(facets[0].long()) != mostLong-mostShort {
		t.Fatalf("the facets are %v", facets)
	}
	if first := facets[0].short()[0]; first.Value != "t0" || !first.Chosen {
		t.Errorf("the first value is %v, and not the one that is chosen", first)
	}
}

func TestAnExcerptEndsWithAWord(t *testing.T) {
	long := strings.Repeat("é winter, ", 40)
	m := brief(search.Mark(long, search.Understand("winter", search.Lexicon{})))
	if !strings.HasSuffix(m.Text, "winter…") || len([]rune(m.Text)) > longestExcerpt+1 {
		t.Errorf("cut to %q", m.Text)
	}
	for _, part := range m.Parts() {
		if part.Match && part.Text != "winter" {
			t.Errorf("marked %q", part.Text)
		}
	}
	if short := search.Mark("A winter", search.Understand("winter", search.Lexicon{})); brief(short).Text != short.Text {
		t.Error("a short text was cut")
	}
	if unbroken := brief(search.Marked{Text: strings.Repeat("x", 900)}); len(unbroken.Text) != longestExcerpt+len("…") {
		t.Errorf("a word without an end was cut to %d", len(unbroken.Text))
	}
}
