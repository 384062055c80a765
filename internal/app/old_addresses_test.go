package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

// TestOldAddresses asks the demonstration site for every form of address that
// somebody may have kept of the website that it is modelled on.
func TestOldAddresses(t *testing.T) {
	t.Parallel()
	w := serve(t, filepath.Join(testkit.Root(t), "content"))
	lines := readOldAddresses(t, "testdata/old-addresses.txt")
	if len(lines) < 120 {
		t.Errorf("%d old addresses are known, want at least 120", len(lines))
	}
	for _, l := range lines {
		status, to := w.step(t, l.from)
		if status == http.StatusMovedPermanently && strings.EqualFold(strings.Trim(to, "/"), strings.Trim(strings.ReplaceAll(l.from, "%20", "-"), "/")) {
			status, to = w.step(t, to) // it was spelt as no address is
		}
		switch {
		case l.to == "" && status != http.StatusNotFound:
			t.Errorf("%s answers %d and leads to %q, want 404", l.from, status, to)
		case l.to != "" && (status != http.StatusMovedPermanently || to != l.to):
			t.Errorf("%s answers %d and leads to %q, want %q", l.from, status, to, l.to)
		case l.to == "":
			continue
		}
		if status, on := w.step(t, l.to); status != http.StatusOK {
			t.Errorf("%s leads to %s, which answers %d and leads to %q", l.from, l.to, status, on)
		}
	}
}

type oldAddress struct{ from, to string } // to: empty, nothing is there

func readOldAddresses(t *testing.T, file string) (list []oldAddress) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if from, to, is := strings.Cut(line, "=>"); is {
			list = append(list, oldAddress{strings.TrimSpace(from), strings.TrimSpace(to)})
		}
	}
	return list
}

var oneStep = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// step asks for an address, and follows nothing.
func (w *website) step(t *testing.T, path string) (status int, to string) {
	t.Helper()
	response, err := oneStep.Get(w.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, strings.TrimPrefix(response.Header.Get("Location"), w.url)
}
