package app_test

import (
	"bytes"
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lectern/internal/testkit"
)

// TestAddingAKind does what docs/adding-a-kind.md says, with the files that
// stand there, and looks at the page that it promises. The checkout itself is
// not touched: the files are laid over it for the build.
func TestAddingAKind(t *testing.T) {
	guide := readGuide(t)
	overlay := guide.overlay(t)
	run(t, exec.Command("go", "vet", "-overlay", overlay,
		"lectern/internal/blocks", "lectern/internal/kinds", "lectern/templates/block", "lectern/templates/kind"))
	run(t, exec.Command("go", "test", "-overlay", overlay, "-run", "HasARenderer|AreSound|NothingToShow",
		"lectern/templates/block", "lectern/templates/kind"))
	lectern := installed(t, program(t, "-overlay", overlay))

	const file = "content/pages/waiting-times.yaml"
	page := guide.files[file]
	content := newContent(t)
	content.write(file, page)
	run(t, lectern("check", content.dir))
	fitsSchema(t, run(t, lectern("schema", "consultation")), page)

	content.write(file, guide.mistaken(t, page))
	if said, err := lectern("check", content.dir).Output(); err == nil || !strings.HasPrefix(string(said), guide.said) {
		t.Errorf("of the mistake lectern check says (%v)\n%s\nand the guide has it say\n%s", err, said, guide.said)
	}
	if said, err := lectern("import", content.dir).CombinedOutput(); err == nil || !strings.Contains(string(said), guide.said) {
		t.Errorf("of the mistake lectern import says (%v)\n%s", err, said)
	}

	content.write(file, page)
	content.write("content/pages/coming.yaml", retold(page, "Coming", "2076-01-01 09:00", "2077-01-01 17:00"))
	content.write("content/pages/over.yaml", retold(page, "Over", "2023-01-09 09:00", "2023-04-01 17:00"))
	run(t, lectern("import", content.dir))
	p := launch(t, lectern("serve", "--addr", "127.0.0.1:0"))
	looksAsPromised(t, p.url)
	p.stop(t)

	exported := filepath.Join(t.TempDir(), "exported")
	run(t, lectern("export", exported))
	if said := run(t, lectern("import", exported)); !strings.Contains(said, " 0 pages written") {
		t.Errorf("what was exported is not what is there: %s", said)
	}
}

// looksAsPromised reads the pages as a visitor does.
func looksAsPromised(t *testing.T, url string) {
	t.Helper()
	page := testkit.CheckPage(t, fetch(t, url+"/waiting-times"))
	main := page.Landmark("main", "")
	main.Heading(1, "How we publish waiting times")
	main.Wants("Consultation", "Open until 26 November 2077 5:00 pm", "Primary care")
	main.Lacks("What came of it", "Closed")
	main.Link("Send us your views").Leads("https://surveys.example/waiting-times")
	if got, want := main.Headings(2), []string{"Page contents", "What we propose", "Words we use", "Other consultations"}; !slices.Equal(got, want) {
		t.Errorf("the headings are %q, want %q", got, want)
	}
	main.Section("What we propose").Wants("each Thursday")
	main.Section("Words we use").Wants("Median", "Half of all patients waited less than this")
	others := main.Section("Other consultations")
	others.Link("Coming").Leads("/coming")
	others.Lacks("Over", "How we publish waiting times")

	coming := testkit.CheckPage(t, fetch(t, url+"/coming")).Landmark("main", "")
	coming.Wants("Opens 1 January 2076 9:00 am")
	coming.Lacks("Send us your views", "We listened.")

	over := testkit.CheckPage(t, fetch(t, url+"/over")).Landmark("main", "")
	over.Wants("Closed 1 April 2023 5:00 pm")
	over.Lacks("Send us your views")
	over.Section("What came of it").Wants("We listened.")

	testkit.CheckPage(t, fetch(t, url+"/search?q=waiting")).Link("How we publish waiting times").Leads("/waiting-times")
}

// guide is docs/adding-a-kind.md as a program reads it.
type guide struct {
	root  string
	files map[string]string // by path; what stands in several pieces is put together
	old   string            // the line that the mistake replaces
	wrong string            // the mistake
	said  string            // what lectern check says of it
}

// A fence says after its language which file it is, or what is said.
var fence = regexp.MustCompile("(?ms)^```(\\w+) ([^\n]+)\n(.*?)^```$")

func readGuide(t *testing.T) *guide {
	t.Helper()
	g := &guide{root: testkit.Root(t), files: map[string]string{}}
	for _, found := range fence.FindAllStringSubmatch(g.read(t, "docs/adding-a-kind.md"), -1) {
		language, about, text := found[1], found[2], found[3]
		switch language {
		case "text":
			g.said = text
		case "diff":
			for line := range strings.Lines(text) {
				if old, is := strings.CutPrefix(line, "-"); is {
					g.old = old
				} else if wrong, is := strings.CutPrefix(line, "+"); is {
					g.wrong = wrong
				}
			}
		default:
			g.files[about] += text
		}
	}
	return g
}

func (g *guide) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(g.root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// mistaken is the page with the mistake.
func (g *guide) mistaken(t *testing.T, page string) string {
	t.Helper()
	if g.old == "" || g.wrong == "" || g.said == "" || strings.Count(page, g.old) != 1 {
		t.Fatalf("the guide replaces %q by %q, and says of it %q", g.old, g.wrong, g.said)
	}
	return strings.Replace(page, g.old, g.wrong, 1)
}

// overlay writes the guide's Go and templ files into a folder, and returns the
// name of a file that tells go build to take them from there.
func (g *guide) overlay(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for name, text := range g.files {
		target, source := filepath.Join(dir, filepath.FromSlash(name)), filepath.Join(g.root, filepath.FromSlash(name))
		switch path.Ext(name) {
		case ".go":
			replace[source] = target
			if _, err := os.Stat(source); err == nil {
				text = listed(t, name, g.read(t, name), text)
			} else if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
				t.Errorf("%s is not as gofmt writes it: %v", name, err)
			}
		case ".templ":
			replace[generated(source)] = generated(target)
		}
		writeFile(t, target, text)
	}
	run(t, exec.Command("go", "tool", "templ", "generate", "-path", filepath.Join(dir, "templates"), "-log-level", "warn"))
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	writeFile(t, overlay, string(text))
	return overlay
}

// generated is the file that templ makes of another.
func generated(name string) string { return strings.TrimSuffix(name, ".templ") + "_templ.go" }

var listOfAll = regexp.MustCompile(`(?m)^func All\(\) .*\{\n\treturn .*\{\n`)

// listed puts a line into the list that All returns.
func listed(t *testing.T, name, source, line string) string {
	t.Helper()
	at := listOfAll.FindStringIndex(source)
	if at == nil || strings.Count(line, "\n") != 1 {
		t.Fatalf("%s has no list for the line %q", name, line)
	}
	return source[:at[1]] + line + source[at[1]:]
}

// contentFolder holds as much of a site as the page of the guide needs.
type contentFolder struct {
	t   *testing.T
	dir string
}

func newContent(t *testing.T) contentFolder {
	t.Helper()
	c := contentFolder{t, filepath.Join(t.TempDir(), "content")}
	c.write("content/pages/index.yaml", "kind: home\ntitle: Front page\nsummary: This body asks the public what it thinks before it decides.\n")
	c.write("content/site.yaml", "title: Somebody\ncopyright: © Somebody\n")
	terms := filepath.Join(testkit.Root(t), "content", "terms")
	if err := os.CopyFS(filepath.Join(c.dir, "terms"), os.DirFS(terms)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c contentFolder) write(name, text string) {
	c.t.Helper()
	writeFile(c.t, filepath.Join(filepath.Dir(c.dir), filepath.FromSlash(name)), text)
}

// retold is the page with another title and other times, and with an outcome.
func retold(page, title, opens, closes string) string {
	for field, value := range map[string]string{"title": title, "short_title": title, "opens": opens, "closes": closes} {
		page = regexp.MustCompile(`(?m)^`+field+`: .*$`).ReplaceAllString(page, field+": "+value)
	}
	return page + "outcome: We listened.\n"
}

// installed returns commands of the program, with a database of their own.
func installed(t *testing.T, binary string) func(args ...string) *exec.Cmd {
	t.Helper()
	settings := []string{"LECTERN_DATABASE_URL=" + testkit.DatabaseURL(t), "LECTERN_DATA_DIR=" + dataFolder(t)}
	return func(args ...string) *exec.Cmd {
		cmd := exec.Command(binary, args...)
		cmd.Env = append(unset(), settings...)
		return cmd
	}
}

// fitsSchema holds the page against the JSON Schema that was printed.
func fitsSchema(t *testing.T, printed, page string) {
	t.Helper()
	var schema any
	if err := json.Unmarshal([]byte(printed), &schema); err != nil {
		t.Fatal(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(page), &document); err != nil {
		t.Fatal(err)
	}
	if err := testkit.JSONSchema(t, schema).Validate(testkit.YAMLDocument(t, &document)); err != nil {
		t.Errorf("the page does not fit its schema: %v", err)
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run returns what the command prints. It must end well.
func run(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var said, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &errors
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(cmd.Args, " "), err, &said, &errors)
	}
	return said.String()
}
