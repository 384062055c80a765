package richtext_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/testkit"
)

// TestEditorLaw opens random trees in the editor of the browser, without the
// browser, and stores them again: as they are, and after they were edited at
// random. What was edited is text that can be stored, opened and written as
// Markdown.
func TestEditorLaw(t *testing.T) {
	t.Parallel()
	var trees []richtext.Doc
	for seed := range uint64(1_000) {
		trees = append(trees, richtext.RandomDoc(seed))
	}
	first := reopened(t, trees)
	var edited []richtext.Doc
	for seed, came := range first {
		same(t, seed, "opened", trees[seed], came[0])
		stored := came[1].Normalise()
		again, problems := richtext.ParseMarkdown(stored.Markdown(cms.Places{}.Address), asPages)
		if len(problems) > 0 {
			t.Fatalf("seed %d: edited and written as Markdown: %v", seed, problems)
		}
		same(t, seed, "written as Markdown", stored, again)
		edited = append(edited, stored)
	}
	for seed, came := range reopened(t, edited) {
		same(t, seed, "edited and opened", edited[seed], came[0])
	}
}

func reopened(t *testing.T, trees []richtext.Doc) (came [][2]richtext.Doc) {
	t.Helper()
	testkit.Script(t, "tree-law.mjs", trees, &came)
	if len(came) != len(trees) {
		t.Fatalf("%d trees came back of %d", len(came), len(trees))
	}
	return came
}

func same(t *testing.T, seed int, what string, want, got richtext.Doc) {
	t.Helper()
	if len(want) == 0 && len(got) == 0 || reflect.DeepEqual(want, got) { // null and [] are both no text
		return
	}
	was, _ := json.Marshal(want)
	is, _ := json.Marshal(got)
	t.Fatalf("seed %d, %s:\n%s\ncame back as\n%s", seed, what, was, is)
}

// asPages reads the addresses of pages that are not known: their ids.
func asPages(href string) (cms.Link, error) {
	for page, fragment := range map[cms.Ref]string{"p1": "", "p2": "part_(one)"} {
		if link := (cms.Link{Page: page, Fragment: fragment}); href == (cms.Places{}).Address(link) {
			return link, nil
		}
	}
	return cms.Link{URL: href}, nil
}
