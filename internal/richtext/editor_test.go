package richtext_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// TestEditorLaw opens random trees in the editor of the browser, without the
// browser, and stores them again as they are.
func TestEditorLaw(t *testing.T) {
	t.Parallel()
	var trees []richtext.Doc
	for seed := range uint64(2_000) {
		trees = append(trees, richtext.RandomDoc(seed))
	}
	var came []richtext.Doc
	testkit.Script(t, "tree-law.mjs", trees, &came)
	if len(came) != len(trees) {
		t.Fatalf("%d trees came back of %d", len(came), len(trees))
	}
	for seed, want := range trees {
		if len(want) == 0 && len(came[seed]) == 0 { // null and [] are both no text
			continue
		}
		if !reflect.DeepEqual(came[seed], want) {
			was, _ := json.Marshal(want)
			is, _ := json.Marshal(came[seed])
			t.Fatalf("seed %d:\n%s\ncame back as\n%s", seed, was, is)
		}
	}
}
