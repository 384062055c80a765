package corpus

import (
	"slices"
	"sort"
	"strings"
)

// ranked are words of one sort, those that are used most first.
type ranked struct {
	words []string
	sums  []int // of the weights up to each word
}

// rank weighs words by Zipf's law: the second is used half as often as the
// first, the third a third as often. It counts in whole numbers, so that every
// machine chooses the same words.
func rank(words []string) ranked {
	const most = 1 << 20
	r := ranked{words: words, sums: make([]int, len(words))}
	sum := 0
	for i := range words {
		sum += max(1, most/(i+8))
		r.sums[i] = sum
	}
	return r
}

func (r ranked) choose(p prose) string {
	n := p.random.IntN(r.sums[len(r.sums)-1])
	return r.words[sort.SearchInts(r.sums, n+1)]
}

// vocabulary is all the words that the mass of pages is written with.
var vocabulary = struct {
	noun, plural, adjective, adverb, past, gerund, third, verb ranked
	disease, drug, place, surname, product                     ranked
}{
	noun: rank(unique(nouns)), plural: rank(each(unique(nouns), plural)),
	adjective: rank(append(unique(adjectives), joined([]string{"non-", "pre-", "multi-", "semi-"}, unique(adjectives))...)), adverb: rank(each(unique(adjectives), adverb)),
	verb: rank(unique(verbs)), past: rank(each(unique(verbs), past)), gerund: rank(each(unique(verbs), gerund)), third: rank(each(unique(verbs), plural)),
	disease: rank(joined(bodyStems, bodyEndings)), drug: rank(joined(drugBegins, drugEndings)),
	place:   rank(each(joined(placeBegins, placeEnds), capital)),
	surname: rank(joined(surnameBegins, surnameEnds)), product: rank(joined(productBegins, productEnds)),
}

func unique(words []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		was := seen[w]
		seen[w] = true
		return was
	})
}

func each(words []string, derive func(string) string) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = derive(w)
	}
	return list
}

// joined joins every beginning with every end, in an order in which neighbours
// have neither in common.
func joined(begins, ends []string) []string {
	var list []string
	for shift := range ends {
		for i, begin := range begins {
			list = append(list, begin+ends[(i+shift)%len(ends)])
		}
	}
	return unique(list)
}

func endsIn(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
}

func plural(word string) string {
	switch {
	case word == "child":
		return "children"
	case endsIn(word, "ics", "ness", "sis"):
		return word
	case endsIn(word, "s", "x", "ch", "sh"):
		return word + "es"
	case endsIn(word, "y") && !endsIn(word, "ay", "ey", "oy"):
		return word[:len(word)-1] + "ies"
	}
	return word + "s"
}

func adverb(word string) string {
	switch {
	case endsIn(word, "ly"):
		return word
	case endsIn(word, "y"):
		return word[:len(word)-1] + "ily"
	case endsIn(word, "ble"):
		return word[:len(word)-1] + "y"
	}
	return word + "ly"
}

func past(word string) string {
	if as, irregular := pasts[word]; irregular {
		return as
	}
	switch {
	case endsIn(word, "e"):
		return word + "d"
	case endsIn(word, "y") && !endsIn(word, "ay", "ey", "oy"):
		return word[:len(word)-1] + "ied"
	case slices.Contains(doubled, word):
		return word + word[len(word)-1:] + "ed"
	}
	return word + "ed"
}

func gerund(word string) string {
	switch {
	case endsIn(word, "ee"):
		return word + "ing"
	case endsIn(word, "e"):
		return word[:len(word)-1] + "ing"
	case slices.Contains(doubled, word):
		return word + word[len(word)-1:] + "ing"
	}
	return word + "ing"
}

var doubled = strings.Fields("submit refer admit split plan cancel limit")

var pasts = map[string]string{
	"show": "showed", "split": "split", "find": "found", "keep": "kept", "teach": "taught", "lead": "led", "buy": "bought", "sell": "sold",
	"pay": "paid", "send": "sent", "build": "built", "feed": "fed", "withdraw": "withdrew", "speed": "sped", "limit": "limited",
}
