// Package compare says what is different between two texts of a page, for
// people: field by field, block by block and word by word. It also puts back
// what one of them held at a place. What it returns is data and holds no HTML;
// templates escape it.
package compare

import (
	"bytes"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Op says on which side something stands.
type Op string

// The sides.
const (
	Same    Op = ""        // on both
	Removed Op = "removed" // on the old one only
	Added   Op = "added"   // on the new one only
)

// Kind says what became of a field or a block.
type Kind string

// What becomes of fields and blocks.
const (
	Changed Kind = "changed"
	Gained  Kind = "added"   // it held nothing, or was not there
	Lost    Kind = "removed" // it holds nothing, or is no longer there
	Moved   Kind = "moved"   // a block, which may have changed as well
)

// Comparison is what is different between two values of one kind.
type Comparison struct {
	Differences []Difference // in the order of the new value
	Same        int          // fields that hold the same, and hold something
}

// Difference is a field, a block or an entry of a list that is not the same.
type Difference struct {
	Place string // for Restore; empty: it is restored with what holds it
	Label string
	Gist  string // first words of a block
	Kind  Kind
	Block bool // a block

	From, To int // places of a moved block, from 1

	Parts []Part       // of a field
	Table *Table       // of the columns and rows of a table
	Inner []Difference // of what holds fields or blocks
	Same  int          // how many more it holds that are the same
	Of    string       // what these are: "field", "block" or "entry"
}

// Part is one aspect of a field, such as the caption of an image.
type Part struct {
	Label    string // empty: the value itself
	Verbatim bool   // spaces and lines matter
	Pieces   []Piece
	Lines    []Line // of rich text
	Items    []Item
}

// Piece is a stretch of words.
type Piece struct {
	Op    Op
	Text  string
	Marks richtext.Marks
	Abbr  string    // what it is short for
	Link  *cms.Link // where it leads
	Left  int       // so many words are left out here, which are the same
}

// Line is a paragraph of rich text, or an item of a list.
type Line struct {
	Op     Op // whether it begins here on one side only
	Style  Style
	Depth  int // of lists
	Pieces []Piece
	Left   int // so many lines are left out here, which are the same
}

// Style says what a line is.
type Style string

// The styles of lines.
const (
	Paragraph Style = "paragraph"
	Bullet    Style = "bullet"
	Numbered  Style = "numbered item"
	Further   Style = "further paragraph" // of an item
)

// Item is something that is named, or a value that only changes as a whole.
type Item struct {
	Op   Op
	What What
	ID   cms.ID // of what is called something elsewhere
	Text string // of anything else, and what is behind the name
}

// What says what an item names.
type What string

// What items name.
const (
	Text    What = ""
	Page    What = "page"
	Picture What = "picture"
	File    What = "file"
	Term    What = "term"
)

// Compare returns what is different in b.
func Compare(r *schema.Registry, a, b schema.Kind) Comparison {
	kind, known := r.Kind(a.Kind().Name)
	if !known || a.Kind().Name != b.Kind().Name {
		panic(fmt.Sprintf("compare: %T and %T cannot be compared", a, b))
	}
	c := &comparer{registry: r, words: newDiffer()}
	list, same := c.fields(place{}, kind.Fields, reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem())
	return Comparison{list, same}
}

// comparer compares, within the time that its differ has.
type comparer struct {
	registry *schema.Registry
	words    *differ
}

// place is where something stands: names of fields and IDs of blocks.
type place struct {
	path   string
	inside bool // an entry of a list, which has no name of its own
}

const unplaced = "" // what is restored with what holds it

func (p place) below(name string) place {
	if p.path != "" {
		name = p.path + "/" + name
	}
	return place{name, p.inside}
}

// block is the place of a block in a list. Its ID may be anything.
func (p place) block(key string) place { return p.below(url.PathEscape(key)) }

func (p place) entries() place { return place{p.path, true} }

// name is what Restore takes.
func (p place) name() string {
	if p.inside {
		return unplaced
	}
	return p.path
}

// fields compares the fields of two structs.
func (c *comparer) fields(at place, fields []schema.Field, a, b reflect.Value) (list []Difference, same int) {
	if t, is := tableOf(fields); is && !t.same(a, b) {
		list = append(list, c.table(at, t, a, b))
		rest, same := c.fields(at, t.others, a, b)
		return append(rest, list...), same
	}
	for i := range fields {
		f := &fields[i]
		before, after := f.Of(a), f.Of(b)
		if f.Same(before, after) {
			if !f.IsZero(before) {
				same++
			}
			continue
		}
		d := c.field(at.below(f.Name), f, before, after)
		if len(d.Inner) == 0 && len(d.Parts) == 0 && d.Table == nil { // the same, otherwise stored
			same++
			continue
		}
		list = append(list, d)
	}
	return list, same
}

func (c *comparer) field(at place, f *schema.Field, a, b reflect.Value) Difference {
	d := Difference{Place: at.name(), Label: f.Label, Kind: became(f, a, b)}
	switch f.Type {
	case schema.TypeGroup:
		d.Inner, d.Same = c.fields(at, f.Fields, a, b)
		d.Of = "field"
	case schema.TypeGroups:
		d.Inner, d.Same = c.groups(at.entries(), f, a, b)
		d.Of = "entry"
	case schema.TypeBlocks:
		d.Place = unplaced // its blocks are restored one by one
		d.Inner, d.Same = c.blocks(at, blocksOf(a), blocksOf(b))
		d.Of = "block"
	default:
		d.Parts = c.parts(f, a, b)
	}
	return d
}

func became(f *schema.Field, a, b reflect.Value) Kind {
	switch f.Type {
	case schema.TypeBool, schema.TypeInteger, schema.TypeNumber: // nothing is a value, too
		return Changed
	}
	switch {
	case f.IsZero(a):
		return Gained
	case f.IsZero(b):
		return Lost
	}
	return Changed
}

// groups compares the entries of two lists. They have no names: those are held
// against each other that stand between the same neighbours.
func (c *comparer) groups(at place, f *schema.Field, a, b reflect.Value) (list []Difference, same int) {
	pairs := align(c.words, a.Len(), b.Len(), func(i int) string { return exact(a.Index(i)) }, func(i int) string { return exact(b.Index(i)) })
	for _, p := range pairs {
		switch {
		case p.same:
			same++
		case p.a < 0:
			list = append(list, Difference{Label: strconv.Itoa(p.b + 1), Kind: Gained, Of: "field", Inner: c.whole(Added, f.Fields, b.Index(p.b))})
		case p.b < 0:
			list = append(list, Difference{Label: strconv.Itoa(p.a + 1), Kind: Lost, Of: "field", Inner: c.whole(Removed, f.Fields, a.Index(p.a))})
		default:
			d := Difference{Label: strconv.Itoa(p.b + 1), Kind: Changed, Of: "field"}
			d.Inner, d.Same = c.fields(at, f.Fields, a.Index(p.a), b.Index(p.b))
			if len(d.Inner) == 0 {
				same++
				continue
			}
			list = append(list, d)
		}
	}
	return list, same
}

// exact spells a value, so that the same is spelt the same.
func exact(v reflect.Value) string { return fmt.Sprintf("%#v", plainly(v)) }

// blocks compares two runs of blocks. What was removed is told where it stood.
func (c *comparer) blocks(at place, a, b cms.Blocks) (list []Difference, same int) {
	before, after := keys(a), keys(b)
	was, is := placesOf(before), placesOf(after)
	stayed := schema.Stayed(before, after)
	removed := func(from int) { // the run of removed blocks that begins there
		for ; from < len(a); from++ {
			if _, there := is[before[from]]; there {
				return
			}
			list = append(list, c.wholeBlock(at.block(before[from]), Removed, a[from]))
		}
	}
	removed(0)
	for i, block := range b {
		old, known := was[after[i]]
		if !known {
			list = append(list, c.wholeBlock(at.block(after[i]), Added, block))
			continue
		}
		d, differs := c.block(at.block(after[i]), a[old], block)
		if !differs {
			d.Same = 0 // it goes without saying
		}
		if !stayed[after[i]] {
			d.Kind, d.From, d.To, differs = Moved, old+1, i+1, true
		}
		if differs {
			list = append(list, d)
		} else {
			same++
		}
		removed(old + 1)
	}
	return list, same
}

// keys are the IDs of blocks. IDs that are not unique are counted.
func keys(blocks cms.Blocks) []string {
	list := make([]string, len(blocks))
	seen := map[string]int{}
	for i, b := range blocks {
		list[i] = b.ID
		if n := seen[b.ID]; n > 0 || b.ID == "" {
			list[i] += "\x00" + strconv.Itoa(n)
		}
		seen[b.ID]++
	}
	return list
}

func placesOf(keys []string) map[string]int {
	places := make(map[string]int, len(keys))
	for i, key := range keys {
		places[key] = i
	}
	return places
}

func (c *comparer) block(at place, a, b cms.Block) (d Difference, differs bool) {
	d = c.blockHead(at, b)
	d.Kind = Changed
	ta, sa, knownA := c.open(a)
	_, sb, knownB := c.open(b)
	switch {
	case a.Type != b.Type:
		old, now := c.wholeBlock(at, Removed, a), c.wholeBlock(at, Added, b)
		old.Place, now.Place = unplaced, unplaced
		d.Label, d.Inner, d.Of = old.Label+", now "+now.Label, []Difference{old, now}, "block"
		return d, true
	case knownA && knownB:
		d.Inner, d.Same = c.fields(at, ta.Fields, sa, sb)
		d.Of = "field"
		return d, len(d.Inner) > 0
	case !bytes.Equal(a.Raw, b.Raw):
		d.Parts = []Part{{Verbatim: true, Pieces: c.words.text(string(a.Raw), string(b.Raw))}}
		return d, true
	}
	return d, false
}

func (c *comparer) blockHead(at place, b cms.Block) Difference {
	d := Difference{Place: at.name(), Label: b.Type, Block: true}
	if bt, s, known := c.open(b); known {
		d.Label, d.Gist = bt.Label, gist(bt.Fields, s)
	}
	return d
}

// open returns the fields of a block; false for one whose type is not known.
func (c *comparer) open(b cms.Block) (*schema.BlockType, reflect.Value, bool) {
	return open(c.registry, b)
}

func open(r *schema.Registry, b cms.Block) (*schema.BlockType, reflect.Value, bool) {
	bt, known := r.Block(b.Type)
	if !known || b.Value == nil {
		return nil, reflect.Value{}, false
	}
	return bt, reflect.ValueOf(b.Value).Elem(), true
}

const longestGist = 60 // characters

// gist are the first words of a block.
func gist(fields []schema.Field, s reflect.Value) string {
	for i := range fields {
		f := &fields[i]
		text := ""
		switch v := f.Of(s).Interface().(type) {
		case richtext.Doc:
			text = v.Plain()
		case string:
			if f.Type == schema.TypeText || f.Type == schema.TypeLongText {
				text = v
			}
		case cms.Image:
			text = v.Alt
		}
		if words := []rune(strings.Join(strings.Fields(text), " ")); len(words) > longestGist {
			return string(words[:longestGist]) + "…"
		} else if len(words) > 0 {
			return string(words)
		}
	}
	return ""
}

// whole tells all that a struct holds, on one side.
func (c *comparer) whole(op Op, fields []schema.Field, s reflect.Value) (list []Difference) {
	if t, is := tableOf(fields); is {
		list = c.whole(op, t.others, s)
		return append(list, c.wholeTable(op, t, s))
	}
	for i := range fields {
		f := &fields[i]
		v := f.Of(s)
		if f.IsZero(v) {
			continue
		}
		d := Difference{Label: f.Label, Kind: Gained}
		if op == Removed {
			d.Kind = Lost
		}
		switch f.Type {
		case schema.TypeGroup:
			d.Inner = c.whole(op, f.Fields, v)
		case schema.TypeGroups:
			for j := range v.Len() {
				d.Inner = append(d.Inner, Difference{Label: strconv.Itoa(j + 1), Kind: d.Kind, Inner: c.whole(op, f.Fields, v.Index(j))})
			}
		case schema.TypeBlocks:
			for _, b := range blocksOf(v) {
				inner := c.wholeBlock(place{inside: true}, op, b)
				d.Inner = append(d.Inner, inner)
			}
		default:
			d.Parts = c.onOneSide(op, f, v)
		}
		list = append(list, d)
	}
	return list
}

func (c *comparer) wholeBlock(at place, op Op, b cms.Block) Difference {
	d := c.blockHead(at, b)
	if d.Kind = Gained; op == Removed {
		d.Kind = Lost
	}
	if bt, s, known := c.open(b); known {
		d.Inner = c.whole(op, bt.Fields, s)
	} else if len(b.Raw) > 0 {
		d.Parts = []Part{{Verbatim: true, Pieces: []Piece{{Op: op, Text: string(b.Raw)}}}}
	}
	return d
}

func blocksOf(v reflect.Value) cms.Blocks {
	blocks, _ := v.Interface().(cms.Blocks)
	return blocks
}

// plainly is a value without what differs though it is the same: empty lists,
// and zones of instants. Pointers are followed.
func plainly(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plainly(v.Elem())
	case reflect.Struct:
		if t, is := v.Interface().(time.Time); is {
			return t.UnixNano()
		}
		list := make([]any, v.NumField())
		for i := range list {
			list[i] = plainly(v.Field(i))
		}
		return list
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return string(v.Bytes())
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plainly(v.Index(i))
		}
		return list
	}
	return v.Interface()
}
