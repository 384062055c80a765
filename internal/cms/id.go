package cms

// ID names a page, revision, release, term, asset or user for ever. It is a
// UUID in its canonical text form; the empty ID means "none".
type ID string

// This stands for the page that declares a list, in a ListQuery made before
// the page's own ID is known.
const This ID = "this"
