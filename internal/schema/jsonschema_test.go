package schema_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// contentSchema is the schema of the fields of a kind, and nothing else.
func contentSchema(t *testing.T, r *schema.Registry, kind string, draft bool) *jsonschema.Schema {
	t.Helper()
	fields, err := r.JSONSchema(kind, draft)
	if err != nil {
		t.Fatal(err)
	}
	return testkit.JSONSchema(t, append(schema.Closed(fields.Properties, fields.Required), schema.Member{Name: "$defs", Value: fields.Defs}))
}

func document(t *testing.T, text string) any {
	t.Helper()
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return testkit.YAMLDocument(t, &node)
}

// TestJSONSchemaOfRandomValues writes random values of every kind: as drafts
// all of them fit the schema, and otherwise those that are valid.
func TestJSONSchemaOfRandomValues(t *testing.T) {
	for name, r := range registries(t) {
		for _, kind := range r.Kinds() {
			t.Run(name+"/"+kind.Name, func(t *testing.T) {
				draft, whole := contentSchema(t, r, kind.Name, true), contentSchema(t, r, kind.Name, false)
				for seed := range uint64(150) {
					f := &filler{Rand: rand.New(rand.NewPCG(seed, 0)), registry: r}
					v := kind.New()
					f.fill(v)
					fits(t, draft, r, v)
					if mend(r, v); len(r.Validate(v)) == 0 {
						fits(t, whole, r, v)
					}
					v = kind.New()
					validFiller(r, seed).Fill(v)
					if problems := r.Validate(v); len(problems) > 0 {
						t.Fatal(problems)
					}
					fits(t, whole, r, v)
					throughYAML(t, r, kind.Name, v)
				}
			})
		}
	}
}

// validFiller fills values with content that is valid, and refers to what the
// world knows.
func validFiller(r *schema.Registry, seed uint64) *corpus.Filler {
	f := corpus.NewFiller(rand.New(rand.NewPCG(seed, 0)), r)
	pages, terms := []cms.ID{"p0", "p1", "p2", "p3"}, []cms.ID{"t1", "t2"}
	f.Pages, f.Terms = map[string][]cms.ID{"": pages}, map[string][]cms.ID{"": terms}
	for _, vocabulary := range corpus.Vocabularies(r) {
		f.Terms[vocabulary] = terms
	}
	for _, kind := range r.Kinds() {
		f.Pages[kind.Name] = pages
	}
	f.Below = f.Pages
	f.Images, f.Documents, f.Film, f.Captions = []cms.ID{"a1"}, []cms.ID{"a2"}, "a2", "a2"
	return f
}

func fits(t *testing.T, s *jsonschema.Schema, r *schema.Registry, v any) {
	t.Helper()
	file, err := yaml.Marshal(r.EncodeYAML(v, world{}))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(document(t, string(file))); err != nil {
		t.Fatalf("%v:\n%s", err, file)
	}
}

// mend makes most values valid.
func mend(r *schema.Registry, v any) {
	r.Walk(v, func(_ string, f *schema.Field, value reflect.Value) {
		switch f.Type {
		case schema.TypeGroups:
			least := 0
			if f.Required {
				least = 1
			}
			if f.Max != nil && value.Len() > *f.Max {
				value.Set(value.Slice(0, *f.Max))
			}
			for value.Len() < least {
				value.Set(reflect.Append(value, f.NewEntry()))
			}
		case schema.TypeChoice:
			if f.Required && value.String() == "" {
				value.SetString(f.Options[0].Value)
			}
		}
		switch p := value.Addr().Interface().(type) {
		case *string:
			if f.Type != schema.TypeChoice {
				*p = mendText(f, *p)
			}
		case *int:
			*p = max(*p, 1)
		case *float64:
			*p = max(*p, 0)
		case *richtext.Doc:
			if f.Required || f.Max != nil {
				*p = richtext.Doc{{Paragraph: []richtext.Span{{Text: "words"}}}}
			}
		case *cms.Date:
			if p.IsZero() {
				*p = cms.Date{Year: 2024, Month: 3, Day: 5}
			}
		case *cms.Link:
			if p.IsZero() {
				*p = cms.Link{Page: "p1"}
			}
		case *cms.Image:
			if *p = (cms.Image{Asset: "a1", Alt: p.Alt, Caption: p.Caption}); p.Alt == "" {
				p.Decorative = true
			}
		case *cms.File:
			p.Asset = "a2"
		case *[]cms.Ref:
			*p = (*p)[:min(len(*p), 1)]
		}
	})
	r.Normalise(v)
}

func mendText(f *schema.Field, s string) string {
	switch {
	case f.Format == schema.FormatEmail:
		return "name@example.org"
	case f.Format == schema.FormatTelephone:
		return "0300 303 5678"
	case f.Format == schema.FormatURL:
		return "https://example.org"
	case f.Pattern != nil:
		return "ABC"
	case f.Required && strings.TrimSpace(s) == "":
		s = "words"
	}
	if runes := []rune(s); f.Max != nil && len(runes) > *f.Max {
		return string(runes[:*f.Max])
	}
	return s
}

const soundEvent = `
title: Open day
day: 2024-03-05
`

func TestJSONSchema(t *testing.T) {
	s := contentSchema(t, registry(t), "event", false)
	sound := []string{
		"title: 2024\nday: 2024-03-05",
		"begins: 2024-03-05 09:30",
		"begins: 2024-03-05T09:30:00+01:00",
		"sort: fair",
		"room: {name: Hall, floor: 2}",
		"speakers: [{name: A, link: {text: B, to: https://example.org}}]",
		"rows: [[a, b], [c]]",
		"picture: {file: a.png, alt: A hall}",
		"picture: {file: a.png, decorative: true}",
		"programme: {file: docs/b.pdf}",
		"book: /services#part",
		"summary: " + strings.Repeat("a", 300),
		"shows: [event]",
		"topics: [health]",
		"body: [{type: note, text: a}, {type: box, title: A, body: [{type: box}, {type: extra}]}]",
	}
	for _, fields := range sound {
		if err := s.Validate(document(t, together(fields))); err != nil {
			t.Errorf("%s: %v", fields, err)
		}
	}
	mistakes := map[string]string{
		"a missing field":                 "title: Open day",
		"an empty field":                  "title: ''\nday: 2024-03-05",
		"a field that is not known":       "titel: a",
		"a list in place of text":         "summary: [a]",
		"text that is too long":           "short_title: a\nsummary: " + strings.Repeat("a", 302),
		"a choice that is not known":      "sort: walk",
		"a truth that is neither":         "open: perhaps",
		"a number in words":               "seats: ten",
		"a number that is too large":      "seats: 501",
		"half a seat":                     "seats: 1.5",
		"a day that is none":              "day: tomorrow",
		"a time that is none":             "begins: at noon",
		"a page without its address":      "host: services",
		"too many entries":                "related: [/a, /b, /c, /d]",
		"an email address that is none":   "email: name",
		"a pattern that does not match":   "code: abc",
		"a kind that is not known":        "shows: [page]",
		"a link that is none":             "book: services",
		"a link to nowhere":               "book: {text: Book}",
		"a picture that nobody describes": "picture: {file: a.png}",
		"a file that is not named":        "programme: {title: A}",
		"a field of a group":              "room: {size: 3}",
		"a group without what it needs":   "speakers: [{link: /a}]",
		"a block without a type":          "body: [{text: a}]",
		"a block that is not known":       "body: [{type: notes, text: a}]",
		"a block that cannot stand there": "body: [{type: extra, text: a}]",
		"a field that a block has not":    "body: [{type: note, text: a, title: b}]",
		"a block without what it needs":   "body: [{type: note}]",
		"a mistake in a block of a block": "body: [{type: box, body: [{type: note, text: a, tone: shrill}]}]",
	}
	for name, fields := range mistakes {
		if err := s.Validate(document(t, together(fields))); err == nil {
			t.Errorf("%s passes: %s", name, fields)
		}
	}
}

// together adds what an event must have to fields that do not give it.
func together(fields string) string {
	if strings.HasPrefix(fields, "title:") {
		return fields
	}
	if strings.HasPrefix(fields, "day:") {
		return "title: Open day\n" + fields
	}
	return soundEvent + fields
}

func TestJSONSchemaTellsAuthors(t *testing.T) {
	fields, err := registry(t).JSONSchema("event", false)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"short_title": `{"title":"Short title","description":"For menus.","type":["string","number"]}`,
		"sort":        `{"title":"Sort","oneOf":[{"const":"talk","title":"A talk"},{"const":"fair","title":"A fair"}],"default":"talk"}`,
		"text":        `{"title":"Text","description":"Markdown of at most 500 characters that are seen.","type":["string","number"]}`,
		"seats":       `{"title":"Seats","type":"integer","minimum":1,"maximum":500,"default":10}`,
		"host":        `{"title":"Host","description":"The address of a page, such as /services, whose kind is event.","type":"string","pattern":"^/"}`,
		"topics":      `{"title":"Topics","description":"Slugs of terms of the vocabulary topic.","type":"array","items":{"type":"string","pattern":"^[a-z0-9]+(-[a-z0-9]+)*$"}}`,
		"email":       `{"title":"Email","type":["string","number"],"pattern":"^$|^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"}`,
		"body":        `{"title":"Body","type":"array","items":{"oneOf":[{"$ref":"#/$defs/block.note"},{"$ref":"#/$defs/block.box"}]}}`,
	} {
		i := slices.IndexFunc(fields.Properties, func(m schema.Member) bool { return m.Name == name })
		got, err := json.Marshal(fields.Properties[i].Value)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
	if _, err := registry(t).JSONSchema("evnt", false); err == nil || !strings.Contains(err.Error(), `did you mean "event"?`) {
		t.Errorf("a kind that is not known: %v", err)
	}
}
