package app_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

// checkLinked holds what every page tells search engines against the definitions
// of schema.org, and follows its addresses on this site. What they shall not
// find tells nothing.
func checkLinked(t *testing.T, w *website, pages []*page) {
	vocabulary := testkit.SchemaOrg(t)
	addresses := map[string]bool{}
	for _, p := range pages {
		document := testkit.Page(t, p.body)
		data := document.Find(`script[type="application/ld+json"]`).Text()
		canonical := document.Find("link[rel=canonical]").AttrOr("href", "")
		if withdrawn := w.outcome(t, p.path) == "withdrawn"; (data == "") != (canonical == "" || withdrawn) {
			t.Errorf("%s tells machines %d bytes, its canonical address is %q, and it is withdrawn %t", p.path, len(data), canonical, withdrawn)
		}
		if data == "" {
			continue
		}
		for _, problem := range append(vocabulary.Problems([]byte(data)), vocabulary.Wanting([]byte(data))...) {
			t.Errorf("%s: %s", p.path, problem)
		}
		var told any
		if err := json.Unmarshal([]byte(data), &told); err != nil {
			t.Errorf("%s: %v", p.path, err)
		}
		addressesIn(told, w.url, addresses)
		if !strings.Contains(data, `"`+canonical+`"`) {
			t.Errorf("%s does not tell its canonical address %s", p.path, canonical)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(addresses)) {
		if a := w.get(t, address); a.status != http.StatusOK {
			t.Errorf("machines are told of %s, which answers %d", address, a.status)
		}
	}
}

// addressesIn collects the addresses of a site that are in a document, but for
// patterns of them and for pictures that would have to be drawn.
func addressesIn(value any, origin string, found map[string]bool) {
	switch value := value.(type) {
	case string:
		path, ours := strings.CutPrefix(value, origin)
		path, _, _ = strings.Cut(path, "#")
		if ours && !strings.Contains(path, "{") && !strings.HasPrefix(path, "/share") {
			found[path] = true
		}
	case []any:
		for _, entry := range value {
			addressesIn(entry, origin, found)
		}
	case map[string]any:
		for _, entry := range value {
			addressesIn(entry, origin, found)
		}
	}
}

// outcome is what the public gets at an address now; empty: nothing of the tree.
func (w *website) outcome(t *testing.T, path string) string {
	t.Helper()
	path, _, _ = strings.Cut(path, "?")
	var outcomes []string
	err := w.Store.Pool.QueryRow(t.Context(), `
		select array_agg(outcome) from release where path = $1 and live_from <= now() and live_until > now()`, path).Scan(&outcomes)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(outcomes, " ")
}
