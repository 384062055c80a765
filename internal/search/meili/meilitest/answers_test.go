package meilitest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/search/meili/meilitest"
)

var update = flag.Bool("update-answers", false, "write down what the server at LECTERN_TEST_MEILISEARCH_URL answers")

const answersFile = "testdata/answers.json"

// TestAnswersAreThoseOfTheServer asks the stand-in what a real server was asked,
// and compares with what that has answered.
func TestAnswersAreThoseOfTheServer(t *testing.T) {
	url, key := meilitest.New(t, "").URL, ""
	if *update {
		url, key = os.Getenv("LECTERN_TEST_MEILISEARCH_URL"), os.Getenv("LECTERN_TEST_MEILISEARCH_KEY")
	}
	c := caller{t, url, key, fmt.Sprintf("answers-%d", time.Now().UnixNano())}
	c.prepare()
	got := map[string]string{}
	unordered := map[string]bool{} // how near words are to each other is weighed otherwise in detail
	for _, q := range questions() {
		text, _ := json.Marshal(q)
		got[string(text)] = c.ask(q)
		if !*update && len(strings.Fields(fmt.Sprint(q["q"]))) > 1 && q["sort"] == nil {
			unordered[string(text)] = true
		}
	}
	c.do("DELETE", "/indexes/"+c.uid, nil, nil)
	if *update {
		text, _ := json.MarshalIndent(got, "", " ")
		if err := os.WriteFile(answersFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(got) {
		t.Errorf("%d questions are asked, and the answers to %d are known: run it with -update-answers and a server", len(got), len(want))
	}
	for question, answer := range got {
		known := want[question]
		if unordered[question] {
			known, answer = sorted(known), sorted(answer)
		}
		if diff := cmp.Diff(known, answer); diff != "" {
			t.Errorf("%s:\n%s", question, diff)
		}
	}
}

// sorted is an answer with its hits in another order.
func sorted(answer string) string {
	words := strings.Fields(answer)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// caller calls a server.
type caller struct {
	*testing.T
	url, key, uid string
}

func (c caller) do(method, path string, body, answer any) int {
	c.Helper()
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			c.Fatal(err)
		}
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(c.Context(), method, c.url+path, reader)
	if err != nil {
		c.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.Fatal(err)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			c.Fatalf("%s %s: %v: %s", method, path, err, text)
		}
	}
	return response.StatusCode
}

func (c caller) prepare() {
	c.change("POST", "/indexes", map[string]string{"uid": c.uid, "primaryKey": "id"})
	c.change("PATCH", "/indexes/"+c.uid+"/settings", map[string]any{
		"searchableAttributes": []string{"title", "names", "body", "near"},
		"displayedAttributes":  []string{"id"},
		"filterableAttributes": []any{map[string]any{
			"attributePatterns": []string{"facets.*", "page", "called"},
			"features":          map[string]any{"facetSearch": false, "filter": map[string]bool{"equality": true, "comparison": false}},
		}},
		"sortableAttributes": []string{"rank", "when"},
		"rankingRules":       []string{"sort", "words", "typo", "attributeRank", "proximity", "rank:desc"},
		"typoTolerance": map[string]any{
			"enabled": true, "disableOnNumbers": true, "disableOnAttributes": []string{"title", "names", "body"},
			"minWordSizeForTypos": map[string]int{"oneTypo": 4, "twoTypos": 8},
		},
		"faceting": map[string]any{"maxValuesPerFacet": 1000}, "pagination": map[string]any{"maxTotalHits": 100_000},
	})
	c.change("POST", "/indexes/"+c.uid+"/documents", documents())
}

// change waits until a change is made.
func (c caller) change(method, path string, body any) {
	c.Helper()
	var task struct {
		UID    int64           `json:"taskUid"`
		Status string          `json:"status"`
		Error  json.RawMessage `json:"error"`
	}
	if status := c.do(method, path, body, &task); status != http.StatusAccepted {
		c.Fatalf("%s %s: %d", method, path, status)
	}
	for uid := task.UID; task.Status != "succeeded"; {
		if c.do("GET", fmt.Sprintf("/tasks/%d", uid), nil, &task); task.Status == "failed" {
			c.Fatalf("%s %s: %s", method, path, task.Error)
		}
	}
}

// ask returns what is answered, on one line.
func (c caller) ask(q map[string]any) string {
	c.Helper()
	asked := map[string]any{"indexUid": c.uid}
	for name, value := range q {
		asked[name] = value
	}
	var answer struct {
		Results []struct {
			Hits []struct {
				ID string `json:"id"`
			} `json:"hits"`
			Total     *int                      `json:"totalHits"`
			Estimated *int                      `json:"estimatedTotalHits"`
			Pages     int                       `json:"totalPages"`
			Counts    map[string]map[string]int `json:"facetDistribution"`
		} `json:"results"`
		Code string `json:"code"`
	}
	status := c.do("POST", "/multi-search", map[string]any{"queries": []any{asked}}, &answer)
	if answer.Code != "" {
		return fmt.Sprintf("%d %s", status, answer.Code)
	}
	var ids []string
	r := answer.Results[0]
	for _, hit := range r.Hits {
		ids = append(ids, hit.ID)
	}
	total := r.Total
	if total == nil {
		total = r.Estimated
	}
	counts, _ := json.Marshal(r.Counts)
	return fmt.Sprintf("%d on %d: %s %s", *total, r.Pages, strings.Join(ids, " "), counts)
}

var vocabulary = strings.Fields(`hospital hospitals episode episodes statistics statistic waiting waits care career primary secondary mental health
	healthcare data dataset base 2023x24 aande covid 19 cc 4456 4457 a an it who note notes ransomware`)

// documents are always the same.
func documents() []any {
	random := rand.New(rand.NewPCG(11, 12))
	some := func(n int) string {
		var words []string
		for range n {
			words = append(words, vocabulary[random.IntN(len(vocabulary))])
		}
		return strings.Join(words, " ")
	}
	var list []any
	for n := range 60 {
		title := some(1 + random.IntN(4))
		d := map[string]any{
			"id": fmt.Sprintf("d%02d", n), "page": true, "title": title, "names": []string{some(1), some(2)}, "body": some(5+random.IntN(20)) + ". " + some(3),
			"near": []string{title}, "called": []string{title}, "rank": 1000 - n,
			"facets": map[string]any{"type": []string{"a", "b", "c"}[random.IntN(3)], "topic": []string{fmt.Sprint("t", random.IntN(4)), fmt.Sprint("t", random.IntN(4)+2)}},
		}
		if random.IntN(4) > 0 {
			d["when"] = random.IntN(5)
		}
		list = append(list, d)
	}
	return append(list, map[string]any{"id": "mark", "page": false}, map[string]any{"id": "odd", "page": true, "called": []string{`a"b\c'd`}, "rank": 5})
}

// questions are what is asked: some by hand, and many at random.
func questions() []map[string]any {
	exact, near := []string{"title", "names", "body"}, []string{"near"}
	all := func(q string, attributes []string) map[string]any {
		return map[string]any{"q": q, "attributesToSearchOn": attributes, "matchingStrategy": "all", "page": 1, "hitsPerPage": 100}
	}
	var list []map[string]any
	for _, q := range []string{
		"", "hosp", "hosp ", "hospital", "hospital episode", `"hospital episode"`, `"hospital" epi`, "episode hospital", "healthcare", "health care", "dataset",
		"data set", "database", "cc 4456", `"cc" 445`, "4458", "covid19", "a", "it who", `"covid 19"`, `""`, `"hospital`, "ransomwar", "xqzzt",
	} {
		list = append(list, all(q, exact))
	}
	for _, q := range []string{
		"hospitl", "ohspital", "hopsital", "hospitals", "hsopitl", "ransomwear", "ransomwre note", "epsiode waits", "helthcare", "healthcrae", "carre", "xare",
		"statistcs", "4458", "covd", "hosp", "hospx", "menatl helth", "mnetal", "qransomware", "carexr",
	} {
		list = append(list, all(q, near))
	}
	list = append(list,
		map[string]any{"q": "hospital", "limit": 3, "offset": 2}, map[string]any{"q": "hospital"}, map[string]any{"q": "hospital", "hitsPerPage": 0},
		map[string]any{"filter": []any{[]string{`called = "a\"b\\c'd"`}}}, map[string]any{"filter": []any{[]string{"page = false"}}},
		map[string]any{"filter": []any{[]string{`NOT facets.type = "a"`}, []string{`facets.topic = "T1"`, `facets.topic = "t2"`}}, "facets": []string{"facets.type", "facets.topic"}, "hitsPerPage": 5, "page": 2},
		map[string]any{"sort": []string{"when:desc", "rank:asc"}, "hitsPerPage": 100}, map[string]any{"sort": []string{"when:asc"}, "q": "care", "hitsPerPage": 100},
		map[string]any{"sort": []string{"title:asc"}}, map[string]any{"filter": []any{[]string{`title = "a"`}}}, map[string]any{"facets": []string{"title"}},
		map[string]any{"facets": []string{"facets.none"}, "limit": 0}, map[string]any{"attributesToSearchOn": []string{"else"}, "q": "a"},
		map[string]any{"indexUid": "no-such-index"}, map[string]any{"filter": []any{[]string{`facets.type IS`}}},
	)
	random := rand.New(rand.NewPCG(13, 14))
	for n := range 150 {
		var words []string
		for range 1 + random.IntN(4) {
			words = append(words, vocabulary[random.IntN(len(vocabulary))])
		}
		q := all(strings.Join(words, " "), exact)
		switch n % 4 {
		case 1:
			q["matchingStrategy"] = "frequency"
		case 2:
			q["q"] = q["q"].(string) + " " // no beginning
			q["facets"] = []string{"facets.type"}
		case 3:
			q["q"] = `"` + strings.Join(words[:min(2, len(words))], " ") + `" ` + strings.Join(words[min(2, len(words)):], " ")
		}
		list = append(list, q)
	}
	return list
}
