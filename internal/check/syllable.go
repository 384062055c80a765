package check

import (
	"regexp"
	"strings"
)

// An English word has about as many syllables as it has groups of vowels, but
// for those that are not spoken, and with those that are spoken apart. Of a few
// words in a hundred it is one too many or too few, which comes even over a text.
var (
	silent = regexp.MustCompile(`[^aeiouylr]e$|[aeiouy][lr]e$|[^aeioutdy]ed$|[^aeiouyscgzxhlr]es$|[aeiouy][lr]es$|[^cs]hes$`)
	within = regexp.MustCompile(`[^aeiouy]e(?:ly|ments?|less|ness|ful|fully|where|thing|times?|ware|guard|guards)$|^some|^busi|^every`)
	apart  = regexp.MustCompile(`[iu]a|io|iu[mn]|iet|sci[ei]n|lient|[^p]eo[^u]|eos?$|(?:^ar|id)ea|yees?$|[aeiouy]ing|ism|creat|react`)
	joined = regexp.MustCompile(`[cst]ia|[cstgn]io|[qg]ua`)
)

func syllables(word string) int {
	word = apostrophes.Replace(strings.ToLower(word))
	n := vowels(word) - count(silent, word) - count(within, word) + count(apart, word) - count(joined, word)
	return max(n, 1)
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// vowels counts the groups of vowels.
func vowels(word string) (groups int) {
	within := false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !within {
			groups++
		}
		within = is
	}
	return groups
}

func count(pattern *regexp.Regexp, word string) int { return len(pattern.FindAllStringIndex(word, -1)) }
