package web

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// File is a file that somebody has given to the site. Whatever is in it, it does
// nothing in a browser.
type File struct {
	Name      string
	MediaType string
	Tag       string // of the bytes; other bytes have another
	Attached  bool   // it is to be saved, not to be shown
}

// Send answers with the file, or with the part of it that is asked for.
func (f File) Send(w http.ResponseWriter, r *http.Request, content io.ReadSeeker) error {
	// A large file takes a slow line longer than a page may take.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour)); err != nil {
		return fmt.Errorf("web: give a download time: %w", err)
	}
	h := w.Header()
	policy := "default-src 'none'; sandbox"
	if f.MediaType == "image/svg+xml" {
		policy += "; style-src 'unsafe-inline'" // its own styles, when it is opened by itself
	}
	if f.Attached || !strings.HasPrefix(f.MediaType, "image/") && !strings.HasPrefix(f.MediaType, "video/") {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	h.Set("Content-Security-Policy", policy)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("Content-Type", f.MediaType)
	h.Set("ETag", `"`+f.Tag+`"`)
	http.ServeContent(w, r, f.Name, time.Time{}, content)
	return nil
}
