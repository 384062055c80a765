package admin

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// Try is what visitors get for a text, and why.
type Try struct {
	Text      string // empty: nothing is tried yet
	Typed     search.Typed
	Results   search.Results
	KindLabel func(kind string) string

	Known
	Meant *cms.SuggestedSearch // what editors offer instead; nil: nothing

	Searches []string          // offered to those who type it
	Pages    []cms.Item        // as well
	Begun    map[cms.ID]cms.ID // the best bets that brought them, by page
}

// asks reports whether what visitors are asked comes from the editors.
func (t Try) asks() bool { return t.Meant != nil && t.Results.Suggestion == t.Meant.Text }

// offers is the suggested search that a search comes from; empty: many have made it.
func (t Try) offers(text string) cms.ID { return t.Offered[search.Key(text)] }

// about says what a page is that is offered, and why it comes first.
func (t Try) about(page cms.Item) string {
	if t.Begun[page.Page] != "" {
		return t.KindLabel(page.Kind) + ", first because of a best bet."
	}
	return t.KindLabel(page.Kind)
}

// engines are those that are known by another name than their own.
var engines = map[string]string{"postgres": "the built-in engine, on Postgres", "meilisearch": "Meilisearch"}

func (t Try) engine() string { return orWords(engines[t.Results.Engine], t.Results.Engine) }

// explained reports whether the engine says why a result stands where it does.
func (t Try) explained() bool { return len(t.Results.Hits) > 0 && t.Results.Hits[0].Why != nil }

// total says how much visitors find.
func (t Try) total() string {
	found := counted(t.Results.Total, "result", "results")
	if shown := len(t.Results.Hits); shown < t.Results.Total {
		found += fmt.Sprintf(", of which these are the first %d", shown)
	}
	if t.Results.Loose {
		found = "Nothing has all the words. What comes near: " + found
	}
	return found
}

// bet is the best bet for the text; empty: there is none.
func (t Try) bet() cms.ID { return t.Bets[search.Key(t.Text)] }

// betAction is where a result becomes a best bet for the text, and how that is
// called.
func (t Try) betAction(hit search.Hit) Link {
	switch bet := t.bet(); {
	case bet == "":
		return Link{"Make it a best bet", newBetHref(t.Text, hit.Page)}
	case hit.Best:
		return Link{"Change the best bet", betsURL + "/" + string(bet)}
	default:
		return Link{"Add it to the best bet", betsURL + "/" + string(bet) + "?add=" + string(hit.Page)}
	}
}

// synonymsFor is the group that a need was widened by; empty: none.
func (t Try) synonymsFor(n search.Need) string {
	var words []string
	for _, c := range n.Clauses {
		words = append(words, c.Words...)
	}
	if id, known := t.Synonyms[search.Key(strings.Join(words, " "))]; known {
		return synonymsURL + "/" + string(id)
	}
	return ""
}

// quoted lists texts with quotation marks.
func quoted(texts []string) string { return "“" + strings.Join(texts, "”, “") + "”" }

// clauseWords says how a part of what was typed is looked for.
func clauseWords(c search.Clause) string {
	switch {
	case c.Prefix:
		return "or a longer word that begins so"
	case len(c.Words) > 1:
		return "in a row"
	}
	return "as it stands"
}

var titleWords = map[search.TitleMatch]string{
	search.TitleExact:  "Its title is just this",
	search.TitleNamed:  "It is called so, too, or its title means the same",
	search.TitlePhrase: "Its title has the words in a row",
	search.TitleWords:  "Its title has all the words, or what means the same",
	search.TitleBegins: "Its title has words that begin so",
	search.TitleOther:  "Its title does not have the words",
	search.TitleLike:   "Its title is like what was typed",
}

// reasons say why a result stands where it does, what decides first first.
func reasons(w search.Why) []string {
	var list []string
	if w.Best > 0 {
		list = append(list, "Best bet, number "+strconv.Itoa(w.Best)+": it comes before all else")
	}
	title := titleWords[w.Title]
	switch {
	case w.Alike > 0:
		title += fmt.Sprintf(": %d of 100", w.Alike)
	case w.Title >= search.TitleNamed:
		title += ": it comes before what has the words only"
	}
	list = append(list, title)
	return append(list, wordReasons(w.Words)...)
}

// wordReasons say which of the words a page has.
func wordReasons(words []search.WordMatch) (list []string) {
	var has, instead, lacks []string
	for _, word := range words {
		switch {
		case word.Has && word.Instead:
			instead = append(instead, word.Text)
		case word.Has:
			has = append(has, word.Text)
		case !word.Instead:
			lacks = append(lacks, word.Text)
		}
	}
	for _, part := range []struct {
		says  string
		words []string
	}{{"It has ", has}, {"It has what means the same: ", instead}, {"It does not have ", lacks}} {
		if len(part.words) > 0 {
			list = append(list, part.says+quoted(part.words))
		}
	}
	return list
}

// scores are the criteria that are made of something.
func scores(w search.Why) []search.Criterion {
	return slices.DeleteFunc(slices.Clone(w.Then), func(c search.Criterion) bool { return len(c.Of) == 0 })
}

// compared are the criteria that are made of nothing else.
func compared(w search.Why) []search.Criterion {
	return slices.DeleteFunc(slices.Clone(w.Then), func(c search.Criterion) bool { return len(c.Of) > 0 })
}

// decimals writes a part of a score.
func decimals(value float64) string { return strconv.FormatFloat(value, 'f', 3, 64) }

// publicSearch is where visitors search.
func publicSearch(text string) string { return "/search?" + url.Values{"q": {text}}.Encode() }

func (t Try) addSynonymHref() string {
	href, _ := t.Known.synonymHref(t.Text)
	return href
}
