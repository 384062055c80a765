package site_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"syscall"
	"testing"
	"time"

	"lectern/internal/feeds"
	"lectern/internal/testkit"
)

// BenchmarkFeed measures a feed of 100 items on a site of 18,412 documents: made
// anew, as after each change; sent again; and to somebody who has it. The
// budgets are 10 ms for 95 of 100 that are sent, and for who has it 5 % of the
// processor time of a feed that is made.
func BenchmarkFeed(b *testing.B) {
	_, url := testkit.Corpus(b, 18_412)
	w := newWebsite(b, options{database: url})
	handler := w.site.Routes()
	for _, format := range feeds.Formats {
		address := "/feeds/feed-1." + string(format)
		b.Run(string(format)+"/anew", func(b *testing.B) {
			measureFeed(b, func() { askFeed(b, w.again().Routes(), address, "", http.StatusOK) })
		})
		tag := askFeed(b, handler, address, "", http.StatusOK).Header().Get("ETag")
		b.Run(string(format)+"/again", func(b *testing.B) {
			measureFeed(b, func() { askFeed(b, handler, address, "", http.StatusOK) })
		})
		b.Run(string(format)+"/had", func(b *testing.B) {
			measureFeed(b, func() { askFeed(b, handler, address, tag, http.StatusNotModified) })
		})
	}
}

func askFeed(b *testing.B, handler http.Handler, address, tag string, status int) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", "br")
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != status {
		b.Fatalf("%s: status %d, want %d", address, w.Code, status)
	}
	return w
}

// measureFeed reports the median and the 95th percentile of the time that f
// takes, and the time of our own processors.
func measureFeed(b *testing.B, f func()) {
	f() // the statements are known to the database
	var took []time.Duration
	before := processorTime(b)
	for b.Loop() {
		begun := time.Now()
		f()
		took = append(took, time.Since(begun))
	}
	spent := processorTime(b) - before
	slices.Sort(took)
	b.ReportMetric(milliseconds(took[len(took)/2]), "ms-median")
	b.ReportMetric(milliseconds(took[len(took)*95/100]), "ms-p95")
	b.ReportMetric(milliseconds(spent)/float64(len(took)), "cpu-ms")
	b.ReportMetric(0, "ns/op")
}

func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func milliseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
