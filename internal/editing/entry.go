package editing

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"lectern/internal/cms"
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

// What says what an entry is, for whoever sees it no longer.
func (e *Entry) What() string {
	what := "Entry"
	if e.Block != nil {
		what = e.Block.Label
	}
	if gist := e.Gist(); gist != "" {
		what += ": " + gist
	}
	return what
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

// Fragment returns a new entry of the list that was declared at a place: a
// block of that type, or a group. It has the name and the key that it is given.
func (e *Editor) Fragment(place, blockType, name, key string) (list *Field, entry *Entry, done bool) {
	declaration := e.declaration(place)
	if declaration == nil || key == "" || len(key) > longestKey {
		return nil, nil, false
	}
	list = &Field{Declaration: declaration, Name: name}
	switch {
	case list.Type == schema.TypeGroups && blockType == "":
		entry = e.newGroup(list)
	case list.Type == schema.TypeBlocks && list.Allows(blockType):
		entry = e.NewBlock(blockType)
	}
	if entry == nil {
		return nil, nil, false
	}
	list.only(entry, key)
	return list, entry, true
}

// Pasted is Fragment for a copy of a block.
func (e *Editor) Pasted(place, name, key string, b cms.Block) (list *Field, entry *Entry, done bool) {
	declaration := e.declaration(place)
	if declaration == nil || key == "" || len(key) > longestKey {
		return nil, nil, false
	}
	list = &Field{Declaration: declaration, Name: name}
	if list.Type != schema.TypeBlocks || !list.Allows(b.Type) {
		return nil, nil, false
	}
	entry = e.blockOf(b).copy()
	list.only(entry, key)
	return list, entry, true
}

// only makes an entry the only one of a list, under that key.
func (f *Field) only(entry *Entry, key string) {
	f.Entries = []*Entry{entry}
	entry.Key, entry.Name = key, join(f.Name, key)
	number(entry.Name, "", entry.Fields, map[string]bool{})
}

// Around returns a form of nothing but that field.
func (e *Editor) Around(field *Field) *Form { return &Form{Fields: []*Field{field}, editor: e} }

// Declared returns an empty field as it was declared at a place; nil: nothing
// was.
func (f *Form) Declared(place string) *Field {
	declaration := f.editor.declaration(place)
	if declaration == nil {
		return nil
	}
	return &Field{Declaration: declaration}
}

// declaration returns what was declared at a place; nil: nothing.
func (e *Editor) declaration(place string) *Declaration {
	holder, path, _ := strings.Cut(place, ":")
	sort, name, _ := strings.Cut(holder, "/")
	var fields []schema.Field
	switch sort {
	case "kind":
		if kind, known := e.Registry.Kind(name); known {
			fields = kind.Fields
		}
	case "block":
		if block, known := e.Registry.Block(name); known {
			fields = block.Fields
		}
	}
	var found *schema.Field
	for part := range strings.SplitSeq(path, ".") {
		i := slices.IndexFunc(fields, func(f schema.Field) bool { return f.Name == part })
		if i < 0 {
			return nil
		}
		found, fields = &fields[i], fields[i].Fields
	}
	return &Declaration{Field: found, Place: place}
}

// Chooses says what is chosen in a field: "page", "image", "file" or "term",
// and among which kinds or of which vocabulary; empty: nothing is.
func (f *Field) Chooses() (what string, among []string) {
	switch f.Type {
	case schema.TypeRef, schema.TypeRefs:
		return "page", f.Kinds
	case schema.TypeLink:
		return "page", nil
	case schema.TypeImage:
		return "image", nil
	case schema.TypeFile:
		return "file", nil
	case schema.TypeTerms:
		return "term", []string{f.Vocabulary}
	}
	return "", nil
}

// Chooser returns the field that holds what is chosen, by the name of its
// input; nil: there is none.
func (f *Form) Chooser(input string) *Field {
	field, entry := f.lookup(input)
	if field == nil || entry != nil {
		return nil
	}
	return field
}
