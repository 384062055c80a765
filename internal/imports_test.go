// Package internal_test holds the one rule about the house as a whole: which
// room may open the door to which.
package internal_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport lists, for every package of ours, the packages of ours that it may
// import outside tests. A package that is not here may import none. Only app
// imports everything.
var mayImport = map[string]string{
	"cmd/lectern": "internal/app internal/check internal/cms internal/config internal/corpus internal/kinds internal/publishing internal/transfer",

	"internal/cms":       "",
	"internal/richtext":  "internal/cms",
	"internal/schema":    "internal/cms internal/richtext",
	"internal/compare":   "internal/cms internal/richtext internal/schema",
	"internal/charts":    "",
	"internal/feeds":     "",
	"internal/sharecard": "internal/theme",
	"internal/schemaorg": "internal/cms",
	"internal/search":    "internal/cms",

	"internal/search/fallback":   "internal/search",
	"internal/search/meili":      "internal/cms internal/postgres internal/search",
	"internal/search/pgsearch":   "internal/cms internal/postgres internal/search",
	"internal/search/relevance":  "internal/search",
	"internal/search/spelling":   "internal/search",
	"internal/search/suggest":    "internal/cms internal/postgres internal/search internal/search/spelling",
	"internal/search/searchtest": "internal/blocks internal/cms internal/kinds internal/publishing internal/richtext internal/schema internal/search", // for tests only

	"internal/sheet":      "",
	"internal/theme":      "",
	"internal/blocks":     "internal/charts internal/cms internal/richtext internal/schema",
	"internal/kinds":      "internal/blocks internal/cms internal/richtext internal/schema internal/search internal/theme",
	"internal/forms":      "internal/cms internal/kinds internal/richtext internal/schema internal/sheet",
	"internal/check":      "internal/blocks internal/cms internal/richtext internal/schema",
	"internal/postgres":   "internal/cms internal/search migrations",
	"internal/publishing": "internal/check internal/cms internal/compare internal/postgres internal/schema internal/search",
	"internal/corpus":     "internal/blocks internal/cms internal/kinds internal/media internal/publishing internal/richtext internal/schema",
	"internal/transfer":   "internal/check internal/cms internal/media internal/publishing internal/schema internal/search",
	"internal/media":      "internal/cms",
	"internal/worker":     "internal/auth internal/cms internal/mail internal/media internal/postgres internal/publishing internal/websub",
	"internal/web":        "internal/cms",
	"internal/linkcheck":  "internal/cms",
	"internal/metrics":    "",
	"internal/websub":     "",
	"internal/admin":      "internal/auth internal/check internal/cms internal/compare internal/editing internal/forms internal/kinds internal/media internal/merge internal/publishing internal/richtext internal/schema internal/search internal/search/suggest internal/sheet internal/web templates/admin templates/ui",
	"internal/site":       "internal/cms internal/feeds internal/forms internal/kinds internal/media internal/postgres internal/richtext internal/schema internal/search internal/search/suggest internal/sharecard internal/theme internal/web templates/block templates/gallery templates/kind templates/site templates/ui",
	"internal/auth":       "internal/cms internal/postgres",
	"internal/editing":    "internal/cms internal/richtext internal/schema",
	"internal/merge":      "internal/cms internal/schema",
	"internal/mail":       "",
	"internal/filelock":   "",
	"internal/localmeili": "internal/filelock",
	"internal/localpg":    "internal/filelock",
	"internal/config":     "",
	"internal/app":        "*",
	"internal/testkit":    "*", // for tests only, which TestOnlyTestsImportTestkit shows

	"templates/ui":      "internal/cms internal/kinds internal/richtext internal/schemaorg internal/search",
	"templates/layout":  "internal/cms templates/ui",
	"templates/chart":   "internal/charts",
	"templates/block":   "internal/blocks internal/charts internal/cms internal/richtext templates/chart templates/ui",
	"templates/kind":    "internal/cms internal/kinds internal/richtext internal/schemaorg internal/search templates/block templates/layout templates/ui",
	"templates/site":    "internal/cms internal/kinds internal/search templates/layout templates/ui",
	"templates/admin":   "internal/cms internal/compare internal/editing internal/richtext internal/schema internal/search templates/ui",
	"templates/gallery": "internal/blocks internal/cms internal/kinds internal/richtext templates/block templates/kind templates/layout templates/ui",
}

// onlyHere lists packages of others that one of ours keeps to itself.
var onlyHere = map[string][]string{
	"github.com/hbollon/go-edlib":                    {"internal/search/spelling"},
	"github.com/sergi/go-diff/diffmatchpatch":        {"internal/compare"},
	"github.com/RoaringBitmap/roaring/v2":            {"internal/search/pgsearch"},
	"github.com/meilisearch/meilisearch-go":          {"internal/search/meili"},
	"github.com/kljensen/snowball/english":           {"internal/search/meili"},
	"github.com/pquerna/otp":                         {"internal/auth"},
	"github.com/sony/gobreaker/v2":                   {"internal/search/fallback"},
	"github.com/wneessen/go-mail":                    {"internal/mail"},
	"github.com/jackc/pgx/v5":                        {"internal/localpg", "internal/postgres", "internal/publishing", "internal/testkit", "internal/worker"},
	"github.com/jackc/pgx/v5/pgxpool":                {"internal/postgres", "internal/worker"},
	"github.com/yuin/goldmark":                       {"internal/richtext"},
	"github.com/gorilla/feeds":                       {"internal/feeds"},
	"github.com/mmcdole/gofeed":                      {"internal/testkit"},
	"golang.org/x/net/html":                          {"internal/admin", "internal/feeds", "internal/richtext", "internal/testkit"},
	"github.com/alecthomas/kong":                     {"cmd/lectern"},
	"github.com/go-chi/chi/v5":                       {"internal/admin", "internal/site"},
	"github.com/go-chi/httprate":                     {"internal/web"},
	"github.com/alexedwards/argon2id":                {"internal/auth"},
	"github.com/alexedwards/scs/v2":                  {"internal/auth"},
	"github.com/prometheus/client_golang/prometheus": {"internal/metrics"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestEveryImportIsAllowed(t *testing.T) {
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, "lectern/")
		allowed, known := mayImport[room]
		if !known && room != "internal" && len(ours(p.Imports)) > 0 {
			t.Errorf("%s is a new room: say in mayImport what it may import", room)
			continue
		}
		for _, other := range ours(p.Imports) {
			if allowed != "*" && !slices.Contains(strings.Fields(allowed), other) {
				t.Errorf("%s must not import %s", room, other)
			}
		}
		if room == "internal/cms" {
			for _, other := range p.Imports {
				if strings.Contains(other, ".") {
					t.Errorf("internal/cms must import the standard library only, not %s", other)
				}
			}
		}
		for library, rooms := range onlyHere {
			if slices.Contains(p.Imports, library) && !slices.Contains(rooms, room) {
				t.Errorf("%s must not import %s", room, library)
			}
		}
	}
}

func TestOnlyTestsImportTestkit(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains(p.Imports, "lectern/internal/testkit") {
			t.Errorf("%s imports testkit outside tests", p.ImportPath)
		}
	}
}

func TestEveryAllowedImportIsUsed(t *testing.T) {
	used := map[string][]string{}
	for _, p := range packages(t) {
		used[strings.TrimPrefix(p.ImportPath, "lectern/")] = ours(p.Imports)
	}
	for room, allowed := range mayImport {
		for _, other := range strings.Fields(allowed) {
			if other != "*" && !slices.Contains(used[room], other) {
				t.Errorf("%s may import %s, and does not: take it out of mayImport", room, other)
			}
		}
	}
}

// ours returns the imports that are rooms of this house. Static files and
// migrations are rooms, too.
func ours(imports []string) []string {
	var list []string
	for _, path := range imports {
		if room, is := strings.CutPrefix(path, "lectern/"); is {
			list = append(list, room)
		}
	}
	return list
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "lectern/...")
	text, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(text)); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}
