package schema

import (
	"bytes"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Change is one difference between two values.
type Change struct {
	Path     string // in the new value; of what was removed, in the old one
	Label    string // the labels on the way there, such as "Content › Text section › Heading"
	Kind     ChangeKind
	Old, New string // plain text; of a moved block its positions, from 1
}

// ChangeKind says what happened.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // a block, among those that stayed
)

// Compare returns what is different in b, field by field. Blocks are the same
// when they have the same ID; entries of lists are compared in their order.
// Both are values of one kind.
func (r *Registry) Compare(a, b any) []Change {
	ta, sa := r.open(a)
	tb, sb := r.open(b)
	if ta != tb {
		panic(fmt.Sprintf("schema: %T and %T cannot be compared", a, b))
	}
	c := &comparer{registry: r}
	c.structs("", "", ta, sa, sb)
	return c.changes
}

// CompareField is Compare for one field of two structs of the same type. Paths
// and labels begin with the field's own.
func (r *Registry) CompareField(f *Field, a, b reflect.Value) []Change {
	c := &comparer{registry: r}
	c.field(f.Name, f.Label, f, f.Of(a), f.Of(b))
	return c.changes
}

// PlainBlock writes all that a block holds for people.
func (r *Registry) PlainBlock(b cms.Block) string { return r.plainBlock(b) }

// comparer collects the changes between two values.
type comparer struct {
	registry *Registry
	changes  []Change
}

func (c *comparer) add(kind ChangeKind, path, label, before, after string) {
	c.changes = append(c.changes, Change{Path: path, Label: label, Kind: kind, Old: before, New: after})
}

func (c *comparer) structs(path, label string, t *structType, a, b reflect.Value) {
	for i := range t.fields {
		f := &t.fields[i]
		c.field(join(path, f.Name), below(label, f.Label), f, f.Of(a), f.Of(b))
	}
}

func below(label, part string) string {
	if label == "" {
		return part
	}
	return label + " › " + part
}

func (c *comparer) field(path, label string, f *Field, a, b reflect.Value) {
	switch f.Type {
	case TypeGroup:
		c.structs(path, label, f.group, a, b)
	case TypeGroups:
		c.groups(path, label, f, a, b)
	case TypeBlocks:
		c.blocks(path, label, blocksOf(a), blocksOf(b))
	default:
		c.leaf(path, label, f, a, b)
	}
}

func (c *comparer) leaf(path, label string, f *Field, a, b reflect.Value) {
	if f.Same(a, b) {
		return
	}
	before, after := c.registry.plain(f, a), c.registry.plain(f, b)
	if before == after && f.Type == TypeRichText { // other marks or links
		before, after = markup(a), markup(b)
	}
	switch {
	case f.IsZero(a):
		c.add(Added, path, label, "", after)
	case f.IsZero(b):
		c.add(Removed, path, label, before, "")
	default:
		c.add(Changed, path, label, before, after)
	}
}

// Same reports whether two values of the field hold the same. Of groups and
// blocks it knows only that both hold nothing, or exactly the same.
func (f *Field) Same(a, b reflect.Value) bool {
	if f.Type == TypeInstant {
		return a.Interface().(time.Time).Equal(b.Interface().(time.Time))
	}
	return f.IsZero(a) && f.IsZero(b) || reflect.DeepEqual(a.Interface(), b.Interface())
}

// groups leaves out the entries that are equal at both ends, so that one added
// in the middle is one change.
func (c *comparer) groups(path, label string, f *Field, a, b reflect.Value) {
	na, nb := a.Len(), b.Len()
	first := 0
	for first < na && first < nb && c.equal(f, a.Index(first), b.Index(first)) {
		first++
	}
	for na > first && nb > first && c.equal(f, a.Index(na-1), b.Index(nb-1)) {
		na, nb = na-1, nb-1
	}
	for i := first; i < max(na, nb); i++ {
		at := entry(path, i)
		numbered := below(label, strconv.Itoa(i+1))
		switch {
		case i >= na:
			c.add(Added, at, numbered, "", c.registry.plainStruct(f.group, b.Index(i)))
		case i >= nb:
			c.add(Removed, at, numbered, c.registry.plainStruct(f.group, a.Index(i)), "")
		default:
			c.structs(at, numbered, f.group, a.Index(i), b.Index(i))
		}
	}
}

func (c *comparer) equal(f *Field, a, b reflect.Value) bool {
	inner := &comparer{registry: c.registry}
	inner.structs("", "", f.group, a, b)
	return len(inner.changes) == 0
}

func (c *comparer) blocks(path, label string, a, b cms.Blocks) {
	before := map[string]int{}
	for i, block := range a {
		before[block.ID] = i
	}
	after := map[string]bool{}
	for _, block := range b {
		after[block.ID] = true
	}
	for i, block := range a {
		if !after[block.ID] {
			c.add(Removed, entry(path, i), below(label, c.registry.blockLabel(block)), c.registry.plainBlock(block), "")
		}
	}
	stayed := Stayed(blockIDs(a), blockIDs(b))
	for i, block := range b {
		at, named := entry(path, i), below(label, c.registry.blockLabel(block))
		old, known := before[block.ID]
		if !known {
			c.add(Added, at, named, "", c.registry.plainBlock(block))
			continue
		}
		if !stayed[block.ID] {
			c.add(Moved, at, named, strconv.Itoa(old+1), strconv.Itoa(i+1))
		}
		c.block(at, named, a[old], block)
	}
}

func blockIDs(blocks cms.Blocks) []string {
	ids := make([]string, len(blocks))
	for i, b := range blocks {
		ids[i] = b.ID
	}
	return ids
}

func (c *comparer) block(path, label string, a, b cms.Block) {
	ta, sa, knownA := c.registry.openBlock(a)
	tb, sb, knownB := c.registry.openBlock(b)
	switch {
	case knownA && knownB && ta == tb:
		c.structs(path, label, ta, sa, sb)
	case a.Type != b.Type || !bytes.Equal(a.Raw, b.Raw):
		c.add(Changed, path, label, c.registry.plainBlock(a), c.registry.plainBlock(b))
	}
}

// Stayed returns the most entries that were in a list before and still follow
// each other as they did; the others have moved. It is the longest rising run of
// the places that they had.
func Stayed(before, after []string) map[string]bool {
	place := map[string]int{}
	for i, id := range before {
		place[id] = i
	}
	var kept []string
	for _, id := range after {
		if _, known := place[id]; known {
			kept = append(kept, id)
		}
	}
	// ends[n] is where in kept the run of n+1 entries ends that ends earliest in
	// before; previous[i] is what comes before kept[i] in its run.
	var ends []int
	previous := make([]int, len(kept))
	for i, id := range kept {
		n := sort.Search(len(ends), func(n int) bool { return place[kept[ends[n]]] >= place[id] })
		if previous[i] = -1; n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	stayed := map[string]bool{}
	if len(ends) == 0 {
		return stayed
	}
	for i := ends[len(ends)-1]; i >= 0; i = previous[i] {
		stayed[kept[i]] = true
	}
	return stayed
}

func (r *Registry) blockLabel(b cms.Block) string {
	if bt, known := r.Block(b.Type); known {
		return bt.Label
	}
	return b.Type
}

func (r *Registry) plainBlock(b cms.Block) string {
	if t, s, known := r.openBlock(b); known {
		return r.plainStruct(t, s)
	}
	return string(b.Raw)
}

// plainStruct writes all that the struct holds, each field on its own lines.
func (r *Registry) plainStruct(t *structType, s reflect.Value) string {
	var lines []string
	for i := range t.fields {
		f := &t.fields[i]
		text := r.plain(f, f.Of(s))
		switch f.Type {
		case TypeText, TypeLongText, TypeVerbatim, TypeRichText, TypeGroup, TypeGroups, TypeBlocks:
		default:
			if text != "" {
				text = f.Label + ": " + text
			}
		}
		if text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// plain writes a field's value for people.
func (r *Registry) plain(f *Field, v reflect.Value) string {
	if f.IsZero(v) && f.Type != TypeInteger && f.Type != TypeNumber {
		return ""
	}
	switch f.Type {
	case TypeGroup:
		return r.plainStruct(f.group, v)
	case TypeGroups:
		var lines []string
		for i := range v.Len() {
			lines = append(lines, r.plainStruct(f.group, v.Index(i)))
		}
		return strings.Join(lines, "\n")
	case TypeBlocks:
		var lines []string
		for _, b := range blocksOf(v) {
			lines = append(lines, r.plainBlock(b))
		}
		return strings.Join(lines, "\n")
	case TypeChoice:
		if o, known := f.Option(v.String()); known {
			return o.Label
		}
	case TypeBool:
		return "yes"
	}
	return r.plainLeaf(v.Interface())
}

func (r *Registry) plainLeaf(v any) string {
	switch v := v.(type) {
	case richtext.Doc:
		return v.Plain()
	case time.Time:
		return FormatInstant(v, r.zone)
	case []cms.Ref:
		return joined(v)
	case []cms.TermRef:
		return joined(v)
	case []string:
		return joined(v)
	case cms.Link:
		return strings.TrimSpace(v.Text + " " + target(v))
	case cms.Image:
		text := joined([]string{string(v.Asset), v.Alt, v.Caption})
		if v.Decorative {
			text += ", decorative"
		}
		return text
	case cms.File:
		return joined([]string{string(v.Asset), v.Title})
	}
	return fmt.Sprint(v)
}

func joined[T ~string](values []T) string {
	var words []string
	for _, v := range values {
		if v != "" {
			words = append(words, string(v))
		}
	}
	return strings.Join(words, ", ")
}

// target is where a link leads, with the page's ID in the place of its path.
func target(l cms.Link) string {
	if l.Page == "" {
		return l.URL
	}
	if l.Fragment == "" {
		return string(l.Page)
	}
	return string(l.Page) + "#" + l.Fragment
}

func markup(v reflect.Value) string { return v.Interface().(richtext.Doc).Markdown(target) }
