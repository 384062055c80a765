package meilitest

import (
	"fmt"
	"slices"
	"strings"
)

// details tells how well a document does by each rule, as the server does.
func (x *index) details(r ranked, q query, terms []term) map[string]any {
	all, order := map[string]any{}, 0
	add := func(rule string, fields map[string]any) {
		if _, told := all[rule]; !told {
			fields["order"] = order
			all[rule] = fields
			order++
		}
	}
	attribute := func(by string) {
		if slices.Contains(texts(x.settings["displayedAttributes"]), name(by)) {
			add(by, map[string]any{"value": r.fields[name(by)]})
		} else {
			add(fmt.Sprintf("<hidden-rule-%d>", order), map[string]any{"value": "<hidden>"})
		}
	}
	for _, rule := range texts(x.settings["rankingRules"]) {
		switch {
		case rule == "sort":
			for _, by := range q.Sort {
				attribute(by)
			}
		case strings.Contains(rule, ":"):
			if !slices.ContainsFunc(q.Sort, func(by string) bool { return name(by) == name(rule) }) {
				attribute(rule)
			}
		case len(terms) > 0 && (rule != "words" || q.Strategy != "all"):
			add(rule, x.detail(rule, r, terms))
		}
	}
	return all
}

func name(rule string) string {
	name, _, _ := strings.Cut(rule, ":")
	return name
}

func (x *index) detail(rule string, r ranked, terms []term) map[string]any {
	words, typos := 0, 0
	for _, t := range terms {
		words += len(t.words)
		if !t.phrase {
			typos += max(t.typos, 1) // a word that is written as two counts as one
		}
	}
	switch rule {
	case "words":
		return map[string]any{"matchingWords": r.words, "maxMatchingWords": len(terms), "score": score(len(terms)-r.words, len(terms)-1)}
	case "typo":
		return map[string]any{"typoCount": r.typos, "maxTypoCount": typos, "score": score(r.typos, typos)}
	case "proximity":
		pairs := len(terms) - 1
		return map[string]any{"score": score(r.gaps-pairs, pairs*(farthest-1))}
	}
	last := len(texts(x.settings["searchableAttributes"])) - 1
	return map[string]any{"score": score(r.places, words*last)}
}

// score is 1 for what costs nothing, and more than nothing for what costs most.
func score(cost, most int) float64 { return float64(most+1-cost) / float64(most+1) }
