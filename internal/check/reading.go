package check

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"lectern/internal/cms"
)

const (
	oldestReader = 12  // years: what most adults read without effort
	leastWords   = 100 // of which a reading age can be told
	hardest      = 3   // sentences that are named
	leastOfOne   = 10  // words of a sentence that is
	shownOfOne   = 12  // words of it that are quoted
)

// The reading age is the Flesch–Kincaid grade level, which is the school year of
// the United States that reads a text with ease, and 5 years, the age at which
// children enter the first.
var readingAge = Rule{
	Name: "reading-age", Label: "Reading age above 12 years", Level: Advise,
	Help: "People read short sentences of short words with less effort, whatever they know; measured is the Flesch–Kincaid grade level plus 5, over texts of 100 words and more",
	find: func(p *page) (problems []cms.Problem) {
		if !p.value.Kind().Addressed {
			return nil
		}
		text, all := p.measured()
		if text.words < leastWords || text.years() <= oldestReader {
			return nil
		}
		slices.SortStableFunc(all, func(a, b measured) int { return cmp.Compare(b.age(), a.age()) })
		for _, one := range all[:min(hardest, len(all))] {
			problems = append(problems, problem(one.path,
				"whoever reads this page with ease is %d or older, and this sentence of %d words is among its hardest: “%s”; split it, or use shorter words",
				text.years(), one.words, one.opening()))
		}
		return problems
	},
}

// measured is a text, or a sentence of it in its place, as the formula sees it.
type measured struct {
	path, text                  string
	sentences, words, syllables int
}

// measured returns the text of the page, and those of its sentences that are
// long enough to be measured by themselves.
func (p *page) measured() (text measured, all []measured) {
	known := map[string]int{} // syllables of words: most of a text are the same few
	for _, passage := range p.prose() {
		for _, sentence := range sentences(passage.text) {
			one := measure(sentence, known)
			if one.path = passage.path; one.words == 0 {
				continue
			}
			text.sentences++
			text.words += one.words
			text.syllables += one.syllables
			if one.words >= leastOfOne {
				all = append(all, one)
			}
		}
	}
	return text, all
}

func measure(sentence string, known map[string]int) measured {
	m := measured{text: sentence, sentences: 1}
	for _, word := range readWords(sentence) {
		if known[word] == 0 {
			known[word] = syllables(word)
		}
		m.words++
		m.syllables += known[word]
	}
	return m
}

// age is how old readers are, in years, who read it with ease.
func (m measured) age() float64 {
	grade := 0.39*float64(m.words)/float64(m.sentences) + 11.8*float64(m.syllables)/float64(m.words) - 15.59
	return grade + 5
}

// years is the age as it is told: the formula is not exact to less than a year.
func (m measured) years() int { return int(math.Round(m.age())) }

// opening is how a sentence begins.
func (m measured) opening() string {
	words := strings.Fields(m.text)
	if len(words) <= shownOfOne {
		return m.text
	}
	return strings.Join(words[:shownOfOne], " ") + " …"
}
