package corpus

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Filler fills values of any declared kind or block with content that is valid:
// whatever its declaration allows comes up sooner or later. It knows of kinds
// and blocks by their declarations, and by name only those whose own rules ask
// for more (see mend).
//
// What a value may refer to is given. A field that needs what is not given
// stays empty.
type Filler struct {
	Pages     map[string][]cms.ID // by kind, and those of any kind under ""
	Below     map[string][]cms.ID // pages below the one that is filled, by kind
	Terms     map[string][]cms.ID // by vocabulary, and those of any under ""
	Images    []cms.ID
	Documents []cms.ID
	Film      cms.ID // empty: videos are elsewhere
	Captions  cms.ID // of the film

	prose
	registry *schema.Registry
	turn     int // which type of block comes next
}

// NewFiller returns a Filler that has nothing to refer to yet.
func NewFiller(random *rand.Rand, registry *schema.Registry) *Filler {
	return &Filler{prose: prose{random}, registry: registry}
}

// Fill fills a value as New made it: a pointer to the struct of a declared kind
// or block. It is normalised.
func (f *Filler) Fill(v any) {
	f.registry.Walk(v, f.field)
	f.registry.WalkStructs(v, func(_ string, pointer any) { f.mend(pointer) })
	f.registry.Walk(v, beginWithHeading)
	f.registry.Normalise(v)
}

func (f *Filler) field(path string, field *schema.Field, value reflect.Value) {
	if !field.Required && f.chance(4) {
		return // as New made it
	}
	switch field.Type {
	case schema.TypeText:
		value.SetString(f.line(field))
	case schema.TypeLongText:
		value.SetString(f.lines(field))
	case schema.TypeVerbatim:
		value.SetString(f.code())
	case schema.TypeChoice:
		value.SetString(choose(f.prose, field.Options).Value)
	case schema.TypeKinds:
		value.Set(reflect.ValueOf(f.kinds(field)))
	case schema.TypeInteger:
		value.SetInt(int64(f.number(field)))
	case schema.TypeNumber:
		value.SetFloat(float64(f.number(field)))
	case schema.TypeGroups:
		f.groups(field, value)
	}
	switch p := value.Addr().Interface().(type) {
	case *bool:
		*p = f.chance(3)
	case *richtext.Doc:
		*p = f.text(field)
	case *cms.Date:
		*p = cms.DateOf(f.past())
	case *time.Time:
		*p = f.past()
	case *cms.Ref:
		*p = cms.Ref(choose(f.prose, f.pages(field)))
	case *[]cms.Ref:
		*p = some[cms.Ref](f, field, f.pages(field))
	case *[]cms.TermRef:
		*p = some[cms.TermRef](f, field, f.Terms[field.Vocabulary])
	case *cms.Link:
		*p = f.link()
	case *cms.Image:
		*p = f.image()
	case *cms.File:
		*p = f.file()
	case *cms.Blocks:
		*p = f.blocks(path, field)
	}
}

// count chooses how many entries a list has: few, and as many as it must have.
func (f *Filler) count(field *schema.Field) int {
	least := 1
	if field.Min != nil {
		least = max(least, *field.Min)
	}
	n := least + f.random.IntN(3)
	if field.Max != nil {
		n = min(n, *field.Max)
	}
	return n
}

// some chooses a few of those there are.
func some[T ~string](f *Filler, field *schema.Field, of []cms.ID) []T {
	var list []T
	for range min(f.count(field), len(of)) {
		list = append(list, T(choose(f.prose, of)))
	}
	return list
}

func (f *Filler) groups(field *schema.Field, value reflect.Value) {
	for range f.count(field) {
		value.Set(reflect.Append(value, field.NewEntry()))
	}
}

// number is a whole one near the least that the field may hold.
func (f *Filler) number(field *schema.Field) int {
	const usual = 100
	least, most := 0, usual
	if field.Min != nil {
		least, most = *field.Min, *field.Min+usual
	}
	if field.Max != nil {
		most = min(most, *field.Max)
	}
	return least + f.random.IntN(most-least+1)
}

// usualLine is how long a line may be that has no limit.
const usualLine = 60

// line makes up one line of text as the field wants it.
func (f *Filler) line(field *schema.Field) string {
	most := usualLine
	if field.Max != nil {
		most = *field.Max
	}
	switch {
	case field.Format == schema.FormatEmail:
		return f.email()
	case field.Format == schema.FormatTelephone:
		return f.telephone()
	case field.Format == schema.FormatURL:
		return f.url()
	case field.Pattern != nil:
		return f.matching(field.Pattern)
	}
	return atMost(most, f.longEnough(field, f.title()))
}

// lines makes up a few sentences, now and then on lines of their own.
func (f *Filler) lines(field *schema.Field) string {
	between := " "
	if f.chance(4) {
		between = "\n"
	}
	sentences := make([]string, 1+f.random.IntN(2))
	for i := range sentences {
		sentences[i] = f.sentence()
	}
	text := f.longEnough(field, strings.Join(sentences, between))
	if field.Max != nil {
		text = atMost(*field.Max, text)
	}
	return text
}

func (f *Filler) longEnough(field *schema.Field, text string) string {
	for field.Min != nil && len(text) < *field.Min {
		text += " " + f.word()
	}
	return text
}

func (f *Filler) code() string {
	lines := []string{f.word() + " {"}
	for range 1 + f.random.IntN(3) {
		lines = append(lines, "\t"+f.word()+" = "+f.word(), "")
	}
	return strings.Join(append(lines, "}"), "\n")
}

func (f *Filler) email() string { return f.word() + "." + f.word() + "@example.org" }

func (f *Filler) telephone() string { return fmt.Sprintf("01632 960%03d", f.random.IntN(1000)) }

func (f *Filler) url() string { return "https://www.example.org/" + f.word() + "/" + f.word() }

// text makes up rich text. What has a limit is one sentence of it.
func (f *Filler) text(field *schema.Field) richtext.Doc {
	if field.Min == nil && field.Max == nil {
		return f.doc()
	}
	text := f.longEnough(field, f.sentence())
	if field.Max != nil {
		text = atMost(*field.Max, text)
	}
	return plain(text)
}

func plain(text string) richtext.Doc {
	return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}}
}

// doc is a paragraph or two, now and then with a list.
func (f *Filler) doc() richtext.Doc {
	doc := richtext.Doc{f.paragraph()}
	switch f.random.IntN(4) {
	case 0:
		doc = append(doc, f.paragraph())
	case 1:
		doc = append(doc, f.list(true))
	}
	return doc
}

func (f *Filler) list(nested bool) richtext.Block {
	list := &richtext.List{Ordered: f.chance(3)}
	for range 2 + f.random.IntN(2) {
		item := richtext.Doc{{Paragraph: []richtext.Span{{Text: f.title()}}}}
		if nested && f.chance(4) {
			item = append(item, f.list(false))
		}
		list.Items = append(list.Items, item)
	}
	return richtext.Block{List: list}
}

// paragraph is a sentence, and in most cases another with something in it that
// looks different.
func (f *Filler) paragraph() richtext.Block {
	spans := []richtext.Span{{Text: f.sentence()}}
	if !f.chance(3) {
		spans = append(spans, richtext.Span{Text: " " + capital(f.word()) + " "}, f.span(), richtext.Span{Text: " " + f.words(4) + "."})
	}
	return richtext.Block{Paragraph: spans}
}

// marks are those that text carries; none is as common as any other.
var marks = []richtext.Marks{
	richtext.Strong, richtext.Emphasis, richtext.Code, richtext.Subscript, richtext.Superscript, richtext.Strong | richtext.Emphasis, 0,
}

// span is a few words that are marked, short for something, or a link.
func (f *Filler) span() richtext.Span {
	span := richtext.Span{Text: f.words(2), Marks: choose(f.prose, marks)}
	switch f.random.IntN(3) {
	case 0:
		link := f.link()
		link.Text = ""
		span.Link = &link
	case 1:
		span.Abbr = f.words(3)
		span.Text = initials(span.Abbr)
	}
	return span
}

func initials(words string) string {
	var letters strings.Builder
	for word := range strings.FieldsSeq(words) {
		letters.WriteString(strings.ToUpper(word[:1]))
	}
	return letters.String()
}

// link leads to a page, a part of one, or somewhere else.
func (f *Filler) link() cms.Link {
	page := cms.Ref(choose(f.prose, f.Pages[""]))
	switch n := f.random.IntN(10); {
	case page == "" || n < 3:
		return cms.Link{Text: f.title(), URL: f.url()}
	case n == 3:
		return cms.Link{Text: f.title(), URL: "mailto:" + f.email()}
	case n == 4:
		return cms.Link{Text: f.title(), URL: "/search?q=" + f.word()}
	case n == 5:
		return cms.Link{Text: f.title(), Page: page, Fragment: "main-content"}
	case n < 8:
		return cms.Link{Page: page}
	default:
		return cms.Link{Text: f.title(), Page: page}
	}
}

func (f *Filler) image() cms.Image {
	image := cms.Image{Asset: choose(f.prose, f.Images)}
	if image.Asset == "" {
		return image
	}
	if f.chance(4) {
		image.Decorative = true
	} else {
		image.Alt = f.sentence()
	}
	if f.chance(2) {
		image.Caption = f.sentence()
	}
	return image
}

func (f *Filler) file() cms.File {
	file := cms.File{Asset: choose(f.prose, f.Documents)}
	if file.Asset != "" && !f.chance(4) {
		file.Title = f.title()
	}
	return file
}

// pages returns those that a reference may lead to.
func (f *Filler) pages(field *schema.Field) []cms.ID {
	if len(field.Kinds) == 0 {
		return f.Pages[""]
	}
	return f.Pages[choose(f.prose, field.Kinds)]
}

func (f *Filler) kinds(field *schema.Field) []string {
	var addressed, names []string
	for _, kind := range f.registry.Kinds() {
		if kind.Addressed {
			addressed = append(addressed, kind.Name)
		}
	}
	for range f.count(field) {
		names = append(names, choose(f.prose, addressed))
	}
	return names
}

// blocks makes a few. Where text may stand, it comes first and brings the first
// heading.
func (f *Filler) blocks(path string, field *schema.Field) cms.Blocks {
	var blocks cms.Blocks
	if _, known := f.registry.Block("text"); known && field.Allows("text") {
		blocks = append(blocks, f.block("text"))
	}
	for range 1 + f.count(field) {
		if name := f.blockType(path, field); name != "" {
			blocks = append(blocks, f.block(name))
		}
	}
	if field.Max != nil {
		blocks = blocks[:min(len(blocks), *field.Max)]
	}
	return blocks
}

// blockType takes the types in turn where any may stand, so that all of them
// come up. It is empty when none may.
func (f *Filler) blockType(path string, field *schema.Field) string {
	if len(field.Blocks) > 0 {
		return choose(f.prose, field.Blocks)
	}
	types := f.registry.Blocks()
	deep := strings.Count(path, "[") >= mostNested
	for range types {
		bt := types[f.turn%len(types)]
		f.turn++
		if !deep || !holdsBlocks(bt) {
			return bt.Name
		}
	}
	return ""
}

// mostNested is how deep blocks stand within blocks that hold blocks.
const mostNested = 2

func holdsBlocks(bt *schema.BlockType) bool {
	return slices.ContainsFunc(bt.Fields, func(f schema.Field) bool { return f.Type == schema.TypeBlocks })
}

// block is one as New makes it, with an ID of its own or without: then it is
// given the one that a content file would give it.
func (f *Filler) block(name string) cms.Block {
	bt, _ := f.registry.Block(name)
	b := cms.Block{Type: name, Value: bt.New()}
	if f.chance(2) {
		b.ID = fmt.Sprintf("%08x", f.random.Uint32())
	}
	return b
}
