package testkit

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// Lighthouse is what Lighthouse is to measure: see lighthouse/run.mjs. It is
// installed by make bench, and no test needs it.
type Lighthouse struct {
	Origin   string   `json:"origin"`
	Paths    []string `json:"paths"`
	Runs     int      `json:"runs"`     // of each page; what is in the middle counts
	Chromium chrome   `json:"chromium"` // set by Run
}

// Measured is what Lighthouse says of a page.
type Measured struct {
	Path   string   `json:"path"`
	Scores [4]int   `json:"scores"` // performance, accessibility, best practices, search engines
	LCP    float64  `json:"lcp"`    // milliseconds until the largest thing was painted, on a slow phone
	CLS    float64  `json:"cls"`    // how far the layout shifted
	Faults []string `json:"faults"` // what took points away
}

// Run measures.
func (l Lighthouse) Run(t testing.TB) []Measured {
	t.Helper()
	l.Chromium = chromium(t)
	job, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(Root(t), "internal", "testkit", "lighthouse", "run.mjs")
	var measured []Measured
	if err := json.Unmarshal(run(t, job, "node", script), &measured); err != nil {
		t.Fatalf("the results of %s cannot be read: %v", script, err)
	}
	return measured
}
