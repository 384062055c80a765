package app

import (
	"context"
	"net/url"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
)

// preview answers for an address by the visitors' own code, on a site on which
// the draft is public. What has no address is seen on the home page.
func (s *Server) preview(ctx context.Context, user cms.User, look publishing.Look, path string, query url.Values) (p admin.Previewed, err error) {
	err = s.app.Publisher.Preview(ctx, user, look, func(snap *postgres.Snapshot, seen publishing.Seen) error {
		p.Seen = seen
		if path == "" {
			path = seen.Path
		}
		if path == "" {
			path = "/"
		}
		page, err := s.site.Render(ctx, snap, path, query)
		p.Status, p.HTML, p.Location = page.Status, page.HTML, page.Location
		return err
	})
	return p, err
}
