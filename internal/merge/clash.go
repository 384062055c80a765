package merge

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Clash is a field that two people changed, not to the same, or a block that
// one removed and the other changed. One of both is in the value; the clash
// holds the other, so that it can be had instead.
type Clash struct {
	Name  string // of the field or the block in the form
	Label string // the labels on the way there
	List  string // name of the list of blocks; empty: it is a field
	Other string // what is not in the value, as JSON
	After string // of a block that is not in the value: the ID of what it came after
	Taken bool   // theirs is in the value, and mine is not
}

// Swap puts what a clash holds into a value, and returns the clash with what
// was there before. It is false when its place is no longer there.
func (c Clash) Swap(registry *schema.Registry, value schema.Kind) (Clash, bool) {
	p, found := c.place(registry, value)
	if !found {
		return c, false
	}
	c.Taken = !c.Taken
	if c.List == "" {
		here := p.leaf.encode(registry, p.owner)
		p.leaf.decode(registry, p.owner, c.Other)
		c.Other = here
	} else {
		c.swapBlock(registry, p)
	}
	registry.Normalise(value)
	return c, true
}

// swapBlock takes a block out of its list, and puts the other there.
func (c *Clash) swapBlock(registry *schema.Registry, p place) {
	list := p.leaf[0]
	blocks := slices.Clone(blocksOf(list, p.owner))
	var here cms.Blocks
	if at := find(blocks, c.id()); at >= 0 {
		here = cms.Blocks{blocks[at]}
		c.After = ""
		if at > 0 {
			c.After = blocks[at-1].ID
		}
		blocks = slices.Delete(blocks, at, at+1)
	}
	if other := decodeBlocks(registry, list, c.Other); len(other) > 0 {
		other[0].ID = c.id()
		blocks = slices.Insert(blocks, find(blocks, c.After)+1, other[0])
	}
	c.Other = encodeBlocks(registry, list, here)
	list.Of(p.owner).Set(reflect.ValueOf(blocks))
}

// id is that of the block.
func (c Clash) id() string { return strings.TrimPrefix(c.Name, c.List+".") }

// Texts says for people what differs: Old is theirs, and New is mine. The value
// is the one that the clash came with, or what became of it.
func (c Clash) Texts(registry *schema.Registry, value schema.Kind) []schema.Change {
	p, found := c.place(registry, value)
	if !found {
		return nil
	}
	if c.List == "" {
		other := reflect.New(p.owner.Type()).Elem()
		p.leaf.decode(registry, other, c.Other)
		theirs, mine := other, p.owner
		if c.Taken {
			theirs, mine = mine, theirs
		}
		var changes []schema.Change
		for _, f := range p.leaf {
			changes = append(changes, registry.CompareField(f, theirs, mine)...)
		}
		return changes
	}
	here, other := "", ""
	blocks := blocksOf(p.leaf[0], p.owner)
	if at := find(blocks, c.id()); at >= 0 {
		here = registry.PlainBlock(blocks[at])
	}
	for _, b := range decodeBlocks(registry, p.leaf[0], c.Other) {
		other = registry.PlainBlock(b)
	}
	if c.Taken {
		return []schema.Change{{Label: c.Label, Old: here, New: other}}
	}
	return []schema.Change{{Label: c.Label, Old: other, New: here}}
}

// place is a leaf in a value.
type place struct {
	leaf  leaf
	owner reflect.Value
}

// place returns the leaf that a clash is about, or the list of the block.
func (c Clash) place(registry *schema.Registry, value schema.Kind) (place, bool) {
	name := c.Name
	if c.List != "" {
		name = c.List
		if c.id() == c.Name || c.id() == "" {
			return place{}, false
		}
	}
	p, found := locate(registry, name, fieldsOf(registry, value), reflect.ValueOf(value).Elem())
	if !found || (p.leaf[0].Type == schema.TypeBlocks) != (c.List != "") || p.leaf[0].Type == schema.TypeGroup {
		return place{}, false
	}
	return p, true
}

// locate returns the leaf of that name.
func locate(registry *schema.Registry, name string, fields []schema.Field, owner reflect.Value) (place, bool) {
	first, rest, deeper := strings.Cut(name, ".")
	for _, l := range leavesOf(fields) {
		f := l[0]
		switch {
		case f.Name != first:
		case !deeper:
			return place{l, owner}, true
		case f.Type == schema.TypeGroup:
			return locate(registry, rest, f.Fields, f.Of(owner))
		case f.Type == schema.TypeBlocks:
			for _, b := range blocksOf(f, owner) {
				inner, inside := strings.CutPrefix(rest, b.ID+".")
				if fields, owner, known := open(registry, b); known && inside {
					return locate(registry, inner, fields, owner)
				}
			}
		}
	}
	return place{}, false
}

// encode returns the leaf as JSON.
func (l leaf) encode(registry *schema.Registry, owner reflect.Value) string {
	object := map[string]json.RawMessage{}
	for _, f := range l {
		if data, err := registry.EncodeField(f, f.Of(owner)); err == nil && data != nil {
			object[f.Name] = data
		}
	}
	data, err := json.Marshal(object)
	if err != nil {
		return ""
	}
	return string(data)
}

// decode sets the leaf to what encode returned.
func (l leaf) decode(registry *schema.Registry, owner reflect.Value, text string) {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &object) != nil {
		object = nil // it holds nothing
	}
	for _, f := range l {
		registry.DecodeField(f, f.Of(owner), object[f.Name])
	}
}

func encodeBlocks(registry *schema.Registry, list *schema.Field, blocks cms.Blocks) string {
	data, err := registry.EncodeField(list, reflect.ValueOf(&blocks).Elem())
	if err != nil {
		return ""
	}
	return string(data)
}

func decodeBlocks(registry *schema.Registry, list *schema.Field, text string) (blocks cms.Blocks) {
	registry.DecodeField(list, reflect.ValueOf(&blocks).Elem(), []byte(text))
	return blocks
}
