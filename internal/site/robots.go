package site

import (
	"context"
	"net/http"

	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/web"
)

// showRobots says what robots may fetch, as the site's settings have it, and
// where the sitemap is.
func (s *Site) showRobots(w http.ResponseWriter, r *http.Request) error {
	var settings kinds.Site
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		settings, err = s.settings(r.Context(), snap)
		return err
	})
	if err != nil {
		return err
	}
	rules := settings.Robots
	if rules == "" {
		rules = "User-agent: *\nAllow: /"
	}
	return web.Respond(w, r, http.StatusOK, plainText, []byte(rules+"\n\nSitemap: "+s.BaseURL+"/sitemap.xml\n"))
}

// settings returns what is live of the site's settings; nothing, if nothing is.
func (s *Site) settings(ctx context.Context, snap *postgres.Snapshot) (kinds.Site, error) {
	fixtures, err := snap.Fixtures(ctx, []string{siteKind})
	if err != nil {
		return kinds.Site{}, err
	}
	l := &loading{site: s, address: postgres.Address{Fixtures: fixtures}}
	if err := l.decodeFixtures(); err != nil {
		return kinds.Site{}, err
	}
	return l.shell().site, nil
}
