package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

const slowestPaint = 1200 // milliseconds

// BenchmarkLighthouse has Lighthouse measure one page of each kind of the
// demonstration site, three times each. The budget is 100 of 100 everywhere.
func BenchmarkLighthouse(b *testing.B) {
	w := serve(b, filepath.Join(testkit.Root(b), "content"))
	for kind, path := range w.onePerKind(b) {
		b.Run(kind, func(b *testing.B) {
			m := testkit.Lighthouse{Origin: w.url, Paths: []string{path}, Runs: 3}.Run(b)[0]
			for i, unit := range []string{"performance", "accessibility", "best-practices", "search-engines"} {
				b.ReportMetric(float64(m.Scores[i]), unit)
			}
			b.ReportMetric(m.LCP, "ms-LCP")
			b.ReportMetric(m.CLS, "CLS")
			b.ReportMetric(0, "ns/op")
			if m.Scores != [4]int{100, 100, 100, 100} || m.LCP > slowestPaint || m.CLS > 0 {
				b.Logf("%s is beyond the budget, for: %s", path, strings.Join(m.Faults, "; "))
			}
		})
	}
}

// onePerKind returns the highest page of each kind, by kind.
func (w *website) onePerKind(t testing.TB) map[string]string {
	t.Helper()
	rows, err := w.Store.Pool.Query(t.Context(), `
		select distinct on (kind) kind, path from release
		where path is not null and outcome = 'page' and live_from <= now() and live_until > now()
		order by kind, length(path), path`)
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{}
	var kind, path string
	for rows.Next() {
		if err := rows.Scan(&kind, &path); err != nil {
			t.Fatal(err)
		}
		paths[kind] = path
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return paths
}
