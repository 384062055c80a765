package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"time"
)

type requestIDKey struct{}

// RequestID returns the id that logs and the visitor's error page name the
// request by.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Identify gives every request an id, and tells it in the response.
func Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// Answer is what a request was answered with.
type Answer struct {
	Status int
	Bytes  int64
	Took   time.Duration
}

// Watch tells of every answer, once it is given or has broken off.
func Watch(tell ...func(*http.Request, Answer)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			begun := time.Now()
			counted := &countingWriter{ResponseWriter: w}
			defer func() {
				for _, t := range tell {
					t(r, Answer{counted.status, counted.bytes, time.Since(begun)})
				}
			}()
			next.ServeHTTP(counted, r)
		})
	}
}

// Log writes one line per request. Of the visitor's address it keeps the
// network only, and of the query nothing.
func Log(logger *slog.Logger) func(*http.Request, Answer) {
	return func(r *http.Request, a Answer) {
		logger.Info("request",
			"request", RequestID(r.Context()), "method", r.Method, "path", r.URL.Path,
			"status", a.Status, "bytes", a.Bytes,
			"ms", float64(a.Took.Microseconds())/1000, "from", network(visitor(r)))
	}
}

// network returns the /24 or /48 that an address belongs to.
func network(address string) string {
	addr, err := parseAddress(address)
	if err != nil {
		return ""
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(addr, bits).Masked().String()
}

// parseAddress reads an address with or without a port.
func parseAddress(address string) (netip.Addr, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	addr, err := netip.ParseAddr(host)
	return addr.Unmap().WithZone(""), err
}

// Recover turns a panic into an error for the handler's usual way with errors.
func Recover(h Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) (err error) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return h(w, r)
	}
}

// Limit bounds what a request may cost: its body in bytes, and its time.
func Limit(bytes int64, timeout time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			r = r.WithContext(ctx)
			r.Body = http.MaxBytesReader(w, r.Body, bytes)
			next.ServeHTTP(w, r)
		})
	}
}

// countingWriter remembers what was answered.
type countingWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *countingWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *countingWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
