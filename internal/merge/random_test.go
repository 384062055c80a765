package merge_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/merge"
	"lectern/internal/schema"
)

// everyBlock is a page with one block of each type, and one of each type within
// an expander.
func everyBlock(registry *schema.Registry, seed uint64) *kinds.ContentPage {
	fill := filler(registry, seed)
	page := &kinds.ContentPage{}
	fill.Fill(page)
	page.Body = nil
	outer := &blocks.Expander{Heading: "Outer"}
	for i, bt := range registry.Blocks() {
		for _, list := range []*cms.Blocks{&page.Body, &outer.Body} {
			value := bt.New()
			fill.Fill(value)
			*list = append(*list, cms.Block{ID: fmt.Sprintf("b%d-%d", i, len(*list)), Type: bt.Name, Value: value})
		}
	}
	page.Body = append(page.Body, cms.Block{ID: "outer", Type: "expander", Value: outer}, cms.Block{ID: "old", Type: "no-longer-known", Raw: []byte(`{"a":1}`)})
	registry.Normalise(page)
	return page
}

// writer is somebody who changes a page at random.
type writer struct {
	*rand.Rand
	t        testing.TB
	registry *schema.Registry
	name     int
	moves    bool
	changed  map[string]int // how often leaves were, by the type of their block
}

func (w *writer) write(page schema.Kind) {
	for range 1 + w.IntN(12) {
		f := flatten(w.registry, page)
		if w.IntN(2) > 0 {
			names := slices.Sorted(maps.Keys(f.fields))
			name := names[w.IntN(len(names))]
			alter(w.t, f.fields[name], f.values[name][0], w.IntN(2)+w.name)
			w.changed[f.typeOf(name)]++
			continue
		}
		lists := slices.Sorted(maps.Keys(f.lists))
		list := f.lists[lists[w.IntN(len(lists))]]
		w.arrange(list.Addr().Interface().(*cms.Blocks))
	}
	w.registry.Normalise(page)
}

func (w *writer) arrange(list *cms.Blocks) {
	at := w.IntN(len(*list) + 1)
	switch n := w.IntN(3); {
	case n == 0 || at == len(*list):
		*list = slices.Insert(slices.Clone(*list), at, cms.Block{ID: fmt.Sprintf("%d-%d", w.name, w.Uint32()), Type: "callout", Value: &blocks.Callout{Heading: "New"}})
	case n == 1:
		*list = slices.Delete(slices.Clone(*list), at, at+1)
	default:
		w.moves = true
		b := (*list)[at]
		rest := slices.Delete(slices.Clone(*list), at, at+1)
		*list = slices.Insert(rest, w.IntN(len(rest)+1), b)
	}
}

// typeOf is the type of the block that a leaf is in; empty: it is in none.
func (f flat) typeOf(name string) string {
	block := f.block[name]
	if block == "" {
		return ""
	}
	list := block[:strings.LastIndex(block, ".")]
	for _, b := range f.lists[list].Interface().(cms.Blocks) {
		if list+"."+b.ID == block {
			return b.Type
		}
	}
	return ""
}

// expected says what must come of two values, by the rules alone.
type expected struct {
	registry           *schema.Registry
	base, theirs, mine flat
	leaves             map[string]string
	blocks             map[string][]string // of each list, in any order
	clashes            []string
}

func expect(registry *schema.Registry, base, theirs, mine schema.Kind) expected {
	e := expected{
		registry, flatten(registry, base), flatten(registry, theirs), flatten(registry, mine),
		map[string]string{}, map[string][]string{}, nil,
	}
	e.lists("")
	for name := range e.mine.values {
		if e.mine.block[name] == "" {
			e.leaf(name)
		}
	}
	slices.Sort(e.clashes)
	return e
}

func (e *expected) leaf(name string) {
	was, theirs, mine := e.base.text(name), e.theirs.text(name), e.mine.text(name)
	e.leaves[name] = mine
	switch {
	case mine == was:
		e.leaves[name] = theirs
	case theirs != was && theirs != mine:
		e.clashes = append(e.clashes, name)
	}
}

// lists goes through the lists that stand directly in a block, or in none.
func (e *expected) lists(block string) {
	for list := range e.mine.lists {
		if rest, inside := strings.CutPrefix(list, block); inside && !strings.Contains(strings.TrimPrefix(rest, "."), ".") && (block == "" || rest[0] == '.') {
			e.list(list)
		}
	}
}

func (e *expected) list(list string) {
	inBase, inTheirs, inMine := e.base.blocks(list), e.theirs.blocks(list), e.mine.blocks(list)
	for _, id := range inMine {
		name := list + "." + id
		switch {
		case slices.Contains(inTheirs, id):
			e.blocks[list] = append(e.blocks[list], id)
			for leaf := range e.mine.values {
				if e.mine.block[leaf] == name {
					e.leaf(leaf)
				}
			}
			e.lists(name)
		case !slices.Contains(inBase, id):
			e.takeOver(list, id, e.mine)
		case e.said(e.mine, list, id) != e.said(e.base, list, id):
			e.takeOver(list, id, e.mine)
			e.clashes = append(e.clashes, name)
		}
	}
	for _, id := range inTheirs {
		switch {
		case slices.Contains(inMine, id):
		case !slices.Contains(inBase, id):
			e.takeOver(list, id, e.theirs)
		case e.said(e.theirs, list, id) != e.said(e.base, list, id):
			e.takeOver(list, id, e.theirs)
			e.clashes = append(e.clashes, list+"."+id)
		}
	}
}

func (e *expected) said(in flat, list, id string) string {
	for _, b := range in.lists[list].Interface().(cms.Blocks) {
		if b.ID == id && b.Value != nil {
			data, _ := e.registry.Encode(b.Value)
			return string(data)
		}
	}
	return ""
}

// takeOver expects a block as one of both has it.
func (e *expected) takeOver(list, id string, from flat) {
	e.blocks[list] = append(e.blocks[list], id)
	within := list + "." + id + "."
	for name := range from.values {
		if strings.HasPrefix(name, within) {
			e.leaves[name] = from.text(name)
		}
	}
	for name := range from.lists {
		if strings.HasPrefix(name, within) {
			e.blocks[name] = from.blocks(name)
		}
	}
}

// TestTwoWriters has two people change a page with every block, at random, and
// compares what comes of it with what the rules say: whatever only one has
// changed is in it, and what both changed otherwise is a clash, and nothing
// else.
func TestTwoWriters(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	changed := map[string]int{}
	clashed, alike := 0, 0
	for seed := range uint64(150) {
		base := everyBlock(registry, seed%20)
		theirs, mine := clone(t, registry, base), clone(t, registry, base)
		ann := &writer{Rand: rand.New(rand.NewPCG(seed, 1)), t: t, registry: registry, name: 0, changed: changed}
		ben := &writer{Rand: rand.New(rand.NewPCG(seed, 2)), t: t, registry: registry, name: 1, changed: changed}
		ann.write(theirs)
		ben.write(mine)
		what := fmt.Sprintf("seed %d", seed)

		value, result := merged(t, registry, base, theirs, mine)
		e := expect(registry, base, theirs, mine)
		wants(t, what+": clashes", clashes(result), e.clashes...)
		got := flatten(registry, value)
		for name := range got.values {
			if want, is := e.leaves[name]; !is || got.text(name) != want {
				t.Errorf("%s: %s is %s, want %s", what, name, got.text(name), want)
			}
			delete(e.leaves, name)
		}
		for name, text := range e.leaves {
			t.Errorf("%s: %s is missing, which is %s", what, name, text)
		}
		for name := range got.lists {
			have, want := slices.Sorted(slices.Values(got.blocks(name))), slices.Sorted(slices.Values(e.blocks[name]))
			wants(t, what+": blocks of "+name, have, want...)
		}
		for _, c := range result.Clashes {
			before := clone(t, registry, value.(*kinds.ContentPage))
			if changes := c.Texts(registry, value); len(changes) == 0 || changes[0].Old == changes[0].New {
				t.Errorf("%s: the clash at %s says %+v", what, c.Name, changes)
			}
			once, done := c.Swap(registry, value)
			again, doneAgain := once.Swap(registry, value)
			if !done || !doneAgain || again.Other != c.Other || again.Taken != c.Taken {
				t.Errorf("%s: taking and taking back makes %+v of %+v", what, again, c)
			}
			same(t, registry, what+": taken and taken back", value, before)
		}
		clashed += len(result.Clashes)

		alone, _ := merged(t, registry, base, base, mine)
		same(t, registry, what+": mine alone", alone, mine)
		alone, _ = merged(t, registry, base, theirs, base)
		same(t, registry, what+": theirs alone", alone, theirs)
		if len(result.Clashes) == 0 && !(ann.moves && ben.moves) {
			alike++
			other, _ := merged(t, registry, base, mine, theirs)
			same(t, registry, what+": asked by the other", other, value)
		}
	}
	for _, bt := range registry.Blocks() {
		if changed[bt.Name] == 0 {
			t.Errorf("no block of the type %s was changed", bt.Name)
		}
	}
	if clashed < 10 || alike < 50 {
		t.Errorf("there were only %d clashes, and %d merges were asked by both", clashed, alike)
	}
	t.Logf("%d clashes; %d merges asked by both", clashed, alike)
}

// TestMergeTwice merges with a third who saves while the second does.
func TestMergeTwice(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	page := func(title, summary, heading string) *kinds.ContentPage {
		return &kinds.ContentPage{Title: title, Summary: summary, Body: cms.Blocks{{ID: "x", Type: "callout", Value: &blocks.Callout{Heading: heading}}}}
	}
	value, result := merged(t, registry, page("T", "S", "H"), page("Ann's", "S", "H"), page("T", "Mine", "H"))
	wants(t, "clashes", clashes(result))
	value, result = merged(t, registry, page("Ann's", "S", "H"), page("Ann's", "S", "Cy's"), value)
	wants(t, "clashes", clashes(result))
	same(t, registry, "all three", value, page("Ann's", "Mine", "Cy's"))
}

func callouts(headings string) *kinds.ContentPage {
	page := &kinds.ContentPage{Title: "T"}
	for _, word := range strings.Fields(headings) {
		id, heading, _ := strings.Cut(word, "=")
		page.Body = append(page.Body, cms.Block{ID: id, Type: "callout", Value: &blocks.Callout{Heading: heading}})
	}
	return page
}

func headings(v schema.Kind) string {
	var words []string
	for _, b := range v.(*kinds.ContentPage).Body {
		words = append(words, b.ID+"="+b.Value.(*blocks.Callout).Heading)
	}
	return strings.Join(words, " ")
}

// TestBlocksMerge holds the rules for blocks: each is ID=heading.
func TestBlocksMerge(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	for name, test := range map[string]struct{ base, theirs, mine, want, clash, taken, kept, swapped string }{
		"they added":                        {"a=A", "a=A t=T", "a=A", "a=A t=T", "", "added body.t", "", ""},
		"I added":                           {"a=A", "a=A", "m=M a=A", "m=M a=A", "", "", "added body.m", ""},
		"both added":                        {"a=A", "a=A t=T", "a=A m=M", "a=A m=M t=T", "", "added body.t", "added body.m", ""},
		"they removed":                      {"a=A b=B", "b=B", "a=A b=B", "b=B", "", "removed body.a", "", ""},
		"I removed":                         {"a=A b=B", "a=A b=B", "b=B", "b=B", "", "", "removed body.a", ""},
		"both removed":                      {"a=A b=B", "b=B", "b=B", "b=B", "", "", "", ""},
		"they removed what I changed":       {"a=A b=B", "a=A", "a=A b=Mine", "a=A b=Mine", "body.b", "", "", "a=A"},
		"I removed what they changed":       {"a=A b=B", "a=A b=Theirs", "a=A", "a=A b=Theirs", "body.b", "", "", "a=A"},
		"they removed what I moved":         {"a=A b=B", "a=A", "b=B a=A", "a=A", "", "removed body.b", "", ""},
		"they moved what I changed":         {"a=A b=B c=C", "c=C a=A b=B", "a=A b=B c=Mine", "c=Mine a=A b=B", "", "moved body.c", "changed body.c.heading", ""},
		"both changed, each another":        {"a=A b=B", "a=Theirs b=B", "a=A b=Mine", "a=Theirs b=Mine", "", "changed body.a.heading", "changed body.b.heading", ""},
		"both changed one":                  {"a=A", "a=Theirs", "a=Mine", "a=Mine", "body.a.heading", "", "", "a=Theirs"},
		"both changed one to the same":      {"a=A", "a=Same", "a=Same", "a=Same", "", "", "", ""},
		"they replaced all, I changed one":  {"a=A b=B", "t=T", "a=A b=Mine", "b=Mine t=T", "body.b", "added body.t, removed body.a", "", "t=T"},
		"they emptied it, I added":          {"a=A", "", "a=A m=M", "m=M", "", "removed body.a", "added body.m", ""},
		"two of theirs have one ID":         {"", "a=A a=B", "", "a=A a-2=B", "", "added body.a, added body.a-2", "", ""},
		"they moved to where I did, too":    {"a=A b=B c=C", "c=C a=A b=B", "c=C a=A b=B", "c=C a=A b=B", "", "", "", ""},
		"they have what I have never known": {"a=A", "a=A t= ", "a=A", "a=A t=", "", "added body.t", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			base, theirs, mine := callouts(test.base), callouts(test.theirs), callouts(test.mine)
			value, result := merged(t, registry, base, theirs, mine)
			if got := headings(value); got != test.want {
				t.Errorf("it is %q, want %q", got, test.want)
			}
			wants(t, "clashes", []string{strings.Join(clashes(result), " ")}, test.clash)
			taken, kept := names(result.Taken), names(result.Kept)
			slices.Sort(taken)
			wants(t, "taken", []string{strings.Join(taken, ", ")}, test.taken)
			wants(t, "kept", []string{strings.Join(kept, ", ")}, test.kept)
			for _, c := range result.Clashes {
				was := c.Taken
				c, _ = c.Swap(registry, value)
				if got := headings(value); got != test.swapped || c.Taken == was {
					t.Errorf("taken from the other it is %q, want %q", got, test.swapped)
				}
				c.Swap(registry, value)
				if got := headings(value); got != test.want {
					t.Errorf("taken back it is %q, want %q", got, test.want)
				}
			}
		})
	}
}

// TestNothingSeen merges for somebody of whom nothing is known: whatever
// differs is a clash, and nothing is gone.
func TestNothingSeen(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	theirs, mine := callouts("a=A b=Theirs t=T c=C"), callouts("c=C m=M b=Mine a=A")
	theirs.Title, mine.Title = "Theirs", "Mine"
	value, result, err := merge.Merge(registry, merge.ParseSeen("no such thing"), theirs, mine)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "clashes", clashes(result), "body.b.heading", "body.m", "body.t", "title")
	if got := headings(value); got != "c=C m=M b=Mine t=T a=A" || value.Card().Title != "Mine" {
		t.Errorf("it is %q, %q", value.Card().Title, got)
	}
	wants(t, "taken", names(result.Taken))
}

// TestUnknownBlocksMerge changes blocks whose type is no longer known.
func TestUnknownBlocksMerge(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	page := func(raw string) *kinds.ContentPage {
		return &kinds.ContentPage{Title: "T", Body: cms.Blocks{{ID: "x", Type: "old", Raw: []byte(raw)}}}
	}
	base, one, other := page(`{"a":1}`), page(`{"a":2}`), page(`{"a":3}`)
	for _, test := range []struct {
		theirs, mine, want *kinds.ContentPage
		clashes            []string
	}{{one, base, one, nil}, {base, one, one, nil}, {one, one, one, nil}, {one, other, other, []string{"body.x"}}} {
		value, result := merged(t, registry, base, test.theirs, test.mine)
		same(t, registry, "an unknown block", value, test.want)
		wants(t, "clashes", clashes(result), test.clashes...)
		for _, c := range result.Clashes {
			swap(t, registry, "an unknown block", value, c, test.theirs, test.mine)
		}
	}
}

// TestATableIsOneLeaf takes a table as a whole: cells follow their columns.
func TestATableIsOneLeaf(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	page := func(columns, rows int, caption string) *kinds.ContentPage {
		table := &blocks.Table{Caption: caption, Columns: make([]blocks.Column, columns)}
		for range rows {
			table.Rows = append(table.Rows, blocks.Row{Cells: make([]blocks.Cell, columns)})
		}
		return &kinds.ContentPage{Title: "T", Body: cms.Blocks{{ID: "x", Type: "table", Value: table}}}
	}
	value, result := merged(t, registry, page(2, 2, "C"), page(3, 2, "C"), page(2, 3, "Mine"))
	same(t, registry, "a table", value, page(2, 3, "Mine"))
	wants(t, "clashes", clashes(result), "body.x.columns")
	if _, done := result.Clashes[0].Swap(registry, value); !done {
		t.Fatal("theirs cannot be taken")
	}
	same(t, registry, "theirs", value, page(3, 2, "Mine"))
}

// TestClashesThatAreSent take what was sent for a clash: nothing of it breaks
// a page.
func TestClashesThatAreSent(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	for _, c := range []merge.Clash{
		{}, {Name: "title"}, {Name: "title", Other: "{"}, {Name: "title", Other: `{"title":{"a":1}}`}, {Name: "title", Other: `{"title":"\u0000x"}`},
		{Name: "body", Other: `{"body":[]}`}, {Name: "body", List: "body", Other: "[]"}, {Name: "body.", List: "body", Other: "[]"},
		{Name: "body.a", List: "body", Other: `[{"type":"no","value":3},{"type":"text"}]`}, {Name: "body.z", List: "body", Other: `[{"type":"text"}]`, After: "q"},
		{Name: "body.a.heading", Other: "null"}, {Name: "body.a.none"}, {Name: "title.x"}, {Name: "x.y", List: "x", Other: "[]"}, {Name: "body.a", List: "title", Other: "[]"},
	} {
		page := callouts("a=A b=B")
		c.Texts(registry, page)
		swapped, _ := c.Swap(registry, page)
		swapped.Texts(registry, page)
		if _, err := registry.Encode(page); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		if len(page.Body) == 0 || reflect.ValueOf(page.Body[0]).IsZero() {
			t.Errorf("%+v: the page is broken: %+v", c, page)
		}
	}
}

// FuzzParseSeen reads whatever is sent.
func FuzzParseSeen(f *testing.F) {
	registry := newRegistry(f)
	page := everyBlock(registry, 1)
	good := merge.See(registry, page).String()
	for _, text := range []string{"", good, good[:len(good)-5], good + "AAAA", "AQ", "AQA", "AP__________8B", "AQH_", "Ag", "no base64 at all!"} {
		f.Add(text)
	}
	theirs, mine := callouts("a=A b=B"), callouts("b=C d=D")
	f.Fuzz(func(t *testing.T, text string) {
		seen := merge.ParseSeen(text)
		if again := merge.ParseSeen(seen.String()); !reflect.DeepEqual(seen, again) {
			t.Fatalf("%q is read as %v, and then as %v", text, seen, again)
		}
		if _, _, err := merge.Merge(registry, seen, theirs, mine); err != nil {
			t.Fatal(err)
		}
	})
}

// TestSeenIsShort keeps what a form carries small.
func TestSeenIsShort(t *testing.T) {
	t.Parallel()
	registry := newRegistry(t)
	page := everyBlock(registry, 1)
	leaves, size := len(flatten(registry, page).values), len(merge.See(registry, page).String())
	t.Logf("%d bytes for %d leaves", size, leaves)
	if size > 30*leaves {
		t.Error("that is more than 30 for each")
	}
}

// BenchmarkMerge merges a page of 200 blocks, of which two people have changed
// a few.
func BenchmarkMerge(b *testing.B) {
	registry := newRegistry(b)
	fill := filler(registry, 9)
	base := &kinds.ContentPage{Title: "Long"}
	for i := range 200 {
		bt := registry.Blocks()[i%len(registry.Blocks())]
		value := bt.New()
		fill.Fill(value)
		base.Body = append(base.Body, cms.Block{ID: fmt.Sprint("b", i), Type: bt.Name, Value: value})
	}
	registry.Normalise(base)
	theirs, mine := clone(b, registry, base), clone(b, registry, base)
	(&writer{Rand: rand.New(rand.NewPCG(1, 1)), t: b, registry: registry, changed: map[string]int{}}).write(theirs)
	(&writer{Rand: rand.New(rand.NewPCG(1, 2)), t: b, registry: registry, name: 1, changed: map[string]int{}}).write(mine)
	text := merge.See(registry, base).String()
	b.Run("see", func(b *testing.B) {
		for b.Loop() {
			text = merge.See(registry, base).String()
		}
		b.ReportMetric(float64(len(text))/1000, "KB")
	})
	b.Run("merge", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := merge.Merge(registry, merge.ParseSeen(text), theirs, mine); err != nil {
				b.Fatal(err)
			}
		}
	})
}
