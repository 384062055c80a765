package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/testkit"
)

// TestSeedPages checks that every page of the website that the demonstration
// site is modelled on has its counterpart, with all its sections and figures.
func TestSeedPages(t *testing.T) {
	t.Parallel()
	w := serve(t, filepath.Join(testkit.Root(t), "content"))
	seeds := readSeeds(t, "testdata/seed-pages.txt")
	if len(seeds) != 29 { // all but the two pages of search results
		t.Errorf("%d pages are expected, want 29", len(seeds))
	}
	for _, s := range seeds {
		a := w.get(t, s.path)
		if a.status != 200 || a.path != s.path {
			t.Errorf("%s answers %d at %s", s.path, a.status, a.path)
			continue
		}
		for _, problem := range s.missing(testkit.Page(t, a.body)) {
			t.Errorf("%s: %s", s.path, problem)
		}
	}
}

// seed is what a page must have.
type seed struct {
	path   string
	title  string
	heads  []string
	tables []string // the heads of the columns
	says   []string
}

func readSeeds(t *testing.T, file string) (seeds []*seed) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, expected, _ := strings.Cut(string(text), "no difference.\n")
	for line := range strings.Lines(expected) {
		line = strings.TrimSpace(line)
		if _, ours, changed := strings.Cut(line, " => "); changed {
			line = line[:2] + ours
		}
		if strings.HasPrefix(line, "/") {
			path, _, _ := strings.Cut(line, " ")
			seeds = append(seeds, &seed{path: path})
			continue
		}
		s := seeds[max(0, len(seeds)-1):]
		switch {
		case line == "" || len(s) == 0:
		case strings.HasPrefix(line, "= "):
			s[0].title = line[2:]
		case strings.HasPrefix(line, "# "):
			s[0].heads = append(s[0].heads, line[2:])
		case strings.HasPrefix(line, "| "):
			s[0].tables = append(s[0].tables, line[2:])
		default:
			s[0].says = append(s[0].says, line)
		}
	}
	return seeds
}

// missing tells what the page lacks.
func (s *seed) missing(page *testkit.Part) (problems []string) {
	lack := func(what, words string) { problems = append(problems, fmt.Sprintf("%s %q is missing", what, words)) }
	if titles := page.Headings(1); len(titles) != 1 || plain(titles[0]) != plain(s.title) {
		problems = append(problems, fmt.Sprintf("the headings of the page are %q, want %q alone", titles, s.title))
	}
	main := page.Landmark("main", "")
	var heads, tables []string
	main.Find("h2, h3, h4, h5, h6, summary, caption, legend, label, figcaption").Each(func(_ int, e *goquery.Selection) {
		heads = append(heads, plain(e.Text()))
	})
	main.Find("table").Each(func(_ int, e *goquery.Selection) {
		columns := e.Find("thead th").Map(func(_ int, c *goquery.Selection) string { return plain(c.Text()) })
		tables = append(tables, strings.Join(columns, " | "))
	})
	for _, words := range s.heads {
		if !slices.Contains(heads, plain(words)) {
			lack("the section", words)
		}
	}
	for _, columns := range s.tables {
		if !slices.Contains(tables, plain(columns)) {
			lack("the table", columns)
		}
	}
	said := plain(main.Text())
	for _, words := range s.says {
		if !strings.Contains(said, plain(words)) {
			lack("the text", words)
		}
	}
	return problems
}

var clauseNumber = regexp.MustCompile(`^\d+\. `)

var typewriter = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "\u00a0", " ")

// plain is a text without what makes no difference to its meaning.
func plain(text string) string {
	text = strings.ToLower(typewriter.Replace(strings.Join(strings.Fields(text), " ")))
	return clauseNumber.ReplaceAllString(text, "")
}
