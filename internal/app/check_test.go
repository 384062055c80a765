package app_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

func TestCheckOfTheLiveSite(t *testing.T) {
	t.Parallel()
	w := serve(t, write(t, map[string]string{
		"pages/index.yaml": "kind: home\ntitle: Home\nsummary: What we do.\n",
		"pages/a.yaml":     "kind: page\nid: 01890000-0000-7000-8000-00000000000a\ntitle: A\nsummary: First.\nbody:\n- {type: text, heading: Part, body: \"To [B](/b#part).\"}\n",
		"pages/b.yaml":     "kind: page\ntitle: B\nsummary: Second.\nbody:\n- {type: text, heading: Part, body: \"To [A](/a#part).\"}\n",
	}))
	check := func() (found []string) {
		t.Helper()
		report, err := w.Check(t.Context(), w.url)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range report.Problems {
			found = append(found, p.File+" "+p.Rule)
		}
		return found
	}
	if found := check(); len(found) > 0 {
		t.Fatalf("a sound site has problems: %q", found)
	}
	err := w.Publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), "01890000-0000-7000-8000-00000000000a", "", publishing.Plan{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := check(); len(found) != 1 || found[0] != "/b page-not-live" {
		t.Errorf("the problems are %q", found)
	}
}

func TestCheckCommand(t *testing.T) {
	t.Parallel()
	binary := program(t)
	good := write(t, map[string]string{"pages/index.yaml": "kind: home\ntitle: Home\nsummary: What we do.\n"})
	bad := write(t, map[string]string{
		"pages/index.yaml": "kind: home\ntitle: Home\n",
		"pages/a.yaml":     "kind: page\ntitle: A\nsummary: First.\nbody:\n- type: text\n  body: Click [here](/).\n",
	})
	run := func(args ...string) (output string, status int) {
		t.Helper()
		cmd := exec.Command(binary, append([]string{"check", "--data-dir", filepath.Join(t.TempDir(), "none")}, args...)...)
		cmd.Env = unset()
		text, err := cmd.Output()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return string(text), cmd.ProcessState.ExitCode()
	}
	if output, status := run(good); status != 0 || !strings.Contains(output, "found nothing to mend") {
		t.Errorf("a sound folder: status %d\n%s", status, output)
	}
	output, status := run(bad)
	if status != 1 {
		t.Errorf("a folder with problems: status %d", status)
	}
	for _, want := range []string{"pages/index.yaml:1: summary: Lead is missing; fill it in\n", "pages/a.yaml:6: body[0].body: ", "[link-text]\n", "1 problem to mend and 1 piece of advice"} {
		if !strings.Contains(output, want) {
			t.Errorf("the report does not say %q:\n%s", want, output)
		}
	}
	output, status = run(bad, "--json")
	var report struct {
		Problems []struct {
			File, Field, Rule, Level, Message string
			Line                              int
		}
	}
	if err := json.Unmarshal([]byte(output), &report); err != nil || status != 1 || len(report.Problems) != 2 {
		t.Fatalf("as JSON: status %d, %v\n%s", status, err, output)
	}
	if p := report.Problems[0]; p.File != "pages/a.yaml" || p.Line != 6 || p.Field != "body[0].body" || p.Rule != "link-text" || p.Level != "advise" {
		t.Errorf("as JSON the first problem is %+v", p)
	}
}

// write makes a folder of files, given by name.
func write(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
