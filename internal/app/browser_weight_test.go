package app_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

// What a page may weigh when nothing of it is in the cache, in bytes on the
// wire, headers included.
const (
	mostRequests  = 5 // of a page without pictures
	mostBytes     = 30_000
	mostStyles    = 14_000
	mostScripts   = 3_000
	mostOfPicture = 150_000 // of a page with pictures
)

// checkWeights holds every page against the budget. The table goes to the log
// and, when LECTERN_TEST_WEIGHTS names one, to a file.
func checkWeights(t *testing.T, pages []*page, weights []testkit.Weight) {
	pictures := map[string]bool{}
	for _, p := range pages {
		pictures[p.path] = bytes.Contains(p.body, []byte("<img"))
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-40s %8s %8s %8s %8s %8s %8s %8s\n", "Bytes of a first visit", "requests", "HTML", "CSS", "JS", "images", "other", "total")
	for _, w := range weights {
		fmt.Fprintf(&table, "%-40s %8d %8d %8d %8d %8d %8d %8d\n", w.Path, w.Requests, w.HTML, w.CSS, w.JS, w.Images, w.Other, w.Total())
		within := func(what string, is, most int) {
			if is > most {
				t.Errorf("%s: %d %s, and at most %d are allowed", w.Path, is, what, most)
			}
		}
		within("bytes of styles", w.CSS, mostStyles)
		within("bytes of scripts", w.JS, mostScripts)
		if pictures[w.Path] {
			within("bytes", w.Total(), mostOfPicture)
			continue
		}
		within("bytes", w.Total(), mostBytes)
		within("requests", w.Requests, mostRequests)
	}
	t.Log("\n" + table.String())
	if file := os.Getenv("LECTERN_TEST_WEIGHTS"); file != "" {
		if err := os.WriteFile(file, []byte(table.String()), 0o644); err != nil {
			t.Error(err)
		}
	}
}
