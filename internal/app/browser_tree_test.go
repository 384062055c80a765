package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/internal/app"
	"lectern/internal/testkit"
)

const updateVariable = "LECTERN_TEST_UPDATE"

// TestWhatScreenReadersTell compares what a screen reader has to tell of each
// section of the gallery, that is of each component, with what was looked at
// and found right. LECTERN_TEST_UPDATE=1 writes what there is now.
func TestWhatScreenReadersTell(t *testing.T) {
	w := serveFilled(t, func(*app.App) error { return nil })
	look := testkit.Look{Origin: w.url, Trees: []string{"/dev/gallery"}}
	seen := look.Run(t)
	report(t, seen.Findings)
	sections := sectionsOf(seen.Trees["/dev/gallery"])
	if len(sections) < 20 {
		t.Fatalf("the gallery has %d sections only", len(sections))
	}
	dir := filepath.Join(testkit.Root(t), "templates", "gallery", "testdata", "trees")
	if os.Getenv(updateVariable) != "" {
		writeTrees(t, dir, sections)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".txt"); sections[name] == "" {
			t.Errorf("%s is of no section of the gallery; %s=1 takes it away", name, updateVariable)
		}
	}
	for name, is := range sections {
		want, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Errorf("nobody has looked at %s; %s=1 writes what there is: %v", name, updateVariable, err)
		} else if is != string(want) {
			t.Errorf("%s is told differently. If this is better, %s=1 writes it.\nnow:\n%s\nbefore:\n%s", name, updateVariable, is, want)
		}
	}
}

var (
	sectionHead  = regexp.MustCompile(`^ *(?:heading "(.+)" \[level=2\]|(banner|main|contentinfo))$`)
	landmarkLine = regexp.MustCompile(`^ *(region|navigation)\b`)
	notInName    = regexp.MustCompile(`[^a-z0-9]+`)
)

// sectionsOf cuts the tree of a page where a landmark or a section begins, and
// calls the parts by what begins there.
func sectionsOf(tree string) map[string]string {
	sections := map[string]string{}
	var lines []string
	name := "before"
	end := func() {
		if len(lines) > 0 {
			sections[name] = strings.Join(flush(lines), "\n") + "\n"
		}
	}
	for line := range strings.Lines(tree) {
		line = strings.TrimRight(line, "\n")
		if head := sectionHead.FindStringSubmatch(line); head != nil {
			var around []string // the landmark that the heading is the first of
			if n := len(lines) - 1; n >= 0 && landmarkLine.MatchString(lines[n]) && strings.Count(lines[n], "  ") < strings.Count(line, "  ") {
				around, lines = lines[n:], lines[:n]
			}
			end()
			lines = around
			name = strings.Trim(notInName.ReplaceAllString(strings.ToLower(head[1]+head[2]), "-"), "-")
			name = name[:min(len(name), 40)]
			for first, n := name, 2; sections[name] != ""; n++ {
				name = fmt.Sprintf("%s-%d", first, n)
			}
		}
		lines = append(lines, line)
	}
	end()
	return sections
}

// flush takes away the room that all lines have before them.
func flush(lines []string) []string {
	room := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	least := room(slices.MinFunc(lines, func(a, b string) int { return room(a) - room(b) }))
	var flushed []string
	for _, line := range lines {
		flushed = append(flushed, line[least:])
	}
	return flushed
}

func writeTrees(t *testing.T, dir string, sections map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, tree := range sections {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(tree), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
