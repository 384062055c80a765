package check

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// passage is a paragraph, an item of a list, or a line of a longer text such as
// the lead.
type passage struct {
	path string // of the field that holds it
	text string
	full []string // what the text itself explains, such as an abbreviation
}

// prose returns what the page tells in sentences, in the order in which it
// stands there. Headings, labels and cells are no sentences, and what somebody
// said is not for the editor to put in other words.
func (p *page) prose() []passage {
	if p.passages == nil {
		p.passages = []passage{}
		for _, place := range p.places {
			p.addProse(place)
		}
	}
	return p.passages
}

func (p *page) addProse(place place) {
	if place.field.Search == schema.WeightNone || p.types[above(place.path)] == "quote" || unwritten[place.field.Name] {
		return
	}
	switch place.field.Type {
	case schema.TypeLongText:
		for line := range strings.SplitSeq(place.value.String(), "\n") {
			p.addPassage(passage{path: place.path, text: line})
		}
	case schema.TypeRichText:
		if !cell.MatchString(place.path) {
			p.addDoc(place.path, place.value.Interface().(richtext.Doc))
		}
	}
}

// unwritten are fields whose words are not the editor's: what was said in a film,
// and where letters go to.
var unwritten = map[string]bool{"transcript": true, "address": true}

var cell = regexp.MustCompile(`\.cells\[\d+\]\.text$`)

func (p *page) addPassage(one passage) {
	if one.text != "" {
		p.passages = append(p.passages, one)
	}
}

func (p *page) addDoc(path string, doc richtext.Doc) {
	for _, b := range doc {
		if b.List == nil {
			p.addPassage(paragraph(path, b.Paragraph))
			continue
		}
		for _, item := range b.List.Items {
			p.addDoc(path, item)
		}
	}
}

// code stands for what is for machines within a sentence, and no word.
const code = "0"

func paragraph(path string, spans []richtext.Span) passage {
	one := passage{path: path}
	for _, span := range spans {
		switch {
		case span.Marks.Has(richtext.Code):
			one.text += code
			continue
		case span.Abbr != "" || span.Link != nil && span.Link.Page != "": // a page that it leads to says what it is
			one.full = append(one.full, span.Text)
		}
		one.text += span.Text
	}
	return one
}

// sentences cuts a text where its sentences end: at a mark with a blank and no
// small letter behind it.
func sentences(text string) (list []string) {
	begin := 0
	for _, at := range endings.FindAllStringIndex(text, -1) {
		end := at[0] + strings.IndexFunc(text[at[0]:at[1]], unicode.IsSpace)
		if shortened.MatchString(text[begin:end]) {
			continue
		}
		list = append(list, strings.TrimSpace(text[begin:end]))
		begin = end
	}
	return append(list, strings.TrimSpace(text[begin:]))
}

var (
	endings   = regexp.MustCompile(`[.!?…]["”’')\]]*\s+[^\s\p{Ll}]`)
	shortened = regexp.MustCompile(`(?:^|[\s(])(?:\p{Lu}|e\.g|i\.e|etc|vs|[Nn]o|Dr|Mr|Mrs|Ms|Prof|St|cf|approx)\.$`)
)

// readWords returns the words of a sentence that a reader reads as such: no
// addresses, no numbers, and nothing that is read letter by letter.
func readWords(sentence string) (words []string) {
	for _, part := range strings.Fields(sentence) {
		if strings.ContainsRune(part, '@') || strings.Contains(part, "://") || strings.HasPrefix(part, "www.") {
			continue
		}
		for _, word := range strings.FieldsFunc(part, betweenWords) {
			if !strings.ContainsFunc(word, unicode.IsNumber) && strings.ContainsFunc(word, unicode.IsLetter) && !spelled(word) {
				words = append(words, word)
			}
		}
	}
	return words
}

func betweenWords(r rune) bool { return !isWord(r) && r != '\'' && r != '’' }

// spelled reports whether a word is read letter by letter, as its capitals tell.
func spelled(word string) bool {
	return utf8.RuneCountInString(word) > 1 && strings.ToUpper(word) == word
}
