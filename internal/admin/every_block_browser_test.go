package admin_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// TestEveryBlockKeepsWhatIsTyped writes in every block that there is, in a
// browser, while the line, the server and the session go away, in two tabs, and
// beside somebody else. What is in the draft afterwards is compared field by field.
func TestEveryBlockKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	d := newEveryDesk(t)
	scenes := d.scenes()
	job := struct {
		Origin   string            `json:"origin"`
		Control  string            `json:"control"`
		Password string            `json:"password"`
		Scenes   map[string]*scene `json:"scenes"`
	}{d.shop.origin, d.shop.control, goodPassword, scenes}
	var found struct {
		Findings []string `json:"findings"`
		Done     []string `json:"done"`
		Told     []string `json:"told"`
	}
	testkit.Script(t, "every-block.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	for _, line := range found.Told {
		t.Log(line)
	}
	if names := slices.Sorted(maps.Keys(scenes)); !slices.Equal(names, slices.Sorted(slices.Values(found.Done))) {
		t.Errorf("of %v only %v were done", names, found.Done)
	}
	for name, s := range scenes {
		for _, change := range d.registry.Compare(s.want, d.content(s.Page).Value) {
			t.Errorf("%s: %s is %q, want %q", name, change.Label, change.New, change.Old)
		}
		for whose, value := range s.kept {
			if !d.keeps(s.Page, value) {
				t.Errorf("%s: no revision holds all that %s wrote", name, whose)
			}
		}
	}
}

// scene is a page that is written in, and what must come of it.
type scene struct {
	Page   cms.ID   `json:"page"`
	Mine   []step   `json:"mine"`             // what is written first, or in the first window
	Theirs []step   `json:"theirs,omitempty"` // in the second
	Blocks []string `json:"blocks"`           // names that the blocks have in the form
	Take   []string `json:"take,omitempty"`   // where the first of two who have written is preferred
	Places []string `json:"places,omitempty"` // where both have written
	From   cms.ID   `json:"from,omitempty"`   // revision that something is brought back of
	Back   []string `json:"back,omitempty"`   // the places that are

	want schema.Kind
	kept map[string]schema.Kind // that a revision holds, by who wrote it
}

// step is one thing that somebody does to a form.
type step struct {
	Type   schema.FieldType `json:"type"`
	Name   string           `json:"name"` // of the field in the form
	Do     string           `json:"do"`   // type, rich, styled, select, tick, choose or down
	Text   string           `json:"text,omitempty"`
	ID     string           `json:"id,omitempty"`     // of what is chosen
	Strong string           `json:"strong,omitempty"` // of a styled text what is marked
	Items  []string         `json:"items,omitempty"`  // and the list after it

	types []schema.FieldType // of the field and of what it is in
	block string
}

// scenes are what the browser is to go through.
func (d *everyDesk) scenes() map[string]*scene {
	scenes := map[string]*scene{
		"line": d.alone(0, false), "closed tab": d.alone(1, false), "server": d.alone(2, false), "session": d.alone(3, false),
		"plain session": d.alone(0, true),
		"tabs":          d.together(1, func(s spot, nth int) bool { return nth%2 == 0 }),
		"people":        d.together(3, d.everySecondBlock()),
		"clash":         d.against(false), "plain clash": d.against(true),
		"back": d.before(false), "plain back": d.before(true),
	}
	for name, s := range scenes {
		s.Blocks = d.blockNames()
		if s.From == "" {
			d.holdsEverything(name, s)
		}
	}
	return scenes
}

// holdsEverything looks whether each block is written in, and a field of each type
// that there is.
func (d *everyDesk) holdsEverything(name string, s *scene) {
	blocks, types := map[string]bool{}, map[schema.FieldType]bool{}
	for _, do := range slices.Concat(s.Mine, s.Theirs) {
		blocks[do.block] = true
		for _, t := range do.types {
			types[t] = true
		}
	}
	for _, block := range s.Blocks {
		if !blocks[block] {
			d.t.Errorf("%s: nothing is written in %s", name, block)
		}
	}
	for _, one := range d.spots(d.base) {
		for _, t := range one.types {
			able := !(t == schema.TypeBool && s.Places != nil) && !(isChoice(t) && strings.HasPrefix(name, "plain"))
			if able && !types[t] {
				d.t.Errorf("%s: nothing is written in a field of the type %s", name, t)
				types[t] = true
			}
		}
	}
}

// blockNames are those of all blocks in the form.
func (d *everyDesk) blockNames() (names []string) {
	for _, s := range d.spots(d.base) {
		if s.block != "" && !slices.Contains(names, s.block) {
			names = append(names, s.block)
		}
	}
	return names
}

// made is a page with the base, and a copy of it to change.
func (d *everyDesk) made() *scene {
	page := d.draft(d.kind.Name, d.parent, string(publishing.NewID()), d.copy())
	return &scene{Page: page, want: d.copy()}
}

func (d *everyDesk) copy() schema.Kind {
	d.t.Helper()
	again, err := d.registry.Clone(d.base)
	if err != nil {
		d.t.Fatal(err)
	}
	return again
}

// alone has one person write a share of everything.
func (d *everyDesk) alone(nth int, plain bool) *scene {
	s := d.made()
	share := d.share(nth)
	s.Mine = d.change(s.want, plan{who: "Typed", n: 1, plain: plain, where: func(one spot) bool { return share[one.leaf] }})
	return s
}

const shares = 4

// share are the leaves of one of the shares that all are divided into. Each has some
// of every block, and fields of every type.
func (d *everyDesk) share(nth int) map[string]bool {
	share, types := map[string]bool{}, map[schema.FieldType]int{}
	take := func(s spot) {
		share[s.leaf] = true
		for _, t := range s.types {
			types[t]++
		}
	}
	byBlock := map[string][]spot{}
	for _, s := range d.spots(d.base) {
		byBlock[s.block] = append(byBlock[s.block], s)
	}
	for _, block := range append(d.blockNames(), "") {
		leaves := leavesOf(byBlock[block])
		n := min(shares, len(leaves))
		for _, s := range byBlock[block] {
			if slices.Index(leaves, s.leaf)%n == nth%n {
				take(s)
			}
		}
	}
	const few = 3 // so that of each type, some are written in by keyboard and some are not
	for _, s := range d.spots(d.base) {
		if !share[s.leaf] && slices.ContainsFunc(s.types, func(t schema.FieldType) bool { return types[t] < few }) {
			take(s)
		}
	}
	return share
}

// leavesOf are the leaves that spots are in.
func leavesOf(spots []spot) (leaves []string) {
	for _, s := range spots {
		if !slices.Contains(leaves, s.leaf) {
			leaves = append(leaves, s.leaf)
		}
	}
	return leaves
}

// together has two write in different places, as a rule says of the nth leaf of a
// share.
func (d *everyDesk) together(nth int, first func(s spot, nth int) bool) *scene {
	s := d.made()
	share := d.share(nth)
	mine := map[string]bool{}
	for _, one := range d.spots(d.base) {
		if _, known := mine[one.leaf]; !known && share[one.leaf] {
			mine[one.leaf] = first(one, len(mine))
		}
	}
	s.Mine = d.change(s.want, plan{who: "Mine", n: 1, where: func(one spot) bool { return mine[one.leaf] }})
	s.Theirs = d.change(s.want, plan{who: "Theirs", n: 1, where: func(one spot) bool { return share[one.leaf] && !mine[one.leaf] }})
	return s
}

// everySecondBlock is a rule by which nobody writes in the blocks of the other.
func (d *everyDesk) everySecondBlock() func(spot, int) bool {
	names := d.blockNames()
	return func(s spot, nth int) bool {
		if s.block != "" {
			nth = slices.Index(names, s.block)
		}
		return nth%2 == 0
	}
}

// against has two write in the same field of every block, and in others of the
// page so that fields of all types are among them.
func (d *everyDesk) against(plain bool) *scene {
	s := d.made()
	s.Places = d.clashing(plain)
	for i := 0; i < len(s.Places); i += 6 {
		s.Take = append(s.Take, s.Places[i])
	}
	both := func(one spot) bool { return slices.Contains(s.Places, one.leaf) }
	anns, bens := plan{who: "Ann", n: 1, plain: plain, still: true, where: both}, plan{who: "Ben", n: 2, plain: plain, still: true, where: both}
	mine := d.copy()
	s.Mine, s.Theirs = d.change(mine, anns), d.change(s.want, bens)
	s.kept = map[string]schema.Kind{"Ann": mine}
	was := map[string]reflect.Value{}
	for _, one := range d.spots(mine) {
		was[one.name] = one.value
	}
	for _, one := range d.spots(s.want) {
		if slices.Contains(s.Take, one.leaf) {
			one.value.Set(was[one.name])
		}
	}
	return s
}

// clashing are leaves that two can make different things of: of each block the one
// of a type that there is least of so far.
func (d *everyDesk) clashing(plain bool) (leaves []string) {
	byBlock := map[string][]spot{}
	for _, s := range d.spots(d.base) {
		t := s.field.Type
		may := t != schema.TypeBool && t != schema.TypeGroups && !(t == schema.TypeChoice && len(s.field.Options) < 3) && !(plain && isChoice(t))
		if may {
			byBlock[s.block] = append(byBlock[s.block], s)
		}
	}
	used := map[schema.FieldType]int{}
	rarest := func(s spot) int { // how often the rarest type is used that is in it
		least := used[s.types[0]]
		for _, t := range s.types {
			least = min(least, used[t])
		}
		return least
	}
	take := func(s spot) {
		leaves = append(leaves, s.leaf)
		for _, t := range s.types {
			used[t]++
		}
	}
	for _, block := range d.blockNames() {
		take(slices.MinFunc(byBlock[block], func(a, b spot) int { return rarest(a) - rarest(b) }))
	}
	for _, block := range append(d.blockNames(), "") {
		for _, s := range byBlock[block] {
			if rarest(s) == 0 && !slices.Contains(leaves, s.leaf) {
				take(s)
			}
		}
	}
	return leaves
}

// before is a page that was changed everywhere, of which something is brought back
// as it was: all, or one block and a few fields of different types in others.
func (d *everyDesk) before(all bool) *scene {
	s := d.made()
	s.From = d.office.write(cms.System, s.Page, d.copy())
	if all {
		now := d.copy()
		d.change(now, plan{who: "Now", n: 1})
		d.office.write(cms.System, s.Page, now)
		return s
	}
	d.change(s.want, plan{who: "Now", n: 1})
	d.office.write(cms.System, s.Page, s.want)
	was := map[string]spot{}
	for _, one := range d.spots(d.base) {
		was[one.name] = one
	}
	block := d.blockNames()[slices.IndexFunc(d.blockNames(), func(name string) bool { return strings.HasSuffix(name, ".table") })]
	s.Back = []string{block}
	types := map[schema.FieldType]bool{}
	const fields = 6
	for _, now := range d.spots(s.want) {
		alone := now.block != block && now.name == now.leaf && len(s.Back) <= fields && !types[now.field.Type] &&
			!now.field.Same(now.value, was[now.name].value)
		if alone {
			s.Back, types[now.field.Type] = append(s.Back, now.name), true
		}
		if name, within := strings.CutPrefix(now.name, block+"."); alone || within && !strings.Contains(name, ".") {
			now.value.Set(was[now.name].value)
		}
	}
	return s
}

// keeps reports whether a revision of a page holds exactly that.
func (d *everyDesk) keeps(page cms.ID, value schema.Kind) (is bool) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), cms.System, func(e *publishing.Edit) error {
		all, err := e.Choice(d.t.Context(), page, 100)
		if err != nil {
			return err
		}
		for _, r := range all.Newest {
			past, err := e.RevisionContent(d.t.Context(), page, r.ID)
			if err != nil {
				return err
			}
			is = is || len(d.registry.Compare(value, past)) == 0
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return is
}

// everyDesk is a site of which everything may be chosen, with the page that is
// written in.
type everyDesk struct {
	*office
	shop   *shop
	kind   *schema.KindType
	parent cms.ID // of the pages
	base   schema.Kind
	pages  map[string][]choosable // by kind, and those of any under ""
	terms  map[string][]choosable // by vocabulary
	files  map[schema.FieldType][]choosable
}

type choosable struct {
	id   cms.ID
	name string
}

func newEveryDesk(t *testing.T) *everyDesk {
	t.Helper()
	o := newDoor(t)
	d := &everyDesk{
		office: o, shop: newShop(t, o), pages: map[string][]choosable{}, terms: map[string][]choosable{}, files: map[schema.FieldType][]choosable{},
	}
	o.person("ann@example.org", author)
	o.person("ben@example.org", author)
	d.kind = o.kind("publication") // which has groups and dates, too
	d.parent = o.placeFor(d.kind)
	d.base = d.kind.New()
	d.fill("", d.kind.Fields, reflect.ValueOf(d.base).Elem())
	o.registry.Normalise(d.base)
	return d
}

// threeOf makes what fields refer to: one that they begin with, and two to
// choose.
func threeOf(made map[string][]choosable, key string, make func(name string) cms.ID) []choosable {
	for n := len(made[key]); n < 3; n++ {
		name := fmt.Sprintf("%s %c", strings.TrimSpace("Any "+strings.ReplaceAll(key, "-", " ")), 'A'+n)
		made[key] = append(made[key], choosable{make(name), name})
	}
	return made[key]
}

// pagesFor are pages that a field may refer to.
func (d *everyDesk) pagesFor(kinds []string) []choosable {
	key, kind := "", d.office.kind("page")
	if len(kinds) > 0 {
		key, kind = kinds[0], d.office.kind(kinds[0])
	}
	return threeOf(d.pages, key, func(name string) cms.ID {
		value := kind.New()
		d.registry.SetTitle(value, name)
		return d.draft(kind.Name, d.placeFor(kind), publishing.SlugOf(name), value)
	})
}

func (d *everyDesk) termsFor(f *schema.Field) []choosable {
	vocabulary := f.Vocabulary
	if vocabulary == "" {
		vocabulary = "topic"
	}
	return threeOf(d.terms, vocabulary, func(name string) cms.ID {
		t := cms.Term{ID: publishing.NewID(), Vocabulary: vocabulary, Name: name, Slug: publishing.SlugOf(name)}
		d.edit(func(e *publishing.Edit) error { return e.SetTerm(d.t.Context(), t) })
		return t.ID
	})
}

// filesFor are pictures or documents.
func (d *everyDesk) filesFor(of schema.FieldType) []choosable {
	for n := len(d.files[of]); n < 3; n++ {
		a := cms.Asset{ID: publishing.NewID(), Hash: strings.Repeat("ab", 32), Filename: fmt.Sprintf("%s-%c.csv", of, 'a'+n), MediaType: "text/csv", Size: 5}
		if of == schema.TypeImage {
			a.Filename, a.MediaType, a.Width, a.Height = strings.Replace(a.Filename, "csv", "svg", 1), "image/svg+xml", 4, 3
		}
		d.edit(func(e *publishing.Edit) error { return e.AddAsset(d.t.Context(), a) })
		d.files[of] = append(d.files[of], choosable{a.ID, a.Filename})
	}
	return d.files[of]
}

// fill gives every field something to begin with, so that each can be seen. Lists
// have two entries; the first list that may hold any block has one of each.
func (d *everyDesk) fill(name string, fields []schema.Field, owner reflect.Value) {
	for i := range fields {
		f := &fields[i]
		at, v := strings.TrimPrefix(name+"."+f.Name, "."), f.Of(owner)
		switch f.Type {
		case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
			v.SetString("Base")
		case schema.TypeChoice:
			v.SetString(f.Options[0].Value)
		case schema.TypeInteger:
			v.SetInt(700)
		case schema.TypeNumber:
			v.SetFloat(7.5)
		case schema.TypeGroup:
			d.fill(at, f.Fields, v)
		case schema.TypeGroups:
			for range 2 {
				v.Set(reflect.Append(v, f.NewEntry()))
				d.fill(at, f.Fields, v.Index(v.Len()-1))
			}
		case schema.TypeBlocks:
			v.Set(reflect.ValueOf(d.blocksFor(at, f)))
		default:
			d.fillOther(f, v)
		}
	}
}

func (d *everyDesk) fillOther(f *schema.Field, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *richtext.Doc:
		*p = paragraphOf("Base")
	case *cms.Date:
		*p = cms.Date{Year: 2026, Month: time.March, Day: 5}
	case *time.Time:
		*p = time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	case *cms.Ref:
		*p = cms.Ref(d.pagesFor(f.Kinds)[0].id)
	case *[]cms.Ref:
		*p = []cms.Ref{cms.Ref(d.pagesFor(f.Kinds)[0].id)}
	case *[]cms.TermRef:
		*p = []cms.TermRef{cms.TermRef(d.termsFor(f)[0].id)}
	case *cms.Link:
		*p = cms.Link{Text: "Base", Page: cms.Ref(d.pagesFor(nil)[0].id)}
	case *cms.Image:
		*p = cms.Image{Asset: d.filesFor(f.Type)[0].id, Alt: "Base"}
	case *cms.File:
		*p = cms.File{Asset: d.filesFor(f.Type)[0].id, Title: "Base"}
	}
}

// paragraphOf is a text of one.
func paragraphOf(words string) richtext.Doc {
	return richtext.Doc{{Paragraph: []richtext.Span{{Text: words}}}}
}

// blocksFor are one block of each type in the first list that may hold any, two
// that hold no others in lists within blocks, and otherwise one.
func (d *everyDesk) blocksFor(at string, f *schema.Field) (list cms.Blocks) {
	inBlock := strings.Contains(at, ".")
	for _, bt := range d.registry.Blocks() {
		if f.Allows(bt.Name) && !(inBlock && (len(list) > 1 || holdsLists(bt.Fields))) {
			list = append(list, cms.Block{ID: bt.Name, Type: bt.Name, Value: bt.New()})
		}
	}
	if !inBlock && !d.isMain(f) {
		list = list[:1]
	}
	for i := range list {
		if list[i].ID = strings.ReplaceAll(at, ".", "-") + "-" + list[i].Type; d.isMain(f) {
			list[i].ID = list[i].Type
		}
		bt, _ := d.registry.Block(list[i].Type)
		d.fill(at+"."+list[i].ID, bt.Fields, reflect.ValueOf(list[i].Value).Elem())
	}
	return list
}

// isMain reports whether a field is where every block stands.
func (d *everyDesk) isMain(f *schema.Field) bool {
	i := slices.IndexFunc(d.kind.Fields, func(f schema.Field) bool { return f.Type == schema.TypeBlocks && len(f.Blocks) == 0 })
	return f == &d.kind.Fields[i]
}

// holdsLists reports whether fields hold entries or blocks.
func holdsLists(fields []schema.Field) bool {
	return slices.ContainsFunc(fields, func(f schema.Field) bool { return f.Type == schema.TypeBlocks || f.Type == schema.TypeGroups })
}

// spot is a field of a page.
type spot struct {
	name  string // in the form
	leaf  string // what merges as one: the field, or the list of entries around it
	block string // the outermost block that it is in; empty: none
	types []schema.FieldType
	field *schema.Field
	value reflect.Value
}

// spots are all fields of a page that hold no others, and the lists of entries.
func (d *everyDesk) spots(value schema.Kind) (list []spot) {
	var within func(at spot, fields []schema.Field, owner reflect.Value)
	within = func(at spot, fields []schema.Field, owner reflect.Value) {
		for i := range fields {
			f := &fields[i]
			one := spot{
				name: strings.TrimPrefix(at.name+"."+f.Name, "."), leaf: at.leaf, block: at.block,
				types: append(slices.Clone(at.types), f.Type), field: f, value: f.Of(owner),
			}
			if one.leaf == "" && f.Type == schema.TypeGroups {
				one.leaf = one.name
				if f.Name == "rows" && strings.HasSuffix(at.name, ".table") { // a table is one
					one.leaf = at.name + ".columns"
				}
			}
			switch f.Type {
			case schema.TypeGroup:
				within(one, f.Fields, one.value)
			case schema.TypeGroups:
				list = append(list, one)
				for j := range one.value.Len() {
					entry := one
					entry.name = fmt.Sprintf("%s.%d", one.name, j)
					within(entry, f.Fields, one.value.Index(j))
				}
			case schema.TypeBlocks:
				for _, b := range one.value.Interface().(cms.Blocks) {
					inner := one
					inner.name += "." + b.ID
					if inner.block == "" {
						inner.block = inner.name
					}
					bt, _ := d.registry.Block(b.Type)
					within(inner, bt.Fields, reflect.ValueOf(b.Value).Elem())
				}
			default:
				if one.leaf == "" {
					one.leaf = one.name
				}
				list = append(list, one)
			}
		}
	}
	within(spot{}, d.kind.Fields, reflect.ValueOf(value).Elem())
	return list
}

// plan says how somebody writes.
type plan struct {
	who   string // begins every text
	n     int    // 1 or 2: what one of two people chooses
	plain bool   // without scripts, and so without choosing and moving
	still bool   // without moving
	where func(spot) bool
}

// change changes what fields of a page hold, and returns what somebody has to do
// in the form for that.
func (d *everyDesk) change(value schema.Kind, p plan) []step {
	d.t.Helper()
	spots := d.spots(value)
	written := map[schema.FieldType]bool{}
	var chosen, steps, moves []step
	for _, s := range spots {
		if p.where != nil && !p.where(s) {
			continue
		}
		add := func(list *[]step, do step) {
			do.Type, do.types, do.block = s.field.Type, s.types, s.block
			if do.Name == "" {
				do.Name = s.name
			}
			*list = append(*list, do)
		}
		first := !written[s.field.Type]
		if !p.plain && first {
			if do, done := d.choose(s, p); done {
				add(&chosen, do)
				written[s.field.Type] = true
			}
		}
		if do, done := d.typed(s, p, first); done {
			add(&steps, do)
			written[s.field.Type] = true
		}
	}
	for _, s := range slices.Backward(spots) { // lists within lists before those that they are in
		if !p.plain && !p.still && s.moves() && (p.where == nil || p.where(s)) {
			first, second := s.value.Index(0), s.value.Index(1)
			kept := reflect.New(first.Type()).Elem()
			kept.Set(first)
			first.Set(second)
			second.Set(kept)
			moves = append(moves, step{Type: schema.TypeGroups, Name: s.name, Do: "down", types: s.types, block: s.block})
		}
	}
	d.registry.Normalise(value)
	return slices.Concat(chosen, steps, moves)
}

// moves reports whether entries of a list are moved in the page alone: not those
// that need the server to do it, nor those that cannot be moved.
func (s spot) moves() bool {
	return s.field.Type == schema.TypeGroups && s.value.Len() == 2 && s.field.Name != "columns" && s.field.Name != "cells"
}

// isChoice reports whether a field can only be filled by choosing.
func isChoice(t schema.FieldType) bool {
	return t == schema.TypeRef || t == schema.TypeRefs || t == schema.TypeTerms
}

// choose chooses another page, term or file for a field.
func (d *everyDesk) choose(s spot, p plan) (do step, done bool) {
	var one choosable
	name := s.name
	switch v := s.value.Addr().Interface().(type) {
	case *cms.Ref:
		one = d.pagesFor(s.field.Kinds)[p.n]
		*v = cms.Ref(one.id)
	case *[]cms.Ref:
		one = d.pagesFor(s.field.Kinds)[p.n]
		*v = append(slices.Clone(*v), cms.Ref(one.id))
	case *[]cms.TermRef:
		one = d.termsFor(s.field)[p.n]
		*v = append(slices.Clone(*v), cms.TermRef(one.id))
	case *cms.Link:
		one, name = d.pagesFor(nil)[p.n], name+".page"
		v.Page = cms.Ref(one.id)
	case *cms.Image:
		one, name = d.filesFor(s.field.Type)[p.n], name+".asset"
		v.Asset = one.id
	case *cms.File:
		one, name = d.filesFor(s.field.Type)[p.n], name+".asset"
		v.Asset = one.id
	default:
		return do, false
	}
	return step{Name: name, Do: "choose", Text: one.name, ID: string(one.id)}, true
}

// typed writes into a field. Not done: there is nothing else that it could hold,
// or it is chosen.
func (d *everyDesk) typed(s spot, p plan, first bool) (do step, done bool) {
	words := p.who + " " + strings.NewReplacer(".", " ", "_", " ").Replace(s.name)
	do = step{Do: "type", Text: words}
	v := s.value
	switch s.field.Type {
	case schema.TypeText, schema.TypeLongText:
		v.SetString(words)
	case schema.TypeVerbatim:
		do.Text = words + "\n\tand more"
		v.SetString(do.Text)
	case schema.TypeChoice:
		if p.n >= len(s.field.Options) {
			return do, false
		}
		do.Do, do.Text = "select", s.field.Options[p.n].Value
		v.SetString(do.Text)
	case schema.TypeBool:
		do.Do = "tick"
		v.SetBool(!v.Bool())
		return do, p.n == 1
	case schema.TypeInteger:
		v.SetInt(v.Int() + int64(p.n))
		do.Text = fmt.Sprint(v.Int())
	case schema.TypeNumber:
		v.SetFloat(v.Float() + float64(p.n))
		do.Text = fmt.Sprint(v.Float())
	case schema.TypeKinds:
		do.Do, do.Text = "tick", []string{"", "blog-post", "page"}[p.n]
		v.Set(reflect.ValueOf([]string{do.Text}))
	default:
		return do, d.typedOther(s, p, first, &do)
	}
	return do, true
}

func (d *everyDesk) typedOther(s spot, p plan, first bool, do *step) bool {
	switch v := s.value.Addr().Interface().(type) {
	case *richtext.Doc:
		do.Do = "rich"
		*v = paragraphOf(do.Text)
		if first {
			*v, do.Do, do.Strong, do.Items = styled(p.who), "styled", "strongly", []string{"one", "two"}
			do.Text = v.Markdown(func(cms.Link) string { return "" })
			do.ID = p.who
		}
	case *cms.Date:
		v.Day += p.n
		do.Text = editing.FormatDate(*v)
	case *time.Time:
		*v = v.Add(time.Duration(p.n) * time.Hour)
		do.Text = editing.FormatInstant(*v, d.registry.Zone())
	case *cms.Link:
		do.Name, v.Text = s.name+".text", do.Text
	case *cms.Image:
		do.Name, v.Alt = s.name+".alt", do.Text
	case *cms.File:
		do.Name, v.Title = s.name+".title", do.Text
	default:
		if !isChoice(s.field.Type) && s.field.Type != schema.TypeGroups {
			d.t.Fatalf("%s: nobody has told how to write into fields of the type %s", s.name, s.field.Type)
		}
		return false
	}
	return true
}

// styled is a text with something in it that looks different.
func styled(who string) richtext.Doc {
	return richtext.Doc{
		{Paragraph: []richtext.Span{{Text: who + " "}, {Text: "strongly", Marks: richtext.Strong}}},
		{List: &richtext.List{Items: []richtext.Doc{paragraphOf("one"), paragraphOf("two")}}},
	}
}
