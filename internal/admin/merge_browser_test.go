package admin_test

import (
	"testing"

	"lectern/internal/kinds"
	"lectern/internal/testkit"
)

// TestMergingInABrowser has somebody save a page in two windows, with scripts
// and without: what goes together does, and what does not they decide.
func TestMergingInABrowser(t *testing.T) {
	t.Parallel()
	o, url := textDesk(t)
	page := o.draft("page", o.home, "spine", contentPage("A", "B"))
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "merge.mjs", map[string]any{"origin": url, "page": page}, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	stored := o.content(page).Value.(*kinds.ContentPage)
	if stored.Title != "Other without scripts" || stored.Summary != "Lead without scripts" || o.headings(page) != "A A B" {
		t.Errorf("stored is %q, %q, %q", stored.Title, stored.Summary, o.headings(page))
	}
}
