package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// html renders a component.
func html(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
