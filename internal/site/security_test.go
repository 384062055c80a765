package site_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSecurityTextSaysWhomToTell(t *testing.T) {
	t.Parallel()
	const path = "/.well-known/security.txt"
	w := newWebsite(t, options{baseURL: "https://site.example"})
	w.load(map[string]string{"pages/index.yaml": home, "site.yaml": "title: Office\n"})
	w.get(path).wants(t, http.StatusNotFound)

	w.load(map[string]string{
		"pages/policy.yaml": "kind: page\ntitle: How we treat what we are told\n",
		"pages/soon.yaml":   "kind: page\ntitle: Canary\nlive_from: 2090-01-01\n",
		"site.yaml": "title: Office\nsecurity:\n  email: security@office.example\n  page: https://office.example/tell\n  telephone: +44 300 303 5678\n" +
			"  policy: /policy\n  acknowledgments: /soon\n  languages: en,cy\n",
	})
	r := w.get(path)
	r.wants(t, 200)
	if got := r.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("it is sent as %s", got)
	}
	var lines []string
	for line := range strings.Lines(r.body) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if name != "Expires" {
			lines = append(lines, name+": "+value)
			continue
		}
		expires, err := time.Parse(time.RFC3339, value)
		if ahead := time.Until(expires); err != nil || ahead < 24*time.Hour || ahead > 365*24*time.Hour || !expires.Equal(expires.Truncate(24*time.Hour)) {
			t.Errorf("it expires at %q, %v", value, err)
		}
	}
	want := []string{
		"Contact: mailto:security@office.example", "Contact: https://office.example/tell", "Contact: tel:+44-300-303-5678",
		"Preferred-Languages: en, cy", "Policy: https://site.example/policy", "Canonical: https://site.example/.well-known/security.txt",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("it says (- want, + got):\n%s", diff)
	}
	if n := strings.Count(r.body, "Expires: "); n != 1 {
		t.Errorf("it says %d times when it expires", n)
	}
	w.get(path, "If-None-Match", r.Header.Get("ETag")).wants(t, http.StatusNotModified)

	old := w.get("/security.txt")
	if old.StatusCode != http.StatusMovedPermanently || old.Header.Get("Location") != path {
		t.Errorf("/security.txt answers %d and leads to %q", old.StatusCode, old.Header.Get("Location"))
	}
}

// The file may name no address that is not https.
func TestSecurityTextOfADevelopersSite(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "http://127.0.0.1:8080"})
	w.load(map[string]string{
		"pages/index.yaml":  home,
		"pages/policy.yaml": "kind: page\ntitle: Policy\n",
		"site.yaml":         "title: Office\nsecurity: {email: security@office.example, policy: /policy}\n",
	})
	r := w.get("/.well-known/security.txt")
	r.wants(t, 200, "Contact: mailto:security@office.example\nExpires: ")
	r.lacks(t, "http", "Policy", "Canonical", "Languages")
}
