package app

import (
	"context"
	"net/url"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/site"
)

// preview answers for an address by the visitors' own code, on a site on which
// the draft is public. What has no address is seen on the home page, and of a
// feed what is in it.
func (s *Server) preview(ctx context.Context, user cms.User, look publishing.Look, path string, query url.Values) (p admin.Previewed, err error) {
	err = s.app.Publisher.Preview(ctx, user, look, func(snap *postgres.Snapshot, seen publishing.Seen) error {
		p.Seen = seen
		if path == "" {
			path = seen.Path
		}
		page, err := s.renderPreview(ctx, snap, look.Page, path, query, seen)
		p.Status, p.HTML, p.Location = page.Status, page.HTML, page.Location
		return err
	})
	return p, err
}

func (s *Server) renderPreview(ctx context.Context, snap *postgres.Snapshot, page cms.ID, path string, query url.Values, seen publishing.Seen) (site.Rendered, error) {
	if path == "" && seen.Kind == (*kinds.Feed)(nil).Kind().Name {
		return s.site.RenderFeed(ctx, snap, page)
	}
	if path == "" {
		path = "/"
	}
	return s.site.Render(ctx, snap, path, query)
}
