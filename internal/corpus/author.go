package corpus

import (
	"strconv"
	"strings"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// author writes about one subject. Every second noun is one of the subject's
// own, so that words that belong together stand together.
type author struct {
	prose
	*subject
	names map[string]string // what the page calls {series}, {period} and so on
}

// pattern is a sentence or a title with places for words.
type pattern []struct{ text, slot string }

func patterns(lines ...string) []pattern {
	var list []pattern
	for _, line := range lines {
		var p pattern
		for line != "" {
			text, rest, _ := strings.Cut(line, "{")
			slot, after, _ := strings.Cut(rest, "}")
			p, line = append(p, struct{ text, slot string }{text, slot}), after
		}
		list = append(list, p)
	}
	return list
}

var statements = patterns(
	"The {noun} of {nouns} rose by {per cent} in {period}.",
	"In {place}, {number} {nouns} were {past}, against {number} a year before.",
	"{Number} {nouns} were {past} in {level}, and {number} more are {adjective}.",
	"Figures for {level} cover {adjective} {nouns} and {adjective} {nouns}.",
	"{Gerund} {adjective} {nouns} takes {small} {nouns} and a {adjective} {noun}.",
	"{Nouns} that are {past} {adverb} have fewer {nouns}.",
	"The {adjective} {noun} {third} how {nouns} {verb} their {nouns}.",
	"People with {disease} made up {per cent} of all {nouns}.",
	"The use of {drug} rose by {per cent}, that of {drug} fell.",
	"Most {nouns} {verb} a {noun} before the {noun} is {past}.",
	"This {noun} is for those who {verb} {nouns} in {level}.",
	"The {noun} was {past} because {nouns} from {place} were {adjective}.",
	"{Level} in {region} {past} the largest {noun}: {per cent}.",
	"A {noun} counts once, even if it was {past} in {small} {nouns}.",
	"We round {nouns} to the nearest five, and {verb} what is below {small}.",
	"{Surname} and colleagues {past} the {noun} in {year}.",
	"Where the {noun} is {adjective}, {verb} the {noun} and {verb} it again.",
	"{Nouns} from {place} and {place} are {adjective} and must not be {past}.",
	"Ask the {noun} team if a {noun} is {adjective} or {adjective}.",
	"Of the {nouns}, {per cent} were {past} within {small} days.",
	"{Disease} and {disease} are {past} as one {noun} since {year}.",
	"The next {noun} will {verb} {adjective} {nouns} as well.",
	"There were {number} {nouns} for every {number} people in {region}.",
	"{Level} {verb} their {nouns} by {product}, which {third} {adjective} {nouns}.",
	"No {noun} is {past} without a {adjective} {noun}.",
	"{Period} had more {nouns} than any {noun} since {year}.",
	"The {noun} of {drug} is {past} with the {noun} of the {noun}.",
	"How {adjective} a {noun} is depends on its {noun}, its {noun} and its {noun}.",
	"{Nouns} in {name} are {past} by {level} and {past} by us.",
	"We {verb} {nouns} so that {nouns} can {verb} a {adjective} {noun}.",
)

// fill puts words into the places of a pattern. A slot with a capital letter
// takes a word with one.
func (a author) fill(p pattern) string {
	var text strings.Builder
	for _, part := range p {
		text.WriteString(part.text)
		if part.slot == "" {
			continue
		}
		slot := strings.ToLower(part.slot[:1]) + part.slot[1:]
		word := a.slot(slot)
		if slot != part.slot {
			word = capital(word)
		}
		if endsIn(part.text, " a ", "A ") && strings.ContainsRune("aeiou", rune(word[0])) {
			text.Reset()
			return a.fill(p) // with words that need no other article
		}
		text.WriteString(word)
	}
	return text.String()
}

func (a author) slot(slot string) string {
	v := &vocabulary
	switch slot {
	case "noun":
		return a.noun()
	case "nouns":
		return plural(a.noun())
	case "adjective":
		return v.adjective.choose(a.prose)
	case "adverb":
		return v.adverb.choose(a.prose)
	case "verb":
		return v.verb.choose(a.prose)
	case "past":
		return v.past.choose(a.prose)
	case "gerund":
		return v.gerund.choose(a.prose)
	case "third":
		return v.third.choose(a.prose)
	case "disease":
		return v.disease.choose(a.prose)
	case "drug":
		return v.drug.choose(a.prose)
	case "surname":
		return v.surname.choose(a.prose)
	case "product":
		return capital(v.product.choose(a.prose))
	case "level":
		return choose(a.prose, levels)
	case "region":
		return choose(a.prose, regions)
	case "place":
		return v.place.choose(a.prose)
	case "number":
		return thousands(1 + a.random.IntN(choose(a.prose, []int{900, 9_000, 90_000, 2_000_000})))
	case "small":
		return strconv.Itoa(2 + a.random.IntN(12))
	case "year":
		return strconv.Itoa(corpusBegins.Year() + a.random.IntN(10))
	case "per cent":
		return strconv.Itoa(1+a.random.IntN(79)) + "." + strconv.Itoa(a.random.IntN(10)) + "%"
	}
	if name := a.names[slot]; name != "" {
		return name
	}
	return a.name // of the subject
}

func (a author) noun() string {
	if a.random.IntN(2) == 0 {
		return choose(a.prose, a.nouns)
	}
	return vocabulary.noun.choose(a.prose)
}

// thousands writes a number as statistics do: 1,234.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	last := strconv.Itoa(1000 + n%1000)
	return thousands(n/1000) + "," + last[1:]
}

func (a author) statement() string { return a.fill(choose(a.prose, statements)) }

func (a author) statements(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = a.statement()
	}
	return strings.Join(list, " ")
}

// lead is a statement or two that are no longer than most characters.
func (a author) lead(most int) string { return atMost(most, a.statements(1+a.random.IntN(2))) }

func (a author) paragraphs(n int) richtext.Doc {
	var doc richtext.Doc
	for range n {
		doc = append(doc, plain(a.statements(3+a.random.IntN(3)))...)
	}
	return doc
}

var headings = patterns("What the {noun} {third}", "{Adjective} {nouns}", "{Nouns} and {nouns}", "Who {third} {nouns}", "{Gerund} a {noun}",
	"Before you {verb} the {noun}", "{Nouns} in {place}", "How {nouns} are {past}", "Changes in {year}")

// body is some sections of text.
func (a author) body(g *generator, sections int) cms.Blocks {
	var body cms.Blocks
	for range sections {
		body = append(body, g.block("text", &blocks.Text{Heading: a.fill(choose(a.prose, headings)), Level: "main", Body: a.paragraphs(2)}))
	}
	return body
}
