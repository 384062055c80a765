package relevance_test

import (
	"bytes"
	"flag"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/search/relevance"
)

var updateCases = flag.Bool("update-cases", false, "write the files of cases that are generated")

const (
	testdata = "../testdata"
	content  = "../../../content/pages"

	// judgedMass is how much of the mass the cases are about: less than is added
	// to the demonstration site, so that they hold when that grows.
	judgedMass = 17_000
)

// generated are the files that -update-cases writes.
var generated = map[string]func(*site) []relevance.Case{
	"titles.txt": titleCases, "references.txt": referenceCases, "acronyms.txt": acronymCases, "typos.txt": typoCases,
}

// TestGeneratedCases keeps the generated files in step with what the site holds.
func TestGeneratedCases(t *testing.T) {
	s := wholeSite(t)
	for name, make := range generated {
		var text bytes.Buffer
		fmt.Fprintln(&text, "# Written by go test ./internal/search/relevance -update-cases: see cases_test.go.")
		fmt.Fprintln(&text)
		if err := relevance.Write(&text, make(s)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(testdata, name)
		if *updateCases {
			if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if is, err := os.ReadFile(file); err != nil || !bytes.Equal(is, text.Bytes()) {
			t.Errorf("%s is not what is generated (%v): pages of the site have changed; run go test ./internal/search/relevance -update-cases", name, err)
		}
	}
}

// TestCasesAreAboutTheSite reads every file, and looks whether the pages exist that
// should be found.
func TestCasesAreAboutTheSite(t *testing.T) {
	s := wholeSite(t)
	files, err := filepath.Glob(filepath.Join(testdata, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]int{
		"titles.txt": 250, "references.txt": 200, "acronyms.txt": 50, "acronyms-demonstration.txt": 20, "synonyms.txt": 40, "typos.txt": 120,
		"typos-by-hand.txt": 30, "navigational.txt": 40, "graded.txt": 40, "nonsense.txt": 20, "hostile.txt": 40,
	}
	for _, file := range files {
		name := filepath.Base(file)
		cases, err := relevance.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if least[name] == 0 || len(cases) < least[name] {
			t.Errorf("%s has %d cases, want %d", name, len(cases), least[name])
		}
		delete(least, name)
		for _, c := range cases {
			for _, j := range c.Expected {
				if !s.has(j.Path) {
					t.Errorf("%s:%d: there is no page %s", name, c.Line, j.Path)
				}
			}
			if open := name == "nonsense.txt" || name == "hostile.txt"; open != (len(c.Expected) == 0) {
				t.Errorf("%s:%d: %q should find %d pages", name, c.Line, c.Query, len(c.Expected))
			}
		}
	}
	for name := range least {
		t.Errorf("%s is missing", name)
	}
}

// site is what can be looked for: the demonstration and the mass beside it.
type site struct {
	demonstration, mass []corpus.Document
	titles              map[string]int // how many pages bear a title
}

func wholeSite(t *testing.T) *site {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{demonstration: demonstration(t), titles: map[string]int{}}
	corpus.Beside(registry, corpus.Corpus{Documents: judgedMass, Seed: 1}, func(d corpus.Document) bool {
		s.mass = append(s.mass, d)
		return true
	})
	for _, d := range slices.Concat(s.demonstration, s.mass) {
		s.titles[plainly(d.Title)]++
	}
	return s
}

func (s *site) has(path string) bool {
	return slices.ContainsFunc(slices.Concat(s.demonstration, s.mass), func(d corpus.Document) bool { return d.Path == path })
}

// unique reports whether a title is that of one page only.
func (s *site) unique(d corpus.Document) bool { return s.titles[plainly(d.Title)] == 1 }

// plainly is a title without what searches do not heed.
func plainly(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return strings.ContainsRune(" ,.:;()'’–-/", r)
	}), " ")
}

// demonstration reads the files of the pages that are public now.
func demonstration(t *testing.T) (list []corpus.Document) {
	t.Helper()
	err := filepath.WalkDir(content, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		var page struct {
			Kind, Title string
			Draft       bool
			ThreatID    string `yaml:"threat_id"`
			FirstName   string `yaml:"first_name"`
			LastName    string `yaml:"last_name"`
			Withdrawn   *string
			Gone        *string
			Redirect    *string
		}
		if err := yaml.NewDecoder(f).Decode(&page); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		path := strings.TrimSuffix(strings.TrimPrefix(file, content), ".yaml")
		path = "/" + strings.TrimPrefix(strings.TrimSuffix(path, "/index"), "/")
		if page.Title == "" {
			page.Title = page.FirstName + " " + page.LastName
		}
		if !page.Draft && page.Withdrawn == nil && page.Gone == nil && page.Redirect == nil {
			list = append(list, corpus.Document{Path: path, Kind: page.Kind, Title: page.Title, Reference: page.ThreatID})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// spread chooses so many of the documents of a kind that have a title of their own,
// from all over the site.
func (s *site) spread(kind string, most int) (list []corpus.Document) {
	var all []corpus.Document
	for _, d := range s.mass {
		if d.Kind == kind && s.unique(d) {
			all = append(all, d)
		}
	}
	for n := range min(most, len(all)) {
		list = append(list, all[n*len(all)/min(most, len(all))])
	}
	return list
}

// titlesOf is how many titles of each kind of page of the mass are looked for.
var titlesOf = []struct {
	kind string
	most int
}{
	{"publication", 30}, {"data-set", 30}, {"series", 20}, {"page", 25}, {"cyber-alert", 12}, {"news-article", 12}, {"blog-post", 12},
	{"published-work", 8}, {"published-work-chapter", 8}, {"service", 10}, {"api", 6}, {"event", 6}, {"feature", 5}, {"case-study", 5},
	{"person", 5}, {"legal", 4}, {"landing", 4}, {"job", 3},
}

// titleCases are exact titles: some of every kind of the mass, and of the
// demonstration a third.
func titleCases(s *site) (cases []relevance.Case) {
	for _, d := range s.demonstration {
		if number(d)%3 == 0 && s.unique(d) {
			cases = append(cases, known(d.Title, d))
		}
	}
	for _, of := range titlesOf {
		for _, d := range s.spread(of.kind, of.most) {
			cases = append(cases, known(d.Title, d))
		}
	}
	return cases
}

func known(query string, d corpus.Document) relevance.Case {
	return relevance.Case{Query: query, Expected: []relevance.Judgement{{Path: d.Path, Grade: relevance.HighestGrade}}}
}

// referenceCases are the numbers of fifty alerts in four spellings. A number that
// could be a year is left out: by itself it asks for that.
func referenceCases(s *site) (cases []relevance.Case) {
	alerts := slices.DeleteFunc(slices.Clone(s.demonstration), func(d corpus.Document) bool { return d.Reference == "" })
	for _, d := range slices.Concat(alerts, s.spread("cyber-alert", 60)) {
		_, digits, _ := strings.Cut(d.Reference, "-")
		if digits > "1900" && digits < "2100" || len(cases) >= 4*50 {
			continue
		}
		for _, spelling := range []string{"cc-" + digits, "CC" + digits, "CC " + digits, digits} {
			cases = append(cases, known(spelling, d))
		}
	}
	return cases
}

// acronymCases are what series of the mass are short for. Those that pages of the
// demonstration share are judged by hand.
func acronymCases(s *site) (cases []relevance.Case) {
	const byHand = " e-RS SUS SCR NRL DSPT DARS FOI SDE MHSDS SNOMED "
	for _, d := range s.mass {
		if d.Acronym != "" && !strings.Contains(byHand, " "+d.Acronym+" ") {
			cases = append(cases, known(d.Acronym, d))
		}
	}
	return cases
}

// number is always the same for a page, so that a new one does not change the cases
// about others.
func number(d corpus.Document) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(d.Path))
	return sum.Sum64() >> 1
}

// typoCases are titles with one slip each, of four sorts.
func typoCases(s *site) (cases []relevance.Case) {
	var from []corpus.Document
	for _, d := range s.demonstration {
		if number(d)%4 == 1 && s.unique(d) && d.Kind != "person" {
			from = append(from, d)
		}
	}
	from = from[:min(50, len(from))]
	for _, of := range []struct {
		kind string
		most int
	}{{"series", 40}, {"page", 20}, {"service", 15}, {"blog-post", 10}, {"published-work", 10}, {"news-article", 10}} {
		from = append(from, s.spread(of.kind, of.most)...)
	}
	slips := []func(word string, at int) string{dropped, doubled, swapped, replaced}
	for _, d := range from {
		if len(cases) == 120 {
			break
		}
		random := rand.New(rand.NewPCG(7, number(d)))
		if query := slipped(random, d.Title, slips[random.IntN(len(slips))]); query != "" {
			cases = append(cases, known(query, d))
		}
	}
	return cases
}

// slipped makes one slip in a word of five letters or more, not at its first
// letter; empty: there is no such word.
func slipped(random *rand.Rand, title string, slip func(string, int) string) string {
	words := strings.Fields(strings.ToLower(title))
	for _, n := range random.Perm(len(words)) {
		if len(words[n]) < 5 || strings.ContainsFunc(words[n], func(r rune) bool { return r < 'a' || r > 'z' }) {
			continue
		}
		if word := slip(words[n], 1+random.IntN(len(words[n])-2)); word != words[n] {
			words[n] = word
			return strings.Join(words, " ")
		}
	}
	return ""
}

func dropped(word string, at int) string { return word[:at] + word[at+1:] }

func doubled(word string, at int) string { return word[:at] + word[at:at+1] + word[at:] }

func swapped(word string, at int) string {
	return word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:]
}

// replaced hits the key that comes next in the alphabet.
func replaced(word string, at int) string {
	return word[:at] + string('a'+(word[at]-'a'+1)%26) + word[at+1:]
}
