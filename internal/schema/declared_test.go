package schema_test

import (
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// event is a kind that has every type of field.
type event struct {
	Title      string        `rule:"required max=20"`
	ShortTitle string        `help:"For menus"`
	Summary    string        `type:"longtext" rule:"max=300"`
	Place      string        `was:"venue location" search:"none"`
	Sort       string        `type:"choice" options:"talk=A talk,fair=A fair" default:"talk" rule:"required"`
	Text       richtext.Doc  `rule:"max=500"`
	Day        cms.Date      `rule:"required"`
	Begins     time.Time     ``
	Open       bool          `default:"true"`
	Seats      int           `rule:"min=1 max=500" default:"10"`
	Price      float64       `rule:"min=0"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Host       cms.Ref       `kinds:"event"`
	Related    []cms.Ref     `rule:"max=3"`
	Picture    cms.Image
	Programme  cms.File
	Book       cms.Link
	Email      string   `rule:"email"`
	Telephone  string   `rule:"telephone"`
	Website    string   `rule:"url"`
	Code       string   `rule:"pattern=^[A-Z]{3}$"`
	Shows      []string `type:"kinds"`
	Room       room     `label:"The room"`
	Speakers   []speaker
	Rows       []row
	Body       cms.Blocks `blocks:"note box"`
	Sample     string     `type:"verbatim" rule:"max=200"`
}

type room struct {
	Name  string `rule:"max=10"`
	Floor int    `default:"1"`
}

type speaker struct {
	Name string `rule:"required"`
	Link cms.Link
}

// Check wants people by their full name.
func (s *speaker) Check() []cms.Problem {
	if s.Name == "X" {
		return []cms.Problem{{Field: "name", Message: "write the full name"}}
	}
	return nil
}

type row struct{ Cells []cell }

type cell struct{ Text richtext.Doc }

func (*event) Kind() cms.Kind {
	return cms.Kind{Name: "event", Label: "Event", Addressed: true}
}

func (e *event) Card() cms.Card { return cms.Card{Title: e.Title} }

// ChangesAt says that an event changes when it begins.
func (e *event) ChangesAt(at time.Time) time.Time {
	if e.Begins.After(at) {
		return e.Begins
	}
	return time.Time{}
}

// note is a plain block.
type note struct {
	Heading string       `rule:"max=30"`
	Text    richtext.Doc `rule:"required"`
	Tone    string       `type:"choice" options:"calm=Calm,loud=Loud" default:"calm"`
}

func (*note) Block() cms.BlockType { return cms.BlockType{Name: "note", Label: "Note"} }

// box is a block that holds blocks.
type box struct {
	Title string
	Image cms.Image
	Until time.Time
	Body  cms.Blocks `label:"Inside"`
}

func (*box) Block() cms.BlockType { return cms.BlockType{Name: "box", Label: "Box"} }

func (b *box) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"event"}, Size: 3}}
}

func (b *box) ChangesAt(time.Time) time.Time { return b.Until }

func (b *box) Check() []cms.Problem {
	if b.Title == "bad" {
		return []cms.Problem{{Field: "title", Message: "say something better"}}
	}
	return nil
}

// extra is a block that event's body does not allow.
type extra struct{ Text string }

func (*extra) Block() cms.BlockType { return cms.BlockType{Name: "extra", Label: "Extra"} }

func registry(t interface {
	Helper()
	Fatal(...any)
}) *schema.Registry {
	t.Helper()
	r, err := schema.New([]schema.Kind{&event{}}, []schema.Block{&note{}, &box{}, &extra{}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// world resolves and names a few pages, files and terms.
type world struct{}

func (world) Page(path string) (cms.ID, bool) {
	id, found := map[string]cms.ID{"/": "p0", "/services": "p1", "/services/spine": "p2", "/news": "p3"}[path]
	return id, found
}

func (world) Asset(file string) (cms.ID, bool) {
	id, found := map[string]cms.ID{"a.png": "a1", "docs/b.pdf": "a2"}[file]
	return id, found
}

func (world) Term(vocabulary, slug string) (cms.ID, bool) {
	if vocabulary == "" {
		vocabulary, slug, _ = strings.Cut(slug, "/")
	}
	id, found := map[string]cms.ID{"health": "t1", "data": "t2"}[slug]
	return id, found && vocabulary != "none"
}

func (world) Reserved(path string) bool { return path == "/search" }

func (world) PagePath(id cms.ID) string {
	return map[cms.ID]string{"p0": "/", "p1": "/services", "p2": "/services/spine", "p3": "/news"}[id]
}

func (world) AssetFile(id cms.ID) string {
	return map[cms.ID]string{"a1": "a.png", "a2": "docs/b.pdf"}[id]
}

func (world) TermSlug(id cms.ID, vocabulary string) string {
	slug := map[cms.ID]string{"t1": "health", "t2": "data"}[id]
	if vocabulary == "" {
		return "topic/" + slug
	}
	return slug
}
