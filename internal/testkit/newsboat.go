package testkit

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Newsboat is a feed reader that people use, with the feeds that somebody
// follows in it.
type Newsboat struct {
	t   testing.TB
	dir string
}

// NewsboatItem is what somebody finds in Newsboat.
type NewsboatItem struct {
	Number  int    `json:"number"` // each that comes has the next
	ID      string `json:"id"`
	Title   string `json:"title"`
	URL     string `json:"url"`
	Content string `json:"content"` // HTML
}

// Follow returns a Newsboat that follows feeds, and has not asked for them yet.
func Follow(t testing.TB, feeds ...string) *Newsboat {
	t.Helper()
	n := &Newsboat{t, t.TempDir()}
	for name, text := range map[string]string{
		"urls":   strings.Join(feeds, "\n") + "\n",
		"config": `error-log "` + n.file("errors") + `"` + "\n",
	} {
		if err := os.WriteFile(n.file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func (n *Newsboat) file(name string) string { return filepath.Join(n.dir, name) }

// Poll has it ask every feed for what is new. It returns all items that it has
// found so far, in the order in which they came.
func (n *Newsboat) Poll() []NewsboatItem {
	n.t.Helper()
	command := exec.CommandContext(n.t.Context(), "newsboat",
		"--config-file", n.file("config"), "--url-file", n.file("urls"), "--cache-file", n.file("cache.db"), "--execute", "reload")
	command.Env = append(os.Environ(), "HOME="+n.dir, "LC_ALL=C.UTF-8")
	if output, err := command.CombinedOutput(); err != nil {
		n.t.Fatalf("newsboat: %v (where it is missing, make test installs it if it can)\n%s", err, output)
	}
	if problems, err := os.ReadFile(n.file("errors")); err == nil && len(problems) > 0 {
		n.t.Fatalf("newsboat: %s", problems)
	}
	return n.items()
}

func (n *Newsboat) items() (items []NewsboatItem) {
	n.t.Helper()
	script := filepath.Join(Root(n.t), "internal", "testkit", "newsboat.py")
	output, err := outputOf(n.t.Context(), nil, python(), script, n.file("cache.db"))
	if err != nil {
		n.t.Fatal(err)
	}
	if err := json.Unmarshal(output, &items); err != nil {
		n.t.Fatalf("the results of %s: %v", script, err)
	}
	return items
}
