package editing

import (
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Do changes the form as a button asked for, such as "up:body.3f2a":
//
//	up:ENTRY  down:ENTRY  duplicate:ENTRY  remove:ENTRY
//	add:LIST or add:ENTRY       a group, at the end or after the entry
//	add:LIST:TYPE, add:ENTRY:TYPE  a block
//	first:LIST:TYPE             a block before all others
//	clear:FIELD                 what was chosen is chosen no longer
//	clear:FIELD:ID  up:FIELD:ID  down:FIELD:ID  the same of one of several
//
// FIELD is called as the input that holds what is chosen, such as
// "image.asset".
//
// It returns the name of what is to be looked at next. done is false when there
// is no such thing, or it cannot be done.
func (f *Form) Do(action string) (next string, done bool) {
	verb, name, _ := strings.Cut(action, ":")
	field, entry := f.lookup(name)
	last := "" // a type of block, or an id
	if field == nil {
		if i := strings.LastIndexByte(name, ':'); i > 0 {
			name, last = name[:i], name[i+1:]
			field, entry = f.lookup(name)
		}
	}
	if field == nil {
		return "", false
	}
	var look *Entry // at what
	switch {
	case verb == "add" || verb == "first":
		look = f.add(field, entry, last, verb == "first")
	case entry == nil && last != "":
		return name, field.arrangeChosen(verb, last)
	case verb == "clear" && entry == nil:
		field.clear()
		return name, true
	case entry != nil:
		i := slices.Index(field.Entries, entry)
		if look = f.arrange(verb, field, entry); look == nil {
			break
		}
		if t, is := f.tableWith(field); is && field == t.columns {
			f.follow(t, verb, i)
		}
	}
	if look == nil {
		return "", false
	}
	f.number()
	if look == nothing {
		return field.Name, true
	}
	return look.Name, true
}

// lookup is Find, also by the name of an input that is a part of a field.
func (f *Form) lookup(name string) (*Field, *Entry) {
	field, entry := f.Find(name)
	if field != nil {
		return field, entry
	}
	whole := strings.TrimSuffix(strings.TrimSuffix(name, ".asset"), ".page")
	if field, entry = f.Find(whole); field == nil || entry != nil {
		return nil, nil
	}
	switch field.Type {
	case schema.TypeLink, schema.TypeImage, schema.TypeFile:
		return field, nil
	}
	return nil, nil
}

// nothing is looked at when a list has become empty.
var nothing = &Entry{}

func (f *Form) add(list *Field, after *Entry, typ string, first bool) *Entry {
	var made *Entry
	switch {
	case list.Type == schema.TypeGroups:
		made = f.editor.newGroup(list)
	case list.Type == schema.TypeBlocks && list.Allows(typ):
		made = f.editor.NewBlock(typ)
	}
	if made == nil {
		return nil
	}
	return f.insert(list, after, first, made)
}

// Paste puts a copy of a block where Do would add one, to a list or after an
// entry, and returns its name. done is false when it cannot stand there.
func (f *Form) Paste(to string, first bool, b cms.Block) (next string, done bool) {
	list, after := f.Find(to)
	if list == nil || list.Type != schema.TypeBlocks || !list.Allows(b.Type) {
		return "", false
	}
	made := f.insert(list, after, first, f.editor.blockOf(b).copy())
	f.number()
	return made.Name, true
}

// insert puts an entry into a list: before all others, after one, or at the end.
func (f *Form) insert(list *Field, after *Entry, first bool, made *Entry) *Entry {
	at := len(list.Entries)
	switch {
	case first:
		at = 0
	case after != nil:
		at = slices.Index(list.Entries, after) + 1
	}
	list.Entries = slices.Insert(list.Entries, at, made)
	if t, is := f.tableWith(list); is && list == t.columns {
		f.follow(t, "add", at)
	} else if is {
		f.fill(t, made)
	}
	return made
}

func (f *Form) arrange(verb string, list *Field, entry *Entry) *Entry {
	entries := list.Entries
	i := slices.Index(entries, entry)
	switch {
	case verb == "up" && i > 0:
		entries[i], entries[i-1] = entries[i-1], entries[i]
	case verb == "down" && i < len(entries)-1:
		entries[i], entries[i+1] = entries[i+1], entries[i]
	case verb == "up" || verb == "down":
	case verb == "duplicate":
		copied := entry.copy()
		list.Entries = slices.Insert(entries, i+1, copied)
		return copied
	case verb == "remove":
		list.Entries = slices.Delete(entries, i, i+1)
		if len(list.Entries) == 0 {
			return nothing
		}
		return list.Entries[min(i, len(list.Entries)-1)]
	default:
		return nil
	}
	return entry
}

// copy returns the same entry with keys of its own.
func (e *Entry) copy() *Entry {
	c := *e
	c.Key, c.Problems = "", nil
	c.Fields = copyFields(e.Fields)
	return &c
}

func copyFields(fields []*Field) []*Field {
	list := make([]*Field, len(fields))
	for i, f := range fields {
		c := *f
		c.Problems = nil
		c.IDs = slices.Clone(f.IDs)
		c.Fields = copyFields(f.Fields)
		c.Entries = make([]*Entry, len(f.Entries))
		for j, e := range f.Entries {
			c.Entries[j] = e.copy()
		}
		list[i] = &c
	}
	return list
}

// clear takes away what was chosen.
func (f *Field) clear() {
	f.IDs = nil
	f.Link.Page, f.Link.Fragment = "", ""
	f.Image.Asset, f.File.Asset = "", ""
}

// arrangeChosen moves one of several that were chosen, or takes it away.
func (f *Field) arrangeChosen(verb, id string) bool {
	i := slices.Index(f.IDs, id)
	switch {
	case i < 0:
		return false
	case verb == "clear":
		f.IDs = slices.Delete(f.IDs, i, i+1)
	case verb == "up" && i > 0:
		f.IDs[i], f.IDs[i-1] = f.IDs[i-1], f.IDs[i]
	case verb == "down" && i < len(f.IDs)-1:
		f.IDs[i], f.IDs[i+1] = f.IDs[i+1], f.IDs[i]
	default:
		return verb == "up" || verb == "down"
	}
	return true
}

// Choose puts what was chosen into a field: the only one it may hold, or one
// more. It reports whether there is such a field.
func (f *Form) Choose(name string, ids ...string) bool {
	field, entry := f.lookup(name)
	if field == nil || entry != nil || len(ids) == 0 {
		return false
	}
	last := ids[len(ids)-1]
	switch field.Type {
	case schema.TypeRef:
		field.IDs = []string{last}
	case schema.TypeRefs, schema.TypeTerms:
		for _, id := range ids {
			if !slices.Contains(field.IDs, id) {
				field.IDs = append(field.IDs, id)
			}
		}
	case schema.TypeLink:
		field.Link.Page, field.Link.URL = cms.Ref(last), ""
	case schema.TypeImage:
		field.Image.Asset = cms.ID(last)
	case schema.TypeFile:
		field.File.Asset = cms.ID(last)
	default:
		return false
	}
	return true
}

// Rechoose takes away what was chosen when a list was shown and is not any more,
// and returns what is new. What was chosen elsewhere meanwhile stays.
func (f *Field) Rechoose(was, chosen []string) (added []string) {
	f.IDs = slices.DeleteFunc(slices.Clone(f.IDs), func(id string) bool {
		return slices.Contains(was, id) && !slices.Contains(chosen, id)
	})
	return slices.DeleteFunc(slices.Clone(chosen), func(id string) bool { return slices.Contains(was, id) })
}

// Restore puts an entry of another form of the same page back where it was. It
// returns the entry's name.
func (f *Form) Restore(from *Form, name string) (restored string, done bool) {
	list, entry := from.Find(name)
	if entry == nil {
		return "", false
	}
	here, other := f.Find(list.Name)
	if here == nil || other != nil || here.Type != list.Type {
		return "", false
	}
	at := min(slices.Index(list.Entries, entry), len(here.Entries))
	again := entry.copy()
	again.Key = entry.Key
	here.Entries = slices.Insert(here.Entries, at, again)
	f.number()
	return again.Name, true
}
