package check_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/check"
)

// TestDocs keeps the page about the rules true: it has each of them, with its
// level and why.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	row := func(r check.Rule) {
		want = append(want, fmt.Sprintf("| `%s` | %s | %s | %s |", r.Name, r.Label, r.Level, r.Help))
	}
	for _, g := range check.Groups() {
		want = append(want, "### "+g.Label)
		for _, r := range g.Rules {
			row(r)
		}
	}
	row(check.RedirectChain)
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "| `") || strings.HasPrefix(line, "### ") {
			got = append(got, line)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/checks.md (-want +got): %s", diff)
	}
}
