package meilitest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/search/meili/meilitest"
)

// TestDetailsAreWrittenAsTheServerDoes compares with what score_details.rs of 1.50
// writes.
func TestDetailsAreWrittenAsTheServerDoes(t *testing.T) {
	c := caller{t, meilitest.New(t, "").URL, "", "details"}
	c.prepare() // four attributes, of which near is the last and may have typos; id alone is displayed
	for _, asked := range []struct {
		q, attribute, strategy string
		sort                   []string
		want                   string
	}{
		{"hospital", "title", "all", nil, `{"typo":{"maxTypoCount":2,"order":0,"score":1,"typoCount":0},"attributeRank":{"order":1,"score":1},
			"proximity":{"order":2,"score":1},"<hidden-rule-3>":{"order":3,"value":"<hidden>"}}`},
		{"hospitl", "near", "all", nil, `{"typo":{"maxTypoCount":1,"order":0,"score":0.5,"typoCount":1},"attributeRank":{"order":1,"score":0.25},
			"proximity":{"order":2,"score":1},"<hidden-rule-3>":{"order":3,"value":"<hidden>"}}`},
		{"hospital xqzzt", "title", "frequency", nil, `{"words":{"matchingWords":1,"maxMatchingWords":2,"order":0,"score":0.5}}`},
		{"", "title", "all", []string{"rank:desc", "when:desc"}, `{"<hidden-rule-0>":{"order":0,"value":"<hidden>"},"<hidden-rule-1>":{"order":1,"value":"<hidden>"}}`},
	} {
		var answer struct {
			Results []struct {
				Hits []struct {
					Details map[string]any `json:"_rankingScoreDetails"`
				} `json:"hits"`
			} `json:"results"`
		}
		query := map[string]any{
			"indexUid": c.uid, "q": asked.q, "attributesToSearchOn": []string{asked.attribute}, "matchingStrategy": asked.strategy, "sort": asked.sort,
			"limit": 1, "showRankingScoreDetails": true,
		}
		if status := c.do("POST", "/multi-search", map[string]any{"queries": []any{query}}, &answer); status != http.StatusOK || len(answer.Results[0].Hits) != 1 {
			t.Fatalf("%q: %d %v", asked.q, status, answer)
		}
		var want map[string]any
		if err := json.Unmarshal([]byte(asked.want), &want); err != nil {
			t.Fatal(err)
		}
		got := answer.Results[0].Hits[0].Details
		for rule := range got {
			if asked.strategy == "frequency" && rule != "words" { // the others are told of the words that are there
				delete(got, rule)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q:\n%s", asked.q, diff)
		}
	}
}
