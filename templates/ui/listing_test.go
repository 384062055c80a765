package ui

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
		l := Listing{Terms: terms}
		l.Counts = search.Counts{test.facet: test.counts}
		if test.chosen != nil {
			l.Chosen = search.Chosen{test.facet: test.chosen}
		}
		if got := written(l.values(Facet{Group: search.Group{Facet: test.facet}})); got != test.want {
			t.Errorf("%s with %v chosen: %s, want %s", test.facet, test.chosen, got, test.want)
		}
	}
}

func TestLongListsAreCut(t *testing.T) {
	l := Listing{Facets: searchFacets, Terms: Terms{search.Coverage: {}}}
	l.Counts = search.Counts{search.Coverage: {}}
	for n := range 3 * mostLong {
		slug := fmt.Sprint("t", n)
		l.Counts[search.Coverage][slug], l.Terms[search.Coverage][slug] = n+1, Term{Name: slug}
	}
	l.Chosen = search.Chosen{search.Coverage: {"t0"}}
	facets := l.Narrowing()
	if len(facets) != 1 || len(facets[0].short()) != mostShort || len(facets[0].long()) != mostLong-mostShort {
		t.Fatalf("the facets are %v", facets)
	}
	if first := facets[0].short()[0]; first.Value != "t0" || !first.Chosen {
		t.Errorf("the first value is %v, and not the one that is chosen", first)
	}
}
