package testkit

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// JSONSchema returns a JSON Schema that documents can be held against. It fails
// the test when the schema's own, the meta-schema of draft 2020-12, refuses it.
func JSONSchema(t testing.TB, schema any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.MustCompile("https://json-schema.org/draft/2020-12/schema").Validate(document); err != nil {
		t.Fatalf("this is no schema: %v", err)
	}
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// YAMLDocument returns what a YAML document holds as JSON has it, as editors of
// text see it: what YAML 1.1 takes for a time is text.
func YAMLDocument(t testing.TB, node *yaml.Node) any {
	t.Helper()
	switch node.Kind {
	case yaml.DocumentNode:
		return YAMLDocument(t, node.Content[0])
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i < len(node.Content); i += 2 {
			object[node.Content[i].Value] = YAMLDocument(t, node.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, entry := range node.Content {
			list = append(list, YAMLDocument(t, entry))
		}
		return list
	}
	if node.Tag == "!!timestamp" {
		return node.Value
	}
	var value any
	if err := node.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
