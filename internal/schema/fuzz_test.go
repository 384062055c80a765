package schema_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

const file = `title: Open day
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
picture: {file: a.png, alt: A door}
programme: {file: docs/b.pdf, title: Programme}
book: {text: Book, to: '/search?q=a'}
room: {name: Hall}
speakers:
  - {name: Ada, link: /news}
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
      - {type: extra, text: inside}
sample: |
  if open {
      enter

      greet
  }
`

func FuzzDecode(f *testing.F) {
	r := registry(f)
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"title":1,"seats":"x","rows":[1,{"cells":[{"text":[{"paragraph":[{"text":"a","marks":["strong",1]}]}]}]}]}`,
		`{"body":[{"id":"a","type":"old","value":{"x":1}},{"type":"note","value":[]},{"type":"box","value":{"body":[{}]}}]}`,
		`{"venue":"Leeds","begins":"2024","day":"x","text":{"a":1},"open":null,"book":{"text":1,"url":"/x"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := r.Decode("event", body)
		if err != nil {
			return
		}
		useAll(t, r, v)
		first, err := r.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := r.Decode("event", first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := r.Encode(again)
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(second) {
			t.Fatalf("%s and then\n%s", first, second)
		}
	})
}

func FuzzDecodeYAML(f *testing.F) {
	r := registry(f)
	for _, seed := range []string{
		file, "", "a", "[]", "title: [a]", "title: &x a\nplace: *x", "<<: {title: a}", "? [a]\n: b", "title: !!binary aGk=", "body:\n- \n- {}\n- type: x",
		"rows: [[a, b], c, null, {a: b}]", "begins: 2024-03-31 01:30", "text: |\n  # h\n  <b>", "title: a\ntitle: b", "room: 3\nspeakers: {}", "--- ~\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		var node yaml.Node
		if yaml.Unmarshal(source, &node) != nil {
			return
		}
		v, problems := r.DecodeYAML("event", &node, world{})
		useAll(t, r, v)
		for _, p := range problems {
			schema.LineOf(&node, p.Field)
		}
		if len(problems) > 0 {
			return
		}
		out := r.EncodeYAML(v, world{})
		again, problems := r.DecodeYAML("event", out, world{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if !reflect.DeepEqual(v, again) {
			t.Fatal(cmp.Diff(v, again))
		}
	})
}

// useAll calls what reads a value.
func useAll(t *testing.T, r *schema.Registry, v any) {
	t.Helper()
	r.Validate(v)
	r.References(v)
	r.Assets(v)
	r.Terms(v)
	r.SearchText(v)
	r.Compare(v, v)
	r.EncodeYAML(v, world{})
}

// TestStrangeNodes reads trees that no parser makes.
func TestStrangeNodes(t *testing.T) {
	r := registry(t)
	var loop yaml.Node
	loop = yaml.Node{Kind: yaml.AliasNode, Alias: &loop}
	mapping := func(values ...*yaml.Node) *yaml.Node {
		return &yaml.Node{Kind: yaml.MappingNode, Content: values}
	}
	name := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }
	for _, node := range []*yaml.Node{
		nil,
		{},
		{Kind: yaml.DocumentNode},
		{Kind: 77},
		&loop,
		mapping(nil, nil),
		mapping(name("title")),
		mapping(name("title"), nil),
		mapping(name("title"), &loop),
		mapping(name("text"), &yaml.Node{Kind: yaml.DocumentNode}),
		mapping(name("body"), &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{nil, &loop, {}, mapping(nil, name("x"))}}),
		mapping(name("rows"), &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{nil, &loop, {}}}),
		mapping(name("picture"), mapping(name("file"), &loop)),
	} {
		v, problems := r.DecodeYAML("event", node, world{})
		if v == nil {
			t.Fatal("no value")
		}
		for _, p := range problems {
			schema.LineOf(node, p.Field)
		}
	}
	if v, problems := r.DecodeYAML("evnt", nil, world{}); v != nil || len(problems) != 1 {
		t.Fatalf("%v %v", v, problems)
	}
}

func BenchmarkDecode(b *testing.B) {
	r := registry(b)
	v := &event{Title: "Long"}
	for len(v.Body) < 40 {
		n := &note{Heading: "A heading"}
		for range 3 {
			n.Text = append(n.Text, paragraph("Some words of the page that are read again and again."))
		}
		v.Body = append(v.Body, cms.Block{Type: "note", Value: n})
	}
	r.Normalise(v)
	body, err := r.Encode(v)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := r.Decode("event", body); err != nil {
			b.Fatal(err)
		}
	}
}
