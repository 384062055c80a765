package worker_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/worker"
)

// TestAHubIsToldWhenAReleaseBegins plans a release: the hub is told of the
// feeds of its page when it has begun, and not before.
func TestAHubIsToldWhenAReleaseBegins(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	told := make(chan string, 8)
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told <- r.PostFormValue("hub.url")
	}))
	t.Cleanup(hub.Close)
	asked := make(chan []cms.ID, 8)
	s.hub = worker.Hub{URL: hub.URL, Feeds: func(_ context.Context, pages []cms.ID) ([]string, error) {
		asked <- pages
		return []string{"http://site.example/feeds/blogs.rss"}, nil
	}}
	s.publisher.Pings = true
	s.work()
	release := s.schedule(300 * time.Millisecond)
	select {
	case pages := <-asked:
		if !slices.Equal(pages, []cms.ID{release.Page}) {
			t.Errorf("the feeds of %v are asked for, want those of %s", pages, release.Page)
		}
		if time.Now().Before(release.LiveFrom) {
			t.Error("the hub is told before the release begins")
		}
	case <-time.After(time.Minute):
		t.Fatal("nothing is asked for")
	}
	if feed := <-told; feed != "http://site.example/feeds/blogs.rss" {
		t.Errorf("the hub is told of %q", feed)
	}
}

// TestWithoutAHubNothingIsQueued shows that a site without a hub keeps no list
// of what to tell one.
func TestWithoutAHubNothingIsQueued(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.schedule(time.Hour)
	if n := s.count(`select count(*) from river_job where kind = 'ping'`); n != 0 {
		t.Errorf("%d pings are queued", n)
	}
}
