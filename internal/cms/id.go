package cms

import "strings"

// ID names a page, revision, release, term, asset or user for ever. It is a
// UUID in its canonical text form; the empty ID means "none".
type ID string

// This stands for the page that declares a list, in a ListQuery made before
// the page's own ID is known.
const This ID = "this"

// Parent stands, in the same way, for the nearest live page above the one that
// declares a list.
const Parent ID = "parent"

// Valid reports whether id is a UUID in its canonical form.
func (id ID) Valid() bool {
	if len(id) != 36 {
		return false
	}
	for i, c := range id {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case !strings.ContainsRune("0123456789abcdef", c):
			return false
		}
	}
	return true
}
