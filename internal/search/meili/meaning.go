package meili

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lectern/internal/search"
)

// The server knows synonyms of words, and not of longer texts. So a document has,
// for each text that the lexicon swaps, a word of ours where it has that text or
// one that means the same; and who types the text is found what has that word.

// meanings finds texts that mean the same.
type meanings struct {
	phrases map[string][]phrase // by their first stem
	apart   []phrase            // all words of which will do, wherever they are
}

// phrase is a text that means something.
type phrase struct {
	stems []string
	token string
	other bool // not what is typed, but what means the same
}

// token is our word for a text, by its key: of letters, and like no other.
func token(key string) string {
	sum := sha256.Sum256([]byte(key))
	word := []byte("zqx")
	for _, b := range sum[:12] {
		word = append(word, 'a'+b%26)
	}
	return string(word)
}

func meaningsOf(all map[string]search.Meaning) meanings {
	m := meanings{phrases: map[string][]phrase{}}
	for key, meaning := range all {
		for _, own := range stemmed(append([]string{key}, meaning.As...)) {
			p := phrase{strings.Fields(own), token(key), false}
			if len(p.stems) > 1 {
				m.apart = append(m.apart, p)
			}
			m.add(p)
		}
		for _, other := range meaning.Others {
			m.add(phrase{strings.Fields(stems(other)), token(key), true})
		}
	}
	return m
}

func (m meanings) add(p phrase) {
	if len(p.stems) > 0 {
		m.phrases[p.stems[0]] = append(m.phrases[p.stems[0]], p)
	}
}

// in returns our words for what texts of stems say: as it is typed, or otherwise.
func (m meanings) in(other bool, texts ...string) []string {
	var tokens []string
	for _, text := range texts {
		words := strings.Fields(text)
		for i, word := range words {
			for _, p := range m.phrases[word] {
				if p.other == other && len(p.stems) <= len(words)-i && slices.Equal(p.stems, words[i:i+len(p.stems)]) && !slices.Contains(tokens, p.token) {
					tokens = append(tokens, p.token)
				}
			}
		}
	}
	slices.Sort(tokens)
	return tokens
}

// any returns our words for what texts say either way.
func (m meanings) any(texts ...string) []string {
	return union(m.in(false, texts...), m.in(true, texts...))
}

func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

func wordsOf(texts ...string) map[string]bool {
	words := map[string]bool{}
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			words[word] = true
		}
	}
	return words
}

// scattered returns our words for texts all words of which are somewhere.
func (m meanings) scattered(has map[string]bool) []string {
	var tokens []string
	for _, p := range m.apart {
		if !slices.ContainsFunc(p.stems, func(stem string) bool { return !has[stem] }) {
			tokens = append(tokens, p.token)
		}
	}
	slices.Sort(tokens)
	return tokens
}

// also adds our words to a text. They are no neighbours of its own.
func also(text string, tokens []string) string {
	return strings.Join(append([]string{text}, tokens...), ". ")
}

// express adds our words to a document.
func (d *document) express(m meanings) {
	if len(m.phrases) == 0 {
		return
	}
	scattered := m.scattered(wordsOf(slices.Concat([]string{d.Title, d.Summary, d.Body}, d.Names, d.Terms)...))
	d.Meant = union(m.in(true, d.Title), m.scattered(wordsOf(d.Title)))
	d.Title, d.Names = also(d.Title, m.in(false, d.Title)), append(d.Names, m.any(d.Names...)...)
	d.Summary, d.Terms = also(d.Summary, m.any(d.Summary)), append(d.Terms, m.any(d.Terms...)...)
	d.Body = also(d.Body, union(m.any(d.Body), scattered))
}

// meant changes with what an index knows of a lexicon.
func meant(l search.Lexicon) string {
	text, _ := json.Marshal(l.Meanings()) // of texts, in the order of their keys
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16]
}
