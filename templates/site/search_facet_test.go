package site

import (
	"strings"
	"testing"

	"lectern/internal/search"
)

func TestAnExcerptEndsWithAWord(t *testing.T) {
	long := strings.Repeat("é winter, ", 40)
	m := brief(search.Mark(long, search.Understand("winter", search.Lexicon{})))
	if !strings.HasSuffix(m.Text, "winter…") || len([]rune(m.Text)) > longestExcerpt+1 {
		t.Errorf("cut to %q", m.Text)
	}
	for _, part := range m.Parts() {
		if part.Match && part.Text != "winter" {
			t.Errorf("marked %q", part.Text)
		}
	}
	if short := search.Mark("A winter", search.Understand("winter", search.Lexicon{})); brief(short).Text != short.Text {
		t.Error("a short text was cut")
	}
	if unbroken := brief(search.Marked{Text: strings.Repeat("x", 900)}); len(unbroken.Text) != longestExcerpt+len("…") {
		t.Errorf("a word without an end was cut to %d", len(unbroken.Text))
	}
}
