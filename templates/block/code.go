package block

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/blocks"
)

// languages are what people call the languages of samples, by stored name.
var languages = map[string]string{
	"csharp": "C#", "css": "CSS", "go": "Go", "html": "HTML", "http": "HTTP", "java": "Java", "javascript": "JavaScript",
	"json": "JSON", "python": "Python", "r": "R", "shell": "Shell", "sql": "SQL", "typescript": "TypeScript", "xml": "XML", "yaml": "YAML",
}

// codeLabel is what a sample is called for those who cannot see it.
func codeLabel(b *blocks.Code) string {
	switch {
	case b.Heading != "":
		return "Code: " + b.Heading
	case languages[b.Language] != "":
		return "Code: " + languages[b.Language]
	default:
		return "Code"
	}
}

// codeLines writes the lines of a sample, each in its own element so that the
// stylesheet can number it. It is written in Go because every space matters.
func codeLines(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var out strings.Builder
		for line := range strings.Lines(text) {
			out.WriteString(`<span class="code-line">` + templ.EscapeString(line) + "</span>")
		}
		_, err := io.WriteString(w, out.String())
		return err
	})
}
