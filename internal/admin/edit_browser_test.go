package admin_test

import (
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
)

// TestEditPageInABrowser arranges blocks as a person does, with scripts and
// without, by keyboard and by dragging, and looks at the page on a phone and on
// a desktop.
func TestEditPageInABrowser(t *testing.T) {
	t.Parallel()
	o, url := textDesk(t)
	page := o.draft("page", o.home, "spine", contentPage("A", "B", "C", "D"))
	every := o.draft("page", o.home, "every", o.manyBlocks(len(o.registry.Blocks())))
	job := struct {
		Origin string `json:"origin"`
		Page   cms.ID `json:"page"`
		Every  cms.ID `json:"every"`
	}{url, page, every}
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "edit.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	if got := o.headings(page); got != "B new A C new D" {
		t.Errorf("what was arranged is stored as %q", got)
	}
	if title := o.content(page).Value.(*kinds.ContentPage).Title; title != "Typed with scripts and without" {
		t.Errorf("what was typed is stored as %q", title)
	}
}
