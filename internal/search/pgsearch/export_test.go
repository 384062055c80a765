package pgsearch

import (
	"fmt"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"lectern/internal/postgres"
)

// KnowsWords reports whether the words are in memory.
func (e *Engine) KnowsWords() bool { return e.state.Load().words != nil }

// SpellTSQuery reads a tsquery and writes what was understood.
func SpellTSQuery(text string) string {
	switch q, err := parseTSQuery(text); {
	case err != nil:
		return "fails"
	case q == nil:
		return "nothing"
	default:
		return q.spell()
	}
}

func (q tsquery) spell() string {
	if q.operator == 0 {
		if q.prefix {
			return q.word + "*"
		}
		return q.word
	}
	parts := []string{string(q.operator)}
	for _, part := range q.of {
		parts = append(parts, part.spell())
	}
	return fmt.Sprint("(", strings.Join(parts, " "), ")")
}

// Words is what a search knows of words.
type Words = words

// CollectWords collects the words of entries, and of their titles.
func CollectWords(entries map[uint32][2]string) *Words {
	c, ords := collector{}, roaring.New()
	for ord, texts := range entries {
		ords.Add(ord)
		c.add(postgres.EntryWords{Ord: ord, Words: separated(texts[0]), Title: separated(texts[1])})
	}
	return c.collected(ords)
}

func separated(text string) string { return strings.ReplaceAll(text, " ", postgres.WordSeparator) }

// With is with.
func (w *words) With(others *Words) *Words { return w.with(others) }

// Find finds what a tsquery looks for.
func (w *words) Find(text string, title bool) []uint32 {
	q, err := parseTSQuery(text)
	if err != nil {
		panic(err)
	}
	found, _ := w.find(*q, title)
	return found.ToArray()
}

// Size is how many pages can be found, as last seen.
func (e *Engine) Size() int {
	if s := e.state.Load(); s != nil {
		return int(s.live.GetCardinality())
	}
	return 0
}

// MostRanked is how many candidates are ranked by their words.
const MostRanked = mostRanked
