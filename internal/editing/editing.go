// Package editing makes a form of a page's value and a value of what was typed
// into it. It knows the declarations that schema has read, and neither HTML nor
// a database.
//
// Form names: a field is called as in its declaration, one in a group
// "contact.email". A list of groups is a repeated input NAME that holds one key
// per entry, in their order, and "NAME.KEY.sub" are the fields of an entry.
// Blocks are the same; their key is their permanent ID, and "NAME.KEY:type"
// holds their type. So order in the document is the order on the page.
package editing

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Editor makes forms of values and values of forms.
type Editor struct {
	Registry *schema.Registry
	Links    Links
}

// Links turns links into the addresses that Markdown shows, and back: see
// cms.Places. Either may be nil: nothing is known.
type Links struct {
	Address func(cms.Link) string
	Link    func(href string) (cms.Link, error)
}

// Form is a page's value as it stands in the form.
type Form struct {
	Kind     *schema.KindType
	Fields   []*Field
	Problems []Problem // that belong to no field

	editor *Editor
	count  int  // entries read so far
	full   bool // some were left out: there were too many, or they nested too deep
}

// Problem is what is said beside a field. One that is neither of both keeps the
// page from being released.
type Problem struct {
	Message    string
	Unreadable bool // it keeps the form from being stored
	Advice     bool // the page would be better without it
}

// Field is one field as it stands in the form. Which of its values are used
// depends on its type.
type Field struct {
	*Declaration
	Name     string // in the form, such as "body.3f2a.heading"; also the id of its control
	Path     string // as a cms.Problem names it, such as "body[0].heading"
	Problems []Problem

	Text   string       // as typed: of text, choices, numbers, dates, instants; of rich text its Markdown
	On     bool         // of TypeBool
	IDs    []string     // of TypeRef, TypeRefs, TypeTerms and TypeKinds
	Link   cms.Link     // of TypeLink, as typed
	Image  cms.Image    // of TypeImage, as typed
	File   cms.File     // of TypeFile, as typed
	Doc    richtext.Doc // of TypeRichText: its tree
	Broken bool         // the Markdown cannot be read, and Doc is less than it says
	typed  bool         // Doc was read from Text, and not Text written of Doc

	Fields  []*Field // of TypeGroup
	Entries []*Entry // of TypeGroups and TypeBlocks
}

// Declaration is what was declared of a field, and where.
type Declaration struct {
	*schema.Field
	Place string // such as "kind/form:fields.options" or "block/card-grid:cards"
}

// Entry is an entry of a list of groups, or a block.
type Entry struct {
	Key      string // permanent for a block; for a group as long as the form is open
	Name     string // in the form, such as "body.3f2a"; also the id of its element
	Path     string // as a cms.Problem names it, such as "body[0]"
	Problems []Problem
	Fields   []*Field

	Type  string            // of a block
	Block *schema.BlockType // nil: no block, or one whose type is not known
	Raw   string            // of a block whose type is not known: what was stored
}

// Bounds of what a form may hold. No page of ours comes near.
const (
	mostEntries = 10_000
	deepest     = 20 // lists within each other
	longestKey  = 200
)

// declared returns the declarations below a place such as "kind/form:" or
// "kind/form:fields.".
func declared(below string, f *schema.Field) *Declaration {
	return &Declaration{Field: f, Place: below + f.Name}
}

// below is the place of the fields of a group.
func (d *Declaration) below() string { return d.Place + "." }

func kindPlace(kind string) string   { return "kind/" + kind + ":" }
func blockPlace(block string) string { return "block/" + block + ":" }

func join(name, part string) string {
	if name == "" {
		return part
	}
	return name + "." + part
}
