// Package merge puts together what two people made of the same page. It needs
// what the second of them read before they began to write, in short (Seen), and
// no copy of it: a field was changed by whoever has it otherwise than it was
// seen.
//
// Fields are called as in the form of the page: see package editing. Blocks are
// the same when they have the same ID. Entries of lists of groups have none, so
// that such a list is changed as a whole, and a table with it.
package merge

import (
	"reflect"
	"slices"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Result is what became of two values.
type Result struct {
	Taken   []Part  // what they changed, and is in it
	Kept    []Part  // what I changed
	Clashes []Clash // what both changed, and not to the same
	Moved   []Part  // blocks that both moved; they are where they have them
}

// Part is a field or a block that was changed.
type Part struct {
	Name  string // in the form
	Label string // the labels on the way there, such as "Content › Text section › Heading"
	Kind  schema.ChangeKind
}

// Merge returns what they changed and what I changed in one value. Where both
// did, it holds mine; a block that one removed and the other changed stays. seen
// is what I read before; if nothing is known of it, whatever differs may be a
// clash.
func Merge(registry *schema.Registry, seen Seen, theirs, mine schema.Kind) (schema.Kind, Result, error) {
	theirs, err := registry.Clone(theirs)
	if err != nil {
		return nil, Result{}, err
	}
	merged, err := registry.Clone(mine)
	if err != nil {
		return nil, Result{}, err
	}
	registry.Normalise(theirs)
	registry.Normalise(merged)
	m := &merger{registry: registry, seen: seen}
	m.structs("", "", fieldsOf(registry, merged), reflect.ValueOf(theirs).Elem(), reflect.ValueOf(merged).Elem())
	return merged, m.result, nil
}

// merger makes mine the merged value.
type merger struct {
	registry *schema.Registry
	seen     Seen
	result   Result
}

func (m *merger) structs(name, label string, fields []schema.Field, theirs, mine reflect.Value) {
	for _, l := range leavesOf(fields) {
		f := l[0]
		at, called := join(name, f.Name), within(label, f.Label)
		switch f.Type {
		case schema.TypeGroup:
			m.structs(at, called, f.Fields, f.Of(theirs), f.Of(mine))
		case schema.TypeBlocks:
			m.blocks(at, called, f, theirs, mine)
		default:
			m.leaf(at, called, l, theirs, mine)
		}
	}
}

func (m *merger) leaf(name, label string, l leaf, theirs, mine reflect.Value) {
	was, a, b := m.seen.leaves[keyOf(name)], l.digest(m.registry, theirs), l.digest(m.registry, mine)
	part := Part{name, label, schema.Changed}
	switch {
	case a == b:
	case m.seen.known && b == was:
		for _, f := range l {
			f.Of(mine).Set(f.Of(theirs))
		}
		m.result.Taken = append(m.result.Taken, part)
	case m.seen.known && a == was:
		m.result.Kept = append(m.result.Kept, part)
	default:
		m.result.Clashes = append(m.result.Clashes, Clash{Name: name, Label: label, Other: l.encode(m.registry, theirs)})
	}
}

func (m *merger) blocks(name, label string, f *schema.Field, theirOwner, myOwner reflect.Value) {
	theirs, mine := distinct(blocksOf(f, theirOwner)), distinct(blocksOf(f, myOwner))
	kept := map[string]cms.Block{}
	for _, b := range mine {
		one := listed{f, name, join(name, b.ID), within(label, m.label(b)), b}
		if other := find(theirs, b.ID); other >= 0 {
			kept[b.ID] = m.both(one, theirs[other])
		} else if m.onlyMine(one) {
			kept[b.ID] = b
		}
	}
	for _, b := range theirs {
		one := listed{f, name, join(name, b.ID), within(label, m.label(b)), b}
		if find(mine, b.ID) < 0 && m.onlyTheirs(one) {
			kept[b.ID] = b
		}
	}
	var merged cms.Blocks
	for _, id := range m.arrange(name, label, theirs, mine, kept) {
		merged = append(merged, kept[id])
	}
	f.Of(myOwner).Set(reflect.ValueOf(merged))
}

// listed is a block with what it is called.
type listed struct {
	in                *schema.Field
	list, name, label string
	cms.Block
}

func (b listed) part(kind schema.ChangeKind) Part { return Part{b.name, b.label, kind} }

// both returns what becomes of a block of mine that they have, too.
func (m *merger) both(b listed, theirs cms.Block) cms.Block {
	fields, mine, known := open(m.registry, b.Block)
	_, other, knownToo := open(m.registry, theirs)
	if known && knownToo && theirs.Type == b.Type {
		m.structs(b.name, b.label, fields, other, mine)
		return b.Block
	}
	was := m.seen.leaves[keyOf(b.name)]
	switch {
	case !known && !knownToo && rawDigest(theirs) == rawDigest(b.Block):
	case m.seen.known && !known && was == rawDigest(b.Block):
		m.result.Taken = append(m.result.Taken, b.part(schema.Changed))
		return theirs
	case m.seen.known && !knownToo && was == rawDigest(theirs):
		m.result.Kept = append(m.result.Kept, b.part(schema.Changed))
	default:
		m.clash(b, false, theirs)
	}
	return b.Block
}

// onlyMine reports whether a block stays that they do not have.
func (m *merger) onlyMine(b listed) bool {
	switch {
	case m.seen.known && !m.seen.had(b.list, b.name):
		m.result.Kept = append(m.result.Kept, b.part(schema.Added))
	case m.seen.known && m.seen.same(m.registry, b.name, b.Block):
		m.result.Taken = append(m.result.Taken, b.part(schema.Removed))
		return false
	default:
		m.clash(b, false)
	}
	return true
}

// onlyTheirs reports whether a block stays that I do not have.
func (m *merger) onlyTheirs(b listed) bool {
	switch {
	case m.seen.known && !m.seen.had(b.list, b.name):
		m.result.Taken = append(m.result.Taken, b.part(schema.Added))
	case m.seen.known && m.seen.same(m.registry, b.name, b.Block):
		m.result.Kept = append(m.result.Kept, b.part(schema.Removed))
		return false
	default:
		m.clash(b, true)
	}
	return true
}

// clash tells of a block. other is what it is with the one whose block is not
// in the value; none: they have removed it.
func (m *merger) clash(b listed, taken bool, other ...cms.Block) {
	m.result.Clashes = append(m.result.Clashes, Clash{
		Name: b.name, Label: b.label, List: b.list, Other: encodeBlocks(m.registry, b.in, other), Taken: taken,
	})
}

// arrange returns the blocks of a list in their order.
func (m *merger) arrange(name, label string, theirs, mine cms.Blocks, kept map[string]cms.Block) []string {
	stay := map[string]bool{}
	for id := range kept {
		stay[id] = true
	}
	if !m.seen.known { // as mine has them
		order, _ := arrange(ids(theirs), ids(theirs), ids(mine), stay)
		return order
	}
	called := map[key]string{}
	for id := range kept {
		called[keyOf(join(name, id))] = id
	}
	var was []string
	for _, k := range m.seen.orders[keyOf(name)] {
		if id := called[k]; id != "" {
			was = append(was, id)
		}
	}
	order, moves := arrange(was, ids(theirs), ids(mine), stay)
	for _, of := range []struct {
		moved []string
		parts *[]Part
	}{{moves.theirs, &m.result.Taken}, {moves.mine, &m.result.Kept}, {moves.disputed, &m.result.Moved}} {
		for _, id := range of.moved {
			*of.parts = append(*of.parts, Part{join(name, id), within(label, m.label(kept[id])), schema.Moved})
		}
	}
	return order
}

func (m *merger) label(b cms.Block) string {
	if bt, known := m.registry.Block(b.Type); known {
		return bt.Label
	}
	return b.Type
}

// distinct gives a block another ID that has the one of a block before it.
func distinct(blocks cms.Blocks) cms.Blocks {
	taken := map[string]bool{}
	for i := range blocks {
		id := blocks[i].ID
		for n := 2; taken[blocks[i].ID]; n++ {
			blocks[i].ID = id + "-" + strconv.Itoa(n)
		}
		taken[blocks[i].ID] = true
	}
	return blocks
}

func ids(blocks cms.Blocks) []string {
	list := make([]string, len(blocks))
	for i, b := range blocks {
		list[i] = b.ID
	}
	return list
}

func find(blocks cms.Blocks, id string) int {
	return slices.IndexFunc(blocks, func(b cms.Block) bool { return b.ID == id })
}

func within(label, part string) string {
	if label == "" {
		return part
	}
	return label + " › " + part
}
