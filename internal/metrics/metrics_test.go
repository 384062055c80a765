package metrics_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lectern/internal/metrics"
)

type pool struct{}

func (pool) AcquiredConns() int32                { return 3 }
func (pool) IdleConns() int32                    { return 1 }
func (pool) MaxConns() int32                     { return 8 }
func (pool) AcquireCount() int64                 { return 100 }
func (pool) EmptyAcquireCount() int64            { return 7 }
func (pool) EmptyAcquireWaitTime() time.Duration { return 1500 * time.Millisecond }

func TestEverythingIsTold(t *testing.T) {
	t.Parallel()
	m := metrics.New()
	m.Pool("visitors", func() metrics.PoolStat { return pool{} })
	m.Pool("owner", func() metrics.PoolStat { return pool{} })
	m.SearchServer("meilisearch", []string{"answering", "behind"}, func() metrics.SearchServer {
		return metrics.SearchServer{State: "behind", Behind: 2500 * time.Millisecond, Pages: 412}
	})
	m.Request("/*", http.MethodGet, 200, 3*time.Millisecond)
	m.Request("/*", http.MethodGet, 200, 3*time.Millisecond)
	m.Request("", "BREW", 405, time.Millisecond)
	told := scrape(m)
	for _, line := range []string{
		`lectern_http_requests_total{method="GET",route="/*",status="200"} 2`,
		`lectern_http_requests_total{method="other",route="none",status="405"} 1`,
		`lectern_http_request_duration_seconds_bucket{route="/*",le="0.0025"} 0`,
		`lectern_http_request_duration_seconds_bucket{route="/*",le="0.005"} 2`,
		`lectern_database_connections_in_use{login="visitors"} 3`,
		`lectern_database_connections_idle{login="owner"} 1`,
		`lectern_database_connections_max{login="owner"} 8`,
		`lectern_database_acquires_total{login="visitors"} 100`,
		`lectern_database_waits_total{login="visitors"} 7`,
		`lectern_database_wait_seconds_total{login="visitors"} 1.5`,
		`lectern_search_server_state{engine="meilisearch",state="answering"} 0`,
		`lectern_search_server_state{engine="meilisearch",state="behind"} 1`,
		`lectern_search_server_behind_seconds{engine="meilisearch"} 2.5`,
		`lectern_search_server_pages{engine="meilisearch"} 412`,
		`go_goroutines `,
		`go_build_info{`,
		`process_resident_memory_bytes `,
	} {
		if !strings.Contains(told, "\n"+line) {
			t.Errorf("not told: %s", line)
		}
	}
	if strings.Contains(told, "BREW") {
		t.Error("a client can make up names of methods")
	}
}

func scrape(m *metrics.Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}
