package web

import (
	"crypto/rand"
	"net/http"
	"strings"
)

// The content security policies of all responses. Scripts and styles come from
// built files only; nothing inline, nothing from elsewhere.
const (
	everywhere = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; " +
		"require-trusted-types-for 'script'; "
	pages = everywhere + "script-src 'self'; form-action 'self'; frame-ancestors 'none'; "

	// ForVisitors is the policy of the public site.
	ForVisitors Policy = pages + "trusted-types 'none'"
	// ForEditors is the policy of the admin: its pages may show a preview in a
	// frame, swap in parts of pages that the admin sent, and let the editor of
	// text read what is pasted.
	ForEditors Policy = pages + "frame-src 'self'; trusted-types lectern ProseMirrorClipboard"
	// forPreview is the policy of a preview, which only pages of the admin may show
	// in a frame. Nothing can be sent from it. It ends with the one script that runs.
	forPreview = everywhere + "form-action 'none'; frame-ancestors 'self'; trusted-types 'none'; script-src "
)

// Policy is a content security policy.
type Policy string

// permissions switches off what pages never use.
const permissions = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), " +
	"geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()"

// SecurityHeaders sets, on every response, what tells browsers to be strict.
// baseURL is the site's own origin: over https it also asks for https only.
func SecurityHeaders(baseURL string, policy Policy) func(http.Handler) http.Handler {
	secure := strings.HasPrefix(baseURL, "https://")
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", string(policy))
			if secure {
				h.Set("Content-Security-Policy", string(policy)+"; upgrade-insecure-requests")
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", permissions)
			h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			next.ServeHTTP(w, r)
		})
	}
}

// InFrame makes a response one that pages of the same origin may show in a
// frame: a preview. It returns the nonce of the one script that may run in it.
func InFrame(h http.Header, baseURL string) (nonce string) {
	nonce = rand.Text()
	policy := forPreview + "'nonce-" + nonce + "'"
	if strings.HasPrefix(baseURL, "https://") {
		policy += "; upgrade-insecure-requests"
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	return nonce
}
