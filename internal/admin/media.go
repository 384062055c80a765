package admin

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/web"
)

// smallPicture is how wide, in pixels, the picture is that stands for a file.
const smallPicture = 320

// showMedia serves a file to editors, whether a live page uses it or not, at
// the address that visitors know it by, below /admin.
func (a *Admin) showMedia(w http.ResponseWriter, r *request) error {
	asset, err := a.asset(r)
	switch {
	case err != nil:
		return err
	case r.param("filename") != asset.Filename:
		return cms.ErrNotFound
	case asset.Photographic():
		return a.sendPicture(w, r, asset.Asset, asset.Whole())
	}
	return a.sendFile(w, r, asset.Asset, false)
}

// showPicture serves a picture in one of its widths.
func (a *Admin) showPicture(w http.ResponseWriter, r *request) error {
	asset, err := a.asset(r)
	if err != nil {
		return err
	}
	asked := r.param("width")
	width, err := strconv.Atoi(asked)
	if err != nil || strconv.Itoa(width) != asked || !slices.Contains(asset.Widths(), width) || r.param("filename") != asset.Filename {
		return cms.ErrNotFound
	}
	return a.sendPicture(w, r, asset.Asset, width)
}

// showSmallPicture serves the picture that stands for a file.
func (a *Admin) showSmallPicture(w http.ResponseWriter, r *request) error {
	asset, err := a.asset(r)
	switch {
	case err != nil:
		return err
	case asset.Photographic():
		return a.sendPicture(w, r, asset.Asset, min(smallPicture, asset.Width))
	case asset.Type() == cms.Picture:
		return a.sendFile(w, r, asset.Asset, false)
	}
	return cms.ErrNotFound
}

// downloadFile gives editors a file as it was sent, with whatever a camera
// wrote into it.
func (a *Admin) downloadFile(w http.ResponseWriter, r *request) error {
	asset, err := a.asset(r)
	if err != nil {
		return err
	}
	return a.sendFile(w, r, asset.Asset, true)
}

// asset returns the file that the address names.
func (a *Admin) asset(r *request) (row cms.AssetRow, err error) {
	id := cms.ID(r.param("file"))
	if !id.Valid() {
		return row, cms.ErrNotFound
	}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		row, err = e.Asset(r.Context(), id)
		return err
	})
	return row, err
}

func (a *Admin) sendPicture(w http.ResponseWriter, r *request, asset cms.Asset, width int) error {
	acceptsWebP := web.Accepts(strings.Join(r.Header.Values("Accept"), ","), "image/webp")
	content, mediaType, err := a.Pictures.Open(r.Context(), asset, width, acceptsWebP)
	if errors.Is(err, cms.ErrUnavailable) {
		return err // it is still being made
	}
	if err != nil {
		return fmt.Errorf("admin: picture %s: %v", asset.ID, err)
	}
	defer content.Close()
	w.Header().Set("Vary", "Accept")
	tag := fmt.Sprintf("%s-%s-%d-%s", asset.Hash[:24], media.PictureVersion, width, path.Base(mediaType))
	return web.File{Name: asset.Filename, MediaType: mediaType, Tag: tag}.Send(w, r.Request, content)
}

func (a *Admin) sendFile(w http.ResponseWriter, r *request, asset cms.Asset, attached bool) error {
	content, err := a.Blobs.Open(asset.Hash)
	if err != nil {
		return fmt.Errorf("admin: file %s cannot be opened: %v", asset.ID, err)
	}
	defer content.Close()
	return web.File{Name: asset.Filename, MediaType: asset.MediaType, Tag: asset.Hash[:24], Attached: attached}.Send(w, r.Request, content)
}
