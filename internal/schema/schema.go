// Package schema reads the structs that declare page kinds and content blocks
// and derives the rest from them: validation, storage as JSON, content files,
// references, text for search and comparison.
//
// It knows no kind and no block by name, and neither database nor HTTP.
package schema

import (
	"time"

	"lectern/internal/cms"
)

// Kind is implemented by the pointer to the struct of every page kind.
type Kind interface {
	Kind() cms.Kind
	Card() cms.Card
}

// Block is implemented by the pointer to the struct of every content block.
type Block interface {
	Block() cms.BlockType
}

// Lister is implemented by kinds and blocks that show lists of pages.
type Lister interface {
	Lists(at time.Time) []cms.ListQuery
}

// Changer is implemented by kinds and blocks whose rendering changes by itself,
// without a release. It returns the first such instant after at; zero: never.
type Changer interface {
	ChangesAt(at time.Time) time.Time
}

// Checker is implemented by kinds, blocks and groups with rules that their
// tags cannot say. Problems name fields relative to the value.
type Checker interface {
	Check() []cms.Problem
}

// Redacter is implemented by kinds that can be announced before they are
// released. It returns the value that the public may see until then.
type Redacter interface {
	Redact() Kind
}

// Heir is implemented by kinds that show something of a page above them, such
// as a publication what its series says of all its publications.
type Heir interface {
	// InheritsFrom names the kinds of those pages. Of each kind it is the
	// nearest that is live.
	InheritsFrom() []string
	// Inherit takes over what the page above says and this one does not. It is
	// called for each of them, in the order of InheritsFrom.
	Inherit(from Kind)
}
