package meili

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/postgres"
	"lectern/internal/search"
)

// Who asks why results stand where they do is told what their order is made of: what
// comes first, and what the server compares by its rules, or by what the first pages
// are put in order here. Such a search is asked apart, and nothing else is.

// detail is what the server tells of how well a result does by one of its rules.
type detail struct {
	Order int     `json:"order"`
	Score float64 `json:"score"`
	Value any     `json:"value"` // of a rule that compares an attribute
	Typos int     `json:"typoCount"`
	Words int     `json:"matchingWords"`
	Most  int     `json:"maxMatchingWords"`
}

// explain has queries tell of each hit what it is compared by.
func (a asking) explain(queries []*meilisearch.SearchRequest) {
	if !a.query.Explains() {
		return
	}
	for _, q := range queries {
		if *q.HitsPerPage > 0 {
			q.ShowRankingScoreDetails = true
			q.AttributesToRetrieve = []string{"release", "ord", "called", "title", "meant", "rank"}
		}
	}
}

// whys say of each hit why it stands where it does, if the query asks.
func (a asking) whys(w wording, hits []hit) []search.Why {
	if !a.query.Explains() {
		return nil
	}
	list := make([]search.Why, len(hits))
	for i, h := range hits {
		list[i] = a.why(w, h)
	}
	return list
}

func (a asking) why(w wording, h hit) search.Why {
	why := search.Why{Title: a.titled(w, h)}
	if a.exact(w) {
		why.Best = slices.Index(a.best(), h.Release) + 1
	}
	switch {
	case why.Best > 0: // which is all
	case why.Title == search.TitleNamed:
		why.Then = append(why.Then, called(slices.Contains(h.Called, a.typed.Whole)))
		why.Then = append(why.Then, a.compared(h)...)
	case h.reordered:
		why.Then = append(why.Then, h.score(w, stems(a.typed.Whole)))
	default:
		why.Then = a.compared(h)
	}
	return why
}

// titled is how well the title does. What is called so comes before what has the words.
func (a asking) titled(w wording, h hit) search.TitleMatch {
	if a.exact(w) {
		wholes := append(a.otherNames(), a.typed.Whole)
		if slices.ContainsFunc(h.Called, func(name string) bool { return slices.Contains(wholes, name) }) {
			return search.TitleNamed
		}
	}
	if slices.Equal(w.attributes, nearly) {
		return search.TitleLike
	}
	match := h.matches(w, stems(a.typed.Whole))
	if match == search.TitleWords && !h.whole(w) {
		return search.TitleBegins
	}
	return match
}

// whole reports whether the title has all that is wanted, rather than beginnings.
func (h hit) whole(w wording) bool {
	words := append(strings.Fields(strings.ReplaceAll(h.Title, ". ", " ")), h.Meant...)
	return !slices.ContainsFunc(strings.Fields(w.text), func(wanted string) bool { return !slices.Contains(words, strings.Trim(wanted, `"`)) })
}

func called(so bool) search.Criterion {
	c := search.Criterion{Factor: search.Factor{Name: "What it is called", Says: "just what was typed, before what means the same"}, Text: "the same"}
	if so {
		c.Value, c.Text = 1, "just so"
	}
	return c
}

// What counts of a page, whatever is looked for.
const (
	ofThePage = "its kind, what stands below it, and how near to the home page it is"
	ofItsRank = "its kind, what stands below it, how near to the home page, how new, and how short its title is"
)

// score is what a hit is put in order by: see reorder.
func (h hit) score(w wording, whole string) search.Criterion {
	return search.Criterion{Factor: search.Factor{Name: "Score", Value: h.worth(w, whole) / rankUnit}, Of: []search.Factor{
		{Name: "Title", Says: "how well it matches", Value: h.matches(w, whole).Counts()},
		{Name: "Page", Says: ofItsRank, Value: float64(h.Rank) / rankUnit},
		{Name: "Words", Says: "how well the page has them: small differences count", Value: math.Pow(h.Score, sharpness)},
	}}
}

// compared is what the server has compared, one thing after the other.
func (a asking) compared(h hit) (list []search.Criterion) {
	rules := slices.SortedFunc(maps.Keys(h.Details), func(x, y string) int { return cmp.Compare(h.Details[x].Order, h.Details[y].Order) })
	for _, rule := range rules {
		list = append(list, h.Details[rule].criterion(rule, a.engine.config.Zone))
		if rule == "ord:desc" { // in which no two are equal
			break
		}
	}
	return list
}

// criterion tells how well a result does by a rule of the settings, or by one of sort.
func (d detail) criterion(rule string, zone *time.Location) search.Criterion {
	value, _ := d.Value.(float64)
	c := func(name, says string, value float64, text string) search.Criterion {
		return search.Criterion{Factor: search.Factor{Name: name, Says: says, Value: value}, Text: text}
	}
	switch rule {
	case "words":
		return c("Words", "how many of them it has", d.Score, fmt.Sprintf("%d of %d", d.Words, d.Most))
	case "typo":
		return c("Spelling", "letters and spaces that differ from what was typed, the fewest first", -float64(d.Typos), strconv.Itoa(d.Typos))
	case "proximity":
		return c("Together", "how near to each other its words stand", d.Score, "")
	case "attributeRank":
		return c("Where", "in which texts: the title counts most, then names, terms, the summary, and the rest", d.Score, "")
	case "weight:desc":
		return c("Page", ofThePage, value/weightUnit, "")
	case "rank:desc":
		return c("Page", ofItsRank, value/rankUnit, "")
	case "dated:desc":
		if d.Value == nil {
			return c("Date", "the newest first", math.Inf(-1), "none")
		}
		return c("Date", "the newest first", value, time.Unix(int64(value), 0).In(zone).Format("2 Jan 2006"))
	case "ord:desc":
		return c("Written", "what was written last first, by its number", value, strconv.FormatFloat(value, 'f', 0, 64))
	case "skipped":
		return c("Not compared further", "the server had no more time", 0, "–")
	}
	return c(rule, "a rule of the server", d.Score, "")
}

// tell tells of hits why they stand where they do. Which words a page has is what
// Postgres knows of it, at the same state of the site.
func (e *Engine) tell(ctx context.Context, hits []search.Hit, f found, typed search.Typed, at postgres.IndexVersion) error {
	words := search.WordMatches(telling(typed.Needs()))
	ords := make([]uint32, len(hits))
	for i, h := range f.hits {
		ords[i] = h.Ord
	}
	var has []bool
	err := e.index.Look(ctx, func(g *postgres.Glance) (err error) {
		if g.Version != at {
			return ErrBehind
		}
		has, err = g.Has(ctx, words, ords)
		return err
	})
	if err != nil {
		return err
	}
	for i := range hits {
		why := f.whys[i]
		if why.Title == search.TitleNamed && search.Understand(hits[i].Card.Title, search.Lexicon{}).Whole == typed.Whole {
			why.Title = search.TitleExact
		}
		why.Words = slices.Clone(words)
		for n := range words {
			why.Words[n].Has = has[i*len(words)+n]
		}
		hits[i].Why = &why
	}
	return nil
}
