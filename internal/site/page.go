package site

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/web"
	"lectern/templates/kind"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

// Rendered is the answer at an address, and what it depends on. A redirect, and
// that nothing is found, can change without a tag or an instant that says so.
type Rendered struct {
	Status    int
	HTML      []byte
	Location  string    // where to, when Status is a redirect
	From      string    // the redirect that led there: an address, or a rule
	Tags      []string  // a change that bumps one of these makes it out of date
	ChangesAt time.Time // when it is out of date by the clock; zero: not planned
	Once      bool      // it was made for one visitor, and must not be kept
	Engine    string    // that found what was asked for, or counted it; empty: none did

	shell *shell
}

func (s *Site) showPage(w http.ResponseWriter, r *http.Request) error {
	if !cms.ValidPath(r.URL.Path) {
		return cms.ErrNotFound
	}
	var page Rendered
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		page, err = s.render(r.Context(), snap, &loading{path: r.URL.Path, query: r.URL.Query()})
		return err
	})
	if page.shell != nil {
		s.shell.Store(page.shell) // for error pages, such as this very page's
	}
	if err != nil {
		return err
	}
	if page.Once {
		w.Header().Set("Cache-Control", "no-store")
	}
	if page.Engine != "" {
		w.Header().Set("X-Search-Engine", page.Engine)
	}
	if page.Location == "" {
		return web.Respond(w, r, page.Status, web.HTML, page.HTML)
	}
	if err := s.countRedirect(r.Context(), page.From); err != nil {
		s.Logger.Warn("a use of a redirect was not counted", "from", page.From, "error", err)
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, page.Location, page.Status)
	return nil
}

// countRedirect counts a use of a redirect; empty: there was none, and the
// address was only spelt out.
func (s *Site) countRedirect(ctx context.Context, from string) error {
	if from == "" {
		return nil
	}
	return s.CountRedirect(ctx, from)
}

// Render answers for an address as the snapshot sees it, for a preview: without
// scripts. Of the query it reads what a list of the page can be narrowed by, and
// whether a work is wanted whole.
func (s *Site) Render(ctx context.Context, snap *postgres.Snapshot, path string, query url.Values) (Rendered, error) {
	return s.render(ctx, snap, &loading{path: path, query: query, still: true})
}

func (s *Site) render(ctx context.Context, snap *postgres.Snapshot, l *loading) (Rendered, error) {
	var err error
	l.site = s
	if l.address, err = snap.Address(ctx, l.path, s.fixtureKinds, s.inheritedKinds, chapterKinds(l.query)...); err != nil {
		return Rendered{}, err
	}
	onward, err := s.lead(ctx, snap, l.path, l.query, l.address)
	switch {
	case err != nil:
		return Rendered{}, err
	case onward.to != "":
		return Rendered{Status: http.StatusMovedPermanently, Location: onward.to, From: onward.from}, nil
	case l.address.Release != nil && l.address.Release.Outcome == cms.OutcomeRedirect:
		return Rendered{}, cms.ErrNotFound
	}
	view, err := l.view(ctx, snap)
	if err != nil {
		return Rendered{}, err
	}
	if l.wordy {
		return Rendered{Status: http.StatusSeeOther, Location: l.path + l.hub.listing.Address()}, nil
	}
	page := Rendered{Status: view.Status, Tags: l.tags(), ChangesAt: l.changesAt, Once: view.Form != nil && view.Form.Sent == "", shell: l.shell()}
	if l.hub != nil {
		page.Engine = l.hub.engine
	}
	component, err := s.component(view)
	if err != nil {
		return page, err
	}
	if page.HTML, err = web.Render(ctx, component); err != nil {
		return page, fmt.Errorf("site: render %s: %w", l.path, err)
	}
	return page, nil
}

func (s *Site) component(v *ui.View) (templ.Component, error) {
	switch v.Status {
	case http.StatusNotFound:
		return pages.NotFound(v), nil
	case http.StatusGone:
		return pages.Gone(v), nil
	}
	component, known := kind.Render(v, s.Kinds, s.Blocks)
	if !known {
		return nil, fmt.Errorf("site: nothing renders pages of kind %q", v.Release.Kind)
	}
	return component, nil
}
