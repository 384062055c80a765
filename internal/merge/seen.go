package merge

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Seen is what somebody read before they began to write, in short: a digest of
// each leaf, and the order of each list of blocks. The zero Seen is that of
// somebody of whom nothing is known.
type Seen struct {
	known  bool
	leaves map[key]key   // name to digest; a leaf that held nothing is not there
	orders map[key][]key // name of a list to the names of its blocks
}

// key is a short digest of a name or of what a leaf holds. It tells texts apart
// that people write; it guards nothing.
type key [8]byte

func keyOf(data string) key {
	sum := sha256.Sum256([]byte(data))
	return key(sum[:8])
}

// See returns what somebody reads who is shown a value, which is normalised.
func See(registry *schema.Registry, value schema.Kind) Seen {
	s := Seen{known: true, leaves: map[key]key{}, orders: map[key][]key{}}
	v := viewer{registry, &s}
	v.structs("", fieldsOf(registry, value), reflect.ValueOf(value).Elem())
	return s
}

// viewer takes down what a value holds.
type viewer struct {
	registry *schema.Registry
	seen     *Seen
}

func (v viewer) structs(name string, fields []schema.Field, owner reflect.Value) {
	for _, l := range leavesOf(fields) {
		f := l[0]
		at := join(name, f.Name)
		switch f.Type {
		case schema.TypeGroup:
			v.structs(at, f.Fields, f.Of(owner))
		case schema.TypeBlocks:
			v.blocks(at, blocksOf(f, owner))
		default:
			v.leaf(at, l.digest(v.registry, owner))
		}
	}
}

func (v viewer) leaf(name string, digest key) {
	if digest != (key{}) {
		v.seen.leaves[keyOf(name)] = digest
	}
}

func (v viewer) blocks(list string, blocks cms.Blocks) {
	if len(blocks) == 0 {
		return
	}
	order := make([]key, len(blocks))
	for i, b := range blocks {
		at := join(list, b.ID)
		order[i] = keyOf(at)
		if fields, owner, known := open(v.registry, b); known {
			v.structs(at, fields, owner)
		} else {
			v.leaf(at, rawDigest(b))
		}
	}
	v.seen.orders[keyOf(list)] = order
}

// had reports whether a list held a block.
func (s Seen) had(list, block string) bool {
	return slices.Contains(s.orders[keyOf(list)], keyOf(block))
}

// same reports whether a block is as it was seen.
func (s Seen) same(registry *schema.Registry, name string, b cms.Block) bool {
	fields, owner, known := open(registry, b)
	if !known {
		return s.leaves[keyOf(name)] == rawDigest(b)
	}
	return s.sameStruct(registry, name, fields, owner)
}

func (s Seen) sameStruct(registry *schema.Registry, name string, fields []schema.Field, owner reflect.Value) bool {
	for _, l := range leavesOf(fields) {
		f := l[0]
		at := join(name, f.Name)
		switch f.Type {
		case schema.TypeGroup:
			if !s.sameStruct(registry, at, f.Fields, f.Of(owner)) {
				return false
			}
		case schema.TypeBlocks:
			if !s.sameBlocks(registry, at, blocksOf(f, owner)) {
				return false
			}
		default:
			if s.leaves[keyOf(at)] != l.digest(registry, owner) {
				return false
			}
		}
	}
	return true
}

func (s Seen) sameBlocks(registry *schema.Registry, list string, blocks cms.Blocks) bool {
	order := s.orders[keyOf(list)]
	if len(order) != len(blocks) {
		return false
	}
	for i, b := range blocks {
		at := join(list, b.ID)
		if order[i] != keyOf(at) || !s.same(registry, at, b) {
			return false
		}
	}
	return true
}

const version = 1 // of the text

// String writes it as short as it can be sent in a form.
func (s Seen) String() string {
	if !s.known {
		return ""
	}
	out := []byte{version}
	out = binary.AppendUvarint(out, uint64(len(s.leaves)))
	for _, name := range slices.SortedFunc(maps.Keys(s.leaves), key.compare) {
		digest := s.leaves[name]
		out = append(append(out, name[:]...), digest[:]...)
	}
	for _, list := range slices.SortedFunc(maps.Keys(s.orders), key.compare) {
		out = binary.AppendUvarint(append(out, list[:]...), uint64(len(s.orders[list])))
		for _, block := range s.orders[list] {
			out = append(out, block[:]...)
		}
	}
	return base64.RawURLEncoding.EncodeToString(out)
}

func (k key) compare(other key) int { return slices.Compare(k[:], other[:]) }

// ParseSeen reads what String wrote. Of anything else nothing is known.
func ParseSeen(text string) Seen {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) == 0 || data[0] != version {
		return Seen{}
	}
	p := parser{rest: data[1:]}
	s := Seen{known: true, leaves: map[key]key{}, orders: map[key][]key{}}
	for range p.number(2 * len(key{})) {
		name := p.key()
		s.leaves[name] = p.key()
	}
	for len(p.rest) > 0 && !p.broken {
		list := p.key()
		order := make([]key, p.number(len(key{})))
		for i := range order {
			order[i] = p.key()
		}
		s.orders[list] = order
	}
	if p.broken {
		return Seen{}
	}
	return s
}

// parser takes pieces off what is left.
type parser struct {
	rest   []byte
	broken bool
}

// number reads how many pieces of a size follow, which are all there.
func (p *parser) number(size int) int {
	n, length := binary.Uvarint(p.rest)
	if length <= 0 || n > uint64(len(p.rest)-length)/uint64(size) {
		p.broken = true
		return 0
	}
	p.rest = p.rest[length:]
	return int(n)
}

func (p *parser) key() (k key) {
	if len(p.rest) < len(k) {
		p.broken = true
		return k
	}
	copy(k[:], p.rest)
	p.rest = p.rest[len(k):]
	return k
}

// leaf is what is changed as a whole: a field that holds no others, a list of
// groups, or the columns and rows of a table, whose cells follow their columns.
type leaf []*schema.Field

// leavesOf are the leaves among fields. Groups and lists of blocks are leaves
// by themselves, which hold others.
func leavesOf(fields []schema.Field) []leaf {
	var leaves []leaf
	columns := -1
	for i := range fields {
		f := &fields[i]
		if columns >= 0 && isRows(f) {
			leaves[columns] = append(leaves[columns], f)
			continue
		}
		if f.Type == schema.TypeGroups && f.Name == "columns" {
			columns = len(leaves)
		}
		leaves = append(leaves, leaf{f})
	}
	return leaves
}

// isRows reports whether a list is the rows of a table.
func isRows(f *schema.Field) bool {
	return f.Type == schema.TypeGroups && f.Name == "rows" && len(f.Fields) == 1 && f.Fields[0].Name == "cells"
}

// digest is of what the leaf holds; zero: nothing.
func (l leaf) digest(registry *schema.Registry, owner reflect.Value) key {
	text := ""
	for _, f := range l {
		data, err := registry.EncodeField(f, f.Of(owner))
		if err != nil { // a block that is no JSON, as it may have been sent
			data = fmt.Append(nil, err)
		}
		if len(data) > 0 {
			text += f.Name + ":" + string(data)
		}
	}
	if text == "" {
		return key{}
	}
	return keyOf(text)
}

// rawDigest is of a block whose type is not known.
func rawDigest(b cms.Block) key { return keyOf(b.Type + ":" + string(b.Raw)) }

// join names a part as it is called in the form.
func join(name, part string) string {
	if name == "" {
		return part
	}
	return name + "." + part
}

func fieldsOf(registry *schema.Registry, value schema.Kind) []schema.Field {
	kind, known := registry.Kind(value.Kind().Name)
	if !known {
		panic(fmt.Sprintf("merge: %T is not a value of a declared kind", value))
	}
	return kind.Fields
}

// open returns what a block holds; false for one whose type is not known.
func open(registry *schema.Registry, b cms.Block) ([]schema.Field, reflect.Value, bool) {
	bt, known := registry.Block(b.Type)
	if !known || b.Value == nil {
		return nil, reflect.Value{}, false
	}
	return bt.Fields, reflect.ValueOf(b.Value).Elem(), true
}

func blocksOf(f *schema.Field, owner reflect.Value) cms.Blocks {
	return f.Of(owner).Interface().(cms.Blocks)
}
