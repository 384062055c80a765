package admin

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/schema"
)

// Edit is a page as it is being written.
type Edit struct {
	Row      cms.PageRow
	Form     *editing.Form
	Version  int // of the draft that was read; 0: there was none
	Names    cms.Names
	Kinds    []cms.Kind // that there are
	Zone     *time.Location
	Editor   string                  // who wrote the draft last; empty: there is none
	SavedAt  time.Time               // when the draft was; zero: there is none
	Open     string                  // the entry that was asked for, whose blocks are open
	Unfits   int                     // how much keeps it from being released
	Advices  int                     // and how much would make it better
	Marks    map[string]editing.Mark // of blocks with any of it, by their names
	Conflict *Conflict
	Removed  *Removed
	Seen     string // what the editor reads, in short
	Merged   string // whose changes went into what was saved just before; empty: nobody's
	Carried  *Carried
	Author   cms.ID  // who writes
	Key      []byte  // for what their browser keeps
	Stored   cms.Tab // that saved the draft last
	Tab      cms.Tab // that the form comes from; empty: it is opened anew
}

// Carried is a form that was sent by somebody who was not signed in any more.
type Carried struct {
	Foreign bool // somebody else has signed in since
}

// Unsaved reports whether the form holds what is not stored.
func (e *Edit) Unsaved() bool {
	return e.Conflict != nil || e.Carried != nil || len(e.Unreadable()) > 0
}

// holds says when the form begins to save itself: at once, with the next change
// of what cannot be stored as it is, or, where somebody has to decide first, not
// before it is saved by hand.
func (e *Edit) holds() string {
	switch {
	case e.Conflict != nil || e.Carried != nil && e.Carried.Foreign:
		return "save"
	case e.Unsaved():
		return "change"
	}
	return ""
}

// keeping is what the script needs that saves the form and keeps what is not
// saved. The key is the reader's own.
func keeping(e *Edit) templ.Attributes {
	return templ.Attributes{
		"data-key": base64.StdEncoding.EncodeToString(e.Key), "data-holds": e.holds(),
		"data-stored": e.Stored.Name, "data-stored-number": strconv.Itoa(e.Stored.Number),
	}
}

// Conflict is a page that somebody saved in the meantime, and changed the same.
type Conflict struct {
	By      string // who did; empty: it is not known
	Own     bool   // the editor did, in another window
	SavedAt time.Time
	Gone    bool // the draft was released or thrown away
	Clashes []Clash
	Taken   string       // where something of theirs went into the form; empty: nowhere
	Moved   []Difference // blocks that both moved
	Waits   bool         // what was asked for can only be done with what is saved
}

// savedBy names who saved it.
func (c *Conflict) savedBy() string {
	if c.Own {
		return "you, in another window"
	}
	return orWords(c.By, "somebody else")
}

// Clash is a field that both changed, or a block that one of both took away.
type Clash struct {
	Number int
	Name   string // of the field in the form; empty: it is not there
	Label  string
	By     string // who has it otherwise
	Own    bool
	Taken  bool // theirs is in the form
	Texts  []Difference
	State  string // what the form carries of it
}

// Difference is a field of which two texts differ.
type Difference struct {
	Label, Theirs, Mine string
	Name                string // of the field in the form
}

// whose names the other text: its heading, and what the button says that takes
// the one that is not in the form.
func (c Clash) whose() (heading, take string) {
	switch {
	case c.Own:
		heading, take = "As you have it in the other window", "Take that of the other window"
	case c.By == "":
		heading, take = "As it is now", "Take what is there now"
	default:
		heading, take = "As "+c.By+" has it", "Take "+c.By+"’s"
	}
	if c.Taken {
		take = "Take mine again"
	}
	return heading, take
}

// mine is the heading of the editor's own text.
func (c Clash) mine() string {
	if c.Own {
		return "As you have it here"
	}
	return "As you have it"
}

// marked is a text of two with the part that differs.
type marked struct{ Before, Differs, After string }

// mark finds the words that differ: those between what both begin and end with.
func (d Difference) mark() (theirs, mine marked) {
	a, b := words(d.Theirs), words(d.Mine)
	first := 0
	for first < min(len(a), len(b)) && a[first] == b[first] {
		first++
	}
	last := 0
	for last < min(len(a), len(b))-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
	}
	part := func(words []string) marked {
		differs := strings.Join(words[first:len(words)-last], "")
		bare := strings.TrimRightFunc(differs, unicode.IsSpace)
		return marked{strings.Join(words[:first], ""), bare, differs[len(bare):] + strings.Join(words[len(words)-last:], "")}
	}
	return part(a), part(b)
}

// words cuts a text after each run of blanks.
func words(text string) (list []string) {
	begin := 0
	blank := false
	for i, r := range text {
		if blank && !unicode.IsSpace(r) {
			list = append(list, text[begin:i])
			begin = i
		}
		blank = unicode.IsSpace(r)
	}
	return append(list, text[begin:])
}

// Lost is what somebody has typed who cannot save it.
type Lost struct {
	Gone  bool // the page is; else they may not write it
	Texts []editing.Text

	Bin    *cms.InBin     // the page can be restored; nil: it cannot
	Path   string         // that the form is sent to
	Fields []CarriedField // of the form, to be sent again
}

// Removed is an entry that can be brought back.
type Removed struct {
	Revision cms.ID
	Name     string // of the entry in the form of that revision
	Label    string
}

// Base is the address that everything about the page is below.
func (e *Edit) Base() string { return "/admin/pages/" + string(e.Row.ID) }

// Unreadable are the problems that keep the form from being stored, Unfit those
// that keep it from being released, and Advice what would make it better.
func (e *Edit) Unreadable() []editing.Told {
	return e.told(func(p editing.Problem) bool { return p.Unreadable })
}

func (e *Edit) Unfit() []editing.Told {
	return e.told(func(p editing.Problem) bool { return !p.Unreadable && !p.Advice })
}

func (e *Edit) Advice() []editing.Told {
	return e.told(func(p editing.Problem) bool { return p.Advice })
}

func (e *Edit) told(which func(editing.Problem) bool) []editing.Told {
	var list []editing.Told
	for _, t := range e.Form.Told() {
		if which(t.Problem) {
			list = append(list, t)
		}
	}
	return list
}

// part is a run of fields, or a list of blocks by itself.
type part struct {
	Fields []*editing.Field
	Blocks *editing.Field
}

// parts cuts the form where blocks stand.
func (e *Edit) parts() []part {
	var list []part
	for _, f := range e.Form.Fields {
		switch {
		case f.Type == schema.TypeBlocks:
			list = append(list, part{Blocks: f})
		case len(list) == 0 || list[len(list)-1].Blocks != nil:
			list = append(list, part{Fields: []*editing.Field{f}})
		default:
			list[len(list)-1].Fields = append(list[len(list)-1].Fields, f)
		}
	}
	return list
}

// firstBlocks is the first list of blocks, if it comes after other fields.
func (e *Edit) firstBlocks() *editing.Field {
	if parts := e.parts(); len(parts) > 1 && parts[0].Blocks == nil {
		return parts[1].Blocks
	}
	return nil
}

const fewBlocks = 3 // that are all open

// opened reports whether a block, or a large entry, shows what it holds.
func (e *Edit) opened(list *editing.Field, b *editing.Entry) bool {
	if len(list.Entries) <= fewBlocks || e.Open == b.Name || strings.HasPrefix(e.Open, b.Name+".") {
		return true
	}
	return len(b.Problems) > 0 || hasProblems(b.Fields)
}

func hasProblems(fields []*editing.Field) bool {
	for _, f := range fields {
		if len(f.Problems) > 0 || hasProblems(f.Fields) {
			return true
		}
		for _, e := range f.Entries {
			if len(e.Problems) > 0 || hasProblems(e.Fields) {
				return true
			}
		}
	}
	return false
}

// described names what is said about a field, for its control.
func described(f *editing.Field) string {
	var ids []string
	if hint(f) != "" {
		ids = append(ids, f.Name+":hint")
	}
	if len(f.Problems) > 0 {
		ids = append(ids, f.Name+":problem")
	}
	if limit(f) != "" {
		ids = append(ids, f.Name+":limit")
	}
	return strings.Join(ids, " ")
}

// hint says what belongs into a field.
func hint(f *editing.Field) string {
	parts := []string{}
	if f.Help != "" {
		parts = append(parts, strings.TrimSuffix(f.Help, "."))
	}
	switch {
	case f.Type == schema.TypeInstant:
		parts = append(parts, "Such as 5 March 2026 09:30")
	case f.Type == schema.TypeDate:
		parts = append(parts, "Such as 5 March 2026")
	case f.Format == schema.FormatEmail && f.Help == "":
		parts = append(parts, "Such as name@example.org")
	case f.Format == schema.FormatURL && f.Help == "":
		parts = append(parts, "Such as https://example.org")
	}
	return strings.Join(parts, ". ")
}

// limit says how much a field may hold; empty: as much as it likes.
func limit(f *editing.Field) string {
	unit := ""
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim, schema.TypeRichText:
		unit = " characters"
	case schema.TypeInteger, schema.TypeNumber, schema.TypeGroup:
	default:
		unit = " entries"
	}
	switch {
	case f.Min != nil && f.Max != nil:
		return fmt.Sprintf("From %d to %d%s", *f.Min, *f.Max, unit)
	case f.Max != nil:
		return fmt.Sprintf("At most %d%s", *f.Max, unit)
	case f.Min != nil:
		return fmt.Sprintf("At least %d%s", *f.Min, unit)
	}
	return ""
}

// most is the number that a counter counts down from; empty: there is none.
func most(f *editing.Field) string {
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim, schema.TypeRichText:
		if f.Max != nil {
			return fmt.Sprint(*f.Max)
		}
	}
	return ""
}

// anchor leads to a place of the form.
func anchor(name string) string { return "#" + (&url.URL{Path: name}).EscapedPath() }

// large reports whether the entries of a list have so many fields that they open
// and close.
func large(list *editing.Field) bool { return len(list.Declaration.Fields) > 3 }

func orWords(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// cells returns the cells of an entry that is no more than a row of them.
func cells(e *editing.Entry) *editing.Field {
	if len(e.Fields) != 1 || e.Fields[0].Type != schema.TypeGroups {
		return nil
	}
	if list := e.Fields[0]; len(list.Declaration.Fields) == 1 && list.Declaration.Fields[0].Type == schema.TypeRichText {
		return list
	}
	return nil
}

// chosen is a thing that was chosen, as its field shows it.
type chosen struct {
	ID, Name, Note string
	Picture        string // address of a small one; empty: none
	Missing        bool
	Description    string // of a picture: what its alternative text may be
}

// chooser is a field whose value is chosen from what there is.
type chooser struct {
	Name     string // of the inputs that hold what is chosen
	Label    string
	What     string // page, image, file or term
	Kinds    string // that may be chosen, or the vocabulary of terms
	Multiple bool
	Chosen   []chosen
	Describe string
}

func (e *Edit) chooserOf(f *editing.Field) chooser {
	what, among := f.Chooses()
	c := chooser{Name: f.Name, Label: f.Label, What: what, Kinds: strings.Join(among, ","), Describe: described(f)}
	switch f.Type {
	case schema.TypeRefs, schema.TypeTerms:
		c.Multiple = true
	case schema.TypeLink:
		c.Name += ".page"
		c.pick(e, string(f.Link.Page))
	case schema.TypeImage:
		c.Name += ".asset"
		c.pick(e, string(f.Image.Asset))
	case schema.TypeFile:
		c.Name += ".asset"
		c.pick(e, string(f.File.Asset))
	}
	for _, id := range f.IDs {
		c.pick(e, id)
	}
	return c
}

func (c *chooser) pick(e *Edit, id string) {
	if id == "" {
		return
	}
	one := chosen{ID: id}
	switch c.What {
	case "page":
		one.page(e.Names.Pages[cms.ID(id)])
	case "term":
		one.Name = e.Names.Terms[cms.ID(id)].Name
	default:
		one.file(e.Names.Assets[cms.ID(id)], c.What == "image")
	}
	if one.Name == "" {
		one.Name, one.Missing = "Not found: it is gone, or you may not see it", true
	}
	c.Chosen = append(c.Chosen, one)
}

func (one *chosen) page(row cms.PageRow) {
	if row.ID == "" {
		return
	}
	one.Name, one.Note = row.Name(), row.KindLabel
	if row.Path != "" {
		one.Note += ", " + row.Path
	}
	if !row.Public() {
		one.Note += ", not live"
	}
}

func (one *chosen) file(a cms.AssetRow, picture bool) {
	if a.ID == "" {
		return
	}
	one.Name, one.Note = a.Name(), fileNote(a.Asset)
	if picture {
		one.Description = a.Description
		one.Picture = "/admin/media/" + string(a.ID) + "/small"
	}
}

func fileNote(a cms.Asset) string {
	size := fmt.Sprintf("%d KB", max(a.Size/1000, 1))
	if a.Width > 0 {
		return fmt.Sprintf("%d × %d pixels, %s", a.Width, a.Height, size)
	}
	return size
}

// chooseWords is what the button of a chooser says.
func (c chooser) chooseWords() string {
	what := map[string]string{"page": "a page", "image": "a picture", "file": "a file", "term": "a term"}[c.What]
	if c.Kinds == "person" {
		what = "a person"
	}
	switch {
	case c.Multiple && c.What == "term":
		return "Choose terms"
	case c.Multiple:
		return "Add " + what
	case len(c.Chosen) > 0:
		return "Choose another"
	}
	return "Choose " + what
}

// clock is a time of day, or another day's date before it.
func clock(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return "at " + t.Format("3:04 pm")
	}
	return "on " + t.Format("2 January 2006 at 3:04 pm")
}

func (c chooser) clearAction(id string) string {
	if c.Multiple {
		return "clear:" + c.Name + ":" + id
	}
	return "clear:" + c.Name
}

// kindOption is a kind that a field may hold.
type kindOption struct {
	Value, Label string
	Chosen       bool
}

func (e *Edit) kindOptions(f *editing.Field) []kindOption {
	var chosen, others []kindOption
	for _, name := range f.IDs {
		chosen = append(chosen, kindOption{name, name, true})
	}
	for _, kind := range e.Kinds {
		if i := slices.Index(f.IDs, kind.Name); i >= 0 {
			chosen[i].Label = kind.Label
		} else if kind.Addressed {
			others = append(others, kindOption{kind.Name, kind.Label, false})
		}
	}
	return append(chosen, others...)
}

// savedWhen says when the draft was saved.
func savedWhen(e *Edit) string {
	switch {
	case e.Unsaved():
		return "Not saved"
	case e.SavedAt.IsZero():
		return "No draft yet"
	}
	return SavedWords(e.SavedAt, e.Zone)
}

// SavedWords says when a draft was saved.
func SavedWords(at time.Time, zone *time.Location) string { return "Draft saved " + Clock(at, zone) }

// Clock is a time of day, or another day's date before it.
func Clock(at time.Time, zone *time.Location) string { return clock(at, time.Now(), zone) }

// ChecksWords says how much there is to look at; empty: nothing.
func ChecksWords(unfit, advice int) string {
	switch {
	case unfit > 0 && advice > 0:
		return fmt.Sprintf("%s to put right before publishing, and %d to consider", counted(unfit, "thing", "things"), advice)
	case unfit > 0:
		return counted(unfit, "thing", "things") + " to put right before publishing"
	case advice > 0:
		return counted(advice, "thing", "things") + " to consider before publishing"
	}
	return ""
}

// markOf is the mark of a block: of what is told beside its fields, or else of
// what would be.
func (e *Edit) markOf(b *editing.Entry) editing.Mark {
	if m := b.Mark(); m != (editing.Mark{}) {
		return m
	}
	return e.Marks[b.Name]
}

// MarkWords says what is to be looked at in a block, the gravest by name; empty:
// nothing.
func MarkWords(m editing.Mark) string {
	switch {
	case m.Unreadable > 0:
		return counted(m.Unreadable, "error", "errors")
	case m.Unfit > 0:
		return fmt.Sprintf("%d to put right", m.Unfit)
	case m.Advice > 0:
		return fmt.Sprintf("%d to consider", m.Advice)
	}
	return ""
}

// MarkTone is how much the mark of a block stands out.
func MarkTone(m editing.Mark) string {
	switch {
	case m.Unreadable > 0:
		return "red"
	case m.Unfit > 0:
		return "amber"
	}
	return "neutral"
}

// sentence is a message as one that stands by itself.
func sentence(message string) string {
	first, size := utf8.DecodeRuneInString(message)
	return string(unicode.ToUpper(first)) + message[size:]
}

func blockLabel(b *editing.Entry) string {
	if b.Block == nil {
		return b.Type
	}
	return b.Block.Label
}

// firstMark tells the button that adds before all others from that which adds
// after them.
func firstMark(first bool) string {
	if first {
		return "|first"
	}
	return ""
}

// wrong marks a field with a problem.
func wrong(f *editing.Field) string {
	switch {
	case slices.ContainsFunc(f.Problems, func(p editing.Problem) bool { return p.Unreadable }):
		return "field-wrong"
	case len(f.Problems) > 0:
		return "field-advice"
	}
	return ""
}

// problemWords says what sort of problem it is, to those who do not see it.
func problemWords(p editing.Problem) string {
	switch {
	case p.Unreadable:
		return "Error: "
	case p.Advice:
		return "Advice: "
	}
	return "Before publishing: "
}

func describedBy(f *editing.Field) templ.Attributes {
	a := templ.Attributes{}
	if ids := described(f); ids != "" {
		a["aria-describedby"] = ids
	}
	if wrong(f) == "field-wrong" {
		a["aria-invalid"] = "true"
	}
	return a
}

// rows is how many lines a text area shows.
func rows(text string, least int) int {
	const perLine, most = 80, 20
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n += 1 + len(line)/perLine
	}
	return min(max(n, least), most)
}

// inArea is a text within a text area, which swallows a line end at its start.
func inArea(text string) string {
	if strings.HasPrefix(text, "\n") {
		return "\n" + text
	}
	return text
}

func inputType(f *editing.Field) string {
	switch f.Format {
	case schema.FormatEmail:
		return "email"
	case schema.FormatTelephone:
		return "tel"
	case schema.FormatURL:
		return "url"
	}
	return "text"
}

// addWords is what the button says that adds an entry to a list: "Add a card"
// where the list has a short plural name.
func addWords(f *editing.Field) string {
	one, plural := strings.CutSuffix(f.Label, "s")
	if !plural || strings.HasSuffix(one, "s") || strings.ContainsAny(one, ",:") || strings.Count(one, " ") > 1 {
		return "Add an entry"
	}
	if stem, is := strings.CutSuffix(one, "ie"); is {
		one = stem + "y"
	}
	if !strings.HasPrefix(one, strings.ToUpper(one[:min(3, len(one))])) { // an abbreviation stays one
		one = strings.ToLower(one[:1]) + one[1:]
	}
	article := "a"
	if strings.Contains("aeiou", strings.ToLower(one[:1])) {
		article = "an"
	}
	return "Add " + article + " " + one
}
