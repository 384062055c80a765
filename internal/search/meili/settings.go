package meili

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
)

// mostHits is how many hits the server counts and pages through: more than there
// are documents.
const mostHits = 10_000_000

// settings are those of an index, as our own JSON: the client library leaves out
// what is false or empty.
var settings = map[string]any{
	"searchableAttributes": slices.Concat(everywhere, nearly),
	"displayedAttributes":  []string{"id", "release", "changed", "mark", "called", "when", "coming", "atoz", "ord", "title", "meant", "rank", "weight", "dated"},
	"filterableAttributes": []any{
		filterable("facets.*", true), filterable("page", true), filterable("called", true), filterable("sections", true), filterable("release", true),
	},
	"sortableAttributes": []string{"weight", "dated", "when", "coming", "atoz", "release", "ord"},
	// Sort stands first: without a sort in the request it does nothing.
	"rankingRules": []string{"sort", "words", "typo", "proximity", "attributeRank", "rank:desc", "dated:desc", "ord:desc"},
	"typoTolerance": map[string]any{
		"enabled": true, "disableOnNumbers": true, "disableOnWords": []string{},
		"minWordSizeForTypos": map[string]int{"oneTypo": 4, "twoTypos": 8},
		"disableOnAttributes": everywhere, // but near: what is nearly right is told from what is right
	},
	"pagination":         map[string]any{"maxTotalHits": mostHits},
	"faceting":           map[string]any{"maxValuesPerFacet": 10_000, "sortFacetValuesBy": map[string]string{"*": "count"}},
	"proximityPrecision": "byWord",
	"facetSearch":        false,
	"searchCutoffMs":     400,
	"stopWords":          []string{},
	"synonyms":           map[string][]string{},
}

func filterable(pattern string, equality bool) map[string]any {
	return map[string]any{
		"attributePatterns": []string{pattern},
		"features":          map[string]any{"facetSearch": false, "filter": map[string]bool{"equality": equality, "comparison": false}},
	}
}

// fingerprint changes with the settings and with how documents are made: an index
// of another is of no use.
func fingerprint(zone *time.Location) string {
	sum := sha256.New()
	encoder := json.NewEncoder(sum)
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		_ = encoder.Encode([]any{key, settings[key]}) // which is plain data
	}
	_ = encoder.Encode(sample(zone))
	_ = encoder.Encode(zone.String())
	return fmt.Sprintf("%x", sum.Sum(nil)[:5])
}

// sample is documents of all sorts.
func sample(zone *time.Location) []document {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	terms := []cms.Term{
		{ID: "1", Vocabulary: "topic", Slug: "a", Name: "Primary care", Synonyms: []string{"GP"}},
		{ID: "2", Vocabulary: "topic", Slug: "b", Name: "Dentistry", Parent: "1"},
	}
	m := maker{at: at, age: at, zone: zone, terms: search.NewTerms(terms),
		means: meaningsOf(map[string]search.Meaning{"covid 19": {Others: []string{"coronavirus"}}, "coronaviru": {As: []string{"coronavirus"}}, "waiting time": {Others: []string{"wait"}}})}
	var list []document
	for n, kind := range []string{"home", "page", "service", "publication", "cyber-alert", "news-article", "series", "event"} {
		list = append(list, m.document("k", postgres.EntryText{
			Release: "r", Kind: kind, Status: "published", DatedAt: at.AddDate(n-5, 0, n),
			Title: "Statistics of A&E, 2023–24: Café waiting times", Summary: "The WHO says: COVID-19 and ICD10.", Body: "Running services’ people.",
			Names: []string{"cc 4456", "4456"}, Terms: []cms.ID{"2"}, Sections: []cms.ID{"s"},
			Facets: map[search.Facet][]string{search.Letter: {"s"}}, TitleKey: "2a",
		}))
	}
	return list
}
