package site

import (
	"fmt"
	"net/http"

	"lectern/internal/cms"
	"lectern/internal/web"
)

const plainText = "text/plain; charset=utf-8"

// showLive says that the process runs.
func (s *Site) showLive(w http.ResponseWriter, r *http.Request) error {
	return sayOK(w, r)
}

// showReady says that visitors may be sent here.
func (s *Site) showReady(w http.ResponseWriter, r *http.Request) error {
	if s.draining.Load() {
		return fmt.Errorf("stopping: %w", cms.ErrUnavailable)
	}
	if err := s.DB.Ping(r.Context()); err != nil {
		return err
	}
	return sayOK(w, r)
}

// showMetrics tells what is counted, to whoever measures this machine. What a
// proxy passes on comes from elsewhere.
func (s *Site) showMetrics(w http.ResponseWriter, r *http.Request) error {
	for _, name := range []string{"Forwarded", "Via", "X-Forwarded-For"} {
		if r.Header.Get(name) != "" {
			return cms.ErrNotFound
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	s.Metrics.ServeHTTP(w, r)
	return nil
}

func sayOK(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Respond(w, r, http.StatusOK, plainText, []byte("ok\n"))
}
