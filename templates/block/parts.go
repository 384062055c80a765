package block

import "strings"

// joined joins the words that there are.
func joined(with string, words ...string) string {
	var all []string
	for _, w := range words {
		if w != "" {
			all = append(all, w)
		}
	}
	return strings.Join(all, with)
}
