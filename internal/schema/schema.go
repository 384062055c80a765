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

// Titler is implemented by kinds whose title is not a field of that name.
type Titler interface {
	SetTitle(title string)
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

// Numbered is implemented by kinds whose pages readers know by a number, such as
// CC-4321.
type Numbered interface {
	Numbers() []string
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

// Inherit lets v take over what pages above it say, if it is an heir. above
// returns what the nearest live page of a kind holds; nil: there is none.
func Inherit(v Kind, above func(kind string) (Kind, error)) error {
	heir, inherits := v.(Heir)
	if !inherits {
		return nil
	}
	for _, kind := range heir.InheritsFrom() {
		from, err := above(kind)
		if err != nil {
			return err
		}
		if from != nil {
			heir.Inherit(from)
		}
	}
	return nil
}

// Headed is implemented by kinds and blocks that show headings of their own.
type Headed interface {
	Headings() []Heading // those that are shown, in the order of reading
}

// Heading is one heading of a kind or a block.
type Heading struct {
	Field string // path of the field that holds it, relative to the value
	Text  string
	Level HeadingLevel
}

// HeadingLevel says how a heading stands to those around it.
type HeadingLevel int

// The levels of headings.
const (
	MainHeading  HeadingLevel = iota // begins a section; listed in the page contents
	Subheading                       // one level below the main heading above it
	AsideHeading                     // of something set apart, such as a callout: its level follows its place
)

// OneHeading returns the heading that stands in one field, or none when it is
// empty.
func OneHeading(field, text string, level HeadingLevel) []Heading {
	if text == "" {
		return nil
	}
	return []Heading{{Field: field, Text: text, Level: level}}
}

// Anchored is implemented by kinds and blocks with places, besides their
// headings, that a link may lead to. Their identifiers are what
// richtext.Anchor makes of the names.
type Anchored interface {
	Anchors() []string
}
