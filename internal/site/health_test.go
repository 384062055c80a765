package site_test

import (
	"testing"
)

func TestMetricsTellOfRoutesAndNothingOfVisitors(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/secret-clinic.yaml": "kind: page\ntitle: A\n"})
	w.get("/secret-clinic")
	w.get("/no-such-clinic")
	w.get("/search?q=rare+illness", "User-Agent", "Odd Browser")
	w.do("POST", "/secret-clinic")
	told := w.get("/metrics")
	told.wants(t, 200,
		`lectern_http_requests_total{method="GET",route="/*",status="200"} 1`,
		`lectern_http_requests_total{method="GET",route="/*",status="404"} 1`,
		`lectern_http_requests_total{method="GET",route="/search",status="200"} 1`,
		`method="POST",`, `status="405"`)
	told.lacks(t, "clinic", "illness", "Odd", "127.0.0")
	if got := told.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For"} {
		w.get("/metrics", name, "203.0.113.9").wants(t, 404)
	}
}
