package site

import (
	"context"
	"net/http"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/web"
	pages "lectern/templates/site"
)

// RenderFeed shows which pages are in a feed, for those who write it. Readers
// get no such page: they get the feed itself.
func (s *Site) RenderFeed(ctx context.Context, snap *postgres.Snapshot, page cms.ID) (Rendered, error) {
	l := &loading{site: s, path: "/"}
	var err error
	if l.address, err = snap.Address(ctx, l.path, s.fixtureKinds, nil); err != nil {
		return Rendered{}, err
	}
	l.address.Release = nil // it is not the home page that is shown
	if err := l.decode(); err != nil {
		return Rendered{}, err
	}
	feed := l.feed(page)
	if feed != nil && len(feed.Kinds) > 0 { // else it is hardly begun, and nothing is in it
		q := l.resolve(feed.Query(), "", "")
		q.Count = true
		l.wantList(q)
	}
	l.want()
	if l.loaded, err = snap.Load(ctx, l.wanted); err != nil {
		return Rendered{}, err
	}
	v := s.newView(l.path, l.shell())
	v.Still = true
	l.fill(v)
	component := pages.NotFound(v)
	if feed != nil {
		v.Status, v.Title = http.StatusOK, feed.Title
		component = pages.FeedPreview(v, feed, l.firstList())
	}
	html, err := web.Render(ctx, component)
	return Rendered{Status: v.Status, HTML: html}, err
}

// feed returns the live feed that is written on that page; nil: there is none.
func (l *loading) feed(page cms.ID) *kinds.Feed {
	for i, fixture := range l.address.Fixtures {
		if f, is := l.fixtures[i].(*kinds.Feed); is && fixture.Page == page {
			return f
		}
	}
	return nil
}

// firstList is the list that was asked for first; without one it is empty.
func (l *loading) firstList() cms.List {
	if len(l.loaded.Lists) == 0 {
		return cms.List{}
	}
	return l.loaded.Lists[0]
}
