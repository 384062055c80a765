package testkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Look is what Chromium is to look at, all in one run: see browser/look.mjs.
type Look struct {
	Origin   string   `json:"origin"`
	Slow     string   `json:"slow"` // the same site on a slow line; set by Run
	Visits   []Visit  `json:"visits"`
	Menus    []string `json:"menus,omitempty"` // paths on which to use the menu by keyboard
	Forms    []Visit  `json:"forms,omitempty"` // pages with a form to send by keyboard, first as it is and then filled in
	Weigh    []string `json:"weigh,omitempty"` // paths to load with an empty cache
	Trees    []string `json:"trees,omitempty"` // paths of which to read the accessibility tree
	Chromium chrome   `json:"chromium"`        // set by Run
}

// Visit is one page in one context.
type Visit struct {
	Path    string `json:"path"`
	Context string `json:"context"`
	Status  int    `json:"status"` // that the page answers with
}

// The contexts that a page is visited in.
const (
	Phone         = "phone"         // 320 pixels wide, with touch
	Desktop       = "desktop"       // 1280 pixels wide, as are all that follow
	NoJavaScript  = "no JavaScript" // its text must be that on the desktop
	ForcedColours = "forced colours"
	Dark          = "dark"
	LargeText     = "large text"   // twice as large
	TextSpacing   = "text spacing" // 320 pixels wide, with room between letters, words and lines; the Tab key goes through the page
	Keyboard      = "keyboard"     // the Tab key goes through the page, without motion
	LateAssets    = "late assets"  // styles, scripts and pictures come half a second late
	SlowLine      = "slow line"    // a phone, to which the first screen comes block by block
	SlowDesktop   = "slow desktop" // the same with a large screen
)

// Seen is what Chromium found.
type Seen struct {
	Findings []Finding         `json:"findings"`
	Weights  []Weight          `json:"weights"`
	Trees    map[string]string `json:"trees"` // by path: a line for each node, with role, name and states
}

// Finding is something that is wrong with a page.
type Finding struct {
	Path    string `json:"path"`
	Context string `json:"context"`
	Finding string `json:"finding"`
}

// Weight is what one page needs when nothing is in the cache: bytes on the
// wire, headers included.
type Weight struct {
	Path     string `json:"path"`
	Requests int    `json:"requests"`
	HTML     int    `json:"html"`
	CSS      int    `json:"css"`
	JS       int    `json:"js"`
	Images   int    `json:"images"`
	Other    int    `json:"other"`
}

// Total is the sum of all bytes.
func (w Weight) Total() int { return w.HTML + w.CSS + w.JS + w.Images + w.Other }

// Run looks.
func (l Look) Run(t testing.TB) Seen {
	t.Helper()
	l.Chromium = chromium(t)
	l.Slow = slowLine(t, l.Origin)
	job, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	var seen Seen
	node(t, "look.mjs", job, &seen)
	return seen
}

// Script runs a script of the folder browser, which reads {"job", "chromium"}
// and writes what it has found.
func Script(t testing.TB, name string, job, found any) {
	t.Helper()
	input, err := json.Marshal(map[string]any{"job": job, "chromium": chromium(t)})
	if err != nil {
		t.Fatal(err)
	}
	node(t, name, input, found)
}

func node(t testing.TB, name string, input []byte, found any) {
	t.Helper()
	script := filepath.Join(Root(t), "internal", "testkit", "browser", name)
	if err := json.Unmarshal(run(t, input, "node", script), found); err != nil {
		t.Fatalf("the results of %s cannot be read: %v", script, err)
	}
}

// chrome is how the browser is started.
type chrome struct {
	Path  string   `json:"path"`
	Shell string   `json:"shell"` // its part that draws pages, where that is installed; else Path
	Flags []string `json:"flags"`
}

// chromium finds the browser. Its headless shell draws the same pages in two
// thirds of the time, but has no profile to come back to, and asks for no icons.
func chromium(t testing.TB) chrome {
	t.Helper()
	path := chromiumPath(t)
	shell, err := exec.LookPath("chromium-headless-shell")
	if err != nil || os.Getenv("LECTERN_TEST_CHROMIUM") != "" {
		shell = path
	}
	return chrome{path, shell, []string{
		"--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
	}}
}

func chromiumPath(t testing.TB) string {
	t.Helper()
	if given := os.Getenv("LECTERN_TEST_CHROMIUM"); given != "" {
		return given
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium was not found: install it, or name its program in LECTERN_TEST_CHROMIUM")
	return ""
}

// CheckHTML has the Nu HTML checker read documents, and returns what it says
// of each. The documents are given by path.
func CheckHTML(t testing.TB, documents map[string][]byte) []Finding {
	t.Helper()
	dir := t.TempDir()
	paths := map[string]string{}
	for path, body := range documents {
		file := filepath.Join(dir, strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path)+".html")
		paths[file] = path
		if err := os.WriteFile(file, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	checker := filepath.Join(Root(t), "static", "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	output := run(t, nil, "java", "-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", dir)
	var said struct {
		Messages []struct {
			URL      string
			LastLine int
			Message  string
			Extract  string
		}
	}
	if err := json.Unmarshal(output, &said); err != nil {
		t.Fatalf("what the HTML checker says cannot be read: %v", err)
	}
	var findings []Finding
	for _, m := range said.Messages {
		findings = append(findings, Finding{
			Path: paths[strings.TrimPrefix(m.URL, "file:")], Context: "HTML checker",
			Finding: m.Message + " " + strings.Join(strings.Fields(m.Extract), " "),
		})
	}
	return findings
}

// run runs a program and returns its standard output.
func run(t testing.TB, input []byte, name string, args ...string) []byte {
	t.Helper()
	output, err := outputOf(t.Context(), input, name, args...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

func outputOf(ctx context.Context, input []byte, name string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Stdin = bytes.NewReader(input)
	var problems bytes.Buffer
	command.Stderr = &problems
	output, err := command.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("%s was not found, and this test needs it: make test installs it where it can", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, problems.Bytes())
	}
	return output, nil
}

// Root is the folder of the checkout.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("this test must run inside the checkout")
	return ""
}
