// Package metrics counts what the program does, for Prometheus to collect. It
// knows routes, statuses and durations: no address that was asked for, and
// nothing of who asked.
package metrics

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics is everything that is counted.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	searches *prometheus.HistogramVec
}

// New returns Metrics of the program, its memory and its build, and of no
// request yet.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lectern_http_requests_total", Help: "Requests answered, by route, method and status.",
		}, []string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lectern_http_request_duration_seconds", Help: "How long answers took, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
	}
	m.searches = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "lectern_search_duration_seconds", Help: "How long searches took, by the engine that answered.",
		Buckets: []float64{.001, .0025, .005, .01, .02, .05, .1, .25, .5, 1, 2.5},
	}, []string{"engine"})
	m.registry.MustRegister(m.requests, m.took, m.searches,
		collectors.NewGoCollector(), collectors.NewBuildInfoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts an answer. The route is the pattern that the address matched,
// of which there are few; empty: none did.
func (m *Metrics) Request(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	if known := []string{http.MethodGet, http.MethodHead, http.MethodPost}; !slices.Contains(known, method) {
		method = "other" // a client may make names up
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// Search counts a search that an engine answered.
func (m *Metrics) Search(engine string, took time.Duration) {
	m.searches.WithLabelValues(engine).Observe(took.Seconds())
}

// PoolStat is how the connections to a database are used.
type PoolStat interface {
	AcquiredConns() int32
	IdleConns() int32
	MaxConns() int32
	AcquireCount() int64
	EmptyAcquireCount() int64
	EmptyAcquireWaitTime() time.Duration
}

// Pool measures the connections of a login, whenever it is asked.
func (m *Metrics) Pool(login string, stat func() PoolStat) {
	gauge := func(name, help string, value func(PoolStat) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "lectern_database_" + name, Help: help, ConstLabels: prometheus.Labels{"login": login},
		}, func() float64 { return value(stat()) }))
	}
	counter := func(name, help string, value func(PoolStat) float64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "lectern_database_" + name, Help: help, ConstLabels: prometheus.Labels{"login": login},
		}, func() float64 { return value(stat()) }))
	}
	gauge("connections_in_use", "Connections that work.", func(s PoolStat) float64 { return float64(s.AcquiredConns()) })
	gauge("connections_idle", "Connections that wait for work.", func(s PoolStat) float64 { return float64(s.IdleConns()) })
	gauge("connections_max", "Connections that there may be.", func(s PoolStat) float64 { return float64(s.MaxConns()) })
	counter("acquires_total", "How often a connection was taken.", func(s PoolStat) float64 { return float64(s.AcquireCount()) })
	counter("waits_total", "How often a connection had to be waited for.", func(s PoolStat) float64 { return float64(s.EmptyAcquireCount()) })
	counter("wait_seconds_total", "How long connections were waited for.", func(s PoolStat) float64 { return s.EmptyAcquireWaitTime().Seconds() })
}

// SearchServer is how a search server does.
type SearchServer struct {
	State  string        // one of those that it can be in
	Behind time.Duration // how long its index has been out of step with what is live; 0: it is in step
	Pages  int           // in its index
}

// SearchServer measures a search server, whenever it is asked.
func (m *Metrics) SearchServer(name string, states []string, stat func() SearchServer) {
	gauge := func(name, help string, labels prometheus.Labels, value func(SearchServer) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "lectern_search_server_" + name, Help: help, ConstLabels: labels,
		}, func() float64 { return value(stat()) }))
	}
	for _, state := range states {
		labels := prometheus.Labels{"engine": name, "state": state}
		gauge("state", "1 for the state that the search server is in.", labels, func(s SearchServer) float64 {
			if s.State == state {
				return 1
			}
			return 0
		})
	}
	own := prometheus.Labels{"engine": name}
	gauge("behind_seconds", "How long the server's index has been out of step with what is live.", own, func(s SearchServer) float64 { return s.Behind.Seconds() })
	gauge("pages", "Pages in the server's index.", own, func(s SearchServer) float64 { return float64(s.Pages) })
}

// Handler tells all of it, in the format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}
