package meilitest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// query is a search within a call.
type query struct {
	IndexUID   string     `json:"indexUid"`
	Q          string     `json:"q"`
	Offset     int        `json:"offset"`
	Limit      *int       `json:"limit"`
	Page       *int       `json:"page"`
	Size       *int       `json:"hitsPerPage"`
	Filter     [][]string `json:"filter"`
	Facets     []string   `json:"facets"`
	Sort       []string   `json:"sort"`
	Attributes []string   `json:"attributesToSearchOn"`
	Retrieve   []string   `json:"attributesToRetrieve"`
	Strategy   string     `json:"matchingStrategy"`
	Score      bool       `json:"showRankingScore"`
	Details    bool       `json:"showRankingScoreDetails"`
}

func (s *Server) multiSearch(q *request) (any, int, error) {
	s.work()
	var given struct {
		Queries []query `json:"queries"`
	}
	if err := q.read(&given); err != nil {
		return nil, 0, err
	}
	results := []any{}
	for n, asked := range given.Queries {
		inside := func(err *refusal) error {
			err.status, err.Message = http.StatusBadRequest, fmt.Sprintf("Inside `.queries[%d]`: %s", n, err.Message)
			return err
		}
		if !q.may(asked.IndexUID) {
			return nil, 0, refuse(http.StatusForbidden, "invalid_api_key", "The provided API key is invalid.")
		}
		x := s.indexes[asked.IndexUID]
		if x == nil {
			return nil, 0, inside(gone(asked.IndexUID))
		}
		answer, err := x.search(asked)
		if err != nil {
			return nil, 0, inside(err)
		}
		results = append(results, answer)
	}
	return map[string]any{"results": results}, http.StatusOK, nil
}

// ranked is a document that was found, and how well it does by each rule.
type ranked struct {
	*document
	words, typos, places, gaps int
}

func (x *index) search(q query) (map[string]any, *refusal) {
	begun := time.Now()
	if err := x.check(q); err != nil {
		return nil, err
	}
	var found []ranked
	terms := x.parse(q.Q)
	needed := x.needed(terms, q)
	for _, d := range x.documents {
		if !d.meets(q.Filter) {
			continue
		}
		if r, has := x.rank(d, terms, needed, q); has {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, x.order(q, len(terms) > 0))
	answer := map[string]any{"indexUid": x.UID, "query": q.Q, "processingTimeMs": time.Since(begun).Milliseconds()}
	hits := []any{}
	for _, r := range page(found, q, x.number("pagination", "maxTotalHits"), answer) {
		names := q.Retrieve
		if names == nil {
			names = texts(x.settings["displayedAttributes"])
		}
		hit := picked(r.fields, names)
		if q.Score {
			hit["_rankingScore"] = 1.0 // this server tells results apart by its rules alone
		}
		if q.Details {
			hit["_rankingScoreDetails"] = x.details(r, q, terms)
		}
		hits = append(hits, hit)
	}
	answer["hits"] = hits
	if len(q.Facets) > 0 {
		answer["facetDistribution"], answer["facetStats"] = x.distribution(found, q.Facets), map[string]any{}
	}
	return answer, nil
}

// page cuts out what is asked for, and writes how much there is into the answer.
func page(found []ranked, q query, most int, answer map[string]any) []ranked {
	from, size := q.Offset, 20
	if q.Page != nil || q.Size != nil {
		number := 1
		if q.Page != nil {
			number = *q.Page
		}
		if q.Size != nil {
			size = *q.Size
		}
		from = max(number-1, 0) * size
		if number == 0 {
			size = 0
		}
		pages := 0
		if size > 0 {
			pages = (len(found) + size - 1) / size
		}
		answer["totalHits"], answer["page"], answer["hitsPerPage"], answer["totalPages"] = len(found), number, size, pages
	} else {
		if q.Limit != nil {
			size = *q.Limit
		}
		answer["estimatedTotalHits"], answer["offset"], answer["limit"] = len(found), from, size
	}
	to := min(from+size, len(found), most)
	return found[min(from, to):to]
}

func (x *index) number(group, name string) int {
	settings, _ := x.settings[group].(map[string]any)
	n, _ := settings[name].(float64)
	return int(n)
}

func (x *index) check(q query) *refusal {
	invalid := func(what, name string) *refusal {
		return &refusal{Code: "invalid_search_" + what, Message: "Attribute `" + name + "` cannot be used: it is not in the settings.", Type: "invalid_request"}
	}
	for _, all := range q.Filter {
		for _, one := range all {
			if m := condition.FindStringSubmatch(one); m == nil {
				return &refusal{Code: "invalid_search_filter", Message: "Cannot read the filter " + one, Type: "invalid_request"}
			} else if !x.filterable(m[2]) {
				return invalid("filter", m[2])
			}
		}
	}
	for _, name := range q.Facets {
		if !x.filterable(name) {
			return invalid("facets", name)
		}
	}
	for _, by := range q.Sort {
		if name, _, _ := strings.Cut(by, ":"); !slices.Contains(texts(x.settings["sortableAttributes"]), name) {
			return invalid("sort", name)
		}
	}
	for _, name := range q.Attributes {
		if !slices.Contains(texts(x.settings["searchableAttributes"]), name) {
			return invalid("attributes_to_search_on", name)
		}
	}
	return nil
}

func (x *index) filterable(name string) bool {
	rules, _ := x.settings["filterableAttributes"].([]any)
	return slices.ContainsFunc(rules, func(rule any) bool {
		if whole, is := rule.(string); is {
			return whole == name
		}
		granular, _ := rule.(map[string]any)
		return slices.ContainsFunc(texts(granular["attributePatterns"]), func(pattern string) bool { return matchesPattern(pattern, name) })
	})
}

// condition is one of a filter: attribute = value, or not.
var condition = regexp.MustCompile(`^(NOT )?([\w.-]+) = (true|false|"(?:[^"\\]|\\.)*")$`)

var unescapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`)

// meets reports whether a document meets one condition of each list.
func (d *document) meets(filter [][]string) bool {
	for _, all := range filter {
		if !slices.ContainsFunc(all, d.meetsOne) {
			return false
		}
	}
	return true
}

func (d *document) meetsOne(one string) bool {
	m := condition.FindStringSubmatch(one)
	value := m[3]
	if value[0] == '"' {
		value = unescapes.Replace(value[1 : len(value)-1])
	}
	has := slices.ContainsFunc(d.values(m[2]), func(v string) bool { return strings.EqualFold(v, value) })
	return has != (m[1] != "")
}

// values is what a document has at an attribute, a dotted one within another.
func (d *document) values(name string) (list []string) {
	var at any = d.fields
	for _, step := range strings.Split(name, ".") {
		fields, _ := at.(map[string]any)
		at = fields[step]
	}
	switch at := at.(type) {
	case nil:
	case []any:
		for _, value := range at {
			if text := fmt.Sprint(value); !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	default:
		list = append(list, fmt.Sprint(at))
	}
	return list
}

func (x *index) distribution(found []ranked, facets []string) map[string]map[string]int {
	counts := map[string]map[string]int{}
	for _, name := range facets {
		for _, r := range found {
			for _, value := range r.values(name) {
				if counts[name] == nil {
					counts[name] = map[string]int{}
				}
				counts[name][value]++
			}
		}
		if most := x.number("faceting", "maxValuesPerFacet"); len(counts[name]) > most {
			for _, value := range slices.Sorted(maps.Keys(counts[name]))[most:] {
				delete(counts[name], value)
			}
		}
	}
	return counts
}

// order compares by the rules of the settings.
func (x *index) order(q query, words bool) func(a, b ranked) int {
	var rules []func(a, b ranked) int
	by := func(value func(ranked) int) {
		if words {
			rules = append(rules, func(a, b ranked) int { return cmp.Compare(value(a), value(b)) })
		}
	}
	for _, rule := range texts(x.settings["rankingRules"]) {
		switch rule {
		case "sort":
			for _, by := range q.Sort {
				rules = append(rules, bySort(by))
			}
		case "words":
			by(func(r ranked) int { return -r.words })
		case "typo":
			by(func(r ranked) int { return r.typos })
		case "attributeRank":
			by(func(r ranked) int { return r.places })
		case "proximity":
			by(func(r ranked) int { return r.gaps })
		default:
			if strings.Contains(rule, ":") {
				rules = append(rules, bySort(rule))
			}
		}
	}
	return func(a, b ranked) int {
		for _, rule := range rules {
			if n := rule(a, b); n != 0 {
				return n
			}
		}
		return 0
	}
}

// bySort orders by a number or a text, numbers first, and documents without one
// last.
func bySort(by string) func(a, b ranked) int {
	name, way, _ := strings.Cut(by, ":")
	return func(a, b ranked) int {
		x, y := a.fields[name], b.fields[name]
		if x == nil || y == nil {
			return cmp.Compare(btoi(y != nil), btoi(x != nil))
		}
		n, isX := x.(float64)
		m, isY := y.(float64)
		order := cmp.Or(cmp.Compare(btoi(isY), btoi(isX)), cmp.Compare(n, m), cmp.Compare(fmt.Sprint(x), fmt.Sprint(y)))
		if isX && isY {
			order = cmp.Compare(n, m)
		}
		if way == "desc" {
			return -order
		}
		return order
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
