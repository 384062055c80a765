package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

func paragraph(text string) richtext.Block {
	return richtext.Block{Paragraph: []richtext.Span{{Text: text}}}
}

func read(t *testing.T, r *schema.Registry, source string) *event {
	t.Helper()
	v, problems := readFile(t, r, source)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return v
}

func readFile(t *testing.T, r *schema.Registry, source string) (*event, []cms.Problem) {
	t.Helper()
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(source), &node); err != nil {
		t.Fatal(err)
	}
	v, problems := r.DecodeYAML("event", &node, world{})
	return v.(*event), problems
}

func TestFile(t *testing.T) {
	r := registry(t)
	v := read(t, r, file)
	page := func(ref cms.Ref, fragment string) *cms.Link { return &cms.Link{Page: ref, Fragment: fragment} }
	want := &event{
		Title:   "Open day",
		Summary: "Come and see.\n\nBring a friend.",
		Sort:    "fair",
		Text: richtext.Doc{
			{Paragraph: []richtext.Span{{Text: "Hello", Marks: richtext.Strong}, {Text: " "}, {Text: "Spine", Link: page("p2", "top")}, {Text: ", see"}}},
			{List: &richtext.List{Items: []richtext.Doc{
				{paragraph("a")},
				{{Paragraph: []richtext.Span{{Text: "b", Link: &cms.Link{URL: "https://example.org"}}}}},
			}}},
		},
		Day:       cms.Date{Year: 2024, Month: 3, Day: 5},
		Begins:    time.Date(2024, 3, 5, 9, 30, 0, 0, time.UTC),
		Seats:     20,
		Price:     2.5,
		Topics:    []cms.TermRef{"t1"},
		Host:      "p3",
		Related:   []cms.Ref{"p1", "p0"},
		Picture:   cms.Image{Asset: "a1", Alt: "A door"},
		Programme: cms.File{Asset: "a2", Title: "Programme"},
		Book:      cms.Link{Text: "Book", URL: "/search?q=a"},
		Room:      room{Name: "Hall", Floor: 1},
		Speakers:  []speaker{{Name: "Ada", Link: cms.Link{Page: "p3"}}},
		Rows: []row{
			{Cells: []cell{{Text: richtext.Doc{paragraph("a")}}, {Text: richtext.Doc{paragraph("12")}}}},
			{Cells: []cell{{Text: richtext.Doc{paragraph("c")}}}},
		},
		Body: cms.Blocks{
			{ID: v.Body[0].ID, Type: "note", Value: &note{Text: richtext.Doc{paragraph("Hello")}, Tone: "calm"}},
			{ID: "mine", Type: "box", Value: &box{Title: "Box", Body: cms.Blocks{
				{ID: v.Body[1].Value.(*box).Body[0].ID, Type: "extra", Value: &extra{Text: "inside"}},
			}}},
		},
		Sample: "if open {\n    enter\n\n    greet\n}",
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Fatal(diff)
	}
	if len(v.Body[0].ID) != 8 || v.Body[0].ID == v.Body[1].Value.(*box).Body[0].ID {
		t.Errorf("IDs %q and %q", v.Body[0].ID, v.Body[1].Value.(*box).Body[0].ID)
	}
	if problems := r.Validate(v); len(problems) > 0 {
		t.Error(problems)
	}
	out, err := yaml.Marshal(r.EncodeYAML(v, world{}))
	if err != nil {
		t.Fatal(err)
	}
	wantFile := `title: Open day
summary: |
    Come and see.

    Bring a friend.
sort: fair
text: |
    **Hello** [Spine](/services/spine#top), see

    - a
    - [b](https://example.org)
day: 2024-03-05
begins: 2024-03-05 09:30
open: false
seats: 20
price: 2.5
topics: [health]
host: /news
related: [/services, /]
picture:
    file: a.png
    alt: A door
programme:
    file: docs/b.pdf
    title: Programme
book:
    text: Book
    to: /search?q=a
room:
    name: Hall
speakers:
    - name: Ada
      link: /news
rows:
    - [a, "12"]
    - [c]
body:
    - type: note
      text: Hello
    - type: box
      id: mine
      title: Box
      body:
        - type: extra
          text: inside
sample: |
    if open {
        enter

        greet
    }
`
	if diff := cmp.Diff(wantFile, string(out)); diff != "" {
		t.Error(diff)
	}
}

// TestVerbatim takes text whose spaces matter to what is stored, to a content
// file, and back.
func TestVerbatim(t *testing.T) {
	r := registry(t)
	for _, sample := range []string{
		"a", "    a", "\ta", "\ta:\n\t\t- b", "  a\n b\nc", "a  =  b\n\n\n\tc", "{\n  \"a\": \"\\n\"\n}", "# a\n---\n- b: *c",
	} {
		v := &event{Title: "a", Sample: sample}
		r.Normalise(v)
		if v.Sample != sample {
			t.Errorf("%q is stored as %q", sample, v.Sample)
		}
		throughJSON(t, r, "event", v)
		throughYAML(t, r, "event", v)
	}
}

func TestFileProblems(t *testing.T) {
	r := registry(t)
	for _, test := range []struct {
		name, source string
		want         []string // "line field: message"
	}{
		{"unknown field", "titel: a", []string{`1 titel: there is no field "titel" here; did you mean "title"?`}},
		{"renamed field", "title: a\nvenue: b", []string{`2 venue: venue is now called place; rename it`}},
		{"twice", "title: a\ntitle: b", []string{`2 title: title stands here twice; keep one`}},
		{"wrong shape", "title: [a]\nbody: x\nroom: y", []string{
			`1 title: this is a list, and must be a single value`,
			`2 body: this is "x", and must be a list, such as [a, b] or lines that begin with -`,
			`3 room: this is "y", and must be a mapping of names to values`,
		}},
		{"not a mapping", "- a", []string{`1 : this is a list, and must be a mapping of names to values`}},
		{"choice", "sort: walk", []string{`1 sort: "walk" is not a choice; use talk or fair`}},
		{"numbers", "seats: many\nprice: .inf\nopen: yes", []string{
			`1 seats: "many" is not a whole number`, `2 price: ".inf" is not a number`, `3 open: "yes" is neither true nor false`,
		}},
		{"time", "day: 5 March\nbegins: 2024-03-31 01:30", []string{
			`1 day: "5 March" is not a date such as 2024-03-05`,
			`2 begins: "2024-03-31 01:30" does not exist in Europe/London: the clocks go forward over it; give another time`,
		}},
		{"repeated hour", "begins: 2024-10-27 01:30", []string{
			`1 begins: "2024-10-27 01:30" comes twice in Europe/London: the clocks go back over it; write 2024-10-27T01:30:00+01:00 or 2024-10-27T01:30:00Z`,
		}},
		{"broken names", "host: /gone\nrelated: [/news, /gone]\ntopics: [health, x]\nbook: /gone#a\npicture: {file: z.png, title: a}\nshows: [evnt]", []string{
			`1 host: there is no page at "/gone"; give the path of a page, such as /services`,
			`2 related[1]: there is no page at "/gone"; give the path of a page, such as /services`,
			`3 topics[1]: there is no topic term "x"; add it to content/terms or correct it`,
			`4 book: there is no page at "/gone"; correct the path, or take the link away`,
			`5 picture: there is no "title" here; use file, alt, decorative or caption`,
			`5 picture: there is no file "z.png" in content/media; add it or correct the name`,
			`6 shows[0]: there is no kind "evnt"; did you mean "event"?`,
		}},
		{"links", "book: javascript:alert(1)\ntext: |\n  fine\n\n  [a](/gone) and [b](data:x)\n  # no", []string{
			`1 book: links to javascript: are not allowed; use https, http, mailto, tel or a path of this site`,
			`5 text: there is no page at "/gone"; correct the path, or take the link away`,
			`5 text: links to data: are not allowed; use https, http, mailto, tel or a path of this site`,
			`6 text: a heading is not part of running text; use a text section, or write \# at the beginning of a line for the sign`,
		}},
		{"blocks", "body:\n- type: extra\n- text: a\n- type: nte\n- x\n- {}\n- type: note\n  txt: a", []string{
			`2 body[0]: extra blocks cannot stand here; use note or box`,
			`3 body[1]: this block has no type; add type: note or box`,
			`4 body[2]: there is no block "nte"; did you mean "note"?`,
			`5 body[3]: this is "x", and must be a mapping of names to values`,
			`6 body[4]: this block has no type; add type: note or box`,
			`8 body[5].txt: there is no field "txt" here; did you mean "text"?`,
		}},
		{"YAML's own tricks", "title: &a x\nplace: *a\nsummary: !!str y\nroom: {<<: {name: z}}", []string{
			`2 place: aliases such as *name are not used in content files; write the value out`,
			`3 summary: tags such as !!str are not used in content files; take it away`,
			`4 room: merge keys << are not used in content files; write the fields out`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := readFile(t, r, test.source)
			var got []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d %s: %s", p.Line, p.Field, p.Message))
			}
			if diff := cmp.Diff(test.want, got, cmp.Transformer("sorted", sorted)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sorted keeps the order in which problems are found out of the comparison.
func sorted(lines []string) map[string]int {
	set := map[string]int{}
	for _, line := range lines {
		set[line]++
	}
	return set
}

func TestDefaultsAndNull(t *testing.T) {
	r := registry(t)
	v := read(t, r, "title: 2024\nsort:\nseats: null\nroom: ~\nopen: false")
	want := &event{Title: "2024", Sort: "talk", Seats: 10, Room: room{Floor: 1}}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Error(diff)
	}
	k, _ := r.Kind("event")
	if diff := cmp.Diff(k.New(), schema.Kind(&event{Sort: "talk", Open: true, Seats: 10, Room: room{Floor: 1}})); diff != "" {
		t.Error(diff)
	}
}

func TestInstants(t *testing.T) {
	r := registry(t)
	for source, want := range map[string]string{
		"2024-07-01 09:30":          "2024-07-01T08:30:00Z",
		"2024-07-01 09:30:15":       "2024-07-01T08:30:15Z",
		"2024-07-01T09:30":          "2024-07-01T08:30:00Z",
		"2024-07-01T09:30:00Z":      "2024-07-01T09:30:00Z",
		"2024-10-27T01:30:00+01:00": "2024-10-27T00:30:00Z",
		"2024-10-27 01:30Z":         "2024-10-27T01:30:00Z",
		"2024-10-27 02:00":          "2024-10-27T02:00:00Z",
		"2024-03-31 02:00":          "2024-03-31T01:00:00Z",
		"2024-03-31 00:59":          "2024-03-31T00:59:00Z",
	} {
		got, err := schema.ParseInstant(source, r.Zone())
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s is %s, %v; want %s", source, got, err, want)
			continue
		}
		again, err := schema.ParseInstant(schema.FormatInstant(got, r.Zone()), r.Zone())
		if err != nil || !again.Equal(got) {
			t.Errorf("%s, printed and read again, is %s, %v", got, again, err)
		}
	}
}

func TestStorage(t *testing.T) {
	r := registry(t)
	v := read(t, r, "title: a <b> & c\nday: 2024-03-05\nbegins: 2024-07-05 09:30\nseats: 0\nbody: [{type: note, id: n, text: '**x**'}]")
	body, err := r.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"a <b> & c","sort":"talk","day":"2024-03-05","begins":"2024-07-05T08:30:00Z","open":true,"seats":0,"room":{"floor":1},` +
		`"body":[{"id":"n","type":"note","value":{"text":[{"paragraph":[{"text":"x","marks":["strong"]}]}],"tone":"calm"}}]}`
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Error(diff)
	}
}

func TestOldRevisions(t *testing.T) {
	r := registry(t)
	body := `{"gone":1,"location":"Leeds","title":["x"],"seats":"many","open":"x","day":"soon","begins":3,"book":{"text":4,"url":"/a"},"topics":[1,"t1"],` +
		`"body":[{"id":"o","type":"old","value":{ "a" : [1, 2.0] }},{"id":"p","type":"older"},{"id":"n","type":"note","value":{"text":"x","was":1}},7]}`
	v, err := r.Decode("event", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	want := &event{
		Place: "Leeds", Sort: "talk", Book: cms.Link{URL: "/a"}, Topics: []cms.TermRef{"", "t1"}, Room: room{Floor: 1},
		Body: cms.Blocks{
			{ID: "o", Type: "old", Raw: []byte(`{ "a" : [1, 2.0] }`)},
			{ID: "p", Type: "older"},
			{ID: "n", Type: "note", Value: &note{Tone: "calm"}},
		},
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Error(diff)
	}
	again, err := r.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(again), `{"id":"o","type":"old","value":{ "a" : [1, 2.0] }},{"id":"p","type":"older"}`) {
		t.Errorf("unknown blocks are not as they were: %s", again)
	}
	if problems := r.Validate(v); strings.Contains(fmt.Sprint(problems), "body[0]") {
		t.Error(problems)
	}
	for _, broken := range []string{"", "{", "{} {}"} {
		if _, err := r.Decode("event", []byte(broken)); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
	if _, err := r.Decode("nothing", []byte("{}")); err == nil {
		t.Error("an unknown kind is read")
	}
}

func TestNormalise(t *testing.T) {
	r := registry(t)
	v := &event{
		Title:   " Cafe\u0301 \n and\tbar\x00 ",
		Summary: "\r\n a \r\n\r\n\r\n b\t \n",
		Begins:  time.Date(2024, 7, 1, 9, 0, 0, 0, r.Zone()),
		Topics:  []cms.TermRef{"t1", "", "t1"},
		Book:    cms.Link{Text: " a ", URL: " /a b "},
		Rows:    []row{},
		Body:    cms.Blocks{{Type: "note", Value: &note{}}, {Type: "note", Value: &note{}}, {Type: "old", Raw: []byte("1")}},
	}
	r.Normalise(v)
	first := v.Body
	if first[0].ID == "" || first[0].ID == first[1].ID || first[2].ID == "" {
		t.Errorf("IDs %q, %q and %q", first[0].ID, first[1].ID, first[2].ID)
	}
	v.Body = nil
	want := &event{
		Title: "Café and bar", Summary: "a\n\nb", Begins: time.Date(2024, 7, 1, 8, 0, 0, 0, time.UTC),
		Topics: []cms.TermRef{"t1"}, Book: cms.Link{Text: "a", URL: "/a%20b"},
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Error(diff)
	}

	taken := &event{Body: cms.Blocks{{Type: "note", Value: &note{}}, {ID: first[0].ID, Type: "note", Value: &note{}}}}
	r.Normalise(taken)
	if taken.Body[0].ID == first[0].ID || taken.Body[1].ID != first[0].ID {
		t.Errorf("IDs %q and %q; the second was given", taken.Body[0].ID, taken.Body[1].ID)
	}
}

func TestValidate(t *testing.T) {
	r := registry(t)
	valid := func() *event {
		return &event{Title: "a", Sort: "talk", Day: cms.Date{Year: 2024, Month: 3, Day: 5}, Seats: 1}
	}
	if problems := r.Validate(valid()); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, test := range []struct {
		name string
		make func(*event)
		want string
	}{
		{"required", func(e *event) { e.Title = "" }, "title: Title is missing; fill it in"},
		{"required date", func(e *event) { e.Day = cms.Date{} }, "day: Day is missing; fill it in"},
		{"max counts code points", func(e *event) { e.Title = strings.Repeat("é", 22) }, "title: Title has 22 characters and may have 20; take 2 away"},
		{"max of entries", func(e *event) { e.Related = []cms.Ref{"1", "2", "3", "4"} }, "related: Related has 4 entries and may have 3; take 1 away"},
		{"least number", func(e *event) { e.Seats = 0 }, "seats: Seats is 0 and must be at least 1"},
		{"greatest number", func(e *event) { e.Seats = 501 }, "seats: Seats is 501 and must be at most 500"},
		{"choice", func(e *event) { e.Sort = "x" }, `sort: "x" is not a choice; use talk or fair`},
		{"no such day", func(e *event) { e.Day = cms.Date{Year: 2023, Month: 2, Day: 29} }, "day: day 29 of month 2 of 2023 does not exist; give another date"},
		{"email", func(e *event) { e.Email = "a b@c.d" }, `email: "a b@c.d" is not an email address such as name@example.org`},
		{"telephone", func(e *event) { e.Telephone = "ring me" }, `telephone: "ring me" is not a telephone number such as 0300 303 5678; use digits and spaces only`},
		{"url", func(e *event) { e.Website = "/x" }, `website: "/x" is not a full address such as https://example.org`},
		{"pattern", func(e *event) { e.Code = "abc" }, `code: "abc" does not look as Code should; it must match ^[A-Z]{3}$`},
		{"kind", func(e *event) { e.Shows = []string{"x"} }, `shows: there is no kind "x"; use event`},
		{"link to nowhere", func(e *event) { e.Book.Text = "x" }, "book: this link leads nowhere; choose a page or give an address"},
		{"unsafe link", func(e *event) { e.Book.URL = "javascript:x" }, "book: links to javascript: are not allowed; use https, http, mailto, tel or a path of this site"},
		{"unsafe link in text", func(e *event) {
			e.Text = richtext.Doc{{Paragraph: []richtext.Span{{Text: "x", Link: &cms.Link{URL: "//x.y"}}}}}
		}, `text: "//x.y" names a host without a scheme; write https://x.y`},
		{"picture without words", func(e *event) { e.Picture.Asset = "a1" }, "picture: this picture needs alternative text; describe what it tells, or say that it is decorative"},
		{"decorative with words", func(e *event) { e.Picture = cms.Image{Asset: "a1", Alt: "x", Decorative: true} },
			"picture: a decorative picture has no alternative text; take the text away, or say that the picture is not decorative"},
		{"within a group", func(e *event) { e.Room.Name = "very long name" }, "room.name: Name has 14 characters and may have 10; take 4 away"},
		{"within a list", func(e *event) { e.Speakers = []speaker{{Name: "a"}, {}} }, "speakers[1].name: Name is missing; fill it in"},
		{"a group's own rule", func(e *event) { e.Speakers = []speaker{{Name: "X"}} }, "speakers[0].name: write the full name"},
		{"a block's own rule", func(e *event) { e.Body = cms.Blocks{{ID: "a", Type: "box", Value: &box{Title: "bad"}}} }, "body[0].title: say something better"},
		{"within a block", func(e *event) { e.Body = cms.Blocks{{ID: "a", Type: "note", Value: &note{}}} }, "body[0].text: Text is missing; fill it in"},
		{"block not allowed", func(e *event) { e.Body = cms.Blocks{{ID: "a", Type: "extra", Value: &extra{}}} }, "body[0]: extra blocks cannot stand here; use note or box"},
		{"block of another type", func(e *event) { e.Body = cms.Blocks{{ID: "a", Type: "note", Value: &box{}}} },
			"body[0]: this block says that it is a Note and holds something else; delete it and add it again"},
		{"block IDs", func(e *event) {
			e.Body = cms.Blocks{{ID: "a", Type: "box", Value: &box{Body: cms.Blocks{{ID: "a", Type: "extra", Value: &extra{}}}}}}
		}, `body[0].body[0]: two blocks of this page have the ID "a"; give one of them another, or none`},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := valid()
			test.make(v)
			got := r.Validate(v)
			if len(got) != 1 || got[0].String() != test.want {
				t.Errorf("%v\nwant %s", got, test.want)
			}
		})
	}
}

func TestReferences(t *testing.T) {
	r := registry(t)
	v := read(t, r, file)
	want := []schema.Reference{
		{Page: "p2", Field: "text"}, {Page: "p3", Field: "host"}, {Page: "p1", Field: "related"}, {Page: "p0", Field: "related"}, {Page: "p3", Field: "speakers[0].link"},
	}
	if diff := cmp.Diff(want, r.References(v)); diff != "" {
		t.Error(diff)
	}
	v.Body[1].Value.(*box).Image.Asset = "a1"
	if diff := cmp.Diff([]cms.ID{"a1", "a2"}, r.Assets(v)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]cms.ID{"t1"}, r.Terms(v)); diff != "" {
		t.Error(diff)
	}
	lists := r.Lists(v, time.Now())
	if len(lists) != 1 || lists[0].Owner != v.Body[1].Value || lists[0].Queries[0].Size != 3 {
		t.Errorf("%v", lists)
	}
}

func TestChangesAt(t *testing.T) {
	r := registry(t)
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	b := &box{}
	v := &event{Body: cms.Blocks{{ID: "a", Type: "box", Value: b}}}
	if got := r.ChangesAt(v, at); !got.IsZero() {
		t.Errorf("never, but %s", got)
	}
	v.Begins = at.Add(2 * time.Hour)
	b.Until = at.Add(-time.Hour)
	if got := r.ChangesAt(v, at); !got.Equal(v.Begins) {
		t.Errorf("when it begins, but %s", got)
	}
	b.Until = at.Add(time.Hour)
	if got := r.ChangesAt(v, at); !got.Equal(b.Until) {
		t.Errorf("when the box ends, but %s", got)
	}
}

func TestSearchText(t *testing.T) {
	r := registry(t)
	v := read(t, r, file)
	v.ShortTitle, v.Place = "Short", "hidden"
	want := schema.SearchText{
		Title:   "Open day\nShort",
		Summary: "Come and see.\n\nBring a friend.",
		Body:    "Hello Spine, see\na\nb\nA door\nProgramme\nBook\nHall\nAda\na\n12\nc\nHello\nBox\ninside\nif open {\n    enter\n\n    greet\n}",
	}
	if diff := cmp.Diff(want, r.SearchText(v)); diff != "" {
		t.Error(diff)
	}
}

func TestCompare(t *testing.T) {
	r := registry(t)
	a := read(t, r, `
title: Old
summary: Goes
sort: talk
text: Hello there
day: 2024-03-05
room: {name: Hall}
rows: [[a], [b], [c]]
body:
- {type: note, id: one, text: First}
- {type: note, id: two, text: Second}
- {type: note, id: three, text: Third}
- {type: note, id: four, text: Fourth}
`)
	b := read(t, r, `
title: New
place: Comes
sort: fair
text: Hello **there**
day: 2024-03-05
room: {name: Attic}
rows: [[a], [x], [b], [c]]
body:
- {type: note, id: three, text: Third}
- {type: note, id: one, text: First}
- {type: note, id: two, text: Other}
- {type: note, id: five, heading: Head, text: Fifth}
`)
	a.Body = append(a.Body, cms.Block{ID: "old", Type: "old", Raw: []byte("1")})
	b.Body = append(b.Body, cms.Block{ID: "old", Type: "old", Raw: []byte("2")})
	want := []schema.Change{
		{Path: "title", Label: "Title", Kind: schema.Changed, Old: "Old", New: "New"},
		{Path: "summary", Label: "Summary", Kind: schema.Removed, Old: "Goes"},
		{Path: "place", Label: "Place", Kind: schema.Added, New: "Comes"},
		{Path: "sort", Label: "Sort", Kind: schema.Changed, Old: "A talk", New: "A fair"},
		{Path: "text", Label: "Text", Kind: schema.Changed, Old: "Hello there", New: "Hello **there**"},
		{Path: "room.name", Label: "The room › Name", Kind: schema.Changed, Old: "Hall", New: "Attic"},
		{Path: "rows[1]", Label: "Rows › 2", Kind: schema.Added, New: "x"},
		{Path: "body[3]", Label: "Body › Note", Kind: schema.Removed, Old: "Fourth\nTone: Calm"},
		{Path: "body[0]", Label: "Body › Note", Kind: schema.Moved, Old: "3", New: "1"},
		{Path: "body[2].text", Label: "Body › Note › Text", Kind: schema.Changed, Old: "Second", New: "Other"},
		{Path: "body[3]", Label: "Body › Note", Kind: schema.Added, New: "Head\nFifth\nTone: Calm"},
		{Path: "body[4]", Label: "Body › old", Kind: schema.Changed, Old: "1", New: "2"},
	}
	if diff := cmp.Diff(want, r.Compare(a, b)); diff != "" {
		t.Error(diff)
	}
}

// TestBlockAlone takes a block instead of a kind.
func TestBlockAlone(t *testing.T) {
	r := registry(t)
	bt, _ := r.Block("note")
	v := bt.New().(*note)
	if v.Tone != "calm" {
		t.Errorf("tone %q", v.Tone)
	}
	v.Text = richtext.Doc{paragraph("Hello")}
	if got := r.SearchText(v); got.Body != "Hello" {
		t.Errorf("%+v", got)
	}
	if problems := r.Validate(v); len(problems) > 0 {
		t.Error(problems)
	}
	body, err := r.Encode(v)
	if want := `{"text":[{"paragraph":[{"text":"Hello"}]}],"tone":"calm"}`; err != nil || string(body) != want {
		t.Errorf("%s, %v", body, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a struct that is not declared is taken")
		}
	}()
	r.Normalise(&speaker{})
}

func TestNewEntry(t *testing.T) {
	r := registry(t)
	k, _ := r.Kind("event")
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Name == "speakers" {
			if _, ok := f.NewEntry().Interface().(speaker); !ok {
				t.Errorf("%s", f.NewEntry().Type())
			}
		}
	}
}

func TestLineOf(t *testing.T) {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(file), &node); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"":                       1,
		"title":                  1,
		"summary":                2,
		"speakers[0].name":       24,
		"rows[1]":                27,
		"rows[1].cells[0].text":  27,
		"body[1].body[0].text":   35,
		"body[1].image":          31,
		"email":                  1,
		"body[7].text":           28,
		"picture":                19,
		"speakers[0].link.text":  24,
		"rows[0].cells[1].other": 26,
	} {
		if got := schema.LineOf(&node, path); got != want {
			t.Errorf("%s is on line %d, not %d", path, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	r, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	k, _ := r.Kind("service")
	f := k.Fields[1]
	if f.Name != "short_title" || f.Label != "Short title" || f.Type != schema.TypeText || *f.Max != 60 || f.Search != schema.WeightTitle {
		t.Errorf("%+v", f)
	}
	b, _ := r.Block("statistics")
	f = b.Fields[2]
	if f.Type != schema.TypeGroups || !f.Required || *f.Max != 4 || f.Label != "Numbers" || f.Fields[0].Name != "value" {
		t.Errorf("%+v", f)
	}
}

func TestWrongDeclarations(t *testing.T) {
	_, err := schema.New([]schema.Kind{&wrongKind{}, &event{}, &event{}, valueKind{}, (*event)(nil)}, []schema.Block{&wrongBlock{}, &note{}, &box{}})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`wrongKind: the name "Wrong Kind" is not lower-case words joined by hyphens`,
		`wrongKind: below names no kind: "nowhere"`,
		`wrongKind.Map: fields of type map[string]string are not supported`,
		`wrongKind.Pointer: fields of type *string are not supported`,
		`wrongKind.hidden: embedded and unexported fields are not stored; write the field out`,
		`wrongKind.Twice: two fields are or were called "same"`,
		`wrongKind.Choice: a choice has options, and nothing else has`,
		`wrongKind.Options: options are written value=Label, and each value stands once: "a"`,
		`wrongKind.Rule: a text field has no rule "sometimes"`,
		`wrongKind.Max: the limit of "max=x" is not a whole number`,
		`wrongKind.Pattern: error parsing regexp`,
		`wrongKind.Default: default "c": it is none of the options`,
		`wrongKind.Strings: []string needs type:"kinds"`,
		`wrongKind.Type: a field of type int cannot be "choice"`,
		`wrongKind.Tag: there is no tag "lable"`,
		`wrongKind.Blocks: blocks names no block: "nothing"`,
		`wrongKind.Refs: kinds names no kind: "nothing"`,
		`wrongKind.Vocabulary: a text field has no vocabulary`,
		`wrongKind.Names: names is no kind with a unique field: "event"`,
		`wrongKind.Named: a integer field names no page`,
		`inside.Text: only a field of a kind itself can be unique`,
		`wrongKind.Unique: a integer field has no rule "unique"`,
		`wrongKind.Search: search is title, summary, body or none, not "heavy"`,
		`wrongKind.Name: the name "Not A Name" is not lower-case words joined by underscores`,
		`self: holds itself`,
		`nothing has no fields`,
		`wrongBlock: no field of a block may be called "type": content files say the block's own there`,
		`two kinds are called "event"`,
		`valueKind: is not a pointer to a struct`,
		`*schema_test.event: is nil; declare it as &event{}`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nis not in\n%v", want, err)
		}
	}
}

type nothing struct{}

type self struct{ Inner []self }

type wrongKind struct {
	Map        map[string]string
	Pointer    *string
	hidden     string
	Same       string
	Twice      string `name:"same"`
	Choice     string `type:"choice"`
	Options    string `type:"choice" options:"a,b=B"`
	Rule       string `rule:"sometimes"`
	Max        string `rule:"max=x"`
	Pattern    string `rule:"pattern=("`
	Default    string `type:"choice" options:"a=A" default:"c"`
	Strings    []string
	Type       int        `type:"choice"`
	Tag        string     `lable:"x"`
	Blocks     cms.Blocks `blocks:"nothing"`
	Refs       []cms.Ref  `kinds:"nothing"`
	Vocabulary string     `vocabulary:"topic"`
	Names      string     `names:"event"`
	Named      int        `names:"event"`
	Unique     int        `rule:"unique"`
	Inside     inside
	Search     string `search:"heavy"`
	Name       string `name:"Not A Name"`
	Self       self
	Nothing    nothing
}

type inside struct {
	Text string `rule:"unique"`
}

func (*wrongKind) Kind() cms.Kind { return cms.Kind{Name: "Wrong Kind", Below: []string{"nowhere"}} }
func (w *wrongKind) Card() cms.Card {
	return cms.Card{Title: w.hidden}
}

type valueKind struct{}

func (valueKind) Kind() cms.Kind { return cms.Kind{} }
func (valueKind) Card() cms.Card { return cms.Card{} }

type wrongBlock struct{ Type string }

func (*wrongBlock) Block() cms.BlockType { return cms.BlockType{Name: "wrong"} }
