package editing

import (
	"fmt"
	"reflect"
	"strings"

	"lectern/internal/schema"
)

// Label is what the i-th entry of a list is called, counted from 0.
func (e *Entry) Label(i int) string {
	switch {
	case e.Block != nil:
		return fmt.Sprintf("%d %s", i+1, e.Block.Label)
	case e.Type != "":
		return fmt.Sprintf("%d %s", i+1, e.Type)
	}
	return fmt.Sprint(i + 1)
}

const longestGist = 80 // characters

// Gist is the first words of an entry, by which it is recognised while it is
// closed.
func (e *Entry) Gist() string {
	text := []rune(strings.Join(strings.Fields(gist(e.Fields)), " "))
	if len(text) <= longestGist {
		return string(text)
	}
	cut := string(text[:longestGist])
	if space := strings.LastIndexByte(cut, ' '); space > longestGist/2 {
		cut = cut[:space]
	}
	return cut + "…"
}

func gist(fields []*Field) string {
	for _, f := range fields {
		text := ""
		switch f.Type {
		case schema.TypeText, schema.TypeLongText:
			text = f.Text
		case schema.TypeRichText:
			text = f.Doc.Plain()
		case schema.TypeLink:
			text = f.Link.Text
		case schema.TypeImage:
			text = f.Image.Alt
		case schema.TypeFile:
			text = f.File.Title
		case schema.TypeGroup:
			text = gist(f.Fields)
		case schema.TypeGroups, schema.TypeBlocks:
			if len(f.Entries) > 0 {
				text = gist(f.Entries[0].Fields)
			}
		}
		if text != "" {
			return text
		}
	}
	return ""
}

// NewBlock returns an entry that a new block begins as; nil when there is no
// such type.
func (e *Editor) NewBlock(blockType string) *Entry {
	bt, known := e.Registry.Block(blockType)
	if !known {
		return nil
	}
	entry := &Entry{
		Key: NewKey(), Type: bt.Name, Block: bt,
		Fields: e.fieldsOf(blockPlace(bt.Name), bt.Fields, reflect.ValueOf(bt.New()).Elem()),
	}
	e.beginTable(entry.Fields)
	return entry
}

// newGroup returns an entry that a new group of a list begins as.
func (e *Editor) newGroup(f *Field) *Entry {
	return &Entry{Fields: e.fieldsOf(f.below(), f.Declaration.Fields, f.NewEntry())}
}
