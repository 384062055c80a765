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
//
// There are two such words. Who types nothing else means just that, and finds
// titles that say so before those that say it otherwise; beside other words it
// makes no difference how a title says it.

// meanings finds texts that mean the same.
type meanings struct {
	phrases map[string][]phrase // by their first stem
	apart   []phrase            // all words of which will do, wherever they are
}

// phrase is a text that means something.
type phrase struct {
	stems []string
	key   string // of what is typed
	other bool   // it is not that, but means the same
}

// token is our word for a text, by its key, alone or beside others: of letters,
// and like no other.
func token(key string, alone bool) string {
	sum := sha256.Sum256([]byte(key))
	word := []byte("zqx")
	if alone {
		word = []byte("zqa")
	}
	for _, b := range sum[:12] {
		word = append(word, 'a'+b%26)
	}
	return string(word)
}

func meaningsOf(all map[string][]string) meanings {
	m := meanings{phrases: map[string][]phrase{}}
	for key, others := range all {
		p := phrase{strings.Fields(stems(key)), key, false}
		if len(p.stems) > 1 {
			m.apart = append(m.apart, p)
		}
		m.add(p)
		for _, other := range others {
			m.add(phrase{strings.Fields(stems(other)), key, true})
		}
	}
	return m
}

func (m meanings) add(p phrase) {
	if len(p.stems) > 0 {
		m.phrases[p.stems[0]] = append(m.phrases[p.stems[0]], p)
	}
}

// keys returns what texts of stems say: as it is typed, or otherwise.
func (m meanings) keys(other bool, texts ...string) []string {
	var keys []string
	for _, text := range texts {
		words := strings.Fields(text)
		for i, word := range words {
			for _, p := range m.phrases[word] {
				if p.other == other && len(p.stems) <= len(words)-i && slices.Equal(p.stems, words[i:i+len(p.stems)]) {
					keys = append(keys, p.key)
				}
			}
		}
	}
	return keys
}

// either returns both our words for what texts say either way.
func (m meanings) either(texts ...string) []string {
	keys := slices.Concat(m.keys(false, texts...), m.keys(true, texts...))
	return slices.Concat(tokens(keys, true), tokens(keys, false))
}

// scattered returns the texts all words of which are somewhere.
func (m meanings) scattered(has map[string]bool) []string {
	var keys []string
	for _, p := range m.apart {
		if !slices.ContainsFunc(p.stems, func(stem string) bool { return !has[stem] }) {
			keys = append(keys, p.key)
		}
	}
	return keys
}

func tokens(keys []string, alone bool) []string {
	var list []string
	for _, key := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		list = append(list, token(key, alone))
	}
	return list
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
	has := map[string]bool{}
	for _, text := range slices.Concat([]string{d.Title, d.Summary, d.Body}, d.Names, d.Terms) {
		for word := range strings.FieldsSeq(text) {
			has[word] = true
		}
	}
	scattered := m.scattered(has)
	literally, otherwise := m.keys(false, d.Title), m.keys(true, d.Title)
	d.Meant = tokens(otherwise, true)
	d.Title = also(d.Title, slices.Concat(tokens(literally, true), tokens(slices.Concat(literally, otherwise), false)))
	d.Names, d.Terms = append(d.Names, m.either(d.Names...)...), append(d.Terms, m.either(d.Terms...)...)
	d.Summary = also(d.Summary, m.either(d.Summary))
	d.Body = also(d.Body, slices.Concat(m.either(d.Body), tokens(scattered, true), tokens(scattered, false)))
}

// meant changes with what an index knows of a lexicon.
func meant(l search.Lexicon) string {
	text, _ := json.Marshal(l.Meanings()) // of texts, in the order of their keys
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16]
}
