package site

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/theme"
	"lectern/internal/web"
)

// showAsset serves a built style sheet, script or icon, or the colours of an
// organisation.
func (s *Site) showAsset(w http.ResponseWriter, r *http.Request) error {
	file := chi.URLParam(r, "file")
	if sheet, found := theme.Sheet(file); found {
		w.Header().Set("Cache-Control", web.Forever)
		return web.Respond(w, r, http.StatusOK, "text/css; charset=utf-8", []byte(sheet))
	}
	if !s.Assets.Serve(w, r, file) {
		return cms.ErrNotFound
	}
	return nil
}

// showMedia serves a file that a live page uses. Whether one does is asked
// each time, so that a file is never ahead of its page.
func (s *Site) showMedia(w http.ResponseWriter, r *http.Request) error {
	id := cms.ID(chi.URLParam(r, "id"))
	if !id.Valid() {
		return cms.ErrNotFound
	}
	asset, err := s.DB.Asset(r.Context(), id)
	if err != nil {
		return err
	}
	if path.Base(r.URL.Path) != asset.Filename {
		return cms.ErrNotFound
	}
	content, err := s.Blobs.Open(asset.Hash)
	if err != nil {
		return fmt.Errorf("site: file %s of a live page cannot be opened: %v", id, err) // whatever err is, this is our fault
	}
	defer content.Close()
	// A large file takes a slow line longer than a page may take.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour)); err != nil {
		return fmt.Errorf("site: give a download time: %w", err)
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", asset.MediaType)
	h.Set("ETag", `"`+asset.Hash[:24]+`"`)
	if !strings.HasPrefix(asset.MediaType, "image/") {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": asset.Filename}))
	}
	http.ServeContent(w, r, asset.Filename, time.Time{}, content)
	return nil
}
