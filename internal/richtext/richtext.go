// Package richtext is the tree that running text is stored as: paragraphs and
// lists of marked spans. Headings, tables, images and quotes are blocks of a
// page, not text.
//
// It reads and prints the tree's Markdown, which docs/rich-text.md describes,
// makes text of pasted HTML, and gives plain text. Turning text into HTML is
// templates/ui.
package richtext

import "lectern/internal/cms"

// Doc is a run of paragraphs and lists. The nil Doc is no text.
type Doc []Block

// Block is a paragraph or a list: exactly one of the fields is set.
type Block struct {
	Paragraph []Span `json:"paragraph,omitempty"`
	List      *List  `json:"list,omitempty"`
}

// List is a bulleted or numbered list. Each item is a Doc of its own.
type List struct {
	Ordered bool  `json:"ordered,omitempty"`
	Items   []Doc `json:"items"`
}

// Span is a stretch of text with the same marks.
type Span struct {
	Text  string    `json:"text"`
	Marks Marks     `json:"marks,omitempty"`
	Abbr  string    `json:"abbr,omitempty"` // what the text is short for
	Link  *cms.Link `json:"link,omitempty"` // its Text is unused
}

// Marks is a set of Mark.
type Marks uint8

// The marks that a span may carry.
const (
	Strong Marks = 1 << iota
	Emphasis
	Code
	Subscript
	Superscript

	allMarks = Strong | Emphasis | Code | Subscript | Superscript
)

// Has reports whether m holds all of mark.
func (m Marks) Has(mark Marks) bool { return m&mark == mark }

// Empty reports whether there is no text.
func (d Doc) Empty() bool { return len(d) == 0 }
