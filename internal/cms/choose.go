package cms

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

const longestSearch = 200 // code points

// SearchText is what is looked for when an editor types that: without what no
// title can hold, not longer than any, and of an address that was pasted the
// path alone.
func SearchText(typed string) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(typed, ""), "\x00", "")
	text = strings.Join(strings.Fields(text), " ")
	if u, err := url.Parse(text); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		text = CanonicalPath(u.Path)
	}
	if utf8.RuneCountInString(text) > longestSearch {
		text = string([]rune(text)[:longestSearch])
	}
	return text
}

// ChoiceQuery asks for pages that a field or a link may lead to.
type ChoiceQuery struct {
	Text  string   // a SearchText: words of the title, or the beginning of an address; empty: the recent ones
	Kinds []string // empty: any kind with an address
	Paging
}

// PageChoice is a page that a field or a link may lead to.
type PageChoice struct {
	ID    ID
	Kind  string
	Title string
	Path  string
	Live  bool // the public can read it, or that it is announced
}
