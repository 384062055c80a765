package richtext

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// example is one fenced block of docs/rich-text.md.
type example struct{ language, text string }

var fenceStart = regexp.MustCompile("^(```+)([a-z]+)$")

func examples(page string) []example {
	var list []example
	fence := "" // of the example being read
	for line := range strings.SplitSeq(page, "\n") {
		last := len(list) - 1
		switch start := fenceStart.FindStringSubmatch(line); {
		case fence == "" && start != nil:
			fence = start[1]
			list = append(list, example{language: start[2]})
		case fence == "":
		case line == fence:
			fence = ""
			list[last].text = strings.TrimSuffix(list[last].text, "\n")
		default:
			list[last].text += line + "\n"
		}
	}
	return list
}

// TestDocs holds docs/rich-text.md true: what it says one may write is read and
// printed as it stands there, what it says is refused is refused with these
// words, and what is pasted gives the Markdown and the words after it.
func TestDocs(t *testing.T) {
	all := examples(readFile(t, "../../docs/rich-text.md"))
	seen := map[string]int{}
	for i, e := range all {
		seen[e.language]++
		switch e.language {
		case "markdown":
			checkWritten(t, e.text)
		case "refused":
			checkRefused(t, e.text)
		case "html":
			checkPasted(t, all[i:])
		case "told":
		default:
			t.Errorf("nothing reads an example in %q", e.language)
		}
	}
	for _, language := range []string{"markdown", "refused", "html", "told"} {
		if seen[language] == 0 {
			t.Errorf("there is no example in %q", language)
		}
	}
}

func checkWritten(t *testing.T, text string) {
	t.Helper()
	if diff := cmp.Diff(text, parse(t, text).Markdown(address)); diff != "" {
		t.Errorf("printed otherwise than written:\n%s", diff)
	}
}

// checkRefused reads an example, an empty line, and the problems that it has.
func checkRefused(t *testing.T, text string) {
	t.Helper()
	source, want, _ := strings.Cut(text, "\n\n")
	_, problems := ParseMarkdown(source, resolve)
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d: %s", p.Line, p.Message))
	}
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
		t.Errorf("%q:\n%s", source, diff)
	}
}

// checkPasted reads HTML, the Markdown that it gives and what is told of it.
func checkPasted(t *testing.T, examples []example) {
	t.Helper()
	if len(examples) < 2 || examples[1].language != "markdown" {
		t.Fatalf("%q does not show what it gives", examples[0].text)
	}
	doc, lost := FromHTML(examples[0].text, resolve)
	if diff := cmp.Diff(examples[1].text, doc.Markdown(address)); diff != "" {
		t.Errorf("%q:\n%s", examples[0].text, diff)
	}
	told := ""
	if len(examples) > 2 && examples[2].language == "told" {
		told = examples[2].text
	}
	if diff := cmp.Diff(told, strings.Join(lost, "\n")); diff != "" {
		t.Errorf("%q:\n%s", examples[0].text, diff)
	}
}
