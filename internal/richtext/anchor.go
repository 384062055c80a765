package richtext

import "github.com/gosimple/slug"

// Anchor returns the identifier of a place called name, such as a heading: what
// a fragment names. The second place of that name on a page has "-2" after it.
func Anchor(name string) string {
	if id := slug.MakeLang(name, "en"); id != "" {
		return id
	}
	return "section"
}
