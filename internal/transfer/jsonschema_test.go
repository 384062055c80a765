package transfer_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"lectern/internal/kinds"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
)

// fileSchema is the schema of a kind's file; of every page's without a kind.
func fileSchema(t *testing.T, kind string) *jsonschema.Schema {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := transfer.JSONSchema(registry, kind)
	if err != nil {
		t.Fatal(err)
	}
	return testkit.JSONSchema(t, schema)
}

// documents are the YAML documents of a file.
func documents(t *testing.T, text string) []any {
	t.Helper()
	var list []any
	for decoder := yaml.NewDecoder(strings.NewReader(text)); ; {
		var node yaml.Node
		if err := decoder.Decode(&node); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, testkit.YAMLDocument(t, &node))
	}
}

func TestTheDemonstrationFitsItsSchema(t *testing.T) {
	const content = "../../content"
	schemas := map[string]*jsonschema.Schema{
		"":            fileSchema(t, ""),
		"site.yaml":   fileSchema(t, "site"),
		"menus.yaml":  fileSchema(t, "menu"),
		"search.yaml": fileSchema(t, "search"),
	}
	held := 0
	hold := func(schema *jsonschema.Schema, name string) {
		text, err := os.ReadFile(filepath.Join(content, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents(t, string(text)) {
			if err := schema.Validate(d); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			held++
			if page, isObject := d.(map[string]any); isObject && page["kind"] != nil {
				kind := page["kind"].(string)
				if schemas[kind] == nil {
					schemas[kind] = fileSchema(t, kind)
				}
				if err := schemas[kind].Validate(d); err != nil {
					t.Errorf("%s, as a %s: %v", name, kind, err)
				}
			}
		}
	}
	err := fs.WalkDir(os.DirFS(content), "pages", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			hold(schemas[""], name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	hold(schemas["site.yaml"], "site.yaml")
	hold(schemas["menus.yaml"], "menus.yaml")
	hold(schemas["search.yaml"], "search.yaml")
	if held < 5 {
		t.Errorf("only %d documents were found", held)
	}
}

// TestJSONSchemaOfFiles holds what authors write in the head of a file, and
// where, against the schema of a kind or, without one, of every page.
func TestJSONSchemaOfFiles(t *testing.T) {
	tests := []struct {
		name, kind, file string
		fits             bool
	}{
		{"a page", "", "kind: page\ntitle: A", true},
		{"a page as its kind", "page", "kind: page\ntitle: A", true},
		{"a whole head", "", "kind: page\nid: 0f6bb3a1-3c63-5c0d-9d54-6c1d1b1f6a57\nfirst_published: 2024-03-05\nlast_edited: 2024-03-05 09:30\nlive_from: 2024-03-05T09:30:00Z\nlive_until: 2025-03-05\nchange_notes: [{at: 2024-03-05, note: A}]\ntitle: A", true},
		{"an announced page", "", "kind: page\nannounced: true\ntitle: A", true},
		{"a withdrawn page", "", "kind: page\nwithdrawn: It is out of date.\ntitle: A", true},
		{"a page that is gone", "", "kind: page\ngone: It has ended.\ntitle: A", true},
		{"a page that leads on", "", "kind: service\nlive_from: 2024-03-05\nredirect: /services/spine\ntitle: A", true},
		{"a draft that has hardly begun", "", "kind: service\ndraft: true\nbody: [{type: callout}]", true},
		{"site settings", "site", "title: A", true},
		{"menus", "menu", "- {name: main, title: A, place: main, entries: [/a, {text: B, to: https://example.org}]}", true},

		{"no kind", "", "title: A", false},
		{"a kind that is not known", "", "kind: pages\ntitle: A", false},
		{"a kind without an address below pages", "", "kind: site\ntitle: A", false},
		{"another kind", "service", "kind: page\ntitle: A", false},
		{"a field of another kind", "", "kind: page\ntitle: A\nstatus: live", false},
		{"no title", "", "kind: page", false},
		{"no title of what is not a draft", "", "kind: page\ndraft: false", false},
		{"a list", "", "- kind: page", false},
		{"a page that is gone, without its title", "", "kind: page\ngone: It has ended.", false},
		{"an id that is none", "", "kind: page\ntitle: A\nid: '12'", false},
		{"a time that is none", "", "kind: page\ntitle: A\nlive_from: soon", false},
		{"a change note without its time", "", "kind: page\ntitle: A\nchange_notes: [{note: A}]", false},
		{"a draft that is neither", "", "kind: page\ntitle: A\ndraft: perhaps", false},
		{"an unknown field of a draft", "", "kind: page\ndraft: true\ntitel: A", false},
		{"an unknown block of a draft", "", "kind: page\ndraft: true\nbody: [{type: texts}]", false},
		{"content of a page that is gone", "", "kind: page\ngone: It has ended.\ntitle: A\nsummary: B", false},
		{"content of a page that leads on", "", "kind: page\nredirect: /a\ntitle: A\nsummary: B", false},
		{"a redirect to no address", "", "kind: page\nredirect: services", false},
		{"a block that cannot stand there", "", "kind: home\ntitle: A\nsummary: B\nbody: [{type: table, caption: C, columns: [], rows: []}]", false},
		{"a menu without a name", "menu", "- {title: A, place: main}", false},
		{"a menu in no place", "menu", "- {name: main, title: A, place: left}", false},
		{"one menu", "menu", "{name: main, title: A, place: main}", false},
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if schemas[test.kind] == nil {
				schemas[test.kind] = fileSchema(t, test.kind)
			}
			err := schemas[test.kind].Validate(documents(t, test.file)[0])
			if test.fits && err != nil {
				t.Error(err)
			}
			if !test.fits && err == nil {
				t.Error("passes")
			}
		})
	}
}

func TestJSONSchemaOfNoKind(t *testing.T) {
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.JSONSchema(registry, "servce"); err == nil || !strings.Contains(err.Error(), `did you mean "service"?`) {
		t.Errorf("got %v", err)
	}
}
