package app_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"go.yaml.in/yaml/v3"

	"lectern/internal/config"
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
		if !testName.MatchString(held) && !strings.HasPrefix(held, "people: ") {
			t.Errorf("/%s: nothing holds %q", page, promise)
		}
		checkNamed(t, tests, held)
	}
	for _, page := range []string{
		"privacy-and-cookies", "accessibility", "terms-and-conditions", "freedom-of-information", "slavery-statement", "feedback", "feeds", "contact-us",
	} {
		if told[page] == 0 {
			t.Errorf("docs/promises.md tells no promise of /%s", page)
		}
	}
}

// A test is named as `TestName` in `folder`.
var testName = regexp.MustCompile("`(Test\\w+)` in `([\\w/]+)`")

// checkNamed checks that the tests which a text names are there.
func checkNamed(t *testing.T, tests map[string][]string, text string) {
	t.Helper()
	for _, n := range testName.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(tests[n[1]], n[2]) {
			t.Errorf("there is no test %s in %s", n[1], n[2])
		}
	}
}

// The criteria of WCAG 2.2 at levels A and AA.
var criteria = strings.Fields(`
	1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
	2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8
	3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3`)

// TestEveryCriterionIsTold reads the table of docs/accessibility.md: each
// criterion of WCAG 2.2 has its row, and a test that is there or a hand check.
func TestEveryCriterionIsTold(t *testing.T) {
	t.Parallel()
	checkCriteria(t, "accessibility.md", criteria)
}

// The criteria of part B of ATAG 2.0 at levels A and AA.
var authoringCriteria = strings.Fields(`
	B.1.1.1 B.1.1.2 B.1.2.1 B.1.2.2 B.1.2.3 B.1.2.4
	B.2.1.1 B.2.2.1 B.2.2.2 B.2.3.1 B.2.3.2 B.2.4.1 B.2.4.2 B.2.4.3 B.2.5.1 B.2.5.2
	B.3.1.1 B.3.1.2 B.3.1.3 B.3.1.4 B.3.1.5 B.3.2.1 B.4.1.1 B.4.1.2 B.4.1.3 B.4.1.4 B.4.2.1 B.4.2.2`)

// TestEveryAuthoringCriterionIsTold reads the table of docs/atag.md in the same way.
func TestEveryAuthoringCriterionIsTold(t *testing.T) {
	t.Parallel()
	checkCriteria(t, "atag.md", authoringCriteria)
}

// checkCriteria reads the table of a document: each criterion has its row, and a
// test that is there or a hand check.
func checkCriteria(t *testing.T, document string, criteria []string) {
	t.Helper()
	root := testkit.Root(t)
	text, err := os.ReadFile(filepath.Join(root, "docs", document))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, row := range regexp.MustCompile(`(?m)^\| ((?:B\.)?\d\.\d\.\d+(?:\.\d+)?) [^|]+ \| AA? \| [^|]+ \| ([^|]+) \|$`).FindAllStringSubmatch(string(text), -1) {
		told = append(told, row[1])
		if !testName.MatchString(row[2]) && !strings.Contains(row[2], "by hand") {
			t.Errorf("%s is neither tested nor looked at", row[1])
		}
	}
	if !slices.Equal(told, criteria) {
		t.Errorf("the table tells of %q, want %q", told, criteria)
	}
	checkNamed(t, testsOf(t, root), string(text))
}

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
// site for what its legal pages say is on none, and for what each must have.
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
		document.Landmark("contentinfo", "").Link("Contact us").Leads("/contact-us")
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
	a := w.get(t, "/admin") // leads strangers on
	testkit.Page(t, a.body).Heading(1, "Sign in")
	if a.status != http.StatusOK || len(a.header.Values("Set-Cookie")) > 0 {
		t.Errorf("/admin answers %d, and sets %q before anybody has signed in", a.status, a.header.Values("Set-Cookie"))
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

// TestTheStatementCountsTheWays holds the list of ways that pages are opened in
// to what the tests do.
func TestTheStatementCountsTheWays(t *testing.T) {
	t.Parallel()
	_, list, _ := strings.Cut(contentOf(t, testkit.Root(t), "accessibility"), "is opened in nine more ways: ")
	list, _, _ = strings.Cut(list, " One failure anywhere")
	if ways := strings.Count(" "+list, " - "); ways != 9 || ways != len(otherContexts) {
		t.Errorf("the statement names %d ways, and there are %d", ways, len(otherContexts))
	}
}

// TestVisitorsAreForgottenWhenItIsSaid holds the settings that nobody has made
// to what the page on privacy says.
func TestVisitorsAreForgottenWhenItIsSaid(t *testing.T) {
	t.Parallel()
	privacy := contentOf(t, testkit.Root(t), "privacy-and-cookies")
	for setting, said := range map[string]string{"Retention": "- - Search - The words you typed, the time, how many results there were, and whether filters were in use. Nothing about who searched - %d days", "FormRetention": "is not published, and is deleted after %d days"} {
		field, found := reflect.TypeFor[config.Settings]().FieldByName(setting)
		if !found {
			t.Fatalf("there is no setting %s", setting)
		}
		kept, err := time.ParseDuration(field.Tag.Get("default"))
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf(said, int(kept.Hours()/24)); !strings.Contains(privacy, text) {
			t.Errorf("the page on privacy does not say %q", text)
		}
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

// TestEveryDefenceIsTested reads docs/security.md: each row names a test that is
// there.
func TestEveryDefenceIsTested(t *testing.T) {
	t.Parallel()
	root := testkit.Root(t)
	text, err := os.ReadFile(filepath.Join(root, "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, rows := testsOf(t, root), 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| what ") {
			continue
		}
		rows++
		if !testName.MatchString(line) {
			t.Errorf("nothing tests %s", line)
		}
		checkNamed(t, tests, line)
	}
	t.Logf("%d defences", rows)
}
