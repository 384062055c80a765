package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/sharecard"
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
	if colours, found := theme.Icon(file); found {
		icon, err := s.drawIcon(r.Context(), file, colours)
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", web.Forever)
		return web.Respond(w, r, http.StatusOK, "image/png", icon)
	}
	if !s.Assets.Serve(w, r, file) {
		return cms.ErrNotFound
	}
	return nil
}

// icon is a picture by its name.
type icon struct {
	file string
	png  []byte
}

// drawIcon keeps the last that was drawn: a site has one, and whoever asks for
// others waits for them.
func (s *Site) drawIcon(ctx context.Context, file string, colours theme.Colours) ([]byte, error) {
	if last := s.icon.Load(); last != nil && last.file == file {
		return last.png, nil
	}
	picture, err := s.draw(ctx, func() ([]byte, error) { return sharecard.Icon(sharecard.ThemeOf(colours)) })
	if err == nil {
		s.icon.Store(&icon{file, picture})
	}
	return picture, err
}

// showMedia serves a file that a live page uses. Of a photograph nobody gets the
// file itself: see cms.Asset.
func (s *Site) showMedia(w http.ResponseWriter, r *http.Request) error {
	asset, err := s.liveAsset(r)
	if err != nil {
		return err
	}
	if asset.Photographic() {
		return s.sendPicture(w, r, asset, asset.Whole())
	}
	content, err := s.Blobs.Open(asset.Hash)
	if err != nil {
		return fmt.Errorf("site: file %s of a live page cannot be opened: %v", asset.ID, err) // whatever err is, this is our fault
	}
	defer content.Close()
	file := web.File{Name: asset.Filename, MediaType: asset.MediaType, Tag: asset.Hash[:24], Attached: !strings.HasPrefix(asset.MediaType, "image/")}
	return file.Send(w, r, content)
}

// showPicture serves a picture that a live page uses in one of its widths.
func (s *Site) showPicture(w http.ResponseWriter, r *http.Request) error {
	asset, err := s.liveAsset(r)
	if err != nil {
		return err
	}
	asked := chi.URLParam(r, "width")
	width, err := strconv.Atoi(asked)
	if err != nil || strconv.Itoa(width) != asked || !slices.Contains(asset.Widths(), width) {
		return cms.ErrNotFound
	}
	return s.sendPicture(w, r, asset, width)
}

func (s *Site) sendPicture(w http.ResponseWriter, r *http.Request, asset cms.Asset, width int) error {
	acceptsWebP := web.Accepts(strings.Join(r.Header.Values("Accept"), ","), "image/webp")
	content, mediaType, err := s.Pictures.Open(r.Context(), asset, width, acceptsWebP)
	if errors.Is(err, cms.ErrUnavailable) {
		return err // it is still being made
	}
	if err != nil {
		return fmt.Errorf("site: picture %s of a live page: %v", asset.ID, err) // the same
	}
	defer content.Close()
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // it may stand for its page on those of others
	w.Header().Set("Vary", "Accept")
	tag := fmt.Sprintf("%s-%s-%d-%s", asset.Hash[:24], media.PictureVersion, width, path.Base(mediaType))
	return web.File{Name: asset.Filename, MediaType: mediaType, Tag: tag}.Send(w, r, content)
}

// liveAsset returns the file that the address names. Whether a live page uses it
// is asked each time, so that a file is never ahead of its page.
func (s *Site) liveAsset(r *http.Request) (cms.Asset, error) {
	id := cms.ID(chi.URLParam(r, "id"))
	if !id.Valid() {
		return cms.Asset{}, cms.ErrNotFound
	}
	asset, err := s.DB.Asset(r.Context(), id)
	if err == nil && path.Base(r.URL.Path) != asset.Filename {
		err = cms.ErrNotFound
	}
	return asset, err
}
