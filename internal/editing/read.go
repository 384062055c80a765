package editing

import (
	"encoding/json"
	"net/url"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Read returns the form of a kind as it was sent. What was typed stays as it
// is: Value tells what of it cannot be read.
func (e *Editor) Read(kind *schema.KindType, post url.Values) *Form {
	f := &Form{Kind: kind, editor: e}
	r := &reader{editor: e, form: f, post: post, keys: map[string]bool{}}
	f.Fields = r.fields("", kindPlace(kind.Name), kind.Fields, 0)
	f.number()
	return f
}

// reader takes a form out of what was sent.
type reader struct {
	editor *Editor
	form   *Form
	post   url.Values
	keys   map[string]bool // of the blocks that were read
}

func (r *reader) fields(name, place string, fields []schema.Field, depth int) []*Field {
	list := make([]*Field, len(fields))
	for i := range fields {
		list[i] = &Field{Declaration: declared(place, &fields[i])}
		r.field(list[i], join(name, fields[i].Name), depth)
	}
	return list
}

func (r *reader) field(f *Field, name string, depth int) {
	switch f.Type {
	case schema.TypeBool:
		f.On = r.post.Get(name) != ""
	case schema.TypeRichText:
		r.richText(f, name)
	case schema.TypeRef, schema.TypeRefs, schema.TypeTerms, schema.TypeKinds:
		for _, id := range r.post[name] {
			if id != "" {
				f.IDs = append(f.IDs, id)
			}
		}
	case schema.TypeLink:
		f.Link = cms.Link{Text: r.text(name + ".text"), Page: cms.Ref(r.post.Get(name + ".page")), Fragment: r.text(name + ".fragment"), URL: r.text(name + ".url")}
	case schema.TypeImage:
		f.Image = cms.Image{Asset: cms.ID(r.post.Get(name + ".asset")), Alt: r.text(name + ".alt"), Decorative: r.post.Get(name+".decorative") != "", Caption: r.text(name + ".caption")}
	case schema.TypeFile:
		f.File = cms.File{Asset: cms.ID(r.post.Get(name + ".asset")), Title: r.text(name + ".title")}
	case schema.TypeGroup:
		f.Fields = r.fields(name, f.below(), f.Declaration.Fields, depth)
	case schema.TypeGroups:
		r.groups(f, name, depth)
	case schema.TypeBlocks:
		r.blocks(f, name, depth)
	default:
		f.Text = r.text(name)
	}
}

// text is what was typed, with the ends of lines that we have, and without what
// cannot be stored.
func (r *reader) text(name string) string {
	return storable.Replace(strings.ToValidUTF8(r.post.Get(name), "\ufffd"))
}

var storable = strings.NewReplacer("\r\n", "\n", "\x00", "")

// richText reads the tree that the editor sent as JSON, or else Markdown.
func (r *reader) richText(f *Field, name string) {
	f.Text = r.text(name)
	if r.post.Get(name+":format") == "json" {
		var doc richtext.Doc
		if err := json.Unmarshal([]byte(f.Text), &doc); err == nil {
			f.Doc = doc.Normalise()
			f.Text = f.Doc.Markdown(r.editor.href)
			return
		}
	}
	f.typed = true
	r.editor.parse(f)
}

// parse reads the Markdown of a field.
func (e *Editor) parse(f *Field) {
	doc, problems := richtext.ParseMarkdown(f.Text, e.resolve)
	f.Doc, f.Broken = doc, len(problems) > 0
}

// Link makes the links in the form's texts what they are, now that it is known
// where the pages are that Links has told.
func (f *Form) Link(links Links) {
	editor := *f.editor
	editor.Links = links
	f.editor = &editor
	for field := range f.All() {
		switch {
		case len(field.Doc.Links()) == 0:
		case field.typed:
			editor.parse(field)
		default:
			field.Text = field.Doc.Markdown(editor.href)
		}
	}
}

func (r *reader) groups(f *Field, name string, depth int) {
	seen := map[string]bool{}
	for _, key := range r.post[name] {
		if !r.mayRead(key, depth, seen) {
			continue
		}
		f.Entries = append(f.Entries, &Entry{
			Key: key, Fields: r.fields(join(name, key), f.below(), f.Declaration.Fields, depth+1),
		})
	}
}

func (r *reader) blocks(f *Field, name string, depth int) {
	for _, key := range r.post[name] {
		at := join(name, key)
		typ := r.post.Get(at + ":type")
		if typ == "" || !r.mayRead(key, depth, r.keys) {
			continue
		}
		entry := &Entry{Key: key, Type: typ}
		if bt, known := r.editor.Registry.Block(typ); known {
			entry.Block = bt
			entry.Fields = r.fields(at, blockPlace(typ), bt.Fields, depth+1)
		} else {
			entry.Raw = r.post.Get(at + ":raw")
		}
		f.Entries = append(f.Entries, entry)
	}
}

// mayRead reports whether an entry is to be read: its key is good and new, and
// the form is not too large.
func (r *reader) mayRead(key string, depth int, seen map[string]bool) bool {
	if key == "" || len(key) > longestKey || seen[key] {
		return false
	}
	if r.form.count++; r.form.count > mostEntries || depth > deepest {
		r.form.full = true
		return false
	}
	seen[key] = true
	return true
}
