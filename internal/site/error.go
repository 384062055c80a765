package site

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/postgres"
	"lectern/internal/web"
	"lectern/templates/gallery"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

// fail shows the page for an error. It needs no database: what every page
// shows is as it was last seen.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, status int, _ error) {
	sh := s.shell.Load()
	if sh == nil || (!sh.until.IsZero() && !time.Now().Before(sh.until)) {
		sh = &shell{}
	}
	view := s.newView(r.URL.Path, sh)
	view.Status, view.NoIndex, view.Posted = status, true, r.Method == http.MethodPost
	var page templ.Component
	switch {
	case status == http.StatusNotFound:
		page = pages.NotFound(view)
	case status == http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "30")
		page = pages.Unavailable(view)
	case status < 500:
		page = pages.Refused(view)
	default:
		page = pages.Failed(view)
	}
	w.Header().Set("Cache-Control", "no-store")
	html, err := web.Render(context.WithoutCancel(r.Context()), page)
	if err != nil {
		s.Logger.Error("an error page cannot be rendered", "status", status, "error", err)
		http.Error(w, http.StatusText(status), status)
		return
	}
	if err := web.Respond(w, r, status, web.HTML, html); err != nil {
		s.Logger.Error("an error page cannot be sent", "status", status, "error", err)
	}
}

// standalone returns the view of a page that is not in the tree.
func (s *Site) standalone(r *http.Request, snap *postgres.Snapshot) (*ui.View, error) {
	fixtures, err := snap.Fixtures(r.Context(), s.fixtureKinds)
	if err != nil {
		return nil, err
	}
	l := &loading{site: s, path: r.URL.Path, address: postgres.Address{Fixtures: fixtures, At: time.Now()}}
	view, err := l.view(r.Context(), snap)
	if err != nil {
		return nil, err
	}
	s.shell.Store(l.shell())
	view.Status, view.NoIndex = http.StatusOK, false
	return view, nil
}

// standaloneView is standalone for what reads nothing else.
func (s *Site) standaloneView(r *http.Request) (view *ui.View, err error) {
	err = s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		view, err = s.standalone(r, snap)
		return err
	})
	return view, err
}

// showSample serves a file of the gallery.
func showSample(w http.ResponseWriter, r *http.Request, file gallery.File) error {
	w.Header().Set("Content-Type", file.MediaType)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.Content))
	return nil
}

// showGallery shows every component and block, in development.
func (s *Site) showGallery(w http.ResponseWriter, r *http.Request) error {
	view, err := s.standaloneView(r)
	if err != nil {
		return err
	}
	html, err := web.Render(r.Context(), gallery.Gallery(view))
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, web.HTML, html)
}
