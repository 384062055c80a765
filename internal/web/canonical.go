package web

import (
	"net/http"
	"strings"

	"lectern/internal/cms"
)

// Canonical sends every spelling of an address to the one that pages have:
// lower case, single slashes, none at the end.
func Canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clean := canonicalPath(r.URL.Path)
		if clean == r.URL.Path || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
			next.ServeHTTP(w, r)
			return
		}
		target := *r.URL
		target.Scheme, target.Host, target.Path, target.RawPath = "", "", clean, ""
		w.Header().Set("Cache-Control", "no-cache")
		http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
	})
}

// canonicalPath leaves alone what is not a page's address: files keep their
// own spelling.
func canonicalPath(p string) string {
	for _, prefix := range []string{"/static/", "/media/"} {
		if strings.HasPrefix(p, prefix) {
			return p
		}
	}
	return cms.CanonicalPath(p)
}
