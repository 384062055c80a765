package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

// Forever is how long a response may be kept whose address changes with its
// content.
const Forever = "public, max-age=31536000, immutable"

// Assets serves the built style sheets, scripts and icons under names that
// change with their content, and so may be kept for ever.
type Assets struct {
	names map[string]string // logical name → file
	files map[string]asset  // file → what to send
}

type asset struct {
	contentType string
	encodings   map[string][]byte // "" is uncompressed
}

// NewAssets reads a build: manifest.json, the files it names, and beside each
// its compressed forms.
func NewAssets(dist fs.FS) (*Assets, error) {
	text, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return nil, fmt.Errorf("web: built assets: %w", err)
	}
	var manifest map[string]struct{ File, Type string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("web: built assets: manifest.json: %w", err)
	}
	a := &Assets{names: map[string]string{}, files: map[string]asset{}}
	for name, entry := range manifest {
		body, err := fs.ReadFile(dist, entry.File)
		if err != nil {
			return nil, fmt.Errorf("web: built assets: %w", err)
		}
		one := asset{contentType: entry.Type, encodings: map[string][]byte{"": body}}
		for encoding, suffix := range map[string]string{"br": ".br", "gzip": ".gz"} {
			if compressed, err := fs.ReadFile(dist, entry.File+suffix); err == nil {
				one.encodings[encoding] = compressed
			}
		}
		a.names[name], a.files[entry.File] = entry.File, one
	}
	return a, nil
}

// URL returns the address of an asset by its logical name, such as "site.css".
// It is empty for a name that was not built, which a test would show.
func (a *Assets) URL(name string) string {
	if file, built := a.names[name]; built {
		return "/static/" + file
	}
	return ""
}

// partOfPages reports whether it is a script or a style sheet: what a page may do is
// said by the page, and weighs as much as a tenth of a script.
func (a asset) partOfPages() bool {
	return strings.HasPrefix(a.contentType, "text/javascript") || strings.HasPrefix(a.contentType, "text/css")
}

// Serve answers for the file with that name, and reports whether there is one.
func (a *Assets) Serve(w http.ResponseWriter, r *http.Request, file string) bool {
	one, found := a.files[file]
	if !found {
		return false
	}
	encoding := accepted(r.Header.Get("Accept-Encoding"))
	body, made := one.encodings[encoding]
	if !made {
		encoding, body = "", one.encodings[""]
	}
	h := w.Header()
	h.Set("Cache-Control", Forever)
	h.Set("Content-Type", one.contentType)
	h.Add("Vary", "Accept-Encoding")
	if one.partOfPages() {
		h.Del("Permissions-Policy")
	}
	etag := entityTag([]byte(file), encoding) // the name holds a hash of the content
	h.Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
	return true
}
