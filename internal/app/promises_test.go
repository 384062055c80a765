package app_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"go.yaml.in/yaml/v3"

	"lectern/internal/kinds"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// TestEveryPromiseIsHeld reads the table of docs/promises.md: each sentence
// that it quotes still stands on its page, and each test that is to hold it is
// there. No page that makes promises is left out.
func TestEveryPromiseIsHeld(t *testing.T) {
	t.Parallel()
	root := testkit.Root(t)
	tests := testsOf(t, root)
	text, err := os.ReadFile(filepath.Join(root, "docs", "promises.md"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	page := ""
	for line := range strings.Lines(string(text)) {
		if heading, is := strings.CutPrefix(line, "## /"); is {
			page = strings.TrimSpace(heading)
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if page == "" || !strings.HasPrefix(line, "| ") || len(cells) != 2 || strings.Contains(line, "| promise |") {
			continue
		}
		told[page]++
		promise, held := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])
		if !strings.Contains(contentOf(t, root, page), oneLine(promise)) {
			t.Errorf("/%s does not say %q", page, promise)
		}
		named := testName.FindAllStringSubmatch(held, -1)
		if len(named) == 0 && !strings.HasPrefix(held, "people: ") {
			t.Errorf("/%s: nothing holds %q", page, promise)
		}
		for _, n := range named {
			if !slices.Contains(tests[n[1]], n[2]) {
				t.Errorf("/%s: there is no test %s in %s", page, n[1], n[2])
			}
		}
	}
	for _, page := range []string{
		"privacy-and-cookies", "accessibility", "terms-and-conditions", "freedom-of-information", "slavery-statement", "feedback", "contact-us",
	} {
		if told[page] == 0 {
			t.Errorf("docs/promises.md tells no promise of /%s", page)
		}
	}
}

// A test is named as `TestName` in `folder`.
var testName = regexp.MustCompile("`(Test\\w+)` in `([\\w/]+)`")

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func contentOf(t *testing.T, root, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "content", "pages", page+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return oneLine(string(text))
}

// testsOf returns the folders that hold a test of that name.
func testsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	tests := map[string][]string{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	for _, room := range []string{"cmd", "internal", "static", "templates"} {
		err := filepath.WalkDir(filepath.Join(root, room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, "_test.go") {
				return nil
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			folder, err := filepath.Rel(root, filepath.Dir(path))
			for _, found := range declared.FindAllSubmatch(source, -1) {
				tests[string(found[1])] = append(tests[string(found[1])], filepath.ToSlash(folder))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return tests
}

// TestNoPageHoldsWhatIsPromisedAway looks at every page of the demonstration
// site for what its legal pages say is on none.
func TestNoPageHoldsWhatIsPromisedAway(t *testing.T) {
	t.Parallel()
	w := serve(t, filepath.Join(testkit.Root(t), "content"))
	for _, p := range w.pages(t) {
		if p.kind == galleryKind {
			continue
		}
		document := testkit.Page(t, p.body)
		for what, selector := range map[string]string{
			"asks for a password":                 "input[type=password]",
			"takes files":                         "input[type=file]",
			"holds another website":               "iframe, object, embed, frame",
			"counts who reads it":                 "a[ping], link[rel=preconnect], link[rel=dns-prefetch], [width='1'][height='1']",
			"asks about cookies":                  "dialog, [id*=cookie-banner]",
			"loads something of another website":  "[src^='http'], [src^='//'], link[rel=stylesheet][href^='http'], [srcset*='//']",
			"leads to a document for Word or PDF": "a[href$='.doc'], a[href$='.docx'], a[href$='.pdf']",
		} {
			document.Find(selector).Each(func(_ int, s *goquery.Selection) {
				html, _ := goquery.OuterHtml(s)
				t.Errorf("%s %s: %s", p.path, what, html)
			})
		}
		document.Wants("A demonstration site: an invented body, and not an NHS service.")
		document.Find("a").Each(func(_ int, a *goquery.Selection) {
			if strings.EqualFold(strings.TrimSpace(a.Text()), "cookie consent") {
				t.Errorf("%s has a link %q", p.path, a.Text())
			}
			address, isMail := strings.CutPrefix(a.AttrOr("href", ""), "mailto:")
			if address, _, _ = strings.Cut(address, "?"); isMail && address != "" && !strings.HasSuffix(address, ".example") {
				t.Errorf("%s leads to the email address %s, which may be somebody's", p.path, address)
			}
		})
	}
	for path, a := range w.answers {
		if len(a.header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", path)
		}
	}
	for _, path := range []string{"/admin", "/login"} {
		if a := w.get(t, path); a.status != http.StatusNotFound {
			t.Errorf("%s answers %d, and the page on privacy says that nobody can sign in", path, a.status)
		}
	}
}

// TestNothingAboutYourselfIsAskedFor reads the questions of the feedback form:
// those about the visitor may be left empty.
func TestNothingAboutYourselfIsAskedFor(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(testkit.Root(t), "content", "pages", "feedback.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var form struct {
		Fields []struct {
			Label, Section string
			Required       bool
		}
	}
	if err := yaml.Unmarshal(text, &form); err != nil {
		t.Fatal(err)
	}
	about := false
	for _, f := range form.Fields {
		about = about || f.Section == "About you"
		if about && f.Required {
			t.Errorf("%q has to be answered", f.Label)
		}
	}
	if !about {
		t.Error("the form asks nothing about the visitor any more")
	}
}

// TestTitlesAreAsLongAsIsSaid holds the limits of titles to what the statement
// on accessibility says.
func TestTitlesAreAsLongAsIsSaid(t *testing.T) {
	t.Parallel()
	said := regexp.MustCompile(`A title may have (\d+) characters and no more`).FindStringSubmatch(contentOf(t, testkit.Root(t), "accessibility"))
	if said == nil {
		t.Fatal("the statement says nothing of the length of titles")
	}
	longest := 0
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range registry.Kinds() {
		i := slices.IndexFunc(k.Fields, func(f schema.Field) bool { return f.Name == "title" })
		if k.Addressed && i >= 0 && k.Fields[i].Max != nil {
			longest = max(longest, *k.Fields[i].Max)
		}
	}
	if strconv.Itoa(longest) != said[1] {
		t.Errorf("titles may have %d characters, and the statement says %s", longest, said[1])
	}
}

// TestTheStatementCountsTheRules counts the rules that pages are tested by, and
// holds the chart of the statement on accessibility to it.
func TestTheStatementCountsTheRules(t *testing.T) {
	t.Parallel()
	root := testkit.Root(t)
	command := exec.CommandContext(t.Context(), "node", "-e", `
		const axe = require("axe-core");
		const used = axe
			.getRules(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
			.filter(({ tags }) => !tags.includes("experimental") && !tags.includes("deprecated"));
		const level = ({ tags }) => tags.includes("best-practice") ? "Best practice" : tags.some((tag) => /^wcag2\d?aa$/.test(tag)) ? "Level AA" : "Level A";
		for (const name of ["Level A", "Level AA", "Best practice"]) console.log(name + "," + used.filter((rule) => level(rule) === name).length);
		console.log("axe-core " + axe.version.replace(/\.\d+$/, ""));`)
	command.Dir = filepath.Join(root, "static")
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	statement := contentOf(t, root, "accessibility")
	for line := range bytes.Lines(output) {
		if text := strings.TrimSpace(string(line)); !strings.Contains(statement, text) {
			t.Errorf("the statement does not say %q", text)
		}
	}
}
